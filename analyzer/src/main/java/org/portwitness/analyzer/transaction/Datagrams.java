package org.portwitness.analyzer.transaction;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Carriage;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.UdpConversation;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.flow.Ordered;
import org.portwitness.analyzer.media.MediaStreams;
import org.portwitness.analyzer.wire.Dhcp;
import org.portwitness.analyzer.wire.MirrorOp;
import org.portwitness.analyzer.wire.MsMultiplex;
import org.portwitness.analyzer.wire.Quic;
import org.portwitness.analyzer.wire.RelayedData;
import org.portwitness.analyzer.wire.Stun;
import org.portwitness.analyzer.wire.StunAttributes;

/**
 * Sorts the payloads of UDP by their first bytes and hands them to whom they concern: STUN, media, MirrorOp discovery, DHCP.
 *
 * <p>RFC 7983 with what Microsoft added: {@code ff10} frames are looked for first and unwrapped. Everything else is left alone; that a
 * conversation exists is evidence enough. Owned by one lane; no packet allocates.
 */
public final class Datagrams {
    private static final int FIRST_STUN_PORT = 3478;
    private static final int LAST_STUN_PORT = 3481;

    /** A frame in a frame is meaningless; a bound keeps a hostile one from being unwrapped for long. */
    private static final int MOST_WRAPPINGS = 2;

    private static final int CHANNEL_HEADER_LENGTH = 4;
    private static final int RTP_BITS = 0xc0;
    private static final int RTP_MARK = 0x80;
    private static final int QUIC_LONG_HEADER = 0xc0;
    private static final int MOST_OF_QUIC_OPENING = 8;
    private static final int NTP_PORT = 123;

    /** A stream of media has ten packets or more, see the contract of the report. */
    private static final int FEWEST_OF_A_STREAM = 10;

    private final FlowTable flows;
    private final UdpFlowNotes notes;
    private final StunTransactions stun;
    private final DiscoveryProbes discovery;
    private final DhcpExchanges dhcp;
    private final MediaStreams media;
    private final PacketFacts quoted = new PacketFacts();

    public Datagrams(
            FlowTable flows, StunTransactions stun, DiscoveryProbes discovery, DhcpExchanges dhcp, MediaStreams media) {
        this.flows = flows;
        this.stun = stun;
        this.discovery = discovery;
        this.dhcp = dhcp;
        this.media = media;
        notes = stun.notes();
    }

    /** One UDP packet whose flow the table has just touched; port 53 is not for here. */
    public void onDatagram(PacketFacts facts) {
        if (facts.payloadLength <= 0) {
            return;
        }
        int first = facts.bytes.get(facts.payloadAt) & 0xff;
        if ((first & RTP_BITS) == RTP_MARK && media.isMedia(facts.flow, facts.fromOpener)) {
            onMedia(facts, facts.payloadAt, facts.payloadLength, facts.payloadWireLength, Carriage.UDP, true);
            return;
        }
        if (isDiscovery(facts)) {
            discovery.onDatagram(facts);
            return;
        }
        if (isDhcp(facts.sourcePort) && isDhcp(facts.destinationPort)) {
            dhcp.onDatagram(facts);
            return;
        }
        sort(facts);
    }

    private boolean isDiscovery(PacketFacts facts) {
        return (MirrorOp.isPort(facts.destinationPort) || MirrorOp.isPort(facts.sourcePort))
                && discovery.concerns(facts);
    }

    private static boolean isDhcp(int port) {
        return port == Dhcp.SERVER_PORT || port == Dhcp.CLIENT_PORT;
    }

    private void sort(PacketFacts facts) {
        ByteBuffer bytes = facts.bytes;
        int at = facts.payloadAt;
        int captured = facts.payloadLength;
        int wireLength = facts.payloadWireLength;
        boolean wrapped = false;
        for (int i = 0; i < MOST_WRAPPINGS && MsMultiplex.check(bytes, at, captured, wireLength); i++) {
            at += MsMultiplex.HEADER_LENGTH;
            captured -= MsMultiplex.HEADER_LENGTH;
            wireLength -= MsMultiplex.HEADER_LENGTH;
            wrapped = true;
        }
        if (wrapped) {
            onWrapped(facts);
            if (captured <= 0) {
                return;
            }
        }
        int first = bytes.get(at) & 0xff;
        if ((first & RTP_BITS) == RTP_MARK) {
            if (notes.has(facts.flow, UdpFlowNotes.QUIC) && !notes.has(facts.flow, UdpFlowNotes.STUN)) {
                // a protected packet whose fixed bit is greased, RFC 9287
                return;
            }
            boolean trusted = wrapped || notes.has(facts.flow, UdpFlowNotes.EXCHANGED);
            onMedia(facts, at, captured, wireLength, wrapped ? Carriage.FF10 : Carriage.UDP, trusted);
        } else if (isStun(facts, at, captured, wireLength)) {
            stun.onDatagramMessage(facts, at, captured);
            onRelayed(facts, at, captured);
        } else if (first >= 64 && first < 80 && notes.has(facts.flow, UdpFlowNotes.STUN)) {
            onChannelData(facts, at, captured, wireLength);
        } else if (first >= QUIC_LONG_HEADER && isEarly(facts) && Quic.check(bytes, at, captured)) {
            notes.mark(facts.flow, UdpFlowNotes.QUIC);
        }
    }

