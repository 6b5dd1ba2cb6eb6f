package org.portwitness.testdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Writes frames, header by header from the outside in, with right lengths, next-protocol numbers and checksums.
 *
 * <pre>{@code
 * byte[] syn = Packets.ethernet().vlan(20).ipv4("10.0.0.1", "10.0.0.2").tcpSyn(50000, 443).mss(1460).bytes();
 * }</pre>
 *
 * <p>Each call gives a new value, so a half-built packet can be kept and finished several ways. Calls such as {@link #ttl} or
 * {@link #seq} change the innermost header that has such a field.
 */
public final class Packets {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;

    private static final byte[] NONE = {};
    private static final byte[] CLIENT_MAC = mac("02:00:00:00:00:01");
    private static final byte[] SERVER_MAC = mac("02:00:00:00:00:02");

    private final List<Layer> layers;
    private final byte[] payload;

    private Packets(List<Layer> layers, byte[] payload) {
        this.layers = layers;
        this.payload = payload;
    }

    // Links

    public static Packets ethernet() {
        return new Packets(List.of(new LinkLayers.Ethernet(CLIENT_MAC, SERVER_MAC, -1)), NONE);
    }

    public static Packets ethernet(String sourceMac, String destinationMac) {
        return new Packets(List.of(new LinkLayers.Ethernet(mac(sourceMac), mac(destinationMac), -1)), NONE);
    }

    /** IEEE 802.3 length, LLC and SNAP instead of an EtherType. */
    public static Packets snap() {
        return new Packets(List.of(new LinkLayers.Snap(CLIENT_MAC, SERVER_MAC)), NONE);
    }

    /** Link type RAW: IP comes first. */
    public static Packets raw() {
        return new Packets(List.of(), NONE);
    }

    /** Link type NULL as a little-endian machine writes it, IPv6 as on FreeBSD. */
    public static Packets nullLoop() {
        return new Packets(List.of(new LinkLayers.NullLoop(false, 28)), NONE);
    }

    /** Link type NULL or LOOP with the family in the byte order and number asked for. */
    public static Packets nullLoop(boolean bigEndian, int familyOfIpv6) {
        return new Packets(List.of(new LinkLayers.NullLoop(bigEndian, familyOfIpv6)), NONE);
    }

    public static Packets sll() {
        return new Packets(List.of(new LinkLayers.Sll(CLIENT_MAC, 0)), NONE);
    }

    public static Packets sll2() {
        return new Packets(List.of(new LinkLayers.Sll2(CLIENT_MAC, 0, 2)), NONE);
    }

    /** Link type PPP: {@code ff 03} and a protocol number. */
    public static Packets ppp() {
        return new Packets(List.of(new LinkLayers.Ppp()), NONE);
    }

    // Tags, labels, tunnels

    /** Ethernet inside: after GRE, ERSPAN, VXLAN, Geneve. */
    public Packets innerEthernet() {
        return with(new LinkLayers.Ethernet(CLIENT_MAC, SERVER_MAC, -1));
    }

    /** Says another EtherType than that of what follows. */
    public Packets etherType(int type) {
        return change(LinkLayers.Ethernet.class, e -> new LinkLayers.Ethernet(e.source(), e.destination(), type));
    }

    public Packets vlan(int id) {
        return vlan(0x8100, id, 0);
    }

    public Packets vlan(int tpid, int id, int priority) {
        return with(new LinkLayers.Vlan(tpid, priority << 13 | id));
    }

    /** A service tag (88a8) and a customer tag. */
    public Packets qinq(int serviceId, int customerId) {
        return vlan(0x88A8, serviceId, 0).vlan(customerId);
    }

    public Packets mpls(int... labels) {
        Packets stacked = this;
        for (int label : labels) {
            stacked = stacked.with(new LinkLayers.Mpls(label));
        }
        return stacked;
    }

    public Packets pppoe(int session) {
        return with(new LinkLayers.Pppoe(session));
    }

    /** A header that {@code etherType} names and that the next EtherType follows, for example Cisco metadata {@code 8909}. */
    public Packets tagged(int etherType, byte[] header) {
        return with(new LinkLayers.Tagged(etherType, header.clone()));
    }

    public Packets gre() {
        return with(new LinkLayers.Gre(-1, -1, false));
    }

    /** GRE with key, sequence number, checksum; a negative number leaves its field out. */
    public Packets gre(long key, long sequence, boolean checksummed) {
        return with(new LinkLayers.Gre(key, sequence, checksummed));
    }

    /** GRE and ERSPAN type 1, 2 or 3; go on with {@link #innerEthernet}. */
    public Packets erspan(int type, int session) {
        return gre(-1, type == 1 ? -1 : 1, false).with(new LinkLayers.Erspan(type, session));
    }

    /** UDP 4789 and VXLAN; go on with {@link #innerEthernet}. */
    public Packets vxlan(int network) {
        return udp(54321, 4789).with(new LinkLayers.Vxlan(network));
    }

    /** UDP 6081 and Geneve; go on with {@link #innerEthernet} or with IP. */
    public Packets geneve(int network, byte... options) {
        return udp(54321, 6081).with(new LinkLayers.Geneve(network, options.clone()));
    }

    /** UDP 2152 and GTP-U; {@code sequence} −1 leaves the optional part out. */
    public Packets gtpU(long tunnel, int sequence) {
        return udp(2152, 2152).with(new LinkLayers.GtpU(tunnel, sequence));
    }

    /** UDP 1701, L2TP and PPP. */
    public Packets l2tp(int tunnel, int session) {
        return udp(1701, 1701).with(new LinkLayers.L2tp(tunnel, session)).with(new LinkLayers.Ppp());
    }

    /** UDP 3544; go on with {@link #ipv6}. */
    public Packets teredo() {
        return udp(54321, 3544);
    }

    // IP

    /** IPv4 or IPv6, whichever the literals are. */
    public Packets ip(String source, String destination) {
        return Bytes.isIpv6(source) ? ipv6(source, destination) : ipv4(source, destination);
    }

    public Packets ipv4(String source, String destination) {
        return with(new IpLayers.Ipv4(four(source), four(destination), 64, 1, 0, 0x4000, -1, NONE));
    }

    public Packets ipv6(String source, String destination) {
        return with(new IpLayers.Ipv6(sixteen(source), sixteen(destination), 64, 0, 0, -1));
    }

    /** Time to live or hop limit. */
    public Packets ttl(int ttl) {
        return changeIp(
                v4 -> new IpLayers.Ipv4(
                        v4.source(),
                        v4.destination(),
                        ttl,
                        v4.id(),
                        v4.trafficClass(),
                        v4.fragment(),
                        v4.protocol(),
                        v4.options()),
                v6 -> new IpLayers.Ipv6(
                        v6.source(), v6.destination(), ttl, v6.trafficClass(), v6.flowLabel(), v6.protocol()));
    }

    public Packets dscp(int dscp) {
        return changeIp(
                v4 -> new IpLayers.Ipv4(
                        v4.source(),
                        v4.destination(),
                        v4.ttl(),
                        v4.id(),
                        dscp << 2,
                        v4.fragment(),
                        v4.protocol(),
                        v4.options()),
                v6 -> new IpLayers.Ipv6(
                        v6.source(), v6.destination(), v6.hopLimit(), dscp << 2, v6.flowLabel(), v6.protocol()));
    }

    /** Says another protocol than that of what follows. */
    public Packets ipProtocol(int protocol) {
        return changeIp(
                v4 -> new IpLayers.Ipv4(
                        v4.source(),
                        v4.destination(),
                        v4.ttl(),
                        v4.id(),
                        v4.trafficClass(),
                        v4.fragment(),
                        protocol,
                        v4.options()),
                v6 -> new IpLayers.Ipv6(
                        v6.source(), v6.destination(), v6.hopLimit(), v6.trafficClass(), v6.flowLabel(), protocol));
    }

    /** The IPv4 identification; IPv6 has none outside its fragment header and stays as it is. */
    public Packets id(int id) {
        return changeIp(
                v4 -> new IpLayers.Ipv4(
                        v4.source(),
                        v4.destination(),
                        v4.ttl(),
                        id & 0xFFFF,
                        v4.trafficClass(),
                        v4.fragment(),
                        v4.protocol(),
                        v4.options()),
                v6 -> v6);
    }

    /** IPv4 options; their length must be a multiple of 4. */
    public Packets ipOptions(byte... options) {
        return changeIp(
                v4 -> new IpLayers.Ipv4(
                        v4.source(),
                        v4.destination(),
                        v4.ttl(),
                        v4.id(),
                        v4.trafficClass(),
                        v4.fragment(),
                        v4.protocol(),
                        options.clone()),
                v6 -> v6);
    }

    /** Marks an IPv4 packet as a fragment: its payload then is what lies at {@code offset} (a multiple of 8). */
    public Packets fragment(int offset, boolean more) {
        return changeIp(
                v4 -> new IpLayers.Ipv4(
                        v4.source(),
                        v4.destination(),
                        v4.ttl(),
                        v4.id(),
                        v4.trafficClass(),
                        offset / 8 | (more ? 0x2000 : 0),
                        v4.protocol(),
                        v4.options()),
                v6 -> v6);
    }

    /** An IPv6 hop-by-hop (0), routing (43) or destination options (60) header of {@code 8 + 8 * words} bytes. */
    public Packets ipv6Options(int headerNumber, int words) {
        return with(new IpLayers.Ipv6Options(headerNumber, words));
    }

    public Packets ipv6Fragment(int offset, boolean more, long id) {
        return with(new IpLayers.Ipv6Fragment(offset, more, id, -1));
    }

    // Transports

    public Packets tcp(int sourcePort, int destinationPort, int flags) {
        return with(new IpLayers.Tcp(sourcePort, destinationPort, 0, 0, flags, 64_240, NONE));
    }

    public Packets tcpSyn(int sourcePort, int destinationPort) {
        return tcp(sourcePort, destinationPort, SYN);
    }

    public Packets tcpSynAck(int sourcePort, int destinationPort) {
        return tcp(sourcePort, destinationPort, SYN | ACK);
    }

    public Packets tcpRst(int sourcePort, int destinationPort) {
        return tcp(sourcePort, destinationPort, RST | ACK);
    }

    /** The sequence number, unsigned. */
    public Packets seq(long seq) {
        return changeTcp(t -> new IpLayers.Tcp(
                t.sourcePort(), t.destinationPort(), seq, t.acknowledgment(), t.flags(), t.window(), t.options()));
    }

    /** The acknowledgment number, unsigned; the flag is another matter. */
    public Packets ack(long ack) {
        return changeTcp(t -> new IpLayers.Tcp(
                t.sourcePort(), t.destinationPort(), t.sequence(), ack, t.flags(), t.window(), t.options()));
    }

    public Packets window(int window) {
        return changeTcp(t -> new IpLayers.Tcp(
                t.sourcePort(), t.destinationPort(), t.sequence(), t.acknowledgment(), t.flags(), window, t.options()));
    }

    /** Adds options as they are; the header is padded to four bytes with zeros. */
    public Packets tcpOptions(byte... more) {
        return changeTcp(t -> new IpLayers.Tcp(
                t.sourcePort(),
                t.destinationPort(),
                t.sequence(),
                t.acknowledgment(),
                t.flags(),
                t.window(),
                Bytes.join(t.options(), more)));
    }

    public Packets mss(int mss) {
        return tcpOptions(Bytes.start().u8(2).u8(4).u16(mss).toArray());
    }

    /** Two NOPs and the time stamps option, as most systems lay it out. */
    public Packets timestamps(long value, long echo) {
        return tcpOptions(
                Bytes.start().u16(0x0101).u8(8).u8(10).u32(value).u32(echo).toArray());
    }

    public Packets udp(int sourcePort, int destinationPort) {
        return with(new IpLayers.Udp(sourcePort, destinationPort, false));
    }

    /** Leaves the UDP checksum out, as tunnels do. */
    public Packets withoutChecksum() {
        return change(IpLayers.Udp.class, u -> new IpLayers.Udp(u.sourcePort(), u.destinationPort(), true));
    }

    public Packets icmp(int type, int code, long rest) {
        return with(new IpLayers.Icmp(false, type, code, rest));
    }

    public Packets icmpv6(int type, int code, long rest) {
        return with(new IpLayers.Icmp(true, type, code, rest));
    }

    /** Destination unreachable (ICMP 3, ICMPv6 1) quoting the IP header and the first 8 bytes behind it. */
    public Packets unreachable(int code, Packets quoted) {
        byte[] whole = quoted.ipBytes();
        return unreachable(code, Arrays.copyOf(whole, Math.min(whole.length, ipHeaderLength(whole) + 8)));
    }

    /** Destination unreachable quoting exactly these bytes, from an IP header on. */
    public Packets unreachable(int code, byte[] quoted) {
        boolean version6 = innermostIp() instanceof IpLayers.Ipv6;
        return (version6 ? icmpv6(1, code, 0) : icmp(3, code, 0)).payload(quoted);
    }

    public Packets arp(int operation, String senderMac, String senderIp, String targetMac, String targetIp) {
        return with(new IpLayers.Arp(operation, mac(senderMac), four(senderIp), mac(targetMac), four(targetIp)));
    }

    public Packets payload(byte[] bytes) {
        return new Packets(layers, bytes.clone());
    }

    public Packets payload(String ascii) {
        return payload(Bytes.ascii(ascii));
    }

    /** The frame. */
    public byte[] bytes() {
        return from(0);
    }

    /** The frame from its outermost IP header on. */
    public byte[] ipBytes() {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof Layer.Ip) {
                return from(i);
            }
        }
        throw new IllegalStateException("No IP header in this packet");
    }

    /**
     * The packet cut into fragments at its innermost IP header.
     *
     * @param size payload bytes of each fragment but the last; a multiple of 8
     */
    public List<byte[]> fragments(int size) {
        int at = lastIndex(Layer.Ip.class);
        byte[] whole = insideOf(at);
        int protocol = (at + 1 < layers.size() ? layers.get(at + 1) : new Layer.Nothing()).ipProtocol();
        List<byte[]> frames = new ArrayList<>();
        for (int offset = 0; offset < whole.length; offset += size) {
            boolean more = offset + size < whole.length;
            byte[] piece = Arrays.copyOfRange(whole, offset, Math.min(whole.length, offset + size));
            Packets front = new Packets(layers.subList(0, at + 1), piece);
            if (layers.get(at) instanceof IpLayers.Ipv4) {
                frames.add(front.fragment(offset, more).ipProtocol(protocol).bytes());
            } else {
                frames.add(front.with(new IpLayers.Ipv6Fragment(offset, more, 77, protocol))
                        .bytes());
            }
        }
        return frames;
    }

    static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    static byte[] mac(String text) {
        byte[] mac = Bytes.hex(text);
        if (mac.length != 6) {
            throw new IllegalArgumentException("Not a MAC address: " + text);
        }
        return mac;
    }

    private byte[] from(int first) {
        byte[] inside = insideOf(first);
        return first < layers.size() ? wrap(first, inside) : inside;
    }

    private byte[] insideOf(int index) {
        byte[] inside = payload;
        for (int i = layers.size() - 1; i > index; i--) {
            inside = wrap(i, inside);
        }
        return inside;
    }

    private byte[] wrap(int index, byte[] inside) {
        Layer next = index + 1 < layers.size() ? layers.get(index + 1) : new Layer.Nothing();
        Layer.Ip outside = null;
        for (int i = index - 1; i >= 0 && outside == null; i--) {
            outside = layers.get(i) instanceof Layer.Ip ip ? ip : null;
        }
        return layers.get(index).before(inside, next, outside);
    }

    private Packets with(Layer layer) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(layer);
        return new Packets(List.copyOf(more), payload);
    }

    private <T extends Layer> Packets change(Class<T> kind, UnaryOperator<T> changed) {
        int at = lastIndex(kind);
        List<Layer> others = new ArrayList<>(layers);
        others.set(at, changed.apply(kind.cast(layers.get(at))));
        return new Packets(List.copyOf(others), payload);
    }

    private Packets changeIp(UnaryOperator<IpLayers.Ipv4> v4, UnaryOperator<IpLayers.Ipv6> v6) {
        return innermostIp() instanceof IpLayers.Ipv4
                ? change(IpLayers.Ipv4.class, v4)
                : change(IpLayers.Ipv6.class, v6);
    }

    private Packets changeTcp(UnaryOperator<IpLayers.Tcp> changed) {
        return change(IpLayers.Tcp.class, changed);
    }

    private Layer innermostIp() {
        return layers.get(lastIndex(Layer.Ip.class));
    }

    private int lastIndex(Class<? extends Layer> kind) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (kind.isInstance(layers.get(i))) {
                return i;
            }
        }
        throw new IllegalStateException("No " + kind.getSimpleName() + " header in this packet");
    }

    private static int ipHeaderLength(byte[] packet) {
        return packet[0] >>> 4 == 6 ? 40 : (packet[0] & 0xF) * 4;
    }

    private static byte[] four(String literal) {
        byte[] address = Bytes.address(literal);
        if (address.length != 4) {
            throw new IllegalArgumentException("Not an IPv4 address: " + literal);
        }
        return address;
    }

    /** IPv4-mapped literals come back from the parser as four bytes. */
    private static byte[] sixteen(String literal) {
        byte[] address = Bytes.address(literal);
        return address.length == 16
                ? address
                : Bytes.start().zeros(10).u16(0xFFFF).raw(address).toArray();
    }
}
