package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampScaleTest {
    @ParameterizedTest
    @CsvSource({
        "6,    0,  1600000000123456,    1600000000123456000",
        "9,    0,  1600000000123456789, 1600000000123456789",
        "0,    0,  1600000000,          1600000000000000000",
        "3,    5,  1,                   5001000000",
        "12,   0,  1999,                1",
        "0x80, 0,  7,                   7000000000",
        "0x81, 0,  1,                   500000000",
        "0x8a, 0,  1024,                1000000000",
        "0xa0, -1, 4294967296,          0",
        "0xbf, 0,  9223372036854775807, 999999999",
        "0xc0, 0,  -1,                  999999999",
        "0xc0, 0,  1,                   0",
        "28,   0,  -1,                  1",
        "29,   0,  -1,                  0",
        "127,  0,  -1,                  0",
        "0xff, 0,  -1,                  0",
    })
    void ticksBecomeNanoseconds(String resolution, long offsetSeconds, long ticks, long nanos) {
        assertEquals(nanos, new TimestampScale(Integer.decode(resolution), offsetSeconds).nanos(ticks));
    }

    @ParameterizedTest
    @CsvSource({
        "0,    0,                    4611686018",
        "0,    0,                    4611686019",
        "0,    0,                    -1",
        "6,    0,                    -1",
        "9,    0,                    -1",
        "0x80, 0,                    -1",
        "0x81, 0,                    -1",
        "6,    9223372036854775807,  0",
        "6,    9223372036854775807,  -1",
        "6,    -9223372036854775808, 0",
        "9,    -9223372036854775808, 1",
        "0x80, 4611686018,           4611686018",
    })
    void whatIsBeyondTheLimitStaysAtIt(String resolution, long offsetSeconds, long ticks) {
        BigInteger exact = exact(Integer.decode(resolution), offsetSeconds, ticks);
        long actual = new TimestampScale(Integer.decode(resolution), offsetSeconds).nanos(ticks);
        assertEquals(true, Math.abs(actual) <= TimestampScale.LIMIT_NANOS);
        BigInteger limit = BigInteger.valueOf(TimestampScale.LIMIT_NANOS);
        // the offset is held in whole seconds
        BigInteger held = exact.max(limit.negate()).min(limit);
        assertEquals(
                true, held.subtract(BigInteger.valueOf(actual)).abs().compareTo(BigInteger.valueOf(1_000_000_000)) < 0);
    }

    @Test
    void everyResolutionAgreesWithExactArithmetic() {
        Random random = new Random(20180501);
        for (int resolution = 0; resolution < 256; resolution++) {
            for (int i = 0; i < 200; i++) {
                long ticks = random.nextLong() >>> random.nextInt(64);
                long offset = random.nextInt(2_000_000_000) - 1_000_000_000L;
                BigInteger limit = BigInteger.valueOf(TimestampScale.LIMIT_NANOS);
                BigInteger exact =
                        exact(resolution, offset, ticks).max(limit.negate()).min(limit);
                assertEquals(
                        exact.longValueExact(),
                        new TimestampScale(resolution, offset).nanos(ticks),
                        resolution + " " + offset + " " + ticks);
            }
        }
    }

    private static BigInteger exact(int resolution, long offsetSeconds, long ticks) {
        BigInteger unit = BigInteger.valueOf((resolution & 0x80) != 0 ? 2 : 10).pow(resolution & 0x7f);
        BigInteger second = BigInteger.valueOf(1_000_000_000);
        return new BigInteger(Long.toUnsignedString(ticks))
                .multiply(second)
                .divide(unit)
                .add(BigInteger.valueOf(offsetSeconds).multiply(second));
    }
}
