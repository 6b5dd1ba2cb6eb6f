package org.portwitness.analyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.facts.PacketFacts;

class FlowTableTest {
    private static final long START = 1_700_000_000_000_000_000L;

    private final PacketFacts facts = new PacketFacts();

    private PacketFacts packet(
            String source, int sourcePort, String destination, int destinationPort, long afterStart) {
        Address from = Address.parse(source);
        Address to = Address.parse(destination);
        return packet(from.high(), from.low(), sourcePort, to.high(), to.low(), destinationPort, afterStart);
    }

    private PacketFacts packet(
            long sourceHigh, long sourceLow, int sourcePort, long high, long low, int port, long afterStart) {
        facts.protocol = PacketFacts.TCP;
        facts.sourceHigh = sourceHigh;
        facts.sourceLow = sourceLow;
        facts.sourcePort = sourcePort;
        facts.destinationHigh = high;
        facts.destinationLow = low;
        facts.destinationPort = port;
        facts.timeNanos = START + afterStart;
        facts.payloadWireLength = 10;
        facts.flow = PacketFacts.NONE;
        return facts;
    }

    @Test
    void bothDirectionsAreOneFlowAndTheFirstSenderIsItsOpener() {
        FlowTable flows = new FlowTable(10);
        int slot = flows.touch(packet("52.112.0.9", 443, "10.0.0.5", 50000, 1));
        assertTrue(facts.fromOpener);
        assertEquals(slot, flows.touch(packet("10.0.0.5", 50000, "52.112.0.9", 443, 2)));
        assertFalse(facts.fromOpener);
        assertEquals(slot, flows.touch(packet("10.0.0.5", 50000, "52.112.0.9", 443, 3)));
        assertEquals(1, flows.size());
        assertEquals(443, flows.openerPort(slot));
        assertEquals(Address.parse("52.112.0.9"), new Address(flows.openerHigh(slot), flows.openerLow(slot)));
        assertEquals(50000, flows.responderPort(slot));
        assertEquals(Address.parse("10.0.0.5"), new Address(flows.responderHigh(slot), flows.responderLow(slot)));
        assertEquals(1, flows.packets(slot, true));
        assertEquals(2, flows.packets(slot, false));
        assertEquals(10, flows.payloadBytes(slot, true));
        assertEquals(20, flows.payloadBytes(slot, false));
        assertEquals(START + 1, flows.firstNanos(slot));
        assertEquals(START + 1, flows.lastNanos(slot, true));
        assertEquals(START + 3, flows.lastNanos(slot, false));
    }

    @Test
    void theSamePortsOfAnotherProtocolOrFamilyAreAnotherFlow() {
        FlowTable flows = new FlowTable(10);
        int tcp = flows.touch(packet("10.0.0.5", 1, "10.0.0.6", 2, 0));
        packet("10.0.0.5", 1, "10.0.0.6", 2, 0).protocol = PacketFacts.UDP;
        int udp = flows.touch(facts);
        int v6 = flows.touch(packet("2001:db8::5", 1, "2001:db8::6", 2, 0));
        assertEquals(List.of(0, 1, 2), List.of(tcp, udp, v6));
        assertEquals(PacketFacts.UDP, flows.protocol(udp));
    }

    @Test
    void aConversationWithItselfIsOneFlow() {
        FlowTable flows = new FlowTable(10);
        int slot = flows.touch(packet("127.0.0.1", 5000, "127.0.0.1", 6000, 0));
        assertEquals(slot, flows.touch(packet("127.0.0.1", 6000, "127.0.0.1", 5000, 1)));
        assertFalse(facts.fromOpener);
        int same = flows.touch(packet("127.0.0.1", 5000, "127.0.0.1", 5000, 2));
        assertNotEquals(slot, same);
        assertTrue(facts.fromOpener);
    }

