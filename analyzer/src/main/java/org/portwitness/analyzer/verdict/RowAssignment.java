package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.portwitness.analyzer.Settings.Deployment;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.ports.Initiator;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.ports.PortTables;
import org.portwitness.analyzer.ports.Protocol;
import org.portwitness.analyzer.ports.Role;
import org.portwitness.analyzer.ports.Scope;
import org.portwitness.analyzer.ports.ServiceKind;

/**
 * Which row of the port tables an exchange counts for. The order of the rules is that of `protocols.md` 14, the user's own word first:
 *
 * <ol>
 *   <li>somebody connects to the unit: the rows that others open
 *   <li>what is seen inside is TURN: the TURN row of the table where the peer belongs
 *   <li>the user gave the server a role
 *   <li>a name of the server stands in a row
 *   <li>a name, then the address, stands in the Office 365 list
 *   <li>a name looks like one of a row's servers
 *   <li>nothing is known of the server, and the port alone says it
 *   <li>the row that takes everything else
 * </ol>
 */
final class RowAssignment {
    /** Signalling of Skype for Business servers; inside the media range, but no media (SIP, PSOM, focus, web components). */
    private static final List<int[]> SIGNALLING = List.of(
            new int[] {5060, 5090}, new int[] {8057, 8065}, new int[] {4443, 4443}, new int[] {8080, 8080}, new int[] {
                8443, 8443
            });

    private final PortTables tables;
    private final PeerRoles roles;
    private final PeerNames names;
    private final Deployment deployment;
    /** Client sockets that were also used for STUN or media over UDP: such a TCP connection is TURN. */
    private final Set<Endpoint> mediaSockets;

    /** Rows that may apply, by protocol and port, the narrowest range first; filled as ports are asked for. */
    private final PortRow[][] rowsOnPort = new PortRow[2 << 16][];

    private final IdentityHashMap<PortRow, Rows> alone = new IdentityHashMap<>();

    /** Of servers that nothing is known of but address and port: by port, and whether the address is an Office 365 service's. */
    private final Rows[] nameless = new Rows[2 << 16];

    /**
     * @param rows rows it counts for; several only where it cannot be told which
     * @param ambiguous success then proves only {@code generic}
     * @param generic the row that takes everything, for an ambiguous exchange; null where there is none
     */
    record Rows(List<PortRow> rows, boolean ambiguous, PortRow generic) {
        static final Rows NONE = new Rows(List.of(), false, null);

        boolean isEmpty() {
            return rows.isEmpty();
        }

        List<String> ids() {
            List<String> ids = new ArrayList<>(rows.size() + 1);
            rows.forEach(r -> ids.add(r.id()));
            if (ambiguous && generic != null) {
                ids.add(generic.id());
            }
            return ids;
        }
    }

    RowAssignment(
            PortTables tables, PeerRoles roles, PeerNames names, Deployment deployment, Set<Endpoint> mediaSockets) {
        this.tables = tables;
        this.roles = roles;
        this.names = names;
        this.deployment = deployment;
        this.mediaSockets = new HashSet<>(mediaSockets);
        tables.rows().forEach(row -> alone.put(row, new Rows(List.of(row), false, null)));
    }

    /** Rows that others open towards the unit. */
    Rows toUnit(Protocol protocol, int port) {
        return first(protocol, port, row -> row.from() == Initiator.SENDER);
    }

    /** A TCP connection that the unit opens. */
    Rows fromUnit(TcpConnection connection) {
        Address server = connection.server().address();
        if (!connection.content().isNothing()
                || names.knows(server)
                || mediaSockets.contains(connection.client())
                || !given(server, List.of()).isEmpty()) {
            return assigned(connection);
        }
        int at = (roles.isOffice365Service(server) ? 1 << 16 : 0)
                | connection.server().port();
        if (nameless[at] == null) {
            nameless[at] = assigned(connection);
        }
        return nameless[at];
    }

