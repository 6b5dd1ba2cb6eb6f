package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Dhcp;
import org.portwitness.testdata.Dns;
import org.portwitness.testdata.Http;
import org.portwitness.testdata.Packets;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Tls;

/** What the whole program makes of names and addresses: DNS, DHCP, and the traps of Autodiscover and IPv6. */
class NamesVerdictsTest {
    private static final String UNIT = Scenario.UNIT;
    private static final String NAME = "portal.kickle.com";

    @Test
    void aNameThatDoesNotExistIsAnAnswerAndAFinding() throws IOException {
        Scenario s = Scenario.start().resolveFails(NAME, Dns.NXDOMAIN).idle(10);
        Analysed it = Analysed.of(s).exits(0).expect("basic-dns-53", "ok").expect("kickle-https-443", "not-seen");
        assertEquals(
                "Not seen because of DNS: no address for portal.kickle.com (NXDOMAIN).", it.why("kickle-https-443"));
        JsonTree finding = it.findings("dns-failed").get(0);
        assertEquals("problem", finding.text("/severity"));
        assertEquals("UDP", finding.text("/protocol"));
        assertEquals(1L, finding.at("/attempts"));
        assertEquals(
                "DNS gave no address for portal.kickle.com (NXDOMAIN), needed for kickle-https-443.",
                finding.text("/detail"));
        assertEquals("kickle-https-443", finding.text("/row"));
    }

    @Test
    void namesOfSeveralRowsAreOneFindingOfNone() throws IOException {
        Scenario s = Scenario.start()
                .resolveFails(NAME, Dns.SERVFAIL)
                .resolveFails("webdir.online.lync.com", Dns.NXDOMAIN)
                .idle(10);
        JsonTree finding = Analysed.of(s).findings("dns-failed").get(0);
        assertEquals(
                "DNS gave no address for portal.kickle.com (SERVFAIL) and webdir.online.lync.com (NXDOMAIN), needed for"
                        + " kickle-https-443, online-udp-3478, online-udp-3479 and 4 more.",
                finding.text("/detail"));
        assertNull(finding.at("/row"));
    }

    @Test
    void aServerFailureThatIsMendedLaterIsNoFinding() throws IOException {
        Scenario s = Scenario.start().resolveFails(NAME, Dns.SERVFAIL).resolve(NAME, Scenario.KICKLE);
        Analysed it = Analysed.of(s.https(NAME, Scenario.KICKLE).idle(10)).exits(0);
        assertEquals(List.of(), it.findingKinds());
    }

    @Test
    void theOnlyServerThatIsSilentIsBlocked() throws IOException {
        Scenario s = Scenario.start()
                .renewLease()
                .resolveUnanswered(Scenario.DNS, NAME)
                .idle(10);
        Analysed it = Analysed.of(s).exits(1).expect("basic-dns-53", "blocked").expect("basic-dhcp-67", "ok");
        assertEquals("No answer to 2 queries to 10.20.0.53:53 in 5.0 s.", it.why("basic-dns-53"));
        assertEquals("Allow UDP 53 from 10.20.30.40 to 10.20.0.53.", it.advice("basic-dns-53"));
        assertEquals(
                "Not seen because of DNS: no address for portal.kickle.com (no answer).", it.why("kickle-https-443"));
        assertEquals(List.of("dns-failed"), it.problems());
    }

    @Test
    void aQueryWithoutAnswerIsFinalAfterFiveSeconds() throws IOException {
        Packets query =
                Packets.ethernet().ip(UNIT, Scenario.DNS).id(7).udp(4000, 53).payload(Dns.query(5, NAME, Dns.A));
        Packets again =
                Packets.ethernet().ip(UNIT, Scenario.DNS).id(8).udp(4000, 53).payload(Dns.query(5, NAME, Dns.A));
        Packets other = Packets.ethernet().ip(Scenario.GATEWAY, UNIT).udp(1, 2).payload("x");
        Analysed.of(Frames.none().at(1, query).at(2, again).at(6.9, other).pcap())
                .exits(4)
                .expect("basic-dns-53", "inconclusive");
        Analysed.of(Frames.none().at(1, query).at(2, again).at(7.1, other).pcap())
                .exits(1)
                .expect("basic-dns-53", "blocked");
    }

