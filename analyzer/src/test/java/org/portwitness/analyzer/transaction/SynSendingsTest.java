package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.transaction.TcpScene.ACK;
import static org.portwitness.analyzer.transaction.TcpScene.MILLI;
import static org.portwitness.analyzer.transaction.TcpScene.START;
import static org.portwitness.analyzer.transaction.TcpScene.SYN;

import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.TcpAttempt;

/** Several sendings of one SYN, the copies of a mirror among them, and which of them was answered. */
class SynSendingsTest {
    private static final long ISN = 1000;

    @Test
    void severalSendingsAreAmbiguousAndTheLastOneBeforeTheAnswerCounts() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .at(1000, SYN, ISN, 0)
                .at(3000, SYN, ISN, 0)
                .server()
                .at(3020, SYN | ACK, 77, ISN + 1)
                .attempt();
        assertTrue(attempt.ambiguous());
        assertEquals(20 * MILLI, attempt.rttNanos());
        assertEquals(3, attempt.synPackets());
        assertEquals(3, attempt.synSendings());
        assertEquals(START + 3000 * MILLI, attempt.lastNanos());
    }

    @Test
    void theTimestampEchoTellsWhichSendingWasAnswered() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .timestamps(100, 0)
                .at(0, SYN, ISN, 0)
                .client()
                .timestamps(1100, 0)
                .at(1000, SYN, ISN, 0)
                .client()
                .timestamps(3100, 0)
                .at(3000, SYN, ISN, 0)
                .server()
                .timestamps(9, 1100)
                .at(3020, SYN | ACK, 77, ISN + 1)
                .attempt();
        assertFalse(attempt.ambiguous());
        assertEquals(2020 * MILLI, attempt.rttNanos());
    }

    @Test
    void anEchoThatFitsNoneOrTwoSendingsTellsNothing() {
        TcpAttempt none = new TcpScene()
                .client()
                .timestamps(100, 0)
                .at(0, SYN, ISN, 0)
                .client()
                .timestamps(1100, 0)
                .at(1000, SYN, ISN, 0)
                .server()
                .timestamps(9, 500)
                .at(1020, SYN | ACK, 77, ISN + 1)
                .attempt();
        assertTrue(none.ambiguous());
        TcpAttempt two = new TcpScene()
                .client()
                .timestamps(100, 0)
                .at(0, SYN, ISN, 0)
                .client()
                .timestamps(100, 0)
                .at(1000, SYN, ISN, 0)
                .server()
                .timestamps(9, 100)
                .at(1020, SYN | ACK, 77, ISN + 1)
                .attempt();
        assertTrue(two.ambiguous());
        assertEquals(20 * MILLI, two.rttNanos());
    }

    @Test
    void ofManySendingsTheFirstAndTheLatestAreKnown() {
        for (int echoed : new int[] {0, 3, 16, 19}) {
            TcpScene scene = new TcpScene();
            for (int i = 0; i < 20; i++) {
                scene.client().timestamps(100 + i, 0).at(i * 1000, SYN, ISN, 0);
            }
            TcpAttempt attempt = scene.server()
                    .timestamps(9, 100 + echoed)
                    .at(20_000, SYN | ACK, 77, ISN + 1)
                    .attempt();
            assertFalse(attempt.ambiguous(), "echo of sending " + echoed);
            assertEquals((20_000 - echoed * 1000) * MILLI, attempt.rttNanos());
            assertEquals(20, attempt.synSendings());
        }
    }

    @Test
    void aSynAfterTheAnswerCountsAndOnlyAnEchoKeepsTheLatencyUnambiguous() {
        TcpAttempt plain = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .server()
                .at(5, SYN | ACK, 77, ISN + 1)
                .client()
                .at(1000, SYN, ISN, 0)
                .attempt();
        assertEquals(2, plain.synPackets());
        assertEquals(2, plain.synSendings());
        assertTrue(plain.ambiguous());
        assertEquals(5 * MILLI, plain.rttNanos());
        TcpAttempt echoed = new TcpScene()
                .client()
                .timestamps(100, 0)
                .at(0, SYN, ISN, 0)
                .server()
                .timestamps(9, 100)
                .at(5, SYN | ACK, 77, ISN + 1)
                .client()
                .timestamps(1100, 0)
                .at(1000, SYN, ISN, 0)
                .attempt();
        assertFalse(echoed.ambiguous());
        assertEquals(5 * MILLI, echoed.rttNanos());
    }

    @Test
    void copiesMadeByAMirrorAreNoFurtherSendings() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .id(7)
                .at(0, SYN, ISN, 0)
                .id(7)
                .at(0.02, SYN, ISN, 0)
                .id(7)
                .at(100, SYN, ISN, 0)
                .server()
                .at(130, SYN | ACK, 77, ISN + 1)
                .attempt();
        assertEquals(3, attempt.synPackets());
        assertEquals(1, attempt.synSendings());
        assertEquals(130 * MILLI, attempt.rttNanos());
        assertFalse(attempt.ambiguous());
    }

    @Test
    void theSameIdLaterThanACopyCanComeOrAnotherIdIsAFurtherSending() {
        assertEquals(
                2,
                new TcpScene()
                        .client()
                        .id(7)
                        .at(0, SYN, ISN, 0)
                        .id(7)
                        .at(100.001, SYN, ISN, 0)
                        .attempt()
                        .synSendings());
        assertEquals(
                2,
                new TcpScene()
                        .client()
                        .id(7)
                        .at(0, SYN, ISN, 0)
                        .id(8)
                        .at(0.02, SYN, ISN, 0)
                        .attempt()
                        .synSendings());
    }

    @Test
    void eachSendingMayHaveItsCopies() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .id(7)
                .at(0, SYN, ISN, 0)
                .id(7)
                .at(1, SYN, ISN, 0)
                .id(8)
                .at(50, SYN, ISN, 0)
                .id(8)
                .at(51, SYN, ISN, 0)
                .id(7)
                .at(52, SYN, ISN, 0)
                .attempt();
        assertEquals(5, attempt.synPackets());
        assertEquals(2, attempt.synSendings());
    }

    @Test
    void overIpv6OnlyTheSameBytesAreACopy() {
        TcpScene scene = new TcpScene();
        scene.between("2001:db8::5", 50000, "2001:db8::9", 443)
                .id(1)
                .at(0, SYN, ISN, 0)
                .id(1)
                .at(1, SYN, ISN, 0);
        assertEquals(1, scene.attempt().synSendings());
        scene.id(2).at(2, SYN, ISN, 0);
        assertEquals(2, scene.attempt().synSendings());
        assertEquals(3, scene.attempt().synPackets());
    }
}