    @Test
    void lookingUpOrEnteringCountsNothing() {
        FlowTable flows = new FlowTable(10);
        assertEquals(FlowTable.NONE, flows.peek(packet("10.0.0.5", 1, "10.0.0.6", 2, 0)));
        assertEquals(0, flows.size());
        int slot = flows.enter(facts);
        assertEquals(slot, flows.peek(packet("10.0.0.6", 2, "10.0.0.5", 1, 0)));
        assertFalse(facts.fromOpener);
        assertEquals(0, flows.packets(slot, true) + flows.packets(slot, false));
    }

    @Test
    void aFloodOfSinglePacketsPushesOutItself() {
        FlowTable flows = new FlowTable(64);
        int call = flows.touch(packet("10.0.0.5", 50_000, "52.112.0.9", 3479, 0));
        flows.touch(packet("52.112.0.9", 3479, "10.0.0.5", 50_000, 1));
        int oneWay = flows.touch(packet("10.0.0.5", 50_001, "52.112.0.9", 3480, 2));
        flows.touch(packet("10.0.0.5", 50_001, "52.112.0.9", 3480, 3));
        for (int i = 0; i < 10_000; i++) {
            flows.touch(packet("192.0.2.1", 1 + i, "198.51.100.1", 9, 4 + i));
        }
        assertEquals(call, flows.peek(packet("10.0.0.5", 50_000, "52.112.0.9", 3479, 20_000)));
        assertEquals(oneWay, flows.peek(packet("10.0.0.5", 50_001, "52.112.0.9", 3480, 20_000)));
        assertEquals(10_000 + 2 - 64, flows.evicted());
        // the oldest of them went first
        assertNotEquals(FlowTable.NONE, flows.peek(packet("192.0.2.1", 10_000 - 61, "198.51.100.1", 9, 20_000)));
        assertEquals(FlowTable.NONE, flows.peek(packet("192.0.2.1", 10_000 - 62, "198.51.100.1", 9, 20_000)));
    }

    @Test
    void aRenewedFlowStaysReadableAndIsNoLongerFound() {
        FlowTable flows = new FlowTable(10);
        int old = flows.touch(packet("10.0.0.5", 1, "10.0.0.6", 2, 0));
        flows.setTransactionWord(old, 42);
        flows.renew(packet("10.0.0.6", 2, "10.0.0.5", 1, 5));
        int fresh = flows.touch(facts);
        assertNotEquals(old, fresh);
        assertTrue(facts.fromOpener);
        assertEquals(1, flows.packets(old, true));
        assertEquals(42, flows.transactionWord(old));
        assertEquals(0, flows.transactionWord(fresh));
        assertEquals(fresh, flows.peek(packet("10.0.0.5", 1, "10.0.0.6", 2, 6)));
    }

    @Test
    void makingTheReceiverTheOpenerTurnsAllThatBelongsToASide() {
        FlowTable flows = new FlowTable(10);
        int slot = flows.touch(packet("10.0.0.6", 443, "10.0.0.5", 9, 1));
        flows.setMediaWord(slot, true, 5);
        flows.makeReceiverOpener(facts);
        assertFalse(facts.fromOpener);
        assertEquals(9, flows.openerPort(slot));
        assertEquals(443, flows.responderPort(slot));
        assertEquals(0, flows.packets(slot, true));
        assertEquals(1, flows.packets(slot, false));
        assertEquals(10, flows.payloadBytes(slot, false));
        assertEquals(START + 1, flows.lastNanos(slot, false));
        assertEquals(0, flows.lastNanos(slot, true));
        assertEquals(5, flows.mediaWord(slot, false));
        flows.makeReceiverOpener(facts);
        assertEquals(9, flows.openerPort(slot));
        flows.touch(packet("10.0.0.5", 9, "10.0.0.6", 443, 2));
        assertTrue(facts.fromOpener);
    }

