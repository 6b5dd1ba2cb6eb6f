package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * The frame in which newer MS-TURN clients wrap what they send to a relay's multiplexed port.
 *
 * <pre>
 *  0  2  ff10
 *  2  2  length of what follows, session id included
 *  4  8  session id
 * 12     data: STUN, RTP, RTCP
 * </pre>
 *
 * <p>ff lies outside the ranges of RFC 7983, so look for it before anything else.
 */
public final class MsMultiplex {
    static final int MARK_AT = 0;
    static final int LENGTH_AT = MARK_AT + 2;
    static final int SESSION_AT = LENGTH_AT + 2;

    public static final int HEADER_LENGTH = SESSION_AT + 8;

    private static final int MARK = 0xff10;

    private MsMultiplex() {}

    /** A frame that fills its datagram of {@code wireLength} bytes, of which {@code captured} are there. */
    public static boolean check(ByteBuffer bytes, int at, int captured, int wireLength) {
        return isMarked(bytes, at, captured) && (bytes.getShort(at + LENGTH_AT) & 0xffff) + SESSION_AT == wireLength;
    }

    /** Begins like such a frame, whatever its length field says: for a quotation, which may hold only a part. */
    public static boolean isMarked(ByteBuffer bytes, int at, int captured) {
        return captured >= HEADER_LENGTH && (bytes.getShort(at + MARK_AT) & 0xffff) == MARK;
    }
}
