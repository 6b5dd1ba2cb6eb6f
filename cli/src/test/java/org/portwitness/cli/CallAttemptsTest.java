package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.cli.ToldCall.concludes;
import static org.portwitness.cli.ToldCall.room;
import static org.portwitness.cli.ToldCall.theCall;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Certificates;
import org.portwitness.testdata.Dns;
import org.portwitness.testdata.Http;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Tls;

/** Calls that never began, and ways to a relay that nobody let through: what the story says of them, and what it must not make up. */
class CallAttemptsTest {
    private static final String NAME = "webdir.online.lync.com";
    private static final String SKYPE = Scenario.SKYPE_ONLINE;
    private static final String RELAY = Scenario.RELAY;
    private static final int NEAR_TTL = 62;

    private static List<String> steps(Analysed it) {
        return theCall(it).each("/steps").stream()
                .map(step -> step.text("/step") + " " + step.text("/outcome") + ": " + step.text("/detail"))
                .toList();
    }

    @Test
    void anInterceptedSignInIsTheInspectionsMatter() throws IOException {
        Scenario s = room().resolve(NAME, SKYPE);
        s.tlsAlert(NAME, SKYPE, "Contoso TLS Inspection CA", 48).tlsAlert(NAME, SKYPE, "Contoso TLS Inspection CA", 48);
        Analysed it = Analysed.of(s.idle(20)).exits(1);
        concludes(
                it,
                "no-media",
                "firewall",
                "No call began: the client refused the server with alert 48 (unknown_ca) (certificate issued by Contoso"
                        + " TLS Inspection CA). Look at TLS inspection in the firewall or a proxy: no public authority"
                        + " issued this certificate.");
        assertEquals(
                List.of(
                        "dns ok: webdir.online.lync.com has 1 address, told in 1.3 ms.",
                        "tcp ok: Connected to 52.112.0.10:443 (webdir.online.lync.com) in 21.2 ms, 2 times.",
                        "tls failed: The client refused the server with alert 48 (unknown_ca) (certificate issued by"
                                + " Contoso TLS Inspection CA)."),
                steps(it));
    }

    @Test
    void aRefusalTwoHopsAwayIsTheFirewalls() throws IOException {
        Scenario s = room().resolve(NAME, SKYPE)
                .tcpRefused(SKYPE, 443, NEAR_TTL)
                .tcpRefused(SKYPE, 443, NEAR_TTL)
                .tcpHandshake(SKYPE, 8443);
        concludes(
                Analysed.of(s.idle(20)).exits(1),
                "no-media",
                "firewall",
                "No call began: 2 SYNs to 52.112.0.10:443 (webdir.online.lync.com) refused: RST from a device about 2"
                        + " hops away, not from 52.112.0.10, which is about 14 hops away. Look at the firewall: a device on"
                        + " the way refuses, not the server.");
    }

    @Test
    void aNameServerWithoutAnAddressIsTheSites() throws IOException {
        Scenario s = room().resolveFails(NAME, Dns.SERVFAIL).pause(2).resolveFails(NAME, Dns.SERVFAIL);
        Analysed it = Analysed.of(s.idle(20));
        concludes(
                it,
                "no-media",
                "site-network",
                "No call began: webdir.online.lync.com has no address: SERVFAIL. Look at the name server 10.20.0.53:53:"
                        + " it is reached, and gives no address.");
        assertTrue(it.text().contains("\nProblems: 1 dns-failed. No port that must work is known to fail."), it.text());
    }

    @Test
    void aNameServerThatIsSilentIsTheSitesToo() throws IOException {
        Scenario s = room().resolveUnanswered(Scenario.DNS, NAME);
        concludes(
                Analysed.of(s.idle(20)),
                "no-media",
                "site-network",
                "No call began: 2 queries for webdir.online.lync.com without an answer in 5.0 s. Look at the name server"
                        + " 10.20.0.53:53 and the way to it.");
    }

