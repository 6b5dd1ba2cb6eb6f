package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.portwitness.cli.ToldCall.room;
import static org.portwitness.cli.ToldCall.steps;
import static org.portwitness.cli.ToldCall.theCall;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Http;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Tls;

/** Behind a proxy each destination stands for itself, as each server does without one. */
class ProxyVerdictsTest {
    private static final String ROW = "online-https-443";
    private static final String LYNC = "webdir.online.lync.com";
    private static final String MAIL = "outlook.office365.com";
    private static final String SIGN_IN = "login.microsoftonline.com";

    private static Scenario refused(Scenario s, String name, int status) {
        s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(name, 443))
                .hear(Http.response(status, "No"))
                .close();
        return s;
    }

    private static Scenario passed(Scenario s, String name) {
        s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(name, 443))
                .hear(Http.connected())
                .say(Tls.clientHello(name, 9).record())
                .hear(Tls.serverFlight13(4))
                .say(Tls.clientFinish13(4), Tls.applicationData(4, 100))
                .hear(Tls.applicationData(4, 100))
                .close();
        return s;
    }

    private static Scenario tlsReset(Scenario s, String name) {
        var talk = s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(name, 443))
                .hear(Http.connected())
                .sayUnheard(Tls.clientHello(name, 9).record());
        s.pause(0.01);
        talk.reset(127);
        return s;
    }

    @Test
    void aDestinationThatTheProxyRefusesMakesTheRowPartialBesideOneThatItPasses() throws IOException {
        Scenario s = passed(room(), LYNC);
        refused(refused(s, MAIL, 403), MAIL, 403);
        Analysed it = Analysed.of(s.idle(20)).exits(1).expect(ROW, "partial");
        assertEquals(
                "1 server works, but not outlook.office365.com:443: the proxy 10.20.0.80:8080 answered CONNECT"
                        + " outlook.office365.com:443 with 403.",
                it.why(ROW));
        assertEquals("Permit outlook.office365.com on the proxy 10.20.0.80 for 10.20.30.40.", it.advice(ROW));
        assertEquals(List.of("proxy-refused"), it.problems());
        JsonTree finding = it.findings("proxy-refused").get(0);
        assertEquals(
                "10.20.30.40 asks 10.20.0.80:8080 and is refused: the proxy 10.20.0.80:8080 answered CONNECT"
                        + " outlook.office365.com:443 with 403.",
                finding.text("/detail"));
        assertEquals(2L, finding.at("/attempts"));
        it.expect("kickle-https-443", "ok");
    }

    @Test
    void severalDestinationsAreOneFindingThatNamesThemAll() throws IOException {
        Scenario s = passed(room(), LYNC);
        refused(refused(s, MAIL, 403), SIGN_IN, 502);
        Analysed it = Analysed.of(s.idle(20)).exits(1).expect(ROW, "partial");
        assertEquals(
                "1 server works, but not outlook.office365.com:443 and login.microsoftonline.com:443: the proxy"
                        + " 10.20.0.80:8080 answered CONNECT outlook.office365.com:443 with 403.",
                it.why(ROW));
        assertEquals(
                "Permit login.microsoftonline.com and outlook.office365.com on the proxy 10.20.0.80 for 10.20.30.40.",
                it.advice(ROW));
        assertEquals(
                List.of("10.20.30.40 asks 10.20.0.80:8080 and is refused: the proxy 10.20.0.80:8080 answered CONNECT"
                        + " outlook.office365.com:443 with 403. It refuses login.microsoftonline.com:443, too."),
                it.findings("proxy-refused").stream()
                        .map(f -> f.text("/detail"))
                        .toList());
    }

    @Test
    void aDestinationThatIsPassedLaterIsNotRefused() throws IOException {
        Scenario s = passed(refused(passed(room(), LYNC), MAIL, 503), MAIL);
        Analysed it = Analysed.of(s.idle(20)).exits(0).expect(ROW, "ok");
        assertEquals("Works: 2 of 3 exchanges answered, 2 servers of 2.", it.why(ROW));
        assertEquals(List.of(), it.findings("proxy-refused"));
    }

    @Test
    void aServerThatFailsBesideTheProxyIsNoProxy() throws IOException {
        Scenario s = Scenario.start().resolve("hub.kickle.com", Scenario.KICKLE);
        s.tlsReset("hub.kickle.com", Scenario.KICKLE, 51);
        Analysed it = Analysed.of(refused(s, "portal.kickle.com", 403).idle(20)).exits(1);
        it.expect("kickle-https-443", "refused");
        assertEquals("Permit *.kickle.com on the proxy 10.20.0.80 for 10.20.30.40.", it.advice("kickle-https-443"));
    }

    /** A proxy that takes the CONNECT, and after so many seconds the client closes. */
    private static Scenario unanswered(Scenario s, String name, int seconds) {
        var talk = s.tcp(Scenario.PROXY, 8080).open().say(Http.connect(name, 443));
        s.pause(seconds);
        talk.close();
        return s;
    }

    @Test
    void aProxyThatDoesNotAnswerIsSilence() throws IOException {
        Analysed it = Analysed.of(
                        unanswered(unanswered(room(), LYNC, 10), LYNC, 10).idle(20))
                .exits(1);
        it.expect(ROW, "blocked");
        assertEquals(
                "No answer to 2 CONNECT requests to webdir.online.lync.com:443 through the proxy 10.20.0.80:8080 in 20 s.",
                it.why(ROW));
        assertEquals(
                "Look at the proxy 10.20.0.80: it takes the connection and does not answer CONNECT"
                        + " webdir.online.lync.com:443, as where it waits for the destination itself.",
                it.advice(ROW));
        assertEquals(
                List.of(
                        "No answer to 2 CONNECT requests from 10.20.30.40 to webdir.online.lync.com:443 through the proxy"
                                + " 10.20.0.80:8080 in 20 s."),
                it.findings("proxy-silent").stream().map(f -> f.text("/detail")).toList());
        assertEquals(
                "No call began: the proxy 10.20.0.80:8080 does not answer. Look at the proxy 10.20.0.80:8080 and the"
                        + " firewall behind it: it takes the connection and does not answer.",
                theCall(it).text("/conclusion"));
    }

    @Test
    void aClientThatDoesNotWaitForTheProxyProvesNothing() throws IOException {
        Analysed it = Analysed.of(
                        unanswered(unanswered(room(), LYNC, 2), LYNC, 2).idle(20))
                .exits(4);
        it.expect(ROW, "inconclusive");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void aProxyThatClosesInsteadOfAnAnswerRefuses() throws IOException {
        Scenario s = room();
        s.tcp(Scenario.PROXY, 8080).open().say(Http.connect(LYNC, 443)).closeByServer();
        Analysed it = Analysed.of(s.idle(20)).exits(1).expect(ROW, "refused");
        assertEquals(
                "Refused: the proxy 10.20.0.80:8080 ended the connection instead of an answer to CONNECT"
                        + " webdir.online.lync.com:443.",
                it.why(ROW));
    }

    @Test
    void aProxyThatFindsNoWayIsLookedAtWithTheFirewallBehindIt() throws IOException {
        assertEquals(
                "No call began: the proxy 10.20.0.80:8080 answered CONNECT webdir.online.lync.com:443 with 502 (it cannot"
                        + " reach the destination itself). Look at the proxy 10.20.0.80:8080 and the firewall behind it: it"
                        + " does not reach the destination itself.",
                theCall(Analysed.of(refused(room(), LYNC, 502).idle(20))).text("/conclusion"));
    }

    @Test
    void rowsAreApart() throws IOException {
        Scenario s = refused(passed(Scenario.start(), "portal.kickle.com"), LYNC, 403);
        Analysed it = Analysed.of(s.idle(20)).exits(1).expect(ROW, "refused").expect("kickle-https-443", "ok");
        assertEquals(
                "Refused: the proxy 10.20.0.80:8080 answered CONNECT webdir.online.lync.com:443 with 403.",
                it.why(ROW));
    }

    @Test
    void tlsThatFailsForOneDestinationIsNotHiddenByAnother() throws IOException {
        Scenario s = tlsReset(tlsReset(passed(room(), LYNC), MAIL), MAIL);
        Analysed it = Analysed.of(s.idle(20)).exits(1).expect(ROW, "partial");
        assertEquals(
                "1 server works, but not outlook.office365.com:443 through the proxy 10.20.0.80:8080: reset by the proxy"
                        + " after the TLS hello.",
                it.why(ROW));
        assertEquals(
                "TCP from 10.20.30.40 to outlook.office365.com:443 through the proxy 10.20.0.80:8080 works, TLS does"
                        + " not: reset by the proxy after the TLS hello.",
                it.findings("tls-failed").get(0).text("/detail"));
    }

    @Test
    void theInternalAutodiscoverNameNeedNotExistForTheProxyEither() throws IOException {
        Scenario s = refused(room(), "lyncdiscoverinternal.contoso.example", 502);
        passed(s, "lyncdiscover.contoso.example");
        Analysed it = Analysed.of(s.idle(20), "--deployment", "on-premises").exits(0);
        it.expect("onprem-sfb-https-443", "ok");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void theStoryTellsEachDestination() throws IOException {
        Scenario s = passed(room(), LYNC);
        refused(s, SIGN_IN, 403);
        MediaTalk.from(s, 50_016).allocates(Scenario.RELAY, 3478).mediaThroughRelay("52.112.40.9", 3479, 104, 6);
        assertEquals(
                List.of(
                        "proxy ok: The proxy connects to webdir.online.lync.com:443.",
                        "proxy refused: The proxy 10.20.0.80:8080 answered CONNECT login.microsoftonline.com:443 with"
                                + " 403."),
                steps(theCall(Analysed.of(s.idle(20)))).stream()
                        .filter(step -> step.startsWith("proxy "))
                        .toList());
    }
}
