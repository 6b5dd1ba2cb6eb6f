package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.wire.EtherType;
import org.portwitness.analyzer.wire.Ethernet;
import org.portwitness.analyzer.wire.Ipv4;
import org.portwitness.analyzer.wire.Ipv6;
import org.portwitness.analyzer.wire.Udp;
import org.portwitness.analyzer.wire.Vlan;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

/**
 * The straight path for nearly all frames there are: Ethernet, at most one VLAN tag, IPv4 without options and fragments or IPv6 without
 * extension headers, and TCP or UDP that is no tunnel's.
 *
 * <p>It must say exactly what the {@link Walk} would; it only gets there with fewer questions. Whatever looks unusual is left to the walk,
 * errors included.
 */
final class PlainFrames {
    /** Not such a frame, and nothing is written; no {@link DecodeResult} is negative. */
    static final int NOT_PLAIN = -1;

    private PlainFrames() {}

    static int decode(Frame frame, PacketFacts facts) {
        ByteBuffer bytes = frame.bytes();
        int at = frame.at();
        int end = frame.end();
        if (end - at < Ethernet.LENGTH + Vlan.LENGTH) {
            return NOT_PLAIN;
        }
        int type = Ethernet.type(bytes, at);
        int ipAt = at + Ethernet.LENGTH;
        if (type == EtherType.VLAN) {
            type = Vlan.type(bytes, ipAt);
            ipAt += Vlan.LENGTH;
        }
        if (type == EtherType.IPV4 && end - ipAt >= Ipv4.SMALLEST) {
            return ipv4(facts, bytes, at, ipAt, end, Walk.wireEnd(frame));
        }
        if (type == EtherType.IPV6 && Ipv6.check(bytes, ipAt, end)) {
            return ipv6(facts, bytes, at, ipAt, end, Walk.wireEnd(frame));
        }
        return NOT_PLAIN;
    }

    /** The {@link LaneShare shard} of such a frame from its outer headers alone; {@link #NOT_PLAIN} where it takes a full look. */
    static int shard(Frame frame) {
        ByteBuffer bytes = frame.bytes();
        int at = frame.at();
        int end = frame.end();
        if (frame.linkType() != LinkType.ETHERNET || end - at < Ethernet.LENGTH + Vlan.LENGTH) {
            return NOT_PLAIN;
        }
        int type = Ethernet.type(bytes, at);
        int ipAt = at + Ethernet.LENGTH;
        if (type == EtherType.VLAN) {
            type = Vlan.type(bytes, ipAt);
            ipAt += Vlan.LENGTH;
        }
        if (type == EtherType.IPV4 && end - ipAt >= Ipv4.SMALLEST) {
            long head = Ipv4.head(bytes, ipAt);
            if (!isPlainIpv4(head)) {
                return NOT_PLAIN;
            }
            long middle = Ipv4.middle(bytes, ipAt);
            return shard(
                    bytes,
                    end,
                    Ipv4.protocol(middle),
                    ipAt + Ipv4.SMALLEST,
                    Ipv4.sourceLow(middle),
                    Ipv4.destinationLow(bytes, ipAt));
        }
        if (type == EtherType.IPV6 && Ipv6.check(bytes, ipAt, end) && Ipv6.payloadLength(bytes, ipAt) != 0) {
            return shard(
                    bytes,
                    end,
                    Ipv6.nextHeader(bytes, ipAt),
                    ipAt + Ipv6.LENGTH,
                    Ipv6.sourceHigh(bytes, ipAt) ^ Ipv6.sourceLow(bytes, ipAt),
                    Ipv6.destinationHigh(bytes, ipAt) ^ Ipv6.destinationLow(bytes, ipAt));
        }
        return NOT_PLAIN;
    }

    private static int shard(ByteBuffer bytes, int end, int protocol, int transportAt, long source, long destination) {
        if (end - transportAt < Udp.LENGTH) {
            return NOT_PLAIN;
        }
        long head = Udp.head(bytes, transportAt);
        int sourcePort = Udp.sourcePort(head);
        int destinationPort = Udp.destinationPort(head);
        return isPlain(protocol, sourcePort, destinationPort)
                ? LaneShare.shard(protocol, source, sourcePort, destination, destinationPort)
                : NOT_PLAIN;
    }

