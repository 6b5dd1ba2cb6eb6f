package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
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

/**
 * Everything that happened, ordered by its first packet, with the rows it counts for. Made when it is asked for, and no more of them at a time than
 * {@link #MOST_AT_ONCE}: the evidence is walked along anew for each such part.
 */
public final class Transactions implements Iterable<Transaction> {
    /** About 500 bytes each. More at once need fewer walks. */
    static final int MOST_AT_ONCE = 1 << 17;

    private final Evidence evidence;
    private final Conversations conversations;
    private final Predicate<PortRow> applicable;
    private final int mostAtOnce;

    Transactions(Evidence evidence, Conversations conversations, Predicate<PortRow> applicable, int mostAtOnce) {
        this.evidence = evidence;
        this.conversations = conversations;
        this.applicable = applicable;
        this.mostAtOnce = mostAtOnce;
    }

    private record Pair(Endpoint client, Endpoint server) {
        @Override
        public int hashCode() {
            return 31 * client.hashCode() + server.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Pair pair && pair.client.equals(client) && pair.server.equals(server);
        }
    }

    @Override
    public Iterator<Transaction> iterator() {
        Times times = new Times();
        Map<Pair, List<String>> rowsOfHellos = rowsOfHellos();
        walk(times, rowsOfHellos);
        long[] sorted = times.sorted();
        return new Iterator<>() {
            private int given;
            private Iterator<Transaction> part = List.<Transaction>of().iterator();

            @Override
            public boolean hasNext() {
                return given < sorted.length;
            }

            @Override
            public Transaction next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                if (!part.hasNext()) {
                    Part next = new Part(sorted, given, Math.min(sorted.length, given + mostAtOnce));
                    walk(next, rowsOfHellos);
                    part = next.inOrder();
                }
                given++;
                return part.next();
            }
        };
    }

    /** Who is shown all transactions, always in the same order, and makes those it wants. */
    private interface Passer {
        boolean wants(long firstNanos);

        void take(Transaction transaction);
    }

    private void walk(Passer passer, Map<Pair, List<String>> rowsOfHellos) {
        for (TcpConnection connection : evidence.connections()) {
            if (connection.attempt() != null
                    && passer.wants(connection.attempt().firstNanos())) {
                passer.take(new Transaction.Tcp(connection.attempt(), ids(conversations.rowsOf(connection))));
            }
        }
        for (StunTransaction stun : evidence.stun()) {
            if (passer.wants(stun.firstNanos())) {
                passer.take(new Transaction.Stun(stun, ids(conversations.rowsOf(stun))));
            }
        }
        for (DiscoveryProbe probe : evidence.discovery()) {
            if (passer.wants(probe.firstNanos())) {
                passer.take(new Transaction.Discovery(probe, ids(conversations.rowsOf(probe))));
            }
        }
        for (MediaStream stream : evidence.media()) {
            if (passer.wants(stream.firstNanos())) {
                passer.take(new Transaction.Stream(ReportedMedia.of(stream), ids(conversations.rowsOf(stream))));
            }
        }
        for (TlsHello hello : evidence.hellos()) {
            if (passer.wants(hello.nanos())) {
                passer.take(new Transaction.Hello(
                        hello, rowsOfHellos.getOrDefault(new Pair(hello.client(), hello.server()), List.of())));
            }
        }
    }

    private Map<Pair, List<String>> rowsOfHellos() {
        Map<Pair, List<String>> rowsOfHellos = new HashMap<>();
        for (TcpConnection connection : evidence.recognised()) {
            if (connection.content().tls() != null) {
                List<String> rows = ids(conversations.rowsOf(connection));
                if (!rows.isEmpty()) {
                    rowsOfHellos.put(new Pair(connection.client(), connection.server()), rows);
                }
            }
        }
        return rowsOfHellos;
    }

    private List<String> ids(RowAssignment.Rows rows) {
        return rows.rows().stream().allMatch(applicable) ? rows.ids() : List.of();
    }

    /** Collects when each one began. */
    private static final class Times implements Passer {
        private long[] times = new long[1 << 10];
        private int count;

        @Override
        public boolean wants(long firstNanos) {
            if (count == times.length) {
                times = Arrays.copyOf(times, count * 2);
            }
            times[count++] = firstNanos;
            return false;
        }

        @Override
        public void take(Transaction transaction) {
            throw new IllegalStateException("none is wanted");
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(times, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }

    /** Those whose places in the order are in a range. Of several that began at the same time the first shown comes first. */
    private static final class Part implements Passer {
        private final List<Transaction> taken;
        private final long earliest;
        private final long latest;
        private int earliestToSkip;
        private int latestToTake;

        Part(long[] sorted, int from, int to) {
            taken = new ArrayList<>(to - from);
            earliest = sorted[from];
            latest = sorted[to - 1];
            earliestToSkip = from - firstOf(sorted, from);
            latestToTake = to - firstOf(sorted, to - 1);
        }

        /** The first place of the same time. */
        private static int firstOf(long[] sorted, int place) {
            int first = place;
            while (first > 0 && sorted[first - 1] == sorted[place]) {
                first--;
            }
            return first;
        }

        @Override
        public boolean wants(long firstNanos) {
            if (firstNanos < earliest || firstNanos > latest) {
                return false;
            }
            // both are asked, as the earliest can be the latest too
            boolean early = firstNanos == earliest && earliestToSkip-- > 0;
            boolean late = firstNanos == latest && latestToTake-- <= 0;
            return !early && !late;
        }

        @Override
        public void take(Transaction transaction) {
            taken.add(transaction);
        }

        Iterator<Transaction> inOrder() {
            taken.sort(Comparator.comparingLong(Transaction::firstNanos));
            return taken.iterator();
        }
    }
}
