package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Certificates;
import org.portwitness.testdata.Http;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.TcpTalk;
import org.portwitness.testdata.Tls;

/** What the whole program makes of handshakes that do not complete: who ended them, how, and what to do about it. */
class TlsVerdictsTest {
    private static final String NAME = "portal.kickle.com";
    private static final String ROW = "kickle-https-443";

    private static Scenario resolved() {
        return Scenario.start().resolve(NAME, Scenario.KICKLE);
    }

    private static TcpTalk hello(Scenario s) {
        return s.tcp(Scenario.KICKLE, 443).open().say(Tls.clientHello(NAME, 9).record());
    }

    private static Analysed failing(Scenario s) throws IOException {
        Analysed it = Analysed.of(s.idle(40)).exits(1).expect(ROW, "tls-failed");
        JsonTree finding = it.findings("tls-failed").get(0);
        assertEquals("problem", finding.text("/severity"));
        assertEquals(Scenario.KICKLE, finding.text("/destination"));
        assertEquals(443L, finding.at("/destination_port"));
        assertFalse(it.text().contains("null"), it.text());
        return it;
    }

    @Test
    void anAlertOfTheServerIsNamed() throws IOException {
        Scenario s = resolved();
        hello(s).hear(Tls.alert(2, Tls.HANDSHAKE_FAILURE)).close();
        Analysed it = failing(s);
        assertTrue(it.why(ROW).contains("the server refused with alert 40"), it.why(ROW));
    }

    @Test
    void anAlertOfTheUnitNamesTheIssuerAndAdvisesTheRootCertificate() throws IOException {
        Scenario s = resolved().tlsAlert(NAME, Scenario.KICKLE, "Contoso Root CA", Tls.UNKNOWN_CA);
        Analysed it = failing(s);
        assertTrue(it.why(ROW).contains("alert 48"), it.why(ROW));
        assertTrue(it.why(ROW).contains("Contoso Root CA"), it.why(ROW));
        assertTrue(it.advice(ROW).contains("root certificate of Contoso Root CA"), it.advice(ROW));
    }

    @Test
    void aResetOfSomethingNearerSaysSo() throws IOException {
        Analysed it = failing(resolved().tlsReset(NAME, Scenario.KICKLE, 63));
        assertTrue(it.why(ROW).contains("something nearer than the server (TTL 63, the server's is 51)"), it.why(ROW));
    }

    @Test
    void aResetOfTheServerItselfSaysSo() throws IOException {
        Analysed it = failing(resolved().tlsReset(NAME, Scenario.KICKLE, 51));
        assertTrue(it.why(ROW).contains("reset by the server after the TLS hello"), it.why(ROW));
    }

    @Test
    void aHelloThatIsNotAcknowledgedPointsToThePath() throws IOException {
        Analysed it = failing(resolved().tlsSwallowed(NAME, Scenario.KICKLE));
        assertTrue(it.why(ROW).contains("no acknowledgement of the TLS hello"), it.why(ROW));
        assertTrue(it.advice(ROW).contains("MTU"), it.advice(ROW));
    }

    @Test
    void aHelloThatIsAcknowledgedAndIgnoredPointsToADeviceBetween() throws IOException {
        Analysed it = failing(resolved().tlsIgnored(NAME, Scenario.KICKLE));
        assertTrue(it.why(ROW).contains("acknowledged but never answered"), it.why(ROW));
    }

    @Test
    void plainHttpInsteadOfTlsIsAProxyOrPortal() throws IOException {
        Scenario s = resolved();
        hello(s).hear(Http.response(400, "Bad Request")).close();
        Analysed it = failing(s);
        assertTrue(it.why(ROW).contains("plain HTTP"), it.why(ROW));
    }

    @Test
    void aClientThatGivesUpAfterTheCertificateFailed() throws IOException {
        Scenario s = resolved();
        hello(s).hear(Tls.serverFlight12(3, Certificates.server(NAME, "Contoso Root CA", NAME)))
                .close();
        Analysed it = failing(s);
        assertTrue(it.why(ROW).contains("the client gave up"), it.why(ROW));
    }

