package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;

/** A 64-bit hash to tell byte strings apart; not against those who make collisions on purpose, who gain nothing from one here. */
final class PayloadHash {
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private PayloadHash() {}

    static long of(ByteBuffer bytes, int from, int length) {
        long hash = length * ODD;
        int at = from;
        int end = from + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ bytes.getLong(at)) * ODD;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes.get(at)) * ODD;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
