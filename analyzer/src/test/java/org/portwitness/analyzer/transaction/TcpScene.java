package org.portwitness.analyzer.transaction;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;

/** TCP packets as facts, played into clock, flows and attempts. Times are milliseconds after the scene's beginning. */
final class TcpScene {
    static final long START = 1_700_000_000_000_000_000L;
    static final long MILLI = 1_000_000L;
    static final String CLIENT = "10.0.0.5";
    static final String SERVER = "52.112.0.9";
    static final String ROUTER = "10.0.0.1";
    static final int SYN = PacketFacts.SYN;
    static final int ACK = PacketFacts.ACK;
    static final int RST = PacketFacts.RST;
    static final int FIN = PacketFacts.FIN;

    private static final TcpConnections.Contents NO_CONTENTS = new TcpConnections.Contents() {
        @Override
        public TcpContent contentOf(int flow, boolean openerIsClient) {
            return TcpContent.NOTHING;
        }

        @Override
        public boolean hasContent(int flow) {
            return false;
        }

        @Override
        public int clientOf(int flow) {
            return UNKNOWN;
        }
    };

    final FlowTable flows;
    final CaptureClock clock = new CaptureClock();
    final SynAttempts attempts;
    final TcpGaps gaps;
    private final PacketFacts facts = new PacketFacts();
    private final ByteBuffer bytes = ByteBuffer.allocate(256);

    private String from = CLIENT;
    private int fromPort = 50000;
    private String to = SERVER;
    private int toPort = 443;
    private int ipId = 1;
    private int payload;
    private boolean fastOpen;
    private int timestampValue;
    private int timestampEcho;
    private int ttl = 64;

    TcpScene() {
        this(1000, 1000);
    }

    TcpScene(int flowLimit, int attemptLimit) {
        flows = new FlowTable(flowLimit);
        attempts = new SynAttempts(flows, clock, attemptLimit);
        gaps = new TcpGaps(flows);
        flows.onEviction(attempts::onFlowEviction);
    }

    TcpScene client() {
        return between(CLIENT, 50000, SERVER, 443);
    }

    TcpScene server() {
        return between(SERVER, 443, CLIENT, 50000);
    }

    TcpScene between(String source, int sourcePort, String destination, int destinationPort) {
        from = source;
        fromPort = sourcePort;
        to = destination;
        toPort = destinationPort;
        payload = 0;
        fastOpen = false;
        timestampValue = 0;
        timestampEcho = 0;
        ttl = 64;
        return this;
    }

    TcpScene id(int identification) {
        ipId = identification;
        return this;
    }

    TcpScene payload(int length) {
        payload = length;
        return this;
    }

    TcpScene fastOpen() {
        fastOpen = true;
        return this;
    }

    TcpScene timestamps(int value, int echo) {
        timestampValue = value;
        timestampEcho = echo;
        return this;
    }

    TcpScene ttl(int hops) {
        ttl = hops;
        return this;
    }

    TcpScene at(double millis, int flags, long sequence, long acknowledgement) {
        return atNanos(START + Math.round(millis * MILLI), flags, sequence, acknowledgement);
    }

    TcpScene atNanos(long nanos, int flags, long sequence, long acknowledgement) {
        fill(nanos, PacketFacts.TCP);
        facts.tcpFlags = flags;
        facts.sequence = sequence;
        facts.acknowledgement = acknowledgement;
        clock.advanceTo(facts.timeNanos);
        if (SynAttempts.isSyn(facts)) {
            attempts.onSyn(facts);
        } else {
            int slot = flows.touch(facts);
            if (flows.packets(slot, facts.fromOpener) == 1 && flows.packets(slot, !facts.fromOpener) > 0) {
                attempts.onAnswer(facts);
            }
            attempts.onPacket(facts);
            gaps.onPacket(facts);
        }
        ipId++;
        return this;
    }

    /** An ICMP error of {@link #ROUTER} that quotes a packet from the client to the server. */
    TcpScene icmpAt(double millis, int type, int code, long quotedSequence) {
        client();
        Address source = Address.parse(ROUTER);
        fill(START + Math.round(millis * MILLI), PacketFacts.ICMP);
        facts.quotedProtocol = PacketFacts.TCP;
        facts.quotedSourceHigh = facts.sourceHigh;
        facts.quotedSourceLow = facts.sourceLow;
        facts.quotedSourcePort = facts.sourcePort;
        facts.quotedDestinationHigh = facts.destinationHigh;
        facts.quotedDestinationLow = facts.destinationLow;
        facts.quotedDestinationPort = facts.destinationPort;
        facts.quotedSequence = quotedSequence;
        facts.icmpType = type;
        facts.icmpCode = code;
        facts.sourceHigh = source.high();
        facts.sourceLow = source.low();
        facts.ttl = 61;
        clock.advanceTo(facts.timeNanos);
        attempts.onIcmpError(facts);
        return this;
    }

    /** A packet of somebody else: the capture runs on. */
    TcpScene runsOnUntil(double millis) {
        clock.advanceTo(START + Math.round(millis * MILLI));
        return this;
    }

    PacketFacts facts() {
        return facts;
    }

    private void fill(long nanos, int protocol) {
        Address source = Address.parse(from);
        Address destination = Address.parse(to);
        facts.bytes = bytes;
        facts.timeNanos = nanos;
        facts.protocol = protocol;
        facts.ipVersion = source.isIpv4() ? 4 : 6;
        facts.ipId = source.isIpv4() ? ipId : PacketFacts.NONE;
        facts.ttl = ttl;
        facts.sourceHigh = source.high();
        facts.sourceLow = source.low();
        facts.destinationHigh = destination.high();
        facts.destinationLow = destination.low();
        facts.sourcePort = fromPort;
        facts.destinationPort = toPort;
        facts.quotedProtocol = PacketFacts.NONE;
        facts.flow = PacketFacts.NONE;
        facts.transportAt = 40;
        int end = 60;
        if (timestampValue != 0 || timestampEcho != 0) {
            bytes.put(end, (byte) 1)
                    .put(end + 1, (byte) 1)
                    .put(end + 2, (byte) 8)
                    .put(end + 3, (byte) 10);
            bytes.putInt(end + 4, timestampValue).putInt(end + 8, timestampEcho);
            end += 12;
        }
        if (fastOpen) {
            bytes.put(end, (byte) 34).put(end + 1, (byte) 4).putShort(end + 2, (short) 0x1234);
            end += 4;
        }
        facts.tcpOptionsEnd = end;
        facts.payloadAt = end;
        facts.payloadLength = payload;
        facts.payloadWireLength = payload;
        // what tells one IPv6 SYN from another here: the checksum's place
        bytes.putInt(facts.transportAt + 16, ipId);
    }

    TcpConnections export() {
        return new TcpConnections(flows, attempts, NO_CONTENTS);
    }

    List<TcpConnection> connections() {
        List<TcpConnection> all = new ArrayList<>();
        export().forEach(all::add);
        return all;
    }

    /** The only attempt of the scene. */
    TcpAttempt attempt() {
        List<TcpConnection> all = connections();
        if (all.size() != 1 || all.get(0).attempt() == null) {
            throw new AssertionError("one attempt expected: " + all);
        }
        return all.get(0).attempt();
    }
}
