package org.portwitness.analyzer.verdict;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.ports.Initiator;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.report.Latency;

/** All exchanges that count for one row: by unit and server for the verdict, by peer for the report. */
final class RowEvidence {
    /** Servers kept apart for each unit; more of them are added up in one. A scan must not fill the memory. */
    private static final int MOST_SERVERS = 10_000;

    /** Servers kept apart in all rows and for all units, about 180 bytes each. */
    private static final int MOST_SERVERS_IN_ALL = 100_000;

    private static final int MOST_PEERS = 10_000;

    private static final Endpoint OTHERS = new Endpoint(new Address(0, 0), 0);

    final PortRow row;
    final Latency latency = new Latency();
    /** From the capture point to the client and back. */
    final Latency nearLatency = new Latency();

    private final Map<Address, OfUnit> units = new LinkedHashMap<>();
    private final Map<Endpoint, Peer> peers = new LinkedHashMap<>();
    private final Room room;
    private final Senders senders = new Senders();
    private long peersNotKept;

    /** What is left for servers of all rows of a judgement. */
    static final class Room {
        private int servers = MOST_SERVERS_IN_ALL;
        private long addedUp;

        /** Exchanges with servers that could not be kept apart. */
        long addedUp() {
            return addedUp;
        }
    }

    /** One unit's servers. */
    private static final class OfUnit {
        /** By endpoint; what a proxy was asked for by both, see {@link Behind}. */
        final Map<Object, ServerEvidence> servers = new LinkedHashMap<>();
        /** All of them together; null until somebody asks. */
        ServerEvidence sum;
    }

    /** A destination behind a proxy. */
    private record Behind(Endpoint proxy, String asked) {
        // the hash that records get is put together at run time, which a short run feels
        @Override
        public int hashCode() {
            return 31 * proxy.hashCode() + asked.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Behind behind && proxy.equals(behind.proxy) && asked.equals(behind.asked);
        }
    }

    /** What a report says of one peer. */
    static final class Peer {
        final Endpoint endpoint;
        final int protocol;
        final Address unit;
        final long nanos;
        long attempts;
        long answered;
        boolean failed;
        private final Mean rtt = new Mean();
        private final Mean near = new Mean();

        Peer(Endpoint endpoint, int protocol, Address unit, long nanos) {
            this.endpoint = endpoint;
            this.protocol = protocol;
            this.unit = unit;
            this.nanos = nanos;
        }

        Double meanNanos() {
            return rtt.orNull();
        }

        Double nearNanos() {
            return near.orNull();
        }
    }

    private static final class Mean {
        private long count;
        private double sum;

        void add(long nanos) {
            count++;
            sum += nanos;
        }

        Double orNull() {
            return count == 0 ? null : (Double) (sum / count);
        }
    }

    RowEvidence(PortRow row, Room room) {
        this.row = row;
        this.room = room;
    }

    /**
     * @param peer the other side as the report names it: of a unit's own attempts the server, else the sender without its port
     * @param ambiguous success does not count for this row
     */
    void add(Address unit, Endpoint peer, Exchange exchange, boolean ambiguous) {
        OfUnit ofUnit = units.computeIfAbsent(unit, u -> new OfUnit());
        ofUnit.sum = null;
        ServerEvidence server = serverIn(ofUnit.servers, exchange);
        server.add(exchange, ambiguous);
        if (row.from() == Initiator.SENDER) {
            senders.add(exchange, server);
        }
        if (exchange.isOk() && exchange.hasRtt() && !ambiguous) {
            latency.record(exchange.rttNanos());
        }
        if (exchange.isOk() && exchange.nearNanos() != TcpAttempt.NO_RTT && !ambiguous) {
            nearLatency.record(exchange.nearNanos());
        }
        Peer seen = peers.get(peer);
        if (seen == null) {
            if (peers.size() >= MOST_PEERS) {
                peersNotKept++;
                return;
            }
            seen = new Peer(peer, exchange.protocol(), unit, exchange.firstNanos());
            peers.put(peer, seen);
        }
        if (exchange.isOk() && exchange.hasRtt() && !ambiguous) {
            seen.rtt.add(exchange.rttNanos());
        }
        if (exchange.isOk() && exchange.nearNanos() != TcpAttempt.NO_RTT && !ambiguous) {
            seen.near.add(exchange.nearNanos());
        }
        seen.attempts++;
        seen.answered += exchange.isOk() || exchange.result() == Exchange.Result.TLS_FAILED ? 1 : 0;
        seen.failed |= exchange.failed();
    }

    private ServerEvidence serverIn(Map<Object, ServerEvidence> servers, Exchange exchange) {
        Object server = exchange.asked() == null ? exchange.server() : new Behind(exchange.server(), exchange.asked());
        ServerEvidence known = servers.get(server);
        if (known == null && (servers.size() >= MOST_SERVERS || room.servers == 0)) {
            room.addedUp++;
            server = OTHERS;
            known = servers.get(server);
        }
        if (known == null) {
            known = server == OTHERS
                    ? new ServerEvidence(OTHERS, exchange.protocol())
                    : new ServerEvidence(exchange.server(), exchange.asked(), exchange.protocol());
            servers.put(server, known);
            room.servers = Math.max(0, room.servers - 1);
        }
        return known;
    }

    Collection<ServerEvidence> servers(Address unit) {
        OfUnit ofUnit = units.get(unit);
        return ofUnit == null ? List.of() : ofUnit.servers.values();
    }

    /** All servers of the unit together. */
    ServerEvidence sum(Address unit) {
        OfUnit ofUnit = units.get(unit);
        return ofUnit == null ? RowVerdict.sum(List.of()) : sum(ofUnit);
    }

    private static ServerEvidence sum(OfUnit unit) {
        if (unit.sum == null) {
            unit.sum = RowVerdict.sum(unit.servers.values());
        }
        return unit.sum;
    }

    /** All servers of all units together. */
    ServerEvidence total() {
        return RowVerdict.sum(units.values().stream().map(RowEvidence::sum).toList());
    }

    Collection<Peer> peers() {
        return peers.values();
    }

    long peersNotKept() {
        return peersNotKept;
    }
}
