package org.portwitness.analyzer;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.portwitness.analyzer.content.DnsExchanges;
import org.portwitness.analyzer.content.TcpContents;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.facts.DecodeResult;
import org.portwitness.analyzer.facts.FrameDecoder;
import org.portwitness.analyzer.facts.LaneShare;
import org.portwitness.analyzer.facts.MirrorCopies;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.media.MediaStreams;
import org.portwitness.analyzer.transaction.Datagrams;
import org.portwitness.analyzer.transaction.DhcpExchanges;
import org.portwitness.analyzer.transaction.DiscoveryProbes;
import org.portwitness.analyzer.transaction.HardwareAddresses;
import org.portwitness.analyzer.transaction.HostPackets;
import org.portwitness.analyzer.transaction.HostSet;
import org.portwitness.analyzer.transaction.StunJoin;
import org.portwitness.analyzer.transaction.StunTransactions;
import org.portwitness.analyzer.transaction.SynAttempts;
import org.portwitness.analyzer.transaction.TcpConnections;
import org.portwitness.analyzer.transaction.TcpGaps;
import org.portwitness.capture.Frame;

/**
 * One worker: takes frames, keeps what matters of them in its own tables, and tells what it saw as {@link Evidence}.
 *
 * <p>{@link #onFrame} is the table of contents of the analysis. Everything here belongs to one thread; lanes share nothing. No packet
 * allocates once the tables have grown.
 */
public final class Lane {
    private final LaneShare share;
    private final CaptureClock clock = new CaptureClock();
    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts facts = new PacketFacts();
    private final Tally tally = new Tally();
    private final MirrorCopies copies = new MirrorCopies();
    private long mirrorCopies;
    private final FlowTable flows;
    private final HardwareAddresses hardwareAddresses = new HardwareAddresses();
    private final SynAttempts attempts;
    private final TcpGaps gaps;
    private final StunTransactions stun;
    private final DiscoveryProbes discovery;
    private final DhcpExchanges dhcp;
    private final MediaStreams media;
    private final Datagrams datagrams;
    private final DnsExchanges dns;
    private final TcpContents contents;

    /** A lane alone. */
    public Lane() {
        this(LaneShare.ALL);
    }

    Lane(int flowLimit, int attemptLimit) {
        this(LaneShare.ALL, LaneMemory.with(flowLimit, attemptLimit));
    }

    /** One of several lanes that share a capture, and the memory that one would have. */
    Lane(LaneShare share) {
        this(share, LaneMemory.ofOneAmong(share.lanes()));
    }

    private Lane(LaneShare share, LaneMemory memory) {
        this.share = share;
        flows = new FlowTable(memory.flows);
        attempts = new SynAttempts(flows, clock, memory.attempts);
        gaps = new TcpGaps(flows);
        stun = new StunTransactions(flows, clock, memory.stun);
        discovery = new DiscoveryProbes(clock, memory.discovery);
        dhcp = new DhcpExchanges(clock);
        media = new MediaStreams(flows, clock, memory.media);
        datagrams = new Datagrams(flows, stun, discovery, dhcp, media);
        dns = new DnsExchanges(clock, memory.dns);
        contents = new TcpContents(flows, clock, this::onStunMessage, media, dns, memory.contents, memory.hellos);
        flows.onEviction(this::onEviction);
        if (share.lanes() > 1) {
            keepOrder();
        }
    }

    /** What these hosts try in vain is the last to be forgotten where a table is full. */
    void favour(HostSet units) {
        attempts.favour(units);
    }

    private void keepOrder() {
        flows.keepOrder(clock);
        attempts.keepOrder();
        stun.keepOrder();
        contents.keepOrder();
        hardwareAddresses.keepOrder(clock);
    }

    /** Looks at one frame; afterwards nothing here refers to it. Lanes that share a capture must each be shown every frame. */
    public void onFrame(Frame frame) {
        clock.advanceTo(frame.timeNanos());
        int claim = share.claim(frame);
        if (claim == LaneShare.OTHERS) {
            return;
        }
        int result = decoder.decode(frame, facts);
        if (claim == LaneShare.UNDECIDED && !share.owns(result, facts)) {
            return;
        }
        tally.count(frame, result, facts);
        if (result != DecodeResult.DECODED) {
            return;
        }
        boolean copy = copies.isCopy(facts);
        if (copy) {
            mirrorCopies++;
        }
        if (facts.protocol == PacketFacts.UDP) {
            onUdp();
        } else if (facts.protocol == PacketFacts.TCP) {
            onTcp(copy);
        } else {
            onOther();
        }
    }

    private void onUdp() {
        touchFlow();
        if (DnsExchanges.isDns(facts.sourcePort, facts.destinationPort)) {
            dns.onMessage(facts, facts.bytes, facts.payloadAt, facts.payloadLength);
        } else {
            datagrams.onDatagram(facts);
        }
    }

    private void onTcp(boolean copy) {
        if (SynAttempts.isSyn(facts)) {
            attempts.onSyn(facts);
            if (facts.sourceHigh != 0) {
                // IPv6 that leads nowhere is seen by its SYNs only, and must be known as the unit's
                hardwareAddresses.onSender(facts);
            }
            if (facts.flow == PacketFacts.NONE) {
                return;
            }
        } else {
            touchFlow();
            attempts.onPacket(facts);
            if (!copy) {
                gaps.onPacket(facts);
            }
        }
        contents.onPacket(facts);
    }