    private static int ipv4(PacketFacts facts, ByteBuffer bytes, int ethernetAt, int at, int end, int wireEnd) {
        long head = Ipv4.head(bytes, at);
        int totalLength = Ipv4.totalLength(head);
        int transportAt = at + Ipv4.SMALLEST;
        if (!isPlainIpv4(head) || totalLength < Ipv4.SMALLEST || end - transportAt < Udp.LENGTH) {
            return NOT_PLAIN;
        }
        long middle = Ipv4.middle(bytes, at);
        int protocol = Ipv4.protocol(middle);
        long transport = Udp.head(bytes, transportAt);
        if (!isPlain(protocol, Udp.sourcePort(transport), Udp.destinationPort(transport))) {
            return NOT_PLAIN;
        }
        facts.ipVersion = Ipv4.VERSION;
        facts.ipAt = at;
        facts.ethernetAt = ethernetAt;
        facts.ttl = Ipv4.ttl(middle);
        facts.ipId = Ipv4.id(head);
        facts.dscp = Ipv4.dscp(head);
        facts.sourceHigh = 0;
        facts.sourceLow = Ipv4.sourceLow(middle);
        facts.destinationHigh = 0;
        facts.destinationLow = Ipv4.destinationLow(bytes, at);
        return transport(facts, bytes, protocol, transport, transportAt, end, Math.min(at + totalLength, wireEnd));
    }

    private static int ipv6(PacketFacts facts, ByteBuffer bytes, int ethernetAt, int at, int end, int wireEnd) {
        int payloadLength = Ipv6.payloadLength(bytes, at);
        int transportAt = at + Ipv6.LENGTH;
        if (payloadLength == 0 || end - transportAt < Udp.LENGTH) {
            return NOT_PLAIN;
        }
        int protocol = Ipv6.nextHeader(bytes, at);
        long transport = Udp.head(bytes, transportAt);
        if (!isPlain(protocol, Udp.sourcePort(transport), Udp.destinationPort(transport))) {
            return NOT_PLAIN;
        }
        facts.ipVersion = Ipv6.VERSION;
        facts.ipAt = at;
        facts.ethernetAt = ethernetAt;
        facts.ttl = Ipv6.hopLimit(bytes, at);
        facts.ipId = PacketFacts.NONE;
        facts.dscp = Ipv6.dscp(bytes, at);
        facts.sourceHigh = Ipv6.sourceHigh(bytes, at);
        facts.sourceLow = Ipv6.sourceLow(bytes, at);
        facts.destinationHigh = Ipv6.destinationHigh(bytes, at);
        facts.destinationLow = Ipv6.destinationLow(bytes, at);
        return transport(
                facts, bytes, protocol, transport, transportAt, end, Math.min(transportAt + payloadLength, wireEnd));
    }

    private static boolean isPlainIpv4(long head) {
        return Ipv4.firstByte(head) == Ipv4.PLAIN_FIRST_BYTE
                && (Ipv4.fragment(head) & (Ipv4.MORE_FRAGMENTS | Ipv4.OFFSET_MASK)) == 0;
    }

    private static boolean isPlain(int protocol, int sourcePort, int destinationPort) {
        return protocol == PacketFacts.TCP
                || (protocol == PacketFacts.UDP && !UdpTunnels.isOne(sourcePort, destinationPort));
    }

    /** @param head the first eight bytes of the transport header, which TCP and UDP begin alike */
    private static int transport(
            PacketFacts facts, ByteBuffer bytes, int protocol, long head, int at, int end, int wireEnd) {
        facts.protocol = protocol;
        facts.firstFragment = false;
        int ipEnd = Math.min(end, wireEnd);
        return protocol == PacketFacts.TCP
                ? Transports.tcp(facts, bytes, head, at, ipEnd, wireEnd)
                : Transports.udp(facts, bytes, head, at, ipEnd, wireEnd);
    }
}
