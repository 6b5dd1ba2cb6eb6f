package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * The fixed headers of RTP and RTCP (RFC 3550 sections 5.1 and 6.4), which SRTP and SRTCP leave in clear.
 *
 * <pre>
 * RTP   0 V=2:2 P:1 X:1 CC:4   1 M:1 PT:7   2 2 sequence   4 4 timestamp   8 4 SSRC   12 CSRC*CC
 *       with X: profile:2 words:2 data
 * RTCP  0 V=2:2 P:1 count:5    1 PT 200..207   2 2 length in words - 1   4 4 SSRC of the sender
 * </pre>
 *
 * <p>Padding is not checked: SRTP encrypts its count. No single packet proves that a flow is media.
 */
public final class Rtp {
    static final int FLAGS_AT = 0;
    static final int TYPE_AT = FLAGS_AT + 1;
    static final int SEQUENCE_AT = TYPE_AT + 1;
    static final int TIMESTAMP_AT = SEQUENCE_AT + 2;
    static final int SSRC_AT = TIMESTAMP_AT + 4;

    public static final int HEADER_LENGTH = SSRC_AT + 4;

    static final int RTCP_LENGTH_AT = TYPE_AT + 1;
    static final int RTCP_SSRC_AT = RTCP_LENGTH_AT + 2;

    public static final int RTCP_HEADER_LENGTH = RTCP_SSRC_AT + 4;

    private static final int EXTENSION = 0x10;

    private static final int FIRST_RTCP_TYPE = 64;
    private static final int LAST_RTCP_TYPE = 95;

    private Rtp() {}

    /**
     * Could be RTP: version 2, a payload type that RTP uses beside RTCP (RFC 5761: not 64..95), and header, CSRCs and extension fit.
     *
     * @param captured bytes from {@code at} on that were captured
     * @param wireLength bytes there were on the wire
     */
    public static boolean check(ByteBuffer bytes, int at, int captured, int wireLength) {
        if (captured < HEADER_LENGTH || (bytes.get(at) & 0xc0) != 0x80) {
            return false;
        }
        if (isRtcpRange(bytes, at)) {
            return false;
        }
        int flags = bytes.get(at + FLAGS_AT);
        int length = HEADER_LENGTH + (flags & 0xf) * 4;
        if ((flags & EXTENSION) != 0) {
            if (length + 4 <= captured) {
                length += (bytes.getShort(at + length + 2) & 0xffff) * 4;
            }
            length += 4;
        }
        return length <= wireLength;
    }

    /** Could be RTCP: version 2, a packet type of RFC 3550, 4585 or 3611, and the first packet fits. SRTCP's trailer may follow. */
    public static boolean checkRtcp(ByteBuffer bytes, int at, int captured, int wireLength) {
        if (captured < RTCP_HEADER_LENGTH || (bytes.get(at) & 0xc0) != 0x80) {
            return false;
        }
        int type = bytes.get(at + TYPE_AT) & 0xff;
        return type >= 200 && type <= 207 && ((bytes.getShort(at + RTCP_LENGTH_AT) & 0xffff) + 1) * 4 <= wireLength;
    }

    /** 0..127, the marker bit removed. */
    public static int payloadType(ByteBuffer bytes, int at) {
        return bytes.get(at + TYPE_AT) & 0x7f;
    }

    /** 0..65535. */
    public static int sequence(ByteBuffer bytes, int at) {
        return bytes.getShort(at + SEQUENCE_AT) & 0xffff;
    }

    /** 32 bits, on a clock of the source's own. */
    public static int timestamp(ByteBuffer bytes, int at) {
        return bytes.getInt(at + TIMESTAMP_AT);
    }

    /** With audio the begin of a talk spurt, with video the end of a frame. */
    public static boolean marker(ByteBuffer bytes, int at) {
        return bytes.get(at + TYPE_AT) < 0;
    }

    /** The second byte is one that RTCP uses and RTP therefore avoids: RFC 5761 section 4. */
    public static boolean isRtcpRange(ByteBuffer bytes, int at) {
        int payloadType = payloadType(bytes, at);
        return payloadType >= FIRST_RTCP_TYPE && payloadType <= LAST_RTCP_TYPE;
    }

    /** All 32 bits; to compare for equality only. */
    public static int ssrc(ByteBuffer bytes, int at) {
        return bytes.getInt(at + SSRC_AT);
    }
}
