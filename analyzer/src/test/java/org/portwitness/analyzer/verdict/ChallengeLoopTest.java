package org.portwitness.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ChallengeLoopTest {
    private final ChallengeLoop loop = new ChallengeLoop();

    private void challenged(int port, int... codes) {
        for (int code : codes) {
            loop.add(port, code);
        }
    }

    @Test
    void fourChallengesOnOneSocketAreEndless() {
        challenged(50_000, 401, 401, 438);
        assertFalse(loop.isEndless());
        challenged(50_000, 401);
        assertTrue(loop.isEndless());
    }

    @Test
    void eachSocketIsChallengedByItself() {
        for (int port = 50_000; port < 50_040; port++) {
            challenged(port, 401, 438);
        }
        assertFalse(loop.isEndless());
    }

    @Test
    void otherErrorsAreNoChallenge() {
        challenged(50_000, 300, 400, 403, 437, 486, 401, 401);
        assertFalse(loop.isEndless());
    }

    @Test
    void challengesOnSocketsBeyondTheBoundAreCounted() {
        for (int port = 1000; port < 2000; port++) {
            challenged(port, 401);
        }
        assertEquals(0, loop.notFollowed());
        challenged(3000, 401, 401, 401, 401);
        assertEquals(4, loop.notFollowed());
        assertFalse(loop.isEndless());
        challenged(1000, 401, 401, 401);
        assertTrue(loop.isEndless());
        challenged(3000, 486);
        assertEquals(4, loop.notFollowed());
    }
}
