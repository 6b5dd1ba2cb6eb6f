package org.portwitness.analyzer.transaction;

import java.util.Arrays;

/**
 * The sendings of those attempts whose SYN was sent more than once: the first four and the latest four of each.
 *
 * <p>They tell copies made by a mirror from retransmissions, and which SYN a time-stamp echo means. Owned by one lane; bounded: where no
 * entry is left, an answer stays ambiguous. Entries are 8 pairs of (time of the first copy, TSval:32 | mark:32).
 */
final class SynSendings {
    static final int NONE = -1;

    /** TSval where a SYN had none; as a real value it proves nothing, since an echo field of 0 means "no echo" (RFC 7323, 3.2). */
    static final int NO_TIMESTAMP = 0;

    static final int ENTRY_BYTES = 128;

    private static final int KEPT = 8;
    private static final int KEPT_FIRST = 4;
    private static final int STRIDE = KEPT * 2;
    private static final int FIRST_CAPACITY = 64;
    private static final long LOW = 0xffff_ffffL;

    private final int limit;
    private long[] pairs = new long[FIRST_CAPACITY * STRIDE];
    private int[] free = new int[16];
    private int freeCount;
    private int size;

    /** @param limit most attempts with repeated SYNs; {@value #ENTRY_BYTES} bytes each */
    SynSendings(int limit) {
        this.limit = limit;
    }

    /** A fresh entry, {@link #NONE} where none is left. */
    int open() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (size >= limit) {
            return NONE;
        }
        if ((size + 1) * STRIDE > pairs.length) {
            pairs = Arrays.copyOf(pairs, pairs.length * 2);
        }
        return size++;
    }

    void close(int entry) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = entry;
    }

    /** Stores the sending with this number, the first being 0. */
    void put(int entry, int number, long nanos, int timestampValue, int mark) {
        int place = number < KEPT ? number : KEPT_FIRST + (number - KEPT_FIRST) % (KEPT - KEPT_FIRST);
        int at = entry * STRIDE + place * 2;
        pairs[at] = nanos;
        pairs[at + 1] = (long) timestampValue << 32 | mark & LOW;
    }

    /** Whether a SYN is a copy of one of the {@code count} sendings so far. */
    boolean isCopy(int entry, int count, long nanos, int mark, long windowNanos) {
        int from = entry * STRIDE;
        for (int at = from; at < from + Math.min(count, KEPT) * 2; at += 2) {
            if ((int) pairs[at + 1] == mark && Math.abs(nanos - pairs[at]) <= windowNanos) {
                return true;
            }
        }
        return false;
    }

    /** Time of the one sending with this TSval; {@link Long#MIN_VALUE} where none has it, or several. */
    long echoed(int entry, int count, int timestampEcho) {
        long found = Long.MIN_VALUE;
        int from = entry * STRIDE;
        for (int at = from; at < from + Math.min(count, KEPT) * 2; at += 2) {
            if ((int) (pairs[at + 1] >>> 32) == timestampEcho) {
                if (found != Long.MIN_VALUE) {
                    return Long.MIN_VALUE;
                }
                found = pairs[at];
            }
        }
        return found;
    }
}
