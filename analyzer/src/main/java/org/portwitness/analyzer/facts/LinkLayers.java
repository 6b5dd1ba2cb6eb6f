package org.portwitness.analyzer.facts;

import org.portwitness.analyzer.wire.EtherType;
import org.portwitness.analyzer.wire.Ethernet;
import org.portwitness.analyzer.wire.Vlan;
import org.portwitness.capture.LinkType;

/** The steps of the {@link Walk} from the link type to the first IP header. */
final class LinkLayers {
    private LinkLayers() {}

    /** What a frame of this link type begins with. */
    static int first(int linkType) {
        return switch (linkType) {
            case LinkType.ETHERNET -> Next.ETHERNET;
            case LinkType.RAW, LinkType.RAW_DLT_12, LinkType.RAW_DLT_14 -> Next.IP;
            case LinkType.IPV4 -> Next.IPV4;
            case LinkType.IPV6 -> Next.IPV6;
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

    static int etherType(Walk walk) {
        return switch (walk.type) {
            case EtherType.IPV4 -> Next.IPV4;
            case EtherType.IPV6 -> Next.IPV6;
            case EtherType.VLAN,
                    EtherType.SERVICE_VLAN,
                    EtherType.OLD_SERVICE_VLAN_9100,
                    EtherType.OLD_SERVICE_VLAN_9200,
                    EtherType.OLD_SERVICE_VLAN_9300 -> vlan(walk);
            default -> Next.stop(DecodeResult.NOT_IP);
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
}