    @Test
    void aHandshakeInProgressWhenTheCaptureEndsIsInconclusive() throws IOException {
        Scenario s = resolved();
        hello(s);
        Analysed it = Analysed.of(s.idle(1)).exits(4).expect(ROW, "inconclusive");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void aHandshakeThatCompletesAndThenFailsIsOk() throws IOException {
        Scenario s = resolved();
        hello(s).hear(Tls.serverFlight13(4))
                .say(Tls.clientFinish13(4), Tls.applicationData(4, 100))
                .hear(Tls.applicationData(4, 100))
                .reset(51);
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect(ROW, "ok");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void oneFailedHandshakeBesideOneThatWorksWithTheSameServerIsOk() throws IOException {
        Scenario s = resolved().tlsIgnored(NAME, Scenario.KICKLE).https(NAME, Scenario.KICKLE);
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect(ROW, "ok");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void aHelloAfterARetryRequestIsTheSameHandshake() throws IOException {
        Scenario s = resolved();
        hello(s).hear(Tls.helloRetryRequest())
                .say(Tls.clientHello(NAME, 9).record())
                .hear(Tls.serverFlight13(4))
                .say(Tls.clientFinish13(4), Tls.applicationData(4, 100))
                .hear(Tls.applicationData(4, 100))
                .close();
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect(ROW, "ok");
        assertEquals(2L, it.report().at("/tls/client_hellos"));
    }

    @Test
    void connectWithCredentialsAfterAChallengeIsOk() throws IOException {
        Scenario s = Scenario.start().resolve("proxy.contoso.example", Scenario.PROXY);
        s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(NAME, 443))
                .hear(Http.response(407, "Proxy Authentication Required"))
                .say(Http.connect(NAME, 443))
                .hear(Http.connected())
                .say(Tls.clientHello(NAME, 9).record())
                .hear(Tls.serverFlight13(4))
                .say(Tls.clientFinish13(4), Tls.applicationData(4, 100))
                .hear(Tls.applicationData(4, 100))
                .close();
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect(ROW, "ok");
        assertEquals(List.of(), it.problems());
        assertEquals("kickle-name", it.report().at("/units/0/found_by"));
    }

    @Test
    void aChallengeAloneIsInconclusive() throws IOException {
        Scenario s = Scenario.start();
        s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(NAME, 443))
                .hear(Http.response(407, "Proxy Authentication Required"))
                .close();
        Analysed it = Analysed.of(s.idle(40)).exits(4).expect(ROW, "inconclusive");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void aProxyThatForbidsRefusesTheRowOfTheNameAndNotItsOwn() throws IOException {
        Scenario s = Scenario.start();
        for (int i = 0; i < 2; i++) {
            s.tcp(Scenario.PROXY, 8080)
                    .open()
                    .say(Http.connect(NAME, 443))
                    .hear(Http.response(403, "Forbidden"))
                    .close();
        }
        Analysed it = Analysed.of(s.idle(40)).exits(1).expect(ROW, "refused");
        assertEquals(
                "Refused: the proxy 10.20.0.80:8080 answered CONNECT portal.kickle.com:443 with 403.", it.why(ROW));
        assertEquals(List.of("proxy-refused"), it.problems());
        assertEquals("Permit *.kickle.com on the proxy 10.20.0.80 for 10.20.30.40.", it.advice(ROW));
    }

    @Test
    void tlsThatFailsBehindAProxyIsTlsFailed() throws IOException {
        Scenario s = Scenario.start();
        s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(NAME, 443))
                .hear(Http.connected())
                .say(Tls.clientHello(NAME, 9).record())
                .hear(Tls.alert(2, Tls.HANDSHAKE_FAILURE))
                .close();
        Analysed.of(s.idle(40)).exits(1).expect(ROW, "tls-failed");
    }

    @Test
    void tlsInspectionOfPublicServicesIsToldAsSuch() throws IOException {
        Scenario s = resolved().tlsAlert(NAME, Scenario.KICKLE, "Contoso Web Gateway CA", Tls.UNKNOWN_CA);
        s.resolve("outlook.office365.com", Scenario.EXCHANGE_ONLINE)
                .tlsAlert("outlook.office365.com", Scenario.EXCHANGE_ONLINE, "Contoso Web Gateway CA", Tls.UNKNOWN_CA);
        Analysed it = failing(s).expect("online-https-443", "tls-failed");
        assertEquals(2, it.findings("tls-intercepted").size());
        assertTrue(it.advice("online-https-443").contains("TLS inspection"), it.advice("online-https-443"));
    }

    @Test
    void anInternalServerThatIsNotTrustedIsNoInspection() throws IOException {
        Scenario s = resolved().resolve("lyncdiscover.contoso.example", "10.20.1.10");
        s.tlsAlert("lyncdiscover.contoso.example", "10.20.1.10", "Contoso Root CA", Tls.UNKNOWN_CA);
        Analysed it = Analysed.of(s.idle(10)).exits(1).expect("onprem-sfb-https-443", "tls-failed");
        assertEquals(List.of("tls-failed"), it.findingKinds());
    }
}
