package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;

/**
 * How STUN messages lie in a TCP stream.
 *
 * <pre>
 *  plain      STUN message (RFC 8489 section 6.2.2): 0 2 type, top bits 00 | 2 2 length | 4 4 cookie 2112a442 | 8 12 id
 *             ChannelData between them (RFC 8656 section 12.5): 0 2 channel 4000.. | 2 2 length | data, padded to 4
 *  RFC 4571   0 2 length n | 2 n: STUN message, RTP or RTCP
 *  MS-TURN    0 1 02 control or 03 end-to-end data | 1 1 00 | 2 2 length | control: STUN message; data: RFC 4571
 * </pre>
 *
 * Ordinary TCP must never pass for STUN: a framing is only believed where the cookie and the lengths fit each other.
 */
final class StunFraming {
    static final int UNKNOWN = 0;
    static final int PLAIN = 1;
    static final int RFC_4571 = 2;
    static final int MS_TURN = 3;

    static final int MESSAGE_HEADER_LENGTH = 20;
    static final int CHANNEL_HEADER_LENGTH = 4;
    static final int LENGTH_PREFIX = 2;
    static final int FRAME_HEADER_LENGTH = 4;

    /** With fewer bytes a framing may not be recognised yet. */
    static final int ENOUGH_PROOF = FRAME_HEADER_LENGTH + MESSAGE_HEADER_LENGTH + Long.BYTES;

    private static final int LENGTH_AT = 2;
    private static final int COOKIE_AT = 4;
    private static final int COOKIE = 0x2112a442;
    private static final long MS_COOKIE_ATTRIBUTE = 0x000f000472c64bc6L;
    private static final int CONTROL = 2;
    private static final int DATA = 3;

    /** Longer messages than this are no signalling; the largest ones carry certificates' worth of attributes at most. */
    private static final int LONGEST_MESSAGE = 1 << 14;

    private StunFraming() {}

    /** The framing that bytes at the start of a segment prove. */
    static int of(ByteBuffer bytes, int at, int end) {
        if (beginsMessage(bytes, at, end)) {
            return PLAIN;
        }
        int afterPrefix = at + LENGTH_PREFIX;
        if (beginsMessage(bytes, afterPrefix, end) && prefix(bytes, at) == messageLength(bytes, afterPrefix)) {
            return RFC_4571;
        }
        return isControlFrame(bytes, at, end) ? MS_TURN : UNKNOWN;
    }

    /** The framing that bytes prove where an MS-TURN stream is expected: behind the pseudo-TLS hello, any of its frames counts. */
    static int expectingFrames(ByteBuffer bytes, int at, int end) {
        int framing = of(bytes, at, end);
        return framing == UNKNOWN && isFrame(bytes, at, end) ? MS_TURN : framing;
    }

    /** A message with the cookie whose whole header is here. */
    static boolean beginsMessage(ByteBuffer bytes, int at, int end) {
        return end - at >= MESSAGE_HEADER_LENGTH
                && (bytes.get(at) & 0xc0) == 0
                && bytes.getInt(at + COOKIE_AT) == COOKIE
                && messageLength(bytes, at) <= LONGEST_MESSAGE;
    }

    /** With its header; four bytes must be there. */
    static int messageLength(ByteBuffer bytes, int at) {
        return MESSAGE_HEADER_LENGTH + (bytes.getShort(at + LENGTH_AT) & 0xffff);
    }

    /** Class bits 00: a request, RFC 8489 section 5. */
    static boolean isRequest(ByteBuffer bytes, int at) {
        return (bytes.getShort(at) & 0x0110) == 0;
    }

    static boolean isChannelData(ByteBuffer bytes, int at) {
        return (bytes.get(at) & 0xc0) == 0x40;
    }

    /** With header and padding; four bytes must be there. */
    static int channelDataLength(ByteBuffer bytes, int at) {
        return CHANNEL_HEADER_LENGTH + ((bytes.getShort(at + LENGTH_AT) & 0xffff) + 3 & ~3);
    }

    /** Without header and padding; four bytes must be there. */
    static int channelDataContent(ByteBuffer bytes, int at) {
        return bytes.getShort(at + LENGTH_AT) & 0xffff;
    }

    static int prefix(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    /** The header of either kind of MS-TURN frame. */
    static boolean isFrame(ByteBuffer bytes, int at, int end) {
        return end - at >= FRAME_HEADER_LENGTH
                && (bytes.get(at) == CONTROL || bytes.get(at) == DATA)
                && bytes.get(at + 1) == 0
                && frameLength(bytes, at) > FRAME_HEADER_LENGTH;
    }

    static boolean isControl(ByteBuffer bytes, int at) {
        return bytes.get(at) == CONTROL;
    }

    /** With its header; four bytes must be there. */
    static int frameLength(ByteBuffer bytes, int at) {
        return FRAME_HEADER_LENGTH + (bytes.getShort(at + LENGTH_AT) & 0xffff);
    }

    /** A control frame around a message of MS-TURN, with the cookie of STUN or of MS-TURN. */
    static boolean isControlFrame(ByteBuffer bytes, int at, int end) {
        int messageAt = at + FRAME_HEADER_LENGTH;
        if (end - messageAt < MESSAGE_HEADER_LENGTH + Long.BYTES
                || !isFrame(bytes, at, end)
                || !isControl(bytes, at)
                || (bytes.get(messageAt) & 0xc0) != 0
                || frameLength(bytes, at) != FRAME_HEADER_LENGTH + messageLength(bytes, messageAt)) {
            return false;
        }
        return bytes.getInt(messageAt + COOKIE_AT) == COOKIE
                || bytes.getLong(messageAt + MESSAGE_HEADER_LENGTH) == MS_COOKIE_ATTRIBUTE;
    }
}