    @Test
    void aFullTableGivesUpOneSidedFlowsBeforeTwoSidedOnesAndTheIdlestFirst() {
        FlowTable flows = new FlowTable(4);
        List<Integer> told = new ArrayList<>();
        flows.onEviction(told::add);
        flows.touch(packet("10.0.0.1", 1, "10.0.0.9", 443, 0));
        flows.touch(packet("10.0.0.9", 443, "10.0.0.1", 1, 1));
        for (int i = 0; i < 2; i++) {
            flows.touch(packet("10.0.0.2", 1, "10.0.0.9", 443, 3));
            flows.touch(packet("10.0.0.3", 1, "10.0.0.9", 443, 2));
            flows.touch(packet("10.0.0.4", 1, "10.0.0.9", 443, 4));
        }
        flows.touch(packet("10.0.0.5", 1, "10.0.0.9", 443, 5));
        assertEquals(List.of(2), told);
        assertEquals(FlowTable.NONE, flows.peek(packet("10.0.0.3", 1, "10.0.0.9", 443, 6)));
        assertEquals(0, flows.peek(packet("10.0.0.1", 1, "10.0.0.9", 443, 6)));
        assertEquals(1, flows.evicted());
        assertEquals(4, flows.size());
    }

    /** What the table should say of one flow. */
    private static final class Model {
        final String opener;
        final int slot;
        long openerPackets;
        long responderPackets;

        Model(String opener, int slot) {
            this.opener = opener;
            this.slot = slot;
        }
    }

    @Test
    void itAgreesWithAMapWhateverIsDone() {
        for (long seed = 1; seed <= 4; seed++) {
            agreesWithAMap(seed, seed == 1 ? 1 << 20 : 500 * (int) seed);
        }
    }

    private void agreesWithAMap(long seed, int limit) {
        SplittableRandom random = new SplittableRandom(seed);
        FlowTable flows = new FlowTable(limit);
        Map<String, Model> model = new HashMap<>();
        Map<Integer, String> keys = new HashMap<>();
        flows.onEviction(slot -> {
            String key = keys.remove(slot);
            if (key != null) {
                assertEquals(slot, model.remove(key).slot);
            }
        });
        int hosts = limit > 10_000 ? 200 : 40;
        for (int step = 0; step < 60_000; step++) {
            long a = 1L + random.nextInt(hosts);
            long b = 1L + random.nextInt(hosts);
            long high = random.nextInt(4) == 0 ? 0x2001_0db8L << 32 : 0;
            int portA = random.nextInt(3);
            int portB = random.nextInt(3);
            packet(high, a, portA, high, b, portB, step);
            String sender = high + ":" + a + ":" + portA;
            String receiver = high + ":" + b + ":" + portB;
            String key = sender.compareTo(receiver) <= 0 ? sender + "|" + receiver : receiver + "|" + sender;
            int choice = random.nextInt(20);
            if (choice == 0) {
                flows.renew(facts);
                Model gone = model.remove(key);
                if (gone != null) {
                    keys.remove(gone.slot);
                }
            } else if (choice == 1) {
                Model known = model.get(key);
                assertEquals(known == null ? FlowTable.NONE : known.slot, flows.peek(facts), "seed " + seed);
            } else {
                int slot = flows.touch(facts);
                Model known = model.get(key);
                if (known == null) {
                    known = new Model(sender, slot);
                    model.put(key, known);
                    keys.put(slot, key);
                }
                assertEquals(known.slot, slot, "seed " + seed + " step " + step);
                assertEquals(known.opener.equals(sender), facts.fromOpener);
                if (facts.fromOpener) {
                    known.openerPackets++;
                } else {
                    known.responderPackets++;
                }
            }
        }
        for (Model known : model.values()) {
            assertEquals(known.openerPackets, flows.packets(known.slot, true), "seed " + seed);
            assertEquals(known.responderPackets, flows.packets(known.slot, false), "seed " + seed);
        }
        assertTrue(flows.size() <= limit);
        assertEquals(limit < 10_000, flows.evicted() > 0);
    }
}
