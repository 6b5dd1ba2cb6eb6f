package org.portwitness.analyzer.verdict;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.ports.EndpointArea;
import org.portwitness.analyzer.ports.EndpointMatch;
import org.portwitness.analyzer.ports.Endpoints;
import org.portwitness.analyzer.ports.Role;
import org.portwitness.analyzer.ports.ServerRole;

/** Which role a peer plays: as the user says, else as the Office 365 endpoint list says. */
final class PeerRoles {
    private final List<ServerRole> given;
    private final Endpoints endpoints;

    PeerRoles(List<ServerRole> given, Endpoints endpoints) {
        this.given = given;
        this.endpoints = endpoints;
    }

    /** Roles that the user gave this peer, by address or by one of its names. */
    Set<Role> given(Address address, List<String> names) {
        if (given.isEmpty()) {
            return Set.of();
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (ServerRole server : given) {
            if (server.matches(address) || names.stream().anyMatch(server::matches)) {
                roles.add(server.role());
            }
        }
        return roles;
    }

    /** A service of Office 365 that a unit needs, by name. */
    boolean isOffice365Name(String name) {
        EndpointMatch match = endpoints.areaOfName(name);
        return match != null && match.needed();
    }

    /** A name of Exchange Online: calendars, no calls. */
    boolean isExchangeName(String name) {
        EndpointMatch match = endpoints.areaOfName(name);
        return match != null && match.area() == EndpointArea.EXCHANGE;
    }

    /** A service of Office 365 that a unit needs, by address. */
    boolean isOffice365Service(Address address) {
        EndpointMatch match = endpoints.areaOf(address);
        return match != null && match.needed();
    }

    /** Whether STUN and media with this peer belong to the online tables: the user's word, else any Office 365 range. */
    boolean isOnline(Address address, List<String> names) {
        Set<Role> roles = given(address, names);
        if (!roles.isEmpty()) {
            return roles.contains(Role.OFFICE365);
        }
        return endpoints.areaOf(address) != null;
    }
}
