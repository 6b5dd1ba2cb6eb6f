package org.portwitness.analyzer.media;

import java.util.Arrays;

/**
 * The largest share of packets lost in any window of time, which slides in steps of one bucket. A window is judged some buckets late, so that
 * packets that were only late have filled their holes by then.
 */
final class LossWindow {
    private final int window;
    private final int patience;
    private final int least;

    /** A ring of a power of two, at least as long as window and patience. */
    private final int mask;

    /** Of each bucket: packets expected in the upper half, lost ones in the lower. */
    private final long[] buckets;

    /** Number of the bucket being filled; the ring holds it and those before. */
    private long current;

    private long expectedInRing;
    private long lostInRing;
    private double worst;
    private long worstEnd;

    /**
     * @param window buckets in a window
     * @param patience buckets to wait for late packets
     * @param least with fewer packets expected a window tells nothing
     */
    LossWindow(int window, int patience, int least) {
        this.window = window;
        this.patience = patience;
        this.least = least;
        mask = Integer.highestOneBit(window + patience - 1) * 2 - 1;
        buckets = new long[mask + 1];
    }

    void clear() {
        Arrays.fill(buckets, 0);
        current = 0;
        expectedInRing = 0;
        lostInRing = 0;
        worst = -1;
        worstEnd = 0;
    }

    private int at(long bucket) {
        return (int) bucket & mask;
    }

    private static long counts(int expected, int lost) {
        return (long) expected << Integer.SIZE | lost;
    }

    private static int expected(long counts) {
        return (int) (counts >>> Integer.SIZE);
    }

    private static int lost(long counts) {
        return (int) counts;
    }

    /** Into the bucket being filled. */
    void add(int expectedNow, int lostNow) {
        buckets[at(current)] += counts(expectedNow, lostNow);
        expectedInRing += expectedNow;
        lostInRing += lostNow;
    }

    /** A packet that was taken for lost has come. */
    void repair() {
        for (long bucket = current; bucket >= 0 && bucket > current - buckets.length; bucket--) {
            int at = at(bucket);
            if (lost(buckets[at]) > 0) {
                buckets[at]--;
                lostInRing--;
                return;
            }
        }
    }

    /** Goes on by so many buckets, over which that many packets were lost. */
    void advance(long by, long lostMeanwhile) {
        long steps = Math.min(by, buckets.length);
        if (lostMeanwhile == 0 && lostInRing == 0 && (worst >= 0 || expectedInRing < least)) {
            // without losses every window is as good as the first that could be judged
            for (long i = 1; i <= steps; i++) {
                int at = at(current + i);
                expectedInRing -= expected(buckets[at]);
                buckets[at] = 0;
            }
        } else {
            for (long i = 0; i < steps; i++) {
                step(i, (int) (lostMeanwhile * (i + 1) / by - lostMeanwhile * i / by));
            }
        }
        // where the pause is longer than the ring, all of the ring lies in it and every bucket is like the others
        current += by;
    }

    private void step(long done, int lostThere) {
        long here = current + done;
        if (here >= window + patience - 1) {
            judge(here - window - patience + 1);
        }
        int at = at(here + 1);
        expectedInRing += lostThere - expected(buckets[at]);
        lostInRing += lostThere - lost(buckets[at]);
        buckets[at] = counts(lostThere, lostThere);
    }

    private void judge(long from) {
        long allExpected = 0;
        long allLost = 0;
        for (long bucket = from; bucket < from + window; bucket++) {
            long counts = buckets[at(bucket)];
            allExpected += expected(counts);
            allLost += lost(counts);
        }
        if (allExpected >= least && allLost > worst * allExpected) {
            worst = (double) allLost / allExpected;
            worstEnd = from + window;
        }
    }

    /** As it stands when the stream is over: what is left is judged too. Nothing is changed here. */
    LossWindow finished(int expectedNow, int lostNow) {
        LossWindow end = new LossWindow(window, patience, least);
        System.arraycopy(buckets, 0, end.buckets, 0, buckets.length);
        end.current = current;
        end.expectedInRing = expectedInRing;
        end.lostInRing = lostInRing;
        end.worst = worst;
        end.worstEnd = worstEnd;
        end.add(expectedNow, lostNow);
        for (long from = Math.max(0, current - window - patience + 1); from + window <= current + 1; from++) {
            end.judge(from);
        }
        return end;
    }

    /** 0..1; less than 0 where no window could be judged. */
    double worst() {
        return worst;
    }

    /** Number of the bucket behind the worst window. */
    long worstEnd() {
        return worstEnd;
    }
}
