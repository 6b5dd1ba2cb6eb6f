package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.report.Call;
import org.portwitness.analyzer.verdict.Assignments;

/**
 * The calls of all units, found in the evidence: first what media is made of, then what led to it. Keeps only what belongs to a unit and a
 * call; a capture with a million other connections costs a walk over them.
 *
 * @param calls in time order
 * @param leftOut calls beyond the bound
 * @param tracesLeftOut STUN transactions, connections and conversations of units that were too many to be told
 */
public record Calls(List<Call> calls, long leftOut, long tracesLeftOut) {
    /** Calls told; those that went wrong come first. */
    static final int MOST = 100;

    /** Traces kept, a few hundred bytes each: of a unit, and of all. */
    private static final int MOST_OF_A_UNIT = 20_000;

    private static final int MOST_OF_ALL = 100_000;

    private static final int HTTPS_PORT = 443;

    public static Calls in(Evidence evidence, Assignments assignments) {
        Search search = new Search(evidence, assignments);
        search.mediaWork();
        Map<Address, List<CallSpan>> spans = new LinkedHashMap<>();
        search.traces.forEach((unit, traces) -> {
            List<CallSpan> calls = CallSpan.among(unit, traces);
            if (!calls.isEmpty()) {
                spans.put(unit, calls);
            }
        });
        search.whatLedTo(spans);
        List<Call> told = new ArrayList<>();
        spans.values()
                .forEach(calls -> calls.forEach(span ->
                        told.add(new Story(span, assignments, evidence.firstNanos(), evidence.lastNanos()).tell())));
        search.signingIn
                .vain()
                .forEach(span ->
                        told.add(new Story(span, assignments, evidence.firstNanos(), evidence.lastNanos()).tell()));
        // as where the capture begins with a relay's Refresh: work on media of which there is nothing to tell
        told.removeIf(call -> call.steps().isEmpty());
        return bounded(told, search.leftOut + search.signingIn.leftOut());
    }

    private static Calls bounded(List<Call> told, long tracesLeftOut) {
        Comparator<Call> byTime = Comparator.comparingLong(Call::firstNanos).thenComparing(Call::unit);
        List<Call> kept = told.stream()
                .sorted(Comparator.comparing((Call c) -> c.result() == Call.Result.MEDIA)
                        .thenComparing(byTime))
                .limit(MOST)
                .sorted(byTime)
                .toList();
        return new Calls(kept, told.size() - kept.size(), tracesLeftOut);
    }

    /** The walk over the evidence. */
    private static final class Search {
        private final Evidence evidence;
        private final Assignments assignments;
        final Map<Address, List<Trace>> traces = new LinkedHashMap<>();
        private final Set<Asked> askedRelays = new HashSet<>();
        final SigningIn signingIn;
        private int kept;
        long leftOut;

        /** A unit asked that relay for an address. */
        private record Asked(Address unit, Address relay) {}

        Search(Evidence evidence, Assignments assignments) {
            this.evidence = evidence;
            this.assignments = assignments;
            signingIn = new SigningIn(assignments);
        }

        void mediaWork() {
            for (StunTransaction stun : evidence.stun()) {
                Address client = assignments.unitOf(stun.client().address());
                Address server = assignments.unitOf(stun.server().address());
                if (client != null) {
                    Trace.Asked asked = new Trace.Asked(stun, true);
                    add(client, asked);
                    if (asked.isAllocate()) {
                        addAskedRelay(new Asked(client, stun.server().address()));
                    }
                }
                if (server != null) {
                    add(server, new Trace.Asked(stun, false));
                }
            }
            MediaFlows media = new MediaFlows(evidence.media(), evidence.udp(), assignments::unitOf, MOST_OF_ALL);
            media.flows().forEach(one -> add(one.unit(), new Trace.Media(one.flow())));
            leftOut += media.leftOut();
            // a relay that was asked is known by its address, whatever its connections show
            for (TcpConnection connection :
                    askedRelays.isEmpty() ? assignments.mayBeTurn(evidence) : assignments.ofUnits(evidence)) {
                Address unit = assignments.unitOf(connection.client().address());
                if (unit != null && leadsToRelay(unit, connection)) {
                    add(unit, new Trace.Relayed(connection));
                }
            }
        }

        private void addAskedRelay(Asked relay) {
            if (askedRelays.size() < MOST_OF_ALL) {
                askedRelays.add(relay);
            } else if (!askedRelays.contains(relay)) {
                leftOut++;
            }
        }

