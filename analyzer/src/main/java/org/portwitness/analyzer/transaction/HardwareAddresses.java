package org.portwitness.analyzer.transaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.HardwareAddress;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Beginnings;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.wire.Ethernet;

/**
 * The MAC address that each IP address was first seen to send from, and the TTL or hop limit of that packet; behind a router the first is
 * the router's, and the second tells so.
 *
 * <p>Lets DHCP, which speaks before there is an address, be laid to a host. Owned by one lane; of fixed size: addresses beyond it are
 * counted. Asked once for each new flow, not for each packet.
 */
public final class HardwareAddresses implements Iterable<HardwareAddress> {
    private static final int LIMIT = 1 << 14;
    private static final int SLOTS = LIMIT * 2;
    private static final int STRIDE = 3;
    private static final long PRESENT = 1L << 48;
    private static final int TTL_SHIFT = 49;

    private long[] records = new long[0];
    private int size;
    private long leftOut;
    private Beginnings beginnings;

    /** From now on remembers which packet showed each address first, for {@link #merged}. */
    public void keepOrder(CaptureClock clock) {
        beginnings = new Beginnings(clock);
    }

    /** What one lane would have kept in the place of these, which all kept the order. */
    public static HardwareAddresses merged(List<HardwareAddresses> lanes) {
        record Entry(HardwareAddresses lane, int slot) {
            long place() {
                return lane.beginnings.of(slot);
            }
        }
        List<Entry> entries = new ArrayList<>();
        HardwareAddresses all = new HardwareAddresses();
        for (HardwareAddresses lane : lanes) {
            all.leftOut += lane.leftOut;
            for (int at = lane.nextUsed(0); at < lane.records.length; at = lane.nextUsed(at + STRIDE)) {
                entries.add(new Entry(lane, at / STRIDE));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::place));
        for (Entry entry : entries) {
            long[] from = entry.lane.records;
            int at = entry.slot * STRIDE;
            all.keep(from[at], from[at + 1], from[at + 2]);
        }
        return all;
    }

    /** Notes the sender of a packet that came in an Ethernet frame. */
    public void onSender(PacketFacts facts) {
        int ethernet = facts.ethernetAt;
        if (ethernet == PacketFacts.NONE) {
            return;
        }
        long ttl = (long) (facts.ttl & 0xff) << TTL_SHIFT;
        keep(facts.sourceHigh, facts.sourceLow, ttl | PRESENT | Ethernet.source(facts.bytes, ethernet));
    }

    private void keep(long high, long low, long seen) {
        if (records.length == 0) {
            records = new long[SLOTS * STRIDE];
        }
        long hash = (low ^ high * 31) * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 40) & SLOTS - 1;
        int at = slot * STRIDE;
        while (records[at + 2] != 0) {
            if (records[at + 1] == low && records[at] == high) {
                return;
            }
            slot = slot + 1 & SLOTS - 1;
            at = slot * STRIDE;
        }
        if (size == LIMIT) {
            leftOut++;
            return;
        }
        size++;
        records[at] = high;
        records[at + 1] = low;
        records[at + 2] = seen;
        if (beginnings != null) {
            beginnings.note(slot);
        }
    }

    /** Senders of new flows whose hardware address was not kept because there were too many. */
    public long leftOut() {
        return leftOut;
    }

    @Override
    public Iterator<HardwareAddress> iterator() {
        return new Iterator<>() {
            private int at = nextUsed(0);

            @Override
            public boolean hasNext() {
                return at < records.length;
            }

            @Override
            public HardwareAddress next() {
                if (at >= records.length) {
                    throw new NoSuchElementException();
                }
                HardwareAddress found = new HardwareAddress(
                        new Address(records[at], records[at + 1]), hex(records[at + 2] & PRESENT - 1), (int)
                                (records[at + 2] >>> TTL_SHIFT));
                at = nextUsed(at + STRIDE);
                return found;
            }
        };
    }

    private int nextUsed(int from) {
        int at = from;
        while (at < records.length && records[at + 2] == 0) {
            at += STRIDE;
        }
        return at;
    }

    private static String hex(long hardwareAddress) {
        String digits = Long.toHexString(hardwareAddress);
        return "0".repeat(12 - digits.length()) + digits;
    }
}
