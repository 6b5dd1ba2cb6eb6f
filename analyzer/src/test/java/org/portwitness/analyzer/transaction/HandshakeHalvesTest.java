package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.portwitness.analyzer.transaction.TcpScene.ACK;
import static org.portwitness.analyzer.transaction.TcpScene.FIN;
import static org.portwitness.analyzer.transaction.TcpScene.MILLI;
import static org.portwitness.analyzer.transaction.TcpScene.SYN;

import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.TcpAttempt;

/** SYN to SYN-ACK is the far half of a round trip, SYN-ACK to ACK the near one. */
class HandshakeHalvesTest {
    private static TcpScene answered() {
        return new TcpScene().client().at(0, SYN, 1000, 0).server().ttl(114).at(20, SYN | ACK, 9000, 1001);
    }

    @Test
    void theAckBehindTheSynAckTellsTheNearHalf() {
        TcpAttempt attempt = answered().client().at(23, ACK, 1001, 9001).attempt();
        assertEquals(20 * MILLI, attempt.rttNanos());
        assertEquals(3 * MILLI, attempt.nearNanos());
        assertEquals(114, attempt.answerTtl());
        assertEquals(TcpAttempt.Outcome.ANSWERED, attempt.outcome());
    }

    @Test
    void onlyTheFirstAckCounts() {
        TcpAttempt attempt = answered()
                .client()
                .at(23, ACK, 1001, 9001)
                .at(400, ACK, 1001, 9001)
                .attempt();
        assertEquals(3 * MILLI, attempt.nearNanos());
    }

    @Test
    void anAckWithDataMayHaveWaitedForTheApplication() {
        TcpAttempt attempt =
                answered().client().payload(300).at(900, ACK, 1001, 9001).attempt();
        assertEquals(TcpAttempt.NO_RTT, attempt.nearNanos());
    }

    @Test
    void anAckOfLaterDataIsNotTheOneBehindTheSynAck() {
        TcpAttempt attempt = answered().client().at(60, ACK, 1001, 9501).attempt();
        assertEquals(TcpAttempt.NO_RTT, attempt.nearNanos());
    }

    @Test
    void aFinTellsNothingOfTheWay() {
        TcpAttempt attempt = answered().client().at(60, FIN | ACK, 1001, 9001).attempt();
        assertEquals(TcpAttempt.NO_RTT, attempt.nearNanos());
    }

    @Test
    void aSynAckThatWasSentAgainLeavesTheNearHalfUnknown() {
        TcpAttempt attempt = answered()
                .server()
                .at(1020, SYN | ACK, 9000, 1001)
                .client()
                .at(1023, ACK, 1001, 9001)
                .attempt();
        assertEquals(TcpAttempt.NO_RTT, attempt.nearNanos());
        assertEquals(20 * MILLI, attempt.rttNanos());
    }

    @Test
    void aCopyOfTheSynAckMadeByTheMirrorChangesNothing() {
        TcpAttempt attempt = answered()
                .server()
                .at(20.1, SYN | ACK, 9000, 1001)
                .client()
                .at(23, ACK, 1001, 9001)
                .attempt();
        assertEquals(3 * MILLI, attempt.nearNanos());
    }

    @Test
    void numbersWrap() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, 1000, 0)
                .server()
                .at(20, SYN | ACK, 0xffff_ffffL, 1001)
                .client()
                .at(22, ACK, 1001, 0)
                .at(25, ACK, 1001, 0)
                .attempt();
        // an acknowledgement of 0 is none for many a stack; it is not believed
        assertEquals(TcpAttempt.NO_RTT, attempt.nearNanos());
    }

    @Test
    void withoutASynAckThereIsNoNearHalfAndNoDistance() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, 1000, 0)
                .at(5, ACK, 1001, 9001)
                .attempt();
        assertEquals(TcpAttempt.Outcome.PROCEEDED, attempt.outcome());
        assertEquals(TcpAttempt.NO_RTT, attempt.nearNanos());
        assertEquals(TcpAttempt.UNKNOWN_TTL, attempt.answerTtl());
    }
}
