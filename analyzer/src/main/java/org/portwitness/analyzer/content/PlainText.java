package org.portwitness.analyzer.content;

import java.nio.charset.StandardCharsets;

/** Bytes from the wire as text that is safe to print anywhere. */
final class PlainText {
    private PlainText() {}

    /** Printable ASCII as it is, everything else as {@code \xNN}. */
    static String of(byte[] bytes, int from, int to) {
        int plain = from;
        while (plain < to && isPlain(bytes[plain])) {
            plain++;
        }
        if (plain == to) {
            return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        }
        StringBuilder text = new StringBuilder(2 * (to - from));
        for (int i = from; i < to; i++) {
            if (isPlain(bytes[i])) {
                text.append((char) bytes[i]);
            } else {
                text.append(String.format("\\x%02x", bytes[i] & 0xff));
            }
        }
        return text.toString();
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b < 0x7f;
    }
}
