package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Verdict;

/**
 * What is worth telling, one finding for each kind, source, destination and destination port. Fed with every exchange, units' and
 * others'; where a pair works, its losses are no finding.
 */
final class Findings {
    /** Findings reported of a kind; units' own come first. */
    static final int MOST_OF_A_KIND = 1000;

    /** Pairs that others than units began, towards units too; a flood of them must push out none of the units' own. */
    private static final int MOST_FOREIGN_PAIRS = 50_000;

    /** Pairs that units began, about 450 bytes each as the others. */
    private static final int MOST_UNIT_PAIRS = 100_000;

    private static final int TCP = 6;

    private final Map<Key, Pair> pairs = new LinkedHashMap<>();
    /** Pairs that work. */
    private final Fingerprints working;

    private final Map<Key, RelayRefusals> relays = new HashMap<>();
    private long pairsNotFollowed;
    private long foreignPairs;

    /** {@code conversations}: how many pairs may work. */
    Findings(long conversations) {
        working = new Fingerprints(conversations);
    }

    /** {@code asked}: see {@link Exchange}. */
    private record Key(
            Conversations.Kind kind, int protocol, Address source, Address destination, int port, String asked) {
        @Override
        public int hashCode() {
            return (source.hashCode() * 31 + destination.hashCode()) * 31 + port;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && key.kind == kind
                    && key.protocol == protocol
                    && key.port == port
                    && key.source.equals(source)
                    && key.destination.equals(destination)
                    && Objects.equals(key.asked, asked);
        }
    }

    private static final class Pair {
        final Address unit;
        final PortRow row;
        final ServerEvidence evidence;
        final boolean foreign;
        int sourcePort;
        boolean severalSourcePorts;
        boolean onlyServerSends;
        long sendings;

        Pair(Address unit, PortRow row, ServerEvidence evidence, boolean foreign, int sourcePort) {
            this.foreign = foreign;
            this.unit = unit;
            this.row = row;
            this.evidence = evidence;
            this.sourcePort = sourcePort;
        }
    }

    /** Errors by which a relay says that it will not serve: reachable, but the call fails all the same. */
    private static final class RelayRefusals {
        long successes;
        long refusals;
        final ChallengeLoop loop = new ChallengeLoop();
        long challenges;
        int lastChallenge;
        long lastChallengeNanos;
        int lastCode;
        long first;
        long last;
        PortRow row;

        boolean isTold() {
            return successes == 0 && (refusals > 0 || loop.isEndless());
        }
    }

    void add(Address unit, PortRow row, Exchange exchange, Conversations.Kind kind) {
        if (kind == Conversations.Kind.DHCP || kind == Conversations.Kind.DNS || kind == Conversations.Kind.NTP) {
            return;
        }
        // a discovery that works is worth telling, of all other kinds what fails
        if (kind != Conversations.Kind.DISCOVERY && isSettled(exchange, kind)) {
            return;
        }
        Endpoint client = exchange.client();
        Endpoint server = exchange.server();
        Key key = keyOf(exchange, kind);
        Pair pair = pairs.get(key);
        if (pair == null) {
            boolean foreign = !client.address().equals(unit);
            if (foreign ? foreignPairs >= MOST_FOREIGN_PAIRS : pairs.size() - foreignPairs >= MOST_UNIT_PAIRS) {
                pairsNotFollowed++;
                return;
            }
            foreignPairs += foreign ? 1 : 0;
            pair = new Pair(
                    unit,
                    row,
                    new ServerEvidence(server, exchange.asked(), exchange.protocol()),
                    foreign,
                    client.port());
            pairs.put(key, pair);
        }
        pair.evidence.add(exchange, false);
        pair.sendings += exchange.failed() ? exchange.sendings() : 0;
        pair.severalSourcePorts |= pair.sourcePort != client.port();
        pair.onlyServerSends |= exchange.result() == Exchange.Result.ONE_WAY_BACK;
    }

    /** Whether the pair works, now or since an earlier exchange: then whatever it lost is no finding. */
    private boolean isSettled(Exchange exchange, Conversations.Kind kind) {
        long fingerprint = fingerprint(exchange, kind);
        if (!exchange.isOk()) {
            return working.contains(fingerprint);
        }
        if (working.add(fingerprint) && !pairs.isEmpty()) {
            forget(keyOf(exchange, kind));
            if (exchange.asked() != null) {
                forget(keyOf(exchange, Conversations.Kind.PROXY));
            }
        }
        return true;
    }

    private void forget(Key key) {
        Pair pair = pairs.remove(key);
        foreignPairs -= pair != null && pair.foreign ? 1 : 0;
    }