    /** QUIC opens with long headers and goes on without. */
    private boolean isEarly(PacketFacts facts) {
        return flows.packets(facts.flow, facts.fromOpener) <= MOST_OF_QUIC_OPENING;
    }

    private void onMedia(PacketFacts facts, int at, int captured, int wireLength, Carriage carriage, boolean trusted) {
        media.onPayload(facts, facts.bytes, at, captured, wireLength, carriage, trusted);
    }

    /** The client is the side that talks to a relay's port; where both or neither do, nobody is named. */
    private void onWrapped(PacketFacts facts) {
        if (notes.has(facts.flow, UdpFlowNotes.MULTIPLEXED)) {
            return;
        }
        notes.mark(facts.flow, UdpFlowNotes.MULTIPLEXED);
        boolean toRelay = isStunPort(facts.destinationPort);
        boolean fromRelay = isStunPort(facts.sourcePort);
        if (toRelay && !fromRelay) {
            stun.addMsTurnSpeaker(facts.sourceHigh, facts.sourceLow);
        } else if (fromRelay && !toRelay) {
            stun.addMsTurnSpeaker(facts.destinationHigh, facts.destinationLow);
        }
    }

    private boolean isStun(PacketFacts facts, int at, int captured, int wireLength) {
        ByteBuffer bytes = facts.bytes;
        if (Stun.check(bytes, at, captured, wireLength)) {
            return true;
        }
        if (!Stun.checkClassic(bytes, at, captured, wireLength)) {
            return false;
        }
        int attributesAt = at + Stun.HEADER_LENGTH;
        int end = at + captured;
        return (captured < wireLength || StunAttributes.endExactly(bytes, attributesAt, end))
                && (isStunPort(facts.sourcePort)
                        || isStunPort(facts.destinationPort)
                        || StunAttributes.startsWithMagic(bytes, attributesAt, end)
                        || notes.has(facts.flow, UdpFlowNotes.STUN));
    }

    private static boolean isStunPort(int port) {
        return port >= FIRST_STUN_PORT && port <= LAST_STUN_PORT;
    }

    /**
     * Media that a relay carries inside Send and Data. STUN inside is between the peers and no transaction of this flow, so it is not looked
     * at.
     */
    private void onRelayed(PacketFacts facts, int at, int captured) {
        ByteBuffer bytes = facts.bytes;
        int data = RelayedData.find(bytes, at, captured);
        if (data != StunAttributes.NONE) {
            int length = StunAttributes.length(bytes, data);
            onRelayedPayload(facts, StunAttributes.valueAt(data), length, length, Carriage.MS_TURN);
        }
    }

    /** TURN ChannelData: channel 4000..4fff, length, data (RFC 8656 section 12.4). */
    private void onChannelData(PacketFacts facts, int at, int captured, int wireLength) {
        if (captured > CHANNEL_HEADER_LENGTH) {
            int length = facts.bytes.getShort(at + 2) & 0xffff;
            if (length <= wireLength - CHANNEL_HEADER_LENGTH) {
                onRelayedPayload(
                        facts,
                        at + CHANNEL_HEADER_LENGTH,
                        Math.min(length, captured - CHANNEL_HEADER_LENGTH),
                        length,
                        Carriage.CHANNEL_DATA);
            }
        }
    }

    private void onRelayedPayload(PacketFacts facts, int at, int captured, int wireLength, Carriage carriage) {
        if (captured > 0 && (facts.bytes.get(at) & RTP_BITS) == RTP_MARK) {
            onMedia(facts, at, captured, wireLength, carriage, true);
        }
    }

