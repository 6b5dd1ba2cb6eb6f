package org.portwitness.analyzer.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Carriage;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.flow.Ordered;
import org.portwitness.analyzer.wire.RelayedData;
import org.portwitness.analyzer.wire.Rtcp;
import org.portwitness.analyzer.wire.Rtp;
import org.portwitness.analyzer.wire.StunAttributes;

/**
 * Tells RTP, SRTP and RTCP from all else by how one direction of a flow goes on, never by ports, and measures each stream from its first packet on.
 *
 * <p>A stream is recognised once five packets with one SSRC count up by small steps while their time stamps go forward no faster than a clock could.
 * The headers until then wait in the {@link HeaderLog}. What repeats its "sequence number" (NetBIOS names, synchrophasors) or draws it (encrypted
 * datagrams) never gets there. Further sources of a direction are recognised likewise.
 *
 * <p>That a direction is <em>media</em> is told sooner where little doubt is left, for the port verdicts only: two packets look like RTCP, or one packet of
 * either kind where the flow completed a STUN exchange or wraps its payload as TURN does.
 *
 * <p>Owned by one lane; no packet allocates, only a new stream does. The state of a direction is one word of the flow table:
 *
 * <pre>
 * headers are followed:  latest header in the log : 26 | last sequence number : 16 | hash of the SSRC : 12 | others in a row : 2 | good steps : 3 | flags : 5
 * a stream is known:     latest header in the log : 26 | source of the packet before : 33 | flags : 5
 * </pre>
 */
public final class MediaStreams implements FramedMedia {
    /** What a stream takes, about. */
    public static final int STREAM_BYTES = 3 << 10;

    private static final long MEDIA = 1;
    private static final long STREAM = 2;
    private static final long RTCP = 4;
    private static final long FOLLOWED = 8;
    private static final long KEPT_FLAGS = MEDIA | RTCP;

    private static final int SOURCE_SHIFT = 5;
    private static final long SOURCE_MASK = 0xffff_ffffL;
    private static final int STEPS_SHIFT = 5;
    private static final int OTHERS_SHIFT = 8;
    private static final int HASH_SHIFT = 10;
    private static final int HASH_BITS = 12;
    private static final int SEQUENCE_SHIFT = 22;
    private static final int HEADER_SHIFT = 38;
    private static final int HEADER_BITS = 26;

    /** Losses make steps larger, reordering makes them negative; random numbers hit this range once in 1300 times. */
    private static final int LARGEST_STEP = 50;

    private static final int STEPS_TO_ACCEPT = 4;
    private static final int OTHERS_TO_REPLACE = 3;

    private static final int QUIC_PORT = 443;

    /** So far back in the log a stream's first packets are looked for. */
    private static final int LONGEST_CHAIN = 64;

    /** Time stamps run at 90 kHz at most; a burst may bring a second's worth at once. */
    private static final double MOST_TICKS_A_SECOND = 100_000;

    private static final int FARTHEST_BACK_IN_TICKS = -100_000;

    private final FlowTable flows;
    private final CaptureClock clock;
    private final HeaderLog log = new HeaderLog();
    private final SourceTable sources;
    private final RtpHeader header = new RtpHeader();
    private final RtpHeader logged = new RtpHeader();
    private final int[] chain = new int[LONGEST_CHAIN];

    /** @param bound of the streams kept, {@value #STREAM_BYTES} bytes each */
    public MediaStreams(FlowTable flows, CaptureClock clock, Bound bound) {
        this.flows = flows;
        this.clock = clock;
        sources = new SourceTable(bound);
    }

    /** Media was recognised in that direction. */
    public boolean isMedia(int flow, boolean ofOpener) {
        return (flows.mediaWord(flow, ofOpener) & MEDIA) != 0;
    }

