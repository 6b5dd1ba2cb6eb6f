package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * The attributes behind a STUN header.
 *
 * <pre>
 *  0  2  type
 *  2  2  length of the value
 *  4     value, then 0..3 bytes of padding that the length does not count
 * </pre>
 *
 * <p>MS-TURN does not pad (observed; its first attribute is always the magic cookie attribute), so each walk is told how to step. RFC
 * 8489 section 14; MS-TURN 2.2.2.
 */
public final class StunAttributes {
    /** No such attribute. */
    public static final int NONE = -1;

    public static final int USERNAME = 0x0006;
    public static final int ERROR_CODE = 0x0009;

    /** MS-TURN's first attribute. */
    public static final int MAGIC = 0x000f;

    /** A packet relayed by the server: DATA of RFC 8656 and of MS-TURN. */
    public static final int DATA = 0x0013;

    /** MS-TURN calls NONCE what RFC 8489 calls REALM, and the other way round. */
    public static final int MS_NONCE = 0x0014;

    public static final int NONCE = 0x0015;
    public static final int PRIORITY = 0x0024;
    public static final int ICE_CONTROLLED = 0x8029;
    public static final int ICE_CONTROLLING = 0x802a;

    /** MS-ICE2, in requests only. */
    public static final int CANDIDATE_IDENTIFIER = 0x8054;

    /** MS-ICE2, in every request and response. */
    public static final int IMPLEMENTATION_VERSION = 0x8070;

    static final int TYPE_AT = 0;
    static final int LENGTH_AT = TYPE_AT + 2;
    static final int VALUE_AT = LENGTH_AT + 2;

    private static final int MAGIC_HEADER = 0x000f_0004;
    private static final int MAGIC_VALUE = 0x72c6_4bc6;
    private static final int MAGIC_LENGTH = VALUE_AT + 4;

    /** More attributes than any real message has: a 64 KiB message of empty ones would be walked 16384 times. */
    private static final int MOST_ATTRIBUTES = 128;

    private StunAttributes() {}

    /** The attributes of a message begin with MS-TURN's magic cookie attribute, the one sure mark of MS-TURN. */
    public static boolean startsWithMagic(ByteBuffer bytes, int at, int end) {
        return end - at >= MAGIC_LENGTH
                && bytes.getInt(at + TYPE_AT) == MAGIC_HEADER
                && bytes.getInt(at + VALUE_AT) == MAGIC_VALUE;
    }

    /** The attributes from {@code at} end exactly at {@code end}, padded or not. */
    public static boolean endExactly(ByteBuffer bytes, int at, int end) {
        return endExactly(bytes, at, end, true) || endExactly(bytes, at, end, false);
    }

    private static boolean endExactly(ByteBuffer bytes, int at, int end, boolean padded) {
        int here = at;
        for (int i = 0; i < MOST_ATTRIBUTES; i++) {
            if (here == end) {
                return true;
            }
            if (!check(bytes, here, end)) {
                return false;
            }
            here = next(bytes, here, padded);
        }
        return false;
    }

    /** A whole attribute stands at {@code at}. */
    public static boolean check(ByteBuffer bytes, int at, int end) {
        return at >= 0 && end - at >= VALUE_AT && end - at - VALUE_AT >= length(bytes, at);
    }

    /** Position of the first attribute of a type; {@link #NONE} where the part up to {@code end} has none that is whole. */
    public static int find(ByteBuffer bytes, int at, int end, int type, boolean padded) {
        int here = at;
        for (int i = 0; i < MOST_ATTRIBUTES && check(bytes, here, end); i++) {
            if (type(bytes, here) == type) {
                return here;
            }
            here = next(bytes, here, padded);
        }
        return NONE;
    }

    /** Where the attribute behind a checked one begins. */
    public static int next(ByteBuffer bytes, int at, boolean padded) {
        int length = length(bytes, at);
        return at + VALUE_AT + (padded ? length + 3 & ~3 : length);
    }

    public static int type(ByteBuffer bytes, int at) {
        return bytes.getShort(at + TYPE_AT) & 0xffff;
    }

    /** Bytes of the value. */
    public static int length(ByteBuffer bytes, int at) {
        return bytes.getShort(at + LENGTH_AT) & 0xffff;
    }

    public static int valueAt(int at) {
        return at + VALUE_AT;
    }

    /**
     * The code in a checked ERROR-CODE attribute, class times 100 plus number; 0 where it is too short to hold one.
     *
     * <pre>
     *  0  2  zero    2  1  five zero bits, class 3..6    3  1  number 0..99    4  reason
     * </pre>
     */
    public static int errorCode(ByteBuffer bytes, int at) {
        if (length(bytes, at) < 4) {
            return 0;
        }
        return (bytes.get(at + VALUE_AT + 2) & 7) * 100 + (bytes.get(at + VALUE_AT + 3) & 0xff);
    }
}
