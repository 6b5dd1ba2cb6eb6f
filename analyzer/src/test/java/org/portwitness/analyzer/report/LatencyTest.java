package org.portwitness.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final long HOUR = 3_600_000_000_000L;

    private final Latency latency = new Latency();

    @Test
    void nothingRecordedIsTheEmptyHistogram() {
        assertSame(Histogram.EMPTY, latency.histogram());
    }

    @Test
    void theEndsAndTheMeanAreExactAndPercentilesLieBetweenThem() {
        latency.record(1_234_567);
        latency.record(98_765_432_100L);
        Histogram histogram = latency.histogram();
        assertEquals(2, histogram.count());
        assertEquals(1_234_567, histogram.minNanos());
        assertEquals(98_765_432_100.0, histogram.maxNanos());
        assertEquals((1_234_567 + 98_765_432_100L) / 2.0, histogram.meanNanos());
        assertEquals(1_234_567, histogram.p50Nanos(), 1_300);
        assertEquals(98_765_432_100.0, histogram.p90Nanos());
        assertEquals(98_765_432_100.0, histogram.p999Nanos());
    }

    @Test
    void aSingleValueIsEveryPercentile() {
        latency.record(12_345_678);
        Histogram histogram = latency.histogram();
        assertEquals(12_345_678, histogram.p50Nanos());
        assertEquals(12_345_678, histogram.p999Nanos());
    }

    @Test
    void percentilesHaveThreeDigits() {
        for (int i = 1; i <= 1000; i++) {
            latency.record(i * 1_000_000L);
        }
        Histogram histogram = latency.histogram();
        assertEquals(500e6, histogram.p50Nanos(), 0.5e6);
        assertEquals(900e6, histogram.p90Nanos(), 0.9e6);
        assertEquals(990e6, histogram.p99Nanos(), 0.99e6);
        assertEquals(999e6, histogram.p999Nanos(), 0.999e6);
        assertEquals(500.5e6, histogram.meanNanos());
    }

    @Test
    void whatIsOutsideTheRangeIsCountedApart() {
        latency.record(-1);
        latency.record(0);
        latency.record(HOUR);
        latency.record(HOUR + 1);
        latency.record(Long.MIN_VALUE);
        assertEquals(2, latency.count());
        assertEquals(3, latency.outOfRange());
        assertEquals(0, latency.histogram().minNanos());
        assertEquals(HOUR, latency.histogram().maxNanos());
    }

    @Test
    void addingIsRecordingInBoth() {
        Latency other = new Latency();
        Latency both = new Latency();
        for (int i = 0; i < 100; i++) {
            long nanos = 1_000_003L * i * i;
            (i % 3 == 0 ? latency : other).record(nanos);
            both.record(nanos);
        }
        other.record(-5);
        latency.add(other);
        latency.add(new Latency());
        assertEquals(both.histogram(), latency.histogram());
        assertEquals(1, latency.outOfRange());
    }

    @Test
    void barsAreEquallyWideOnALogarithmicScaleAndHoldEveryValue() {
        latency.record(500);
        latency.record(1_000);
        latency.record(1_999);
        latency.record(2_000);
        latency.record(9_000);
        assertEquals(
                java.util.List.of(
                        new Histogram.Bar(0, 1_000, 1),
                        new Histogram.Bar(1_000, 2_000, 2),
                        new Histogram.Bar(2_000, 4_000, 1),
                        new Histogram.Bar(4_000, 8_000, 0),
                        new Histogram.Bar(8_000, 16_000, 1)),
                latency.histogram().bars());
    }

    @Test
    void aWideSpreadMakesWiderBarsNotMore() {
        latency.record(0);
        latency.record(30_000_000);
        latency.record(HOUR);
        Histogram histogram = latency.histogram();
        assertTrue(histogram.bars().size() <= 16, histogram.bars()::toString);
        assertEquals(
                3, histogram.bars().stream().mapToLong(Histogram.Bar::count).sum());
        for (int i = 1; i < histogram.bars().size(); i++) {
            assertEquals(
                    histogram.bars().get(i - 1).toNanos(),
                    histogram.bars().get(i).fromNanos());
        }
    }

    @Test
    void theCurveOfPercentilesRisesToTheLargestAndIsFineTowardsTheEnd() {
        for (int i = 1; i <= 1000; i++) {
            latency.record(i * 1_000_000L);
        }
        List<Histogram.Point> curve = latency.histogram().points();
        assertEquals(new Histogram.Point(0, 1_000_000), curve.get(0));
        assertEquals(new Histogram.Point(100, 1_000_000_000), curve.get(curve.size() - 1));
        for (int i = 1; i < curve.size(); i++) {
            assertTrue(curve.get(i).percentile() > curve.get(i - 1).percentile(), curve::toString);
            assertTrue(curve.get(i).nanos() >= curve.get(i - 1).nanos(), curve::toString);
        }
        assertEquals(
                List.of(12.5, 25.0, 37.5, 50.0, 56.25),
                curve.subList(1, 6).stream().map(Histogram.Point::percentile).toList());
        assertEquals(500e6, curve.get(4).nanos(), 0.5e6);
    }

    @Test
    void theCurveIsBoundedHoweverManyValuesThereAre() {
        latency.record(1_000_000);
        for (int doubling = 0; doubling < 60; doubling++) {
            latency.add(latency);
        }
        latency.record(2_000_000);
        assertTrue(latency.histogram().points().size() <= Histogram.MOST_POINTS);
    }
}
