package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.wire.IpProtocol;
import org.portwitness.analyzer.wire.Ipv4;
import org.portwitness.analyzer.wire.Ipv6;
import org.portwitness.analyzer.wire.Ipv6Extensions;

/** The steps of the {@link Walk} through IP headers, extension headers and on to what they carry. */
final class IpLayers {
    /** Extension headers in one packet; RFC 8200 section 4.1 knows at most seven, and a hostile packet could hold thousands. */
    private static final int MOST_EXTENSION_HEADERS = 16;

    private IpLayers() {}

    static int ip(Walk walk) {
        if (walk.left() < 1) {
            return Next.stop(DecodeResult.CUT_IP_HEADER);
        }
        return switch (Ipv4.version(walk.bytes, walk.at)) {
            case Ipv4.VERSION -> ipv4(walk);
            case Ipv6.VERSION -> ipv6(walk);
            default -> Next.stop(DecodeResult.BAD_IP_VERSION);
        };
    }

    static int ipv4(Walk walk) {
        ByteBuffer bytes = walk.bytes;
        int at = walk.at;
        if (!Ipv4.check(bytes, at, walk.end)) {
            return Next.stop(whyNotIpv4(walk));
        }
        int totalLength = Ipv4.totalLength(bytes, at);
        if (totalLength != 0) {
            walk.bound(totalLength);
        }
        PacketFacts facts = walk.facts;
        facts.ipVersion = Ipv4.VERSION;
        facts.ttl = Ipv4.ttl(bytes, at);
        facts.ipId = Ipv4.id(bytes, at);
        facts.dscp = Ipv4.dscp(bytes, at);
        facts.sourceHigh = 0;
        facts.sourceLow = Ipv4.sourceLow(bytes, at);
        facts.destinationHigh = 0;
        facts.destinationLow = Ipv4.destinationLow(bytes, at);
        facts.protocol = Ipv4.protocol(bytes, at);
        int fragment = Ipv4.fragment(bytes, at);
        int offset = fragment & Ipv4.OFFSET_MASK;
        facts.firstFragment = offset == 0 && (fragment & Ipv4.MORE_FRAGMENTS) != 0;
        enter(walk, Ipv4.headerLength(bytes, at));
        if (offset != 0) {
            return laterFragment(walk);
        }
        return protocol(walk);
    }

    static int ipv6(Walk walk) {
        ByteBuffer bytes = walk.bytes;
        int at = walk.at;
        if (!Ipv6.check(bytes, at, walk.end)) {
            return Next.stop(whyNotIpv6(walk));
        }
        int payloadLength = Ipv6.payloadLength(bytes, at);
        if (payloadLength != 0) {
            walk.bound(Ipv6.LENGTH + payloadLength);
        }
        PacketFacts facts = walk.facts;
        facts.ipVersion = Ipv6.VERSION;
        facts.ttl = Ipv6.hopLimit(bytes, at);
        facts.ipId = PacketFacts.NONE;
        facts.dscp = Ipv6.dscp(bytes, at);
        facts.sourceHigh = Ipv6.sourceHigh(bytes, at);
        facts.sourceLow = Ipv6.sourceLow(bytes, at);
        facts.destinationHigh = Ipv6.destinationHigh(bytes, at);
        facts.destinationLow = Ipv6.destinationLow(bytes, at);
        facts.protocol = Ipv6.nextHeader(bytes, at);
        facts.firstFragment = false;
        enter(walk, Ipv6.LENGTH);
        return protocol(walk);
    }

    /** The header at {@link Walk#at} is the innermost IP header so far; moves behind it. */
    private static void enter(Walk walk, int headerLength) {
        walk.ipSeen = true;
        walk.insideUdp = false;
        walk.facts.ipAt = walk.at;
        walk.facts.ethernetAt = walk.ethernetAt;
        walk.at += headerLength;
    }

