package org.portwitness.analyzer.flow;

import java.util.Arrays;
import org.portwitness.analyzer.facts.PacketFacts;

/**
 * Every conversation a lane has seen: who, how much each way, since when, and two words of state for the stages behind it.
 *
 * <p>A conversation is a direction-free five-tuple; the side that sent its first packet is its <em>opener</em>, the other its
 * <em>responder</em>. Protocols without ports use port 0. A port that is used again is a new flow ({@link #renew}), the old one
 * stays readable. Owned by one lane; allocates only when it grows.
 *
 * <p>Inside: records of {@value #STRIDE} longs (two cache lines) in one array, and an open-addressing index of slots beside it.
 *
 * <pre>
 *  0,1  lower address   2,3  higher address   4  lower port:16 | higher port:16 | protocol:8 | flags:24
 *  5  packets of opener    6  of responder    7  payload bytes of opener    8  of responder
 *  9  first packet    10  last of opener    11  last of responder (nanoseconds, 0 = none)
 * 12  transaction word    13  content word    14  media word of opener    15  of responder
 * </pre>
 */
public final class FlowTable {
    /** No flow. */
    public static final int NONE = -1;

    private static final int STRIDE = 16;
    private static final int PORTS = 4;
    private static final int OPENER_PACKETS = 5;
    private static final int RESPONDER_PACKETS = 6;
    private static final int OPENER_BYTES = 7;
    private static final int RESPONDER_BYTES = 8;
    private static final int FIRST = 9;
    private static final int OPENER_LAST = 10;
    private static final int RESPONDER_LAST = 11;
    private static final int TRANSACTION = 12;
    private static final int CONTENT = 13;
    private static final int OPENER_MEDIA = 14;
    private static final int RESPONDER_MEDIA = 15;

    private static final long OPENER_IS_HIGHER = 1;
    private static final long PORTS_AND_PROTOCOL = 0xffff_ffff_ff00_0000L;

    private static final int FIRST_CAPACITY = 1 << 12;

    /** How many flows an eviction looks at: more finds an older one, fewer costs less in a flood. */
    private static final int EVICTION_SAMPLE = 16;

    private final int limit;
    private long[] records;
    private int[] index;
    private int mask;
    private int size;
    private int hand;
    private long evicted;
    private EvictionListener listener = slot -> {};

    /** Told before a slot is given to another flow, so that what hangs on it can be released. */
    @FunctionalInterface
    public interface EvictionListener {
        void onEviction(int slot);
    }

    /**
     * @param limit most flows kept at a time; 136 bytes each. Fewer loses evidence earlier, more costs memory in a flood.
     */
    public FlowTable(int limit) {
        this.limit = limit;
        records = new long[Math.min(limit, FIRST_CAPACITY) * STRIDE];
        index = new int[FIRST_CAPACITY * 2];
        mask = index.length - 1;
    }

    public void onEviction(EvictionListener evictionListener) {
        listener = evictionListener;
    }

    /** Finds or makes the packet's flow and counts the packet there; sets {@code facts.flow} and {@code facts.fromOpener}. */
    public int touch(PacketFacts facts) {
        int slot = enter(facts);
        int at = slot * STRIDE;
        if (facts.fromOpener) {
            records[at + OPENER_PACKETS]++;
            records[at + OPENER_BYTES] += facts.payloadWireLength;
            records[at + OPENER_LAST] = facts.timeNanos;
        } else {
            records[at + RESPONDER_PACKETS]++;
            records[at + RESPONDER_BYTES] += facts.payloadWireLength;
            records[at + RESPONDER_LAST] = facts.timeNanos;
        }
        return slot;
    }

