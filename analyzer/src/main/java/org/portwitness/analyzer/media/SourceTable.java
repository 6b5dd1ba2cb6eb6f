package org.portwitness.analyzer.media;

import java.util.Arrays;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Bound;

/**
 * The media sources of a lane, found by sockets and SSRC. Bounded: where it is full a new one takes the place of one that tells little, of a few
 * one that is no stream yet, else the one that has been silent longest.
 */
final class SourceTable {
    static final int NONE = -1;

    private static final int EVICTION_SAMPLE = 16;

    private final Bound bound;
    private MediaSource[] sources = new MediaSource[16];
    private int[] index = new int[64];
    private int size;
    private int hand;
    private long evicted;

    /** @param bound of the sources kept */
    SourceTable(Bound bound) {
        this.bound = bound;
    }

    int size() {
        return size;
    }

    MediaSource get(int slot) {
        return sources[slot];
    }

    /** Streams that were pushed out because there were too many. */
    long evicted() {
        return evicted;
    }

    private static int hash(
            long fromHigh, long fromLow, int fromPort, long toHigh, long toLow, int toPort, int protocol, int ssrc) {
        long h = (fromHigh * 31 + fromLow) * 0x9E3779B97F4A7C15L + (toHigh * 31 + toLow);
        h = (h ^ h >>> 32) * 0xC2B2AE3D27D4EB4FL + ((long) fromPort << 16 | toPort) + ((long) ssrc << 32 | protocol);
        h *= 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32);
    }

    /** The slot of that source; {@link #NONE}. */
    int find(long fromHigh, long fromLow, int fromPort, long toHigh, long toLow, int toPort, int protocol, int ssrc) {
        int mask = index.length - 1;
        int position = hash(fromHigh, fromLow, fromPort, toHigh, toLow, toPort, protocol, ssrc) & mask;
        while (index[position] != 0) {
            int slot = index[position] - 1;
            if (sources[slot].is(fromHigh, fromLow, fromPort, toHigh, toLow, toPort, protocol, ssrc)) {
                return slot;
            }
            position = position + 1 & mask;
        }
        return NONE;
    }

    /** That source of the packet's sender. */
    int find(PacketFacts facts, int ssrc) {
        return find(
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort,
                facts.protocol,
                ssrc);
    }

    /** A new source that begins with that packet. */
    int add(PacketFacts facts, RtpHeader first) {
        int slot;
        if (bound.admits(size)) {
            slot = size++;
            if (slot == sources.length) {
                sources = Arrays.copyOf(sources, slot * 2);
            }
            if (size * 2 > index.length) {
                index = new int[index.length * 2];
                for (int i = 0; i < slot; i++) {
                    link(i);
                }
            }
            sources[slot] = new MediaSource();
        } else {
            slot = leastTelling();
            evicted++;
            unlink(slot);
        }
        sources[slot].start(facts, first);
        link(slot);
        return slot;
    }

    private int leastTelling() {
        int least = hand;
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            hand = hand + 1 == size ? 0 : hand + 1;
            if (tellsLess(sources[hand], sources[least])) {
                least = hand;
            }
        }
        return least;
    }

    private static boolean tellsLess(MediaSource one, MediaSource other) {
        boolean oneIsLong = one.packets() >= MediaSource.FEWEST;
        boolean otherIsLong = other.packets() >= MediaSource.FEWEST;
        return oneIsLong == otherIsLong ? one.lastNanos() < other.lastNanos() : otherIsLong;
    }

    private int home(int slot) {
        MediaSource s = sources[slot];
        return hash(
                        s.sourceHigh,
                        s.sourceLow,
                        s.sourcePort,
                        s.destinationHigh,
                        s.destinationLow,
                        s.destinationPort,
                        s.protocol,
                        s.ssrc)
                & index.length - 1;
    }

    private void link(int slot) {
        int position = home(slot);
        while (index[position] != 0) {
            position = position + 1 & index.length - 1;
        }
        index[position] = slot + 1;
    }

    /** Takes a slot out of the index, closing the gap so that no search stops too early. */
    private void unlink(int slot) {
        int mask = index.length - 1;
        int hole = home(slot);
        while (index[hole] != slot + 1) {
            hole = hole + 1 & mask;
        }
        int next = hole;
        while (true) {
            next = next + 1 & mask;
            if (index[next] == 0) {
                break;
            }
            int home = home(index[next] - 1);
            // an entry may move back into the hole unless its home lies cyclically between the hole and where it is
            if ((next - home & mask) >= (next - hole & mask)) {
                index[hole] = index[next];
                hole = next;
            }
        }
        index[hole] = 0;
    }
}
