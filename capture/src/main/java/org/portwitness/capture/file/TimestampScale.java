package org.portwitness.capture.file;

/**
 * Turns an interface's ticks into nanoseconds since the epoch: pcapng's {@code if_tsresol} and {@code if_tsoffset}.
 *
 * <p>Results are held within ±{@link #LIMIT_NANOS} (years 1823 to 2116), so that whoever adds a deadline to a time stamp or
 * subtracts two of them cannot overflow, whatever a capture says. Seconds of 32 bits end in 2106. Finer ticks than nanoseconds
 * are rounded down.
 */
final class TimestampScale {
    /** 2^62; larger would let differences overflow, smaller would touch times that the classic format can express. */
    static final long LIMIT_NANOS = 1L << 62;

    static final int MICROSECOND_RESOLUTION = 6;

    /** Microseconds since the epoch: what holds when an interface says nothing. */
    static final TimestampScale MICROSECONDS = new TimestampScale(MICROSECOND_RESOLUTION, 0);

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int NANO_EXPONENT = 9;
    private static final int POWER_OF_TWO = 0x80;

    private final boolean binary;
    private final int exponent;
    private final long offsetNanos;
    private final long factor;
    /** Ticks up to this one are a multiplication and an addition; −1 where the resolution needs more. */
    private final long plainTicks;

    /**
     * @param resolution {@code if_tsresol}: a negative power of ten, or of two if the top bit is set
     * @param offsetSeconds {@code if_tsoffset}
     */
    TimestampScale(int resolution, long offsetSeconds) {
        binary = (resolution & POWER_OF_TWO) != 0;
        exponent = resolution & (POWER_OF_TWO - 1);
        long limitSeconds = LIMIT_NANOS / SECOND_NANOS;
        offsetNanos = Math.max(-limitSeconds, Math.min(limitSeconds, offsetSeconds)) * SECOND_NANOS;
        boolean plain = !binary && exponent <= NANO_EXPONENT;
        factor = plain ? powerOfTen(NANO_EXPONENT - exponent) : 0;
        plainTicks = plain ? (LIMIT_NANOS - Math.max(0, offsetNanos)) / factor : -1;
    }

    /** The time stamp of {@code ticks}, which are unsigned. */
    long nanos(long ticks) {
        return ticks >= 0 && ticks <= plainTicks ? ticks * factor + offsetNanos : nanosOfUncommon(ticks);
    }

    private long nanosOfUncommon(long ticks) {
        long sinceOffset = binary ? binaryNanos(ticks) : decimalNanos(ticks);
        // both below 2^63 and of limited size: their sum cannot wrap below, and above it can only reach the sign
        long sum = sinceOffset + offsetNanos;
        if (sinceOffset > 0 && offsetNanos > 0 && sum < 0) {
            return LIMIT_NANOS;
        }
        return Math.max(-LIMIT_NANOS, Math.min(LIMIT_NANOS, sum));
    }

    private long decimalNanos(long ticks) {
        if (exponent <= NANO_EXPONENT) {
            return unsignedHigh(ticks, factor) != 0 ? Long.MAX_VALUE : saturated(ticks * factor);
        }
        int surplus = exponent - NANO_EXPONENT;
        if (surplus > 19) {
            return 0; // 2^64 ticks of that size are less than a nanosecond
        }
        // 10^19 is no signed long
        return surplus == 19
                ? Long.divideUnsigned(Long.divideUnsigned(ticks, powerOfTen(18)), 10)
                : Long.divideUnsigned(ticks, powerOfTen(surplus));
    }

    private long binaryNanos(long ticks) {
        long high = unsignedHigh(ticks, SECOND_NANOS);
        long low = ticks * SECOND_NANOS;
        if (exponent == 0) {
            return high != 0 ? Long.MAX_VALUE : saturated(low);
        }
        if (exponent >= Long.SIZE) {
            return high >>> (exponent - Long.SIZE);
        }
        return high >>> exponent != 0 ? Long.MAX_VALUE : saturated(high << (Long.SIZE - exponent) | low >>> exponent);
    }

    private static long saturated(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    /** The upper half of the unsigned product. */
    private static long unsignedHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    private static long powerOfTen(int power) {
        long result = 1;
        for (int i = 0; i < power; i++) {
            result *= 10;
        }
        return result;
    }
}
