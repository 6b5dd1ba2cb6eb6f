package org.portwitness.analyzer.ports;

import java.util.List;
import java.util.Set;

/**
 * One row of a port table: who must reach whom on which ports, what for, and how traffic is known to belong to it.
 *
 * @param id fixed name of the row, used in reports and scripts
 * @param table the table it stands in
 * @param from who opens the connections
 * @param to the servers, in words
 * @param servers roles of the servers it accepts
 * @param names a server with such a name belongs to this row, whatever its address
 * @param likelyNames a server with such a name belongs here where nothing better is known
 * @param purpose what the vendor says that it is for
 * @param note more about the requirement, such as when it is not needed; null where there is nothing to say
 * @param group the one-of group, else null
 * @param belowVersion legacy rows: the first firmware that does not need it; else null
 * @param services what is spoken there; evidence of any of them satisfies the row
 * @param endpoints the part of the Office 365 list that the servers stand in; null where they do not
 * @param byPort the port alone puts traffic here where the server's name and role are not known
 * @param catchAll takes only what no other row takes
 * @param mediaPorts {@code --media-ports} replaces the ports
 */
public record PortRow(
        String id,
        String table,
        Initiator from,
        String to,
        Set<Role> servers,
        List<NamePattern> names,
        List<NamePattern> likelyNames,
        Set<Protocol> protocols,
        PortSet ports,
        String purpose,
        String note,
        Requirement requirement,
        String group,
        FirmwareVersion belowVersion,
        Scope scope,
        Set<ServiceKind> services,
        EndpointKind endpoints,
        boolean byPort,
        boolean catchAll,
        boolean mediaPorts) {

    /** Whether this row has the port. */
    public boolean has(Protocol protocol, int port) {
        return protocols.contains(protocol) && ports.contains(port);
    }

    public boolean serves(ServiceKind service) {
        return services.contains(service);
    }

    public boolean accepts(Role role) {
        return servers.contains(role);
    }

    /** Whether a server with that name certainly belongs to this row. */
    public boolean isNamed(String host) {
        return matches(names, host);
    }

    /** Whether the name looks like one of this row's servers. */
    public boolean isLikelyNamed(String host) {
        return matches(likelyNames, host);
    }

    private static boolean matches(List<NamePattern> patterns, String host) {
        for (NamePattern pattern : patterns) {
            if (pattern.matches(host)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a unit with that firmware needs the row at all; legacy rows apply strictly below their version.
     *
     * @param version null where it is not known: then every row applies
     */
    public boolean appliesTo(FirmwareVersion version) {
        return belowVersion == null || version == null || version.isBelow(belowVersion);
    }

    /** {@code TCP}, {@code UDP}, in this order. */
    public List<String> protocolNames() {
        return protocols.stream().sorted().map(Protocol::name).toList();
    }

    PortRow withPorts(PortSet other) {
        return new PortRow(
                id,
                table,
                from,
                to,
                servers,
                names,
                likelyNames,
                protocols,
                other,
                purpose,
                note,
                requirement,
                group,
                belowVersion,
                scope,
                services,
                endpoints,
                byPort,
                catchAll,
                mediaPorts);
    }
}
