package org.portwitness.analyzer.call;

import java.util.Objects;
import org.portwitness.analyzer.report.Call;

/** A step while the story is still being made. Times in nanoseconds since the epoch; see {@link Call.Step}. */
record Event(
        StepKind kind, long firstNanos, long lastNanos, String row, String peer, StepOutcome outcome, String detail) {

    // the comparison that records get is put together at run time, which a short run feels
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Event event
                        && firstNanos == event.firstNanos
                        && lastNanos == event.lastNanos
                        && kind == event.kind
                        && outcome == event.outcome
                        && Objects.equals(row, event.row)
                        && Objects.equals(peer, event.peer)
                        && Objects.equals(detail, event.detail);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(firstNanos) + kind.hashCode();
    }

    /** The same where silence proves nothing: the capture may have missed what came back. */
    Event doubted() {
        return outcome == StepOutcome.NO_ANSWER || outcome == StepOutcome.ONE_WAY
                ? new Event(
                        kind,
                        firstNanos,
                        lastNanos,
                        row,
                        peer,
                        StepOutcome.UNDECIDED,
                        detail.substring(0, detail.length() - 1) + ", as far as this capture shows.")
                : this;
    }

    Call.Step step(boolean decisive) {
        return new Call.Step(firstNanos, lastNanos, kind.text(), row, peer, outcome.text(), detail, decisive);
    }
}