    private Rows assigned(TcpConnection connection) {
        TcpContent.Http http = connection.content().http();
        boolean proxied = http != null && http.connectHost() != null;
        List<String> known = names.of(connection);
        int port = proxied ? http.connectPort() : connection.server().port();
        Address address = proxied
                ? Address.parse(http.connectHost())
                : connection.server().address();
        Set<Role> given = given(address, known);

        if (isTurn(connection)) {
            boolean online = isOnline(address, known);
            Rows turn = first(
                    Protocol.TCP,
                    port,
                    row -> row.from() == Initiator.UNIT
                            && isOf(row, online)
                            && (row.serves(ServiceKind.TURN_TCP) || row.serves(ServiceKind.MEDIA)));
            if (!turn.isEmpty()) {
                return turn;
            }
        }
        if (!given.isEmpty()) {
            Rows byRole = ofGivenRoles(port, given, known);
            if (!byRole.isEmpty()) {
                return byRole;
            }
        }
        for (String name : known) {
            Rows named = unitRows(port, row -> row.isNamed(name));
            if (!named.isEmpty()) {
                return named;
            }
        }
        if (known.stream().anyMatch(roles::isOffice365Name) || (address != null && roles.isOffice365Service(address))) {
            Rows online = unitRows(port, row -> row.accepts(Role.OFFICE365));
            if (!online.isEmpty()) {
                return online;
            }
        }
        for (String name : known) {
            Rows likely = unitRows(port, row -> row.isLikelyNamed(name));
            if (!likely.isEmpty()) {
                return likely;
            }
        }
        if (known.isEmpty()) {
            Rows byPort = unitRows(port, row -> row.byPort() && !row.catchAll());
            if (!byPort.isEmpty()) {
                return byPort;
            }
        }
        return catchAll(port);
    }

    private Rows catchAll(int port) {
        return unitRows(port, row -> row.catchAll() && row.accepts(Role.ANY));
    }

    /** The rows of the roles; where there are several, the server's name may tell which. */
    private Rows ofGivenRoles(int port, Set<Role> given, List<String> known) {
        boolean signalling = isSignalling(port);
        List<PortRow> all = new ArrayList<>();
        for (Role role : given) {
            Rows rows = unitRows(port, row -> row.accepts(role) && !(signalling && row.serves(ServiceKind.MEDIA)));
            for (PortRow row : rows.rows()) {
                if (!all.contains(row)) {
                    all.add(row);
                }
            }
        }
        if (all.size() <= 1) {
            return all.isEmpty() ? Rows.NONE : alone.get(all.get(0));
        }
        List<PortRow> named = all.stream()
                .filter(row -> known.stream().anyMatch(n -> row.isNamed(n) || row.isLikelyNamed(n)))
                .toList();
        if (named.size() == 1) {
            return alone.get(named.get(0));
        }
        Rows rest = catchAll(port);
        return new Rows(
                List.copyOf(all), true, rest.isEmpty() ? null : rest.rows().get(0));
    }

    private static boolean isSignalling(int port) {
        return SIGNALLING.stream().anyMatch(r -> port >= r[0] && port <= r[1]);
    }

    /** TURN over TCP: by what it says, by its name, or because the client uses the same port for media (contract, verdicts). */
    boolean isTurn(TcpConnection connection) {
        TcpContent content = connection.content();
        if (content.pseudoTlsHello() || content.turnFramesOfClient() || content.turnFramesOfServer()) {
            return true;
        }
        if (content.http() != null && content.http().connectHost() != null) {
            return isRelayName(content.http().connectHost());
        }
        if (content.tls() != null) {
            String sni = content.tls().serverName();
            if (sni != null && (Address.parse(sni) != null || isRelayName(sni))) {
                return true;
            }
            if (content.tls().certificateNames().stream().anyMatch(RowAssignment::isRelayName)) {
                return true;
            }
        }
        return mediaSockets.contains(connection.client());
    }

