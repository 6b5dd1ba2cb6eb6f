package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * PPPoE session header; a PPP protocol number follows.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------+---------------+-------------------------------+
 *  | ver 1 | type 1|    code 0     |          session id           |
 *  +-------+-------+---------------+-------------------------------+
 *  |            length             |
 *  +-------------------------------+
 * </pre>
 *
 * <p>Source: RFC 2516 section 4.
 */
public final class Pppoe {
    public static final int VERSION_AT = 0;
    public static final int CODE_AT = VERSION_AT + 1;
    public static final int SESSION_AT = CODE_AT + 1;
    public static final int LENGTH_AT = SESSION_AT + 2;
    public static final int LENGTH = LENGTH_AT + 2;

    private static final int SESSION_DATA = 0;

    private Pppoe() {}

    public static boolean check(int at, int end) {
        return end - at >= LENGTH;
    }

    public static boolean isData(ByteBuffer bytes, int at) {
        return bytes.get(at + CODE_AT) == SESSION_DATA;
    }

    /** Bytes behind this header, the PPP protocol number included. */
    public static int payloadLength(ByteBuffer bytes, int at) {
        return bytes.getShort(at + LENGTH_AT) & 0xffff;
    }
}