    /** Finds or makes the packet's flow without counting the packet; sets the facts as {@link #touch} does. */
    public int enter(PacketFacts facts) {
        boolean swapped = isSwapped(facts);
        long lowHigh = swapped ? facts.destinationHigh : facts.sourceHigh;
        long lowLow = swapped ? facts.destinationLow : facts.sourceLow;
        long highHigh = swapped ? facts.sourceHigh : facts.destinationHigh;
        long highLow = swapped ? facts.sourceLow : facts.destinationLow;
        long ports = ports(swapped, facts.sourcePort, facts.destinationPort, facts.protocol);
        int slot = find(lowHigh, lowLow, highHigh, highLow, ports);
        if (slot < 0) {
            slot = open(~slot, lowHigh, lowLow, highHigh, highLow, ports | (swapped ? OPENER_IS_HIGHER : 0), facts);
        }
        facts.flow = slot;
        facts.fromOpener = swapped == ((records[slot * STRIDE + PORTS] & OPENER_IS_HIGHER) != 0);
        return slot;
    }

    /** Looks the packet's flow up without counting; {@link #NONE} where there is none yet. Sets the facts as {@link #touch} does. */
    public int peek(PacketFacts facts) {
        boolean swapped = isSwapped(facts);
        int slot = swapped
                ? find(
                        facts.destinationHigh,
                        facts.destinationLow,
                        facts.sourceHigh,
                        facts.sourceLow,
                        ports(true, facts.sourcePort, facts.destinationPort, facts.protocol))
                : find(
                        facts.sourceHigh,
                        facts.sourceLow,
                        facts.destinationHigh,
                        facts.destinationLow,
                        ports(false, facts.sourcePort, facts.destinationPort, facts.protocol));
        facts.flow = slot < 0 ? NONE : slot;
        facts.fromOpener = slot >= 0 && swapped == ((records[slot * STRIDE + PORTS] & OPENER_IS_HIGHER) != 0);
        return facts.flow;
    }

    /**
     * The same five-tuple begins anew: the old flow keeps its slot and its counts but is no longer found, a fresh one with the packet's
     * sender as opener takes its place. The packet is not counted; call {@link #touch} for that.
     */
    public void renew(PacketFacts facts) {
        int slot = peek(facts);
        if (slot != NONE) {
            unlink(slot);
        }
        facts.flow = NONE;
    }

    /**
     * Makes the packet's receiver the opener: a SYN-ACK answers somebody who began. Only for the packet that made the flow, as later stages
     * keep notes by side.
     */
    public void makeReceiverOpener(PacketFacts facts) {
        if (facts.fromOpener) {
            turn(facts.flow);
            facts.fromOpener = false;
        }
    }

    private void turn(int slot) {
        int at = slot * STRIDE;
        records[at + PORTS] ^= OPENER_IS_HIGHER;
        swap(at + OPENER_PACKETS, at + RESPONDER_PACKETS);
        swap(at + OPENER_BYTES, at + RESPONDER_BYTES);
        swap(at + OPENER_LAST, at + RESPONDER_LAST);
        swap(at + OPENER_MEDIA, at + RESPONDER_MEDIA);
    }

    private void swap(int a, int b) {
        long t = records[a];
        records[a] = records[b];
        records[b] = t;
    }

    private static boolean isSwapped(PacketFacts facts) {
        int order = Long.compareUnsigned(facts.sourceLow, facts.destinationLow);
        if (order == 0) {
            order = Long.compareUnsigned(facts.sourceHigh, facts.destinationHigh);
        }
        return order == 0 ? facts.sourcePort > facts.destinationPort : order > 0;
    }

    private static long ports(boolean swapped, int sourcePort, int destinationPort, int protocol) {
        long low = swapped ? destinationPort : sourcePort;
        long high = swapped ? sourcePort : destinationPort;
        return low << 48 | high << 32 | (long) (protocol & 0xff) << 24;
    }