    /** What a proxy was asked for works or does not, whatever kind of failure it would be. */
    private static long fingerprint(Exchange exchange, Conversations.Kind kind) {
        return Fingerprints.of(
                exchange.client().address(),
                exchange.server().address(),
                exchange.server().port(),
                exchange.asked() == null
                        ? kind.name().hashCode() + exchange.protocol()
                        : exchange.asked().hashCode());
    }

    /** A proxy that was asked for it at another time too, and let it through. */
    boolean isForgiven(Exchange exchange) {
        return exchange.asked() != null
                && !exchange.isOk()
                && working.contains(fingerprint(exchange, Conversations.Kind.PROXY));
    }

    private static Key keyOf(Exchange exchange, Conversations.Kind kind) {
        return new Key(
                kind,
                exchange.protocol(),
                exchange.client().address(),
                exchange.server().address(),
                exchange.server().port(),
                exchange.asked());
    }

    /** Follows whether a relay that answers keeps refusing: 403, 436, 441, 486, 508, or 401 and 438 without end. */
    void addRelayAnswer(StunTransaction stun, PortRow row) {
        if (!stun.isAnswered() || stun.iceCheck()) {
            return;
        }
        Key key = relay(stun);
        RelayRefusals seen = relays.get(key);
        if (seen == null) {
            if (relays.size() >= MOST_FOREIGN_PAIRS) {
                pairsNotFollowed++;
                return;
            }
            seen = new RelayRefusals();
            seen.first = stun.firstNanos();
            seen.row = row;
            relays.put(key, seen);
        }
        if (isRelayRefusal(stun)) {
            seen.refusals++;
            seen.lastCode = stun.errorCode();
            seen.last = Math.max(seen.last, Math.max(stun.lastNanos(), stun.answeredNanos()));
        } else if (stun.errorCode() == 0) {
            seen.successes++;
        } else if (ChallengeLoop.isChallenge(stun.errorCode())) {
            long before = seen.loop.notFollowed();
            seen.loop.add(stun.client().port(), stun.errorCode());
            pairsNotFollowed += seen.loop.notFollowed() - before;
            seen.challenges++;
            seen.lastChallenge = stun.errorCode();
            seen.lastChallengeNanos =
                    Math.max(seen.lastChallengeNanos, Math.max(stun.lastNanos(), stun.answeredNanos()));
        }
    }

    private static Key relay(StunTransaction stun) {
        return new Key(
                Conversations.Kind.STUN,
                stun.protocol(),
                stun.client().address(),
                stun.server().address(),
                stun.server().port(),
                /* asked= */ null);
    }

    /** Whether the finding on its relay counts this transaction. */
    boolean isRelayRefusalTold(StunTransaction stun) {
        RelayRefusals seen = stun.isAnswered() && !stun.iceCheck() ? relays.get(relay(stun)) : null;
        return seen != null
                && seen.isTold()
                && (seen.refusals > 0 ? isRelayRefusal(stun) : ChallengeLoop.isChallenge(stun.errorCode()));
    }

    /** Answered with an error that says that the relay will not serve, whatever is tried again. */
    private static boolean isRelayRefusal(StunTransaction stun) {
        return stun.isAnswered()
                && !stun.iceCheck()
                && switch (stun.errorCode()) {
                    case 403, 436, 441, 486, 508 -> true;
                    default -> false;
                };
    }

    /** What the rows decided, for the severity of a finding. */
    interface Verdicts {
        Verdict of(PortRow row, Address unit);

        /** Whether that server is among those which make the row fail. */
        boolean blames(PortRow row, Address unit, Endpoint server, String asked);
    }

    /**
     * All findings, problems first, then units' own, then by time; the bound is applied by {@link #bounded}.
     *
     * @param certainty whether silence counts
     */
    List<Finding> list(Certainty certainty, Verdicts verdicts) {
        List<Finding> all = new ArrayList<>();
        ProxyRefusals proxies = new ProxyRefusals();
        pairs.forEach((key, pair) -> {
            Finding finding = ofPair(key, pair, certainty, verdicts);
            if (finding != null && finding.kind().equals("proxy-refused")) {
                proxies.add(finding, key.asked());
            } else if (finding != null) {
                all.add(finding);
                if (finding.kind().equals("tls-failed")
                        && Interception.isLikely(pair.evidence.failures.tls, pair.row)) {
                    all.add(intercepted(finding, pair.evidence.failures.tls));
                }
            }
        });
        all.addAll(proxies.findings());
        relays.forEach((key, seen) -> {
            if (seen.isTold()) {
                all.add(ofRelay(key, seen));
            }
        });
        return all;
    }

