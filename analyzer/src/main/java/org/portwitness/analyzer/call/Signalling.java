package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.verdict.Assignments;
import org.portwitness.analyzer.verdict.Assignments.Ending;
import org.portwitness.analyzer.verdict.Assignments.Fate;
import org.portwitness.analyzer.verdict.Words;

/** The steps before and beside media: names looked up, connections to servers, TLS and proxies in them. */
final class Signalling {
    /** Clients ask again after a second, or another server. */
    private static final long SLOW_NANOS = 1_000_000_000L;

    private final CallSpan call;
    private final Assignments assignments;
    private final List<Event> events = new ArrayList<>();

    private Signalling(CallSpan call, Assignments assignments) {
        this.call = call;
        this.assignments = assignments;
    }

    static List<Event> of(CallSpan call, Assignments assignments) {
        Signalling steps = new Signalling(call, assignments);
        steps.lookups();
        steps.connections();
        return steps.events;
    }

    private void lookups() {
        Map<String, List<DnsQuery>> names = new LinkedHashMap<>();
        call.lookups.forEach(lookup ->
                names.computeIfAbsent(lookup.name(), n -> new ArrayList<>()).add(lookup));
        names.forEach(this::lookup);
    }

    private void lookup(String name, List<DnsQuery> queries) {
        long first = Long.MAX_VALUE;
        long last = 0;
        long sendings = 0;
        int addresses = 0;
        long latency = TcpAttempt.NO_RTT;
        DnsQuery worst = queries.get(0);
        boolean answered = false;
        for (DnsQuery query : queries) {
            first = Math.min(first, query.firstNanos());
            last = Math.max(last, Math.max(query.lastNanos(), query.answeredNanos()));
            sendings += query.sendings();
            addresses += query.addresses();
            if (query.outcome() == DnsQuery.Outcome.ANSWERED) {
                answered = true;
                latency = Math.max(latency, query.rttNanos());
            } else {
                worst = query;
            }
        }
        StepOutcome outcome;
        String detail;
        if (answered) {
            outcome = addresses > 0 ? StepOutcome.OK : StepOutcome.FAILED;
            detail = name
                    + (addresses > 0
                            ? " has " + addresses + (addresses == 1 ? " address" : " addresses")
                            : " has no address")
                    + (latency > 0 ? ", told in " + Words.latency(latency) : "")
                    + (latency >= SLOW_NANOS ? ": so long everything waits for it." : ".");
        } else {
            outcome = switch (worst.outcome()) {
                case ANSWERED, FAILED -> StepOutcome.FAILED;
                case UNREACHABLE -> StepOutcome.REFUSED;
                case UNANSWERED -> StepOutcome.NO_ANSWER;
                case UNDECIDED -> StepOutcome.UNDECIDED;
            };
            detail = switch (worst.outcome()) {
                case ANSWERED, FAILED -> name + " has no address: " + responseCode(worst.responseCode()) + ".";
                case UNREACHABLE -> "The name server cannot be reached for " + name + ".";
                case UNANSWERED ->
                    Words.count(sendings, "queries") + " for " + name + " without an answer"
                            + Words.within(last - first) + ".";
                case UNDECIDED ->
                    Words.count(sendings, "queries") + " for " + name + "; the capture ends too soon to tell.";
            };
        }
        events.add(new Event(
                StepKind.DNS,
                first,
                last,
                assignments.rowOfNameLookups(),
                worst.server().toString(),
                outcome,
                detail));
    }

    private static String responseCode(int code) {
        return switch (code) {
            case 2 -> "SERVFAIL";
            case 3 -> "there is no such name";
            case 5 -> "the name server refuses";
            default -> "error " + code;
        };
    }

    /** With a hash of its own: the one that records get is put together at run time, which a short run feels. */
    private record Group(Endpoint server, String behindProxy, Fate fate) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Group group
                    && server.equals(group.server)
                    && fate == group.fate
                    && Objects.equals(behindProxy, group.behindProxy);
        }

        @Override
        public int hashCode() {
            return 31 * server.hashCode() + fate.name().hashCode();
        }
    }

    private void connections() {
        Map<Group, List<TcpConnection>> groups = new LinkedHashMap<>();
        for (TcpConnection connection : call.connections) {
            Ending ending = assignments.endingOf(connection);
            if (ending != null) {
                groups.computeIfAbsent(
                                new Group(connection.server(), behindProxy(connection), ending.fate()),
                                g -> new ArrayList<>())
                        .add(connection);
            }
        }
        groups.forEach((group, alike) -> connections(alike));
    }

    private void connections(List<TcpConnection> alike) {
        TcpConnection one = alike.get(0);
        Ending ending = assignments.endingOf(one);
        String row = assignments.rowOf(one);
        String peer = one.server().toString();
        if (!Connecting.isOpen(one)) {
            events.add(new Event(
                    StepKind.TCP,
                    Connecting.first(alike),
                    Connecting.lastOfAttempts(alike),
                    row,
                    peer,
                    StepOutcome.of(ending.fate()),
                    Connecting.failure(alike, named(one), ending)));
            return;
        }
        events.add(new Event(
                StepKind.TCP,
                one.firstNanos(),
                Connecting.openedNanos(one),
                row,
                peer,
                StepOutcome.OK,
                Connecting.success(alike, named(one))));
        TcpContent content = one.content();
        String to = behindProxy(one);
        if (to != null) {
            boolean connected = ending.fate() == Fate.OK || content.tls() != null;
            events.add(new Event(
                    StepKind.PROXY,
                    one.firstNanos(),
                    one.lastNanos(),
                    row,
                    peer,
                    connected ? StepOutcome.OK : StepOutcome.of(ending.fate()),
                    connected ? "The proxy connects to " + to + "." : Connecting.capital(ending.how()) + "."));
            if (!connected) {
                return;
            }
        }
        if (content.tls() != null) {
            events.add(new Event(
                    StepKind.TLS,
                    content.tls().helloNanos(),
                    content.tls().helloNanos(),
                    row,
                    peer,
                    StepOutcome.of(ending.fate()),
                    ending.fate() == Fate.OK
                            ? Connecting.tls(content.tls()) + "."
                            : Connecting.capital(ending.how()) + "."));
        }
    }

    /** What a proxy was asked to connect to, null where it was not asked. */
    private static String behindProxy(TcpConnection connection) {
        TcpContent.Http http = connection.content().http();
        return http == null || http.connectHost() == null ? null : http.connectHost() + ":" + http.connectPort();
    }

    private String named(TcpConnection connection) {
        String name = assignments.nameOf(connection);
        return connection.server() + (name == null ? "" : " (" + name + ")");
    }
}
