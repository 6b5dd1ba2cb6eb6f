package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DhcpExchange;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.Forgotten;
import org.portwitness.analyzer.evidence.HardwareAddress;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.evidence.Observation;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.evidence.UdpConversation;
import org.portwitness.analyzer.ports.Initiator;
import org.portwitness.analyzer.ports.Protocol;
import org.portwitness.analyzer.ports.ServiceKind;

/**
 * Walks all evidence once and says of each thing what it is: an {@link Exchange}, of which unit, for which rows. One method for each
 * kind of evidence; what happened between others than units is passed on too, without a row.
 */
final class Conversations {
    private static final int TCP = 6;
    private static final int DNS_PORT = 53;
    private static final int STUN_PORT = 3478;

    private final Evidence evidence;
    private final Units units;
    private final PeerNames names;
    private final PeerRoles roles;
    private final RowAssignment assignment;
    private final Distances distances;

    /** Where the results go. */
    interface Sink {
        /**
         * @param unit the address under which the unit is judged; null where no unit took part
         * @param peer the other side as the report names it
         * @param kind which finding its failure would be
         * @param of what was seen, as far as the packets go
         */
        void accept(Address unit, Endpoint peer, RowAssignment.Rows rows, Exchange exchange, Kind kind, Observation of);
    }

    /** What an exchange was, as far as findings tell kinds apart. */
    enum Kind {
        TCP,
        /** A proxy that was asked to connect and did not. */
        PROXY,
        /** A TURN client's pseudo-TLS hello that nothing answered. */
        TURN_HELLO,
        STUN,
        MEDIA,
        DISCOVERY,
        DNS,
        DHCP,
        /** A clock that was asked for the time; counts for no row. */
        NTP
    }

    Conversations(
            Evidence evidence,
            Units units,
            PeerNames names,
            PeerRoles roles,
            RowAssignment assignment,
            Distances distances) {
        this.evidence = evidence;
        this.units = units;
        this.names = names;
        this.roles = roles;
        this.assignment = assignment;
        this.distances = distances;
    }

    /** Sockets of clients that sent STUN or media over UDP. */
    static Set<Endpoint> mediaSockets(Evidence evidence) {
        Set<Endpoint> sockets = new HashSet<>();
        for (StunTransaction stun : evidence.stun()) {
            if (stun.protocol() != TCP) {
                sockets.add(stun.client());
            }
        }
        for (UdpConversation udp : evidence.udp()) {
            if (udp.rtpOfOpener() || udp.rtpOfResponder() || udp.multiplexed()) {
                sockets.add(udp.opener());
                sockets.add(udp.responder());
            }
        }
        return sockets;
    }

    void walk(Sink sink) {
        for (TcpConnection connection : evidence.connections()) {
            tcp(connection, sink);
        }
        for (Forgotten.Answered pair : evidence.forgotten().answered()) {
            answered(pair, sink);
        }
        for (StunTransaction stun : evidence.stun()) {
            stun(stun, sink);
        }
        for (UdpConversation udp : evidence.udp()) {
            media(udp, sink);
        }
        for (DiscoveryProbe probe : evidence.discovery()) {
            discovery(probe, sink);
        }
        for (DnsQuery query : evidence.dns()) {
            dns(query, sink);
        }
        for (Forgotten.Answered pair : evidence.forgotten().answeredQueries()) {
            dns(answeredQuery(pair), sink);
        }
        dhcp(sink);
    }

    /** TCP of these clients alone. */
    void walkTcp(Predicate<Address> clients, Sink sink) {
        for (TcpConnection connection : evidence.connections().of(clients)) {
            tcp(connection, sink);
        }
        for (Forgotten.Answered pair : evidence.forgotten().answered()) {
            if (clients.test(pair.client())) {
                answered(pair, sink);
            }
        }
    }

    /** What became of a connection; null where it says nothing. Who refused it stands in the words. */
    Exchange exchangeOf(TcpConnection connection) {
        Exchange exchange = Exchanges.of(connection);
        return exchange == null || exchange.refusal() == null
                ? exchange
                : exchange.with(
                        distances.inWords(exchange.refusal(), exchange.server().address()));
    }

    private void tcp(TcpConnection connection, Sink sink) {
        Exchange exchange = exchangeOf(connection);
        if (exchange == null) {
            return;
        }
        Units.Unit client = units.of(connection.client().address());
        Units.Unit server = roomUnit(connection.server());
        RowAssignment.Rows rows = rowsOf(connection, client, server);
        boolean toUnit = server != null && !rows.isEmpty() && rows.rows().get(0).from() == Initiator.SENDER;
        Units.Unit unit = toUnit || client == null ? server : client;
        sink.accept(
                unit == null ? null : unit.judged(),
                toUnit ? new Endpoint(connection.client().address(), 0) : connection.server(),
                rows,
                exchange,
                kindOf(connection, exchange),
                connection);
    }

