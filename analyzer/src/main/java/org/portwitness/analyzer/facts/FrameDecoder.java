package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.wire.EtherType;
import org.portwitness.analyzer.wire.Ethernet;
import org.portwitness.analyzer.wire.Ipv4;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

/**
 * Reads the headers of one frame into {@link PacketFacts}: down to the innermost IP header, through tags and tunnels, and one transport
 * header further.
 *
 * <p>It neither throws nor allocates, whatever the bytes are. One lane owns one decoder.
 *
 * <p>Nearly all frames are Ethernet with plain IPv4 and TCP or UDP; those take a straight path here. All others take the {@link Walk}, one
 * step a header: {@link LinkLayers} and {@link EtherTypes} up to IP, {@link IpLayers}, {@link Tunnels} and {@link UdpTunnels} to the next
 * IP header, {@link Transports} at the end, and {@link QuotedPacket} for ICMP errors.
 */
public final class FrameDecoder {
    /**
     * Headers in one frame. Three VXLAN tunnels in one another, the most in any real capture seen, make 16; a smaller limit would lose
     * such frames, a larger one lets hostile frames cost more.
     */
    private static final int MOST_HEADERS = 32;

    /** EtherType IPv4 and the first byte of an IPv4 header without options. */
    private static final int PLAIN_IPV4 = EtherType.IPV4 << 8 | Ipv4.PLAIN_FIRST_BYTE;

    /** Room for the headers that the straight path reads without looking: Ethernet, IPv4 without options. */
    private static final int PLAIN_LENGTH = Ethernet.LENGTH + Ipv4.SMALLEST;

    private final Walk walk = new Walk();

    /**
     * Fills all fields of {@code facts} that a packet of the returned kind has, and sets the others to 0 or {@link PacketFacts#NONE}.
     *
     * @return one of the codes of {@link DecodeResult}
     */
    public int decode(Frame frame, PacketFacts facts) {
        ByteBuffer bytes = frame.bytes();
        facts.bytes = bytes;
        facts.timeNanos = frame.timeNanos();
        facts.flow = PacketFacts.NONE;
        facts.fromOpener = false;
        if (facts.quotedProtocol != PacketFacts.NONE) {
            QuotedPacket.clear(facts);
        }
        int at = frame.at();
        int end = frame.end();
        if (frame.linkType() == LinkType.ETHERNET
                && end - at >= PLAIN_LENGTH
                && bytes.getInt(at + Ethernet.TYPE_AT) >>> 8 == PLAIN_IPV4) {
            int totalLength = Ipv4.totalLength(bytes, at + Ethernet.LENGTH);
            int protocol = Ipv4.protocol(bytes, at + Ethernet.LENGTH);
            int fragment = Ipv4.fragment(bytes, at + Ethernet.LENGTH);
            boolean whole = (fragment & (Ipv4.MORE_FRAGMENTS | Ipv4.OFFSET_MASK)) == 0;
            if (whole && totalLength >= Ipv4.SMALLEST) {
                if (protocol == PacketFacts.TCP) {
                    int ipEnd = plainIpv4(facts, bytes, at, totalLength, Walk.wireEnd(frame));
                    facts.protocol = PacketFacts.TCP;
                    return Transports.tcp(facts, bytes, at + PLAIN_LENGTH, Math.min(end, ipEnd), ipEnd);
                }
                if (protocol == PacketFacts.UDP && !UdpTunnels.mayBeOne(bytes, at + PLAIN_LENGTH, end)) {
                    int ipEnd = plainIpv4(facts, bytes, at, totalLength, Walk.wireEnd(frame));
                    facts.protocol = PacketFacts.UDP;
                    return Transports.udp(facts, bytes, at + PLAIN_LENGTH, Math.min(end, ipEnd), ipEnd);
                }
            }
        }
        return walk(frame, facts);
    }

    /** Writes what an IPv4 header without options and fragments says; returns where the packet ends on the wire. */
    private static int plainIpv4(PacketFacts facts, ByteBuffer bytes, int ethernetAt, int totalLength, int wireEnd) {
        int at = ethernetAt + Ethernet.LENGTH;
        facts.ipVersion = Ipv4.VERSION;
        facts.ipAt = at;
        facts.ethernetAt = ethernetAt;
        facts.ttl = Ipv4.ttl(bytes, at);
        facts.ipId = Ipv4.id(bytes, at);
        facts.dscp = Ipv4.dscp(bytes, at);
        facts.firstFragment = false;
        long addresses = bytes.getLong(at + Ipv4.SOURCE_AT);
        facts.sourceHigh = 0;
        facts.sourceLow = Ipv4.MAPPED_LOW | addresses >>> 32;
        facts.destinationHigh = 0;
        facts.destinationLow = Ipv4.MAPPED_LOW | (addresses & 0xffff_ffffL);
        return Math.min(at + totalLength, wireEnd);
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
