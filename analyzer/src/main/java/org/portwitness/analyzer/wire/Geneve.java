package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * Geneve header.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---+-----------+-+-+-----------+-------------------------------+
 *  |ver|  options  |O|C| reserved  |           protocol            |   options in words
 *  +---+-----------+-+-+-----------+---------------+---------------+
 *  |            network identifier                 |   reserved    |
 *  +-----------------------------------------------+---------------+
 *  |                          options                              |
 * </pre>
 *
 * <p>Source: RFC 8926 section 3.4.
 */
public final class Geneve {
    public static final int VERSION_AT = 0;
    public static final int FLAGS_AT = VERSION_AT + 1;
    public static final int PROTOCOL_AT = FLAGS_AT + 1;
    public static final int NETWORK_AT = PROTOCOL_AT + 2;
    public static final int SMALLEST = NETWORK_AT + 4;

    private static final int VERSION = 0xc0;
    private static final int OPTION_WORDS = 0x3f;

    private Geneve() {}

    public static boolean check(ByteBuffer bytes, int at, int end) {
        return end - at >= SMALLEST && (bytes.get(at + VERSION_AT) & VERSION) == 0 && end - at >= length(bytes, at);
    }

    public static int length(ByteBuffer bytes, int at) {
        return SMALLEST + ((bytes.get(at + VERSION_AT) & OPTION_WORDS) << 2);
    }

    /** An EtherType. */
    public static int protocol(ByteBuffer bytes, int at) {
        return bytes.getShort(at + PROTOCOL_AT) & 0xffff;
    }
}