    /**
     * One payload whose first byte is 128..191.
     *
     * @param facts the packet that carried or completed it, its flow touched
     * @param bytes holds the payload; not always the packet's own buffer
     * @param captured bytes from {@code at} on that were captured
     * @param wireLength bytes there were on the wire
     * @param trusted the flow exchanged STUN, or the payload was wrapped: for the verdict one packet is enough
     */
    public void onPayload(
            PacketFacts facts,
            ByteBuffer bytes,
            int at,
            int captured,
            int wireLength,
            Carriage carriage,
            boolean trusted) {
        long word = flows.mediaWord(facts.flow, facts.fromOpener);
        if ((word & STREAM) != 0 && captured >= Rtp.HEADER_LENGTH && !Rtp.isRtcpRange(bytes, at)) {
            MediaSource source = sources.get((int) (word >>> SOURCE_SHIFT & SOURCE_MASK));
            if (source.ssrc == Rtp.ssrc(bytes, at) && source.isAttached(facts.flow, facts.fromOpener)) {
                read(facts, bytes, at, carriage);
                source.take(header);
                return;
            }
        }
        if (Rtp.checkRtcp(bytes, at, captured, wireLength)) {
            onRtcp(facts, bytes, at, captured, wireLength);
            flows.setMediaWord(
                    facts.flow, facts.fromOpener, trusted || (word & RTCP) != 0 ? word | RTCP | MEDIA : word | RTCP);
        } else if (Rtp.check(bytes, at, captured, wireLength)) {
            read(facts, bytes, at, carriage);
            long known = trusted ? word | MEDIA : word;
            flows.setMediaWord(
                    facts.flow,
                    facts.fromOpener,
                    (word & STREAM) != 0 ? onOtherSource(facts, known) : follow(facts, known));
        }
    }

    @Override
    public void onFramed(PacketFacts facts, ByteBuffer bytes, int at, int length, boolean channelData) {
        onPayload(facts, bytes, at, length, length, channelData ? Carriage.CHANNEL_DATA : Carriage.TCP, false);
    }

    /** A whole STUN message from a TCP stream, which may relay media. */
    public void onStunMessage(PacketFacts facts, ByteBuffer bytes, int at, int length) {
        int data = RelayedData.find(bytes, at, length);
        if (data != StunAttributes.NONE) {
            int dataLength = StunAttributes.length(bytes, data);
            if (dataLength > 0 && FramedMedia.isMarked(bytes, StunAttributes.valueAt(data))) {
                onPayload(facts, bytes, StunAttributes.valueAt(data), dataLength, dataLength, Carriage.MS_TURN, false);
            }
        }
    }

    private void read(PacketFacts facts, ByteBuffer bytes, int at, Carriage carriage) {
        header.timeNanos = facts.timeNanos;
        header.place = clock.packets();
        header.dscp = facts.dscp;
        header.carriage = carriage;
        header.read(bytes, at);
    }

    private static int owner(PacketFacts facts) {
        return facts.flow * 2 + (facts.fromOpener ? 1 : 2);
    }

    private static long withHeader(long word, int number) {
        return word & (1L << HEADER_SHIFT) - 1 | (long) number << HEADER_SHIFT;
    }

    private int latestHeader(long word) {
        return log.complete((int) (word >>> HEADER_SHIFT), HEADER_BITS);
    }

    /** The direction has a stream and this is not the source of the packet before. */
    private long onOtherSource(PacketFacts facts, long word) {
        int slot = sources.find(facts, header.ssrc);
        if (slot != SourceTable.NONE) {
            MediaSource source = sources.get(slot);
            source.attach(facts.flow, facts.fromOpener);
            source.take(header);
            return withSource(word, slot);
        }
        int number = log.add(owner(facts), latestHeader(word), header);
        slot = recognise(facts, number, true);
        long logged = withHeader(word, number);
        return slot == SourceTable.NONE ? logged : withSource(logged, slot) | MEDIA;
    }

    private static long withSource(long word, int slot) {
        return word & ~(SOURCE_MASK << SOURCE_SHIFT) | (long) slot << SOURCE_SHIFT;
    }

