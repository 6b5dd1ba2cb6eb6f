package org.portwitness.analyzer.media;

import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Carriage;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.FlowTable;

/**
 * One synchronisation source on its way from one socket to another. Made when its fifth packet is recognised, pooled; takes packets without
 * allocating.
 *
 * <p>Time is divided into buckets of 20 ms from the first packet on. What the packets of one bucket bring is added up in fields and entered into
 * the windows and the course when the next one begins, so that most packets cost one comparison there; what only
 * coarser steps need waits for those.
 */
final class MediaSource {
    /** Fewer packets are no stream (contract). */
    static final int FEWEST = 10;

    /** A key that is held down; a stream whose time stamp stands still is otherwise doubtful, save for padding that probes a known path. */
    private static final int TELEPHONE_EVENT = 101;

    private static final long BUCKET_NANOS = 20_000_000L;
    private static final int COARSE = 10;
    private static final long COARSE_NANOS = BUCKET_NANOS * COARSE;
    private static final int COARSE_OF_SECOND = 5;

    private static final int FINE_WINDOW = 10;
    private static final int FINE_PATIENCE = 10;
    private static final int FINE_LEAST = 5;
    private static final int COARSE_WINDOW = 75;
    private static final int COARSE_PATIENCE = 2;
    private static final int COARSE_LEAST = 50;

    /** Slowest and fastest clock by which a jump of the time stamps can be that of an outage, in ticks a second. */
    private static final double SLOWEST_CLOCK = 4_000;

    private static final double FASTEST_CLOCK = 200_000;

    long sourceHigh;
    long sourceLow;
    int sourcePort;
    long destinationHigh;
    long destinationLow;
    int destinationPort;
    int protocol;
    int ssrc;

    /** Where it was seen last; {@link FlowTable#NONE} once that slot was given away. */
    int flow;

    boolean ofOpener;

    /** The other side sent something before the flow's slot was given away. */
    boolean answeredBefore;

    /** Something else than the packets' own numbers says that it is media. */
    boolean vouched;

    private long place;
    private Carriage carriage;
    private long packets;
    private long firstNanos;
    private long lastNanos;
    private int lastTimestamp;
    private long bucket;
    private long bucketEnd;
    private int bucketPackets;
    private int bucketExpected;
    private int bucketLost;

    /** Of the buckets of 20 ms that are over, in the coarse bucket at hand. */
    private int coarsePackets;

    private int coarseExpected;
    private int coarseLost;
    private final ValueCounts types = new ValueCounts();
    private final ValueCounts dscp = new ValueCounts();
    private final SequenceNumbers numbers = new SequenceNumbers();
    private final JitterMeter jitter = new JitterMeter();
    private final LossWindow fine = new LossWindow(FINE_WINDOW, FINE_PATIENCE, FINE_LEAST);
    private final LossWindow coarse = new LossWindow(COARSE_WINDOW, COARSE_PATIENCE, COARSE_LEAST);
    private final JitterWindow jitterWindow = new JitterWindow();
    private final Course course = new Course();
    private final Gaps gaps = new Gaps();
    final FarReports far = new FarReports();

    /** Begins with its first packet, which went where {@code facts} go. */
    void start(PacketFacts facts, RtpHeader first) {
        sourceHigh = facts.sourceHigh;
        sourceLow = facts.sourceLow;
        sourcePort = facts.sourcePort;
        destinationHigh = facts.destinationHigh;
        destinationLow = facts.destinationLow;
        destinationPort = facts.destinationPort;
        protocol = facts.protocol;
        ssrc = first.ssrc;
        answeredBefore = false;
        vouched = false;
        place = first.place;
        carriage = first.carriage;
        packets = 1;
        firstNanos = first.timeNanos;
        lastNanos = first.timeNanos;
        lastTimestamp = first.timestamp;
        bucket = 0;
        bucketEnd = firstNanos + BUCKET_NANOS;
        bucketPackets = 1;
        bucketExpected = 1;
        bucketLost = 0;
        coarsePackets = 0;
        coarseExpected = 0;
        coarseLost = 0;
        types.clear();
        types.add(first.payloadType);
        dscp.clear();
        dscp.add(first.dscp);
        numbers.start(first.sequence);
        jitter.start(first);
        fine.clear();
        coarse.clear();
        jitterWindow.clear();
        course.clear();
        gaps.clear();
        far.clear();
    }

    boolean is(
            long fromHigh,
            long fromLow,
            int fromPort,
            long toHigh,
            long toLow,
            int toPort,
            int ofProtocol,
            int ofSsrc) {
        return ssrc == ofSsrc
                && sourceLow == fromLow
                && destinationLow == toLow
                && sourcePort == fromPort
                && destinationPort == toPort
                && sourceHigh == fromHigh
                && destinationHigh == toHigh
                && protocol == ofProtocol;
    }

    /** Seen in that direction of that flow. */
    void attach(int toFlow, boolean opener) {
        flow = toFlow;
        ofOpener = opener;
    }

    boolean isAttached(int toFlow, boolean opener) {
        return flow == toFlow && ofOpener == opener;
    }