    /** An ICMP or ICMPv6 error that quotes a UDP packet. */
    public void onIcmpError(PacketFacts facts) {
        if (facts.quotedProtocol != PacketFacts.UDP || !UdpFlowNotes.isHardError(facts)) {
            return;
        }
        quoted.protocol = PacketFacts.UDP;
        quoted.sourceHigh = facts.quotedSourceHigh;
        quoted.sourceLow = facts.quotedSourceLow;
        quoted.sourcePort = facts.quotedSourcePort;
        quoted.destinationHigh = facts.quotedDestinationHigh;
        quoted.destinationLow = facts.quotedDestinationLow;
        quoted.destinationPort = facts.quotedDestinationPort;
        int flow = flows.peek(quoted);
        if (flow != FlowTable.NONE && quoted.fromOpener) {
            notes.refuse(flow, facts);
        }
        stun.onIcmpError(facts, flow);
        if (MirrorOp.isPort(facts.quotedDestinationPort)) {
            discovery.onIcmpError(facts);
        }
    }

    /** To be told before the flow table gives a UDP flow's slot to another: {@link FlowTable.EvictionListener}. */
    public void onEviction(int flow) {
        if (flows.protocol(flow) == PacketFacts.UDP) {
            notes.onEviction(flow);
        }
    }

    /** Refused conversations whose refusal was not kept because there were too many. */
    public long refusalsLeftOut() {
        return notes.refusalsLeftOut();
    }

    /**
     * The UDP conversations in the flow table that can tell something: media, STUN, frames of Microsoft's relays, a refusal, time from a server, or
     * packets enough for a stream of media. In the table's order; each record is made when it is asked for. A flood has a million others, which
     * nobody would look at: they are passed over here, once, and not by each of those who walk along these.
     */
    public Ordered<UdpConversation> tellingConversations() {
        return conversations(true);
    }

    /** Every UDP conversation that the flow table holds, likewise. */
    Ordered<UdpConversation> conversations() {
        return conversations(false);
    }

    private Ordered<UdpConversation> conversations(boolean telling) {
        int[] wanted = udpFlows(telling);
        return () -> new Ordered.Walk<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < wanted.length;
            }

            @Override
            public UdpConversation next() {
                if (next >= wanted.length) {
                    throw new NoSuchElementException();
                }
                return conversation(wanted[next++]);
            }

            @Override
            public long place() {
                return flows.beganAt(wanted[next]);
            }
        };
    }

    private int[] udpFlows(boolean telling) {
        int[] found = new int[64];
        int count = 0;
        for (int flow = 0; flow < flows.size(); flow++) {
            if (flows.protocol(flow) == PacketFacts.UDP && (!telling || isTelling(flow))) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                found[count++] = flow;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private boolean isTelling(int flow) {
        return notes.hasAny(flow)
                || media.isMedia(flow, true)
                || media.isMedia(flow, false)
                || flows.responderPort(flow) == NTP_PORT
                || flows.packets(flow, true) + flows.packets(flow, false) >= FEWEST_OF_A_STREAM;
    }

    /** As its first packets say, or {@link MediaStreams#isQuicPort}; who asked a relay there spoke STUN before. */
    private boolean speaksQuic(int flow) {
        return (notes.has(flow, UdpFlowNotes.QUIC)
                        || MediaStreams.isQuicPort(flows.openerPort(flow))
                        || MediaStreams.isQuicPort(flows.responderPort(flow)))
                && !notes.has(flow, UdpFlowNotes.STUN)
                && !notes.has(flow, UdpFlowNotes.MULTIPLEXED);
    }

    private UdpConversation conversation(int flow) {
        return new UdpConversation(
                new Endpoint(new Address(flows.openerHigh(flow), flows.openerLow(flow)), flows.openerPort(flow)),
                new Endpoint(
                        new Address(flows.responderHigh(flow), flows.responderLow(flow)), flows.responderPort(flow)),
                flows.firstNanos(flow),
                Math.max(flows.lastNanos(flow, true), flows.lastNanos(flow, false)),
                flows.packets(flow, true),
                flows.packets(flow, false),
                flows.payloadBytes(flow, true),
                flows.payloadBytes(flow, false),
                flows.lastNanos(flow, true),
                flows.lastNanos(flow, false),
                media.isMedia(flow, true) && !speaksQuic(flow),
                media.isMedia(flow, false) && !speaksQuic(flow),
                notes.has(flow, UdpFlowNotes.MULTIPLEXED),
                notes.has(flow, UdpFlowNotes.STUN),
                notes.refusal(flow));
    }
}
