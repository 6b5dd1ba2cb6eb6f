package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.ports.AddressRange;
import org.portwitness.analyzer.ports.EndpointKind;
import org.portwitness.analyzer.ports.Endpoints;
import org.portwitness.analyzer.ports.Initiator;
import org.portwitness.analyzer.ports.NamePattern;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.report.Report.Permission;
import org.portwitness.analyzer.report.Report.Verdict;

/**
 * What to do about a row that does not work, in words that a firewall team can act on. Destinations come from the newest Office 365
 * list or the one given, never from an older one.
 *
 * @param namesOf names of a server as the units knew them
 * @param distances who is nearer than a server whose name a refusal bears
 */
record Advice(Endpoints endpoints, Function<Address, List<String>> namesOf, Distances distances) {
    private static final int MOST_DESTINATIONS = 6;
    private static final int TCP = 6;

    /**
     * What to ask for.
     *
     * @param sentence null where there is nothing to ask for
     * @param permission null where no permission would help
     */
    record Asked(String sentence, Permission permission) {
        static final Asked NOTHING = new Asked(null, null);

        /** Something else than a permission. */
        static Asked otherwise(String sentence) {
            return new Asked(sentence, null);
        }
    }

    /**
     * What the row needs.
     *
     * @param units the units that the row fails for
     * @param senders who tried to reach the unit, for rows that others open
     */
    Asked of(PortRow row, Verdict verdict, List<ServerEvidence> failing, List<Address> units, List<Address> senders) {
        return switch (verdict) {
            case BLOCKED, ONE_WAY ->
                Exchanges.CONNECT_REQUESTS.equals(RowVerdict.sum(failing).failures.silentWhat)
                        ? Asked.otherwise(ofSilentProxy(failing))
                        : Exchanges.TURN_HELLOS.equals(RowVerdict.sum(failing).failures.silentWhat)
                                ? Asked.otherwise(ofTurnHello(failing, units))
                                : allow(row, failing, units, senders, null);
            case PARTIAL ->
                failing.stream().allMatch(s -> s.failures.tlsFailed > 0 && !s.isRefused() && !s.isSilentForSure())
                        ? Asked.otherwise(ofTls(failing, units))
                        : onlyTurnHellos(notOpen(failing))
                                ? Asked.otherwise(ofTurnHello(notOpen(failing), units))
                                : ofRefused(row, notOpen(failing), units, senders, /* partly= */ true);
            case REFUSED -> ofRefused(row, failing, units, senders, /* partly= */ false);
            case TLS_FAILED -> Asked.otherwise(ofTls(failing, units));
            case INCONCLUSIVE, OK, NOT_SEEN, NOT_APPLICABLE -> Asked.NOTHING;
        };
    }

    /** Without those whose TCP port is open: no firewall rule for the port helps them. */
    private static List<ServerEvidence> notOpen(List<ServerEvidence> failing) {
        return failing.stream()
                .filter(s -> s.isRefused() || s.isSilentForSure())
                .toList();
    }

    /** The TCP port of all of them is open, and the TURN client's first bytes are what nothing answers. */
    private static boolean onlyTurnHellos(List<ServerEvidence> failing) {
        return !failing.isEmpty()
                && failing.stream()
                        .allMatch(s -> !s.isRefused() && Exchanges.TURN_HELLOS.equals(s.failures.silentWhat));
    }

    private Asked ofRefused(
            PortRow row, List<ServerEvidence> failing, List<Address> units, List<Address> senders, boolean partly) {
        ServerEvidence all = RowVerdict.sum(failing);
        if (row.from() == Initiator.SENDER
                && all.failures.refusal != null
                && units.contains(all.failures.refusal.by())) {
            return Asked.otherwise("No firewall rule changes this: the unit itself refuses, nothing listens there.");
        }
        if (all.failures.refusal == null && Exchanges.CONNECT_REQUESTS.equals(all.failures.refusedWhat)) {
            List<String> to = partly || row.catchAll() || row.names().isEmpty()
                    ? askedOfProxy(failing)
                    : List.of(row.names().get(0).toString());
            return ofProxy(row, to, failing, units, all.failures.refusedHow.endsWith(Exchanges.PROXY_CANNOT_REACH));
        }
        if (all.failures.refusal == null && Exchanges.TURN_HELLOS.equals(all.failures.refusedWhat)) {
            return Asked.otherwise(ofTurnHello(failing, units));
        }
        boolean byServer = all.failures.refusal != null
                && failing.stream().anyMatch(s -> s.server.address().equals(all.failures.refusal.by()));
        boolean nearer = all.failures.refusal != null
                && failing.stream()
                        .filter(s -> s.failures.refusal != null
                                && s.failures.refusal.by().equals(s.server.address()))
                        .anyMatch(
                                s -> distances.of(s.failures.refusal, s.server.address()) == Distances.Refuser.NEARER);
        if (nearer) {
            return allow(
                    row,
                    failing,
                    units,
                    senders,
                    "the refusal comes from something nearer than " + Words.list(addresses(failing), 3)
                            + ", so asking its owner does not help");
        }
        if (all.failures.refusal != null && (all.failures.refusal.isReset() || byServer)) {
            return allow(
                    row,
                    failing,
                    units,
                    senders,
                    "where that is permitted already, ask the owner of " + Words.list(addresses(failing), 3)
                            + ", whose address the refusal bears");
        }
        return allow(
                row,
                failing,
                units,
                senders,
                all.failures.refusal == null ? null : "the refusal comes from " + all.failures.refusal.by());
    }

