package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;

/**
 * Tries to reach {@code lyncdiscoverinternal}, which fail by design wherever the site's own servers cannot be reached: a client asks for it
 * first and for {@code lyncdiscover} next. They are held back until the whole capture is known. Where {@code lyncdiscover} works, in
 * whichever row, the internal name's failures count only beside servers of the same row that work, as a note.
 */
final class Autodiscover {
    private static final String INTERNAL = "lyncdiscoverinternal.";
    private static final String EXTERNAL = "lyncdiscover.";

    private final List<HeldBack> heldBack = new ArrayList<>();
    private final Set<Address> unitsWithExternal = new HashSet<>();

    /** A failed try, as {@link Conversations} told it. */
    record HeldBack(Address unit, Endpoint peer, RowAssignment.Rows rows, Exchange exchange, Conversations.Kind kind) {}

    static boolean isInternal(String name) {
        return name.startsWith(INTERNAL);
    }

    static boolean isExternal(String name) {
        return name.startsWith(EXTERNAL);
    }

    /** Whether the exchange is held back; {@code peers} know all names that the server ever had. */
    boolean holdsBack(
            Address unit,
            Endpoint peer,
            RowAssignment.Rows rows,
            Exchange exchange,
            Conversations.Kind kind,
            PeerNames peers) {
        boolean settled = exchange.isOk() && unitsWithExternal.contains(unit);
        if (settled
                || exchange.asked() == null && !peers.knows(exchange.server().address())) {
            return false;
        }
        List<String> names = exchange.asked() != null
                ? List.of(exchange.asked())
                : peers.everOf(unit, exchange.server().address());
        if (exchange.isOk()) {
            if (names.stream().anyMatch(Autodiscover::isExternal)) {
                unitsWithExternal.add(unit);
            }
            return false;
        }
        boolean internal = names.stream().anyMatch(Autodiscover::isInternal)
                && names.stream().noneMatch(Autodiscover::isExternal);
        if (internal) {
            heldBack.add(new HeldBack(unit, peer, rows, exchange, kind));
        }
        return internal;
    }

    List<HeldBack> heldBack() {
        return heldBack;
    }

    boolean externalWorks(Address unit) {
        return unitsWithExternal.contains(unit);
    }
}