    /** Found in a TCP stream; what a relay carries may be media. */
    private void onStunMessage(PacketFacts packet, ByteBuffer bytes, int at, int length) {
        stun.onStunMessage(packet, bytes, at, length);
        media.onStunMessage(packet, bytes, at, length);
    }

    /** ICMP, and what is counted only; all of it tells that a host sends and receives. */
    private void onOther() {
        touchFlow();
        if (facts.quotedProtocol == PacketFacts.TCP) {
            attempts.onIcmpError(facts);
        } else if (facts.quotedProtocol == PacketFacts.UDP) {
            datagrams.onIcmpError(facts);
            dns.onIcmpError(facts);
        }
    }

    private void touchFlow() {
        int slot = flows.touch(facts);
        if (flows.packets(slot, facts.fromOpener) == 1) {
            hardwareAddresses.onSender(facts);
            if (flows.packets(slot, !facts.fromOpener) > 0) {
                attempts.onAnswer(facts);
            }
        }
    }

    private void onEviction(int slot) {
        attempts.onFlowEviction(slot);
        datagrams.onEviction(slot);
        contents.onEviction(slot);
        media.onEviction(slot);
        gaps.onEviction(slot);
    }

    /** The time until which the lane has seen the capture, see {@link CaptureClock#newestNanos()}. */
    long newestNanos() {
        return clock.newestNanos();
    }

    /** Nothing came until then, see {@link CaptureClock#quietUntil}. */
    void quietUntil(long timeNanos) {
        clock.quietUntil(timeNanos);
    }

    public long packets() {
        return tally.packets();
    }

    /**
     * What was seen by now. Its parts read the lane's tables while they are iterated: do so before the next frame, in the lane's thread, or
     * once the lane is at rest.
     */
    public Evidence evidence() {
        TcpConnections connections = new TcpConnections(flows, attempts, new FlowContents());
        HostPackets hosts = HostPackets.of(flows, attempts, gaps);
        return new Evidence(
                tally.traffic(
                        mirrorCopies,
                        clock.timeGoesBack(),
                        givenUp(hosts),
                        gaps.signs(tally.superPackets(), tally.longestFrame())),
                clock.firstNanos(),
                clock.lastNanos(),
                connections,
                connections.visibility(),
                contents.hellos(),
                contents.helloCounts(),
                stun.transactions(),
                stun.indications(),
                stun.msTurnSpeakers(),
                datagrams.tellingConversations(),
                media.streams(),
                discovery.probes(),
                dns.queries(),
                dns.names(),
                dhcp.exchanges(),
                hardwareAddresses,
                hosts,
                attempts.forgotten()
                        .withUdp(
                                dns.forgottenAnswers(),
                                dns.unkeptAnswers() + stun.unkeptAnswers() + discovery.unkeptAnswers()));
    }

    /** What all lanes of a capture saw by now, as one lane would tell it. Likewise. */
    static Evidence evidence(List<Lane> lanes) {
        if (lanes.size() == 1) {
            return lanes.get(0).evidence();
        }
        StunJoin.join(lanes.stream().map(lane -> lane.stun).toList());
        return MergedEvidence.of(lanes.stream().map(Lane::evidence).toList());
    }

    private SortedMap<String, Long> givenUp(HostPackets hosts) {
        SortedMap<String, Long> words = new TreeMap<>(contents.givenUp());
        words.putAll(dns.givenUp());
        putIfAny(words, "syn attempts not kept: table full", attempts.notKept());
        putIfAny(words, "answered ones among the syn attempts not kept", attempts.answeredNotKept());
        putIfAny(words, "conversations pushed out: table full", flows.evicted());
        putIfAny(words, "STUN transactions not kept: table full", stun.leftOut());
        if (share.lanes() > 1) {
            putIfAny(words, "STUN answers without a request not kept: table full", stun.answersForgotten());
        }
        putIfAny(words, "discovery probes not kept: table full", discovery.leftOut());
        putIfAny(words, "DHCP clients not kept: table full", dhcp.leftOut());
        putIfAny(words, "refused UDP conversations not kept: table full", datagrams.refusalsLeftOut());
        putIfAny(words, "media streams not kept: table full", media.leftOut());
        putIfAny(words, "hardware addresses not kept: table full", hardwareAddresses.leftOut());
        putIfAny(words, "packets of hosts beyond the list's bound", hosts.leftOut());
        return words;
    }

    private static void putIfAny(SortedMap<String, Long> words, String what, long count) {
        if (count > 0) {
            words.put(what, count);
        }
    }

    /** The content stage as the connections ask it. */
    private final class FlowContents implements TcpConnections.Contents {
        @Override
        public TcpContent contentOf(int flow, boolean openerIsClient) {
            return contents.contentOf(flow, openerIsClient);
        }

        @Override
        public boolean hasContent(int flow) {
            return contents.hasContent(flow);
        }

        @Override
        public int clientOf(int flow) {
            Boolean openerIsClient = contents.clientIsOpener(flow);
            return openerIsClient == null ? UNKNOWN : openerIsClient ? OPENER : RESPONDER;
        }
    }
}