    private static String ofSilentProxy(List<ServerEvidence> failing) {
        return "Look at the proxy " + Words.list(addresses(failing), 3)
                + ": it takes the connection and does not answer"
                + " CONNECT " + Words.list(failing.stream().map(s -> s.asked).toList(), 3)
                + ", as where it waits for the destination itself.";
    }

    /** Hosts that a proxy was asked for, each once. */
    private static List<String> askedOfProxy(List<ServerEvidence> failing) {
        return failing.stream()
                .filter(s -> s.asked != null)
                .map(s -> s.asked.substring(0, s.asked.lastIndexOf(':')))
                .distinct()
                .sorted()
                .toList();
    }

    /** {@code to}: what the proxy should let the units reach. */
    private static Asked ofProxy(
            PortRow row, List<String> to, List<ServerEvidence> failing, List<Address> units, boolean cannotReach) {
        List<String> proxies =
                addresses(failing.stream().filter(s -> s.asked != null).toList());
        if (cannotReach) {
            return new Asked(
                    "Let the proxy " + Words.list(proxies, 3) + " out to " + Words.list(to, 3) + ".",
                    new Permission(proxies, to, row.protocolNames(), row.ports().toString(), null, null));
        }
        return new Asked(
                "Permit " + Words.list(to, 3) + " on the proxy " + Words.list(proxies, 3) + " for "
                        + Words.list(texts(units), 3) + ".",
                new Permission(
                        merged(units),
                        to,
                        row.protocolNames(),
                        row.ports().toString(),
                        String.join(" ", proxies),
                        null));
    }

    /** TCP opens, so the port is permitted; somebody does not like what comes next. */
    private static String ofTurnHello(List<ServerEvidence> failing, List<Address> units) {
        return "Exempt " + Words.list(addresses(failing), 3) + " from TLS inspection for " + Words.list(texts(units), 3)
                + ": what TURN says first looks like TLS and is not.";
    }

    private String ofTls(List<ServerEvidence> failing, List<Address> units) {
        TcpContent.Tls tls = RowVerdict.sum(failing).failures.tls;
        String server = serverName(tls, failing);
        String unit = Words.list(texts(units), 3);
        if (tls == null) {
            return "Ask the owner of " + server + " why TLS fails for " + unit + ".";
        }
        boolean byClient = tls.progress() == TcpContent.Progress.ALERT_BY_CLIENT
                || tls.progress() == TcpContent.Progress.ABORTED_BY_CLIENT;
        String time = CertificateFaults.outOfTime(tls);
        if (byClient && time != null) {
            return "Ask the owner of " + server + " to renew its certificate, which " + time + ".";
        }
        if (byClient
                && tls.alert() == TlsAlert.CERTIFICATE_EXPIRED
                && tls.validToNanos() != TcpContent.Tls.UNKNOWN_TIME) {
            return "Set the clock of " + unit + ": the certificate of " + server + " was valid when it was shown.";
        }
        return switch (tls.progress()) {
            case ALERT_BY_CLIENT, ABORTED_BY_CLIENT ->
                tls.progress() == TcpContent.Progress.ALERT_BY_CLIENT
                                && tls.alert() != TlsAlert.UNKNOWN_CA
                                && (tls.alert() < 42 || tls.alert() > 48)
                                && tls.alert() >= 0
                        ? "Check which TLS versions and ciphers the unit and " + server + " share."
                        : "Install the root certificate" + (tls.issuer() == null ? "" : " of " + tls.issuer())
                                + " on the unit, as its vendor advises for internal servers, or exempt " + server
                                + " from TLS inspection.";
            case ALERT_BY_SERVER ->
                "Check which TLS versions, ciphers and names " + server + " accepts from " + unit + ".";
            case CLOSED_BY_SERVER ->
                "Ask the owner of " + server + " why it closes the connection, and exempt it from TLS inspection for "
                        + unit + ".";
            case RESET_AFTER_HELLO -> "Exempt " + server + " from TLS inspection and name filters for " + unit + ".";
            case SILENCE_UNACKNOWLEDGED ->
                "Check the path MTU and content filters between " + unit + " and " + server
                        + ": small packets pass, the TLS hello does not.";
            case HTTP_INSTEAD ->
                "Exempt " + unit + " from the proxy or captive portal that answers for " + server + ".";
            case SILENCE_ACKNOWLEDGED ->
                "Look for a device that accepts TCP on behalf of " + server
                        + " but does not pass TLS, such as a proxy, and exempt " + unit + " from it.";
            case ESTABLISHED, HELLO_INCOMPLETE, HELLO_PENDING, SERVER_HELLO_SEEN ->
                "Ask the owner of " + server + " why TLS fails for " + unit + ".";
        };
    }

