package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * RTCP sender and receiver reports (RFC 3550 section 6.4) in a compound packet.
 *
 * <pre>
 *  0 V=2:2 P:1 blocks:5   1 1 type   2 2 length in words - 1   4 4 SSRC of the sender
 *  SR 200:  8 8 NTP time   16 4 RTP time   20 4 packets   24 4 octets   28 blocks
 *  RR 201:  8 blocks
 *  block:   0 4 SSRC   4 1 fraction lost   5 3 cumulative lost   8 4 highest number   12 4 jitter   16 4 last SR   20 4 delay since
 * </pre>
 *
 * <p>SRTCP encrypts all behind the first SSRC and appends a tag; only what {@link #isClear} accepts may be read.
 */
public final class Rtcp {
    static final int COUNT_AT = 0;
    static final int TYPE_AT = COUNT_AT + 1;
    static final int LENGTH_AT = TYPE_AT + 1;
    static final int SSRC_AT = LENGTH_AT + 2;
    static final int NTP_AT = SSRC_AT + 4;
    static final int BLOCKS_OF_RECEIVER_AT = SSRC_AT + 4;
    static final int BLOCKS_OF_SENDER_AT = NTP_AT + 20;

    static final int FRACTION_AT = 4;
    static final int CUMULATIVE_AT = FRACTION_AT + 1;
    static final int LAST_REPORT_AT = CUMULATIVE_AT + 3 + 8;
    static final int DELAY_AT = LAST_REPORT_AT + 4;
    static final int BLOCK_LENGTH = DELAY_AT + 4;

    public static final int SENDER_REPORT = 200;
    public static final int RECEIVER_REPORT = 201;

    private static final int FIRST_TYPE = 192;
    private static final int LAST_TYPE = 223;

    private Rtcp() {}

    /** Reports in clear: packets of RTCP types, a report first, whose lengths end exactly where the payload does. */
    public static boolean isClear(ByteBuffer bytes, int at, int captured, int wireLength) {
        if (captured < wireLength || captured < Rtp.RTCP_HEADER_LENGTH) {
            return false;
        }
        int first = type(bytes, at);
        if (first != SENDER_REPORT && first != RECEIVER_REPORT) {
            return false;
        }
        int end = at + captured;
        int packet = at;
        while (packet < end) {
            if (end - packet < Rtp.RTCP_HEADER_LENGTH || !isPacket(bytes, packet)) {
                return false;
            }
            packet = next(bytes, packet);
        }
        return packet == end;
    }

    private static boolean isPacket(ByteBuffer bytes, int at) {
        int type = type(bytes, at);
        return (bytes.get(at) & 0xc0) == 0x80
                && type >= FIRST_TYPE
                && type <= LAST_TYPE
                && (type != SENDER_REPORT && type != RECEIVER_REPORT
                        || block(bytes, at, blocks(bytes, at)) <= next(bytes, at));
    }

    public static int type(ByteBuffer bytes, int at) {
        return bytes.get(at + TYPE_AT) & 0xff;
    }

    /** Where the packet behind this one begins. */
    public static int next(ByteBuffer bytes, int at) {
        return at + ((bytes.getShort(at + LENGTH_AT) & 0xffff) + 1) * 4;
    }

    /** Of who sent the report. */
    public static int ssrc(ByteBuffer bytes, int at) {
        return bytes.getInt(at + SSRC_AT);
    }

    /** Middle 32 bits of a sender report's NTP time. */
    public static int stamp(ByteBuffer bytes, int at) {
        return bytes.getInt(at + NTP_AT + 2);
    }

    /** Report blocks of this packet; other packets than the two reports have none. */
    public static int blocks(ByteBuffer bytes, int at) {
        int type = type(bytes, at);
        return type == SENDER_REPORT || type == RECEIVER_REPORT ? bytes.get(at + COUNT_AT) & 0x1f : 0;
    }

    /** Where that report block begins. */
    public static int block(ByteBuffer bytes, int at, int number) {
        int first = type(bytes, at) == SENDER_REPORT ? BLOCKS_OF_SENDER_AT : BLOCKS_OF_RECEIVER_AT;
        return at + first + number * BLOCK_LENGTH;
    }

    /** Whom the block is about. */
    public static int blockSsrc(ByteBuffer bytes, int block) {
        return bytes.getInt(block);
    }

    /** Of 256 packets, since the report before. */
    public static int fractionLost(ByteBuffer bytes, int block) {
        return bytes.get(block + FRACTION_AT) & 0xff;
    }

    /** Signed: duplicates count against losses. */
    public static int cumulativeLost(ByteBuffer bytes, int block) {
        return bytes.getInt(block + FRACTION_AT) << 8 >> 8;
    }

    /** As {@link #stamp}, of the latest sender report that arrived; 0 for none. */
    public static int lastSenderReport(ByteBuffer bytes, int block) {
        return bytes.getInt(block + LAST_REPORT_AT);
    }

    /** Since then, in 1/65536 s. */
    public static int delay(ByteBuffer bytes, int block) {
        return bytes.getInt(block + DELAY_AT);
    }
}
