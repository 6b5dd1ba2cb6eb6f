package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Dns;
import org.portwitness.testdata.Http;
import org.portwitness.testdata.Packets;
import org.portwitness.testdata.Scenario;

/** What the whole program notes of failures that no port table lists and that break calls all the same. */
class SideFailuresTest {
    private static final String UNIT = Scenario.UNIT;
    private static final String NAME = "portal.kickle.com";
    private static final String CLOCK = "198.51.100.123";
    private static final String CRL = "198.51.100.80";

    private static Scenario working() {
        return Scenario.start().resolve(NAME, Scenario.KICKLE).https(NAME, Scenario.KICKLE);
    }

    private static Analysed noted(Analysed it, String kind, String detail) {
        it.exits(0);
        JsonTree finding = it.findings(kind).get(0);
        assertEquals(1, it.findings(kind).size());
        assertEquals("note", finding.text("/severity"));
        assertEquals(detail, finding.text("/detail"));
        return it;
    }

    private static Analysed notNoted(Analysed it, String kind) {
        assertEquals(List.of(), it.findings(kind));
        return it;
    }

    private static Frames clockAsked(int times, String... answering) {
        Frames frames = Frames.of(working().idle(60));
        for (int i = 0; i < times; i++) {
            frames.udp(1 + i * 8, UNIT, 123, CLOCK, 123, new byte[48]);
        }
        for (String server : answering) {
            frames.udp(2, UNIT, 123, server, 123, new byte[48]);
            frames.udp(2.1, server, 123, UNIT, 123, new byte[48]);
        }
        return frames;
    }

    @Test
    void aClockThatNobodySetsIsNoted() throws IOException {
        Analysed it = noted(
                Analysed.of(clockAsked(4).pcap()),
                "ntp-failed",
                "The clock of 10.20.30.40 cannot be set by 198.51.100.123 (NTP, UDP 123): no answer to 4 NTP requests."
                        + " With a wrong clock certificates look expired.");
        assertEquals(123L, it.findings("ntp-failed").get(0).at("/destination_port"));
        assertEquals(4L, it.findings("ntp-failed").get(0).at("/packets"));
    }

    @Test
    void aClockServerThatIsSilentBesideOneThatAnswersIsNotNoted() throws IOException {
        notNoted(Analysed.of(clockAsked(4, "198.51.100.124").pcap()).exits(0), "ntp-failed");
        notNoted(Analysed.of(clockAsked(4, CLOCK).pcap()).exits(0), "ntp-failed");
    }

    @Test
    void aSingleQuestionToAClockIsTooLittle() throws IOException {
        notNoted(Analysed.of(clockAsked(1).pcap()).exits(0), "ntp-failed");
    }

    @Test
    void clocksOfOthersAreNotTheUnits() throws IOException {
        Frames frames = Frames.of(working().idle(60));
        for (int i = 0; i < 4; i++) {
            frames.udp(1 + i * 8, Scenario.SENDER, 123, CLOCK, 123, new byte[48]);
        }
        notNoted(Analysed.of(frames.pcap()).exits(0), "ntp-failed");
    }

    @Test
    void revocationThatCannotBeCheckedIsNoted() throws IOException {
        Scenario s =
                working().resolve("crl3.digicert.com", CRL).tcpBlocked(CRL, 80).idle(10);
        noted(
                Analysed.of(s),
                "revocation-failed",
                "10.20.30.40 cannot check the revocation of certificates at crl3.digicert.com (198.51.100.80:80):"
                        + " no answer to 4 SYNs. Clients then wait before each TLS connection, or refuse it.");
    }

    @Test
    void revocationByOcspThatIsRefusedIsNoted() throws IOException {
        Scenario s = working()
                .resolve("oneocsp.microsoft.com", CRL)
                .tcpRefused(CRL, 80)
                .idle(10);
        assertEquals(1, Analysed.of(s).exits(0).findings("revocation-failed").size());
    }

    @Test
    void revocationThatWorksAndPagesThatDoNotAreNotNoted() throws IOException {
        Scenario works = working().resolve("ocsp.digicert.com", CRL).http("ocsp.digicert.com", CRL, 200, "OK");
        notNoted(Analysed.of(works.idle(10)).exits(0), "revocation-failed");
        Scenario page = working().resolve("www.crlf.example", CRL).tcpBlocked(CRL, 80);
        notNoted(Analysed.of(page.idle(10)), "revocation-failed");
        Scenario elsewhere = working()
                .resolve("ocsp.digicert.com", "198.51.100.81", CRL)
                .tcpBlocked("198.51.100.81", 80)
                .http("ocsp.digicert.com", CRL, 200, "OK");
        notNoted(Analysed.of(elsewhere.idle(10)), "revocation-failed");
    }

