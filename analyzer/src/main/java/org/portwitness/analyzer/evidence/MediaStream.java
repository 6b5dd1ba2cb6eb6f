package org.portwitness.analyzer.evidence;

import java.util.List;
import java.util.SortedMap;

/**
 * One stream of media packets as it passed the capture point: what one synchronisation source (SSRC) sent from one socket to another.
 * RTP and SRTP look alike here. What is lost here was lost before the capture point, or by the capture itself; {@link FarReport} tells
 * what the receiver says.
 *
 * @param protocol 6 or 17
 * @param carriage what wraps the packets; where that changed, the latest
 * @param ssrc 0..2^32-1
 * @param payloadTypes packets of each RTP payload type
 * @param dscp packets of each DSCP value
 * @param firstNanos capture time of the first packet, nanoseconds since the epoch
 * @param lastNanos largest capture time of a packet
 * @param packets all of them, duplicates too
 * @param expected highest minus lowest extended sequence number, plus 1; where the sender began anew, the sum over its parts
 * @param lost expected minus distinct sequence numbers
 * @param duplicates packets whose sequence number had come before, copies made by the mirror too
 * @param reordered packets, no duplicates, that came after a later one
 * @param restarts how often the sender began anew with other sequence numbers
 * @param clock null where it is neither known nor could be estimated
 * @param jitter null without a clock
 * @param worst200ms the 200 ms in which the largest share was lost, null where the stream is shorter or too thin to tell
 * @param worst15s likewise 15 s
 * @param answered anything came back on the socket pair: media, RTCP, STUN
 * @param intervals how the stream went over time, in equal steps; at most 120
 * @param gaps the longest pauses of a second or more, in time order; at most 32
 * @param farReport null where no readable RTCP told
 */
public record MediaStream(
        Endpoint source,
        Endpoint destination,
        int protocol,
        Carriage carriage,
        long ssrc,
        SortedMap<Integer, Long> payloadTypes,
        SortedMap<Integer, Long> dscp,
        long firstNanos,
        long lastNanos,
        long packets,
        long expected,
        long lost,
        long duplicates,
        long reordered,
        long restarts,
        Clock clock,
        Jitter jitter,
        WorstLoss worst200ms,
        WorstLoss worst15s,
        boolean answered,
        List<Interval> intervals,
        List<Gap> gaps,
        FarReport farReport) {

    /** Sockets and SSRC tell streams apart; the hash that records get is put together at run time, of all their parts, which a short run feels. */
    @Override
    public int hashCode() {
        return 31 * (31 * source.hashCode() + destination.hashCode()) + Long.hashCode(ssrc);
    }

    /** The payload type that most packets had. */
    public int mainPayloadType() {
        int main = -1;
        long most = -1;
        for (var entry : payloadTypes.entrySet()) {
            if (entry.getValue() > most) {
                most = entry.getValue();
                main = entry.getKey();
            }
        }
        return main;
    }

    public long durationNanos() {
        return lastNanos - firstNanos;
    }

    /**
     * @param rate ticks of the RTP time stamp a second
     * @param estimated read off the time stamps, not known from the payload type
     */
    public record Clock(int rate, boolean estimated) {}

    /**
     * RFC 3550 section 6.4.1, over the packets of the main payload type, begun anew at marker bits.
     *
     * @param worst15sNanos largest mean of any 15 s, null where the stream is shorter
     */
    public record Jitter(double meanNanos, double maxNanos, Double worst15sNanos) {}

    /**
     * @param share 0..1 of what was expected
     * @param endNanos when that window ended
     */
    public record WorstLoss(double share, long endNanos) {}

    /**
     * A piece of the stream.
     *
     * @param lost as the sequence numbers tell; a gap's losses are spread over it
     * @param jitterNanos at its end, null without a clock
     */
    public record Interval(long startNanos, long packets, long lost, Double jitterNanos) {}

    /**
     * Nothing came of this stream from one packet to the next.
     *
     * @param lost sequence numbers that are missing between them: 0 means the sender paused
     */
    public record Gap(long startNanos, long endNanos, long lost) {
        public long durationNanos() {
            return endNanos - startNanos;
        }
    }

    /**
     * What RTCP in the clear told of this stream (RFC 3550 section 6.4.1): the receiver's view, behind the capture point.
     *
     * @param reports receiver's report blocks about this stream
     * @param cumulativeLost as the last one says
     * @param worstFractionLost 0..1, the largest of one report
     * @param roundTrips report blocks that answer a sender's report that was seen
     * @param meanRoundTripNanos from the capture point to the receiver and back, null without any
     */
    public record FarReport(
            long reports, long cumulativeLost, double worstFractionLost, long roundTrips, Double meanRoundTripNanos) {}
}
