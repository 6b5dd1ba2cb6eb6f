package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.verdict.Assignments;
import org.portwitness.analyzer.verdict.Assignments.Ending;
import org.portwitness.analyzer.verdict.Assignments.Fate;

/**
 * Signing in that came to nothing outside of any call: the call that somebody misses never began. Told only where nothing worked of all that
 * the unit tried with servers of its calls, since a single server that fails beside others keeps no call from beginning.
 */
final class SigningIn {
    /** Tries with a longer rest between them are told apart. */
    private static final long REST_NANOS = 60_000_000_000L;

    /** Kept of a unit, and of all, a hundred bytes each. */
    private static final int MOST_OF_A_UNIT = 2_000;

    private static final int MOST_OF_ALL = 50_000;

    private final Assignments assignments;
    private final Map<Address, List<Try>> units = new LinkedHashMap<>();
    private int kept;
    private long leftOut;

    /** One connection or one lookup; of what works, only when. */
    private record Try(
            long firstNanos, long lastNanos, TcpConnection connection, DnsQuery lookup, boolean works, boolean fails) {}

    SigningIn(Assignments assignments) {
        this.assignments = assignments;
    }

    void add(Address unit, TcpConnection connection) {
        Ending ending = assignments.endingOf(connection);
        if (ending != null) {
            boolean works = ending.fate() == Fate.OK;
            boolean fails = !works && ending.fate() != Fate.UNDECIDED;
            add(
                    unit,
                    new Try(
                            connection.firstNanos(),
                            connection.lastNanos(),
                            works ? null : connection,
                            null,
                            works,
                            fails));
        }
    }

    /** Names that resolve prove nothing yet, names that do not are tries that failed. */
    void add(Address unit, DnsQuery lookup) {
        boolean fails = lookup.outcome() == DnsQuery.Outcome.FAILED
                || lookup.outcome() == DnsQuery.Outcome.UNANSWERED && lookup.sendings() > 1
                || lookup.outcome() == DnsQuery.Outcome.UNREACHABLE;
        add(
                unit,
                new Try(
                        lookup.firstNanos(),
                        Math.max(lookup.lastNanos(), lookup.answeredNanos()),
                        null,
                        lookup,
                        false,
                        fails));
    }

    private void add(Address unit, Try one) {
        List<Try> tries = units.computeIfAbsent(unit, u -> new ArrayList<>());
        if (kept < MOST_OF_ALL && tries.size() < MOST_OF_A_UNIT) {
            tries.add(one);
            kept++;
        } else {
            leftOut++;
        }
    }

    /** Each as a call without any work on media. */
    List<CallSpan> vain() {
        List<CallSpan> spans = new ArrayList<>();
        units.forEach((unit, tries) -> {
            tries.sort(Comparator.comparingLong(Try::firstNanos));
            List<Try> together = new ArrayList<>();
            long last = Long.MIN_VALUE;
            for (Try one : tries) {
                if (!together.isEmpty() && one.firstNanos() - last >= REST_NANOS) {
                    addVain(unit, together, spans);
                    together.clear();
                }
                together.add(one);
                last = Math.max(last, one.lastNanos());
            }
            addVain(unit, together, spans);
        });
        return spans;
    }

    private static void addVain(Address unit, List<Try> tries, List<CallSpan> spans) {
        if (tries.stream().anyMatch(Try::works) || tries.stream().noneMatch(Try::fails)) {
            return;
        }
        CallSpan span = CallSpan.ofSigningIn(
                unit,
                tries.stream().mapToLong(Try::firstNanos).min().orElse(0),
                tries.stream().mapToLong(Try::lastNanos).max().orElse(0));
        for (Try one : tries) {
            if (one.connection() != null) {
                span.add(one.connection());
            } else {
                span.add(one.lookup());
            }
        }
        spans.add(span);
    }

    long leftOut() {
        return leftOut;
    }
}
