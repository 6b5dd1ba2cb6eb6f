package org.portwitness.capture.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The checksum in lz4 frames: xxHash with 32 bits and seed 0, over bytes that come in pieces. One thread. */
final class XxHash32 {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int PRIME_1 = 0x9e3779b1;
    private static final int PRIME_2 = 0x85ebca77;
    private static final int PRIME_3 = 0xc2b2ae3d;
    private static final int PRIME_4 = 0x27d4eb2f;
    private static final int PRIME_5 = 0x165667b1;
    /** The first two primes together, as far as an int holds that. */
    private static final int FIRST_SUM = 0x24234428;

    private static final int STRIPE_BYTES = 16;

    private final byte[] rest = new byte[STRIPE_BYTES];
    private int resting;
    private long length;
    private int a;
    private int b;
    private int c;
    private int d;

    XxHash32() {
        reset();
    }

    void reset() {
        resting = 0;
        length = 0;
        a = FIRST_SUM;
        b = PRIME_2;
        c = 0;
        d = -PRIME_1;
    }

    void update(byte[] bytes, int from, int count) {
        length += count;
        int at = from;
        int end = from + count;
        if (resting > 0) {
            int more = Math.min(STRIPE_BYTES - resting, count);
            System.arraycopy(bytes, at, rest, resting, more);
            resting += more;
            at += more;
            if (resting < STRIPE_BYTES) {
                return;
            }
            stripes(rest, 0, STRIPE_BYTES);
            resting = 0;
        }
        int whole = (end - at) & -STRIPE_BYTES;
        stripes(bytes, at, at + whole);
        at += whole;
        System.arraycopy(bytes, at, rest, 0, end - at);
        resting = end - at;
    }

    private void stripes(byte[] bytes, int from, int end) {
        int first = a;
        int second = b;
        int third = c;
        int fourth = d;
        for (int at = from; at < end; at += STRIPE_BYTES) {
            first = round(first, (int) INT.get(bytes, at));
            second = round(second, (int) INT.get(bytes, at + 4));
            third = round(third, (int) INT.get(bytes, at + 8));
            fourth = round(fourth, (int) INT.get(bytes, at + 12));
        }
        a = first;
        b = second;
        c = third;
        d = fourth;
    }

    private static int round(int sum, int word) {
        return Integer.rotateLeft(sum + word * PRIME_2, 13) * PRIME_1;
    }

    /** The checksum of all bytes so far; more may follow. */
    int value() {
        int hash = length >= STRIPE_BYTES
                ? Integer.rotateLeft(a, 1)
                        + Integer.rotateLeft(b, 7)
                        + Integer.rotateLeft(c, 12)
                        + Integer.rotateLeft(d, 18)
                : PRIME_5;
        hash += (int) length;
        int at = 0;
        for (; at + 4 <= resting; at += 4) {
            hash = Integer.rotateLeft(hash + (int) INT.get(rest, at) * PRIME_3, 17) * PRIME_4;
        }
        for (; at < resting; at++) {
            hash = Integer.rotateLeft(hash + (rest[at] & 0xff) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 15) * PRIME_2;
        hash = (hash ^ hash >>> 13) * PRIME_3;
        return hash ^ hash >>> 16;
    }
}
