package org.portwitness.analyzer.call;

import java.util.List;
import org.portwitness.analyzer.call.Relays.Asking;
import org.portwitness.analyzer.call.Relays.OverTcp;

/** The moment at which a unit that hears nothing from its relays over UDP turns to TCP. */
final class Fallback {
    private Fallback() {}

    /**
     * Null where UDP worked, was not tried, or TCP was not.
     *
     * @param believable silence means something in this capture
     */
    static Event of(Relays relays, boolean believable) {
        List<Asking> failing = relays.allocations().stream()
                .filter(a -> a.isSilent() || a.isRefused())
                .toList();
        if (failing.isEmpty() || relays.allocations().stream().anyMatch(a -> a.successes > 0)) {
            return null;
        }
        OverTcp first = null;
        boolean works = false;
        for (OverTcp relay : relays.overTcp()) {
            works |= relay.event.outcome() == StepOutcome.OK;
            if (first == null || relay.event.firstNanos() < first.event.firstNanos()) {
                first = relay;
            }
        }
        if (first == null) {
            return null;
        }
        Asking asking = failing.get(0);
        String port = "UDP " + asking.server.port();
        return new Event(
                StepKind.FALLBACK,
                first.event.firstNanos(),
                first.event.firstNanos(),
                first.event.row(),
                first.relay,
                works ? StepOutcome.OK : StepOutcome.FAILED,
                (believable ? "Nothing comes of " + port : "No answer over " + port + " is seen")
                        + ": the unit turns to TCP " + first.port + ".");
    }
}