    void take(RtpHeader packet) {
        long nanos = packet.timeNanos;
        packets++;
        carriage = packet.carriage;
        types.add(packet.payloadType);
        dscp.add(packet.dscp);
        int moved = numbers.take(packet.sequence, numbers.isFarAhead(packet.sequence) && continues(packet));
        int lost = moved > 1 ? moved - 1 : 0;
        if (nanos >= bucketEnd) {
            advance(nanos, lost);
            lost = 0;
        }
        bucketPackets++;
        if (moved > 0) {
            bucketExpected += lost + 1;
            bucketLost += lost;
        } else if (moved == SequenceNumbers.LATE) {
            repair();
        }
        jitter.take(packet, types.latestCount());
        lastTimestamp = packet.timestamp;
        if (nanos > lastNanos) {
            lastNanos = nanos;
        }
    }

    /** Far ahead in sequence, the packet can still be the next after an outage: time stamp and clock moved on alike. */
    private boolean continues(RtpHeader packet) {
        double ticks = packet.timestamp - lastTimestamp & 0xffff_ffffL;
        double seconds = (packet.timeNanos - lastNanos) / 1e9;
        return seconds > 1 && ticks > SLOWEST_CLOCK * seconds && ticks < FASTEST_CLOCK * seconds;
    }

    private void repair() {
        if (bucketLost > 0) {
            bucketLost--;
        } else {
            fine.repair();
            if (coarseLost > 0) {
                coarseLost--;
            } else {
                coarse.repair();
                course.repair();
            }
        }
    }

    /** A later bucket begins with a packet before which so many were lost. */
    private void advance(long nanos, int lost) {
        float jitterNow = jitter.nowNanos();
        fine.add(bucketExpected, bucketLost);
        coarsePackets += bucketPackets;
        coarseExpected += bucketExpected;
        coarseLost += bucketLost;
        if (!Float.isNaN(jitterNow)) {
            jitterWindow.add(jitterNow);
        }
        bucketPackets = 0;
        bucketExpected = 0;
        bucketLost = 0;
        long steps = (nanos - bucketEnd) / BUCKET_NANOS + 1;
        long coarseBefore = bucket / COARSE;
        bucket += steps;
        bucketEnd += steps * BUCKET_NANOS;
        fine.advance(steps, lost);
        long coarseNow = bucket / COARSE;
        if (coarseNow > coarseBefore) {
            coarse.add(coarseExpected, coarseLost);
            course.add(coarsePackets, coarseLost, jitterNow);
            coarsePackets = 0;
            coarseExpected = 0;
            coarseLost = 0;
            coarse.advance(coarseNow - coarseBefore, lost);
            course.advanceTo(coarseNow, lost);
            jitterWindow.advanceTo(coarseNow / COARSE_OF_SECOND);
        } else {
            coarseExpected += lost;
            coarseLost += lost;
        }
        if (nanos - lastNanos >= Gaps.SHORTEST_NANOS) {
            gaps.add(lastNanos, nanos, lost);
        }
    }

    long packets() {
        return packets;
    }

    long lastNanos() {
        return lastNanos;
    }

    /** Number of its first packet in the capture. */
    long place() {
        return place;
    }

    /** Nothing wraps its datagrams. */
    boolean isBareUdp() {
        return protocol == PacketFacts.UDP && carriage == Carriage.UDP;
    }

    /** Enough to be told. */
    boolean isStream() {
        return packets >= FEWEST
                && (vouched || jitter.timestampMoved() || types.toMap().containsKey(TELEPHONE_EVENT));
    }

    /** @param answered the other side sent something */
    MediaStream toEvidence(boolean answered) {
        long duration = lastNanos - firstNanos;
        int rate = jitter.rate();
        boolean measured = rate != ClockRates.UNKNOWN && jitter.measured() > 0;
        double worstJitter = jitterWindow.worst();
        return new MediaStream(
                new Endpoint(new Address(sourceHigh, sourceLow), sourcePort),
                new Endpoint(new Address(destinationHigh, destinationLow), destinationPort),
                protocol,
                carriage,
                ssrc & 0xffff_ffffL,
                types.toMap(),
                dscp.toMap(),
                firstNanos,
                lastNanos,
                packets,
                numbers.expected(),
                numbers.lost(),
                numbers.duplicates(),
                numbers.reordered(),
                numbers.restarts(),
                rate == ClockRates.UNKNOWN ? null : new MediaStream.Clock(rate, jitter.isEstimate()),
                measured
                        ? new MediaStream.Jitter(
                                jitter.meanNanos(), jitter.maxNanos(), worstJitter < 0 ? null : (Double) worstJitter)
                        : null,
                worst(fine.finished(bucketExpected, bucketLost), BUCKET_NANOS, duration >= FINE_WINDOW * BUCKET_NANOS),
                worst(
                        coarse.finished(coarseExpected + bucketExpected, coarseLost + bucketLost),
                        COARSE_NANOS,
                        duration >= COARSE_WINDOW * COARSE_NANOS),
                answered || answeredBefore,
                course.with(coarsePackets + bucketPackets, coarseLost + bucketLost, jitter.nowNanos())
                        .toList(firstNanos, COARSE_NANOS, measured),
                gaps.toList(),
                far.toEvidence());
    }

    private MediaStream.WorstLoss worst(LossWindow end, long nanos, boolean longEnough) {
        return longEnough && end.worst() >= 0
                ? new MediaStream.WorstLoss(end.worst(), firstNanos + end.worstEnd() * nanos)
                : null;
    }
}
