package org.portwitness.capture.live;

/** A counter of 32 bits that somebody else keeps, read often enough to notice when it starts again at 0. */
final class GrowingCount {
    private static final long MODULUS = 1L << 32;

    private long last;
    private long total;

    void set(long reading) {
        long now = reading & MODULUS - 1;
        total += now - last & MODULUS - 1;
        last = now;
    }

    long value() {
        return total;
    }
}
