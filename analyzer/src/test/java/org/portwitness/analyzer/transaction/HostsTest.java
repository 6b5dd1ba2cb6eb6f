package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.transaction.TcpScene.ACK;
import static org.portwitness.analyzer.transaction.TcpScene.SYN;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence.HostTraffic;
import org.portwitness.analyzer.evidence.HardwareAddress;
import org.portwitness.analyzer.facts.PacketFacts;

class HostsTest {
    @Test
    void aFloodOfInventedAddressesFillsTheListOnlyAfterRealHosts() {
        TcpScene scene = new TcpScene(10, 1 << 20);
        int flood = HostPackets.LIMIT + 100;
        for (int i = 0; i < flood; i++) {
            scene.between("198." + (16 + (i >> 16)) + "." + (i >> 8 & 255) + "." + (i & 255), 1000, "10.0.0.9", 443)
                    .at(i * 0.001, SYN, i, 0)
                    .at(i * 0.001 + 0.0005, SYN, i, 0); // single ones would not all be kept
        }
        scene.client().at(1000, SYN, 1, 0).server().at(1001, SYN | ACK, 1, 2);
        HostPackets hosts = HostPackets.of(scene.flows, scene.attempts, scene.gaps);
        List<HostTraffic> all = new ArrayList<>();
        hosts.forEach(all::add);
        assertEquals(HostPackets.LIMIT, all.size());
        assertEquals(Address.parse(TcpScene.CLIENT), all.get(0).address());
        assertEquals(1, all.get(0).sent());
        assertEquals(1, all.get(0).received());
        assertEquals(all.get(0), hosts.of(Address.parse(TcpScene.CLIENT)));
        assertNull(hosts.of(Address.parse("203.0.113.200")));
        assertEquals(2L * (flood - (HostPackets.LIMIT - 3)), hosts.leftOut());
    }

    @Test
    void theFirstHardwareAddressOfASenderStays() {
        HardwareAddresses addresses = new HardwareAddresses();
        PacketFacts facts = new PacketFacts();
        facts.bytes = ByteBuffer.allocate(14);
        facts.ethernetAt = 0;
        facts.bytes.putShort(6, (short) 0x0002).putInt(8, 0xa0b0c0d0);
        facts.sourceLow = 0xffff_0a00_0005L;
        facts.ttl = 63;
        addresses.onSender(facts);
        facts.ttl = 255;
        facts.bytes.putShort(6, (short) 0xffff);
        addresses.onSender(facts);
        facts.sourceLow = 0xffff_0a00_0006L;
        facts.ethernetAt = PacketFacts.NONE;
        addresses.onSender(facts);
        List<HardwareAddress> all = new ArrayList<>();
        addresses.forEach(all::add);
        assertEquals(List.of(new HardwareAddress(Address.parse("10.0.0.5"), "0002a0b0c0d0", 63)), all);
        assertEquals(0, addresses.leftOut());
    }

    @Test
    void hardwareAddressesBeyondTheBoundAreCounted() {
        HardwareAddresses addresses = new HardwareAddresses();
        assertFalse(addresses.iterator().hasNext());
        PacketFacts facts = new PacketFacts();
        facts.bytes = ByteBuffer.allocate(14);
        facts.ethernetAt = 0;
        for (int i = 0; i < 20_000; i++) {
            facts.sourceLow = i;
            addresses.onSender(facts);
        }
        List<HardwareAddress> all = new ArrayList<>();
        addresses.forEach(all::add);
        assertEquals(16_384, all.size());
        assertEquals(20_000 - 16_384, addresses.leftOut());
        assertTrue(all.contains(new HardwareAddress(new Address(0, 16_383), "000000000000", 0)));
    }
}
