package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * Headers of mirrored frames behind GRE: ERSPAN type II and type III. Type I has none.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-----------------------+-----+---+-+-------------------+
 *  | ver 1 |          VLAN         | COS |En |T|     session       |   type II
 *  +-------+---------------+-------+-----+---+-+-------------------+
 *  |       reserved        |                 index                 |
 *  +-----------------------+---------------------------------------+
 *
 *  +-------+-----------------------+-----+---+-+-------------------+
 *  | ver 2 |          VLAN         | COS |BSO|T|     session       |   type III
 *  +-------+-----------------------+-----+---+-+-------------------+
 *  |                          time stamp                           |
 *  +-------------------------------+-+---------+-----------+-+---+-+
 *  |      security group tag       |P|  frame  | hardware  |D|Gra|O|
 *  +-------------------------------+-+---------+-----------+-+---+-+
 *  |          platform specific, 8 bytes, where O                  |
 * </pre>
 *
 * <p>Source: draft-foschiano-erspan-03 sections 4.2 and 4.3.
 */
public final class Erspan {
    public static final int VERSION_AT = 0;
    public static final int LENGTH_II = VERSION_AT + 8;
    public static final int FRAME_AT = LENGTH_II + 2;
    public static final int LENGTH_III = FRAME_AT + 2;

    private static final int PLATFORM_LENGTH = 8;
    private static final int HAS_PLATFORM = 0x0001;

    public static final int VERSION_II = 1;
    public static final int VERSION_III = 2;

    /** Frame types of type III. */
    public static final int FRAME_ETHERNET = 0;

    public static final int FRAME_IP = 2;

    private Erspan() {}

    /** True where a whole header stands here, for either version; of another version only that much is known. */
    public static boolean check(ByteBuffer bytes, int at, int end) {
        return end - at >= LENGTH_II
                && (version(bytes, at) != VERSION_III || (end - at >= LENGTH_III && end - at >= lengthIii(bytes, at)));
    }

    public static int version(ByteBuffer bytes, int at) {
        return (bytes.get(at + VERSION_AT) & 0xff) >>> 4;
    }

    public static int lengthIii(ByteBuffer bytes, int at) {
        return LENGTH_III + ((bytes.getShort(at + FRAME_AT) & HAS_PLATFORM) != 0 ? PLATFORM_LENGTH : 0);
    }

    public static int frameType(ByteBuffer bytes, int at) {
        return bytes.getShort(at + FRAME_AT) >>> 10 & 0x1f;
    }
}
