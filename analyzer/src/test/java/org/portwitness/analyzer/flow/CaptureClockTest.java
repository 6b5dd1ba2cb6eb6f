package org.portwitness.analyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CaptureClockTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;

    private final CaptureClock clock = new CaptureClock();

    private CaptureClock at(double... seconds) {
        for (double second : seconds) {
            clock.advanceTo(START + Math.round(second * SECOND));
        }
        return clock;
    }

    private void assertRun(double seconds) {
        assertEquals(Math.round(seconds * SECOND), clock.runNanos());
    }

    @Test
    void theFirstPacketStartsTheClock() {
        assertEquals(0, clock.runNanos());
        at(5);
        assertRun(0);
        assertEquals(START + 5 * SECOND, clock.firstNanos());
        assertEquals(START + 5 * SECOND, clock.lastNanos());
    }

    @Test
    void itRunsWithTheTimeStamps() {
        at(0, 0.5, 0.5, 3, 3600);
        assertRun(3600);
        assertEquals(0, clock.timeGoesBack());
    }

    @Test
    void packetsOutOfOrderDoNotMoveIt() {
        at(0, 2, 1, 1.5, 2.5);
        assertRun(2.5);
        assertEquals(1, clock.timeGoesBack());
        assertEquals(START, clock.firstNanos());
        assertEquals(START + 2_500_000_000L, clock.lastNanos());
    }

    @Test
    void disorderEndsAtTenSecondsAndBeyondTheClockWasSetBack() {
        at(0, 20, 10);
        assertRun(20);
        at(11);
        assertRun(20);
        CaptureClock other = new CaptureClock();
        other.advanceTo(START);
        other.advanceTo(START + 20 * SECOND);
        other.advanceTo(START + 10 * SECOND - 1);
        other.advanceTo(START + 12 * SECOND - 1);
        assertEquals(22 * SECOND, other.runNanos());
    }

    @Test
    void aDayOfSilenceCountsAndLongerIsASeam() {
        at(0, 86_400);
        assertRun(86_400);
        at(2 * 86_400 + 0.001);
        assertRun(86_400);
        at(2 * 86_400 + 4.001);
        assertRun(86_404);
    }

    @Test
    void itGoesOnAfterTheClockWasSetBackByAnHour() {
        at(0, 4000, 400);
        assertRun(4000);
        at(403, 412);
        assertRun(4012);
    }

    @Test
    void aSilenceWellAfterTheClockWasSetBackCounts() {
        at(0, 4000, 400);
        for (int i = 1; i <= CaptureClock.UNSETTLED_PACKETS; i++) {
            at(400 + i * 0.001);
        }
        at(461);
        assertRun(4061);
    }

    @Test
    void twoClocksThatTakeTurnsDoNotRaceIt() {
        for (int i = 0; i < 500; i++) {
            at(i * 0.01, i * 0.01 - 60);
        }
        assertRun(4.99);
        assertEquals(500, clock.timeGoesBack());
    }

    @Test
    void threeClocksThatTakeTurnsDoNotRaceItEither() {
        for (int i = 0; i < 500; i++) {
            at(i * 0.01, i * 0.01 - 60, i * 0.01 - 30);
        }
        assertRun(4.99);
    }

    @Test
    void oneWildTimeStampCountsAsASeam() {
        at(0, 1, 365 * 86_400, 2, 3);
        assertRun(2);
    }

    @Test
    void theEndsOfTimeDoNotOverflow() {
        clock.advanceTo(Long.MAX_VALUE);
        clock.advanceTo(Long.MIN_VALUE);
        clock.advanceTo(Long.MAX_VALUE);
        clock.advanceTo(START);
        clock.advanceTo(START + SECOND);
        assertEquals(SECOND, clock.runNanos());
        assertEquals(Long.MIN_VALUE, clock.firstNanos());
        assertEquals(Long.MAX_VALUE, clock.lastNanos());
    }

    @Test
    void itNeverFalls() {
        java.util.SplittableRandom random = new java.util.SplittableRandom(7);
        long before = 0;
        for (int i = 0; i < 20_000; i++) {
            clock.advanceTo(random.nextInt(10) == 0 ? random.nextLong() : START + random.nextLong(100 * SECOND));
            if (clock.runNanos() < before) {
                throw new AssertionError("fell at step " + i);
            }
            before = clock.runNanos();
        }
    }

    @Test
    void aQuietStretchOfALiveCaptureLetsItRunAndIsNotCountedTwice() {
        at(0, 2);
        clock.quietUntil(START + 6 * SECOND);
        assertRun(6);
        assertEquals(START + 6 * SECOND, clock.newestNanos());
        assertEquals(START + 2 * SECOND, clock.lastNanos());
        at(7);
        assertRun(7);
        assertEquals(0, clock.timeGoesBack());
    }

    @Test
    void aPacketThatWasOnItsWayWhileItWasQuietIsInNobodysWay() {
        at(0);
        clock.quietUntil(START + 5 * SECOND);
        at(4, 4.5, 5.5);
        assertRun(5.5);
        assertEquals(0, clock.timeGoesBack());
    }

    @Test
    void silenceBeforeTheFirstPacketIsNothing() {
        clock.quietUntil(START);
        assertRun(0);
        at(100);
        assertRun(0);
        clock.quietUntil(START + 99 * SECOND);
        assertRun(0);
    }
}
