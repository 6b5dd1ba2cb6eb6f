package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * L2TP version 2 header of a data message; PPP follows.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+---+-+-+-+-+-------+-------+-------------------------------+
 *  |T|L|   |S|r|O|P|  0    | ver 2 |       length, where L         |
 *  +-+-+---+-+-+-+-+-------+-------+-------------------------------+
 *  |          tunnel id            |          session id           |
 *  +-------------------------------+-------------------------------+
 *  |          Ns, where S          |          Nr, where S          |
 *  +-------------------------------+-------------------------------+
 *  |     offset size, where O      |    that many bytes of filling |
 * </pre>
 *
 * <p>Source: RFC 2661 section 3.1.
 */
public final class L2tp {
    public static final int FLAGS_AT = 0;
    private static final int FLAGS_LENGTH = 2;
    private static final int LENGTH_LENGTH = 2;
    private static final int IDS_LENGTH = 4;
    private static final int SEQUENCE_LENGTH = 4;
    private static final int OFFSET_LENGTH = 2;

    private static final int CONTROL = 0x8000;
    private static final int HAS_LENGTH = 0x4000;
    private static final int HAS_SEQUENCE = 0x0800;
    private static final int HAS_OFFSET = 0x0200;
    /** Reserved bits, which are 0. */
    private static final int RESERVED = 0x34f0;

    private static final int VERSION = 0x000f;
    private static final int VERSION_2 = 2;

    private L2tp() {}

    /** True where the flags of a data message stand here, so that {@link #length} can be read. */
    public static boolean check(ByteBuffer bytes, int at, int end) {
        return end - at >= FLAGS_LENGTH + IDS_LENGTH
                && (flags(bytes, at) & (CONTROL | RESERVED | VERSION)) == VERSION_2;
    }

    /** Bytes of the header with its filling; 0 where they are cut. */
    public static int length(ByteBuffer bytes, int at, int end) {
        int flags = flags(bytes, at);
        int length = FLAGS_LENGTH + IDS_LENGTH;
        length += (flags & HAS_LENGTH) != 0 ? LENGTH_LENGTH : 0;
        length += (flags & HAS_SEQUENCE) != 0 ? SEQUENCE_LENGTH : 0;
        if ((flags & HAS_OFFSET) != 0) {
            if (end - at < length + OFFSET_LENGTH) {
                return 0;
            }
            length += OFFSET_LENGTH + (bytes.getShort(at + length) & 0xffff);
        }
        return end - at >= length ? length : 0;
    }

    private static int flags(ByteBuffer bytes, int at) {
        return bytes.getShort(at + FLAGS_AT) & 0xffff;
    }
}
