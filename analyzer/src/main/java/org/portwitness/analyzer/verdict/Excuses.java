package org.portwitness.analyzer.verdict;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.ports.ServiceKind;

/**
 * Failures beside something that works which are no fault of the row: they end as a note to "ok" (contract, verdicts).
 *
 * @param namesOf all names that a server ever had for the unit
 */
record Excuses(Function<Address, List<String>> namesOf) {
    /** A sentence for the note, null where nothing excuses the server. */
    String of(PortRow row, ServerEvidence failing, Collection<ServerEvidence> all) {
        if (failing.asked == null
                && !failing.server.address().isIpv4()
                && all.stream().anyMatch(s -> s.works() && s.server.address().isIpv4())) {
            return "IPv6 to " + failing.server.address() + " fails, IPv4 works.";
        }
        if (row.serves(ServiceKind.DNS)) {
            return "The DNS server " + failing.server.address() + " does not answer, another one does.";
        }
        List<String> names = namesOf(failing);
        if (names.stream().anyMatch(Autodiscover::isInternal) && externalWorks(all)) {
            return "lyncdiscoverinternal does not answer, as is usual outside the site; lyncdiscover does.";
        }
        return null;
    }

    private boolean externalWorks(Collection<ServerEvidence> all) {
        return all.stream()
                .filter(ServerEvidence::works)
                .flatMap(s -> namesOf(s).stream())
                .anyMatch(Autodiscover::isExternal);
    }

    /** Of a destination behind a proxy the one that the proxy was asked for; the proxy's own say nothing. */
    private List<String> namesOf(ServerEvidence server) {
        return server.asked == null ? namesOf.apply(server.server.address()) : List.of(server.asked);
    }
}
