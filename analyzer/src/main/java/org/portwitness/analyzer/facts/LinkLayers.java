package org.portwitness.analyzer.facts;

import org.portwitness.analyzer.wire.BsdNull;
import org.portwitness.analyzer.wire.EtherType;
import org.portwitness.analyzer.wire.Ethernet;
import org.portwitness.analyzer.wire.LinuxCooked;
import org.portwitness.analyzer.wire.Nflog;
import org.portwitness.analyzer.wire.Ppp;
import org.portwitness.capture.LinkType;

/** The steps of the {@link Walk} through the header that a link type stands for; some are met again inside tunnels. */
final class LinkLayers {
    /** Attributes before the packet in an NFLOG record; the kernel writes at most twenty kinds. */
    private static final int MOST_NFLOG_ATTRIBUTES = 64;

    private LinkLayers() {}

    /** What a frame of this link type begins with. */
    static int first(int linkType) {
        return switch (linkType) {
            case LinkType.ETHERNET -> Next.ETHERNET;
            case LinkType.LINUX_SLL -> Next.LINUX_COOKED;
            case LinkType.LINUX_SLL2 -> Next.LINUX_COOKED_2;
            // Writers that know one raw link type only use it for both versions, so the packet decides.
            case LinkType.RAW, LinkType.RAW_DLT_12, LinkType.RAW_DLT_14, LinkType.IPV4, LinkType.IPV6 -> Next.IP;
            case LinkType.NULL, LinkType.LOOP -> Next.BSD_NULL;
            case LinkType.PPP, LinkType.PPP_HDLC -> Next.PPP;
            case LinkType.PPP_ETHER -> Next.PPPOE;
            case LinkType.NFLOG -> Next.NFLOG;
            default -> Next.stop(DecodeResult.UNKNOWN_LINK_TYPE);
        };
    }

    static int ethernet(Walk walk) {
        if (!Ethernet.check(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        walk.ethernetAt = walk.at;
        walk.type = Ethernet.type(walk.bytes, walk.at);
        walk.at += Ethernet.LENGTH;
        return Next.ETHER_TYPE;
    }

    static int linuxCooked(Walk walk) {
        if (!LinuxCooked.check(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        int protocol = LinuxCooked.protocol(walk.bytes, walk.at);
        walk.at += LinuxCooked.V1_LENGTH;
        return cookedProtocol(walk, protocol);
    }

    static int linuxCooked2(Walk walk) {
        if (!LinuxCooked.checkV2(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        int protocol = LinuxCooked.protocolV2(walk.bytes, walk.at);
        walk.at += LinuxCooked.V2_LENGTH;
        return cookedProtocol(walk, protocol);
    }

    private static int cookedProtocol(Walk walk, int protocol) {
        if (protocol == LinuxCooked.LLC) {
            return Next.LLC;
        }
        if (protocol < EtherType.SMALLEST) {
            return Next.stop(DecodeResult.NOT_IP);
        }
        walk.type = protocol;
        return Next.ETHER_TYPE;
    }

    static int bsdNull(Walk walk) {
        if (!BsdNull.check(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        int family = BsdNull.family(walk.bytes, walk.at);
        if (BsdNull.isIpv4(family) || BsdNull.isIpv6(family)) {
            walk.at += BsdNull.LENGTH;
            return BsdNull.isIpv4(family) ? Next.IPV4 : Next.IPV6;
        }
        // Some systems give serial links this link type.
        boolean serial = Ppp.hasAddress(walk.bytes, walk.at) || Ppp.isCisco(walk.bytes, walk.at);
        return serial ? Next.PPP : Next.stop(DecodeResult.NOT_IP);
    }

    /** The record's other attributes stand before the packet; what stands behind it is of no use here. */
    static int nflog(Walk walk) {
        if (!Nflog.check(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        walk.at += Nflog.LENGTH;
        for (int i = 0; i < MOST_NFLOG_ATTRIBUTES; i++) {
            if (!Nflog.checkAttribute(walk.at, walk.end)) {
                return Next.stop(walk.left() == 0 ? DecodeResult.NOT_IP : DecodeResult.CUT_LINK_HEADER);
            }
            int length = Nflog.attributeLength(walk.bytes, walk.at);
            if (length < Nflog.ATTRIBUTE_VALUE_AT) {
                return Next.stop(DecodeResult.NOT_IP);
            }
            if (Nflog.attributeType(walk.bytes, walk.at) == Nflog.PAYLOAD) {
                walk.bound(length);
                walk.at += Nflog.ATTRIBUTE_VALUE_AT;
                return Next.IP;
            }
            int filled = (length + 3) & ~3;
            if (filled > walk.left()) {
                return Next.stop(DecodeResult.CUT_LINK_HEADER);
            }
            walk.at += filled;
        }
        return Next.stop(DecodeResult.TOO_DEEPLY_NESTED);
    }

    static int ppp(Walk walk) {
        if (!Ppp.check(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        boolean cisco = Ppp.isCisco(walk.bytes, walk.at);
        if (cisco || Ppp.hasAddress(walk.bytes, walk.at)) {
            if (!Ppp.check(walk.at + Ppp.ADDRESS_LENGTH, walk.end)) {
                return Next.stop(DecodeResult.CUT_LINK_HEADER);
            }
            if (cisco) {
                walk.type = Ppp.ciscoType(walk.bytes, walk.at);
                walk.at += Ppp.ADDRESS_LENGTH + Ppp.PROTOCOL_LENGTH;
                return Next.ETHER_TYPE;
            }
            walk.at += Ppp.ADDRESS_LENGTH;
        }
        int protocol = Ppp.protocol(walk.bytes, walk.at);
        walk.at += Ppp.protocolLength(walk.bytes, walk.at);
        return switch (protocol) {
            case Ppp.IPV4 -> Next.IPV4;
            case Ppp.IPV6 -> Next.IPV6;
            case Ppp.MPLS, Ppp.MPLS_MULTICAST -> Next.MPLS;
            default -> Next.stop(DecodeResult.NOT_IP);
        };
    }
}