    private static Finding ofRelay(Key key, RelayRefusals seen) {
        boolean refuses = seen.refusals > 0;
        long requests = refuses ? seen.refusals : seen.challenges;
        return new Finding(
                "stun-refused-by-server",
                id(seen.row),
                "note",
                protocol(key.protocol()),
                key.source().toString(),
                null,
                key.destination().toString(),
                key.port(),
                seen.first,
                refuses ? seen.last : seen.lastChallengeNanos,
                requests,
                requests,
                refuses
                        ? "Reachable, but the relay refuses: " + Words.count(requests, "requests")
                                + " ended with error " + seen.lastCode + " and none succeeded."
                        : "Reachable, but the relay asks for credentials again and again: "
                                + Words.count(requests, "requests") + " ended with error " + seen.lastChallenge
                                + " and none succeeded.");
    }

    private Finding ofPair(Key key, Pair pair, Certainty certainty, Verdicts verdicts) {
        ServerEvidence seen = pair.evidence;
        if (key.kind() == Conversations.Kind.DISCOVERY && seen.works()) {
            return finding(
                    "mirrorop-discovery",
                    "note",
                    key,
                    pair,
                    seen.ok,
                    seen.ok,
                    seen.firstOk,
                    seen.lastOk,
                    "MirrorOp receiver " + key.destination() + " answers the discovery of " + key.source() + ".");
        }
        if (seen.works()) {
            return null;
        }
        String severity =
                pair.unit != null && pair.row != null && verdicts.blames(pair.row, pair.unit, seen.server, seen.asked)
                        ? "problem"
                        : "note";
        if (seen.isRefused()) {
            return ofRefusal(key, pair, severity);
        }
        if (seen.isSilentForSure()) {
            return ofSilence(key, pair, certainty, verdicts, severity);
        }
        if (seen.tlsFailsFor(certainty.doubt(pair.unit != null ? pair.unit : key.source()))) {
            return finding(
                    "tls-failed",
                    severity,
                    key,
                    pair,
                    seen.failures.tlsFailed,
                    seen.failures.tlsFailed,
                    seen.failures.firstFailed,
                    seen.failures.lastFailed,
                    "TCP from " + key.source() + " to " + seen.name() + " works, TLS does not: "
                            + seen.failures.tlsFailure + ".");
        }
        if (seen.failures.oneWay > 0 && certainty.believes(pair.unit != null ? pair.unit : key.source())) {
            return ofOneWay(key, pair, severity);
        }
        return null;
    }

    private static Finding ofRefusal(Key key, Pair pair, String severity) {
        ServerEvidence seen = pair.evidence;
        String kind = switch (key.kind()) {
            case PROXY -> "proxy-refused";
            case TURN_HELLO -> "turn-killed";
            case TCP, STUN, MEDIA, DISCOVERY, DNS, DHCP, NTP ->
                seen.failures.refused == 0 ? "unreachable" : "refused-syn";
        };
        return finding(
                kind,
                severity,
                key,
                pair,
                seen.failures.refused + seen.failures.unreachable,
                pair.sendings,
                seen.failures.firstFailed,
                seen.failures.lastFailed,
                key.source() + " asks " + seen.server + " and is refused: " + seen.failures.refusedHow + ".");
    }

    private static Finding ofSilence(Key key, Pair pair, Certainty certainty, Verdicts verdicts, String severity) {
        ServerEvidence seen = pair.evidence;
        Address witness = pair.unit != null ? pair.unit : key.source();
        if (!certainty.believes(witness)) {
            return null;
        }
        // many ICE checks fail in a call that works; they are told only where no path was found at all
        boolean onlyChecks = seen.failures.weakSilent == seen.failures.silent && seen.failures.silent > 0;
        if (onlyChecks
                && (pair.row == null || pair.unit == null || verdicts.of(pair.row, pair.unit) != Verdict.BLOCKED)) {
            return null;
        }
        String kind = switch (key.kind()) {
            case TCP -> "blocked-syn";
            case TURN_HELLO -> "turn-killed";
            case STUN -> "unanswered-stun";
            case DISCOVERY -> "unanswered-discovery";
            case PROXY -> "proxy-silent";
            case MEDIA, DNS, DHCP, NTP -> null;
        };
        return kind == null
                ? null
                : finding(
                        kind,
                        severity,
                        key,
                        pair,
                        seen.failures.silent,
                        seen.failures.silentSendings,
                        seen.failures.firstSilent,
                        seen.failures.lastSilent,
                        "No answer to " + Words.count(seen.failures.silentSendings, seen.failures.silentWhat) + " from "
                                + key.source()
                                + " to " + seen.name()
                                + Words.within(seen.failures.lastSilent - seen.failures.firstSilent) + ".");
    }

