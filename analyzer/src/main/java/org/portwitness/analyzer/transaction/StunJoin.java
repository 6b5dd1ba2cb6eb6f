package org.portwitness.analyzer.transaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Matches STUN answers that one lane received with requests that another lane saw: servers may answer from addresses that fall to other lanes
 * than the one asked. Done when somebody asks for the evidence of all lanes; once more changes nothing.
 *
 * <p>The rules are those of {@link StunTransactions} within a lane: an answer goes to the newest transaction of its client socket and id that
 * was open when it came; one that came before any request answers the first one after it, without a round-trip time.
 */
public final class StunJoin {
    private final List<StunTransactions> lanes;

    private StunJoin(List<StunTransactions> lanes) {
        this.lanes = lanes;
    }

    /** All lanes of one capture; each kept the order. */
    public static void join(List<StunTransactions> lanes) {
        StunJoin join = new StunJoin(lanes);
        join.answers().forEach(join::match);
    }

    private record Answer(StunTransactions lane, int slot) {
        long place() {
            return lane.unaskedAnswers().beganAt(slot);
        }
    }

    /** Not many: most answers find their requests in their own lane. */
    private List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        for (StunTransactions lane : lanes) {
            for (int slot = 0; slot < lane.unaskedAnswers().size(); slot++) {
                if (!lane.unaskedAnswers().isEmpty(slot)) {
                    answers.add(new Answer(lane, slot));
                }
            }
        }
        answers.sort(Comparator.comparingLong(Answer::place));
        return answers;
    }

    private void match(Answer answer) {
        long place = answer.place();
        StunTransactions lane = null;
        int best = StunLedger.NONE;
        long bestBegan = 0;
        boolean known = false;
        for (StunTransactions other : lanes) {
            if (other == answer.lane) {
                continue; // it would have been matched there
            }
            StunLedger ledger = other.ledger();
            for (int slot = newest(ledger, answer); slot != StunLedger.NONE; slot = ledger.next(slot)) {
                if (!isAskedBy(ledger, slot, answer)) {
                    continue;
                }
                long began = ledger.beganAt(slot);
                boolean before = began < place;
                known |= before;
                // what a lane found answered when it was sent stays so
                boolean open = (ledger.flags(slot) & StunOutcomes.ANSWERED) == 0
                        || other.answeredAt(slot) > Math.max(place, began);
                // newest before the answer; else the first behind it
                if (open && (best == StunLedger.NONE || isNearer(began, bestBegan, place))) {
                    best = slot;
                    bestBegan = began;
                    lane = other;
                }
            }
        }
        if (best != StunLedger.NONE && (bestBegan < place || !known)) {
            lane.answerFrom(best, answer.lane, answer.slot);
        }
    }

    private static boolean isNearer(long began, long than, long place) {
        return began < place ? than > place || began > than : than > place && began < than;
    }

    private static int newest(StunLedger ledger, Answer answer) {
        StunLedger answers = answer.lane.unaskedAnswers();
        int slot = answer.slot;
        return ledger.first(
                answers.get(slot, StunLedger.CLIENT_HIGH),
                answers.get(slot, StunLedger.CLIENT_LOW),
                answers.clientPort(slot),
                answers.protocol(slot),
                answers.get(slot, StunLedger.ID_HIGH),
                answers.get(slot, StunLedger.ID_LOW));
    }

    private static boolean isAskedBy(StunLedger ledger, int slot, Answer answer) {
        StunLedger answers = answer.lane.unaskedAnswers();
        int of = answer.slot;
        return ledger.isOf(
                slot,
                answers.get(of, StunLedger.CLIENT_HIGH),
                answers.get(of, StunLedger.CLIENT_LOW),
                answers.clientPort(of),
                answers.method(of),
                answers.protocol(of),
                answers.get(of, StunLedger.ID_HIGH),
                answers.get(of, StunLedger.ID_LOW));
    }
}
