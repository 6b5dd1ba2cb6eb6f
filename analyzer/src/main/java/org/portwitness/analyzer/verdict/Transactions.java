package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TlsHello;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.report.Transaction;

/** Everything that happened, ordered by its first packet, with the rows it counts for. Made when it is asked for. */
public final class Transactions implements Iterable<Transaction> {
    private final Evidence evidence;
    private final Conversations conversations;
    private final Predicate<PortRow> applicable;

    Transactions(Evidence evidence, Conversations conversations, Predicate<PortRow> applicable) {
        this.evidence = evidence;
        this.conversations = conversations;
        this.applicable = applicable;
    }

    private record Pair(Endpoint client, Endpoint server) {}

    @Override
    public Iterator<Transaction> iterator() {
        List<Transaction> all = new ArrayList<>();
        Map<Pair, List<String>> rowsOfHellos = new HashMap<>();
        for (TcpConnection connection : evidence.connections()) {
            boolean tls = connection.content().tls() != null;
            if (connection.attempt() == null && !tls) {
                continue;
            }
            List<String> rows = ids(conversations.rowsOf(connection));
            if (connection.attempt() != null) {
                all.add(new Transaction.Tcp(connection.attempt(), rows));
            }
            if (tls && !rows.isEmpty()) {
                rowsOfHellos.put(new Pair(connection.client(), connection.server()), rows);
            }
        }
        for (StunTransaction stun : evidence.stun()) {
            all.add(new Transaction.Stun(stun, ids(conversations.rowsOf(stun))));
        }
        for (DiscoveryProbe probe : evidence.discovery()) {
            all.add(new Transaction.Discovery(probe, ids(conversations.rowsOf(probe))));
        }
        for (MediaStream stream : evidence.media()) {
            all.add(new Transaction.Stream(ReportedMedia.of(stream), ids(conversations.rowsOf(stream))));
        }
        for (TlsHello hello : evidence.hellos()) {
            all.add(new Transaction.Hello(
                    hello, rowsOfHellos.getOrDefault(new Pair(hello.client(), hello.server()), List.of())));
        }
        all.sort(Comparator.comparingLong(Transaction::firstNanos));
        return all.iterator();
    }

    private List<String> ids(RowAssignment.Rows rows) {
        return rows.rows().stream().allMatch(applicable) ? rows.ids() : List.of();
    }
}
