package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.wire.Erspan;
import org.portwitness.analyzer.wire.EtherIp;
import org.portwitness.analyzer.wire.EtherType;
import org.portwitness.analyzer.wire.Gre;
import org.portwitness.analyzer.wire.IpProtocol;
import org.portwitness.analyzer.wire.Ipv4;

/** The steps of the {@link Walk} through tunnels that have an IP protocol number of their own: GRE, ERSPAN, EtherIP. */
final class Tunnels {
    /** WCCP version 2 has this much before the redirected packet, version 1 nothing. */
    private static final int WCCP_REDIRECT_LENGTH = 4;

    private Tunnels() {}

    /** What a protocol number announces, or the end of the walk where it is no tunnel's. */
    static int of(int protocol) {
        return switch (protocol) {
            case IpProtocol.IPV4 -> Next.IPV4;
            case IpProtocol.IPV6 -> Next.IPV6;
            case IpProtocol.GRE -> Next.GRE;
            case IpProtocol.ETHER_IP -> Next.ETHER_IP;
            case IpProtocol.MPLS -> Next.MPLS;
            default -> Next.stop(DecodeResult.DECODED);
        };
    }

    static int gre(Walk walk) {
        ByteBuffer bytes = walk.bytes;
        int at = walk.at;
        if (!Gre.check(at, walk.end)) {
            return Next.stop(DecodeResult.CUT_TUNNEL_HEADER);
        }
        int length = Gre.length(bytes, at);
        if (length > walk.left()) {
            return Next.stop(DecodeResult.CUT_TUNNEL_HEADER);
        }
        walk.at += length;
        int protocol = Gre.protocol(bytes, at);
        return switch (Gre.version(bytes, at)) {
            case 0 ->
                Gre.hasRouting(bytes, at)
                        ? Next.stop(DecodeResult.NOT_IP)
                        : greProtocol(walk, protocol, Gre.hasSequence(bytes, at));
            case 1 -> protocol == EtherType.PPP && walk.left() > 0 ? Next.PPP : Next.stop(DecodeResult.NOT_IP);
            default -> Next.stop(DecodeResult.BAD_TUNNEL_HEADER);
        };
    }

    private static int greProtocol(Walk walk, int protocol, boolean sequence) {
        return switch (protocol) {
            case EtherType.ERSPAN -> sequence ? erspan(walk) : Next.ETHERNET;
            case EtherType.ERSPAN_III -> erspan(walk);
            case EtherType.WCCP -> wccp(walk);
            default -> {
                walk.type = protocol;
                yield protocol < EtherType.SMALLEST ? Next.stop(DecodeResult.NOT_IP) : Next.ETHER_TYPE;
            }
        };
    }

    private static int erspan(Walk walk) {
        if (!Erspan.check(walk.bytes, walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_TUNNEL_HEADER);
        }
        return switch (Erspan.version(walk.bytes, walk.at)) {
            case Erspan.VERSION_II -> {
                walk.at += Erspan.LENGTH_II;
                yield Next.ETHERNET;
            }
            case Erspan.VERSION_III -> erspanIii(walk);
            default -> Next.stop(DecodeResult.BAD_TUNNEL_HEADER);
        };
    }

    private static int erspanIii(Walk walk) {
        int frameType = Erspan.frameType(walk.bytes, walk.at);
        walk.at += Erspan.lengthIii(walk.bytes, walk.at);
        return switch (frameType) {
            case Erspan.FRAME_ETHERNET -> Next.ETHERNET;
            case Erspan.FRAME_IP -> Next.IP;
            default -> Next.stop(DecodeResult.NOT_IP);
        };
    }

    /** Nothing tells the versions apart but the packet itself. */
    private static int wccp(Walk walk) {
        if (!Ipv4.check(walk.bytes, walk.at, walk.end)) {
            if (walk.left() < WCCP_REDIRECT_LENGTH) {
                return Next.stop(DecodeResult.CUT_TUNNEL_HEADER);
            }
            walk.at += WCCP_REDIRECT_LENGTH;
        }
        return Next.IPV4;
    }

    static int etherIp(Walk walk) {
        if (!EtherIp.check(walk.at, walk.end)) {
            return Next.stop(DecodeResult.CUT_TUNNEL_HEADER);
        }
        if (!EtherIp.isVersion3(walk.bytes, walk.at)) {
            return Next.stop(DecodeResult.BAD_TUNNEL_HEADER);
        }
        walk.at += EtherIp.LENGTH;
        return Next.ETHERNET;
    }
}
