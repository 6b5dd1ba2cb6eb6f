package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.report.Report.Finding;

/**
 * Failures of units beside the port tables that break calls all the same: a clock that is never set (certificates look expired),
 * certificates whose revocation cannot be checked (clients wait for it, or refuse), SIP on 5061 (signing in, federation), IPv6 that leads nowhere
 * while IPv4 works (each connection waits first). Notes all of them: nobody promised these ports.
 *
 * <p>Silence needs what the rows' silences need: two sendings, and a mirror that is believed. A failure beside another server that does the
 * same for the unit is none.
 */
final class SideFailures {
    static final int NTP_PORT = 123;

    private static final int HTTP_PORT = 80;
    private static final int FIRST_ERROR_STATUS = 400;

    /** Clients give up waiting for a revocation list after 15 s or so. */
    private static final long ANSWER_PATIENCE_NANOS = 10_000_000_000L;

    private static final int SIP_TLS_PORT = 5061;
    private static final int TCP = 6;

    /** Servers followed; a scan through a network must not fill the memory. */
    private static final int MOST_SERVERS = 20_000;

    /** A label of the name says it: {@code crl3.digicert.com}, {@code oneocsp.microsoft.com}, {@code crl.contoso.example}. */
    private static final Pattern REVOCATION =
            Pattern.compile("(.*\\.)?(ms|one)?(crls?|ocsp)\\d*\\..+|.*\\.lencr\\.org|.*\\.pki\\.goog");

    private final BiFunction<Address, Exchange, List<String>> namesOf;
    private final Map<Key, Servers> groups = new LinkedHashMap<>();
    private final Set<Address> worksOverIpv4 = new HashSet<>();
    private final Set<Address> worksOverIpv6 = new HashSet<>();
    private int servers;
    private long notFollowed;

    /** What the unit needed, as one word of the contract's finding kinds. */
    private enum Need {
        NTP("ntp-failed"),
        REVOCATION("revocation-failed"),
        SIP("sip-blocked"),
        IPV6("ipv6-failed");

        private final String kind;

        Need(String kind) {
            this.kind = kind;
        }
    }

    /** Servers of which one that works is enough: all clocks, all that bear one name, one SIP server, one IPv6 server. */
    private record Key(Need need, Address unit, Object which) {}

    private static final class Servers {
        final Map<Address, ServerEvidence> evidence = new LinkedHashMap<>();
        final Map<Address, Exchange> last = new HashMap<>();
        /** One of them does, perhaps one beyond the bound. */
        boolean works;
    }

    /** @param namesOf names that a unit knew the server of an exchange by, best first */
    SideFailures(BiFunction<Address, Exchange, List<String>> namesOf) {
        this.namesOf = namesOf;
    }

    static boolean isRevocation(String name) {
        return REVOCATION.matcher(name).matches();
    }

    /**
     * A connection of a unit to a server that tells whether certificates are revoked, and what came of the request in it: a connection that
     * came about is no answer yet.
     */
    void addRequest(Address unit, TcpConnection connection, Exchange exchange) {
        if (connection.server().port() != HTTP_PORT || !exchange.isOk()) {
            return;
        }
        TcpContent.Http http = connection.content().http();
        String host = http == null ? null : http.host();
        if (host == null || !isRevocation(host) || connection.serverPackets() == 0) {
            return;
        }
        List<Integer> statuses = http.statuses();
        long waited = connection.lastNanos() - connection.firstNanos();
        if (!statuses.isEmpty()) {
            int last = statuses.get(statuses.size() - 1);
            if (last >= FIRST_ERROR_STATUS) {
                addFailed(unit, host, exchange, Exchange.Result.REFUSED, "HTTP error " + last + " came back");
            } else {
                add(new Key(Need.REVOCATION, unit, host), exchange);
            }
        } else if (connection.serverBytes() == 0
                && (waited >= ANSWER_PATIENCE_NANOS || connection.ending() == TcpConnection.Ending.RESET_BY_SERVER)) {
            addFailed(unit, host, exchange, Exchange.Result.SILENT, null);
        }
    }

    private void addFailed(Address unit, String host, Exchange exchange, Exchange.Result result, String how) {
        add(
                new Key(Need.REVOCATION, unit, host),
                new Exchange(
                        exchange.client(),
                        exchange.server(),
                        TCP,
                        "HTTP requests",
                        result,
                        1,
                        exchange.firstNanos(),
                        exchange.lastNanos(),
                        TcpAttempt.NO_RTT,
                        how,
                        null,
                        null,
                        false));
    }