    /** No stream is known in the direction. */
    private long follow(PacketFacts facts, long word) {
        int number = log.add(owner(facts), latestHeader(word), header);
        int hash = hash(header.ssrc);
        if ((word & FOLLOWED) == 0) {
            return followed(word, number, hash);
        }
        if ((int) (word >>> HASH_SHIFT & (1 << HASH_BITS) - 1) != hash) {
            long others = (word >>> OTHERS_SHIFT & 3) + 1;
            if (others < OTHERS_TO_REPLACE) {
                return withHeader(word & ~(3L << OTHERS_SHIFT) | others << OTHERS_SHIFT, number);
            }
            // another source has taken over, or several take turns
            int slot = recognise(facts, number, (word & MEDIA) != 0);
            return slot == SourceTable.NONE ? followed(word, number, hash) : recognised(word, number, slot);
        }
        int step = header.sequence - (int) (word >>> SEQUENCE_SHIFT) & 0xffff;
        if (step == 0) {
            // a copy made by the mirror, or no counter at all
            return withHeader(word & ~(3L << OTHERS_SHIFT), number);
        }
        long steps = word >>> STEPS_SHIFT & 7;
        steps = step <= LARGEST_STEP ? steps + 1 : Math.max(0, steps - 1);
        if (steps >= STEPS_TO_ACCEPT) {
            int slot = recognise(facts, number, (word & MEDIA) != 0);
            if (slot != SourceTable.NONE) {
                return recognised(word, number, slot);
            }
            steps = STEPS_TO_ACCEPT - 1;
        }
        return followed(word, number, hash) | steps << STEPS_SHIFT;
    }

    private static long recognised(long word, int number, int slot) {
        return withHeader(word & KEPT_FLAGS | MEDIA | STREAM | (long) slot << SOURCE_SHIFT, number);
    }

    private long followed(long word, int number, int hash) {
        return word & KEPT_FLAGS
                | FOLLOWED
                | (long) hash << HASH_SHIFT
                | (long) header.sequence << SEQUENCE_SHIFT
                | (long) number << HEADER_SHIFT;
    }

    private static int hash(int ssrc) {
        return ssrc * 0x9E3779B1 >>> Integer.SIZE - HASH_BITS;
    }

    /**
     * Looks back along the direction's headers whether those of this SSRC are a stream, and makes a source of them if so.
     *
     * @param vouched the direction is known to be media
     */
    private int recognise(PacketFacts facts, int latest, boolean vouched) {
        int owner = owner(facts);
        int length = 0;
        int number = latest;
        for (int i = 0; i < LONGEST_CHAIN && log.has(number, owner); i++) {
            if (log.ssrc(number) == header.ssrc) {
                chain[length++] = number;
            }
            number = log.previous(number);
        }
        if (!isStream(length)) {
            return SourceTable.NONE;
        }
        int slot = sources.find(facts, header.ssrc);
        int at = length - 1;
        log.read(chain[at], logged);
        if (slot == SourceTable.NONE) {
            slot = sources.add(facts, logged);
        } else {
            sources.get(slot).take(logged);
        }
        MediaSource source = sources.get(slot);
        source.attach(facts.flow, facts.fromOpener);
        source.vouched |= vouched;
        while (--at >= 0) {
            log.read(chain[at], logged);
            source.take(logged);
        }
        return slot;
    }

    /** The latest of the chain, five or more, go up by small steps, with one exception in four, in sequence and in time. */
    private boolean isStream(int length) {
        int good = 0;
        int bad = 0;
        for (int i = 0; i + 1 < length && good < STEPS_TO_ACCEPT * 2; i++) {
            int step = (short) (log.sequence(chain[i]) - log.sequence(chain[i + 1]));
            if (step == 0) {
                continue;
            }
            if (step > 0 && step <= LARGEST_STEP && isClock(chain[i], chain[i + 1])) {
                good++;
            } else {
                bad++;
            }
            if (good >= STEPS_TO_ACCEPT && bad * 4 <= good) {
                return true;
            }
        }
        return false;
    }

    private boolean isClock(int later, int earlier) {
        int ticks = log.timestamp(later) - log.timestamp(earlier);
        double seconds = Math.abs(log.timeNanos(later) - log.timeNanos(earlier)) / 1e9;
        return ticks >= FARTHEST_BACK_IN_TICKS && ticks <= MOST_TICKS_A_SECOND * (seconds + 1);
    }

