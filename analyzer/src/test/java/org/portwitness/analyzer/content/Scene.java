package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.evidence.TlsHello;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;

/** A client, a server and the packets between them, fed to the content stage as a lane would. */
final class Scene {
    static final Address CLIENT = Address.parse("192.0.2.10");
    static final Address SERVER = Address.parse("198.51.100.20");
    static final int CLIENT_ISN = 0xffff_ff00;
    static final int SERVER_ISN = 5000;
    static final int SERVER_TTL = 57;

    final CaptureClock clock = new CaptureClock();
    final FlowTable flows;
    final PacketFacts facts = new PacketFacts();
    final DnsExchanges dns = new DnsExchanges(clock, Bound.of(1 << 17));
    final List<byte[]> stun = new ArrayList<>();
    final List<byte[]> media = new ArrayList<>();
    final TcpContents contents;
    int clientPort = 40000;
    int serverPort = 443;
    int clientNext = CLIENT_ISN + 1;
    int serverNext = SERVER_ISN + 1;
    int flow = FlowTable.NONE;
    private long nanos = 1_000_000_000_000L;
    private int ipId;

    Scene() {
        this(1 << 10, 1 << 10, 1 << 10, 1 << 10);
    }

    Scene(int flowLimit, int mostWatches, int mostLive, int mostHellos) {
        flows = new FlowTable(flowLimit);
        contents = new TcpContents(
                flows, clock, this::onStun, this::onMedia, dns, Bound.of(mostWatches), mostLive, Bound.of(mostHellos));
        flows.onEviction(contents);
        clock.advanceTo(nanos);
    }

    private void onStun(PacketFacts packet, ByteBuffer bytes, int at, int length) {
        byte[] message = new byte[length];
        bytes.get(at, message);
        stun.add(message);
    }

    private void onMedia(PacketFacts packet, ByteBuffer bytes, int at, int length, boolean channelData) {
        byte[] content = new byte[length];
        bytes.get(at, content);
        media.add(content);
    }

    static Scene connected() {
        return new Scene().handshake();
    }

    /** SYN-ACK and ACK; a SYN makes no flow. */
    Scene handshake() {
        packet(false, SERVER_ISN, clientNext, PacketFacts.SYN | PacketFacts.ACK, new byte[0], 0);
        packet(true, clientNext, serverNext, PacketFacts.ACK, new byte[0], 0);
        return this;
    }

    /** Another connection between the same hosts. */
    Scene reconnect() {
        clientPort++;
        clientNext = CLIENT_ISN + 1;
        serverNext = SERVER_ISN + 1;
        return handshake();
    }

    Scene client(byte[]... payload) {
        byte[] all = Bytes.join(payload);
        clientAt(clientNext, all);
        clientNext += all.length;
        return this;
    }

    Scene server(byte[]... payload) {
        byte[] all = Bytes.join(payload);
        serverAt(serverNext, all);
        serverNext += all.length;
        return this;
    }

    Scene clientAt(int sequence, byte[] payload) {
        return packet(true, sequence, serverNext, PacketFacts.ACK | PacketFacts.PSH, payload, 0);
    }

    Scene serverAt(int sequence, byte[] payload) {
        return packet(false, sequence, clientNext, PacketFacts.ACK | PacketFacts.PSH, payload, 0);
    }

    Scene clientEnds(int flag) {
        return packet(true, clientNext, serverNext, flag | PacketFacts.ACK, new byte[0], 0);
    }

    Scene serverEnds(int flag) {
        return packet(false, serverNext, clientNext, flag | PacketFacts.ACK, new byte[0], 0);
    }

    Scene serverAcknowledges() {
        return packet(false, serverNext, clientNext, PacketFacts.ACK, new byte[0], 0);
    }

    Scene serverResets(int ttl) {
        prepare(false, serverNext, clientNext, PacketFacts.RST | PacketFacts.ACK, new byte[0], 0);
        facts.ttl = ttl;
        return deliver();
    }

    Scene clientAcknowledges(int acknowledgement) {
        return packet(true, clientNext, acknowledgement, PacketFacts.ACK, new byte[0], 0);
    }

    /** The same packet once more: a mirror's copy. */
    Scene copy(long laterNanos) {
        facts.timeNanos += laterNanos;
        nanos = facts.timeNanos;
        return deliver();
    }

    Scene after(long passedNanos) {
        nanos += passedNanos;
        clock.advanceTo(nanos);
        return this;
    }

    /** A packet of which bytes are missing at the end, as a snap length does. */
    Scene cutPacket(boolean fromClient, int sequence, byte[] captured, int missing) {
        return packet(fromClient, sequence, fromClient ? serverNext : clientNext, PacketFacts.ACK, captured, missing);
    }

    Scene packet(boolean fromClient, int sequence, int acknowledgement, int flags, byte[] payload, int missing) {
        prepare(fromClient, sequence, acknowledgement, flags, payload, missing);
        return deliver();
    }

    private void prepare(
            boolean fromClient, int sequence, int acknowledgement, int flags, byte[] payload, int missing) {
        nanos += 1_000_000;
        addresses(fromClient);
        facts.protocol = PacketFacts.TCP;
        facts.timeNanos = nanos;
        facts.sequence = sequence & 0xffff_ffffL;
        facts.acknowledgement = acknowledgement & 0xffff_ffffL;
        facts.tcpFlags = flags;
        facts.ipId = ++ipId & 0xffff;
        facts.ttl = fromClient ? 64 : SERVER_TTL;
        payload(payload, missing);
    }

    private void addresses(boolean fromClient) {
        Address source = fromClient ? CLIENT : SERVER;
        Address destination = fromClient ? SERVER : CLIENT;
        facts.sourceHigh = source.high();
        facts.sourceLow = source.low();
        facts.destinationHigh = destination.high();
        facts.destinationLow = destination.low();
        facts.sourcePort = fromClient ? clientPort : serverPort;
        facts.destinationPort = fromClient ? serverPort : clientPort;
    }

    /** The payload does not begin at 0 and something stands behind it: positions must be obeyed. */
    private void payload(byte[] payload, int missing) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(payload.length + 60);
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) 0x16);
        }
        bytes.put(40, payload);
        facts.bytes = bytes;
        facts.payloadAt = 40;
        facts.payloadLength = payload.length;
        facts.payloadWireLength = payload.length + missing;
    }

    private Scene deliver() {
        clock.advanceTo(facts.timeNanos);
        flow = flows.touch(facts);
        contents.onPacket(facts);
        return this;
    }

    /** A DNS message over UDP. */
    Scene datagram(boolean fromClient, byte[] payload, long laterNanos) {
        nanos += laterNanos;
        clock.advanceTo(nanos);
        addresses(fromClient);
        facts.protocol = PacketFacts.UDP;
        facts.timeNanos = nanos;
        payload(payload, 0);
        dns.onMessage(facts, facts.bytes, facts.payloadAt, facts.payloadLength);
        return this;
    }

    TcpContent content() {
        return contents.contentOf(flow);
    }

    TcpContent.Tls tls() {
        return content().tls();
    }

    TcpContent.Progress progress() {
        return tls().progress();
    }

    List<TlsHello> hellos() {
        List<TlsHello> list = new ArrayList<>();
        contents.hellos().forEach(list::add);
        return list;
    }

    List<String> names() {
        return hellos().stream()
                .map(hello -> String.valueOf(hello.serverName()))
                .toList();
    }

    List<DnsQuery> queries() {
        List<DnsQuery> list = new ArrayList<>();
        dns.queries().forEach(list::add);
        return list;
    }

    static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
