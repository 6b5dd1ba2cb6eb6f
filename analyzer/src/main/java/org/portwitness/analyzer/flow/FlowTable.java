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
 * <p>Inside: records of {@value #STRIDE} longs (two cache lines) in pages, so that growing copies nothing, and an open-addressing index
 * beside them. What is counted for each side lies together, at the same distance for both. Which of two ends is lower, and which side
 * sent a packet, is as good as random from packet to packet: both are arithmetic here, because branches on them were guessed wrong half
 * of the time and each wrong guess waited for the record to come from memory.
 *
 * <pre>
 *  0,1  lower address   2,3  higher address   4  lower port:16 | higher port:16 | protocol:8 | flags:24
 *  5  transaction word    6  content word
 *  7  of opener: packets    8  payload bytes    9  last packet (nanoseconds, 0 = none)    10  media word
 * 11  of responder: likewise up to 14
 * 15  first packet (nanoseconds)
 * </pre>
 */
public final class FlowTable {
    /** No flow. */
    public static final int NONE = -1;

    /** What a flow takes: its record and its part of the index, which is half full at most. */
    public static final int SLOT_BYTES = 128 + 16;

    private static final int STRIDE = 16;
    private static final int PORTS = 4;
    private static final int TRANSACTION = 5;
    private static final int CONTENT = 6;
    private static final int OPENER = 7;
    private static final int PACKETS = 0;
    private static final int BYTES = 1;
    private static final int LAST = 2;
    private static final int MEDIA = 3;
    private static final int SIDE = 4;
    private static final int RESPONDER = OPENER + SIDE;
    private static final int FIRST = RESPONDER + SIDE;

    /** Flows in a page: fewer cost more objects, more waste memory on small captures. */
    private static final int PAGE_BITS = 12;

    private static final int PAGE = 1 << PAGE_BITS;

    private static final long OPENER_IS_HIGHER = 1;
    private static final long PORTS_AND_PROTOCOL = 0xffff_ffff_ff00_0000L;

    private static final int FIRST_CAPACITY = 1 << 12;

    /** How many flows an eviction looks at: more finds an older one, fewer costs less in a flood. */
    private static final int EVICTION_SAMPLE = 16;

    private final Bound bound;
    private final long[][] pages;

    private final SlotIndex index = new SlotIndex(FIRST_CAPACITY);
    private int size;
    private int hand;
    private long evicted;
    private EvictionListener listener = slot -> {};
    private Beginnings beginnings;

    /** Told before a slot is given to another flow, so that what hangs on it can be released. */
    @FunctionalInterface
    public interface EvictionListener {
        void onEviction(int slot);
    }

    /** @param limit most flows kept at a time */
    public FlowTable(int limit) {
        this(Bound.of(limit));
    }

    /** @param bound of the flows kept at a time, {@value #SLOT_BYTES} bytes each. Fewer loses evidence earlier, more costs memory in a flood. */
    public FlowTable(Bound bound) {
        this.bound = bound;
        pages = new long[(bound.limit() + PAGE - 1) >>> PAGE_BITS][];
    }

    public void onEviction(EvictionListener evictionListener) {
        listener = evictionListener;
    }

    private long[] page(int slot) {
        return pages[slot >>> PAGE_BITS];
    }

    private static int at(int slot) {
        return (slot & PAGE - 1) * STRIDE;
    }

    /** From now on remembers at which packet each flow began, so that several lanes' flows can be put in order. */
    public void keepOrder(CaptureClock clock) {
        beginnings = new Beginnings(clock);
    }

    /** The packet that began the flow, where {@link #keepOrder} was asked for. */
    public long beganAt(int slot) {
        return beginnings.of(slot);
    }

    /** Finds or makes the packet's flow and counts the packet there; sets {@code facts.flow} and {@code facts.fromOpener}. */
    public int touch(PacketFacts facts) {
        int slot = enter(facts);
        long[] page = page(slot);
        int at = at(slot) + sideAt(facts.fromOpener);
        page[at + PACKETS]++;
        page[at + BYTES] += facts.payloadWireLength;
        page[at + LAST] = facts.timeNanos;
        return slot;
    }

    private static int sideAt(boolean ofOpener) {
        return ofOpener ? OPENER : RESPONDER;
    }

    /** Finds or makes the packet's flow without counting the packet; sets the facts as {@link #touch} does. */
    public int enter(PacketFacts facts) {
        long swap = swap(facts);
        int hash = hash(facts);
        int position = find(hash, swap, facts);
        int slot = SlotIndex.slot(index.entry(position));
        if (slot == NONE) {
            slot = open(position, hash, swap, facts);
        }
        facts.flow = slot;
        facts.fromOpener = isFromOpener(slot, swap);
        return slot;
    }

    /** Looks the packet's flow up without counting; {@link #NONE} where there is none yet. Sets the facts as {@link #touch} does. */
    public int peek(PacketFacts facts) {
        long swap = swap(facts);
        int slot = SlotIndex.slot(index.entry(find(hash(facts), swap, facts)));
        facts.flow = slot;
        facts.fromOpener = slot != NONE && isFromOpener(slot, swap);
        return slot;
    }

    private boolean isFromOpener(int slot, long swap) {
        return ((page(slot)[at(slot) + PORTS] ^ swap) & OPENER_IS_HIGHER) == 0;
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
        long[] page = page(slot);
        int at = at(slot);
        page[at + PORTS] ^= OPENER_IS_HIGHER;
        for (int i = at + OPENER; i < at + RESPONDER; i++) {
            long ofOpener = page[i];
            page[i] = page[i + SIDE];
            page[i + SIDE] = ofOpener;
        }
    }

    /** All ones where the packet's destination is the lower end, else 0. */
    private static long swap(PacketFacts facts) {
        return facts.sourceLow == facts.destinationLow
                ? swapOfSameLow(facts)
                : isLess(facts.destinationLow, facts.sourceLow);
    }

    private static long swapOfSameLow(PacketFacts facts) {
        return facts.sourceHigh == facts.destinationHigh
                ? isLess(facts.destinationPort, facts.sourcePort)
                : isLess(facts.destinationHigh, facts.sourceHigh);
    }

    /** All ones where a is less than b, both unsigned: the borrow of a - b (Hacker's Delight, 2-13). */
    private static long isLess(long a, long b) {
        return (~a & b | ~(a ^ b) & a - b) >> 63;
    }

    private static long ports(long swap, PacketFacts facts) {
        long ports = (long) facts.sourcePort << 16 | facts.destinationPort;
        long turned = (long) facts.destinationPort << 16 | facts.sourcePort;
        return (ports ^ (ports ^ turned) & swap) << 32 | (long) (facts.protocol & 0xff) << 24;
    }

    /** The same for both directions. */
    private static int hash(PacketFacts facts) {
        return hash(
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort,
                facts.protocol);
    }

    private static int hash(
            long oneHigh, long oneLow, int onePort, long otherHigh, long otherLow, int otherPort, int protocol) {
        long one = end(oneHigh, oneLow, onePort);
        long other = end(otherHigh, otherLow, otherPort);
        // a sum and a product, so that it does not matter which is which; a pair that is one end twice is no zero
        // either
        long h = ((one + other) ^ (one | 1) * (other | 1)) + protocol;
        h ^= h >>> 32;
        h *= 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32);
    }

    private static long end(long high, long low, int port) {
        long h = (low ^ (long) port << 48 ^ high * 0xD6E8FEB86659FD93L) * 0xC2B2AE3D27D4EB4FL;
        return h ^ h >>> 29;
    }

    /** Where the packet's flow stands in the index, or the empty place where it belongs. */
    private int find(int hash, long swap, PacketFacts facts) {
        long differing = (facts.sourceLow ^ facts.destinationLow) & swap;
        long lowLow = facts.sourceLow ^ differing;
        long highLow = facts.destinationLow ^ differing;
        long ports = ports(swap, facts);
        int position = index.home(hash);
        while (true) {
            long entry = index.entry(position);
            if (entry == 0) {
                return position;
            }
            if (SlotIndex.hash(entry) == hash) {
                int slot = SlotIndex.slot(entry);
                long[] page = page(slot);
                int at = at(slot);
                if (page[at + 3] == highLow
                        && page[at + 1] == lowLow
                        && (page[at + PORTS] & PORTS_AND_PROTOCOL) == ports
                        && hasHighHalves(page, at, swap, facts)) {
                    return position;
                }
            }
            position = index.next(position);
        }
    }

    private static boolean hasHighHalves(long[] page, int at, long swap, PacketFacts facts) {
        long differing = (facts.sourceHigh ^ facts.destinationHigh) & swap;
        return page[at] == (facts.sourceHigh ^ differing) && page[at + 2] == (facts.destinationHigh ^ differing);
    }

    private int open(int place, int hash, long swap, PacketFacts facts) {
        int position = place;
        int slot;
        if (bound.admits(size)) {
            slot = size++;
            if ((slot & PAGE - 1) == 0) {
                pages[slot >>> PAGE_BITS] = new long[Math.min(PAGE, bound.limit() - slot) * STRIDE];
            }
            if (index.makeRoomFor(size)) {
                position = find(hash, swap, facts);
            }
        } else {
            slot = evictLeastTelling();
            position = find(hash, swap, facts);
        }
        index.put(position, hash, slot);
        boolean swapped = swap != 0;
        long[] page = page(slot);
        int at = at(slot);
        page[at] = swapped ? facts.destinationHigh : facts.sourceHigh;
        page[at + 1] = swapped ? facts.destinationLow : facts.sourceLow;
        page[at + 2] = swapped ? facts.sourceHigh : facts.destinationHigh;
        page[at + 3] = swapped ? facts.sourceLow : facts.destinationLow;
        page[at + PORTS] = ports(swap, facts) | swap & OPENER_IS_HIGHER;
        Arrays.fill(page, at + PORTS + 1, at + STRIDE, 0L);
        page[at + FIRST] = facts.timeNanos;
        if (beginnings != null) {
            beginnings.note(slot);
        }
        return slot;
    }

    /**
     * Of a few, the one whose loss costs least: one side only before both sides, then the idlest. A single packet that was never followed by another
     * goes at once: the hand comes round to it only after all others, and looking further would cost a flood dearly. So a flood eats itself first.
     */
    private int evictLeastTelling() {
        int least = hand;
        boolean leastIsTwoWay = true;
        long leastNanos = Long.MAX_VALUE;
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            hand = hand + 1 == size ? 0 : hand + 1;
            long[] page = page(hand);
            int at = at(hand);
            if (page[at + OPENER + PACKETS] + page[at + RESPONDER + PACKETS] <= 1) {
                least = hand;
                break;
            }
            boolean twoWay = page[at + OPENER + PACKETS] != 0 && page[at + RESPONDER + PACKETS] != 0;
            long last = Math.max(page[at + FIRST], Math.max(page[at + OPENER + LAST], page[at + RESPONDER + LAST]));
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

    /** Takes a slot out of the index; one that is not linked stays as it is. */
    private void unlink(int slot) {
        int position = index.positionOf(hashOf(slot), slot);
        if (position != SlotIndex.NONE) {
            index.clear(position);
        }
    }

    private int hashOf(int slot) {
        long[] page = page(slot);
        int at = at(slot);
        long ports = page[at + PORTS];
        return hash(
                page[at],
                page[at + 1],
                (int) (ports >>> 48),
                page[at + 2],
                page[at + 3],
                (int) (ports >>> 32) & 0xffff,
                (int) (ports >>> 24) & 0xff);
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
        return (page(slot)[at(slot) + PORTS] & OPENER_IS_HIGHER) != 0;
    }

    public long openerHigh(int slot) {
        return page(slot)[at(slot) + (openerIsHigher(slot) ? 2 : 0)];
    }

    public long openerLow(int slot) {
        return page(slot)[at(slot) + (openerIsHigher(slot) ? 3 : 1)];
    }

    public int openerPort(int slot) {
        return (int) (page(slot)[at(slot) + PORTS] >>> (openerIsHigher(slot) ? 32 : 48)) & 0xffff;
    }

    public long responderHigh(int slot) {
        return page(slot)[at(slot) + (openerIsHigher(slot) ? 0 : 2)];
    }

    public long responderLow(int slot) {
        return page(slot)[at(slot) + (openerIsHigher(slot) ? 1 : 3)];
    }

    public int responderPort(int slot) {
        return (int) (page(slot)[at(slot) + PORTS] >>> (openerIsHigher(slot) ? 48 : 32)) & 0xffff;
    }

    public int protocol(int slot) {
        return (int) (page(slot)[at(slot) + PORTS] >>> 24) & 0xff;
    }

    public long packets(int slot, boolean ofOpener) {
        return page(slot)[at(slot) + sideAt(ofOpener) + PACKETS];
    }

    /** Transport payload bytes as the headers tell. */
    public long payloadBytes(int slot, boolean ofOpener) {
        return page(slot)[at(slot) + sideAt(ofOpener) + BYTES];
    }

    public long firstNanos(int slot) {
        return page(slot)[at(slot) + FIRST];
    }

    /** Time of that side's latest packet, 0 where it sent none. */
    public long lastNanos(int slot, boolean ofOpener) {
        return page(slot)[at(slot) + sideAt(ofOpener) + LAST];
    }

    /** Belongs to the transaction stage of the flow's protocol; 0 in a fresh flow. */
    public long transactionWord(int slot) {
        return page(slot)[at(slot) + TRANSACTION];
    }

    public void setTransactionWord(int slot, long word) {
        page(slot)[at(slot) + TRANSACTION] = word;
    }

    /** Belongs to the content stage; 0 in a fresh flow. */
    public long contentWord(int slot) {
        return page(slot)[at(slot) + CONTENT];
    }

    public void setContentWord(int slot, long word) {
        page(slot)[at(slot) + CONTENT] = word;
    }

    /** Belongs to media recognition, one for each direction; 0 in a fresh flow. */
    public long mediaWord(int slot, boolean ofOpener) {
        return page(slot)[at(slot) + sideAt(ofOpener) + MEDIA];
    }

    public void setMediaWord(int slot, boolean ofOpener, long word) {
        page(slot)[at(slot) + sideAt(ofOpener) + MEDIA] = word;
    }
}
