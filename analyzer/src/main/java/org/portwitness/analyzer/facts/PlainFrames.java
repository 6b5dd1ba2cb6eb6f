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
            int protocol = Ipv4.protocol(bytes, ipAt);
            int transportAt = ipAt + Ipv4.SMALLEST;
            if (Ipv4.firstByte(head) != Ipv4.PLAIN_FIRST_BYTE
                    || (Ipv4.fragment(head) & (Ipv4.MORE_FRAGMENTS | Ipv4.OFFSET_MASK)) != 0
                    || !hasPorts(protocol, bytes, transportAt, end)) {
                return NOT_PLAIN;
            }
            long addresses = Ipv4.addresses(bytes, ipAt);
            return shard(
                    protocol,
                    Ipv4.MAPPED_LOW | addresses >>> 32,
                    Ipv4.MAPPED_LOW | (addresses & 0xffff_ffffL),
                    bytes.getInt(transportAt));
        }
        if (type == EtherType.IPV6 && Ipv6.check(bytes, ipAt, end)) {
            int protocol = Ipv6.nextHeader(bytes, ipAt);
            int transportAt = ipAt + Ipv6.LENGTH;
            if (Ipv6.payloadLength(bytes, ipAt) == 0 || !hasPorts(protocol, bytes, transportAt, end)) {
                return NOT_PLAIN;
            }
            return shard(
                    protocol,
                    Ipv6.sourceHigh(bytes, ipAt) ^ Ipv6.sourceLow(bytes, ipAt),
                    Ipv6.destinationHigh(bytes, ipAt) ^ Ipv6.destinationLow(bytes, ipAt),
                    bytes.getInt(transportAt));
        }
        return NOT_PLAIN;
    }

    private static boolean hasPorts(int protocol, ByteBuffer bytes, int transportAt, int end) {
        return end - transportAt >= Udp.PORTS_LENGTH && isPlain(protocol, bytes, transportAt, end);
    }

    private static int shard(int protocol, long source, long destination, int ports) {
        return LaneShare.shard(protocol, source, ports >>> 16, destination, ports & 0xffff);
    }

    private static int ipv4(PacketFacts facts, ByteBuffer bytes, int ethernetAt, int at, int end, int wireEnd) {
        long head = Ipv4.head(bytes, at);
        int totalLength = Ipv4.totalLength(head);
        int fragment = Ipv4.fragment(head) & (Ipv4.MORE_FRAGMENTS | Ipv4.OFFSET_MASK);
        int protocol = Ipv4.protocol(bytes, at);
        int transportAt = at + Ipv4.SMALLEST;
        if (Ipv4.firstByte(head) != Ipv4.PLAIN_FIRST_BYTE
                || fragment != 0
                || totalLength < Ipv4.SMALLEST
                || !isPlain(protocol, bytes, transportAt, end)) {
            return NOT_PLAIN;
        }
        facts.ipVersion = Ipv4.VERSION;
        facts.ipAt = at;
        facts.ethernetAt = ethernetAt;
        facts.ttl = Ipv4.ttl(bytes, at);
        facts.ipId = Ipv4.id(head);
        facts.dscp = Ipv4.dscp(head);
        long addresses = Ipv4.addresses(bytes, at);
        facts.sourceHigh = 0;
        facts.sourceLow = Ipv4.MAPPED_LOW | addresses >>> 32;
        facts.destinationHigh = 0;
        facts.destinationLow = Ipv4.MAPPED_LOW | (addresses & 0xffff_ffffL);
        return transport(facts, bytes, protocol, transportAt, end, Math.min(at + totalLength, wireEnd));
    }

    private static int ipv6(PacketFacts facts, ByteBuffer bytes, int ethernetAt, int at, int end, int wireEnd) {
        int payloadLength = Ipv6.payloadLength(bytes, at);
        int protocol = Ipv6.nextHeader(bytes, at);
        int transportAt = at + Ipv6.LENGTH;
        if (payloadLength == 0 || !isPlain(protocol, bytes, transportAt, end)) {
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
        return transport(facts, bytes, protocol, transportAt, end, Math.min(transportAt + payloadLength, wireEnd));
    }

    private static boolean isPlain(int protocol, ByteBuffer bytes, int transportAt, int end) {
        return protocol == PacketFacts.TCP
                || (protocol == PacketFacts.UDP && !UdpTunnels.mayBeOne(bytes, transportAt, end));
    }

    private static int transport(PacketFacts facts, ByteBuffer bytes, int protocol, int at, int end, int wireEnd) {
        facts.protocol = protocol;
        facts.firstFragment = false;
        int ipEnd = Math.min(end, wireEnd);
        return protocol == PacketFacts.TCP
                ? Transports.tcp(facts, bytes, at, ipEnd, wireEnd)
                : Transports.udp(facts, bytes, at, ipEnd, wireEnd);
    }
}
