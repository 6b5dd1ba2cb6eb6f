package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * One entry of an MPLS label stack; nothing in it says what follows the last one.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------+-----+-+---------------+
 *  |                 label                 | TC  |S|      TTL      |   S: bottom of stack
 *  +---------------------------------------+-----+-+---------------+
 *
 *   then, of a pseudowire, perhaps a control word:
 *  +-------+-------------------------------------------------------+
 *  |0 0 0 0|      flags, fragmentation, length, sequence number    |
 *  +-------+-------------------------------------------------------+
 * </pre>
 *
 * <p>Source: RFC 3032 section 2.1, RFC 4385 sections 3 and 5 (control word; a first half byte of 1 is its maintenance).
 */
public final class Mpls {
    public static final int ENTRY_AT = 0;
    public static final int LENGTH = ENTRY_AT + 4;

    public static final int CONTROL_WORD_LENGTH = 4;
    /** First four bits behind the stack: a control word. */
    public static final int CONTROL_WORD = 0;

    private Mpls() {}

    public static boolean check(int at, int end) {
        return end - at >= LENGTH;
    }

    public static boolean isBottom(ByteBuffer bytes, int at) {
        return (bytes.getInt(at + ENTRY_AT) & 0x100) != 0;
    }
}
