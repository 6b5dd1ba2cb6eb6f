package org.portwitness.analyzer.report;

import java.util.List;

/**
 * A latency distribution as numbers, in nanoseconds; all but {@code count} mean nothing when it is 0.
 *
 * @param bars how the values spread, for a small picture: counts of equally wide steps on a logarithmic scale
 * @param points the curve of percentiles, for a large picture: both rise; from 0 to 100, closer together towards 100, at most {@value #MOST_POINTS}
 */
public record Histogram(
        long count,
        double minNanos,
        double meanNanos,
        double p50Nanos,
        double p90Nanos,
        double p99Nanos,
        double p999Nanos,
        double maxNanos,
        List<Bar> bars,
        List<Point> points) {

    static final int MOST_POINTS = 160;

    public static final Histogram EMPTY = new Histogram(0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());

    /** Values from (inclusive) to (exclusive) in nanoseconds, and how many. */
    public record Bar(long fromNanos, long toNanos, long count) {}

    /** So many percent of the values are no larger than that. */
    public record Point(double percentile, double nanos) {}
}