    /** Null where the address is no unit's, or a mere client's. */
    private Units.Unit roomUnit(Endpoint server) {
        Units.Unit unit = units.of(server.address());
        return unit != null && unit.isRoomUnit() ? unit : null;
    }

    /** All that is left of connections that were forgotten: the server answered this client. */
    private void answered(Forgotten.Answered pair, Sink sink) {
        Endpoint client = new Endpoint(pair.client(), 0);
        tcp(
                new TcpConnection(
                        client,
                        pair.server(),
                        null,
                        pair.firstNanos(),
                        pair.lastNanos(),
                        1,
                        1,
                        1,
                        1,
                        pair.firstNanos(),
                        pair.lastNanos(),
                        TcpConnection.Ending.OPEN,
                        TcpContent.NOTHING),
                sink);
    }

    /** Which finding a failure would be: where the connection itself came about, its content is what failed. */
    private static Kind kindOf(TcpConnection connection, Exchange exchange) {
        TcpContent content = connection.content();
        boolean opened = connection.attempt() == null
                || connection.attempt().outcome() == TcpAttempt.Outcome.ANSWERED
                || connection.attempt().outcome() == TcpAttempt.Outcome.PROCEEDED;
        if (!opened || exchange.isOk()) {
            return Kind.TCP;
        }
        if (exchange.result() != Exchange.Result.TLS_FAILED
                && content.http() != null
                && content.http().connectHost() != null) {
            return Kind.PROXY;
        }
        return content.pseudoTlsHello() ? Kind.TURN_HELLO : Kind.TCP;
    }

    /** Rows of a TCP connection; also for its attempt and hellos in the transactions file. */
    RowAssignment.Rows rowsOf(TcpConnection connection) {
        return rowsOf(connection, units.of(connection.client().address()), roomUnit(connection.server()));
    }