    @Test
    void aSecondServerThatIsSilentIsANote() throws IOException {
        Scenario s = Scenario.start()
                .resolveUnanswered("10.20.0.54", NAME)
                .resolve(NAME, Scenario.KICKLE)
                .https(NAME, Scenario.KICKLE)
                .idle(10);
        Analysed it = Analysed.of(s).exits(0).expect("basic-dns-53", "ok");
        assertTrue(
                it.why("basic-dns-53").contains("The DNS server 10.20.0.54 does not answer"), it.why("basic-dns-53"));
        assertEquals(List.of(), it.problems());
    }

    @Test
    void lyncdiscoverinternalMayFailWhileLyncdiscoverWorks() throws IOException {
        Scenario s = Scenario.start()
                .resolve("lyncdiscoverinternal.contoso.example", "10.20.9.9")
                .tcpBlocked("10.20.9.9", 443)
                .resolve("lyncdiscover.contoso.example", "198.51.100.30")
                .https("lyncdiscover.contoso.example", "198.51.100.30")
                .idle(10);
        Analysed it = Analysed.of(s, "--unit", UNIT).exits(0).expect("onprem-sfb-https-443", "ok");
        assertTrue(it.why("onprem-sfb-https-443").contains("lyncdiscoverinternal"), it.why("onprem-sfb-https-443"));
        assertEquals(List.of(), it.problems());
    }