    /** From the protocol number in the facts, through extension headers, to the transport or to the next tunnel. */
    private static int protocol(Walk walk) {
        for (int i = 0; i < MOST_EXTENSION_HEADERS; i++) {
            if (!isExtension(walk.facts)) {
                return payload(walk);
            }
            if (!Ipv6Extensions.check(walk.at, walk.end)) {
                return Next.stop(DecodeResult.CUT_EXTENSION_HEADER);
            }
            int protocol = walk.facts.protocol;
            int length = Ipv6Extensions.length(walk.bytes, walk.at, protocol);
            if (length == 0 || length > walk.wireEnd - walk.at) {
                return Next.stop(DecodeResult.BAD_EXTENSION_HEADER);
            }
            if (length > walk.left()) {
                return Next.stop(DecodeResult.CUT_EXTENSION_HEADER);
            }
            walk.facts.protocol = Ipv6Extensions.nextHeader(walk.bytes, walk.at);
            int fragment = protocol == IpProtocol.FRAGMENT ? Ipv6Extensions.fragment(walk.bytes, walk.at) : 0;
            walk.at += length;
            if ((fragment & Ipv6Extensions.OFFSET_MASK) != 0) {
                return laterFragment(walk);
            }
            walk.facts.firstFragment |= (fragment & Ipv6Extensions.MORE_FRAGMENTS) != 0;
        }
        return Next.stop(DecodeResult.TOO_DEEPLY_NESTED);
    }

    /** Behind IPv4 only the authentication header is one; 0 or 60 there are just protocols nobody uses. */
    private static boolean isExtension(PacketFacts facts) {
        return facts.ipVersion == Ipv6.VERSION
                ? Ipv6Extensions.isOne(facts.protocol)
                : facts.protocol == IpProtocol.AUTHENTICATION;
    }

    private static int payload(Walk walk) {
        PacketFacts facts = walk.facts;
        return switch (facts.protocol) {
            case IpProtocol.TCP -> Next.stop(Transports.tcp(facts, walk.bytes, walk.at, walk.end, walk.wireEnd));
            case IpProtocol.UDP -> udp(walk);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 ->
                Next.stop(Transports.icmp(facts, walk.bytes, walk.at, walk.end, walk.wireEnd));
            default -> {
                Transports.other(facts, walk.at, walk.end, walk.wireEnd);
                yield Tunnels.of(facts.protocol);
            }
        };
    }

    private static int udp(Walk walk) {
        PacketFacts facts = walk.facts;
        int result = Transports.udp(facts, walk.bytes, walk.at, walk.end, walk.wireEnd);
        return result == DecodeResult.DECODED ? UdpTunnels.enter(walk) : Next.stop(result);
    }

    private static int laterFragment(Walk walk) {
        Transports.withoutPorts(walk.facts, walk.at, walk.end, walk.wireEnd);
        return Next.stop(DecodeResult.LATER_FRAGMENT);
    }

    private static int whyNotIpv4(Walk walk) {
        if (walk.left() >= 1 && Ipv4.version(walk.bytes, walk.at) != Ipv4.VERSION) {
            return DecodeResult.BAD_IP_VERSION;
        }
        if (walk.left() < Ipv4.SMALLEST) {
            return DecodeResult.CUT_IP_HEADER;
        }
        int headerLength = Ipv4.headerLength(walk.bytes, walk.at);
        if (headerLength < Ipv4.SMALLEST || headerLength > walk.wireEnd - walk.at) {
            return DecodeResult.BAD_IP_HEADER_LENGTH;
        }
        return headerLength > walk.left() ? DecodeResult.CUT_IP_HEADER : DecodeResult.BAD_IP_TOTAL_LENGTH;
    }

    private static int whyNotIpv6(Walk walk) {
        if (walk.left() >= 1 && Ipv6.version(walk.bytes, walk.at) != Ipv6.VERSION) {
            return DecodeResult.BAD_IP_VERSION;
        }
        return DecodeResult.CUT_IP_HEADER;
    }
}
