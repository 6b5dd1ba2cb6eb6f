package org.portwitness.analyzer.media;

import java.util.Arrays;

/** The largest mean jitter of any {@value #SECONDS} seconds, which slide by one. */
final class JitterWindow {
    static final int SECONDS = 15;

    private final double[] sums = new double[SECONDS];
    private final int[] counts = new int[SECONDS];
    private long current;

    /** Of the second at hand; entered in the ring when it is over. */
    private double sum;

    private int count;
    private double worst;

    void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
        current = 0;
        sum = 0;
        count = 0;
        worst = -1;
    }

    /** One value of the second at hand. */
    void add(double nanos) {
        sum += nanos;
        count++;
    }

    void advanceTo(long second) {
        if (second <= current) {
            return;
        }
        worst = Math.max(worst, mean());
        int at = (int) (current % SECONDS);
        sums[at] = sum;
        counts[at] = count;
        sum = 0;
        count = 0;
        if (second - current >= SECONDS) {
            Arrays.fill(sums, 0);
            Arrays.fill(counts, 0);
        } else {
            for (long i = current + 1; i <= second; i++) {
                sums[(int) (i % SECONDS)] = 0;
                counts[(int) (i % SECONDS)] = 0;
            }
        }
        current = second;
    }

    /** Of the seconds in the ring, once they are enough. */
    private double mean() {
        if (current < SECONDS - 1) {
            return -1;
        }
        double all = 0;
        long many = 0;
        int now = (int) (current % SECONDS);
        for (int i = 0; i < SECONDS; i++) {
            all += i == now ? sum : sums[i];
            many += i == now ? count : counts[i];
        }
        return many == 0 ? -1 : all / many;
    }

    /** By now; less than 0 where nothing was long enough. */
    double worst() {
        return Math.max(worst, mean());
    }
}