    private RowAssignment.Rows rowsOf(TcpConnection connection, Units.Unit client, Units.Unit server) {
        if (server != null) {
            RowAssignment.Rows rows =
                    assignment.toUnit(Protocol.TCP, connection.server().port());
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        if (client == null) {
            return RowAssignment.Rows.NONE;
        }
        if (connection.server().port() == DNS_PORT) {
            return assignment.ofService(ServiceKind.DNS);
        }
        return assignment.fromUnit(connection);
    }

    private void stun(StunTransaction stun, Sink sink) {
        Endpoint client = stun.client();
        Endpoint server = stun.server();
        boolean unitAsked = units.contains(client.address());
        boolean unitWasAsked = !unitAsked && units.contains(server.address());
        if (unitWasAsked && !stun.isAnswered()) {
            // nobody knows whether the unit wanted to answer: it proves nothing about the way in
            return;
        }
        if (stun.protocol() == TCP && !stun.isAnswered()) {
            // the connection itself tells whether the port is open
            return;
        }
        Endpoint peer = unitWasAsked ? client : server;
        List<String> known =
                names.of(unitWasAsked ? server.address() : client.address(), peer.address(), stun.firstNanos());
        boolean given = !roles.given(peer.address(), known).isEmpty();
        boolean prooflessPeer = peer.address().isPrivate() && !given && peer.port() != STUN_PORT;
        Exchange exchange = exchangeOf(stun, prooflessPeer);
        if (exchange.result() == Exchange.Result.NO_PROOF) {
            return;
        }
        Address unit = units.judged((unitWasAsked ? server : client).address());
        sink.accept(unit, peer, rowsOf(stun), unitWasAsked ? exchange.towards(peer) : exchange, Kind.STUN, stun);
    }

    Exchange exchangeOf(StunTransaction stun, boolean privateProofless) {
        Exchange exchange = Exchanges.of(stun, privateProofless);
        return exchange.result() != Exchange.Result.UNREACHABLE || exchange.refusal() == null
                ? exchange
                : exchange.with(
                        distances.inWords(exchange.refusal(), exchange.server().address()));
    }

    /** Rows of a STUN transaction; also for the transactions file. */
    RowAssignment.Rows rowsOf(StunTransaction stun) {
        boolean unitAsked = units.contains(stun.client().address());
        if (!unitAsked && !units.contains(stun.server().address())) {
            return RowAssignment.Rows.NONE;
        }
        Endpoint peer = unitAsked ? stun.server() : stun.client();
        Address unit = unitAsked ? stun.client().address() : stun.server().address();
        List<String> known = names.of(unit, peer.address(), stun.firstNanos());
        return assignment.ofMedia(stun.protocol() == TCP ? Protocol.TCP : Protocol.UDP, peer, known, true);
    }

    private void media(UdpConversation udp, Sink sink) {
        if (udp.responder().port() == SideFailures.NTP_PORT) {
            ntp(udp, sink);
        }
        boolean opened = units.contains(udp.opener().address());
        Endpoint unit = opened || !units.contains(udp.responder().address()) ? udp.opener() : udp.responder();
        Exchange exchange = Exchanges.ofMedia(udp, unit);
        if (exchange == null) {
            return;
        }
        if (exchange.result() == Exchange.Result.UNREACHABLE) {
            exchange = exchange.with(
                    distances.inWords(udp.refusal(), exchange.server().address()));
        }
        Endpoint peer = exchange.server();
        boolean isUnit = units.contains(unit.address());
        RowAssignment.Rows rows = isUnit
                ? assignment.ofMedia(
                        Protocol.UDP, peer, names.of(unit.address(), peer.address(), udp.firstNanos()), false)
                : RowAssignment.Rows.NONE;
        sink.accept(units.judged(unit.address()), peer, rows, exchange, Kind.MEDIA, udp);
    }

    private void ntp(UdpConversation udp, Sink sink) {
        Address client = udp.opener().address();
        if (units.contains(client)) {
            sink.accept(
                    units.judged(client),
                    udp.responder(),
                    RowAssignment.Rows.NONE,
                    Exchanges.ofNtp(udp, evidence.lastNanos()),
                    Kind.NTP,
                    udp);
        }
    }

    /** Rows of a media stream; for the transactions file and for findings. */
    RowAssignment.Rows rowsOf(MediaStream stream) {
        boolean unitSends = units.contains(stream.source().address());
        if (!unitSends && !units.contains(stream.destination().address())) {
            return RowAssignment.Rows.NONE;
        }
        Address unit = (unitSends ? stream.source() : stream.destination()).address();
        Endpoint peer = unitSends ? stream.destination() : stream.source();
        return assignment.ofMedia(
                stream.protocol() == TCP ? Protocol.TCP : Protocol.UDP,
                peer,
                names.of(unit, peer.address(), stream.firstNanos()),
                false);
    }

    private void discovery(DiscoveryProbe probe, Sink sink) {
        RowAssignment.Rows rows = rowsOf(probe);
        Endpoint peer = new Endpoint(probe.sender().address(), 0);
        for (Address unit : unitsOf(probe)) {
            Endpoint asked = new Endpoint(unit, probe.destination().port());
            sink.accept(units.judged(unit), peer, rows, Exchanges.of(probe, asked), Kind.DISCOVERY, probe);
        }
    }

    /** Who was asked: whoever answered, or was asked by address; an unanswered broadcast asked every room unit. */
    private List<Address> unitsOf(DiscoveryProbe probe) {
        if (probe.answeredBy() != null) {
            return List.of(probe.answeredBy().address());
        }
        if (!probe.broadcast()) {
            return List.of(probe.destination().address());
        }
        List<Address> asked = new ArrayList<>();
        for (Address unit : units.addresses()) {
            if (units.isRoomUnit(unit) && unit.isIpv4()) {
                asked.add(unit);
            }
        }
        return asked;
    }

    RowAssignment.Rows rowsOf(DiscoveryProbe probe) {
        return assignment.toUnit(Protocol.UDP, probe.destination().port());
    }

    private void dns(DnsQuery query, Sink sink) {
        boolean isUnit = units.contains(query.client().address());
        sink.accept(
                units.judged(query.client().address()),
                query.server(),
                isUnit ? assignment.ofService(ServiceKind.DNS) : RowAssignment.Rows.NONE,
                Exchanges.of(query),
                Kind.DNS,
                query);
    }

    /** All that is left of queries that were forgotten: the server answered this client. */
    private static DnsQuery answeredQuery(Forgotten.Answered pair) {
        return new DnsQuery(
                new Endpoint(pair.client(), 0),
                pair.server(),
                Exchanges.UDP,
                "",
                0,
                pair.firstNanos(),
                pair.lastNanos(),
                1,
                DnsQuery.Outcome.ANSWERED,
                0,
                0,
                pair.lastNanos(),
                TcpAttempt.NO_RTT,
                null);
    }

    /** DHCP belongs to a unit by the address it has or gets, or by the unit's hardware address. */
    private void dhcp(Sink sink) {
        RowAssignment.Rows rows = assignment.ofService(ServiceKind.DHCP);
        for (DhcpExchange dhcp : evidence.dhcp()) {
            Address unit = dhcp.client() != null && units.contains(dhcp.client())
                    ? dhcp.client()
                    : unitWith(dhcp.hardwareAddress());
            if (unit != null) {
                sink.accept(
                        units.judged(unit),
                        Exchanges.dhcpServer(dhcp),
                        rows,
                        Exchanges.of(dhcp, unit),
                        Kind.DHCP,
                        dhcp);
            }
        }
    }

    private Address unitWith(String hardwareAddress) {
        for (HardwareAddress seen : evidence.hardwareAddresses()) {
            if (seen.hardwareAddress().equals(hardwareAddress) && units.contains(seen.address())) {
                return seen.address();
            }
        }
        return null;
    }
}
