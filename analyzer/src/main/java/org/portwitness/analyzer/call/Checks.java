package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.verdict.Assignments;
import org.portwitness.analyzer.verdict.Words;

/**
 * The ICE checks of a call, taken together: many pairs are tried, one or two win, and the others prove nothing. Checks that keep a running
 * call alive are told only where they fail.
 */
final class Checks {
    /** Checks go on for a while beside the first media. */
    private static final long BESIDE_MEDIA_NANOS = 5_000_000_000L;

    private final List<StunTransaction> all = new ArrayList<>();
    private final Set<Endpoint> candidates = new LinkedHashSet<>();
    private final Set<Endpoint> answering = new LinkedHashSet<>();
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos;
    private long byPeer;
    private long silent;
    private long refused;
    private long undecided;
    private long unheard;
    private boolean onlyPrivate = true;
    private String row;
    private String refusedHow;
    private Event event;

    private Checks() {}

    static Checks of(CallSpan call, Assignments assignments) {
        long firstMedia =
                call.media.stream().mapToLong(MediaFlow::firstNanos).min().orElse(Long.MAX_VALUE);
        long until = firstMedia == Long.MAX_VALUE ? Long.MAX_VALUE : firstMedia + BESIDE_MEDIA_NANOS;
        Checks checks = new Checks();
        for (Trace.Asked one : call.asked) {
            if (one.stun().iceCheck() && !one.isAllocate() && one.stun().firstNanos() <= until) {
                checks.add(one, assignments);
            }
        }
        return checks;
    }

    private void add(Trace.Asked one, Assignments assignments) {
        StunTransaction stun = one.stun();
        Endpoint peer = one.byUnit() ? stun.server() : stun.client();
        all.add(stun);
        candidates.add(peer);
        byPeer += one.byUnit() ? 0 : 1;
        firstNanos = Math.min(firstNanos, one.firstNanos());
        lastNanos = Math.max(lastNanos, one.lastNanos());
        if (stun.isAnswered()) {
            if (answering.add(peer) && answering.size() == 1) {
                row = assignments.rowOf(stun);
            }
            return;
        }
        if (!one.byUnit()) {
            // nobody knows whether the unit wanted to answer
            unheard++;
            return;
        }
        Assignments.Ending ending = assignments.endingOf(stun);
        switch (ending.fate()) {
            case REFUSED -> {
                refused++;
                refusedHow = ending.how();
            }
            case NO_ANSWER -> silent++;
            default -> undecided++;
        }
        onlyPrivate &= peer.address().isPrivate();
        if (row == null && answering.isEmpty()) {
            row = assignments.rowOf(stun);
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean foundAPath() {
        return !answering.isEmpty();
    }

    /** All failed, and their failing says something. */
    boolean allFailed() {
        return answering.isEmpty() && silent + refused > 0 && undecided == 0;
    }

    /** Candidates that cannot be reached from elsewhere: their silence proves nothing. */
    boolean onlyPrivate() {
        return onlyPrivate;
    }

    Event event() {
        if (event == null) {
            String peer = answering.isEmpty()
                    ? candidates.size() == 1 ? candidates.iterator().next().toString() : null
                    : answering.iterator().next().toString();
            event = new Event(
                    StepKind.ICE_CHECK, firstNanos, lastNanos, row, peer, outcome(), tried() + "; " + result() + ".");
        }
        return event;
    }

    private StepOutcome outcome() {
        if (foundAPath()) {
            return StepOutcome.OK;
        }
        if (undecided > 0 || silent + refused == 0) {
            return StepOutcome.UNDECIDED;
        }
        return silent > 0 ? StepOutcome.NO_ANSWER : StepOutcome.REFUSED;
    }

    /** {@code 12 ICE checks with 4 candidates} */
    String tried() {
        String from =
                byPeer == 0 ? "" : byPeer == all.size() ? " from the far side" : " (" + byPeer + " from the far side)";
        return Words.count(all.size(), "ICE checks") + from + " with " + Words.count(candidates.size(), "candidates");
    }

    private String result() {
        if (foundAPath()) {
            String which = Words.list(answering.stream().map(Endpoint::toString).toList(), 2);
            return candidates.size() == 1
                    ? "it is reached: " + which
                    : (answering.size() == candidates.size() ? "all" : answering.size() + " of them")
                            + (answering.size() == 1 ? " is" : " are") + " reached: " + which;
        }
        if (undecided > 0) {
            return "the capture ends too soon to tell";
        }
        return silent + unheard > 0 ? "none is answered" : "refused: " + refusedHow;
    }
}
