package org.portwitness.cli.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.cli.render.SampleReports;

class DisplayFilterTest {
    private static Finding finding(String protocol, String source, Integer sourcePort, String destination, int port) {
        return finding("blocked-syn", protocol, source, sourcePort, destination, port);
    }

    private static Finding finding(
            String kind, String protocol, String source, Integer sourcePort, String destination, int port) {
        return new Finding(
                kind,
                "online-https-443",
                "problem",
                protocol,
                source,
                sourcePort,
                destination,
                port,
                SampleReports.NINE + 1,
                SampleReports.NINE + 2 * SampleReports.SECOND,
                1,
                3,
                "Silence.");
    }

    @Test
    void aConversationIsShownInBothDirectionsAndInItsTimeAlone() {
        assertEquals(
                "ip.addr == 10.20.30.40 && ip.addr == 52.112.0.10 && tcp.port == 50001 && tcp.port == 443"
                        + " && frame.time_epoch >= 1795424400.000000001 && frame.time_epoch <= 1795424402.000000000",
                DisplayFilter.of(finding("TCP", "10.20.30.40", 50001, "52.112.0.10", 443)));
    }

    @Test
    void ipv6HasAFieldOfItsOwn() {
        assertEquals(
                "ipv6.addr == 2001:db8::40 && ipv6.addr == 2603:1027::5 && udp.port == 3478"
                        + " && frame.time_epoch >= 1795424400.000000001 && frame.time_epoch <= 1795424402.000000000",
                DisplayFilter.of(finding("UDP", "2001:db8::40", null, "2603:1027::5", 3478)));
    }

    @Test
    void whatHasNoPortsIsFoundByItsAddresses() {
        assertEquals(
                "ip.addr == 10.20.30.40 && ip.addr == 10.20.0.1"
                        + " && frame.time_epoch >= 1795424400.000000001 && frame.time_epoch <= 1795424402.000000000",
                DisplayFilter.of(finding("ICMP", "10.20.30.40", null, "10.20.0.1", 0)));
    }

    @Test
    void whatIsNoAddressMakesNoFilter() {
        assertNull(DisplayFilter.of(finding("UDP", "10.20.30.40", null, "evil || 1 == 1", 53)));
        assertNull(DisplayFilter.of(finding("UDP", "10.20.30.40", null, "relay.example.com", 53)));
        assertNull(DisplayFilter.of(finding("UDP", "10.20.30.40", null, "1.2.3.4 or tcp", 53)));
        assertNull(DisplayFilter.of(finding("UDP", "", null, "1.2.3.4", 53)));
        assertNull(DisplayFilter.of(finding("UDP", null, null, "1.2.3.4", 53)));
    }

    @Test
    void aProtocolThatIsNoFieldNameGetsNoPort() {
        assertEquals(
                "ip.addr == 1.2.3.4 && ip.addr == 5.6.7.8"
                        + " && frame.time_epoch >= 1795424400.000000001 && frame.time_epoch <= 1795424402.000000000",
                DisplayFilter.of(finding("X || 1", "1.2.3.4", 1, "5.6.7.8", 2)));
    }

    @Test
    void theErrorThatAnswersTheLastPacketIsShownToo() {
        assertEquals(
                "ip.addr == 10.20.30.40 && ip.addr == 52.112.18.5 && udp.port == 3478"
                        + " && frame.time_epoch >= 1795424400.000000001 && frame.time_epoch <= 1795424403.000000000",
                DisplayFilter.of(finding("unreachable", "UDP", "10.20.30.40", null, "52.112.18.5", 3478)));
    }

    @Test
    void aProbeThatAsksEverybodyIsShownBesideItsAnswer() {
        assertEquals(
                "ip.addr == 10.20.30.77 && (ip.addr == 10.20.30.40 || eth.ig == 1) && udp.port == 1047"
                        + " && frame.time_epoch >= 1795424400.000000001 && frame.time_epoch <= 1795424402.000000000",
                DisplayFilter.of(finding("mirrorop-discovery", "UDP", "10.20.30.77", null, "10.20.30.40", 1047)));
    }
}
