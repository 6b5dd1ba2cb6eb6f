package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;

/**
 * The marks that MirrorOp messages over TCP begin with, as published by those who took the relatives of the receiver apart: commands
 * {@code wppcmd} and {@code wppalive}, the data channel's {@code wppib}, {@code SenderId} and {@code AWINDIB }.
 */
final class MirrorOp {
    private static final int WPPA = 'w' << 24 | 'p' << 16 | 'p' << 8 | 'a';
    private static final int WPPC = 'w' << 24 | 'p' << 16 | 'p' << 8 | 'c';
    private static final int WPPI = 'w' << 24 | 'p' << 16 | 'p' << 8 | 'i';
    private static final int SEND = 'S' << 24 | 'e' << 16 | 'n' << 8 | 'd';
    private static final int AWIN = 'A' << 24 | 'W' << 16 | 'I' << 8 | 'N';

    private MirrorOp() {}

    /** Needs four bytes. */
    static boolean begins(ByteBuffer bytes, int at, int end) {
        return switch (bytes.getInt(at)) {
            case WPPA -> rest(bytes, at, end, "live");
            case WPPC -> rest(bytes, at, end, "md");
            case WPPI -> rest(bytes, at, end, "b");
            case SEND -> rest(bytes, at, end, "erId");
            case AWIN -> rest(bytes, at, end, "DIB ");
            default -> false;
        };
    }

    private static boolean rest(ByteBuffer bytes, int at, int end, String text) {
        if (end - at < 4 + text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes.get(at + 4 + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
