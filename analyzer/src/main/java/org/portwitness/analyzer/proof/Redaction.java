package org.portwitness.analyzer.proof;

import java.nio.ByteBuffer;

/** A copy of a packet that shows only the parts that were asked for; all else is zeros. */
final class Redaction {
    private final ByteBuffer original;
    private final byte[] shown;

    Redaction(byte[] packet) {
        original = ByteBuffer.wrap(packet);
        shown = new byte[packet.length];
    }

    /** The packet as it was captured. */
    ByteBuffer bytes() {
        return original;
    }

    /** Shows a part; what lies outside the packet is passed over. */
    void keep(int from, int to) {
        int start = Math.max(0, from);
        int length = Math.min(to, shown.length) - start;
        if (length > 0) {
            original.get(start, shown, start, length);
        }
    }

    byte[] shown() {
        return shown;
    }
}
