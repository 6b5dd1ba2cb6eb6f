package org.portwitness.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.LaneScene.ACK;
import static org.portwitness.analyzer.LaneScene.CLIENT;
import static org.portwitness.analyzer.LaneScene.RST;
import static org.portwitness.analyzer.LaneScene.SERVER;
import static org.portwitness.analyzer.LaneScene.START;
import static org.portwitness.analyzer.LaneScene.SYN;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.Evidence.HostTraffic;
import org.portwitness.analyzer.evidence.Evidence.TcpVisibility;
import org.portwitness.analyzer.evidence.HardwareAddress;
import org.portwitness.analyzer.evidence.TcpAttempt.Outcome;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.Traffic;

class LaneTest {
    private static final int ROUTER = 0x0a000001;

    private final LaneScene scene = new LaneScene(new Lane(1000, 1000));

    @Test
    void anEmptyCaptureIsEmptyEvidence() {
        Evidence evidence = scene.lane.evidence();
        assertEquals(0, evidence.traffic().packets());
        assertTrue(evidence.traffic().undecodableReasons().isEmpty());
        assertTrue(evidence.traffic().givenUp().isEmpty());
        assertEquals(new TcpVisibility(0, 0), evidence.tcpVisibility());
        assertEquals(List.of(), scene.connections());
        assertTrue(!evidence.hosts().iterator().hasNext());
    }

    @Test
    void aConnectionIsOneRecordWithAllItsPackets() {
        scene.tcp(0, CLIENT, 50000, SERVER, 443, SYN, 1000, 0, 0)
                .tcp(20_000, SERVER, 443, CLIENT, 50000, SYN | ACK, 7, 1001, 0)
                .tcp(20_100, CLIENT, 50000, SERVER, 443, ACK, 1001, 8, 0)
                .tcp(20_200, CLIENT, 50000, SERVER, 443, ACK, 1001, 8, 100)
                .tcp(40_300, SERVER, 443, CLIENT, 50000, ACK, 8, 1101, 1000);
        List<TcpConnection> all = scene.connections();
        assertEquals(1, all.size());
        TcpConnection connection = all.get(0);
        assertEquals(Outcome.ANSWERED, connection.attempt().outcome());
        assertEquals(20_000_000, connection.attempt().rttNanos());
        assertEquals("10.0.0.5:50000", connection.client().toString());
        assertEquals("52.112.0.9:443", connection.server().toString());
        assertEquals(3, connection.clientPackets());
        assertEquals(2, connection.serverPackets());
        assertEquals(100, connection.clientBytes());
        assertEquals(1000, connection.serverBytes());
        assertTrue(connection.payloadBothWays());
        assertEquals(START, connection.firstNanos());
        assertEquals(START + 40_300_000, connection.lastNanos());
        assertEquals(new TcpVisibility(1, 0), scene.lane.evidence().tcpVisibility());
    }

    @Test
    void resetsAndIcmpErrorsReachTheirAttempts() {
        scene.tcp(0, CLIENT, 50000, SERVER, 443, SYN, 1000, 0, 0)
                .tcp(1000, SERVER, 443, CLIENT, 50000, RST | ACK, 0, 1001, 0)
                .tcp(2000, CLIENT, 50001, SERVER, 8705, SYN, 2000, 0, 0)
                .unreachable(3000, ROUTER, 13, CLIENT, 50001, SERVER, 8705, 2000);
        List<TcpConnection> all = scene.connections();
        assertEquals(Outcome.REFUSED, all.get(0).attempt().outcome());
        assertEquals(Outcome.UNREACHABLE, all.get(1).attempt().outcome());
        assertTrue(all.get(1).attempt().refusal().isProhibited());
        assertEquals("10.0.0.1", all.get(1).attempt().refusal().by().toString());
    }

