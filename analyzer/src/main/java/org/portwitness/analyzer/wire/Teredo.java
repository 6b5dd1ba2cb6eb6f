package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * What may stand between a Teredo packet's UDP header and its IPv6 header.
 *
 * <pre>
 *   authentication                                    origin indication
 *  +---------------+---------------+----------+      +-------------------------------+-----------+
 *  |      00       |      01       | id length|      |           00 00               | port, XOR |
 *  +---------------+---------------+----------+      +-------------------------------+-----------+
 *  |key length     |   id, authentication     |      |         address, 4 bytes, XOR             |
 *  +---------------+--------------------------+      +-------------------------------------------+
 *  |  nonce, 8 bytes         | confirmation   |
 *  +-------------------------+----------------+
 * </pre>
 *
 * <p>Source: RFC 4380 section 5.1.1.
 */
public final class Teredo {
    private static final int KIND_AT = 0;
    private static final int KIND_LENGTH = 2;
    private static final int ID_LENGTH_AT = KIND_AT + KIND_LENGTH;
    private static final int KEY_LENGTH_AT = ID_LENGTH_AT + 1;
    private static final int SMALLEST_AUTHENTICATION = KEY_LENGTH_AT + 1 + 8 + 1;
    private static final int ORIGIN_LENGTH = 8;

    private static final int AUTHENTICATION = 0x0001;
    private static final int ORIGIN = 0x0000;

    private Teredo() {}

    /** Bytes before the IPv6 header; more than there are where it is cut. */
    public static int length(ByteBuffer bytes, int at, int end) {
        int length = 0;
        if (kind(bytes, at, end) == AUTHENTICATION) {
            if (end - at < SMALLEST_AUTHENTICATION) {
                return SMALLEST_AUTHENTICATION;
            }
            length = SMALLEST_AUTHENTICATION
                    + (bytes.get(at + ID_LENGTH_AT) & 0xff)
                    + (bytes.get(at + KEY_LENGTH_AT) & 0xff);
        }
        return kind(bytes, at + length, end) == ORIGIN ? length + ORIGIN_LENGTH : length;
    }

    /** The first two bytes, −1 where they are cut. */
    private static int kind(ByteBuffer bytes, int at, int end) {
        return end - at >= KIND_LENGTH ? bytes.getShort(at + KIND_AT) & 0xffff : -1;
    }
}