    @Test
    void aProxyThatRefusesIsToldAsIt() throws IOException {
        Scenario s = room();
        s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(NAME, 443))
                .hear(Http.response(403, "Forbidden"))
                .close();
        concludes(
                Analysed.of(s.idle(20)).exits(1),
                "no-media",
                "firewall",
                "No call began: the proxy 10.20.0.80:8080 answered CONNECT webdir.online.lync.com:443 with 403. Look at"
                        + " the proxy 10.20.0.80:8080: it does not let the unit out.");
    }

    @Test
    void aServerThatClosesAfterTheHelloIsToldAsIt() throws IOException {
        Scenario s = room().resolve(NAME, SKYPE);
        s.tcp(SKYPE, 443).open().say(Tls.clientHello(NAME, 3).record()).closeByServer();
        concludes(
                Analysed.of(s.idle(20)).exits(1),
                "no-media",
                "far-side",
                "No call began: the server closed the connection after the TLS hello, in good order and without an"
                        + " answer. Look at the server, or at a device that answers in its name: it closes the connection"
                        + " itself.");
    }

    @Test
    void silenceInAHalfBlindMirrorIsNobodysProvenFault() throws IOException {
        Scenario s = room().resolve(NAME, SKYPE).tcpBlocked(SKYPE, 443);
        Analysed it = Analysed.of(s.idle(20).onlySentBy(Scenario.UNIT));
        assertEquals("capture", theCall(it).text("/look_at"));
        assertEquals("unknown", theCall(it).text("/result"));
    }

    @Test
    void oneServerThatFailsBesideOthersIsNoCallThatNeverBegan() throws IOException {
        Scenario s = room().resolve(NAME, SKYPE)
                .https(NAME, SKYPE)
                .resolve("telemetry.lync.com", "52.112.0.99")
                .tcpBlocked("52.112.0.99", 443)
                .resolveFails("absent.online.lync.com", Dns.SERVFAIL);
        assertEquals(List.of(), Analysed.of(s.idle(20)).report().each("/calls"));
    }

    @Test
    void calendarsAndNamesThatNeedNotExistAreNoCall() throws IOException {
        Scenario s = room().resolve("outlook.office365.com", Scenario.EXCHANGE_ONLINE)
                .tcpBlocked(Scenario.EXCHANGE_ONLINE, 443)
                .resolveFails("lyncdiscoverinternal.contoso.example", Dns.NXDOMAIN);
        assertEquals(List.of(), Analysed.of(s.idle(20)).report().each("/calls"));
    }

    @Test
    void aRelaysPort443ThatRefusesIsTheFallbackThatFailed() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, 50_016).allocateBlocked(RELAY, 3478);
        s.tcpRefused(RELAY, 443).tcpRefused(RELAY, 443);
        Analysed it = Analysed.of(s.idle(20)).exits(1);
        assertEquals(
                List.of(
                        "turn-allocate no-answer: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s.",
                        "fallback failed: Nothing comes of UDP 3478: the unit turns to TCP 443.",
                        "turn-over-443 refused: 2 SYNs to 52.112.18.5:443 refused: RST in the server's name"
                                + " from about 14 hops away (guessed from its TTL alone)."),
                steps(it));
        concludes(
                it,
                "no-media",
                "firewall",
                "No media: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s, and 52.112.18.5:443 over"
                        + " TCP was refused: RST in the server's name from about 14 hops away (guessed from its TTL alone). Look at the firewall first: what the unit sent, or"
                        + " what came back, was lost beyond this capture point.");
    }

    @Test
    void aProxyThatDoesNotLetTheUnitToTheRelayIsTheFallbackThatFailed() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, 50_016).allocateBlocked(RELAY, 3478);
        s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(RELAY, 443))
                .hear(Http.response(403, "Forbidden"))
                .close();
        Analysed it = Analysed.of(s.idle(20)).exits(1);
        assertEquals(
                "turn-over-443 refused: Asked the proxy 10.20.0.80:8080 for 52.112.18.5:443; the proxy 10.20.0.80:8080"
                        + " answered CONNECT 52.112.18.5:443 with 403.",
                steps(it).get(2));
    }

    @Test
    void aTurnHelloThatNothingAnswersNeedsAnExemptionAndNoRule() throws IOException {
        Scenario s = room().resolve(NAME, SKYPE).https(NAME, SKYPE);
        MediaTalk.from(s, 50_016).allocateBlocked(RELAY, 3478);
        for (int i = 0; i < 2; i++) {
            var talk = s.tcp(50_014 + 2 * i, RELAY, 443).open().say(MsTurn.pseudoTlsHello());
            s.pause(15);
            talk.close();
        }
        Analysed it = Analysed.of(s.idle(20)).exits(1).expect("online-https-443", "partial");
        assertEquals(
                "Exempt 52.112.18.5 from TLS inspection for 10.20.30.40: what TURN says first looks like TLS and is not.",
                it.advice("online-https-443"));
        assertTrue(
                theCall(it)
                        .text("/conclusion")
                        .contains(
                                ", and over TCP 52.112.18.5:443 connects, but then: no answer to the TURN client's first"
                                        + " 50 bytes. "),
                theCall(it).text("/conclusion"));
    }

    @Test
    void aCertificateThatTheUnitTrustsKeepsNoCallFromBeginning() throws IOException {
        Scenario s = room().resolve(NAME, SKYPE);
        s.tcp(SKYPE, 443)
                .open()
                .say(Tls.clientHello(NAME, 3).record())
                .hear(Tls.serverFlight12(3, Certificates.server(NAME, "Contoso TLS Inspection CA", NAME)))
                .say(Tls.clientFinish12(3))
                .hear(Tls.serverFinish12(3))
                .close();
        Analysed it = Analysed.of(s.idle(20)).exits(0);
        assertEquals(List.of(), it.report().each("/calls"));
        assertEquals(
                List.of("note"),
                it.findings("tls-intercepted").stream()
                        .map(f -> f.text("/severity"))
                        .toList());
    }
}
