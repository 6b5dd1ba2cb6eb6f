package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.wire.IpProtocol;
import org.portwitness.analyzer.wire.Ipv4;
import org.portwitness.analyzer.wire.Ipv6;
import org.portwitness.analyzer.wire.Ipv6Extensions;
import org.portwitness.analyzer.wire.Tcp;
import org.portwitness.analyzer.wire.Udp;

/**
 * Reads the packet that an ICMP error quotes, as far as it is quoted and captured.
 *
 * <p>The quote may end anywhere: RFC 792 asks for eight bytes behind the IP header, RFC 4443 for as much as fits. Its length fields are not
 * believed, some routers rewrite them.
 */
final class QuotedPacket {
    /** More would be an attack: RFC 8200 section 4.1 knows at most seven in one packet. */
    private static final int MOST_EXTENSION_HEADERS = 8;

    private QuotedPacket() {}

    static void read(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        if (end - at < Ipv4.SMALLEST) {
            return;
        }
        int version = Ipv4.version(bytes, at);
        if (version == Ipv4.VERSION) {
            readIpv4(facts, bytes, at, end);
        } else if (version == Ipv6.VERSION && Ipv6.check(bytes, at, end)) {
            readIpv6(facts, bytes, at, end);
        }
    }

    /** Brings the quoted fields to "nothing quoted". */
    static void clear(PacketFacts facts) {
        facts.quotedProtocol = PacketFacts.NONE;
        facts.quotedSourceHigh = 0;
        facts.quotedSourceLow = 0;
        facts.quotedDestinationHigh = 0;
        facts.quotedDestinationLow = 0;
        facts.quotedSourcePort = 0;
        facts.quotedDestinationPort = 0;
        facts.quotedSequence = PacketFacts.NONE;
        facts.quotedPayloadAt = PacketFacts.NONE;
        facts.quotedPayloadLength = 0;
    }

    private static void readIpv4(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        int headerLength = Ipv4.headerLength(bytes, at);
        if (headerLength < Ipv4.SMALLEST) {
            return;
        }
        facts.quotedSourceLow = Ipv4.sourceLow(bytes, at);
        facts.quotedDestinationLow = Ipv4.destinationLow(bytes, at);
        facts.quotedProtocol = Ipv4.protocol(bytes, at);
        if ((Ipv4.fragment(bytes, at) & Ipv4.OFFSET_MASK) == 0) {
            readTransport(facts, bytes, at + headerLength, end);
        }
    }

    private static void readIpv6(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        facts.quotedSourceHigh = Ipv6.sourceHigh(bytes, at);
        facts.quotedSourceLow = Ipv6.sourceLow(bytes, at);
        facts.quotedDestinationHigh = Ipv6.destinationHigh(bytes, at);
        facts.quotedDestinationLow = Ipv6.destinationLow(bytes, at);
        int protocol = Ipv6.nextHeader(bytes, at);
        int headerAt = at + Ipv6.LENGTH;
        for (int i = 0; i < MOST_EXTENSION_HEADERS && Ipv6Extensions.isOne(protocol); i++) {
            if (!Ipv6Extensions.check(headerAt, end)) {
                break;
            }
            int length = Ipv6Extensions.length(bytes, headerAt, protocol);
            boolean laterFragment = protocol == IpProtocol.FRAGMENT
                    && (Ipv6Extensions.fragment(bytes, headerAt) & Ipv6Extensions.OFFSET_MASK) != 0;
            protocol = Ipv6Extensions.nextHeader(bytes, headerAt);
            if (length == 0 || laterFragment) {
                facts.quotedProtocol = protocol;
                return;
            }
            headerAt += length;
        }
        facts.quotedProtocol = protocol;
        readTransport(facts, bytes, headerAt, end);
    }

    private static void readTransport(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        boolean hasPorts = facts.quotedProtocol == PacketFacts.TCP || facts.quotedProtocol == PacketFacts.UDP;
        if (!hasPorts || end - at < Tcp.PORTS_LENGTH) {
            return;
        }
        facts.quotedSourcePort = Tcp.sourcePort(bytes, at);
        facts.quotedDestinationPort = Tcp.destinationPort(bytes, at);
        if (facts.quotedProtocol == PacketFacts.UDP) {
            if (end - at > Udp.LENGTH) {
                facts.quotedPayloadAt = at + Udp.LENGTH;
                facts.quotedPayloadLength = end - facts.quotedPayloadAt;
            }
        } else if (end - at >= Tcp.ACKNOWLEDGEMENT_AT) {
            facts.quotedSequence = Tcp.sequence(bytes, at);
            readTcpPayload(facts, bytes, at, end);
        }
    }

    private static void readTcpPayload(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        if (end - at > Tcp.SMALLEST) {
            int headerLength = Tcp.headerLength(bytes, at);
            if (headerLength >= Tcp.SMALLEST && end - at > headerLength) {
                facts.quotedPayloadAt = at + headerLength;
                facts.quotedPayloadLength = end - facts.quotedPayloadAt;
            }
        }
    }
}
