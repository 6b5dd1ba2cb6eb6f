package org.portwitness.analyzer.facts;

import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

/**
 * Reads the headers of one frame into {@link PacketFacts}: down to the innermost IP header, through tags and tunnels, and one transport
 * header further.
 *
 * <p>It neither throws nor allocates, whatever the bytes are. One lane owns one decoder.
 *
 * <p>Nearly all frames are plain and take the straight path of {@link PlainFrames}. All others take the {@link Walk}, one step a header:
 * {@link LinkLayers} and {@link EtherTypes} up to IP, {@link IpLayers}, {@link Tunnels} and {@link UdpTunnels} to the next IP header,
 * {@link Transports} at the end, and {@link QuotedPacket} for ICMP errors.
 */
public final class FrameDecoder {
    /**
     * Headers in one frame. Three VXLAN tunnels in one another, the most in any real capture seen, make 16; a smaller limit would lose
     * such frames, a larger one lets hostile frames cost more.
     */
    private static final int MOST_HEADERS = 32;

    private final Walk walk = new Walk();

    /**
     * Fills all fields of {@code facts} that a packet of the returned kind has, and sets the others to 0 or {@link PacketFacts#NONE}.
     *
     * @return one of the codes of {@link DecodeResult}
     */
    public int decode(Frame frame, PacketFacts facts) {
        facts.bytes = frame.bytes();
        facts.timeNanos = frame.timeNanos();
        facts.flow = PacketFacts.NONE;
        facts.fromOpener = false;
        // The ten quoted fields are set by ICMP errors only, so the first one tells whether they are still clear.
        if (facts.quotedProtocol != PacketFacts.NONE) {
            QuotedPacket.clear(facts);
        }
        int result = frame.linkType() == LinkType.ETHERNET ? PlainFrames.decode(frame, facts) : PlainFrames.NOT_PLAIN;
        return result != PlainFrames.NOT_PLAIN ? result : walk(frame, facts);
    }

    private int walk(Frame frame, PacketFacts facts) {
        clear(facts);
        walk.begin(frame, facts);
        int next = LinkLayers.first(frame.linkType());
        for (int i = 0; i < MOST_HEADERS && !Next.isStop(next); i++) {
            next = step(next);
        }
        return Next.isStop(next) ? settle(Next.resultOf(next)) : DecodeResult.TOO_DEEPLY_NESTED;
    }

    private int step(int next) {
        return switch (next) {
            case Next.ETHERNET -> LinkLayers.ethernet(walk);
            case Next.LINUX_COOKED -> LinkLayers.linuxCooked(walk);
            case Next.LINUX_COOKED_2 -> LinkLayers.linuxCooked2(walk);
            case Next.BSD_NULL -> LinkLayers.bsdNull(walk);
            case Next.NFLOG -> LinkLayers.nflog(walk);
            case Next.PPP -> LinkLayers.ppp(walk);
            case Next.ETHER_TYPE -> EtherTypes.etherType(walk);
            case Next.LLC -> EtherTypes.llc(walk);
            case Next.MPLS -> EtherTypes.mpls(walk);
            case Next.PPPOE -> EtherTypes.pppoe(walk);
            case Next.IP -> IpLayers.ip(walk);
            case Next.IPV4 -> IpLayers.ipv4(walk);
            case Next.IPV6 -> IpLayers.ipv6(walk);
            case Next.GRE -> Tunnels.gre(walk);
            case Next.ETHER_IP -> Tunnels.etherIp(walk);
            default -> throw new AssertionError(next);
        };
    }

    /** What the end of the walk means where the facts already hold an IP packet: what is not IP inside it does not make it less one. */
    private int settle(int result) {
        if (walk.insideUdp && !DecodeResult.isIp(result) && result != DecodeResult.TOO_DEEPLY_NESTED) {
            return DecodeResult.DECODED;
        }
        return walk.ipSeen && result == DecodeResult.NOT_IP ? DecodeResult.DECODED : result;
    }

    private static void clear(PacketFacts facts) {
        facts.protocol = 0;
        facts.ipVersion = 0;
        facts.ipAt = PacketFacts.NONE;
        facts.ethernetAt = PacketFacts.NONE;
        facts.ttl = 0;
        facts.ipId = PacketFacts.NONE;
        facts.dscp = 0;
        facts.firstFragment = false;
        facts.sourceHigh = 0;
        facts.sourceLow = 0;
        facts.destinationHigh = 0;
        facts.destinationLow = 0;
        Transports.withoutPorts(facts, 0, 0, 0);
    }
}
