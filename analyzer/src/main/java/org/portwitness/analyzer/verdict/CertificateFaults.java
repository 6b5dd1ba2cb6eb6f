package org.portwitness.analyzer.verdict;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.report.Report.Finding;

/**
 * What an observer can say against the certificates that servers show units in clear, TLS 1.2 and older: out of its time when it was shown
 * (capture time, never today), made for other names, or made by TLS inspection that the unit accepts. Where such a handshake fails, the
 * fault explains it; where it completes, it is a note.
 *
 * <p>Nothing is said of who issued the certificates of a site's own servers: they rightly come from the site's own authority.
 */
final class CertificateFaults {
    private static final int MOST_SERVERS = 10_000;
    private static final int NAMES_SHOWN = 3;

    private final Map<Key, Shown> servers = new LinkedHashMap<>();
    private long notFollowed;

    /** {@code asked}: what a proxy was asked to connect to, null without one. */
    private record Key(Address client, Endpoint server, String asked) {}

    private static final class Shown {
        final Address unit;
        final PortRow row;
        final TcpContent.Tls tls;
        final String fault;
        final boolean intercepted;
        boolean completes;
        long attempts;
        long first;
        long last;

        Shown(Address unit, PortRow row, TcpContent.Tls tls) {
            this.unit = unit;
            this.row = row;
            this.tls = tls;
            intercepted = Interception.issuerIsStrange(tls, row);
            String time = outOfTime(tls);
            fault = time != null ? time : intercepted ? null : otherNames(tls);
        }
    }

    /** An exchange that a unit began; those that show no certificate say nothing. */
    void add(Address unit, PortRow row, Exchange exchange) {
        TcpContent.Tls tls = exchange.tls();
        if (tls == null || (tls.issuer() == null && tls.certificateNames().isEmpty())) {
            return;
        }
        Key key = new Key(exchange.client().address(), exchange.server(), exchange.asked());
        Shown shown = servers.get(key);
        if (shown == null) {
            if (servers.size() >= MOST_SERVERS) {
                notFollowed++;
                return;
            }
            shown = new Shown(unit, row, tls);
            shown.first = exchange.firstNanos();
            servers.put(key, shown);
        }
        shown.completes |= exchange.isOk();
        shown.attempts++;
        shown.last = Math.max(shown.last, exchange.lastNanos());
    }

    /** Handshakes with servers beyond the bound. */
    long notFollowed() {
        return notFollowed;
    }

    List<Finding> findings(Findings.Verdicts verdicts) {
        List<Finding> findings = new ArrayList<>();
        servers.forEach((key, shown) -> {
            if (shown.fault != null) {
                boolean problem = !shown.completes
                        && shown.row != null
                        && verdicts.blames(shown.row, shown.unit, key.server(), key.asked());
                findings.add(finding(
                        "certificate-invalid",
                        problem ? "problem" : "note",
                        key,
                        shown,
                        "The certificate that "
                                + (key.asked() == null
                                        ? key.server()
                                        : key.asked() + " through the proxy " + key.server())
                                + " shows for " + nameOf(shown, key) + " " + shown.fault
                                + (shown.completes ? "; the unit accepts it." : ".")));
            }
            // where none of the handshakes completes, the failure itself is told with it
            if (shown.intercepted && shown.completes) {
                findings.add(finding(
                        "tls-intercepted",
                        "note",
                        key,
                        shown,
                        Interception.sentence(shown.tls, nameOf(shown, key)) + " The unit accepts it."));
            }
        });
        return findings;
    }

    private static String nameOf(Shown shown, Key key) {
        return shown.tls.serverName() == null ? key.server().address().toString() : shown.tls.serverName();
    }

    private static Finding finding(String kind, String severity, Key key, Shown shown, String detail) {
        return new Finding(
                kind,
                shown.row == null ? null : shown.row.id(),
                severity,
                "TCP",
                key.client().toString(),
                null,
                key.server().address().toString(),
                key.server().port(),
                shown.first,
                shown.last,
                shown.attempts,
                shown.attempts,
                detail);
    }

    /** {@code expired on 2026-01-31}, {@code is valid from 2027-01-01 on only}; null where it was valid when it was shown, or nothing tells. */
    static String outOfTime(TcpContent.Tls tls) {
        if (tls.validToNanos() != TcpContent.Tls.UNKNOWN_TIME && tls.validToNanos() < tls.helloNanos()) {
            return "expired on " + date(tls.validToNanos());
        }
        if (tls.validFromNanos() != TcpContent.Tls.UNKNOWN_TIME && tls.validFromNanos() > tls.helloNanos()) {
            return "is valid from " + date(tls.validFromNanos()) + " on only";
        }
        return null;
    }

    private static String date(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L))
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
    }

    /** Null where a name fits, the client named nobody, or the certificate has too many names to know them all. */
    private static String otherNames(TcpContent.Tls tls) {
        String wanted = tls.serverName();
        List<String> names = tls.certificateNames();
        if (wanted == null
                || Address.parse(wanted) != null
                || names.isEmpty()
                || names.size() >= TcpContent.Tls.MOST_CERTIFICATE_NAMES
                || names.stream().anyMatch(name -> fits(name.toLowerCase(Locale.ROOT), wanted))) {
            return null;
        }
        return "is for other names: " + Words.list(names, NAMES_SHOWN);
    }

    /** A leading {@code *} stands for one label, RFC 6125 section 6.4.3. */
    private static boolean fits(String name, String wanted) {
        if (!name.startsWith("*.")) {
            return name.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        return dot > 0 && wanted.substring(dot).equals(name.substring(1));
    }
}
