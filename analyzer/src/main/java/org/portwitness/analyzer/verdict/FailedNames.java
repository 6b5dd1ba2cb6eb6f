package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsName;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.ports.PortTables;
import org.portwitness.analyzer.ports.Role;
import org.portwitness.analyzer.ports.ServiceKind;
import org.portwitness.analyzer.report.Report.Finding;

/**
 * Names that DNS never gave an address for: a row whose names did not resolve is not seen because of DNS, and the report says so. A
 * name that any server resolved for the same client has not failed.
 */
final class FailedNames {
    private static final int MOST_NAMES = 100_000;
    private static final int NO_SUCH_NAME = 3;
    private static final int ADDRESS = 1;
    private static final int IPV6_ADDRESS = 28;

    private final Map<Key, Failure> failures = new LinkedHashMap<>();
    private long notFollowed;

    private record Key(Address client, String name) {
        @Override
        public int hashCode() {
            return 31 * client.hashCode() + name.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.client.equals(client) && key.name.equals(name);
        }
    }

    private static final class Failure {
        Endpoint server;
        int protocol;
        boolean resolved;
        boolean refusedByServer;
        /** Among the {@link #findings}. */
        boolean told;

        int responseCode = -1;
        long silent;
        long silentSendings;
        long failed;
        long first;
        long last;
    }

    FailedNames(Evidence evidence) {
        for (DnsQuery query : evidence.dns()) {
            if (query.type() != ADDRESS && query.type() != IPV6_ADDRESS) {
                continue;
            }
            Key key = new Key(query.client().address(), query.name());
            Failure seen = failures.get(key);
            if (seen == null) {
                if (failures.size() >= MOST_NAMES) {
                    notFollowed++;
                    continue;
                }
                seen = new Failure();
                seen.first = query.firstNanos();
                seen.last = query.firstNanos();
                failures.put(key, seen);
            }
            note(seen, query);
        }
        // the answer may have been pushed out of a full table: what it told stays longer
        for (DnsName told : evidence.names()) {
            Failure seen = told.client() == null ? null : failures.get(new Key(told.client(), told.name()));
            if (seen != null) {
                seen.resolved = true;
            }
        }
        failures.values().removeIf(f -> f.resolved);
    }

    private static void note(Failure seen, DnsQuery query) {
        boolean fails = true;
        switch (query.outcome()) {
            case ANSWERED -> {
                seen.resolved = true;
                fails = false;
            }
            case FAILED -> {
                seen.failed++;
                seen.refusedByServer = true;
                seen.responseCode = query.responseCode();
            }
            case UNANSWERED, UNREACHABLE -> {
                seen.silent++;
                seen.silentSendings += query.sendings();
            }
            case UNDECIDED -> fails = false;
        }
        if (fails) {
            seen.server = query.server();
            seen.protocol = query.protocol();
            seen.last = Math.max(seen.last, Math.max(query.lastNanos(), query.answeredNanos()));
        }
    }

    /** How a name of this row failed for one of the units, as the end of a sentence; null where none surely did. */
    String of(PortRow row, PeerRoles roles, Units units, Certainty certainty) {
        for (Map.Entry<Key, Failure> entry : failures.entrySet()) {
            Key key = entry.getKey();
            if (units.contains(key.client())
                    && entry.getValue().server != null
                    && counts(key, entry.getValue(), certainty)
                    && belongs(row, key.name(), roles)) {
                return key.name() + " (" + how(entry.getValue()) + ")";
            }
        }
        return null;
    }

    private static boolean belongs(PortRow row, String name, PeerRoles roles) {
        return row.isNamed(name)
                || row.isLikelyNamed(name)
                || (row.accepts(Role.OFFICE365)
                        && roles.isOffice365Name(name)
                        && (row.serves(ServiceKind.HTTPS) || !roles.isExchangeName(name)));
    }

    private static String how(Failure failure) {
        if (!failure.refusedByServer) {
            return "no answer";
        }
        return switch (failure.responseCode) {
            case 2 -> "SERVFAIL";
            case NO_SUCH_NAME -> "NXDOMAIN";
            case 5 -> "REFUSED";
            default -> "error " + failure.responseCode;
        };
    }

