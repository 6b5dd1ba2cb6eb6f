package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DhcpExchange;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Observation;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.UdpConversation;
import org.portwitness.analyzer.proof.Claim;
import org.portwitness.analyzer.proof.Proof;
import org.portwitness.analyzer.proof.Trace;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Finding;

/**
 * Which packets prove what a report says, one claim for each finding and for what a failing row rests on beyond its findings.
 *
 * <table>
 *   <caption>Packets of a finding</caption>
 *   <tr><td>{@code blocked-syn}</td><td>every SYN of the attempts that nothing answered</td></tr>
 *   <tr><td>{@code refused-syn}, {@code unreachable}</td><td>SYNs, probes or requests that failed; each RST and each ICMP error for one</td></tr>
 *   <tr><td>{@code turn-killed}, {@code proxy-refused}, {@code tls-failed}, {@code tls-intercepted}</td><td>the failed connections</td></tr>
 *   <tr><td>{@code unanswered-stun}</td><td>the requests, each sending</td></tr>
 *   <tr><td>{@code stun-refused-by-server}</td><td>the refused requests and the error responses</td></tr>
 *   <tr><td>{@code unanswered-discovery}</td><td>the probes</td></tr>
 *   <tr><td>{@code mirrorop-discovery}</td><td>the probes that were answered, and the answers</td></tr>
 *   <tr><td>{@code dns-failed}</td><td>queries for the names that failed, answers and ICMP errors</td></tr>
 *   <tr><td>{@code one-way-media}</td><td>the packets of the socket pair</td></tr>
 *   <tr><td>any other kind</td><td>what went between the finding's two sides in its span of time</td></tr>
 * </table>
 *
 * <p>Copies made by the mirror are among them. {@link Proof} bounds how many of each are kept, the first ones.
 */
final class Proofs {
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final Map<Key, List<Integer>> findingsOf = new HashMap<>();
    private final List<Finding> findings;
    private final Map<String, Report.Row> rows = new HashMap<>();
    private final List<Collected> claims = new ArrayList<>();
    private final Map<String, Collected> rowClaims = new HashMap<>();

    private record Key(int protocol, Address source, Address destination, int port) {}

    /** A claim that grows. */
    private static final class Collected {
        final String words;
        final List<Trace> traces = new ArrayList<>();
        long notTraced;

        Collected(String words) {
            this.words = words;
        }

        void add(List<Trace> more, long packets) {
            if (traces.size() + more.size() > Proof.MOST_TRACES_OF_A_CLAIM) {
                notTraced += packets;
            } else {
                traces.addAll(more);
            }
        }

        Claim claim() {
            return new Claim(words, traces, notTraced);
        }
    }

