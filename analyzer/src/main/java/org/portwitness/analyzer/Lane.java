package org.portwitness.analyzer;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.facts.DecodeResult;
import org.portwitness.analyzer.facts.FrameDecoder;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.transaction.Datagrams;
import org.portwitness.analyzer.transaction.DhcpExchanges;
import org.portwitness.analyzer.transaction.DiscoveryProbes;
import org.portwitness.analyzer.transaction.HardwareAddresses;
import org.portwitness.analyzer.transaction.HostPackets;
import org.portwitness.analyzer.transaction.StunTransactions;
import org.portwitness.analyzer.transaction.SynAttempts;
import org.portwitness.analyzer.transaction.TcpConnections;
import org.portwitness.capture.Frame;

/**
 * One worker: takes frames, keeps what matters of them in its own tables, and tells what it saw as {@link Evidence}.
 *
 * <p>{@link #onFrame} is the table of contents of the analysis. Everything here belongs to one thread; lanes share nothing. No packet
 * allocates once the tables have grown.
 */
public final class Lane {
    /** Most conversations kept, 136 bytes each; with fewer, floods push out evidence earlier. */
    static final int FLOW_LIMIT = 1 << 20;

    /** Most connection attempts kept, 136 to 170 bytes each; likewise. */
    static final int ATTEMPT_LIMIT = 1 << 20;

    private static final int DNS_PORT = 53;

    private final CaptureClock clock = new CaptureClock();
    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts facts = new PacketFacts();
    private final Tally tally = new Tally();
    private final FlowTable flows;
    private final HardwareAddresses hardwareAddresses = new HardwareAddresses();
    private final SynAttempts attempts;
    private final StunTransactions stun;
    private final DiscoveryProbes discovery;
    private final DhcpExchanges dhcp;
    private final Datagrams datagrams;

    public Lane() {
        this(FLOW_LIMIT, ATTEMPT_LIMIT);
    }

    Lane(int flowLimit, int attemptLimit) {
        flows = new FlowTable(flowLimit);
        attempts = new SynAttempts(flows, clock, attemptLimit);
        stun = new StunTransactions(flows, clock);
        discovery = new DiscoveryProbes(clock);
        dhcp = new DhcpExchanges(clock);
        datagrams = new Datagrams(flows, stun, discovery, dhcp);
        flows.onEviction(this::onEviction);
    }

    /** Looks at one frame; afterwards nothing here refers to it. */
    public void onFrame(Frame frame) {
        clock.advanceTo(frame.timeNanos());
        int result = decoder.decode(frame, facts);
        tally.count(frame, result, facts);
        if (result != DecodeResult.DECODED) {
            return;
        }
        if (facts.protocol == PacketFacts.UDP) {
            onUdp();
        } else if (facts.protocol == PacketFacts.TCP) {
            onTcp();
        } else {
            onOther();
        }
    }

    private void onUdp() {
        touchFlow();
        if (facts.sourcePort != DNS_PORT && facts.destinationPort != DNS_PORT) {
            datagrams.onDatagram(facts);
        }
    }

    private void onTcp() {
        if (SynAttempts.isSyn(facts)) {
            attempts.onSyn(facts);
        } else {
            touchFlow();
            attempts.onPacket(facts);
        }
    }

    /** ICMP, and what is counted only; all of it tells that a host sends and receives. */
    private void onOther() {
        touchFlow();
        if (facts.quotedProtocol == PacketFacts.TCP) {
            attempts.onIcmpError(facts);
        } else if (facts.quotedProtocol == PacketFacts.UDP) {
            datagrams.onIcmpError(facts);
        }
    }

    private void touchFlow() {
        int slot = flows.touch(facts);
        if (flows.packets(slot, facts.fromOpener) == 1) {
            hardwareAddresses.onSender(facts);
        }
    }

    private void onEviction(int slot) {
        attempts.onFlowEviction(slot);
        datagrams.onEviction(slot);
    }

    public long packets() {
        return tally.packets();
    }

    /**
     * What was seen by now. Its parts read the lane's tables while they are iterated: do so before the next frame, in the lane's thread, or
     * once the lane is at rest.
     */
    public Evidence evidence() {
        TcpConnections connections = new TcpConnections(flows, attempts, NO_CONTENTS);
        HostPackets hosts = HostPackets.of(flows, attempts);
        return new Evidence(
                tally.traffic(0, clock.timeGoesBack(), givenUp(hosts)),
                clock.firstNanos(),
                clock.lastNanos(),
                connections,
                connections.visibility(),
                List.of(),
                stun.transactions(),
                stun.indications(),
                stun.msTurnSpeakers(),
                datagrams.conversations(),
                discovery.probes(),
                List.of(),
                List.of(),
                dhcp.exchanges(),
                hardwareAddresses,
                hosts.list());
    }

    private SortedMap<String, Long> givenUp(HostPackets hosts) {
        SortedMap<String, Long> words = new TreeMap<>();
        putIfAny(words, "syn attempts not kept: table full", attempts.notKept());
        putIfAny(words, "answered ones among the syn attempts not kept", attempts.answeredNotKept());
        putIfAny(words, "conversations pushed out: table full", flows.evicted());
        putIfAny(words, "STUN transactions not kept: table full", stun.leftOut());
        putIfAny(words, "discovery probes not kept: table full", discovery.leftOut());
        putIfAny(words, "DHCP clients not kept: table full", dhcp.leftOut());
        putIfAny(words, "refused UDP conversations not kept: table full", datagrams.refusalsLeftOut());
        putIfAny(words, "hardware addresses not kept: table full", hardwareAddresses.leftOut());
        putIfAny(words, "packets of hosts beyond the list's bound", hosts.leftOut());
        return words;
    }

    private static void putIfAny(SortedMap<String, Long> words, String what, long count) {
        if (count > 0) {
            words.put(what, count);
        }
    }

    private static final TcpConnections.Contents NO_CONTENTS = new TcpConnections.Contents() {
        @Override
        public TcpContent contentOf(int flow) {
            return TcpContent.NOTHING;
        }

        @Override
        public int clientOf(int flow) {
            return UNKNOWN;
        }
    };
}
