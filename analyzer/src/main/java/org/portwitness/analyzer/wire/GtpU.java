package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * GTP-U header, version 1, with its optional fields and extension headers.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-----+-+-+-+-+-+---------------+-------------------------------+
 *  |ver 1|1|r|E|S|N|  message type |            length             |   length: behind the first 8 bytes
 *  +-----+-+-+-+-+-+---------------+-------------------------------+
 *  |                      tunnel endpoint id                       |
 *  +-------------------------------+---------------+---------------+
 *  |       sequence number         |  N-PDU number |next extension |   all of it where E, S or N
 *  +-------------------------------+---------------+---------------+
 *   extension headers, until the next is 0:
 *  +---------------+-------------------------------+---------------+
 *  | length, words |             ...               |next extension |
 *  +---------------+-------------------------------+---------------+
 * </pre>
 *
 * <p>Source: 3GPP TS 29.281 sections 5.1 and 5.2.
 */
public final class GtpU {
    public static final int FLAGS_AT = 0;
    public static final int TYPE_AT = FLAGS_AT + 1;
    public static final int LENGTH_AT = TYPE_AT + 1;
    public static final int TUNNEL_AT = LENGTH_AT + 2;
    public static final int SMALLEST = TUNNEL_AT + 4;
    private static final int NEXT_EXTENSION_AT = SMALLEST + 3;
    private static final int LONGER = NEXT_EXTENSION_AT + 1;

    private static final int VERSION_AND_KIND = 0xf0;
    private static final int VERSION_1_GTP = 0x30;
    private static final int OPTIONAL_FIELDS = 0x07;
    private static final int HAS_EXTENSION = 0x04;
    private static final int USER_PACKET = 0xff;

    /** TS 29.281 knows seven kinds; a hostile packet could hold hundreds. */
    private static final int MOST_EXTENSIONS = 8;

    private GtpU() {}

    /** True where a header of a user packet stands here with its mandatory fields. */
    public static boolean check(ByteBuffer bytes, int at, int end) {
        return end - at >= SMALLEST
                && (bytes.get(at + FLAGS_AT) & VERSION_AND_KIND) == VERSION_1_GTP
                && (bytes.get(at + TYPE_AT) & 0xff) == USER_PACKET;
    }

    /** Bytes of the header with all extensions; 0 where they are cut or make no sense. */
    public static int length(ByteBuffer bytes, int at, int end) {
        int flags = bytes.get(at + FLAGS_AT);
        if ((flags & OPTIONAL_FIELDS) == 0) {
            return SMALLEST;
        }
        if (end - at < LONGER) {
            return 0;
        }
        int next = (flags & HAS_EXTENSION) != 0 ? bytes.get(at + NEXT_EXTENSION_AT) : 0;
        int length = LONGER;
        for (int i = 0; i < MOST_EXTENSIONS && next != 0; i++) {
            if (end - at <= length) {
                return 0;
            }
            int extensionLength = (bytes.get(at + length) & 0xff) << 2;
            length += extensionLength;
            if (extensionLength == 0 || end - at < length) {
                return 0;
            }
            next = bytes.get(at + length - 1);
        }
        return next == 0 ? length : 0;
    }

    /** Bytes behind the mandatory fields, optional ones included. */
    public static int payloadLength(ByteBuffer bytes, int at) {
        return bytes.getShort(at + LENGTH_AT) & 0xffff;
    }
}