        /**
         * TURN over TCP by what it says, or a connection to port 443 of a relay that was asked for an address and in which nothing is recognised,
         * as where it was never let through.
         */
        private boolean leadsToRelay(Address unit, TcpConnection connection) {
            if (assignments.isTurn(connection)) {
                return true;
            }
            if (askedRelays.isEmpty()) {
                return false;
            }
            Endpoint relay = Relays.relayOf(connection);
            boolean shows = Connecting.isOpen(connection)
                    && !Relays.isProxied(connection)
                    && !connection.content().isNothing()
                    && !Connecting.isStub(connection.content().tls());
            return !shows && relay.port() == HTTPS_PORT && askedRelays.contains(new Asked(unit, relay.address()));
        }

        /** It carried data to port 443, and a snap length cut away what would tell for what. */
        private boolean isUnread(TcpConnection connection) {
            TcpContent content = connection.content();
            TcpContent.Tls tls = content.tls();
            return evidence.traffic().cutBySnaplen() > 0
                    && connection.server().port() == HTTPS_PORT
                    && connection.clientBytes() > 0
                    && content.http() == null
                    && (tls == null
                            || tls.serverName() == null
                                    && tls.certificateNames().isEmpty())
                    && assignments.nameOf(connection) == null;
        }

        private void add(Address unit, Trace trace) {
            List<Trace> ofUnit = traces.computeIfAbsent(unit, u -> new ArrayList<>());
            if (kept < MOST_OF_ALL && ofUnit.size() < MOST_OF_A_UNIT) {
                ofUnit.add(trace);
                kept++;
            } else {
                leftOut++;
            }
        }

        /** Connections and lookups shortly before a call and in it; connections first, since lookups are told by whose name they ask for. */
        void whatLedTo(Map<Address, List<CallSpan>> spans) {
            for (TcpConnection connection : assignments.ofUnits(evidence)) {
                Address unit = assignments.unitOf(connection.client().address());
                if (isUnread(connection) && !leadsToRelay(unit, connection)) {
                    CallSpan call = callGoingOnAt(spans, unit, connection.firstNanos());
                    if (call != null) {
                        call.addUnread();
                    }
                }
                if (!assignments.servesCalls(connection) || leadsToRelay(unit, connection)) {
                    continue;
                }
                CallSpan call = callAt(spans, unit, connection.firstNanos());
                if (call != null) {
                    call.add(connection);
                } else {
                    signingIn.add(unit, connection);
                }
            }
            Map<CallSpan, Set<String>> namesOfPeers = new HashMap<>();
            for (DnsQuery lookup : evidence.dns()) {
                Address unit = assignments.unitOf(lookup.client().address());
                if (unit == null) {
                    continue;
                }
                CallSpan call = callAt(spans, unit, lookup.firstNanos());
                if (call == null) {
                    if (assignments.isCallName(lookup.name())) {
                        signingIn.add(unit, lookup);
                    }
                    continue;
                }
                Set<String> names = namesOfPeers.computeIfAbsent(call, this::namesOfPeers);
                boolean failed = lookup.outcome() != DnsQuery.Outcome.ANSWERED;
                if (names.contains(lookup.name()) || failed && assignments.isServiceName(lookup.name())) {
                    call.add(lookup);
                }
            }
            spans.values().forEach(calls -> calls.forEach(call -> leftOut += call.othersLeftOut()));
        }

        private Set<String> namesOfPeers(CallSpan call) {
            Set<String> names = new HashSet<>();
            call.peers().forEach(peer -> names.addAll(assignments.namesOf(call.unit, peer)));
            call.connections.forEach(connection -> {
                String name = assignments.nameOf(connection);
                if (name != null) {
                    names.add(name);
                }
            });
            return names;
        }

        private static CallSpan callAt(Map<Address, List<CallSpan>> spans, Address unit, long nanos) {
            // calls of a unit follow each other: the first that is not over by then is the only one that can cover it
            List<CallSpan> calls = spans.getOrDefault(unit, List.of());
            int from = notOverAt(calls, nanos);
            return from < calls.size() && calls.get(from).covers(nanos) ? calls.get(from) : null;
        }

        private static CallSpan callGoingOnAt(Map<Address, List<CallSpan>> spans, Address unit, long nanos) {
            List<CallSpan> calls = spans.getOrDefault(unit, List.of());
            int from = notOverAt(calls, nanos);
            for (int i = from; i >= 0 && i >= from - 1; i--) {
                if (i < calls.size() && calls.get(i).mayGoOnAt(nanos)) {
                    return calls.get(i);
                }
            }
            return null;
        }

        private static int notOverAt(List<CallSpan> calls, long nanos) {
            int from = 0;
            int to = calls.size();
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (calls.get(middle).lastNanos() < nanos) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }
    }
}