    private String serverName(TcpContent.Tls tls, List<ServerEvidence> failing) {
        if (tls != null && tls.serverName() != null) {
            return tls.serverName();
        }
        return failing.isEmpty() ? "the server" : Words.list(addresses(failing), 3);
    }

    /** {@code Allow UDP 3478 from 10.20.30.40 to 52.112.0.0/14; remark.}, and the same as a rule. */
    private Asked allow(
            PortRow row, List<ServerEvidence> failing, List<Address> units, List<Address> senders, String remark) {
        boolean toUnit = row.from() == Initiator.SENDER;
        List<String> protocols = protocols(row, failing);
        List<String> destinations = toUnit ? texts(units) : destinations(row, failing);
        String sentence = "Allow " + String.join(" and ", protocols) + " " + row.ports() + " from "
                + Words.list(texts(toUnit ? senders : units), 3) + " to "
                + Words.list(destinations, toUnit ? 3 : MOST_DESTINATIONS);
        return new Asked(
                sentence + (remark == null ? "" : "; " + remark) + ".",
                new Permission(
                        merged(toUnit ? senders : units),
                        toUnit ? merged(units) : destinations,
                        protocols,
                        row.ports().toString(),
                        null,
                        remark));
    }

    private static List<String> merged(List<Address> addresses) {
        return AddressRange.merged(addresses.stream().map(AddressRange::of).toList()).stream()
                .map(AddressRange::toString)
                .toList();
    }

    private static List<String> protocols(PortRow row, List<ServerEvidence> failing) {
        Set<String> used = failing.stream()
                .map(s -> s.protocol == TCP ? "TCP" : "UDP")
                .collect(Collectors.toCollection(TreeSet::new));
        used.retainAll(row.protocolNames());
        return used.isEmpty() ? row.protocolNames() : List.copyOf(used);
    }

    private List<String> destinations(PortRow row, List<ServerEvidence> failing) {
        if (!row.names().isEmpty()) {
            return row.names().stream().limit(1).map(NamePattern::toString).toList();
        }
        if (row.endpoints() == null) {
            return addresses(failing);
        }
        Set<String> ranges = new LinkedHashSet<>();
        boolean ipv6 = false;
        List<String> outside = new ArrayList<>();
        for (ServerEvidence server : failing) {
            AddressRange range = endpoints.newestCovering(server.server.address());
            ipv6 |= !server.server.address().isIpv4();
            if (range != null) {
                ranges.add(range.toString());
            } else {
                outside.add(nameOr(server.server.address()));
            }
        }
        if (row.endpoints() == EndpointKind.MEDIA) {
            for (AddressRange range : endpoints.mediaRanges()) {
                if (range.isIpv4() || ipv6) {
                    ranges.add(range.toString());
                }
            }
        }
        return ranges.isEmpty() ? outside : List.copyOf(ranges);
    }

    private String nameOr(Address address) {
        List<String> names = namesOf.apply(address);
        return names.isEmpty() ? address.toString() : names.get(0);
    }

    private static List<String> addresses(List<ServerEvidence> servers) {
        return servers.stream()
                .map(s -> s.server.address().toString())
                .distinct()
                .toList();
    }

    private static List<String> texts(List<Address> addresses) {
        return addresses.stream().map(Address::toString).toList();
    }
}