    private void onRtcp(PacketFacts facts, ByteBuffer bytes, int at, int captured, int wireLength) {
        if (sources.size() == 0 || !Rtcp.isClear(bytes, at, captured, wireLength)) {
            return;
        }
        int end = at + captured;
        for (int packet = at; packet < end; packet = Rtcp.next(bytes, packet)) {
            int type = Rtcp.type(bytes, packet);
            if (type == Rtcp.SENDER_REPORT) {
                MediaSource sender = reportedSource(facts, Rtcp.ssrc(bytes, packet), true);
                if (sender != null) {
                    sender.far.onSenderReport(Rtcp.stamp(bytes, packet), facts.timeNanos);
                }
            }
            int blocks = Rtcp.blocks(bytes, packet);
            for (int i = 0; i < blocks; i++) {
                int block = Rtcp.block(bytes, packet, i);
                MediaSource reported = reportedSource(facts, Rtcp.blockSsrc(bytes, block), false);
                if (reported != null) {
                    reported.far.onReport(
                            Rtcp.fractionLost(bytes, block),
                            Rtcp.cumulativeLost(bytes, block),
                            Rtcp.lastSenderReport(bytes, block),
                            Rtcp.delay(bytes, block),
                            facts.timeNanos);
                }
            }
        }
    }

    /** The stream that RTCP speaks of: of the same sockets, or of the ports below (RFC 3550 section 11). Null where it is not known. */
    private MediaSource reportedSource(PacketFacts facts, int ssrc, boolean ofSender) {
        MediaSource same = reportedSource(facts, ssrc, ofSender, 0);
        boolean odd = (facts.sourcePort & facts.destinationPort & 1) != 0;
        return same == null && odd ? reportedSource(facts, ssrc, ofSender, 1) : same;
    }

    private MediaSource reportedSource(PacketFacts facts, int ssrc, boolean ofSender, int below) {
        int slot = ofSender
                ? sources.find(
                        facts.sourceHigh,
                        facts.sourceLow,
                        facts.sourcePort - below,
                        facts.destinationHigh,
                        facts.destinationLow,
                        facts.destinationPort - below,
                        facts.protocol,
                        ssrc)
                : sources.find(
                        facts.destinationHigh,
                        facts.destinationLow,
                        facts.destinationPort - below,
                        facts.sourceHigh,
                        facts.sourceLow,
                        facts.sourcePort - below,
                        facts.protocol,
                        ssrc);
        return slot == SourceTable.NONE ? null : sources.get(slot);
    }

    /** To be told before the flow table gives a slot to another flow: {@link FlowTable.EvictionListener}. */
    public void onEviction(int flow) {
        if (((flows.mediaWord(flow, true) | flows.mediaWord(flow, false)) & STREAM) == 0) {
            return;
        }
        for (int i = 0; i < sources.size(); i++) {
            MediaSource source = sources.get(i);
            if (source.flow == flow) {
                source.answeredBefore |= flows.packets(flow, !source.ofOpener) > 0;
                source.flow = FlowTable.NONE;
            }
        }
    }

    /** Streams that were not kept because there were too many. */
    public long leftOut() {
        return sources.evicted();
    }

    /** All streams of ten packets or more in the order their first packets stand in the capture; each record is made when it is asked for. */
    public Ordered<MediaStream> streams() {
        return () -> {
            List<MediaSource> streams = new ArrayList<>();
            for (int i = 0; i < sources.size(); i++) {
                if (sources.get(i).isStream() && !speaksQuic(sources.get(i))) {
                    streams.add(sources.get(i));
                }
            }
            streams.sort(Comparator.comparingLong(MediaSource::place));
            return new Walk(streams);
        };
    }

    /** HTTP/3's port (RFC 9114 section 3.1). */
    public static boolean isQuicPort(int port) {
        return port == QUIC_PORT;
    }

    /**
     * Bare datagrams to or from UDP 443 without any STUN are QUIC, or what shares its socket: its protected packets look like anything now and
     * then. A stream that is not there is worse than one that is missed; a relay on that port is asked by STUN first.
     */
    private static boolean speaksQuic(MediaSource source) {
        return source.isBareUdp()
                && !source.vouched
                && (isQuicPort(source.sourcePort) || isQuicPort(source.destinationPort));
    }

    private final class Walk implements Ordered.Walk<MediaStream> {
        private final List<MediaSource> streams;
        private int next;

        Walk(List<MediaSource> streams) {
            this.streams = streams;
        }

        @Override
        public boolean hasNext() {
            return next < streams.size();
        }

        @Override
        public MediaStream next() {
            if (next >= streams.size()) {
                throw new NoSuchElementException();
            }
            MediaSource source = streams.get(next++);
            boolean answered = source.flow != FlowTable.NONE && flows.packets(source.flow, !source.ofOpener) > 0;
            return source.toEvidence(answered);
        }

        @Override
        public long place() {
            return streams.get(next).place();
        }
    }
}