    /** An exchange that the unit began. */
    void add(Address unit, Exchange exchange, Conversations.Kind kind) {
        if (kind == Conversations.Kind.NTP) {
            add(new Key(Need.NTP, unit, ""), exchange);
            return;
        }
        if (kind != Conversations.Kind.TCP) {
            return;
        }
        Address server = exchange.server().address();
        if (exchange.isOk()) {
            (server.isIpv4() ? worksOverIpv4 : worksOverIpv6).add(unit);
        }
        int port = exchange.server().port();
        if (port == HTTP_PORT) {
            for (String name : namesOf.apply(unit, exchange)) {
                if (isRevocation(name)) {
                    if (exchange.isOk()) {
                        // the answer inside decides: addRequest
                        return;
                    }
                    add(new Key(Need.REVOCATION, unit, name), exchange);
                    return;
                }
            }
        } else if (port == SIP_TLS_PORT) {
            add(new Key(Need.SIP, unit, server), exchange);
        }
        if (!server.isIpv4() && !server.isPrivate()) {
            add(new Key(Need.IPV6, unit, exchange.server()), exchange);
        }
    }

    private void add(Key key, Exchange exchange) {
        Servers group = groups.get(key);
        if (group == null) {
            if (servers >= MOST_SERVERS) {
                notFollowed += exchange.failed() ? 1 : 0;
                return;
            }
            group = new Servers();
            groups.put(key, group);
        }
        group.works |= exchange.isOk();
        Address server = exchange.server().address();
        ServerEvidence seen = group.evidence.get(server);
        if (seen == null) {
            if (servers >= MOST_SERVERS) {
                notFollowed += exchange.failed() ? 1 : 0;
                return;
            }
            servers++;
            seen = new ServerEvidence(exchange.server(), exchange.protocol());
            group.evidence.put(server, seen);
        }
        seen.add(exchange, false);
        group.last.put(server, exchange);
    }

    /** Failures that could not be told because there were too many servers. */
    long notFollowed() {
        return notFollowed;
    }

    List<Finding> findings(Certainty certainty) {
        List<Finding> findings = new ArrayList<>();
        groups.forEach((key, group) -> {
            boolean works = group.works || group.evidence.values().stream().anyMatch(ServerEvidence::works);
            boolean ipv4Instead = worksOverIpv4.contains(key.unit()) && !worksOverIpv6.contains(key.unit());
            if (works || (key.need() == Need.IPV6 && !ipv4Instead)) {
                return;
            }
            group.evidence.values().forEach(seen -> {
                String how = failure(seen, certainty.doubt(key.unit()));
                if (how != null) {
                    findings.add(finding(key, group.last.get(seen.server.address()), seen, how));
                }
            });
        });
        return findings;
    }

    /** How the server fails for sure, as the end of a sentence; null where it may not. */
    private static String failure(ServerEvidence seen, String doubt) {
        if (seen.isRefused()) {
            return seen.failures.refusedHow;
        }
        if (seen.isSilentForSure() && doubt == null) {
            return "no answer to " + Words.count(seen.failures.silentSendings, seen.failures.silentWhat);
        }
        return seen.tlsFailsFor(doubt) ? seen.failures.tlsFailure : null;
    }

    private static Finding finding(Key key, Exchange any, ServerEvidence seen, String how) {
        long attempts =
                seen.failures.refused + seen.failures.unreachable + seen.failures.silent + seen.failures.tlsFailed;
        long packets = seen.failures.silentSendings
                + seen.failures.refused
                + seen.failures.unreachable
                + seen.failures.tlsFailed;
        return new Finding(
                key.need().kind,
                null,
                "note",
                seen.protocol == TCP ? "TCP" : "UDP",
                any.client().address().toString(),
                null,
                seen.server.address().toString(),
                seen.server.port(),
                seen.failures.firstFailed,
                seen.failures.lastFailed,
                attempts,
                packets,
                sentence(key, any, seen, how));
    }

    private static String sentence(Key key, Exchange any, ServerEvidence seen, String how) {
        String client = any.client().address().toString();
        return switch (key.need()) {
            case NTP ->
                "The clock of " + client + " cannot be set by " + seen.server.address() + " (NTP, UDP 123): " + how
                        + ". With a wrong clock certificates look expired.";
            case REVOCATION ->
                client + " cannot check the revocation of certificates at " + key.which() + " (" + seen.server + "): "
                        + how + ". Clients then wait before each TLS connection, or refuse it.";
            case SIP ->
                "SIP over TLS from " + client + " to " + seen.server + " fails: " + how
                        + ". A Skype for Business client signs in through it where it does not use HTTPS.";
            case IPV6 ->
                "IPv6 from " + client + " to " + seen.server + " fails while IPv4 works: " + how
                        + ". Each connection may first wait for IPv6: mend its route or switch it off.";
        };
    }
}
