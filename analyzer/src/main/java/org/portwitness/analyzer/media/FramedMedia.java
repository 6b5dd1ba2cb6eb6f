package org.portwitness.analyzer.media;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.wire.Rtp;

/**
 * Where the content stage puts media packets that it found in a TCP stream, their framing removed.
 *
 * <pre>
 * RFC 4571   0 2 length n | 2 n: RTP or RTCP
 * </pre>
 */
@FunctionalInterface
public interface FramedMedia {
    /** With its prefix no packet is longer on an ordinary network; larger ones are something else. */
    int LONGEST = 2048;

    int LENGTH_PREFIX = 2;

    /** Bytes that may begin RTP or RTCP: version 2. */
    static boolean isMarked(ByteBuffer bytes, int at) {
        return (bytes.get(at) & 0xc0) == 0x80;
    }

    /**
     * One packet that {@link #isMarked}.
     *
     * @param facts the TCP packet that completed it
     * @param bytes holds it; not always the TCP packet's own buffer
     * @param channelData it was wrapped as TURN's ChannelData, else framed as RFC 4571 says
     */
    void onFramed(PacketFacts facts, ByteBuffer bytes, int at, int length, boolean channelData);

    /** A segment that consists of such frames, each around something that could be RTP or RTCP. */
    static boolean fills(ByteBuffer bytes, int at, int end) {
        int frame = at;
        while (end - frame >= LENGTH_PREFIX + Rtp.RTCP_HEADER_LENGTH) {
            int length = bytes.getShort(frame) & 0xffff;
            int packet = frame + LENGTH_PREFIX;
            if (length > LONGEST
                    || length > end - packet
                    || !Rtp.check(bytes, packet, length, length) && !Rtp.checkRtcp(bytes, packet, length, length)) {
                return false;
            }
            frame = packet + length;
        }
        return frame == end && frame > at;
    }
}
