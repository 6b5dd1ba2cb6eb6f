package org.portwitness.analyzer.transaction;

import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TransactionId;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.Ordered;
import org.portwitness.analyzer.wire.Stun;

/** How the transactions of a ledger ended by now: when silence is final for each kind of client, and the records told as evidence. */
final class StunOutcomes implements Ordered<StunTransaction> {
    private static final long MILLISECOND = 1_000_000;

    /** RFC 8489 6.2.1: Rc 7, Rm 16, RTO 500 ms; 6.2.2: Ti, the same over TCP. */
    static final long RFC_GIVES_UP_NANOS = 39_500 * MILLISECOND;

    /** RFC 3489 section 9.3. */
    static final long CLASSIC_GIVES_UP_NANOS = 9_500 * MILLISECOND;

    /** MS-TURN 3.2.2: every 650 ms, at most 9 repeats. */
    static final long MS_TURN_GIVES_UP_NANOS = 6_500 * MILLISECOND;

    /** Observed of MS-ICE2 checks: five times, every 300 ms. */
    static final long MS_ICE_GIVES_UP_NANOS = 1_500 * MILLISECOND;

    /** So many sendings and this silence behind the last decide earlier. */
    static final int SENDINGS_TO_DECIDE = 3;

    static final long SILENCE_TO_DECIDE_NANOS = 2_000 * MILLISECOND;

    /** Flags of a record: what its request is, and what came of it. */
    static final int MS_TURN = 1;

    static final int ICE_CHECK = 2;
    static final int MS_ICE = 4;
    static final int SUCCEEDED = 8;
    static final int FAILED = 16;
    static final int REFUSED = 32;
    static final int ANSWERED = SUCCEEDED | FAILED;

    /** The answer stands before the request in the capture. */
    static final int ANSWER_FIRST = 64;

    /** The request bears a nonce: a server has answered its client. */
    static final int CHALLENGED = 128;

    private final StunLedger ledger;
    private final CaptureClock clock;

    StunOutcomes(StunLedger ledger, CaptureClock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Its sender has given up by now, or as good as: what has not come will not come. */
    boolean isFinal(int slot) {
        long now = clock.runNanos();
        return now - ledger.get(slot, StunLedger.FIRST_RUN) >= givesUpAfterNanos(slot)
                || ledger.sendings(slot) >= SENDINGS_TO_DECIDE
                        && now - ledger.get(slot, StunLedger.LAST_RUN) >= SILENCE_TO_DECIDE_NANOS;
    }

    private long givesUpAfterNanos(int slot) {
        if (ledger.protocol(slot) == PacketFacts.TCP) {
            return RFC_GIVES_UP_NANOS;
        }
        int flags = ledger.flags(slot);
        if ((flags & MS_TURN) != 0) {
            return MS_TURN_GIVES_UP_NANOS;
        }
        if ((flags & MS_ICE) != 0) {
            return MS_ICE_GIVES_UP_NANOS;
        }
        return Stun.isCookie(ledger.get(slot, StunLedger.ID_HIGH)) ? RFC_GIVES_UP_NANOS : CLASSIC_GIVES_UP_NANOS;
    }

    @Override
    public Walk<StunTransaction> iterator() {
        return new Walk<>() {
            private int next = skipEmpty(0);

            @Override
            public boolean hasNext() {
                return next < ledger.size();
            }

            @Override
            public StunTransaction next() {
                if (next >= ledger.size()) {
                    throw new NoSuchElementException();
                }
                int slot = next;
                next = skipEmpty(slot + 1);
                return transaction(slot);
            }

            @Override
            public long place() {
                return ledger.beganAt(next);
            }
        };
    }

    private int skipEmpty(int from) {
        int slot = from;
        while (slot < ledger.size() && ledger.isEmpty(slot)) {
            slot++;
        }
        return slot;
    }

    private StunTransaction transaction(int slot) {
        StunTransaction.Outcome outcome = outcome(slot);
        int flags = ledger.flags(slot);
        boolean answered = (flags & ANSWERED) != 0;
        long byHigh = ledger.get(slot, StunLedger.BY_HIGH);
        long byLow = ledger.get(slot, StunLedger.BY_LOW);
        long byWhat = ledger.get(slot, StunLedger.BY_WHAT);
        long first = ledger.get(slot, StunLedger.FIRST);
        long answeredNanos = answered ? ledger.get(slot, StunLedger.DECIDED) : 0;
        boolean ambiguous = answered && ledger.sendings(slot) > 1;
        boolean timed = answered && !ambiguous && (flags & ANSWER_FIRST) == 0 && answeredNanos >= first;
        return new StunTransaction(
                new Endpoint(
                        new Address(ledger.get(slot, StunLedger.CLIENT_HIGH), ledger.get(slot, StunLedger.CLIENT_LOW)),
                        ledger.clientPort(slot)),
                new Endpoint(
                        new Address(ledger.get(slot, StunLedger.SERVER_HIGH), ledger.get(slot, StunLedger.SERVER_LOW)),
                        ledger.serverPort(slot)),
                ledger.protocol(slot),
                ledger.method(slot),
                new TransactionId(ledger.get(slot, StunLedger.ID_HIGH), ledger.get(slot, StunLedger.ID_LOW)),
                (flags & MS_TURN) != 0,
                (flags & ICE_CHECK) != 0,
                (flags & CHALLENGED) != 0,
                first,
                ledger.get(slot, StunLedger.LAST),
                ledger.sendings(slot),
                outcome,
                ledger.errorCode(slot),
                answered ? new Endpoint(new Address(byHigh, byLow), (int) byWhat) : null,
                answeredNanos,
                timed ? answeredNanos - first : TcpAttempt.NO_RTT,
                ambiguous,
                outcome == StunTransaction.Outcome.UNREACHABLE ? UdpFlowNotes.refusal(byHigh, byLow, byWhat) : null);
    }

    private StunTransaction.Outcome outcome(int slot) {
        int flags = ledger.flags(slot);
        if ((flags & SUCCEEDED) != 0) {
            return StunTransaction.Outcome.SUCCESS;
        }
        if ((flags & FAILED) != 0) {
            return StunTransaction.Outcome.ERROR;
        }
        if ((flags & REFUSED) != 0) {
            return StunTransaction.Outcome.UNREACHABLE;
        }
        return isFinal(slot) ? StunTransaction.Outcome.UNANSWERED : StunTransaction.Outcome.UNDECIDED;
    }
}
