package org.portwitness.analyzer.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Collects durations and tells their distribution. One writer; nothing is allocated after the first value.
 *
 * <p>Range 0 to 1 h, three significant digits and no finer than a microsecond; smallest, largest and mean are exact beside it. What is
 * outside the range is counted apart, not thrown and not clamped.
 */
public final class Latency {
    private static final long FINEST_NANOS = 1_000;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    /** More bars make the picture longer than a screen; where there would be more, each is made wider. */
    private static final int MOST_BARS = 16;

    private static final int POINTS_PER_HALF_DISTANCE = 4;

    private final long[] doublings = new long[doublings(LONGEST_NANOS) + 1];
    private org.HdrHistogram.Histogram values;
    private long minNanos = Long.MAX_VALUE;
    private long maxNanos;
    private double sumNanos;
    private long outOfRange;

    public void record(long nanos) {
        if (nanos < 0 || nanos > LONGEST_NANOS) {
            outOfRange++;
            return;
        }
        values().recordValue(nanos);
        doublings[doublings(nanos)]++;
        minNanos = Math.min(minNanos, nanos);
        maxNanos = Math.max(maxNanos, nanos);
        sumNanos += nanos;
    }

    public void add(Latency other) {
        outOfRange += other.outOfRange;
        if (other.count() > 0) {
            values().add(other.values);
            for (int i = 0; i < doublings.length; i++) {
                doublings[i] += other.doublings[i];
            }
            minNanos = Math.min(minNanos, other.minNanos);
            maxNanos = Math.max(maxNanos, other.maxNanos);
            sumNanos += other.sumNanos;
        }
    }

    private org.HdrHistogram.Histogram values() {
        if (values == null) {
            values = new org.HdrHistogram.Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);
        }
        return values;
    }

    /** Values within the range. */
    public long count() {
        return values == null ? 0 : values.getTotalCount();
    }

    /** Negative values and those above an hour. */
    public long outOfRange() {
        return outOfRange;
    }

    public Histogram histogram() {
        if (count() == 0) {
            return Histogram.EMPTY;
        }
        return new Histogram(
                count(),
                minNanos,
                sumNanos / count(),
                percentile(50),
                percentile(90),
                percentile(99),
                percentile(99.9),
                maxNanos,
                bars(),
                points());
    }

    /** No percentile lies outside the exact ends, though the buckets are rounded. */
    private double percentile(double percentile) {
        return Math.max(minNanos, Math.min(maxNanos, values.getValueAtPercentile(percentile)));
    }

    /** Half the distance to 100 is walked in so many steps, and again: four up to 50, four up to 75, as far as there are values. */
    private List<Histogram.Point> points() {
        List<Histogram.Point> points = new ArrayList<>();
        for (HistogramIterationValue at : values.percentiles(POINTS_PER_HALF_DISTANCE)) {
            if (points.size() == Histogram.MOST_POINTS) {
                break;
            }
            double percentile = at.getPercentileLevelIteratedTo();
            double nanos = percentile == 0 ? minNanos : Math.min(maxNanos, at.getValueIteratedTo());
            points.add(new Histogram.Point(percentile, nanos));
        }
        return points;
    }

    private List<Histogram.Bar> bars() {
        int first = doublings(minNanos);
        int last = doublings(maxNanos);
        int width = (last - first) / MOST_BARS + 1;
        long[] counts = new long[(last - first) / width + 1];
        for (int step = first; step <= last; step++) {
            counts[(step - first) / width] += doublings[step];
        }
        List<Histogram.Bar> bars = new ArrayList<>(counts.length);
        for (int i = 0; i < counts.length; i++) {
            bars.add(new Histogram.Bar(lowerEdge(first + i * width), lowerEdge(first + (i + 1) * width), counts[i]));
        }
        return bars;
    }

    /** Step 0 is below the finest unit, step n from {@code FINEST_NANOS << n - 1} on. */
    private static int doublings(long nanos) {
        return 64 - Long.numberOfLeadingZeros(nanos / FINEST_NANOS);
    }

    private static long lowerEdge(int step) {
        return step == 0 ? 0 : FINEST_NANOS << step - 1;
    }
}