    Proofs(Report report) {
        findings = report.findings();
        report.rows().forEach(row -> rows.put(row.id(), row));
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            claims.add(new Collected(words(finding)));
            Key key = key(finding);
            if (key != null) {
                findingsOf.computeIfAbsent(key, k -> new ArrayList<>(1)).add(i);
            }
        }
    }

    private String words(Finding finding) {
        Report.Row row = finding.row() == null ? null : rows.get(finding.row());
        return finding.kind() + " (" + finding.severity() + "): " + finding.detail()
                + (row == null
                        ? ""
                        : " Row " + row.id() + " is " + row.verdict().text() + ".");
    }

    /** Null where the finding names no two addresses. */
    private static Key key(Finding finding) {
        Address source = finding.source() == null ? null : Address.parse(finding.source());
        Address destination = finding.destination() == null ? null : Address.parse(finding.destination());
        return source == null || destination == null
                ? null
                : new Key(finding.protocol().equals("TCP") ? TCP : UDP, source, destination, finding.destinationPort());
    }

    /**
     * One thing that happened: it goes to the findings that are about it, or else to the rows that fail by it.
     *
     * @param failing ids of the rows that fail by it
     * @param forgiven the same worked at another time, so that no finding is about it
     */
    void add(Exchange exchange, Conversations.Kind kind, Observation of, Set<String> failing, boolean forgiven) {
        Set<String> told = new HashSet<>();
        List<Integer> about = findingsOf.get(keyOf(exchange));
        if (about == null && exchange.result() == Exchange.Result.ONE_WAY_BACK) {
            // such a finding is told from the side that sends
            about = findingsOf.get(new Key(
                    exchange.protocol(),
                    exchange.server().address(),
                    exchange.client().address(),
                    exchange.client().port()));
        }
        for (int i : about == null || forgiven ? List.<Integer>of() : about) {
            if (isAbout(findings.get(i).kind(), kind, exchange)) {
                claims.get(i).add(traces(of, exchange), exchange.sendings());
                told.add(String.valueOf(findings.get(i).row()));
            }
        }
        for (String id : failing) {
            if (!told.contains(id)) {
                rowClaim(id).add(traces(of, exchange), exchange.sendings());
            }
        }
    }

    private static Key keyOf(Exchange exchange) {
        return new Key(
                exchange.protocol(),
                exchange.client().address(),
                exchange.server().address(),
                exchange.server().port());
    }

    private Collected rowClaim(String id) {
        return rowClaims.computeIfAbsent(id, row -> {
            Report.Row failed = rows.get(row);
            return new Collected("Row " + row + " is " + failed.verdict().text() + ": " + failed.why());
        });
    }

    private static boolean isAbout(String finding, Conversations.Kind kind, Exchange exchange) {
        Exchange.Result result = exchange.result();
        return switch (finding) {
            case "blocked-syn" -> kind == Conversations.Kind.TCP && result == Exchange.Result.SILENT;
            case "refused-syn" ->
                kind == Conversations.Kind.TCP && exchange.failed() && result != Exchange.Result.TLS_FAILED;
            case "unreachable" ->
                exchange.failed()
                        && result != Exchange.Result.TLS_FAILED
                        && (kind == Conversations.Kind.TCP
                                || kind == Conversations.Kind.STUN
                                || kind == Conversations.Kind.MEDIA
                                || kind == Conversations.Kind.DISCOVERY);
            case "proxy-refused" -> kind == Conversations.Kind.PROXY && result == Exchange.Result.REFUSED;
            case "proxy-silent" -> kind == Conversations.Kind.PROXY && result == Exchange.Result.SILENT;
            case "turn-killed" -> kind == Conversations.Kind.TURN_HELLO && exchange.failed();
            case "unanswered-stun" -> kind == Conversations.Kind.STUN && result == Exchange.Result.SILENT;
            case "unanswered-discovery" -> kind == Conversations.Kind.DISCOVERY && result == Exchange.Result.SILENT;
            case "mirrorop-discovery" -> kind == Conversations.Kind.DISCOVERY && exchange.isOk();
            case "tls-failed", "tls-intercepted" -> result == Exchange.Result.TLS_FAILED;
            case "one-way-media" -> result == Exchange.Result.ONE_WAY || result == Exchange.Result.ONE_WAY_BACK;
            default -> false;
        };
    }

    /** A transaction that a relay refused. */
    void addRelayRefusal(StunTransaction stun) {
        for (int i : findingsOf.getOrDefault(
                new Key(
                        stun.protocol(),
                        stun.client().address(),
                        stun.server().address(),
                        stun.server().port()),
                List.of())) {
            if (findings.get(i).kind().equals("stun-refused-by-server")) {
                claims.get(i).add(Trace.of(stun), stun.sendings() + 1L);
            }
        }
    }

    /**
     * A query for a name that failed.
     *
     * @param told the DNS server that the finding on it names
     */
    void addFailedName(DnsQuery query, Endpoint told) {
        for (int i : findingsOf.getOrDefault(
                new Key(query.protocol(), query.client().address(), told.address(), told.port()), List.of())) {
            String kind = SideFailures.isRevocation(query.name()) ? "revocation-failed" : "dns-failed";
            if (findings.get(i).kind().equals(kind)) {
                claims.get(i).add(List.of(ofQuery(query)), query.sendings());
            }
        }
    }

    private static List<Trace> traces(Observation of, Exchange exchange) {
        if (of instanceof TcpConnection connection) {
            return List.of(ofConnection(connection));
        }
        if (of instanceof StunTransaction stun) {
            return Trace.of(stun);
        }
        if (of instanceof UdpConversation udp) {
            return List.of(new Trace.Traffic(
                    UDP, udp.opener(), udp.responder(), udp.firstNanos(), udp.lastNanos(), /* oneDirection= */ false));
        }
        if (of instanceof DiscoveryProbe probe) {
            return ofProbe(probe);
        }
        if (of instanceof DnsQuery query) {
            return List.of(ofQuery(query));
        }
        DhcpExchange dhcp = (DhcpExchange) of;
        return List.of(new Trace.Lease(
                Long.parseUnsignedLong(dhcp.hardwareAddress(), 16), exchange.firstNanos(), exchange.lastNanos()));
    }

    private static Trace ofConnection(TcpConnection connection) {
        TcpAttempt attempt = connection.attempt();
        boolean opened = attempt == null
                || attempt.outcome() == TcpAttempt.Outcome.ANSWERED
                || attempt.outcome() == TcpAttempt.Outcome.PROCEEDED;
        if (!opened) {
            return Trace.Attempt.of(attempt);
        }
        long first =
                attempt == null ? connection.firstNanos() : Math.min(attempt.firstNanos(), connection.firstNanos());
        return new Trace.Connection(connection.client(), connection.server(), first, connection.lastNanos());
    }

    private static List<Trace> ofProbe(DiscoveryProbe probe) {
        long last = Math.max(probe.lastNanos(), probe.answeredNanos());
        List<Trace> traces = new ArrayList<>();
        if (!probe.unsolicited()) {
            traces.add(new Trace.Probes(probe.sender(), probe.destination(), probe.firstNanos(), probe.lastNanos()));
        }
        if (probe.answeredBy() != null || probe.unsolicited()) {
            Address receiver = (probe.answeredBy() != null ? probe.answeredBy() : probe.destination()).address();
            traces.add(new Trace.Discovered(probe.sender().address(), receiver, probe.firstNanos(), last));
        }
        return traces;
    }

    private static Trace ofQuery(DnsQuery query) {
        return new Trace.Question(
                query.protocol(),
                query.client(),
                query.server(),
                query.name(),
                query.type(),
                query.firstNanos(),
                Math.max(query.lastNanos(), query.answeredNanos()));
    }

    /** All claims, the findings' in the report's order; a finding of a kind that nothing above knows is proven by the traffic it names. */
    List<Claim> claims() {
        List<Claim> all = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            Collected claim = claims.get(i);
            Key key = key(findings.get(i));
            if (claim.traces.isEmpty() && key != null) {
                Finding finding = findings.get(i);
                int sourcePort = finding.sourcePort() == null ? Trace.ANY_PORT : finding.sourcePort();
                claim.add(
                        List.of(new Trace.Traffic(
                                key.protocol(),
                                new Endpoint(key.source(), sourcePort),
                                new Endpoint(key.destination(), key.port()),
                                finding.firstNanos(),
                                finding.lastNanos(),
                                finding.kind().equals("poor-media"))),
                        finding.packets());
            }
            all.add(claim.claim());
        }
        rowClaims.values().forEach(claim -> all.add(claim.claim()));
        return all;
    }
}