    @Test
    void lyncdiscoverinternalMayBeRefusedWhileLyncdiscoverWorks() throws IOException {
        Scenario s = Scenario.start()
                .resolve("lyncdiscoverinternal.contoso.example", "10.20.9.9")
                .tcpRefused("10.20.9.9", 443)
                .resolve("lyncdiscover.contoso.example", "198.51.100.30")
                .https("lyncdiscover.contoso.example", "198.51.100.30")
                .idle(10);
        Analysed it = Analysed.of(s, "--unit", UNIT).exits(0).expect("onprem-sfb-https-443", "ok");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void lyncdiscoverinternalMayNotExist() throws IOException {
        Scenario s = Scenario.start()
                .resolveFails("lyncdiscoverinternal.contoso.example", Dns.NXDOMAIN)
                .resolve("lyncdiscover.contoso.example", "198.51.100.30")
                .https("lyncdiscover.contoso.example", "198.51.100.30")
                .idle(10);
        Analysed it = Analysed.of(s, "--unit", UNIT).exits(0).expect("onprem-sfb-https-443", "ok");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void ipv6MayFailWhileIpv4Works() throws IOException {
        Scenario s = Scenario.start().resolveIpv6(NAME, "2001:db8:203::10").resolve(NAME, Scenario.KICKLE);
        s.meanwhile(six -> six.as("2001:db8:20:30::40").tcpBlocked("2001:db8:203::10", 443))
                .as(UNIT);
        Analysed it =
                Analysed.of(s.https(NAME, Scenario.KICKLE).idle(20)).exits(0).expect("kickle-https-443", "ok");
        assertTrue(
                it.why("kickle-https-443").endsWith("IPv6 to 2001:db8:203::10 fails, IPv4 works."),
                it.why("kickle-https-443"));
        assertEquals(List.of(), it.problems());
        assertEquals(1, it.report().list("/units").size());
    }

    @Test
    void ipv6MayFailWhileIpv4WorksWhenBothAddressesAreGiven() throws IOException {
        Scenario s = Scenario.start().resolveIpv6(NAME, "2001:db8:203::10").resolve(NAME, Scenario.KICKLE);
        s.meanwhile(six -> six.as("2001:db8:20:30::40").tcpBlocked("2001:db8:203::10", 443))
                .as(UNIT);
        byte[] file = s.https(NAME, Scenario.KICKLE).idle(20).pcap();
        Analysed it = Analysed.of(file, "--unit", UNIT, "--unit", "2001:db8:20:30::40")
                .exits(0);
        it.expect("kickle-https-443", "ok");
        assertEquals(2, it.report().list("/units").size());
    }

    @Test
    void dhcpBelongsToTheUnitByItsAddress() throws IOException {
        Scenario s =
                Scenario.start().renewLease().resolve(NAME, Scenario.KICKLE).idle(10);
        Analysed.of(s).exits(0).expect("basic-dhcp-67", "ok");
    }

    @Test
    void dhcpBelongsToTheUnitByTheAddressItIsGiven() throws IOException {
        Frames frames =
                Frames.of(Scenario.start().resolve(NAME, Scenario.KICKLE).idle(30));
        String mac = "02:99:99:99:99:99";
        frames.udp(0.1, "0.0.0.0", 68, "255.255.255.255", 67, Dhcp.fromClient(Dhcp.DISCOVER, 5, mac));
        frames.udp(0.2, Scenario.GATEWAY, 67, "255.255.255.255", 68, Dhcp.fromServer(Dhcp.OFFER, 5, mac, UNIT));
        frames.udp(0.3, "0.0.0.0", 68, "255.255.255.255", 67, Dhcp.fromClient(Dhcp.REQUEST, 5, mac));
        frames.udp(0.4, Scenario.GATEWAY, 67, "255.255.255.255", 68, Dhcp.fromServer(Dhcp.ACK, 5, mac, UNIT));
        Analysed.of(frames.pcap()).exits(0).expect("basic-dhcp-67", "ok");
    }

    @Test
    void dhcpOfTheUnitsHardwareAddressThatNobodyAnswersProvesLittle() throws IOException {
        Frames frames =
                Frames.of(Scenario.start().resolve(NAME, Scenario.KICKLE).idle(60));
        for (int i = 0; i < 4; i++) {
            frames.udp(
                    1 + i * 4,
                    "0.0.0.0",
                    68,
                    "255.255.255.255",
                    67,
                    Dhcp.fromClient(Dhcp.DISCOVER, 5 + i, Scenario.UNIT_MAC));
        }
        Analysed it = Analysed.of(frames.pcap());
        assertTrue(List.of("blocked", "inconclusive").contains(it.verdict("basic-dhcp-67")), it.text());
    }

    @Test
    void dhcpOfOthersIsNotSeen() throws IOException {
        Frames frames =
                Frames.of(Scenario.start().resolve(NAME, Scenario.KICKLE).idle(60));
        String mac = "02:99:99:99:99:99";
        frames.udp(0.1, "0.0.0.0", 68, "255.255.255.255", 67, Dhcp.fromClient(Dhcp.DISCOVER, 5, mac));
        frames.udp(
                0.2, Scenario.GATEWAY, 67, "255.255.255.255", 68, Dhcp.fromServer(Dhcp.OFFER, 5, mac, "10.20.30.55"));
        Analysed.of(frames.pcap()).exits(0).expect("basic-dhcp-67", "not-seen");
    }

    @Test
    void withoutAUnitEveryClientCountsAndTheReportSaysSo() throws IOException {
        Scenario s =
                Scenario.start().resolve("www.example.net", "198.51.100.9").https("www.example.net", "198.51.100.9");
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect("internet-https-443", "ok");
        assertEquals("every-client", it.report().at("/units/0/found_by"));
        assertTrue(it.text().contains("every client"), it.text());
    }

    @Test
    void aUnitThatIsGivenButNotInTheCaptureLeavesAllNotSeen() throws IOException {
        Scenario s = Scenario.start().resolve(NAME, Scenario.KICKLE).https(NAME, Scenario.KICKLE);
        Analysed it = Analysed.of(s.idle(10), "--unit", "10.1.1.1").exits(0);
        it.expect("kickle-https-443", "not-seen").expect("basic-dns-53", "not-seen");
        assertEquals("10.1.1.1", it.report().at("/units/0/address"));
        assertEquals("given", it.report().at("/units/0/found_by"));
    }

    @Test
    void aUnitIsFoundByItsQuestionAlone() throws IOException {
        Analysed it = Analysed.of(Scenario.start()
                        .resolve("hub.kickle.com", "203.0.113.12")
                        .idle(10))
                .exits(0);
        assertEquals(UNIT, it.report().at("/units/0/address"));
        assertEquals("kickle-name", it.report().at("/units/0/found_by"));
    }

    @Test
    void aDnsServerAndAProxyThatAskOnBehalfAreNoUnits() throws IOException {
        Scenario s = Scenario.start().resolve(NAME, Scenario.KICKLE);
        s.as(Scenario.DNS).resolveUnanswered("198.51.100.53", NAME).as(UNIT);
        Analysed it = Analysed.of(s.https(NAME, Scenario.KICKLE).idle(10)).exits(0);
        assertEquals(1, it.report().list("/units").size());
        assertEquals(UNIT, it.report().at("/units/0/address"));
        Scenario proxied = Scenario.start();
        proxied.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(NAME, 443))
                .hear(Http.connected())
                .say(Tls.clientHello(NAME, 9).record())
                .hear(Tls.serverFlight13(4))
                .say(Tls.clientFinish13(4), Tls.applicationData(4, 100))
                .hear(Tls.applicationData(4, 100))
                .close();
        proxied.as(Scenario.PROXY).https(NAME, Scenario.KICKLE);
        Analysed other = Analysed.of(proxied.idle(10)).exits(0).expect("kickle-https-443", "ok");
        assertEquals(1, other.report().list("/units").size());
        assertEquals(UNIT, other.report().at("/units/0/address"));
    }

    @Test
    void whoOnlySharesAnAddressWithTheVendorIsNoUnit() throws IOException {
        Scenario s = Scenario.start().resolve(NAME, Scenario.KICKLE).https(NAME, Scenario.KICKLE);
        s.as("10.20.30.99").tcpBlocked(Scenario.KICKLE, 443);
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect("kickle-https-443", "ok");
        assertEquals(1, it.report().list("/units").size());
    }

    @Test
    void lyncdiscoverinternalMayFailWhileLyncdiscoverLeadsToOffice365() throws IOException {
        Scenario s = Scenario.start()
                .resolve("lyncdiscoverinternal.contoso.example", "10.20.9.9")
                .tcpBlocked("10.20.9.9", 443)
                .resolveAlias("lyncdiscover.contoso.example", "webdir.online.lync.com", Scenario.SKYPE_ONLINE)
                .https("lyncdiscover.contoso.example", Scenario.SKYPE_ONLINE)
                .idle(10);
        Analysed it = Analysed.of(s, "--unit", UNIT).exits(0).expect("online-https-443", "ok");
        it.expect("onprem-sfb-https-443", "not-applicable");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void lyncdiscoverinternalAndLyncdiscoverThatBothFailAreBlocked() throws IOException {
        Scenario s = Scenario.start()
                .resolve("lyncdiscoverinternal.contoso.example", "10.20.9.9")
                .tcpBlocked("10.20.9.9", 443)
                .resolve("lyncdiscover.contoso.example", "198.51.100.30")
                .tcpBlocked("198.51.100.30", 443)
                .idle(10);
        Analysed it = Analysed.of(s, "--unit", UNIT).exits(1).expect("onprem-sfb-https-443", "blocked");
        assertEquals(2, it.findings("blocked-syn").size());
    }

    @Test
    void aRangeOfUnitsHoldsOnlyHostsThatSpeak() throws IOException {
        Frames frames =
                Frames.of(Scenario.start().resolve(NAME, Scenario.KICKLE).idle(10));
        frames.udp(1, UNIT, 137, "10.20.30.255", 137, new byte[50]);
        Analysed it = Analysed.of(frames.pcap(), "--unit", "10.20.30.0/24").exits(0);
        assertEquals(1, it.report().list("/units").size());
        assertEquals(UNIT, it.report().at("/units/0/address"));
    }

    private static Frames answersAfter(double... seconds) {
        Frames frames =
                Frames.of(Scenario.start().resolve(NAME, Scenario.KICKLE).idle(60));
        for (int i = 0; i < seconds.length; i++) {
            String name = "a" + i + ".kickle.com";
            byte[] answer = Dns.answer(i, name, Dns.A).address(Scenario.KICKLE).bytes();
            frames.udp(1 + 5 * i, UNIT, 5000 + i, Scenario.DNS, 53, Dns.query(i, name, Dns.A));
            frames.udp(1 + 5 * i + seconds[i], Scenario.DNS, 53, UNIT, 5000 + i, answer);
        }
        return frames;
    }

    @Test
    void aNameServerThatKeepsTheUnitWaitingIsANote() throws IOException {
        Analysed it =
                Analysed.of(answersAfter(0.02, 1.2, 0.02, 2.4).pcap()).exits(0).expect("basic-dns-53", "ok");
        JsonTree finding = it.findings("dns-slow").get(0);
        assertEquals("note", finding.text("/severity"));
        assertEquals(2L, finding.at("/attempts"));
        assertEquals(
                "The DNS server 10.20.0.53 kept 10.20.30.40 waiting for 1 s or more with 2 of 5 answers (at worst 2.4 s):"
                        + " each connection begins with such a wait.",
                finding.text("/detail"));
    }

    @Test
    void oneSlowAnswerAndManyAlmostSlowOnesAreNone() throws IOException {
        Analysed it = Analysed.of(answersAfter(0.9, 2.4, 0.9, 0.99).pcap()).exits(0);
        assertEquals(List.of(), it.findingKinds());
    }
}
