package org.portwitness.analyzer.media;

import java.util.Arrays;

/**
 * Interarrival jitter of one source (RFC 3550 section 6.4.1), and the clock it needs.
 *
 * <pre>
 * D = (arrival j - arrival i) - (time stamp j - time stamp i) / clock        J = J + (|D| - J) / 16
 * </pre>
 *
 * <p>Measured over packets of the main payload type that follow one another; begun anew at marker bits, where a talk spurt begins, behind
 * packets of other types (the time stamps of comfort noise and of events stand for something else), and where D is more than a second. J itself
 * goes on. Where the type does not fix the clock, J is kept for each usual clock at once until the time stamps have shown which it is.
 */
final class JitterMeter {
    private static final int[] USUAL = {8_000, 16_000, 24_000, 32_000, 44_100, 48_000, 90_000};
    private static final double[] NANOS_PER_TICK = nanosPerTick();

    private static final int UNDECIDED = -1;
    private static final int OWN = USUAL.length;

    private static final double LONGEST_D = 1e9;
    private static final long LONGEST_STEP_NANOS = 1_000_000_000L;
    private static final int LARGEST_TICKS = 200_000;

    /** So long and so near and the clock is decided. */
    private static final long SURE_NANOS = 2_000_000_000L;

    private static final double SURE_DEVIATION = 0.03;

    /** Farther off than that and it is none of the usual clocks. */
    private static final double LARGEST_DEVIATION = 0.12;

    /** What is usual with Microsoft may be so far off in a short stream. */
    private static final double LARGEST_DEVIATION_OF_EXPECTED = 0.25;

    /** J for a clock, then the sum and the largest of its values. */
    private static final int STRIDE = 3;

    private static final int SUM = 1;
    private static final int MAX = 2;

    private final double[] jitter = new double[(OWN + 1) * STRIDE];
    private long measured;
    private int clock;
    private double nanosPerTick;
    private int fixedRate;
    private int mainType;
    private long mainCount;
    private int previousType;
    private long previousNanos;
    private int previousTimestamp;
    private boolean timestampMoved;
    private long ticks;
    private long nanos;

    private static double[] nanosPerTick() {
        double[] nanos = new double[USUAL.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = 1e9 / USUAL[i];
        }
        return nanos;
    }

    void start(RtpHeader first) {
        mainCount = 1;
        timestampMoved = false;
        previousNanos = first.timeNanos;
        previousTimestamp = first.timestamp;
        previousType = first.payloadType;
        measureType(first.payloadType);
    }

    private void measureType(int type) {
        mainType = type;
        Arrays.fill(jitter, 0);
        measured = 0;
        ticks = 0;
        nanos = 0;
        fixedRate = ClockRates.fixed(type);
        if (fixedRate != ClockRates.UNKNOWN) {
            clock = OWN;
            nanosPerTick = 1e9 / fixedRate;
        } else {
            clock = UNDECIDED;
        }
    }

    /** @param ofType packets that had this one's type by now */
    void take(RtpHeader packet, long ofType) {
        int type = packet.payloadType;
        if (type == mainType) {
            mainCount = ofType;
        } else if (ofType > mainCount) {
            mainCount = ofType;
            measureType(type);
        }
        int step = packet.timestamp - previousTimestamp;
        timestampMoved |= step != 0;
        if (type == mainType && previousType == type && !packet.marker) {
            measure(packet.timeNanos - previousNanos, step);
        }
        previousType = type;
        previousNanos = packet.timeNanos;
        previousTimestamp = packet.timestamp;
    }

    private void measure(long arrival, int step) {
        if (clock >= 0) {
            measure(clock, arrival - step * nanosPerTick);
            if (clock == OWN) {
                return;
            }
        } else {
            for (int i = 0; i < USUAL.length; i++) {
                measure(i, arrival - step * NANOS_PER_TICK[i]);
            }
        }
        measured++;
        if (arrival > -LONGEST_STEP_NANOS
                && arrival < LONGEST_STEP_NANOS
                && step > -LARGEST_TICKS
                && step < LARGEST_TICKS) {
            ticks += step;
            nanos += arrival;
            if (clock == UNDECIDED && nanos >= SURE_NANOS) {
                decide();
            }
        }
    }

    private void measure(int i, double d) {
        double distance = Math.abs(d);
        if (distance <= LONGEST_D) {
            int at = i * STRIDE;
            double j = jitter[at] + (distance - jitter[at]) / 16;
            jitter[at] = j;
            jitter[at + SUM] += j;
            if (j > jitter[at + MAX]) {
                jitter[at + MAX] = j;
            }
            if (i == OWN) {
                measured++;
            }
        }
    }

    private void decide() {
        int nearest = nearest();
        if (deviation(USUAL[nearest]) <= SURE_DEVIATION) {
            clock = nearest;
            nanosPerTick = NANOS_PER_TICK[nearest];
        }
    }

    private int nearest() {
        int nearest = 0;
        for (int i = 1; i < USUAL.length; i++) {
            if (deviation(USUAL[i]) < deviation(USUAL[nearest])) {
                nearest = i;
            }
        }
        return nearest;
    }

    /** How far the time stamps' own rate is from that one, as a share of it. */
    private double deviation(int rate) {
        return nanos <= 0 ? Double.MAX_VALUE : Math.abs(ticks * 1e9 / nanos / rate - 1);
    }

    /** Which of the clocks it is, by all that is known now; {@link #UNDECIDED}. */
    private int settled() {
        if (clock == OWN) {
            return OWN;
        }
        if (nanos <= 0 || ticks <= 0) {
            return UNDECIDED;
        }
        int nearest = nearest();
        if (clock >= 0) {
            // what the whole stream says must still agree
            return nearest == clock && deviation(USUAL[clock]) <= LARGEST_DEVIATION ? clock : UNDECIDED;
        }
        int expected = indexOf(ClockRates.microsoft(mainType));
        if (expected >= 0 && deviation(USUAL[expected]) <= LARGEST_DEVIATION_OF_EXPECTED) {
            return expected;
        }
        return deviation(USUAL[nearest]) <= LARGEST_DEVIATION ? nearest : UNDECIDED;
    }

    private static int indexOf(int rate) {
        for (int i = 0; i < USUAL.length; i++) {
            if (USUAL[i] == rate) {
                return i;
            }
        }
        return UNDECIDED;
    }

    /** The jitter now, in nanoseconds; not a number where there is no clock. */
    float nowNanos() {
        int settled = clock >= 0 ? clock : settled();
        return settled == UNDECIDED || measured == 0 ? Float.NaN : (float) jitter[settled * STRIDE];
    }

    /** Some packet had another time stamp than the one before. */
    boolean timestampMoved() {
        return timestampMoved;
    }

    /** Ticks a second, {@link ClockRates#UNKNOWN} where they are not known. */
    int rate() {
        int settled = settled();
        return settled == UNDECIDED ? ClockRates.UNKNOWN : settled == OWN ? fixedRate : USUAL[settled];
    }

    /** The rate was read off the time stamps; it is not the one that the payload type stands for. */
    boolean isEstimate() {
        return fixedRate == ClockRates.UNKNOWN && rate() != ClockRates.microsoft(mainType);
    }

    long measured() {
        return measured;
    }

    /** Only with a rate and where something was measured. */
    double meanNanos() {
        return jitter[settled() * STRIDE + SUM] / measured;
    }

    double maxNanos() {
        return jitter[settled() * STRIDE + MAX];
    }
}
