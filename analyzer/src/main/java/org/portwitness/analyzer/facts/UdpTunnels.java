package org.portwitness.analyzer.facts;

import org.portwitness.analyzer.wire.EtherType;
import org.portwitness.analyzer.wire.Geneve;
import org.portwitness.analyzer.wire.GtpU;
import org.portwitness.analyzer.wire.Ipv6;
import org.portwitness.analyzer.wire.L2tp;
import org.portwitness.analyzer.wire.Teredo;
import org.portwitness.analyzer.wire.Vxlan;

/** Which UDP packets carry other packets, told by the port and then by strict checks of what stands there. */
final class UdpTunnels {
    /** VXLAN, RFC 7348; VXLAN of Linux before the assignment; VXLAN-GPE. */
    private static final int VXLAN = 4789;

    private static final int VXLAN_OF_LINUX = 8472;
    private static final int VXLAN_GPE = 4790;
    /** RFC 8926. */
    private static final int GENEVE = 6081;
    /** 3GPP TS 29.281. */
    private static final int GTP_U = 2152;
    /** RFC 2661. */
    private static final int L2TP = 1701;
    /** RFC 4380. */
    private static final int TEREDO = 3544;
    /** RFC 7510. */
    private static final int MPLS = 6635;

    /**
     * One bit for the low six bits of each port above. A port that finds no bit here is none of them; one in nine other ports finds one by
     * chance and only costs the exact comparison.
     */
    private static final long LOW_BITS = 1L << (VXLAN & 63)
            | 1L << (VXLAN_OF_LINUX & 63)
            | 1L << (VXLAN_GPE & 63)
            | 1L << (GENEVE & 63)
            | 1L << (GTP_U & 63)
            | 1L << (L2TP & 63)
            | 1L << (TEREDO & 63)
            | 1L << (MPLS & 63);

    /** No next header and no stop: the stops are the complements of {@link DecodeResult}s. */
    private static final int NO_TUNNEL = Integer.MIN_VALUE;

    private UdpTunnels() {}

    /** True where one of the ports is a tunnel's. */
    static boolean isOne(int sourcePort, int destinationPort) {
        long bits = LOW_BITS >>> sourcePort | LOW_BITS >>> destinationPort;
        return (bits & 1) != 0 && (isTunnelPort(sourcePort) || isTunnelPort(destinationPort));
    }

    /**
     * Goes on to what the UDP packet in the facts carries, or ends the walk where it is no tunnel's. Either port may be the tunnel's, the
     * destination's first. What does not look like the tunnel's header is an ordinary packet; what fails later becomes one again, see
     * {@link Walk#insideUdp}.
     */
    static int enter(Walk walk) {
        PacketFacts facts = walk.facts;
        walk.at = facts.payloadAt;
        walk.end = facts.payloadAt + facts.payloadLength;
        walk.wireEnd = facts.payloadAt + facts.payloadWireLength;
        walk.insideUdp = true;
        int next = header(walk, facts.destinationPort);
        return next == NO_TUNNEL ? orPlain(header(walk, facts.sourcePort)) : next;
    }

    private static int orPlain(int next) {
        return next == NO_TUNNEL ? Next.stop(DecodeResult.DECODED) : next;
    }

    private static int header(Walk walk, int port) {
        return switch (port) {
            case VXLAN, VXLAN_OF_LINUX, VXLAN_GPE -> vxlan(walk);
            case GENEVE -> geneve(walk);
            case GTP_U -> gtpU(walk);
            case L2TP -> l2tp(walk);
            case TEREDO -> teredo(walk);
            case MPLS -> Next.MPLS;
            default -> NO_TUNNEL;
        };
    }

    private static int vxlan(Walk walk) {
        if (!Vxlan.check(walk.bytes, walk.at, walk.end)) {
            return NO_TUNNEL;
        }
        int next = Vxlan.next(walk.bytes, walk.at);
        walk.at += Vxlan.LENGTH;
        return switch (next) {
            case Vxlan.NEXT_ETHERNET -> Next.ETHERNET;
            case Vxlan.NEXT_IPV4 -> Next.IPV4;
            case Vxlan.NEXT_IPV6 -> Next.IPV6;
            case Vxlan.NEXT_MPLS -> Next.MPLS;
            default -> Next.stop(DecodeResult.NOT_IP);
        };
    }

    private static int geneve(Walk walk) {
        if (!Geneve.check(walk.bytes, walk.at, walk.end)) {
            return NO_TUNNEL;
        }
        walk.type = Geneve.protocol(walk.bytes, walk.at);
        walk.at += Geneve.length(walk.bytes, walk.at);
        return walk.type < EtherType.SMALLEST ? Next.stop(DecodeResult.NOT_IP) : Next.ETHER_TYPE;
    }

    private static int gtpU(Walk walk) {
        if (!GtpU.check(walk.bytes, walk.at, walk.end)) {
            return NO_TUNNEL;
        }
        int length = GtpU.length(walk.bytes, walk.at, walk.end);
        if (length == 0) {
            return NO_TUNNEL;
        }
        walk.bound(GtpU.SMALLEST + GtpU.payloadLength(walk.bytes, walk.at));
        walk.at += length;
        return Next.IP;
    }

    private static int l2tp(Walk walk) {
        if (!L2tp.check(walk.bytes, walk.at, walk.end)) {
            return NO_TUNNEL;
        }
        int length = L2tp.length(walk.bytes, walk.at, walk.end);
        if (length == 0) {
            return NO_TUNNEL;
        }
        walk.at += length;
        return Next.PPP;
    }

    /** Teredo has no header of its own to be known by: the IPv6 packet must fit exactly and have an address that Teredo can have. */
    private static int teredo(Walk walk) {
        int ipAt = walk.at + Teredo.length(walk.bytes, walk.at, walk.end);
        if (!Ipv6.check(walk.bytes, ipAt, walk.end)
                || ipAt + Ipv6.LENGTH + Ipv6.payloadLength(walk.bytes, ipAt) != walk.wireEnd) {
            return NO_TUNNEL;
        }
        long source = Ipv6.sourceHigh(walk.bytes, ipAt);
        long destination = Ipv6.destinationHigh(walk.bytes, ipAt);
        if (!Ipv6.isTeredo(source) && !Ipv6.isTeredo(destination) && !Ipv6.isLinkLocal(source)) {
            return NO_TUNNEL;
        }
        walk.at = ipAt;
        return Next.IPV6;
    }

    private static boolean isTunnelPort(int port) {
        return switch (port) {
            case VXLAN, VXLAN_OF_LINUX, VXLAN_GPE, GENEVE, GTP_U, L2TP, TEREDO, MPLS -> true;
            default -> false;
        };
    }
}
