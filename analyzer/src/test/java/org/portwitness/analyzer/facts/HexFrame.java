package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.portwitness.capture.Frame;

/** Frames from hex text: blanks are ignored, and what stands behind a {@code #} to the end of the line is a comment. */
final class HexFrame {
    /** The frame never begins at 0, so that code which mixes up indexes and lengths is found out. */
    private static final int LEAD = 7;

    private HexFrame() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("#.*", "").replaceAll("\\s", ""));
    }

    static Frame of(int linkType, String hex) {
        byte[] bytes = bytes(hex);
        return of(linkType, bytes, bytes.length, bytes.length);
    }

    /** The first {@code captured} bytes of a frame of {@code original} bytes; the buffer ends there. */
    static Frame of(int linkType, byte[] bytes, int captured, int original) {
        ByteBuffer buffer = ByteBuffer.allocate(LEAD + captured).put(LEAD, bytes, 0, captured);
        Frame frame = new Frame();
        frame.set(buffer, LEAD, captured, original, linkType, 1_000_000_000L);
        return frame;
    }

    /** Where a byte of the frame lies in its buffer. */
    static int at(int offset) {
        return LEAD + offset;
    }
}