    /** Whether a connection may be TURN for its client's port alone. */
    boolean knowsMediaSockets() {
        return !mediaSockets.isEmpty();
    }

    /** A name that a row of one of the deployments knows; the vendor's own cloud is none. */
    boolean isOfDeployment(String name) {
        return roles.isOffice365Name(name) && !roles.isExchangeName(name)
                || tables.rows().stream()
                        .anyMatch(row -> row.scope() != Scope.ALWAYS && (row.isNamed(name) || row.isLikelyNamed(name)));
    }

    /** A server of calendars only, as far as its name tells. */
    boolean isCalendar(List<String> known) {
        return !known.isEmpty() && roles.isExchangeName(known.get(0));
    }

    private static boolean isRelayName(String name) {
        return name.startsWith("turn.")
                || name.startsWith("relay.")
                || name.contains(".turn.")
                || name.contains(".relay.");
    }

    /**
     * STUN or media with a peer. With a forced deployment all of it belongs to that table, else the peer's place decides.
     *
     * @param stun a STUN exchange, else media
     */
    Rows ofMedia(Protocol protocol, Endpoint peer, List<String> known, boolean stun) {
        boolean online = isOnline(peer.address(), known);
        return first(
                protocol,
                peer.port(),
                row -> row.from() == Initiator.UNIT
                        && isOf(row, online)
                        && (row.serves(ServiceKind.MEDIA)
                                || row.serves(ServiceKind.STUN)
                                || (stun && row.serves(ServiceKind.TURN_TCP))));
    }

    /** DNS and DHCP. */
    Rows ofService(ServiceKind service) {
        for (PortRow row : tables.rows()) {
            if (row.serves(service)) {
                return alone.get(row);
            }
        }
        return Rows.NONE;
    }

    private Set<Role> given(Address address, List<String> known) {
        return roles.given(address == null ? NOWHERE : address, known);
    }

    /** Stands for the unknown address behind a proxy; no range of servers holds the unspecified address. */
    private static final Address NOWHERE = new Address(0, 0);

    private boolean isOnline(Address address, List<String> known) {
        return switch (deployment) {
            case ONLINE -> true;
            case ON_PREMISES -> false;
            case AUTO, HYBRID ->
                roles.isOnline(address == null ? NOWHERE : address, known)
                        || known.stream().anyMatch(roles::isOffice365Name);
        };
    }

    private static boolean isOf(PortRow row, boolean online) {
        return row.scope() == Scope.ALWAYS || (row.scope() == Scope.ONLINE) == online;
    }

    private Rows unitRows(int port, Predicate<PortRow> condition) {
        return first(Protocol.TCP, port, row -> row.from() == Initiator.UNIT && condition.test(row));
    }

    /** The first row with that port in the tables that can apply, the narrowest range first: known ports go before the media range. */
    private Rows first(Protocol protocol, int port, Predicate<PortRow> condition) {
        for (PortRow row : rowsOn(protocol, port)) {
            if (condition.test(row)) {
                return alone.get(row);
            }
        }
        return Rows.NONE;
    }

    private PortRow[] rowsOn(Protocol protocol, int port) {
        int at = protocol == Protocol.TCP ? port : 1 << 16 | port;
        if (rowsOnPort[at] == null) {
            rowsOnPort[at] = tables.rows().stream()
                    .filter(row -> row.has(protocol, port) && mayApply(row))
                    .sorted(Comparator.comparingInt(row -> row.ports().size()))
                    .toArray(PortRow[]::new);
        }
        return rowsOnPort[at];
    }

    private boolean mayApply(PortRow row) {
        return switch (deployment) {
            case ONLINE -> row.scope() != Scope.ON_PREMISES;
            case ON_PREMISES -> row.scope() != Scope.ONLINE;
            case AUTO, HYBRID -> true;
        };
    }
}
