package org.portwitness.analyzer.transaction;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.wire.Rtp;

/**
 * Tells RTP, SRTP and RTCP from other UDP by how one direction of a flow goes on.
 *
 * <p>A direction is media once five packets with one SSRC count up by small steps (four steps of 1..50), or two packets look like RTCP.
 * One packet is enough where the flow completed a STUN exchange or wraps its media as TURN does: nothing else is sent there. Several
 * sources may share a direction: the one that is followed is replaced after three packets of others in a row. What repeats its
 * "sequence number" (NetBIOS names, synchrophasors) never gets there.
 *
 * <pre>
 * media word:  SSRC : 32 | last sequence number : 16 | unused : 5 | RTCP seen : 1 | good steps : 4 | others in a row : 3 | followed : 1 | media : 1
 * </pre>
 */
final class MediaRecognition {
    private static final long MEDIA = 1;
    private static final long FOLLOWED = 2;
    private static final int OTHERS_SHIFT = 2;
    private static final int STEPS_SHIFT = 5;
    private static final long RTCP = 1 << 9;
    private static final int SEQUENCE_SHIFT = 16;
    private static final int SSRC_SHIFT = 32;

    /** Losses make steps larger, reordering makes them negative; random numbers hit this range once in 1300 times. */
    private static final int LARGEST_STEP = 50;

    private static final int STEPS_TO_ACCEPT = 4;
    private static final int OTHERS_TO_REPLACE = 3;

    private final FlowTable flows;

    MediaRecognition(FlowTable flows) {
        this.flows = flows;
    }

    /** Media was recognised in that direction. */
    boolean isMedia(int flow, boolean ofOpener) {
        return (flows.mediaWord(flow, ofOpener) & MEDIA) != 0;
    }

    /**
     * One payload whose first byte is 128..191.
     *
     * @param trusted the flow exchanged STUN, or the payload was wrapped: judge by this packet alone
     */
    void onPayload(
            int flow, boolean ofOpener, ByteBuffer bytes, int at, int captured, int wireLength, boolean trusted) {
        long word = flows.mediaWord(flow, ofOpener);
        if ((word & MEDIA) != 0) {
            return;
        }
        long after = word;
        if (Rtp.checkRtcp(bytes, at, captured, wireLength)) {
            after = trusted || (word & RTCP) != 0 ? word | MEDIA : word | RTCP;
        } else if (Rtp.check(bytes, at, captured, wireLength)) {
            after = trusted ? word | MEDIA : follow(word, Rtp.ssrc(bytes, at), Rtp.sequence(bytes, at));
        }
        flows.setMediaWord(flow, ofOpener, after);
    }

    private static long follow(long word, int ssrc, int sequence) {
        if ((word & FOLLOWED) == 0) {
            return start(word, ssrc, sequence);
        }
        if ((int) (word >>> SSRC_SHIFT) != ssrc) {
            long others = (word >>> OTHERS_SHIFT & 7) + 1;
            return others >= OTHERS_TO_REPLACE
                    ? start(word, ssrc, sequence)
                    : word & ~(7L << OTHERS_SHIFT) | others << OTHERS_SHIFT;
        }
        int step = sequence - (int) (word >>> SEQUENCE_SHIFT) & 0xffff;
        if (step == 0) {
            return word & ~(7L << OTHERS_SHIFT); // a copy made by the mirror, or no counter at all
        }
        long steps = word >>> STEPS_SHIFT & 0xf;
        steps = step <= LARGEST_STEP ? steps + 1 : Math.max(0, steps - 1);
        return steps >= STEPS_TO_ACCEPT
                ? word | MEDIA
                : word & RTCP
                        | (long) ssrc << SSRC_SHIFT
                        | (long) sequence << SEQUENCE_SHIFT
                        | steps << STEPS_SHIFT
                        | FOLLOWED;
    }

    private static long start(long word, int ssrc, int sequence) {
        return word & RTCP | (long) ssrc << SSRC_SHIFT | (long) sequence << SEQUENCE_SHIFT | FOLLOWED;
    }
}
