package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.verdict.Assignments;
import org.portwitness.analyzer.verdict.Assignments.Ending;
import org.portwitness.analyzer.verdict.Assignments.Fate;
import org.portwitness.analyzer.verdict.Assignments.RefusedBy;
import org.portwitness.analyzer.verdict.ChallengeLoop;
import org.portwitness.analyzer.verdict.Words;

/** What a call asked of STUN servers and relays, over UDP and over TCP, and what it got. */
final class Relays {
    private static final int TCP = 6;
    private static final int TRY_ALTERNATE = 300;

    private final CallSpan call;
    private final Assignments assignments;
    private final Map<Endpoint, Asking> allocations = new LinkedHashMap<>();
    private final Map<Endpoint, Asking> bindings = new LinkedHashMap<>();
    private final Map<Endpoint, OverTcp> overTcp = new LinkedHashMap<>();
    private final Set<Address> addresses = new HashSet<>();

    /** Requests of one kind to one server. */
    static final class Asking {
        final Endpoint server;
        final String what;
        long firstNanos = Long.MAX_VALUE;
        long lastNanos;
        String row;
        long sendings;
        long requests;
        long successes;
        long silent;
        long refused;
        long undecided;
        long refusals;
        long errors;
        int lastError;
        String refusedHow;
        RefusedBy refusedBy;
        long bestRtt = Long.MAX_VALUE;
        final Set<Endpoint> granted = new HashSet<>();
        final ChallengeLoop loop = new ChallengeLoop();
        Event event;

        Asking(Endpoint server, String what) {
            this.server = server;
            this.what = what;
        }

        void add(StunTransaction stun, Ending ending) {
            firstNanos = Math.min(firstNanos, stun.firstNanos());
            lastNanos = Math.max(lastNanos, stun.lastNanos());
            sendings += stun.sendings();
            requests++;
            switch (ending.fate()) {
                case REFUSED -> {
                    refused++;
                    refusedHow = ending.how();
                    refusedBy = ending.by();
                }
                case NO_ANSWER -> silent++;
                case UNDECIDED -> undecided++;
                case OK, FAILED -> {
                    if (stun.errorCode() == 0) {
                        successes++;
                        granted.add(stun.client());
                    } else {
                        errors++;
                        lastError = stun.errorCode();
                        refusals += isChallenge(stun.errorCode()) ? 0 : 1;
                        loop.add(stun.client().port(), stun.errorCode());
                    }
                    if (!stun.ambiguous() && stun.rttNanos() != TcpAttempt.NO_RTT) {
                        bestRtt = Math.min(bestRtt, stun.rttNanos());
                    }
                }
            }
        }

        boolean isAnswered() {
            return successes + errors > 0;
        }

        /** Reachable, and yet it gives nothing. */
        boolean isDenied() {
            return successes == 0 && (refusals > 0 || loop.isEndless());
        }

        /** Nothing came of it, and there was time enough: two sendings at least, since one alone can be an abandoned one. */
        boolean isSilent() {
            return !isAnswered() && refused == 0 && silent > 0 && sendings > 1;
        }

        boolean isRefused() {
            return !isAnswered() && refused > 0;
        }

        StepOutcome outcome() {
            if (successes > 0) {
                return StepOutcome.OK;
            }
            if (errors > 0) {
                return isDenied() ? StepOutcome.FAILED : StepOutcome.OK;
            }
            return refused > 0 ? StepOutcome.REFUSED : isSilent() ? StepOutcome.NO_ANSWER : StepOutcome.UNDECIDED;
        }

        /** {@code 80 Allocate requests to 52.112.18.5:3478 without an answer in 36 s} */
        String silence() {
            return Words.count(sendings, what + " requests") + " to " + server + " without an answer"
                    + Words.within(lastNanos - firstNanos);
        }

        String refusal() {
            return Words.count(sendings, what + " requests") + " to " + server + " refused: " + refusedHow;
        }

        String denial() {
            return refusals > 0
                    ? server + " answers, but refuses: error " + lastError + " to "
                            + Words.count(refusals, what + " requests")
                    : server + " answers, but grants nothing: it asks for credentials again and again, with error "
                            + lastError + " to " + Words.count(errors, what + " requests");
        }

        private static boolean isChallenge(int code) {
            return code == TRY_ALTERNATE || ChallengeLoop.isChallenge(code);
        }
    }

