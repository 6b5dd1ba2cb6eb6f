package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * The STUN header, in the forms of RFC 8489, 5389, 3489 and of MS-TURN.
 *
 * <pre>
 *  0  2  type     two zero bits, then method and class bits mixed
 *  2  2  length   bytes behind this header
 *  4  4  cookie   2112a442; RFC 3489 and MS-TURN's Data Indication: any value, part of the id
 *  8 12  id
 * 20     attributes
 * </pre>
 *
 * <p>An id here is always the sixteen bytes from the cookie on: one comparison serves all the forms. MS-TURN (section 2.2.1) uses two
 * types that RFC 8489 reads differently: 0004 is a Send Request without an answer, 0115 a Data Indication.
 */
public final class Stun {
    static final int TYPE_AT = 0;
    static final int LENGTH_AT = TYPE_AT + 2;
    static final int COOKIE_AT = LENGTH_AT + 2;
    static final int ID_AT = COOKIE_AT + 4;

    /** Bytes of the header: enough for type and id. */
    public static final int HEADER_LENGTH = ID_AT + 12;

    /** Marks RFC 5389 and later. */
    public static final int COOKIE = 0x2112a442;

    public static final int REQUEST = 0;
    public static final int INDICATION = 1;
    public static final int SUCCESS = 2;
    public static final int ERROR = 3;

    public static final int BINDING = 0x001;
    public static final int SHARED_SECRET = 0x002;
    public static final int ALLOCATE = 0x003;
    public static final int REFRESH = 0x004;
    public static final int SEND = 0x006;
    public static final int DATA = 0x007;
    public static final int CREATE_PERMISSION = 0x008;
    public static final int CHANNEL_BIND = 0x009;
    public static final int CONNECT = 0x00a;
    public static final int CONNECTION_BIND = 0x00b;

    /** MS-TURN Set Active Destination: the number that RFC 8656 gives to Send, which has no request. */
    public static final int SET_ACTIVE_DESTINATION = 0x006;

    /** Message types of MS-TURN that nobody answers. */
    public static final int MS_SEND_REQUEST_TYPE = 0x0004;

    public static final int MS_DATA_INDICATION_TYPE = 0x0115;

    private Stun() {}

    /**
     * A message with the cookie that fills its packet. Attributes are not looked at: MS-TURN does not pad them, and private types of
     * messengers carry odd lengths.
     *
     * @param captured bytes from {@code at} on that were captured
     * @param wireLength bytes there were on the wire; more where the frame was cut
     */
    public static boolean check(ByteBuffer bytes, int at, int captured, int wireLength) {
        return captured >= HEADER_LENGTH
                && (bytes.get(at) & 0xc0) == 0
                && bytes.getInt(at + COOKIE_AT) == COOKIE
                && length(bytes, at) + HEADER_LENGTH == wireLength;
    }

    /**
     * A message without the cookie that fills its packet and has one of the types that RFC 3489 and MS-TURN know. Not proof: the caller
     * needs another sign (port, {@linkplain StunAttributes#startsWithMagic magic attribute}, a peer that already spoke STUN) and the
     * attributes must end where the message does.
     */
    public static boolean checkClassic(ByteBuffer bytes, int at, int captured, int wireLength) {
        return captured >= HEADER_LENGTH
                && length(bytes, at) + HEADER_LENGTH == wireLength
                && isClassicType(type(bytes, at));
    }

    private static boolean isClassicType(int type) {
        return switch (type) {
            case 0x0001,
                    0x0101,
                    0x0111,
                    0x0002,
                    0x0102,
                    0x0112,
                    0x0003,
                    0x0103,
                    0x0113,
                    0x0004,
                    0x0104,
                    0x0114,
                    0x0115,
                    0x0006,
                    0x0106,
                    0x0116 -> true;
            default -> false;
        };
    }

    public static int type(ByteBuffer bytes, int at) {
        return bytes.getShort(at + TYPE_AT) & 0xffff;
    }

    /** Bytes behind the header. */
    public static int length(ByteBuffer bytes, int at) {
        return bytes.getShort(at + LENGTH_AT) & 0xffff;
    }

    public static boolean hasCookie(ByteBuffer bytes, int at) {
        return bytes.getInt(at + COOKIE_AT) == COOKIE;
    }

    /** Cookie and the first four bytes of the id; all of it id where there is no cookie. */
    public static long idHigh(ByteBuffer bytes, int at) {
        return bytes.getLong(at + COOKIE_AT);
    }

    /** The last eight bytes of the id. */
    public static long idLow(ByteBuffer bytes, int at) {
        return bytes.getLong(at + COOKIE_AT + 8);
    }

    /** Whether an id as {@link #idHigh} gives it begins with the cookie. */
    public static boolean isCookie(long idHigh) {
        return (int) (idHigh >>> 32) == COOKIE;
    }

    /** One of {@link #REQUEST}, {@link #INDICATION}, {@link #SUCCESS}, {@link #ERROR}. */
    public static int messageClass(int type) {
        return type >>> 4 & 1 | type >>> 7 & 2;
    }

    public static int method(int type) {
        return type & 0xf | (type & 0xe0) >>> 1 | (type & 0x3e00) >>> 2;
    }

    /** Methods with a request that some RFC or MS-TURN describes; others are private and promise no answer. */
    public static boolean isKnownRequest(int method) {
        return switch (method) {
            case BINDING,
                    SHARED_SECRET,
                    ALLOCATE,
                    REFRESH,
                    SET_ACTIVE_DESTINATION,
                    CREATE_PERMISSION,
                    CHANNEL_BIND,
                    CONNECT,
                    CONNECTION_BIND -> true;
            default -> false;
        };
    }
}
