package org.portwitness.analyzer.verdict;

import org.portwitness.analyzer.evidence.Address;

/**
 * A set of (client, server, port, kind) in eight bytes each, for millions of them: 64 bits stand for each. Two of a million are taken for one
 * with a probability of one in thirty million.
 */
final class Fingerprints {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private static final int FEWEST_PLACES = 64;

    /** Places made at once; more than these come as they are needed. */
    private static final int MOST_EXPECTED = 1 << 21;

    private long[] places;
    private int size;

    Fingerprints() {
        this(0);
    }

    /** {@code expected}: how many there may be; growing leaves as much garbage as the set is large. */
    Fingerprints(long expected) {
        long wanted = Math.max(FEWEST_PLACES, Math.min(MOST_EXPECTED, expected / 3 * 4));
        places = new long[Integer.highestOneBit((int) wanted - 1) << 1];
    }

    /** Never 0, which marks an empty place. */
    static long of(Address client, Address server, int port, int kind) {
        long h = mixed(client.low() ^ Long.rotateLeft(client.high(), 32), (long) kind << 32 | port);
        h = mixed(server.low() ^ Long.rotateLeft(server.high(), 32), h);
        return h == 0 ? 1 : h;
    }

    /** The finishing steps of SplitMix64 between the parts, so that neighbours lie far from each other. */
    private static long mixed(long value, long before) {
        long h = (before + FACTOR) * FACTOR ^ value;
        h = (h ^ h >>> 30) * 0xBF58476D1CE4E5B9L;
        h = (h ^ h >>> 27) * 0x94D049BB133111EBL;
        return h ^ h >>> 31;
    }

    boolean contains(long fingerprint) {
        return places[place(fingerprint)] != 0;
    }

    /** False where it was there before. */
    boolean add(long fingerprint) {
        int place = place(fingerprint);
        if (places[place] != 0) {
            return false;
        }
        places[place] = fingerprint;
        size++;
        if (size > places.length / 4 * 3) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] old = places;
        places = new long[old.length * 2];
        for (long fingerprint : old) {
            if (fingerprint != 0) {
                places[place(fingerprint)] = fingerprint;
            }
        }
    }

    private int place(long fingerprint) {
        int place = (int) (fingerprint >>> 32) & places.length - 1;
        while (places[place] != 0 && places[place] != fingerprint) {
            place = place + 1 & places.length - 1;
        }
        return place;
    }
}
