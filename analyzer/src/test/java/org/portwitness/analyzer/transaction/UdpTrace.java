package org.portwitness.analyzer.transaction;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DhcpExchange;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.UdpConversation;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.media.MediaStreams;

/** A capture of UDP payloads, told packet by packet, and what the UDP stages make of it. */
final class UdpTrace {
    static final Endpoint CLIENT = endpoint("192.168.1.10", 50_016);
    static final Endpoint SERVER = endpoint("52.114.250.141", 3478);
    static final Endpoint OTHER_SERVER = endpoint("52.114.250.123", 3478);
    static final Endpoint ROUTER = endpoint("10.0.0.1", 0);

    /** The vectors of the reference, ids 0102..0c. */
    static final String BINDING_REQUEST =
            "000100182112a4420102030405060708090a0b0c00060009416243643a45664768000000802800042dcf9922";

    static final String BINDING_SUCCESS = "0101000c2112a4420102030405060708090a0b0c002000080001bd52e112a648";
    static final String MS_ALLOCATE = "000300102112a4420102030405060708090a0b0c000f000472c64bc68008000400000002";
    static final String MS_401 =
            "011300432112a4420102030405060708090a0b0c000f000472c64bc60009001100000401556e617574686f"
                    + "72697a65642e0014001430313233343536373839616263646566303132330015000a227274636d6564696122";
    static final String MS_DATA_INDICATION =
            "01150044101112131415161718191a1b1c1d1e1f000f000472c64bc6001200080001c364c63364070013002c"
                    + BINDING_REQUEST;
    static final String MS_SEND_REQUEST =
            "000400382112a4420102030405060708090a0b0c000f000472c64bc60013002c" + BINDING_REQUEST;
    static final String MULTIPLEXED_SUCCESS = "ff1000280011223344556677" + BINDING_SUCCESS;

    final CaptureClock clock = new CaptureClock();
    final FlowTable flows;
    final StunTransactions stun;
    final DiscoveryProbes discovery = new DiscoveryProbes(clock, Bound.of(1 << 18));
    final DhcpExchanges dhcp = new DhcpExchanges(clock);
    final Datagrams datagrams;
    final PacketFacts facts = new PacketFacts();

    /** Milliseconds since the start of the capture. */
    double atMillis;

    private static final long START = 1_700_000_000_000_000_000L;

    UdpTrace() {
        this(1 << 19, 16);
    }

    UdpTrace(int limit, int earlyLimit) {
        flows = new FlowTable(1 << 16);
        stun = new StunTransactions(new UdpFlowNotes(flows), clock, Bound.of(limit), earlyLimit);
        datagrams = new Datagrams(flows, stun, discovery, dhcp, new MediaStreams(flows, clock, Bound.of(64)));
        flows.onEviction(datagrams::onEviction);
    }

    static Endpoint endpoint(String address, int port) {
        return new Endpoint(Address.parse(address), port);
    }

    static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    long nanos() {
        return START + Math.round(atMillis * 1e6);
    }

    UdpTrace at(double millis) {
        atMillis = millis;
        return this;
    }

    UdpTrace send(Endpoint from, Endpoint to, String hex) {
        ByteBuffer payload = bytes(hex);
        return send(from, to, payload, payload.limit(), payload.limit());
    }

    UdpTrace send(Endpoint from, Endpoint to, ByteBuffer payload, int captured, int wireLength) {
        prepare(PacketFacts.UDP, from, to);
        facts.bytes = payload;
        facts.payloadAt = 0;
        facts.payloadLength = captured;
        facts.payloadWireLength = wireLength;
        clock.advanceTo(facts.timeNanos);
        flows.touch(facts);
        datagrams.onDatagram(facts);
        return this;
    }

    private void prepare(int protocol, Endpoint from, Endpoint to) {
        facts.protocol = protocol;
        facts.ipVersion = from.address().isIpv4() ? 4 : 6;
        facts.ethernetAt = PacketFacts.NONE;
        facts.ttl = 60;
        facts.timeNanos = nanos();
        facts.sourceHigh = from.address().high();
        facts.sourceLow = from.address().low();
        facts.destinationHigh = to.address().high();
        facts.destinationLow = to.address().low();
        facts.sourcePort = from.port();
        facts.destinationPort = to.port();
    }

    /** An ICMP error about a datagram, with as much of its payload as it quotes. */
    UdpTrace icmp(int type, int code, Endpoint from, Endpoint to, String quotedHex) {
        prepare(PacketFacts.ICMP, ROUTER, from);
        facts.sourcePort = 0;
        facts.destinationPort = 0;
        facts.bytes = bytes(quotedHex);
        facts.icmpType = type;
        facts.icmpCode = code;
        facts.quotedProtocol = PacketFacts.UDP;
        facts.quotedSourceHigh = from.address().high();
        facts.quotedSourceLow = from.address().low();
        facts.quotedDestinationHigh = to.address().high();
        facts.quotedDestinationLow = to.address().low();
        facts.quotedSourcePort = from.port();
        facts.quotedDestinationPort = to.port();
        facts.quotedPayloadAt = quotedHex.isEmpty() ? PacketFacts.NONE : 0;
        facts.quotedPayloadLength = quotedHex.length() / 2;
        clock.advanceTo(facts.timeNanos);
        flows.touch(facts);
        datagrams.onIcmpError(facts);
        return this;
    }

    /** One STUN message over TCP, framing removed. */
    UdpTrace tcp(Endpoint from, Endpoint to, String hex) {
        prepare(PacketFacts.TCP, from, to);
        facts.bytes = bytes("");
        clock.advanceTo(facts.timeNanos);
        flows.touch(facts);
        ByteBuffer message = bytes("ffff" + hex);
        stun.onStunMessage(facts, message, 2, message.limit() - 2);
        return this;
    }

    /** Nothing more happens, and the capture runs on. */
    UdpTrace runUntil(double millis) {
        atMillis = millis;
        clock.advanceTo(nanos());
        return this;
    }

    List<StunTransaction> transactions() {
        return list(stun.transactions());
    }

    StunTransaction only() {
        List<StunTransaction> all = transactions();
        if (all.size() != 1) {
            throw new AssertionError("one transaction expected: " + all);
        }
        return all.get(0);
    }

    List<UdpConversation> conversations() {
        return list(datagrams.conversations());
    }

    List<DiscoveryProbe> probes() {
        return list(discovery.probes());
    }

    List<DhcpExchange> exchanges() {
        return list(dhcp.exchanges());
    }

    static <T> List<T> list(Iterable<T> all) {
        List<T> list = new ArrayList<>();
        all.forEach(list::add);
        return list;
    }
}