    /** Connections to one relay. */
    static final class OverTcp {
        final List<TcpConnection> connections = new ArrayList<>();
        final Endpoint server;
        /** The relay, as a proxy was asked for it where one was. */
        final String relay;

        final int port;
        Asking allocations;
        RefusedBy refusedBy;
        /** What went wrong, null where nothing did. */
        String how;

        boolean opened;
        Event event;

        OverTcp(TcpConnection first) {
            server = relayOf(first);
            TcpContent.Http http = first.content().http();
            port = isProxied(first) ? http.connectPort() : server.port();
            relay = isProxied(first) && Address.parse(http.connectHost()) == null
                    ? http.connectHost() + ":" + http.connectPort()
                    : server.toString();
        }

        /** Payload of all connections, from the unit or to it. */
        long bytes(boolean ofUnit) {
            return connections.stream()
                    .mapToLong(c -> ofUnit ? c.clientBytes() : c.serverBytes())
                    .sum();
        }
    }

    Relays(CallSpan call, Assignments assignments) {
        this.call = call;
        this.assignments = assignments;
        for (Trace.Relayed one : call.relayed) {
            overTcp.computeIfAbsent(relayOf(one.connection()), r -> new OverTcp(one.connection()))
                    .connections
                    .add(one.connection());
        }
        for (Trace.Asked one : call.asked) {
            StunTransaction stun = one.stun();
            if (!one.byUnit() || !one.isAllocate() && !one.isPlainBinding()) {
                continue;
            }
            if (stun.protocol() == TCP) {
                OverTcp relay = overTcp(stun);
                if (relay != null && one.isAllocate()) {
                    if (relay.allocations == null) {
                        relay.allocations = new Asking(stun.server(), "Allocate");
                    }
                    relay.allocations.add(stun, assignments.endingOf(stun));
                }
                continue;
            }
            Asking asking = one.isAllocate()
                    ? allocations.computeIfAbsent(stun.server(), s -> new Asking(s, "Allocate"))
                    : bindings.computeIfAbsent(stun.server(), s -> new Asking(s, "Binding"));
            if (asking.row == null) {
                asking.row = assignments.rowOf(stun);
            }
            asking.add(stun, assignments.endingOf(stun));
        }
        allocations.values().stream().filter(Asking::isAnswered).forEach(a -> addresses.add(a.server.address()));
        overTcp.keySet().forEach(server -> addresses.add(server.address()));
    }

    /** The connections that a request went over; a proxy stands for the relay behind it. */
    private OverTcp overTcp(StunTransaction stun) {
        OverTcp direct = overTcp.get(stun.server());
        return direct != null
                ? direct
                : overTcp.values().stream()
                        .filter(relay -> relay.connections.stream()
                                .anyMatch(c -> c.client().equals(stun.client())
                                        && c.server().equals(stun.server())))
                        .findFirst()
                        .orElse(null);
    }

    /** The relay that a connection leads to: its server, or the address that a proxy was asked for; the proxy where that was a name. */
    static Endpoint relayOf(TcpConnection connection) {
        TcpContent.Http http = connection.content().http();
        Address asked = http == null || http.connectHost() == null ? null : Address.parse(http.connectHost());
        return asked == null ? connection.server() : new Endpoint(asked, http.connectPort());
    }

    /** The relay of a connection to one, see {@link OverTcp#relay}. */
    String nameOf(TcpConnection connection) {
        return overTcp.get(relayOf(connection)).relay;
    }

    static boolean isProxied(TcpConnection connection) {
        return connection != null
                && connection.content().http() != null
                && connection.content().http().connectHost() != null;
    }

    /** The connection that carried media over TCP, null for other media and where it is not known. */
    TcpConnection connectionOf(MediaFlow flow) {
        return !flow.overTcp()
                ? null
                : call.relayed.stream()
                        .map(Trace.Relayed::connection)
                        .filter(c ->
                                c.client().equals(flow.unit()) && c.server().equals(flow.peer()))
                        .findFirst()
                        .orElse(null);
    }

    /** Makes the steps, and remembers them for the conclusion. */
    List<Event> events() {
        List<Event> events = new ArrayList<>();
        bindings.values().forEach(asking -> events.add(event(StepKind.STUN, asking)));
        allocations.values().forEach(asking -> events.add(event(StepKind.TURN_ALLOCATE, asking)));
        overTcp.values().forEach(relay -> events.add(event(relay)));
        return events;
    }

