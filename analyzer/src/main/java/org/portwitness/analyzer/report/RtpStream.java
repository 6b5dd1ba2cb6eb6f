package org.portwitness.analyzer.report;

import java.util.List;
import java.util.SortedMap;
import org.portwitness.analyzer.evidence.Carriage;

/**
 * One stream of media packets: those of a synchronisation source (SSRC) from one socket to another.
 *
 * @param carriedIn what wraps the packets on the wire
 * @param ssrc 0..2^32-1
 * @param payloadTypes packets of each RTP payload type
 * @param packets all of them, duplicates too
 * @param expected highest minus lowest extended sequence number, plus 1
 * @param lost expected minus distinct sequence numbers
 * @param reordered packets that came after a later one
 * @param clockRate ticks of the RTP time stamp a second, null where it is neither known nor could be estimated
 * @param clockRateIsEstimate it was read off the time stamps, not known from the payload type
 * @param meanJitterNanos RFC 3550 section 6.4.1, mean over the stream; null without a clock rate; likewise the largest
 * @param worstLoss200ms largest share of packets lost in any 200 ms, 0..1; null where the stream is shorter
 * @param worstLoss15s likewise in any 15 s
 * @param mosEstimate estimated mean opinion score 1..5 for audio, null for other streams
 * @param dscp packets of each DSCP value
 * @param oneWay nothing came back on the socket pair
 * @param roundTripNanos mean time from the capture point to the stream's receiver and back, as RTCP in the clear tells; null where it does not
 * @param intervals how the stream went over time, in equal steps
 */
public record RtpStream(
        String source,
        int sourcePort,
        String destination,
        int destinationPort,
        String protocol,
        Carriage carriedIn,
        long ssrc,
        SortedMap<Integer, Long> payloadTypes,
        long packets,
        long expected,
        long lost,
        long duplicates,
        long reordered,
        Integer clockRate,
        boolean clockRateIsEstimate,
        Double meanJitterNanos,
        Double maxJitterNanos,
        Double worstLoss200ms,
        Double worstLoss15s,
        Double mosEstimate,
        SortedMap<Integer, Long> dscp,
        long firstNanos,
        long lastNanos,
        boolean oneWay,
        Double roundTripNanos,
        List<Interval> intervals) {

    /**
     * A piece of the stream.
     *
     * @param lost as the sequence numbers within it tell
     * @param jitterNanos at its end, null without a clock rate
     */
    public record Interval(long startNanos, long packets, long lost, Double jitterNanos) {}
}
