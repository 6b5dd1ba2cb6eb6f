package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.wire.Icmp;
import org.portwitness.analyzer.wire.Tcp;
import org.portwitness.analyzer.wire.Udp;

/**
 * Writes the transport header behind the innermost IP header into the facts; every transport field is written, whatever the outcome.
 *
 * <p>{@code end} is behind the last captured byte of the IP payload, {@code wireEnd} where it ended on the wire.
 */
final class Transports {
    private Transports() {}

    /** A header that claims to be longer than the packet still tells what its fixed part says; the options then end with the packet. */
    static int tcp(PacketFacts facts, ByteBuffer bytes, int at, int end, int wireEnd) {
        return end - at < Tcp.SMALLEST
                ? cutTcp(facts, bytes, at, end, wireEnd)
                : tcp(facts, bytes, Tcp.head(bytes, at), at, end, wireEnd);
    }

    /** Likewise, where the caller has read the first eight bytes already. */
    static int tcp(PacketFacts facts, ByteBuffer bytes, long head, int at, int end, int wireEnd) {
        if (end - at < Tcp.SMALLEST) {
            return cutTcp(facts, bytes, at, end, wireEnd);
        }
        long middle = Tcp.middle(bytes, at);
        int headerLength = Tcp.headerLength(middle);
        if (headerLength < Tcp.SMALLEST) {
            return bogus(facts, at, end);
        }
        facts.sourcePort = Tcp.sourcePort(head);
        facts.destinationPort = Tcp.destinationPort(head);
        facts.sequence = Tcp.sequence(head);
        facts.acknowledgement = Tcp.acknowledgement(middle);
        facts.tcpFlags = Tcp.flags(middle);
        int payloadAt = Math.min(at + headerLength, end);
        facts.transportAt = at;
        facts.payloadAt = payloadAt;
        facts.tcpOptionsEnd = payloadAt;
        facts.payloadLength = end - payloadAt;
        facts.payloadWireLength = Math.max(0, wireEnd - at - headerLength);
        facts.icmpType = 0;
        facts.icmpCode = 0;
        return DecodeResult.DECODED;
    }

    /** Cut within the fixed part: flags and what stands before them are enough. */
    private static int cutTcp(PacketFacts facts, ByteBuffer bytes, int at, int end, int wireEnd) {
        if (!Tcp.check(at, end)) {
            return cut(facts, bytes, at, end);
        }
        int headerLength = Tcp.headerLength(bytes, at);
        if (headerLength < Tcp.SMALLEST) {
            return bogus(facts, at, end);
        }
        withoutPorts(facts, at, end, wireEnd);
        facts.sourcePort = Tcp.sourcePort(bytes, at);
        facts.destinationPort = Tcp.destinationPort(bytes, at);
        facts.sequence = Tcp.sequence(bytes, at);
        facts.acknowledgement = Tcp.acknowledgement(bytes, at);
        facts.tcpFlags = Tcp.flags(bytes, at);
        facts.tcpOptionsEnd = end;
        facts.payloadAt = end;
        facts.payloadLength = 0;
        facts.payloadWireLength = Math.max(0, wireEnd - at - headerLength);
        return DecodeResult.DECODED;
    }

    static int udp(PacketFacts facts, ByteBuffer bytes, int at, int end, int wireEnd) {
        return Udp.check(at, end)
                ? udp(facts, bytes, Udp.head(bytes, at), at, end, wireEnd)
                : cut(facts, bytes, at, end);
    }

    /** Likewise, where the caller has read the first eight bytes already. */
    static int udp(PacketFacts facts, ByteBuffer bytes, long head, int at, int end, int wireEnd) {
        if (!Udp.check(at, end)) {
            return cut(facts, bytes, at, end);
        }
        int length = Udp.length(head);
        int space = wireEnd - at;
        if (length < Udp.LENGTH || length > space) {
            if (length != 0 && length < Udp.LENGTH) {
                return bogus(facts, at, end);
            }
            length = space;
        }
        facts.sourcePort = Udp.sourcePort(head);
        facts.destinationPort = Udp.destinationPort(head);
        facts.sequence = 0;
        facts.acknowledgement = 0;
        facts.tcpFlags = 0;
        facts.tcpOptionsEnd = 0;
        int payloadAt = at + Udp.LENGTH;
        facts.transportAt = at;
        facts.payloadAt = payloadAt;
        facts.payloadLength = Math.min(end, at + length) - payloadAt;
        facts.payloadWireLength = length - Udp.LENGTH;
        facts.icmpType = 0;
        facts.icmpCode = 0;
        return DecodeResult.DECODED;
    }

    static int icmp(PacketFacts facts, ByteBuffer bytes, int at, int end, int wireEnd) {
        withoutPorts(facts, at, end, wireEnd);
        if (!Icmp.check(at, end)) {
            return DecodeResult.TRANSPORT_CUT;
        }
        facts.icmpType = Icmp.type(bytes, at);
        facts.icmpCode = Icmp.code(bytes, at);
        int payloadAt = Math.min(at + Icmp.LENGTH, end);
        facts.payloadAt = payloadAt;
        facts.payloadLength = end - payloadAt;
        facts.payloadWireLength = Math.max(0, wireEnd - at - Icmp.LENGTH);
        boolean quotes =
                facts.protocol == PacketFacts.ICMP ? Icmp.quotes(facts.icmpType) : Icmp.quotesV6(facts.icmpType);
        if (quotes) {
            QuotedPacket.read(facts, bytes, at + Icmp.LENGTH, end);
        }
        return DecodeResult.DECODED;
    }

    /** A protocol whose header is not read: all of it is payload. */
    static int other(PacketFacts facts, int at, int end, int wireEnd) {
        withoutPorts(facts, at, end, wireEnd);
        return DecodeResult.DECODED;
    }

    static void withoutPorts(PacketFacts facts, int at, int end, int wireEnd) {
        facts.sourcePort = 0;
        facts.destinationPort = 0;
        facts.sequence = 0;
        facts.acknowledgement = 0;
        facts.tcpFlags = 0;
        facts.tcpOptionsEnd = 0;
        facts.icmpType = 0;
        facts.icmpCode = 0;
        facts.transportAt = at;
        facts.payloadAt = at;
        facts.payloadLength = end - at;
        facts.payloadWireLength = wireEnd - at;
    }

    /** Too little for use; ports all the same where they are there. */
    private static int cut(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        withoutPorts(facts, at, end, end);
        facts.payloadLength = 0;
        facts.payloadWireLength = 0;
        if (end - at >= Udp.PORTS_LENGTH) {
            facts.sourcePort = Udp.sourcePort(bytes, at);
            facts.destinationPort = Udp.destinationPort(bytes, at);
        }
        return DecodeResult.TRANSPORT_CUT;
    }

    private static int bogus(PacketFacts facts, int at, int end) {
        withoutPorts(facts, at, end, end);
        facts.payloadLength = 0;
        facts.payloadWireLength = 0;
        return DecodeResult.TRANSPORT_BOGUS;
    }
}
