package org.portwitness.analyzer.proof;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.wire.Icmp;
import org.portwitness.analyzer.wire.Ipv4;
import org.portwitness.analyzer.wire.Ipv6;

/**
 * Shows of a packet all headers down to the innermost transport header (tags and tunnels too), and of the payload only what {@link DatagramMask} and
 * {@link StreamMask} know to be needed and harmless. What nobody recognises is blanked. Lengths and checksums stay as they are.
 */
final class PacketMask {
    /** Beyond so many connections the payload of further ones is blanked as a whole. */
    private static final int MOST_STREAMS = 20_000;

    private static final int UDP_HEADER = 8;
    private static final int TCP_HEADER = 20;

    private final Map<Direction, StreamMask> streams = new HashMap<>();

    private record Direction(
            long sourceHigh,
            long sourceLow,
            int sourcePort,
            long destinationHigh,
            long destinationLow,
            int destinationPort) {}

    /**
     * @param packet a copy of all captured bytes
     * @param start where they stood in the buffer that {@code facts} point into
     */
    byte[] shown(byte[] packet, int start, PacketFacts facts) {
        Redaction redaction = new Redaction(packet);
        int payloadAt = facts.payloadAt - start;
        switch (facts.protocol) {
            case PacketFacts.TCP -> {
                redaction.keep(0, payloadAt);
                stream(redaction, payloadAt, facts);
            }
            case PacketFacts.UDP -> {
                redaction.keep(0, payloadAt);
                DatagramMask.keep(
                        redaction,
                        payloadAt,
                        payloadAt + facts.payloadLength,
                        facts.payloadWireLength,
                        facts.sourcePort,
                        facts.destinationPort);
            }
            case PacketFacts.ICMP, PacketFacts.ICMPV6 -> quoted(redaction, start, facts);
            default -> redaction.keep(0, facts.transportAt - start);
        }
        return redaction.shown();
    }

    private void stream(Redaction redaction, int payloadAt, PacketFacts facts) {
        boolean opens = facts.has(PacketFacts.SYN);
        if (facts.payloadLength == 0 && !opens) {
            return;
        }
        Direction direction = new Direction(
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort);
        StreamMask stream = streams.get(direction);
        // the same sockets again: another connection
        if (stream == null || opens && !stream.beginsAt(facts.sequence + 1)) {
            if (stream == null && streams.size() >= MOST_STREAMS) {
                return;
            }
            stream = new StreamMask(opens ? facts.sequence + 1 : facts.sequence);
            streams.put(direction, stream);
        }
        if (!opens) {
            stream.segment(redaction, payloadAt, payloadAt + facts.payloadLength, facts.sequence);
        }
    }

    /**
     * An error shows the headers of the packet it quotes, and of that packet's payload what a packet of its own would show; of a quoted TCP segment
     * nothing, as the rest of its stream is not at hand.
     */
    private static void quoted(Redaction redaction, int start, PacketFacts facts) {
        int quoteAt = facts.transportAt - start + Icmp.LENGTH;
        if (facts.quotedPayloadAt != PacketFacts.NONE) {
            int payloadAt = facts.quotedPayloadAt - start;
            redaction.keep(0, payloadAt);
            if (facts.quotedProtocol == PacketFacts.UDP) {
                DatagramMask.keep(
                        redaction,
                        payloadAt,
                        payloadAt + facts.quotedPayloadLength,
                        quotedLength(redaction.bytes(), payloadAt, facts.quotedPayloadLength),
                        facts.quotedSourcePort,
                        facts.quotedDestinationPort);
            }
            return;
        }
        redaction.keep(0, quoteAt + headers(redaction.bytes(), quoteAt, facts.quotedProtocol));
    }

    /** Bytes of the quoted datagram's payload when it was sent; many errors quote less. */
    private static int quotedLength(ByteBuffer bytes, int payloadAt, int captured) {
        return Math.max(captured, (bytes.getShort(payloadAt - UDP_HEADER + 4) & 0xffff) - UDP_HEADER);
    }

    /** Of a quote without payload, or one that makes no sense: IP header and the fixed part of the transport header. */
    private static int headers(ByteBuffer bytes, int at, int protocol) {
        int transport = protocol == PacketFacts.TCP ? TCP_HEADER : protocol == PacketFacts.UDP ? UDP_HEADER : 0;
        if (at >= bytes.limit()) {
            return 0;
        }
        int ip = Ipv4.version(bytes, at) == Ipv4.VERSION ? Ipv4.headerLength(bytes, at) : Ipv6.LENGTH;
        return ip + transport;
    }
}
