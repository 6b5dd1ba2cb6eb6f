package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.report.Report.Finding;

/**
 * Connections of a unit that were refused by a server which answered others. No row fails by it, and yet somebody was turned away: where a
 * device on the way refused, a rule was changed meanwhile or depends on more than address and port. Notes.
 */
final class OccasionalRefusals {
    /** A server that refuses once may just have been started. */
    private static final int FEWEST_BY_SERVER = 3;

    private static final int MOST_PAIRS = 20_000;

    private final Distances distances;
    /** Those with a refusal. */
    private final Map<Key, Pair> pairs = new LinkedHashMap<>();

    private final Set<Address> clients = new HashSet<>();
    private long notFollowed;

    /** With a hash of its own: the one that records get is put together at run time, which a short run feels. */
    private record Key(Address client, Endpoint server) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && client.equals(key.client) && server.equals(key.server);
        }

        @Override
        public int hashCode() {
            return 31 * client.hashCode() + server.hashCode();
        }
    }

    private static final class Pair {
        final PortRow row;
        long answered;
        long refused;
        boolean nearer;
        boolean byReset;
        String how;
        long first;
        long last;
        long packets;

        Pair(PortRow row) {
            this.row = row;
        }
    }

    OccasionalRefusals(Distances distances) {
        this.distances = distances;
    }

    /** An exchange that a unit began. */
    void add(PortRow row, Exchange exchange, Conversations.Kind kind) {
        boolean refused = exchange.refusal() != null
                && (exchange.result() == Exchange.Result.REFUSED || exchange.result() == Exchange.Result.UNREACHABLE);
        if (kind != Conversations.Kind.TCP || !refused) {
            return;
        }
        Key key = keyOf(exchange);
        Pair pair = pairs.get(key);
        if (pair == null) {
            if (pairs.size() >= MOST_PAIRS) {
                notFollowed++;
                return;
            }
            pair = new Pair(row);
            pairs.put(key, pair);
            clients.add(key.client());
        }
        boolean nearer = distances.of(exchange.refusal(), exchange.server().address()) == Distances.Refuser.NEARER;
        if (pair.refused++ == 0) {
            pair.first = exchange.firstNanos();
        }
        pair.last = Math.max(pair.last, exchange.lastNanos());
        pair.packets += exchange.sendings();
        if (pair.how == null || nearer && !pair.nearer) {
            pair.how = exchange.failure();
            pair.byReset = exchange.refusal().isReset();
        }
        pair.nearer |= nearer;
    }

    /** Whether the client was refused somewhere: of others the answered exchanges need not be told. */
    boolean concerns(Address client) {
        return clients.contains(client);
    }

    /** An exchange that came about, to be told once all refusals are known: few pairs have one, and millions may work. */
    void addAnswered(Exchange exchange, Conversations.Kind kind) {
        Pair pair = kind == Conversations.Kind.TCP && exchange.isOk() ? pairs.get(keyOf(exchange)) : null;
        if (pair != null) {
            pair.answered++;
        }
    }

    private static Key keyOf(Exchange exchange) {
        return new Key(exchange.client().address(), exchange.server());
    }

    boolean isEmpty() {
        return pairs.isEmpty();
    }

    /** Refusals that could not be counted because there were too many pairs. */
    long notFollowed() {
        return notFollowed;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        pairs.forEach((key, pair) -> {
            if (pair.answered == 0 || pair.refused == 0 || !pair.nearer && pair.refused < FEWEST_BY_SERVER) {
                return;
            }
            findings.add(new Finding(
                    pair.byReset ? "refused-syn" : "unreachable",
                    pair.row == null ? null : pair.row.id(),
                    "note",
                    "TCP",
                    key.client().toString(),
                    null,
                    key.server().address().toString(),
                    key.server().port(),
                    pair.first,
                    pair.last,
                    pair.refused,
                    pair.packets,
                    Words.count(pair.refused, "attempts") + " of " + key.client() + " to " + key.server()
                            + (pair.refused == 1 ? " was" : " were") + " refused while " + pair.answered
                            + (pair.answered == 1 ? " was" : " were") + " answered: " + pair.how + "."));
        });
        return findings;
    }
}
