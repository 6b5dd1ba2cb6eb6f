package org.portwitness.analyzer.report;

import java.util.List;

/**
 * A latency distribution as numbers, in nanoseconds; all but {@code count} mean nothing when it is 0.
 *
 * @param bars how the values spread, for a small picture: counts of equally wide steps on a logarithmic scale
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
        List<Bar> bars) {

    public static final Histogram EMPTY = new Histogram(0, 0, 0, 0, 0, 0, 0, 0, List.of());

    /** Values from (inclusive) to (exclusive) in nanoseconds, and how many. */
    public record Bar(long fromNanos, long toNanos, long count) {}
}