    private static int hash(long lowHigh, long lowLow, long highHigh, long highLow, long ports) {
        long h = (lowLow ^ ports) * 0x9E3779B97F4A7C15L;
        h ^= (highLow ^ Long.rotateLeft(h, 29)) * 0xC2B2AE3D27D4EB4FL;
        if ((lowHigh | highHigh) != 0) {
            h ^= (lowHigh * 0x9E3779B97F4A7C15L) ^ Long.rotateLeft(highHigh * 0xC2B2AE3D27D4EB4FL, 17);
        }
        h ^= h >>> 32;
        h *= 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32);
    }

    /** The slot, or the complement of the index position where it belongs. */
    private int find(long lowHigh, long lowLow, long highHigh, long highLow, long ports) {
        int position = hash(lowHigh, lowLow, highHigh, highLow, ports) & mask;
        while (true) {
            int entry = index[position];
            if (entry == 0) {
                return ~position;
            }
            int at = (entry - 1) * STRIDE;
            if (records[at + 3] == highLow
                    && records[at + 1] == lowLow
                    && (records[at + PORTS] & PORTS_AND_PROTOCOL) == ports
                    && records[at] == lowHigh
                    && records[at + 2] == highHigh) {
                return entry - 1;
            }
            position = (position + 1) & mask;
        }
    }

    private int open(
            int position,
            long lowHigh,
            long lowLow,
            long highHigh,
            long highLow,
            long portsAndFlags,
            PacketFacts facts) {
        int slot;
        if (size < limit) {
            slot = size++;
            if (size * STRIDE > records.length) {
                records = Arrays.copyOf(records, (int) Math.min((long) limit * STRIDE, records.length * 2L));
            }
            if (size * 2 > index.length) {
                rebuildIndex(index.length * 2);
                position = ~find(lowHigh, lowLow, highHigh, highLow, portsAndFlags & PORTS_AND_PROTOCOL);
            }
        } else {
            slot = evictLeastTelling();
            position = ~find(lowHigh, lowLow, highHigh, highLow, portsAndFlags & PORTS_AND_PROTOCOL);
        }
        index[position] = slot + 1;
        int at = slot * STRIDE;
        records[at] = lowHigh;
        records[at + 1] = lowLow;
        records[at + 2] = highHigh;
        records[at + 3] = highLow;
        records[at + PORTS] = portsAndFlags;
        Arrays.fill(records, at + OPENER_PACKETS, at + STRIDE, 0L);
        records[at + FIRST] = facts.timeNanos;
        return slot;
    }

    /** Of a few, the one whose loss costs least: one side only before both sides, then the idlest. So a flood eats itself first. */
    private int evictLeastTelling() {
        int least = hand;
        boolean leastIsTwoWay = true;
        long leastNanos = Long.MAX_VALUE;
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            hand = hand + 1 == size ? 0 : hand + 1;
            int at = hand * STRIDE;
            boolean twoWay = records[at + OPENER_PACKETS] != 0 && records[at + RESPONDER_PACKETS] != 0;
            long last =
                    Math.max(records[at + FIRST], Math.max(records[at + OPENER_LAST], records[at + RESPONDER_LAST]));
            if (twoWay == leastIsTwoWay ? last < leastNanos : leastIsTwoWay) {
                leastIsTwoWay = twoWay;
                leastNanos = last;
                least = hand;
            }
        }
        evicted++;
        listener.onEviction(least);
        unlink(least);
        return least;
    }

    /** Takes a slot out of the index, closing the gap so that no search stops too early; a slot that is not linked stays as it is. */
    private void unlink(int slot) {
        int at = slot * STRIDE;
        int hole = hash(
                        records[at],
                        records[at + 1],
                        records[at + 2],
                        records[at + 3],
                        records[at + PORTS] & PORTS_AND_PROTOCOL)
                & mask;
        while (index[hole] != slot + 1) {
            if (index[hole] == 0) {
                return;
            }
            hole = (hole + 1) & mask;
        }
        int next = hole;
        while (true) {
            next = (next + 1) & mask;
            int entry = index[next];
            if (entry == 0) {
                break;
            }
            int home = homeOf(entry - 1);
            // an entry may move back into the hole unless its home lies cyclically between the hole and where it is
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                index[hole] = entry;
                hole = next;
            }
        }
        index[hole] = 0;
    }

    private int homeOf(int slot) {
        int at = slot * STRIDE;
        return hash(
                        records[at],
                        records[at + 1],
                        records[at + 2],
                        records[at + 3],
                        records[at + PORTS] & PORTS_AND_PROTOCOL)
                & mask;
    }

    private void rebuildIndex(int length) {
        int[] old = index;
        index = new int[length];
        mask = length - 1;
        for (int entry : old) {
            if (entry != 0) {
                int position = homeOf(entry - 1);
                while (index[position] != 0) {
                    position = (position + 1) & mask;
                }
                index[position] = entry;
            }
        }
    }

    /** Slots in use; every slot below is readable, renewed flows too. */
    public int size() {
        return size;
    }

    /** Flows that were pushed out by others because the table was full; their counts are gone. */
    public long evicted() {
        return evicted;
    }

    private boolean openerIsHigher(int slot) {
        return (records[slot * STRIDE + PORTS] & OPENER_IS_HIGHER) != 0;
    }

    public long openerHigh(int slot) {
        return records[slot * STRIDE + (openerIsHigher(slot) ? 2 : 0)];
    }

    public long openerLow(int slot) {
        return records[slot * STRIDE + (openerIsHigher(slot) ? 3 : 1)];
    }

    public int openerPort(int slot) {
        return (int) (records[slot * STRIDE + PORTS] >>> (openerIsHigher(slot) ? 32 : 48)) & 0xffff;
    }

    public long responderHigh(int slot) {
        return records[slot * STRIDE + (openerIsHigher(slot) ? 0 : 2)];
    }

    public long responderLow(int slot) {
        return records[slot * STRIDE + (openerIsHigher(slot) ? 1 : 3)];
    }

    public int responderPort(int slot) {
        return (int) (records[slot * STRIDE + PORTS] >>> (openerIsHigher(slot) ? 48 : 32)) & 0xffff;
    }

    public int protocol(int slot) {
        return (int) (records[slot * STRIDE + PORTS] >>> 24) & 0xff;
    }

    public long packets(int slot, boolean ofOpener) {
        return records[slot * STRIDE + (ofOpener ? OPENER_PACKETS : RESPONDER_PACKETS)];
    }

    /** Transport payload bytes as the headers tell. */
    public long payloadBytes(int slot, boolean ofOpener) {
        return records[slot * STRIDE + (ofOpener ? OPENER_BYTES : RESPONDER_BYTES)];
    }

    public long firstNanos(int slot) {
        return records[slot * STRIDE + FIRST];
    }

    /** Time of that side's latest packet, 0 where it sent none. */
    public long lastNanos(int slot, boolean ofOpener) {
        return records[slot * STRIDE + (ofOpener ? OPENER_LAST : RESPONDER_LAST)];
    }

    /** Belongs to the transaction stage of the flow's protocol; 0 in a fresh flow. */
    public long transactionWord(int slot) {
        return records[slot * STRIDE + TRANSACTION];
    }

    public void setTransactionWord(int slot, long word) {
        records[slot * STRIDE + TRANSACTION] = word;
    }

    /** Belongs to the content stage; 0 in a fresh flow. */
    public long contentWord(int slot) {
        return records[slot * STRIDE + CONTENT];
    }

    public void setContentWord(int slot, long word) {
        records[slot * STRIDE + CONTENT] = word;
    }

    /** Belongs to media recognition, one for each direction; 0 in a fresh flow. */
    public long mediaWord(int slot, boolean ofOpener) {
        return records[slot * STRIDE + (ofOpener ? OPENER_MEDIA : RESPONDER_MEDIA)];
    }

    public void setMediaWord(int slot, boolean ofOpener, long word) {
        records[slot * STRIDE + (ofOpener ? OPENER_MEDIA : RESPONDER_MEDIA)] = word;
    }
}