    /**
     * Findings: one for each client and DNS server. Names of rows are problems; of other names only a server's failure is worth a note, as
     * names that do not exist are everyday business.
     *
     * @param applies rows that count here; others are named only where none of these needs a name
     */
    List<Finding> findings(
            PortTables tables, Predicate<PortRow> applies, PeerRoles roles, Units units, Certainty certainty) {
        Map<List<Object>, Group> groups = new LinkedHashMap<>();
        failures.forEach((key, failure) -> {
            if (failure.server == null || !counts(key, failure, certainty)) {
                return;
            }
            List<PortRow> rows = tables.rows().stream()
                    .filter(row -> belongs(row, key.name(), roles))
                    .toList();
            boolean ofRow = !rows.isEmpty();
            boolean usual =
                    key.name().startsWith("lyncdiscoverinternal.") || key.name().startsWith("sipinternal.");
            boolean problem = units.contains(key.client()) && ofRow && !usual;
            if (!problem && (usual || failure.responseCode == NO_SUCH_NAME && !isOfRevocation(key, units))) {
                return;
            }
            failure.told = true;
            boolean revocation = isOfRevocation(key, units);
            Group group = groups.computeIfAbsent(
                    List.of(key.client(), failure.server, revocation),
                    k -> new Group(key.client(), failure, revocation));
            group.add(key.name(), failure, problem, rows, applies);
        });
        List<Finding> findings = new ArrayList<>();
        groups.values().forEach(group -> findings.add(group.finding()));
        return findings;
    }

    /** Where a unit asks whether certificates are revoked; whoever issued them named an address that exists. */
    private static boolean isOfRevocation(Key key, Units units) {
        return units.contains(key.client()) && SideFailures.isRevocation(key.name());
    }

    /** Queries for names beyond the bound. */
    long notFollowed() {
        return notFollowed;
    }

    /** Under which DNS server {@link #findings} tells of a query that failed; null where it does not. */
    Endpoint toldUnder(DnsQuery query) {
        boolean fails = (query.type() == ADDRESS || query.type() == IPV6_ADDRESS)
                && query.outcome() != DnsQuery.Outcome.ANSWERED
                && query.outcome() != DnsQuery.Outcome.UNDECIDED;
        Failure failure = fails ? failures.get(new Key(query.client().address(), query.name())) : null;
        return failure != null && failure.told ? failure.server : null;
    }

    /** Silence counts with two sendings or two queries, and where it is believed at all. */
    private static boolean counts(Key key, Failure failure, Certainty certainty) {
        return failure.refusedByServer
                || ((failure.silent >= 2 || failure.silentSendings >= 2) && certainty.believes(key.client()));
    }

    private static final class Group {
        final Address client;
        final Endpoint server;
        final int protocol;
        final boolean revocation;
        final Map<String, String> names = new HashMap<>();
        final Set<String> rows = new LinkedHashSet<>();
        final Set<String> rowsNotApplied = new LinkedHashSet<>();
        boolean problem;
        long attempts;
        long packets;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;

        Group(Address client, Failure failure, boolean revocation) {
            this.revocation = revocation;
            this.client = client;
            this.server = failure.server;
            this.protocol = failure.protocol;
        }

        void add(String name, Failure failure, boolean isProblem, List<PortRow> ofName, Predicate<PortRow> applies) {
            if (isProblem && !problem) {
                names.clear();
            }
            if (isProblem || !problem) {
                names.put(name, how(failure));
            }
            problem |= isProblem;
            if (isProblem) {
                ofName.forEach(row -> (applies.test(row) ? rows : rowsNotApplied).add(row.id()));
            }
            attempts += failure.failed + failure.silent;
            packets += failure.failed + failure.silentSendings;
            first = Math.min(first, failure.first);
            last = Math.max(last, failure.last);
        }

        Finding finding() {
            List<String> needing = List.copyOf(rows.isEmpty() ? rowsNotApplied : rows);
            List<String> words = new TreeSet<>(names.keySet())
                    .stream().map(n -> n + " (" + names.get(n) + ")").toList();
            return new Finding(
                    revocation ? "revocation-failed" : "dns-failed",
                    needing.size() == 1 ? needing.get(0) : null,
                    problem ? "problem" : "note",
                    protocol == 6 ? "TCP" : "UDP",
                    client.toString(),
                    null,
                    server.address().toString(),
                    server.port(),
                    first,
                    last,
                    attempts,
                    packets,
                    revocation
                            ? client + " cannot check the revocation of certificates: DNS gave no address for "
                                    + Words.list(words, 3)
                                    + ". Clients then wait before each TLS connection, or refuse it."
                            : "DNS gave no address for " + Words.list(words, 3)
                                    + (needing.isEmpty() ? "." : ", needed for " + Words.list(needing, 3) + "."));
        }
    }
}
