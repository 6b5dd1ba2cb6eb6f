package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SynLedgerTest {
    private static final long MAPPED = 0xffffL << 32;

    private static int add(SynLedger ledger, int host, int port, long isn, long nanos) {
        return ledger.add(0, MAPPED | host, port, 0, MAPPED | 9, 443, isn, 0, nanos);
    }

    private static int newest(SynLedger ledger, int host, int port) {
        return ledger.newest(0, MAPPED | host, port, 0, MAPPED | 9, 443);
    }

    @Test
    void whatItHoldsCanBeReadBack() {
        SynLedger ledger = new SynLedger(10);
        int attempt = ledger.add(1, 2, 65535, 3, 4, 1, 0xffff_ffffL, 70_000, 5);
        ledger.setFlow(attempt, 77);
        ledger.setSendingsEntry(attempt, 88);
        ledger.setLatestSending(attempt, 6, -2, -3);
        ledger.unreachable(attempt, 7, 255, 11, 1, 12, 13);
        ledger.countSending(attempt);
        ledger.countPacket(attempt, 1, 4);
        assertEquals(1, ledger.clientHigh(attempt));
        assertEquals(2, ledger.clientLow(attempt));
        assertEquals(3, ledger.serverHigh(attempt));
        assertEquals(4, ledger.serverLow(attempt));
        assertEquals(65535, ledger.clientPort(attempt));
        assertEquals(1, ledger.serverPort(attempt));
        assertEquals(0xffff_ffffL, ledger.isn(attempt));
        assertEquals(0xffff, ledger.payload(attempt));
        assertEquals(77, ledger.flow(attempt));
        assertEquals(88, ledger.sendingsEntry(attempt));
        assertEquals(6, ledger.latestSendingNanos(attempt));
        assertEquals(-2, ledger.latestTimestampValue(attempt));
        assertEquals(-3, ledger.latestMark(attempt));
        assertEquals(7, ledger.decidedNanos(attempt));
        assertEquals(255, ledger.decidingTtl(attempt));
        assertEquals(11, ledger.icmpType(attempt));
        assertEquals(1, ledger.icmpCode(attempt));
        assertEquals(12, ledger.icmpSenderHigh(attempt));
        assertEquals(13, ledger.icmpSenderLow(attempt));
        assertEquals(2, ledger.packets(attempt));
        assertEquals(2, ledger.sendings(attempt));
        assertEquals(4, ledger.firstNanos(attempt));
        assertEquals(5, ledger.lastNanos(attempt));
        assertEquals(SynLedger.UNREACHABLE, ledger.flags(attempt));
        ledger.setFlow(attempt, SynLedger.NONE);
        assertEquals(SynLedger.NONE, ledger.flow(attempt));
        assertEquals(88, ledger.sendingsEntry(attempt));
    }

    @Test
    void countsStopAtTheirBoundInsteadOfSpilling() {
        SynLedger ledger = new SynLedger(10);
        int attempt = add(ledger, 1, 1, 1, 1);
        for (int i = 0; i < 1_100_000; i++) {
            ledger.countPacket(attempt, 0, 1);
            ledger.countSending(attempt);
        }
        assertEquals((1 << 20) - 1, ledger.packets(attempt));
        assertEquals(4095, ledger.sendings(attempt));
        assertEquals(0, ledger.payload(attempt));
        assertEquals(0, ledger.flags(attempt));
    }

    @Test
    void anAttemptIsRemovedFromAnywhereInItsChain() {
        for (int gone = 0; gone < 3; gone++) {
            SynLedger ledger = new SynLedger(3);
            int[] attempts = {add(ledger, 1, 1, 10, 0), add(ledger, 1, 1, 11, 0), add(ledger, 1, 1, 12, 0)};
            assertTrue(ledger.isFull());
            ledger.remove(attempts[gone]);
            assertFalse(ledger.isFull());
            int newest = newest(ledger, 1, 1);
            assertEquals(gone == 2 ? attempts[1] : attempts[2], newest);
            for (int i = 0; i < 3; i++) {
                assertEquals(i == gone ? SynLedger.NONE : attempts[i], ledger.withIsn(newest, 10 + i));
            }
            int again = add(ledger, 1, 1, 13, 0);
            assertEquals(attempts[gone], again);
            assertEquals(again, newest(ledger, 1, 1));
            assertTrue(ledger.isNewest(again));
            assertFalse(ledger.isNewest(newest));
        }
    }

    @Test
    void singleSynsOfStrangersGoFirstAndWhatAUnitTriedInVainLast() {
        SynLedger ledger = new SynLedger(5);
        int favoured = add(ledger, 9, 1, 1, 0);
        ledger.setFlag(favoured, SynLedger.FAVOURED);
        int answered = add(ledger, 1, 1, 1, 0);
        ledger.answer(answered, 1, 64, 1, false, SynLedger.NONE);
        int repeated = add(ledger, 2, 1, 1, 1);
        ledger.countPacket(repeated, 0, 1);
        int refused = add(ledger, 3, 1, 1, 2);
        ledger.refuse(refused, 1, 64);
        int silent = add(ledger, 4, 1, 1, 3);
        for (int expected : new int[] {silent, refused, answered}) {
            int least = ledger.leastTelling();
            assertEquals(expected, least);
            assertEquals(expected == silent, ledger.isLoneSyn(least));
            ledger.remove(least);
            ledger.setFlag(add(ledger, 10 + expected, 1, 1, 99), SynLedger.FAVOURED);
        }
        assertEquals(repeated, ledger.leastTelling());
        ledger.remove(repeated);
        ledger.setFlag(add(ledger, 20, 1, 1, 99), SynLedger.FAVOURED);
        assertEquals(favoured, ledger.leastTelling(), "the oldest where all are to be favoured");
    }

    /** Adds as the attempts do: what is to spare goes first. */
    private static int addSparing(SynLedger ledger, int host, long nanos) {
        if (ledger.isFull() || ledger.hasLoneSynToSpare()) {
            ledger.remove(ledger.leastTelling());
        }
        return add(ledger, host, 1, host, nanos);
    }

    @Test
    void aFloodOfSingleSynsTurnsRoundInAPartOfTheLedgerAndEachWaitsAWholeRound() {
        int round = 1 << 17;
        SynLedger ledger = new SynLedger(round * 4);
        for (int host = 0; host < round * 3; host++) {
            addSparing(ledger, host, host);
            if (host >= round) {
                assertTrue(newest(ledger, host - round + 2, 1) != SynLedger.NONE);
            }
        }
        assertEquals(round, ledger.size());
        assertEquals(SynLedger.NONE, newest(ledger, 1, 1));
    }

    @Test
    void attemptsThatTellSomethingFillTheWholeLedger() {
        int limit = 1 << 18;
        SynLedger ledger = new SynLedger(limit);
        for (int host = 0; host < limit; host++) {
            ledger.answer(addSparing(ledger, host, host), host, 64, 1, false, SynLedger.NONE);
        }
        assertEquals(limit, ledger.size());
        assertTrue(newest(ledger, 0, 1) != SynLedger.NONE);
    }

    @Test
    void itAgreesWithAMapWhateverIsAddedAndForgotten() {
        for (long seed = 1; seed <= 3; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int limit = seed == 1 ? 1 << 17 : 700;
            SynLedger ledger = new SynLedger(limit);
            Map<Integer, Deque<Integer>> model = new HashMap<>();
            Map<Integer, Integer> pairs = new HashMap<>();
            for (int step = 0; step < 60_000; step++) {
                if (ledger.isFull()) {
                    int gone = random.nextBoolean() ? ledger.leastTelling() : random.nextInt(limit);
                    ledger.remove(gone);
                    model.get(pairs.remove(gone)).remove(gone);
                }
                int pair = random.nextInt(3000);
                int attempt = add(ledger, pair / 3, pair % 3, step, step);
                pairs.put(attempt, pair);
                model.computeIfAbsent(pair, key -> new ArrayDeque<>()).addFirst(attempt);
            }
            for (int pair = 0; pair < 3000; pair++) {
                int attempt = newest(ledger, pair / 3, pair % 3);
                for (int expected : model.getOrDefault(pair, new ArrayDeque<>())) {
                    assertEquals(expected, attempt, "seed " + seed);
                    attempt = ledger.older(attempt);
                }
                assertEquals(SynLedger.NONE, attempt, "seed " + seed);
            }
        }
    }
}
