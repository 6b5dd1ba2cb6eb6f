package org.portwitness.analyzer.facts;

import org.portwitness.analyzer.wire.BackboneServiceTag;
import org.portwitness.analyzer.wire.CiscoMetadata;
import org.portwitness.analyzer.wire.EtherType;
import org.portwitness.analyzer.wire.Ethernet;
import org.portwitness.analyzer.wire.Ipv4;
import org.portwitness.analyzer.wire.Ipv6;
import org.portwitness.analyzer.wire.Llc;
import org.portwitness.analyzer.wire.Mpls;
import org.portwitness.analyzer.wire.PortTag;
import org.portwitness.analyzer.wire.Pppoe;
import org.portwitness.analyzer.wire.Vlan;

/** The steps of the {@link Walk} through what an EtherType announces before an IP header: tags, labels, sessions, LLC. */
final class EtherTypes {
    /** Labels in one stack; networks use up to about ten, and a hostile frame could hold thousands. */
    private static final int MOST_LABELS = 32;

    private EtherTypes() {}

    static int etherType(Walk walk) {
        int type = walk.type;
        return switch (type) {
            case EtherType.IPV4 -> Next.IPV4;
            case EtherType.IPV6 -> Next.IPV6;
            case EtherType.VLAN,
                    EtherType.SERVICE_VLAN,
                    EtherType.OLD_SERVICE_VLAN_9100,
                    EtherType.OLD_SERVICE_VLAN_9200,
                    EtherType.OLD_SERVICE_VLAN_9300 -> vlan(walk);
            case EtherType.MPLS, EtherType.MPLS_UPSTREAM -> Next.MPLS;
            case EtherType.PPPOE_SESSION -> Next.PPPOE;
            case EtherType.PPP -> Next.PPP;
            case EtherType.TRANSPARENT_BRIDGING -> Next.ETHERNET;
            case EtherType.VN_TAG, EtherType.E_TAG -> portTag(walk);
            case EtherType.CISCO_METADATA -> ciscoMetadata(walk);
            case EtherType.BACKBONE_SERVICE_TAG -> backboneServiceTag(walk);
            case EtherType.LARGE_LLC -> Next.LLC;
            default -> type < EtherType.SMALLEST ? ieee8023(walk) : Next.stop(DecodeResult.NOT_IP);
        };
    }

    private static int vlan(Walk walk) {
        if (!Vlan.check(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        walk.type = Vlan.type(walk.bytes, walk.at);
        walk.at += Vlan.LENGTH;
        return Next.ETHER_TYPE;
    }

    private static int portTag(Walk walk) {
        if (!PortTag.check(walk.at, walk.end, walk.type)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        int length = PortTag.length(walk.type);
        walk.type = PortTag.type(walk.bytes, walk.at, walk.type);
        walk.at += length;
        return Next.ETHER_TYPE;
    }

    private static int ciscoMetadata(Walk walk) {
        if (!CiscoMetadata.check(walk.bytes, walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        walk.type = CiscoMetadata.type(walk.bytes, walk.at);
        walk.at += CiscoMetadata.length(walk.bytes, walk.at);
        return Next.ETHER_TYPE;
    }

    private static int backboneServiceTag(Walk walk) {
        if (!BackboneServiceTag.check(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        walk.at += BackboneServiceTag.LENGTH;
        return Next.ETHERNET;
    }

    /** A length where a type could be: what is beyond it is padding. */
    private static int ieee8023(Walk walk) {
        walk.bound(walk.type);
        return Next.LLC;
    }

    static int llc(Walk walk) {
        if (!Llc.check(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        if (Llc.isIp(walk.bytes, walk.at)) {
            walk.at += Llc.LENGTH;
            return Next.IPV4;
        }
        if (!Llc.isSnap(walk.bytes, walk.at)) {
            return Next.stop(DecodeResult.NOT_IP);
        }
        if (!Llc.checkSnap(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        boolean hasEtherType = Llc.hasEtherType(walk.bytes, walk.at);
        walk.type = Llc.snapType(walk.bytes, walk.at);
        walk.at += Llc.SNAP_LENGTH;
        return hasEtherType && walk.type >= EtherType.SMALLEST ? Next.ETHER_TYPE : Next.stop(DecodeResult.NOT_IP);
    }

    static int pppoe(Walk walk) {
        if (!Pppoe.check(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        if (!Pppoe.isData(walk.bytes, walk.at)) {
            return Next.stop(DecodeResult.NOT_IP);
        }
        int payloadLength = Pppoe.payloadLength(walk.bytes, walk.at);
        walk.at += Pppoe.LENGTH;
        walk.bound(payloadLength);
        return Next.PPP;
    }

    static int mpls(Walk walk) {
        for (int i = 0; i < MOST_LABELS; i++) {
            if (!Mpls.check(walk.at, walk.end)) {
                return Next.stop(DecodeResult.CUT_LINK_HEADER);
            }
            boolean bottom = Mpls.isBottom(walk.bytes, walk.at);
            walk.at += Mpls.LENGTH;
            if (bottom) {
                return behindLabels(walk);
            }
        }
        return Next.stop(DecodeResult.TOO_DEEPLY_NESTED);
    }

    /**
     * Labels do not say what they carry. The first four bits tell IP and a pseudowire's control word, but they may also be those of a MAC
     * address; so a header that contradicts itself is given a second look.
     */
    private static int behindLabels(Walk walk) {
        if (walk.left() < 1) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        boolean bareEthernet = Ethernet.looksLikeOne(walk.bytes, walk.at, walk.end);
        return switch (Ipv4.version(walk.bytes, walk.at)) {
            case Ipv4.VERSION -> bareEthernet && !Ipv4.check(walk.bytes, walk.at, walk.end) ? Next.ETHERNET : Next.IPV4;
            case Ipv6.VERSION -> bareEthernet && !fitsIpv6(walk) ? Next.ETHERNET : Next.IPV6;
            case Mpls.CONTROL_WORD -> controlWordOr(walk, bareEthernet);
            default -> bareEthernet ? Next.ETHERNET : Next.stop(DecodeResult.NOT_IP);
        };
    }

    /** Many MAC addresses begin with four zero bits too. */
    private static int controlWordOr(Walk walk, boolean bareEthernet) {
        boolean ethernetBehind = Ethernet.looksLikeOne(walk.bytes, walk.at + Mpls.CONTROL_WORD_LENGTH, walk.end);
        return bareEthernet && !ethernetBehind ? Next.ETHERNET : controlWord(walk);
    }

    private static int controlWord(Walk walk) {
        if (walk.left() < Mpls.CONTROL_WORD_LENGTH) {
            return Next.stop(DecodeResult.CUT_LINK_HEADER);
        }
        walk.at += Mpls.CONTROL_WORD_LENGTH;
        if (Ethernet.check(walk.at, walk.end) && !Ethernet.looksLikeOne(walk.bytes, walk.at, walk.end)) {
            return Next.stop(DecodeResult.NOT_IP);
        }
        return Next.ETHERNET;
    }

    private static boolean fitsIpv6(Walk walk) {
        return Ipv6.check(walk.bytes, walk.at, walk.end)
                && Ipv6.LENGTH + Ipv6.payloadLength(walk.bytes, walk.at) <= walk.wireEnd - walk.at;
    }
}