    private static Finding intercepted(Finding failed, TcpContent.Tls tls) {
        return new Finding(
                "tls-intercepted",
                failed.row(),
                failed.severity(),
                failed.protocol(),
                failed.source(),
                failed.sourcePort(),
                failed.destination(),
                failed.destinationPort(),
                failed.firstNanos(),
                failed.lastNanos(),
                failed.attempts(),
                failed.packets(),
                Interception.sentence(tls, tls.serverName() == null ? failed.destination() : tls.serverName()));
    }

    private static Finding ofOneWay(Key key, Pair pair, String severity) {
        ServerEvidence seen = pair.evidence;
        Finding there = finding(
                "one-way-media",
                severity,
                key,
                pair,
                seen.failures.oneWay,
                seen.failures.oneWay,
                seen.failures.firstFailed,
                seen.failures.lastFailed,
                "One-way: " + seen.failures.oneWayHow + ".");
        if (!pair.onlyServerSends) {
            return there;
        }
        return new Finding(
                there.kind(),
                there.row(),
                there.severity(),
                there.protocol(),
                /* source= */ there.destination(),
                /* sourcePort= */ there.destinationPort(),
                /* destination= */ there.source(),
                /* destinationPort= */ pair.sourcePort,
                there.firstNanos(),
                there.lastNanos(),
                there.attempts(),
                there.packets(),
                there.detail());
    }

    private static Finding finding(
            String kind,
            String severity,
            Key key,
            Pair pair,
            long attempts,
            long packets,
            long first,
            long last,
            String detail) {
        return new Finding(
                kind,
                id(pair.row),
                severity,
                protocol(key.protocol()),
                key.source().toString(),
                pair.severalSourcePorts ? null : (Integer) pair.sourcePort,
                key.destination().toString(),
                key.port(),
                first,
                last,
                attempts,
                packets,
                detail);
    }

    private static String id(PortRow row) {
        return row == null ? null : row.id();
    }

    private static String protocol(int number) {
        return number == TCP ? "TCP" : "UDP";
    }

    /** Pairs that were not followed because too many hosts took part; at least that many exchanges went untold. */
    long pairsNotFollowed() {
        return pairsNotFollowed;
    }

    /** The findings that a report shows and how many it leaves out. */
    record Bounded(List<Finding> findings, long leftOut) {}

    private record Told(String kind, String protocol, String source, String destination, int port) {}

    /** One finding for each kind, source, destination and destination port, whichever parts of the judgement found them; the worst speaks. */
    private static List<Finding> merged(List<Finding> all) {
        Map<Told, Finding> one = new LinkedHashMap<>();
        for (Finding finding : all) {
            one.merge(
                    new Told(
                            finding.kind(),
                            finding.protocol(),
                            finding.source(),
                            finding.destination(),
                            finding.destinationPort()),
                    finding,
                    Findings::together);
        }
        return new ArrayList<>(one.values());
    }

    static Finding together(Finding one, Finding other) {
        Finding worse = other.severity().equals("problem") && !one.severity().equals("problem") ? other : one;
        return new Finding(
                worse.kind(),
                worse.row(),
                worse.severity(),
                worse.protocol(),
                worse.source(),
                one.sourcePort() != null && one.sourcePort().equals(other.sourcePort()) ? one.sourcePort() : null,
                worse.destination(),
                worse.destinationPort(),
                Math.min(one.firstNanos(), other.firstNanos()),
                Math.max(one.lastNanos(), other.lastNanos()),
                one.attempts() + other.attempts(),
                one.packets() + other.packets(),
                worse.detail());
    }

    /** At most {@link #MOST_OF_A_KIND} of a kind: units' own first, problems before notes, then by time. */
    static Bounded bounded(List<Finding> all, Units units) {
        List<Finding> sorted = merged(all);
        sorted.sort(Comparator.comparing((Finding f) -> !f.severity().equals("problem"))
                .thenComparing(f -> !units.concerns(f))
                .thenComparing(f -> f.row() == null)
                .thenComparingLong(Finding::firstNanos)
                .thenComparing(Finding::source)
                .thenComparing(Finding::destination)
                .thenComparingInt(Finding::destinationPort));
        Map<String, Integer> kinds = new HashMap<>();
        List<Finding> kept = new ArrayList<>();
        for (Finding finding : sorted) {
            if (kinds.merge(finding.kind(), 1, Integer::sum) <= MOST_OF_A_KIND) {
                kept.add(finding);
            }
        }
        return new Bounded(kept, sorted.size() - kept.size());
    }
}
