package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Bytes;
import org.portwitness.testdata.Certificates;
import org.portwitness.testdata.Http;
import org.portwitness.testdata.MsTurn;
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
    void aResetThatIsUnlikeTheServerAndNotNearerIsNotSaidToBeNearer() throws IOException {
        Analysed it = failing(resolved().tlsReset(NAME, Scenario.KICKLE, 40));
        assertTrue(
                it.why(ROW)
                        .contains(
                                "reset after the TLS hello in a way unlike the other packets of the server (TTL 40, the"
                                        + " server's is 51), perhaps by a filter on the server name"),
                it.why(ROW));
        Analysed another = failing(resolved().tlsReset(NAME, Scenario.KICKLE, 50));
        assertTrue(another.why(ROW).contains("reset by the server after the TLS hello"), another.why(ROW));
    }

    @Test
    void aServerThatClosesInsteadOfAnAnswerIsNotCalledSilent() throws IOException {
        Scenario s = resolved();
        hello(s).closeByServer();
        Analysed it = failing(s);
        assertEquals(
                "The TCP port is open, but TLS fails: the server closed the connection after the TLS hello, in good order"
                        + " and without an answer (203.0.113.10:443).",
                it.why(ROW));
        assertEquals(
                "Ask the owner of portal.kickle.com why it closes the connection, and exempt it from TLS inspection for"
                        + " 10.20.30.40.",
                it.advice(ROW));
        assertEquals(1L, it.report().at("/tls/failures/closed_by_server"));
    }

    @Test
    void aServerThatClosesInTheMiddleOfTheHandshakeIsNotTheUnitGivingUp() throws IOException {
        Scenario s = resolved();
        hello(s).hear(Tls.serverFlight12(3, Certificates.server(NAME, "DigiCert TLS RSA SHA256 2020 CA1", NAME)))
                .closeByServer();
        Analysed it = failing(s);
        assertEquals(
                "The TCP port is open, but TLS fails: the server closed the connection in the middle of the TLS handshake"
                        + " (203.0.113.10:443).",
                it.why(ROW));
        assertEquals(List.of("tls-failed"), it.problems());
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

    private static Scenario established12(Scenario s, String name, String server, byte[] certificate) {
        s.tcp(server, 443)
                .open()
                .say(Tls.clientHello(name, 9).record())
                .hear(Tls.serverFlight12(3, certificate))
                .say(Tls.clientFinish12(3))
                .hear(Tls.serverFinish12(3))
                .say(Tls.applicationData(3, 420))
                .hear(Tls.applicationData(3, 900))
                .close();
        return s.pause(0.01);
    }

    private static byte[] validUntil(String end) {
        return Certificates.serverValid(NAME, "DigiCert TLS CA", "230101000000Z", end, NAME);
    }

    @Test
    void aCertificateThatExpiredBeforeTheCaptureIsToldWithItsDate() throws IOException {
        Scenario s = resolved();
        hello(s).hear(Tls.serverFlight12(3, validUntil("260131235959Z")))
                .say(Tls.alert(2, Tls.CERTIFICATE_EXPIRED))
                .close();
        Analysed it = failing(s);
        assertEquals(
                "The TCP port is open, but TLS fails: the client refused the server with alert 45 (certificate_expired)"
                        + " (certificate issued by DigiCert TLS CA, which expired on 2026-01-31) (203.0.113.10:443).",
                it.why(ROW));
        assertEquals(
                "Ask the owner of portal.kickle.com to renew its certificate, which expired on 2026-01-31.",
                it.advice(ROW));
        JsonTree finding = it.findings("certificate-invalid").get(0);
        assertEquals("problem", finding.text("/severity"));
        assertEquals(
                "The certificate that 203.0.113.10:443 shows for portal.kickle.com expired on 2026-01-31.",
                finding.text("/detail"));
    }

    @Test
    void aCertificateIsJudgedByCaptureTimeAndNotByTheClock() throws IOException {
        // the capture is of 2026-03-02; whoever runs this test does so later
        byte[] certificate = validUntil("260303000000Z");
        Analysed it = Analysed.of(established12(resolved(), NAME, Scenario.KICKLE, certificate)
                        .idle(10))
                .exits(0);
        assertEquals(List.of(), it.findingKinds());
    }

    @Test
    void anExpiredCertificateThatTheUnitAcceptsIsANote() throws IOException {
        byte[] certificate = validUntil("260301000000Z");
        Analysed it = Analysed.of(established12(resolved(), NAME, Scenario.KICKLE, certificate)
                        .idle(10))
                .exits(0)
                .expect(ROW, "ok");
        assertEquals(List.of("certificate-invalid"), it.findingKinds());
        assertEquals(List.of(), it.problems());
        assertEquals(
                "The certificate that 203.0.113.10:443 shows for portal.kickle.com expired on 2026-03-01; the unit accepts it.",
                it.findings("certificate-invalid").get(0).text("/detail"));
    }

    @Test
    void aUnitThatTakesAValidCertificateForExpiredHasAWrongClock() throws IOException {
        Scenario s = resolved();
        hello(s).hear(Tls.serverFlight12(3, validUntil("271231235959Z")))
                .say(Tls.alert(2, Tls.CERTIFICATE_EXPIRED))
                .close();
        Analysed it = failing(s);
        assertTrue(it.why(ROW).contains("valid when it was shown: the client's clock may be wrong"), it.why(ROW));
        assertEquals(
                "Set the clock of 10.20.30.40: the certificate of portal.kickle.com was valid when it was shown.",
                it.advice(ROW));
        assertEquals(List.of("tls-failed"), it.findingKinds());
    }

    @Test
    void inspectionThatTheUnitAcceptsIsANote() throws IOException {
        byte[] certificate = Certificates.server(NAME, "Contoso Web Gateway CA", NAME);
        Analysed it = Analysed.of(established12(resolved(), NAME, Scenario.KICKLE, certificate)
                        .idle(10))
                .exits(0)
                .expect(ROW, "ok");
        assertEquals(List.of("tls-intercepted"), it.findingKinds());
        assertEquals(
                "TLS inspection is likely: Contoso Web Gateway CA, which is no public authority, issued the certificate of"
                        + " portal.kickle.com. The unit accepts it.",
                it.findings("tls-intercepted").get(0).text("/detail"));
        assertEquals("note", it.findings("tls-intercepted").get(0).text("/severity"));
    }

    @Test
    void serversOfTheSitesOwnHaveCertificatesOfTheSitesOwn() throws IOException {
        String own = "lyncdiscover.contoso.example";
        Scenario s = resolved().resolve(own, "10.20.1.10");
        established12(s, own, "10.20.1.10", Certificates.server(own, "Contoso Root CA", own));
        established12(s, "www.example.net", "198.51.100.9", Certificates.server("x", "Some CA", "www.example.net"));
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        assertEquals(List.of(), it.findingKinds());
    }

    @Test
    void aCertificateForOtherNamesIsANoteAndAWildcardFits() throws IOException {
        byte[] others = Certificates.server("a.example", "DigiCert TLS CA", "a.example", "*.b.example");
        Analysed it = Analysed.of(
                established12(resolved(), NAME, Scenario.KICKLE, others).idle(10));
        assertEquals(
                "The certificate that 203.0.113.10:443 shows for portal.kickle.com is for other names: a.example and"
                        + " *.b.example; the unit accepts it.",
                it.exits(0).findings("certificate-invalid").get(0).text("/detail"));
        byte[] wildcard = Certificates.server("kickle.com", "DigiCert TLS CA", "*.Kickle.com");
        Analysed fits = Analysed.of(
                established12(resolved(), NAME, Scenario.KICKLE, wildcard).idle(10));
        assertEquals(List.of(), fits.exits(0).findingKinds());
        byte[] deeper = Certificates.server("kickle.com", "DigiCert TLS CA", "*.com");
        Analysed wrong = Analysed.of(
                established12(resolved(), NAME, Scenario.KICKLE, deeper).idle(10));
        assertEquals(List.of("certificate-invalid"), wrong.exits(0).findingKinds());
    }

    @Test
    void aTurnPortThatAnswersTheFakeHelloAndNoMoreIsReachedAndSaysSo() throws IOException {
        Scenario s = resolved();
        s.tcp(50_014, Scenario.RELAY, 443)
                .open()
                .say(MsTurn.pseudoTlsHello())
                .hear(MsTurn.pseudoTlsAnswer())
                .close();
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect("online-https-443", "ok");
        assertEquals(
                "Works: 1 exchange answered by 1 server. Reached, but no TURN request followed the pseudo-TLS hello.",
                it.why("online-https-443"));
        assertEquals(List.of(), it.problems());
    }

    @Test
    void helloOfSsl2CountsWithoutAName() throws IOException {
        byte[] old = Bytes.hex("802e 01 0301 0015 0000 0010" + "000004 000005 00000a 000009 000064 000062 000003"
                + "000102030405060708090a0b0c0d0e0f");
        Scenario s = resolved();
        s.tcp("198.51.100.9", 443)
                .open()
                .say(old)
                .hear(Tls.serverFlight12(3, Certificates.server("old", "Some CA", "old.example")))
                .say(Tls.clientFinish12(3))
                .hear(Tls.serverFinish12(3))
                .close();
        // its lengths do not fit: something else that begins with the same byte
        old[1]++;
        s.tcp("198.51.100.9", 443).open().say(old).close();
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        assertEquals(1L, it.report().at("/tls/client_hellos"));
        assertEquals(1L, it.report().at("/tls/without_sni"));
    }

    @Test
    void aProxyThatIsUsedIsNamed() throws IOException {
        Scenario s = Scenario.start();
        s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(NAME, 443))
                .hear(Http.connected())
                .say(Tls.clientHello(NAME, 9).record())
                .hear(Tls.serverFlight13(4))
                .say(Tls.clientFinish13(4), Tls.applicationData(4, 100))
                .hear(Tls.applicationData(4, 100))
                .close();
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        assertEquals(
                "Goes through the proxy 10.20.0.80:8080: 1 CONNECT request. Rows count by the destination that the proxy was asked"
                        + " for; the firewall must let the proxy out, not the unit.",
                it.report().text("/notes/0"));
        Analysed without = Analysed.of(resolved().https(NAME, Scenario.KICKLE).idle(10));
        assertEquals(List.of(), without.report().list("/notes"));
    }

    @Test
    void aProxyThatFindsNoWayNeedsOneAndNoPermission() throws IOException {
        for (int status : new int[] {502, 503, 504}) {
            Scenario s = Scenario.start();
            for (int i = 0; i < 2; i++) {
                s.tcp(Scenario.PROXY, 8080)
                        .open()
                        .say(Http.connect(NAME, 443))
                        .hear(Http.response(status, "Sorry"))
                        .close();
            }
            Analysed it = Analysed.of(s.idle(40)).exits(1).expect(ROW, "refused");
            assertEquals(
                    "Refused: the proxy 10.20.0.80:8080 answered CONNECT portal.kickle.com:443 with " + status
                            + " (it cannot reach the destination itself).",
                    it.why(ROW));
            assertEquals("Let the proxy 10.20.0.80 out to *.kickle.com.", it.advice(ROW));
        }
    }
}