    @Test
    void everyPacketIsInExactlyOneClass() {
        scene.tcp(0, CLIENT, 50000, SERVER, 443, SYN, 1000, 0, 0)
                .udp(1, CLIENT, 50000, SERVER, 3478, 30)
                .udp(2, CLIENT, 50000, SERVER, 3478, 31)
                .unreachable(3, ROUTER, 1, CLIENT, 1, SERVER, 2, 3)
                .protocol(4, 132, 0)
                .protocol(5, 6, 0x00b9)
                .other(6, 0x0806)
                .tcp(7, CLIENT, 50000, SERVER, 443, ACK, 1000, 1, 100)
                .cutTo(8, 20, 134)
                .cutTo(9, 40, 134)
                .cutTo(5, 60, 134);
        Traffic traffic = scene.lane.evidence().traffic();
        assertEquals(11, traffic.packets());
        assertEquals(4, traffic.tcp());
        assertEquals(2, traffic.udp());
        assertEquals(1, traffic.icmp());
        assertEquals(1, traffic.otherTransport());
        assertEquals(1, traffic.laterFragments());
        assertEquals(1, traffic.notIp());
        assertEquals(1, traffic.undecodable());
        assertEquals(Map.of("cut in the IP header", 1L), traffic.undecodableReasons());
        assertEquals(3, traffic.cutBySnaplen());
        assertEquals(1, traffic.timeGoesBack());
        assertEquals(Map.of("transport header cut", 1L), traffic.givenUp());
    }

    @Test
    void hostsTellWhatTheySentAndReceivedSynsIncluded() {
        scene.tcp(0, CLIENT, 50000, SERVER, 443, SYN, 1000, 0, 0)
                .tcp(1, CLIENT, 50000, SERVER, 443, SYN, 1000, 0, 0)
                .tcp(2, SERVER, 443, CLIENT, 50000, SYN | ACK, 7, 1001, 0)
                .udp(3, CLIENT, 50000, SERVER, 3478, 30);
        Map<Address, HostTraffic> hosts = new HashMap<>();
        scene.lane.evidence().hosts().forEach(host -> hosts.put(host.address(), host));
        assertEquals(2, hosts.size());
        assertEquals(3, hosts.get(Address.ofIpv4(CLIENT)).sent());
        assertEquals(1, hosts.get(Address.ofIpv4(CLIENT)).received());
        assertEquals(1, hosts.get(Address.ofIpv4(SERVER)).sent());
        assertEquals(3, hosts.get(Address.ofIpv4(SERVER)).received());
    }

    @Test
    void theHardwareAddressOfASenderIsTold() {
        scene.udp(3, CLIENT, 50000, SERVER, 3478, 30).udp(4, CLIENT, 50000, SERVER, 3478, 30);
        List<HardwareAddress> all = new ArrayList<>();
        scene.lane.evidence().hardwareAddresses().forEach(all::add);
        assertEquals(List.of(new HardwareAddress(Address.ofIpv4(CLIENT), "a0a1a2a3a4a5", 64)), all);
    }

    @Test
    void aFloodOfSynsIsCountedAndCostsNoConversation() {
        scene.tcp(0, CLIENT, 50000, SERVER, 443, SYN, 1000, 0, 0)
                .tcp(1, SERVER, 443, CLIENT, 50000, SYN | ACK, 7, 1001, 0)
                .tcp(2, CLIENT, 50000, SERVER, 443, ACK, 1001, 8, 10);
        for (int i = 0; i < 5000; i++) {
            scene.tcp(3 + i, 0xc6120000 + i, 1024, CLIENT, 443, SYN, i, 0, 0);
        }
        Evidence evidence = scene.lane.evidence();
        assertEquals(
                Map.of("syn attempts not kept: table full", 4001L),
                evidence.traffic().givenUp());
        assertEquals(5003, evidence.traffic().tcp());
        assertEquals(10, scene.connections().get(0).clientBytes());
        assertEquals(1000, scene.connections().size());
    }
}