    @Test
    void revocationWhoseNameDoesNotResolveIsNoted() throws IOException {
        Scenario s = working()
                .resolveFails("ocsp.digicert.com", Dns.SERVFAIL)
                .resolveFails("crl.contoso.example", Dns.NXDOMAIN)
                .resolveFails("www.contoso.example", Dns.NXDOMAIN);
        Analysed it = noted(
                Analysed.of(s.idle(10)),
                "revocation-failed",
                "10.20.30.40 cannot check the revocation of certificates: DNS gave no address for crl.contoso.example"
                        + " (NXDOMAIN) and ocsp.digicert.com (SERVFAIL). Clients then wait before each TLS connection, or"
                        + " refuse it.");
        notNoted(it, "dns-failed");
        assertEquals(53L, it.findings("revocation-failed").get(0).at("/destination_port"));
    }

    @Test
    void revocationThatIsAnsweredWithAnErrorIsNoted() throws IOException {
        Scenario s = working()
                .resolve("ocsp.digicert.com", CRL)
                .http("ocsp.digicert.com", CRL, 403, "Forbidden")
                .http("ocsp.digicert.com", CRL, 403, "Forbidden");
        noted(
                Analysed.of(s.idle(10)),
                "revocation-failed",
                "10.20.30.40 cannot check the revocation of certificates at ocsp.digicert.com (198.51.100.80:80): HTTP"
                        + " error 403 came back. Clients then wait before each TLS connection, or refuse it.");
    }

    @Test
    void revocationThatIsAskedForInVainIsNoted() throws IOException {
        Scenario s = working().resolve("crl3.digicert.com", CRL);
        for (int i = 0; i < 2; i++) {
            var talk = s.tcp(CRL, 80).open().say(Http.get("crl3.digicert.com", "/ca.crl"));
            s.pause(15);
            talk.close();
        }
        noted(
                Analysed.of(s.idle(10)),
                "revocation-failed",
                "10.20.30.40 cannot check the revocation of certificates at crl3.digicert.com (198.51.100.80:80): no"
                        + " answer to 2 HTTP requests. Clients then wait before each TLS connection, or refuse it.");
    }

    @Test
    void revocationThatIsMovedOrAnsweredInTheEndIsNotNoted() throws IOException {
        Scenario moved =
                working().resolve("crl3.digicert.com", CRL).http("crl3.digicert.com", CRL, 301, "Moved Permanently");
        notNoted(Analysed.of(moved.idle(10)), "revocation-failed");
        Scenario answered = working()
                .resolve("crl3.digicert.com", CRL)
                .http("crl3.digicert.com", CRL, 503, "Service Unavailable")
                .http("crl3.digicert.com", CRL, 200, "OK");
        notNoted(Analysed.of(answered.idle(10)), "revocation-failed");
    }

    @Test
    void sipThatIsBlockedIsNoted() throws IOException {
        Scenario s = working().resolve("sip.contoso.example", "198.51.100.61");
        noted(
                Analysed.of(s.tcpBlocked("198.51.100.61", 5061).idle(10)),
                "sip-blocked",
                "SIP over TLS from 10.20.30.40 to 198.51.100.61:5061 fails: no answer to 4 SYNs."
                        + " A Skype for Business client signs in through it where it does not use HTTPS.");
    }

    @Test
    void sipThatWorksIsNotNoted() throws IOException {
        Scenario s = working().https12("sip.contoso.example", "198.51.100.61", 5061);
        notNoted(Analysed.of(s.idle(10)).exits(0), "sip-blocked");
    }

    private static Scenario withIpv6(Scenario s, boolean works) {
        s.resolveIpv6(NAME, "2001:db8:203::10").as("2001:db8:20:30::40");
        return (works ? s.https(NAME, "2001:db8:203::10") : s.tcpBlocked("2001:db8:203::10", 443)).as(UNIT);
    }

    @Test
    void ipv6ThatLeadsNowhereWhileIpv4WorksIsNoted() throws IOException {
        noted(
                Analysed.of(withIpv6(working(), false).idle(20)),
                "ipv6-failed",
                "IPv6 from 2001:db8:20:30::40 to [2001:db8:203::10]:443 fails while IPv4 works: no answer to 4 SYNs."
                        + " Each connection may first wait for IPv6: mend its route or switch it off.");
    }

    @Test
    void ipv6IsNotNotedWhereItWorksOrWhereIpv4FailsToo() throws IOException {
        notNoted(Analysed.of(withIpv6(working(), true).idle(20)).exits(0), "ipv6-failed");
        Scenario nothing = Scenario.start().resolve(NAME, Scenario.KICKLE).tcpBlocked(Scenario.KICKLE, 443);
        notNoted(Analysed.of(withIpv6(nothing, false).idle(20)).exits(1), "ipv6-failed");
    }

    @Test
    void aMirrorOfOneDirectionNotesNothing() throws IOException {
        Scenario s = working().resolve("crl3.digicert.com", CRL).tcpBlocked(CRL, 80);
        s.tcpBlocked("198.51.100.61", 5061).idle(10).onlySentBy(UNIT);
        Frames frames = Frames.of(s);
        for (int i = 0; i < 4; i++) {
            frames.at(
                    1 + i * 8, Packets.ethernet().ip(UNIT, CLOCK).udp(123, 123).payload(new byte[48]));
        }
        Analysed it = Analysed.of(frames.pcap());
        notNoted(notNoted(notNoted(it, "ntp-failed"), "revocation-failed"), "sip-blocked");
    }
}