    private Event event(StepKind kind, Asking asking) {
        StepOutcome outcome = asking.outcome();
        asking.event = new Event(
                kind,
                asking.firstNanos,
                asking.lastNanos,
                asking.row,
                asking.server.toString(),
                outcome,
                detail(asking, outcome) + ".");
        return asking.event;
    }

    private String detail(Asking asking, StepOutcome outcome) {
        String server = named(asking.server, asking.firstNanos);
        String in = asking.bestRtt == Long.MAX_VALUE ? "" : " in " + Words.latency(asking.bestRtt);
        boolean allocates = asking.what.equals("Allocate");
        return switch (outcome) {
            case NO_ANSWER -> asking.silence();
            case REFUSED -> asking.refusal();
            case FAILED -> asking.denial();
            case OK ->
                asking.successes == 0
                        ? server + " answers with error " + asking.lastError + ", the usual challenge" + in
                        : allocates
                                ? server + " grants " + Words.count(asking.granted.size(), "allocations")
                                        + ", answering" + (in.isEmpty() ? "" : in)
                                : server + " answers" + in;
            default ->
                Words.count(asking.sendings, asking.what + " requests") + " to " + server
                        + (asking.undecided > 0
                                ? "; the capture ends too soon to tell"
                                : " without an answer: a single one can be an abandoned try");
        };
    }

    private Event event(OverTcp relay) {
        List<TcpConnection> all = relay.connections;
        TcpConnection best = all.stream().filter(Connecting::isOpen).findFirst().orElse(all.get(0));
        Ending ending = assignments.endingOf(best);
        String server = isProxied(best)
                ? relay.relay + " through the proxy " + best.server()
                : named(relay.server, best.firstNanos());
        StepOutcome outcome;
        String detail;
        long last = best.lastNanos();
        relay.how = ending == null ? null : ending.how();
        relay.opened = Connecting.isOpen(best);
        if (ending == null) {
            outcome = StepOutcome.UNDECIDED;
            detail = "A connection to " + server + " of which too little is seen.";
        } else if (!Connecting.isOpen(best)) {
            relay.refusedBy = ending.by();
            outcome = StepOutcome.of(ending.fate());
            detail = Connecting.failure(all, server, ending);
            last = Connecting.lastOfAttempts(all);
        } else if (relay.allocations != null && relay.allocations.isDenied()) {
            outcome = StepOutcome.FAILED;
            detail = relay.allocations.denial() + ".";
        } else {
            outcome = StepOutcome.of(ending.fate());
            List<TcpConnection> open = all.stream().filter(Connecting::isOpen).toList();
            String connected = Conclusion.withoutPoint(
                    Connecting.success(open, isProxied(best) ? "the proxy " + best.server() : server));
            if (isProxied(best)) {
                connected = ending.fate() == Fate.REFUSED
                        ? "Asked the proxy " + best.server() + " for " + relay.relay
                        : connected + ", and by it to " + relay.relay;
            }
            detail = connected + "; " + inside(relay, best, ending) + ".";
        }
        relay.event = new Event(
                StepKind.TURN_OVER_443,
                Connecting.first(all),
                last,
                assignments.rowOf(best),
                relay.relay,
                outcome,
                detail);
        return relay.event;
    }

    private static String inside(OverTcp relay, TcpConnection best, Ending ending) {
        if (relay.allocations != null && relay.allocations.successes > 0) {
            return "it grants " + Words.count(relay.allocations.granted.size(), "allocations");
        }
        if (ending.how() != null) {
            return ending.how();
        }
        if (best.content().pseudoTlsAnswered() || best.content().turnFramesOfServer()) {
            return "the TURN client's hello is answered";
        }
        if (best.content().pseudoTlsHello() || best.content().turnFramesOfClient()) {
            return "the TURN client's requests are in it, and no answer is seen";
        }
        if (best.content().tls() != null && !Connecting.isStub(best.content().tls())) {
            return Connecting.tls(best.content().tls()) + " inside, which hides the rest";
        }
        return "nothing in it tells what it is for";
    }

    private String named(Endpoint server, long nanos) {
        String name = assignments.nameOf(call.unit, server.address(), nanos);
        return server + (name == null ? "" : " (" + name + ")");
    }

    Collection<Asking> allocations() {
        return allocations.values();
    }

    Collection<Asking> bindings() {
        return bindings.values();
    }

    Collection<OverTcp> overTcp() {
        return overTcp.values();
    }

    /** Addresses of relays that answered, or that the unit connected to. */
    Set<Address> addresses() {
        return addresses;
    }
}
