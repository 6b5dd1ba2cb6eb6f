package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.transaction.TcpScene.ACK;
import static org.portwitness.analyzer.transaction.TcpScene.MILLI;
import static org.portwitness.analyzer.transaction.TcpScene.RST;
import static org.portwitness.analyzer.transaction.TcpScene.START;
import static org.portwitness.analyzer.transaction.TcpScene.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpAttempt.Outcome;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpConnection.Ending;

/** What refuses an attempt or makes it unreachable, and which outcome goes before which. */
class SynRefusalsTest {
    private static final long ISN = 1000;

    @Test
    void aResetThatAcknowledgesTheSynRefusesIt() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .server()
                .ttl(57)
                .at(2, RST | ACK, 0, ISN + 1)
                .runsOnUntil(10_000)
                .attempt();
        assertEquals(Outcome.REFUSED, attempt.outcome());
        assertEquals(new Refusal(Address.parse(TcpScene.SERVER), Refusal.RST, 0, 57, false), attempt.refusal());
        assertEquals(START + 2 * MILLI, attempt.answeredNanos());
        assertEquals(TcpAttempt.NO_RTT, attempt.rttNanos());
    }

    @Test
    void aBareResetOfTheServerRefusesTheNewestAttempt() {
        TcpScene scene = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .client()
                .at(1000, SYN, ISN + 5000, 0)
                .server()
                .at(1001, RST, 0, 0)
                .runsOnUntil(10_000);
        List<TcpConnection> all = scene.connections();
        assertEquals(Outcome.UNANSWERED, all.get(0).attempt().outcome());
        assertEquals(Outcome.REFUSED, all.get(1).attempt().outcome());
    }

    @Test
    void aResetOfTheClientRefusesNothing() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .client()
                .at(100, RST, ISN + 1, 0)
                .runsOnUntil(10_000)
                .attempt();
        assertEquals(Outcome.UNANSWERED, attempt.outcome());
    }

    @Test
    void aForgedResetBeforeTheSynAckDoesNotUndoTheAnswer() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .server()
                .at(1, RST | ACK, 0, ISN + 1234)
                .server()
                .at(5, SYN | ACK, 77, ISN + 1)
                .attempt();
        assertEquals(Outcome.ANSWERED, attempt.outcome());
        assertEquals(5 * MILLI, attempt.rttNanos());
        assertEquals(START + 5 * MILLI, attempt.answeredNanos());
        assertNull(attempt.refusal());
    }

    @Test
    void aResetThatEndsAnAnsweredConnectionIsNoRefusal() {
        TcpScene scene = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .server()
                .at(1, SYN | ACK, 77, ISN + 1)
                .client()
                .at(2, ACK, ISN + 1, 78)
                .server()
                .at(3, RST | ACK, 78, ISN + 1);
        assertEquals(Outcome.ANSWERED, scene.attempt().outcome());
        assertEquals(Ending.RESET_BY_SERVER, scene.connections().get(0).ending());
    }

    @Test
    void aSynThatWasRefusedAndRetriedWithTheSameNumberIsOneAttempt() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .server()
                .at(1, RST | ACK, 0, ISN + 1)
                .client()
                .at(500, SYN, ISN, 0)
                .server()
                .at(510, SYN | ACK, 77, ISN + 1)
                .attempt();
        assertEquals(Outcome.ANSWERED, attempt.outcome());
        assertEquals(2, attempt.synSendings());
        assertEquals(10 * MILLI, attempt.rttNanos());
        assertTrue(attempt.ambiguous());
    }

    @Test
    void anIcmpErrorThatQuotesTheSynMakesItUnreachable() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .icmpAt(3, 3, 13, ISN)
                .runsOnUntil(10_000)
                .attempt();
        assertEquals(Outcome.UNREACHABLE, attempt.outcome());
        assertEquals(new Refusal(Address.parse(TcpScene.ROUTER), 3, 13, 61, false), attempt.refusal());
        assertEquals(START + 3 * MILLI, attempt.answeredNanos());
    }

    @Test
    void anIcmpErrorWithoutANumberMeansTheNewestAttempt() {
        TcpAttempt attempt =
                new TcpScene().client().at(0, SYN, ISN, 0).icmpAt(3, 3, 1, -1).attempt();
        assertEquals(Outcome.UNREACHABLE, attempt.outcome());
    }

    @Test
    void anIcmpErrorThatQuotesAnotherNumberOrAsksForSmallerPacketsMakesNothingUnreachable() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .icmpAt(3, 3, 1, ISN + 1)
                .icmpAt(4, 3, 4, ISN)
                .icmpAt(5, 4, 0, ISN)
                .runsOnUntil(10_000)
                .attempt();
        assertEquals(Outcome.UNANSWERED, attempt.outcome());
        assertNull(attempt.refusal());
    }

    @Test
    void theOutcomesKeepTheirOrderWhateverComesFirst() {
        TcpScene scene = new TcpScene().client().at(0, SYN, ISN, 0).client().at(1, ACK, ISN + 1, 78);
        assertEquals(Outcome.PROCEEDED, scene.attempt().outcome());
        scene.icmpAt(2, 3, 1, ISN);
        assertEquals(Outcome.UNREACHABLE, scene.attempt().outcome());
        scene.server().ttl(50).at(3, RST | ACK, 0, ISN + 1);
        assertEquals(Outcome.REFUSED, scene.attempt().outcome());
        assertEquals(50, scene.attempt().refusal().ttl());
        scene.icmpAt(4, 3, 10, ISN);
        assertEquals(Outcome.REFUSED, scene.attempt().outcome());
        scene.server().at(5, SYN | ACK, 77, ISN + 1);
        assertEquals(Outcome.ANSWERED, scene.attempt().outcome());
        assertEquals(5 * MILLI, scene.attempt().rttNanos());
    }
}
