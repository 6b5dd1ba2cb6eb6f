package org.portwitness.testdata;

import java.util.Arrays;

/** Breaks files and frames on purpose. */
public final class Damage {
    private Damage() {}

    /** The first {@code length} bytes. */
    public static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, Math.min(bytes.length, length));
    }

    /** All but the last {@code count} bytes. */
    public static byte[] cutOff(byte[] bytes, int count) {
        return Arrays.copyOf(bytes, Math.max(0, bytes.length - count));
    }

    /** One bit turned, 0 being the lowest of its byte. */
    public static byte[] flip(byte[] bytes, int at, int bit) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << bit);
        return flipped;
    }

    public static byte[] overwrite(byte[] bytes, int at, byte... with) {
        byte[] changed = bytes.clone();
        System.arraycopy(with, 0, changed, at, with.length);
        return changed;
    }
}
