package org.portwitness.testdata;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * The story of a meeting room in packets: who does what when, told call by call, and how the capture saw it.
 *
 * <pre>{@code
 * byte[] file = Scenario.start()
 *         .resolve("portal.kickle.com", Scenario.KICKLE)
 *         .https("portal.kickle.com", Scenario.KICKLE)
 *         .tcpBlocked(Scenario.EXCHANGE_ONLINE, 443)
 *         .idle(10)
 *         .pcap();
 * }</pre>
 *
 * <p>Each verb begins at {@link #now} and moves it behind what it did; {@link #meanwhile} lets a part run beside the rest. Time is
 * the capture's: it starts at {@link #START} whatever the machine's clock says, and the same calls give the same bytes. The
 * capture point is the switch port of the unit unless told otherwise. For one thread.
 */
public final class Scenario {
    /** 2026-03-02T09:00:00Z in nanoseconds since the epoch. */
    public static final long START = Instant.parse("2026-03-02T09:00:00Z").getEpochSecond() * 1_000_000_000L;

    public static final String UNIT = "10.20.30.40";
    public static final String UNIT_MAC = "02:4b:49:43:4b:40";
    public static final String GATEWAY = "10.20.30.1";
    public static final String SENDER = "10.20.30.77";
    public static final String DNS = "10.20.0.53";
    public static final String DHCP = "10.20.0.67";
    public static final String FIREWALL = "10.20.0.1";
    public static final String PROXY = "10.20.0.80";
    public static final String KICKLE = "203.0.113.10";
    public static final String SIGN_IN = "20.190.128.10";
    public static final String EXCHANGE_ONLINE = "40.96.10.20";
    public static final String SKYPE_ONLINE = "52.112.0.10";
    public static final String RELAY = "52.112.18.5";

    static final long MICRO = 1000;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000L;

    private static final int FIRST_EPHEMERAL_PORT = 41_000;
    private static final double[] SYN_SCHEDULE = {0, 1, 3, 7};

    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private UnaryOperator<Packets> tags = link -> link;
    private String outerAddress;
    private String client = UNIT;
    private long now = START;
    private int nextPort = FIRST_EPHEMERAL_PORT;
    private int queries;
    private int snapLength = Integer.MAX_VALUE;

    /** A frame as it passed the capture point; nobody changes its bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Sent(long timeNanos, String from, byte[] frame) {}

    private Scenario() {}

    public static Scenario start() {
        return new Scenario();
    }

    // How the capture sees it: said before the first packet

    /** The mirror delivers frames with this VLAN tag. */
    public Scenario onVlan(int id) {
        tags = link -> link.vlan(id);
        return this;
    }

    /** The capture point lies beyond the site's NAT: the unit appears as {@code address}, the site's inside does not appear. */
    public Scenario beyondNat(String address) {
        outerAddress = address;
        return this;
    }

    // Time and persons

    /** Nanoseconds since the epoch. */
    public long now() {
        return now;
    }

    public Scenario pause(double seconds) {
        now += (long) (seconds * SECOND);
        return this;
    }

    /** Tells a part that runs beside what follows: afterwards it is again as early as before. */
    public Scenario meanwhile(Consumer<Scenario> part) {
        long before = now;
        part.accept(this);
        now = before;
        return this;
    }

    /** Whose deeds the following verbs tell; the unit's at first. */
    public Scenario as(String address) {
        client = address;
        return this;
    }

    /** Nothing happens but ARP between the unit and its gateway, so that the capture runs on. */
    public Scenario idle(double seconds) {
        long end = now + (long) (seconds * SECOND);
        while (now < end) {
            now = Math.min(end, now + 5 * SECOND);
            arp(now, 1, UNIT, GATEWAY);
            arp(now + 400 * MICRO, 2, GATEWAY, UNIT);
        }
        return this;
    }

    // Names and the address

    /** Asks for A and is told. */
    public Scenario resolve(String name, String... addresses) {
        return ask(DNS, name, Dns.A, id -> {
            Dns answer = Dns.answer(id, name, Bytes.isIpv6(addresses[0]) ? Dns.AAAA : Dns.A);
            for (String address : addresses) {
                answer.address(address);
            }
            return answer.bytes();
        });
    }

    /** Asks for A and is told that the name is another's. */
    public Scenario resolveAlias(String name, String canonical, String address) {
        return ask(
                DNS,
                name,
                Dns.A,
                id -> Dns.answer(id, name, Dns.A)
                        .cname(null, canonical)
                        .address(canonical, address)
                        .bytes());
    }

    public Scenario resolveIpv6(String name, String address) {
        return ask(
                DNS,
                name,
                Dns.AAAA,
                id -> Dns.answer(id, name, Dns.AAAA).address(address).bytes());
    }

    /** Asks and is told a code such as {@link Dns#SERVFAIL}. */
    public Scenario resolveFails(String name, int code) {
        return ask(DNS, name, Dns.A, id -> Dns.failure(id, name, Dns.A, code));
    }

    /** Asks a server twice, five seconds apart, and hears nothing. */
    public Scenario resolveUnanswered(String server, String name) {
        int id = queryId();
        int port = port();
        for (int i = 0; i < 2; i++) {
            udp(now, client, port, server, 53, Dns.query(id, name, Dns.A));
            now += 5 * SECOND;
        }
        return this;
    }

    /** The unit renews its lease. */
    public Scenario renewLease() {
        long transaction = 0x51A7_0000L + nextPort;
        udp(now, UNIT, 68, DHCP, 67, Dhcp.renewal(transaction, UNIT_MAC, UNIT));
        now += rtt(DHCP);
        udp(now, DHCP, 67, UNIT, 68, Dhcp.fromServer(Dhcp.ACK, transaction, UNIT_MAC, UNIT));
        return settle();
    }

    // Connections

    /** A connection of the present client that is still to be opened. */
    public TcpTalk tcp(String server, int port) {
        return new TcpTalk(this, client, port(), server, port);
    }

    /** A connection from a port that means something. */
    public TcpTalk tcp(int localPort, String server, int port) {
        return new TcpTalk(this, client, localPort, server, port);
    }

    /** SYN-ACK, a few bytes, FIN: a port that works. */
    public Scenario tcpHandshake(String server, int port) {
        tcp(server, port).open().close();
        return settle();
    }

    /** SYNs at 0, 1, 3 and 7 s without an answer; the client gives up after 10 s. */
    public Scenario tcpBlocked(String server, int port) {
        TcpTalk talk = tcp(server, port);
        long begin = now;
        for (double after : SYN_SCHEDULE) {
            now = begin + (long) (after * SECOND);
            talk.syn();
        }
        now = begin + 10 * SECOND;
        return this;
    }

    /** One SYN, never repeated, never answered. */
    public Scenario tcpSingleSyn(String server, int port) {
        tcp(server, port).syn();
        return settle();
    }

    /** SYN, RST. */
    public Scenario tcpRefused(String server, int port) {
        return tcpRefused(server, port, ttl(server));
    }

    /** SYN and a RST in the server's name whose TTL tells where it was made. */
    public Scenario tcpRefused(String server, int port, int resetTtl) {
        TcpTalk talk = tcp(server, port);
        talk.syn();
        now += rtt(server) / (resetTtl == ttl(server) ? 1 : 4);
        talk.refuse(resetTtl);
        return settle();
    }

    /** SYN and an ICMP "administratively prohibited" of the site's firewall. */
    public Scenario tcpProhibited(String server, int port) {
        Packets syn = tcp(server, port).syn();
        now += rtt(FIREWALL);
        send(now, FIREWALL, client, ip -> ip.unreachable(13, syn));
        return settle();
    }

    /** TLS 1.3 to its end, a request, an answer. */
    public Scenario https(String name, String server) {
        long seed = nextPort;
        tcp(server, 443)
                .open()
                .say(Tls.clientHello(name, seed).record())
                .hear(Tls.serverFlight13(seed))
                .say(Tls.clientFinish13(seed), Tls.applicationData(seed, 420))
                .hear(Tls.applicationData(seed, 900))
                .close();
        return settle();
    }

    /** TLS 1.2 to its end, on any port, with a certificate that an observer can read. */
    public Scenario https12(String name, String server, int port) {
        long seed = nextPort;
        tcp(server, port)
                .open()
                .say(Tls.clientHello(name, seed).record())
                .hear(Tls.serverFlight12(seed, Certificates.server(name, "DigiCert TLS RSA SHA256 2020 CA1", name)))
                .say(Tls.clientFinish12(seed))
                .hear(Tls.serverFinish12(seed))
                .say(Tls.applicationData(seed, 420))
                .hear(Tls.applicationData(seed, 900))
                .close();
        return settle();
    }

    /** TLS 1.2 until the client does not like the certificate: a fatal alert in clear, FIN. */
    public Scenario tlsAlert(String name, String server, String issuer, int alert) {
        long seed = nextPort;
        tcp(server, 443)
                .open()
                .say(Tls.clientHello(name, seed).record())
                .hear(Tls.serverFlight12(seed, Certificates.server(name, issuer, name)))
                .say(Tls.alert(2, alert))
                .close();
        return settle();
    }

    /** A RST in the server's name right after the hello; its TTL tells where it was made. */
    public Scenario tlsReset(String name, String server, int resetTtl) {
        TcpTalk talk = tcp(server, 443).open();
        talk.sayUnheard(Tls.clientHello(name, nextPort).record());
        now += rtt(server) / 3;
        talk.reset(resetTtl);
        return settle();
    }

    /** The hello is repeated and not even acknowledged. */
    public Scenario tlsSwallowed(String name, String server) {
        TcpTalk talk = tcp(server, 443).open();
        long begin = now;
        byte[] hello = Tls.bigClientHello(name, nextPort).record();
        for (double after : new double[] {0, 0.3, 0.9, 2.1, 4.5, 9.3}) {
            now = begin + (long) (after * SECOND);
            talk.sayAgain(hello);
        }
        now = begin + 20 * SECOND;
        talk.giveUp();
        return settle();
    }

    /** The hello is acknowledged; nothing else ever comes and the client closes after 20 s. */
    public Scenario tlsIgnored(String name, String server) {
        TcpTalk talk =
                tcp(server, 443).open().say(Tls.clientHello(name, nextPort).record());
        now += 20 * SECOND;
        talk.close();
        return settle();
    }

    /** A request and its answer in clear. */
    public Scenario http(String name, String server, int status, String reason) {
        tcp(server, 80)
                .open()
                .say(Http.get(name, "/"))
                .hear(Http.response(status, reason))
                .close();
        return settle();
    }

    // What came of it

    /** A mirror that delivers what {@code from} sends and nothing that it receives. */
    public Scenario onlySentBy(String from) {
        String seen = seenAs(from);
        sent.removeIf(frame -> !frame.from().equals(seen));
        return this;
    }

    /** A mirror of two ports: each frame once more, 0.05 to 0.3 ms later. */
    public Scenario mirroredTwice() {
        List<Sent> copies = new ArrayList<>();
        for (Sent frame : sent) {
            long later = (50 + copies.size() * 37L % 250) * MICRO;
            copies.add(new Sent(frame.timeNanos() + later, frame.from(), frame.frame()));
        }
        sent.addAll(copies);
        return this;
    }

    /** A mirror that is too slow: of every so many frames the last one is lost on its way to the capture, not to its receiver. */
    public Scenario losingEvery(int frames) {
        List<Sent> kept = new ArrayList<>();
        List<Sent> ordered = inOrder();
        for (int i = 0; i < ordered.size(); i++) {
            if (i % frames != frames - 1) {
                kept.add(ordered.get(i));
            }
        }
        sent.clear();
        sent.addAll(kept);
        return this;
    }

    /** Somebody stopped capturing {@code seconds} after the start. */
    public Scenario stoppedAfter(double seconds) {
        long end = START + (long) (seconds * SECOND);
        sent.removeIf(frame -> frame.timeNanos() > end);
        return this;
    }

    /** Whoever captured kept the first bytes of each frame only. */
    public Scenario cutTo(int bytes) {
        snapLength = bytes;
        return this;
    }

    public int packets() {
        return sent.size();
    }

    /** The capture as a classic file in microseconds. */
    public byte[] pcap() {
        PcapBytes file = PcapBytes.usual();
        for (Sent frame : inOrder()) {
            byte[] whole = frame.frame();
            file.frame(frame.timeNanos(), Arrays.copyOf(whole, Math.min(snapLength, whole.length)), whole.length);
        }
        return file.bytes();
    }

    /** The capture as pcapng whose interface statistics admit that the kernel dropped some. */
    public byte[] pcapng(long kernelDrops) {
        PcapngBytes file = PcapngBytes.usual();
        long last = START;
        for (Sent frame : inOrder()) {
            last = frame.timeNanos();
            file.frame(last, frame.frame());
        }
        return file.statistics(0, last, sent.size() + kernelDrops, 0, kernelDrops)
                .bytes();
    }

    // For the talks of this package

    /** Sends a packet; {@code transport} puts on the IP header what the sender says. */
    Packets send(long at, String from, String to, UnaryOperator<Packets> transport) {
        return send(at, from, to, ttl(from), transport);
    }

    Packets send(long at, String from, String to, int ttl, UnaryOperator<Packets> transport) {
        String source = seenAs(from);
        String destination = seenAs(to);
        int hops = outerAddress != null && from.equals(UNIT) ? ttl - 2 : ttl;
        int id = ids.merge(from, 1, Integer::sum) + Math.floorMod(from.hashCode(), 30_000);
        Packets link = tags.apply(Packets.ethernet(Site.mac(from), Site.mac(to)));
        Packets packet = transport.apply(link.ip(source, destination).ttl(hops).id(id));
        boolean outsideSeesIt = outerAddress == null || !Site.isInside(from) || !Site.isInside(to);
        if (outsideSeesIt) {
            sent.add(new Sent(at, source, packet.bytes()));
        }
        return packet;
    }

    void udp(long at, String from, int fromPort, String to, int toPort, byte[] payload) {
        send(at, from, to, ip -> ip.udp(fromPort, toPort).payload(payload));
    }

    void advanceTo(long time) {
        now = Math.max(now, time);
    }

    void advance(long nanos) {
        now += nanos;
    }

    /** A moment to think, so that the next verb does not begin in the same microsecond. */
    Scenario settle() {
        now += 5 * MILLI;
        return this;
    }

    String client() {
        return client;
    }

    int port() {
        nextPort += 2;
        return nextPort;
    }

    /** The way there and back, never quite the same twice. */
    long rtt(String peer) {
        return Site.rtt(peer) + Math.floorMod(sent.size() * 7919L, 400) * MICRO;
    }

    static int ttl(String host) {
        return Site.ttl(host);
    }

    private Scenario ask(String server, String name, int type, IntFunction<byte[]> answer) {
        int id = queryId();
        int port = port();
        udp(now, client, port, server, 53, Dns.query(id, name, type));
        now += rtt(server);
        udp(now, server, 53, client, port, answer.apply(id));
        return settle();
    }

    private int queryId() {
        queries++;
        return 0x1000 + queries * 257;
    }

    private void arp(long at, int operation, String from, String to) {
        String sender = outerAddress == null ? from : from.equals(UNIT) ? outerAddress : "192.0.2.1";
        String target = outerAddress == null ? to : to.equals(UNIT) ? outerAddress : "192.0.2.1";
        Packets link = tags.apply(Packets.ethernet(Site.mac(from), Site.mac(to)));
        byte[] frame = link.arp(operation, Site.mac(from), sender, Site.mac(to), target)
                .bytes();
        sent.add(new Sent(at, sender, frame));
    }

    private String seenAs(String host) {
        return outerAddress != null && host.equals(UNIT) ? outerAddress : host;
    }

    private List<Sent> inOrder() {
        List<Sent> ordered = new ArrayList<>(sent);
        ordered.sort(Comparator.comparingLong(Sent::timeNanos));
        return ordered;
    }
}
