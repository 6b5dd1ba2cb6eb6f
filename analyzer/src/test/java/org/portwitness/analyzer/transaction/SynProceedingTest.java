package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.portwitness.analyzer.transaction.TcpScene.ACK;
import static org.portwitness.analyzer.transaction.TcpScene.FIN;
import static org.portwitness.analyzer.transaction.TcpScene.RST;
import static org.portwitness.analyzer.transaction.TcpScene.SYN;

import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpAttempt.Outcome;

/** Clients that go on although no SYN-ACK was captured. */
class SynProceedingTest {
    private static final long ISN = 1000;

    @Test
    void aClientThatAcknowledgesSomethingProceededThoughNoSynAckWasCaptured() {
        TcpScene scene = new TcpScene().client().at(0, SYN, ISN, 0).client().at(20, ACK, ISN + 1, 78);
        assertEquals(Outcome.PROCEEDED, scene.runsOnUntil(9000).attempt().outcome());
    }

    @Test
    void aResetLongAfterTheClientProceededRefusesNothing() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .client()
                .payload(10)
                .at(20, ACK, ISN + 1, 78)
                .server()
                .at(9000, RST, 78, 0)
                .attempt();
        assertEquals(Outcome.PROCEEDED, attempt.outcome());
    }

    @Test
    void aFinThatAcknowledgesIsProceedingTooButAResetOrAnEmptyAcknowledgementIsNot() {
        assertEquals(
                Outcome.PROCEEDED,
                new TcpScene()
                        .client()
                        .at(0, SYN, ISN, 0)
                        .client()
                        .at(1, FIN | ACK, ISN + 1, 78)
                        .attempt()
                        .outcome());
        assertEquals(
                Outcome.UNDECIDED,
                new TcpScene()
                        .client()
                        .at(0, SYN, ISN, 0)
                        .client()
                        .at(1, RST | ACK, ISN + 1, 78)
                        .attempt()
                        .outcome());
        assertEquals(
                Outcome.UNDECIDED,
                new TcpScene()
                        .client()
                        .at(0, SYN, ISN, 0)
                        .client()
                        .at(1, ACK, ISN + 1, 0)
                        .attempt()
                        .outcome());
    }

    @Test
    void theServersDataAloneDoesNotProveThatTheClientProceeded() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .server()
                .payload(10)
                .at(1, ACK, 77, ISN + 1)
                .attempt();
        assertEquals(Outcome.UNDECIDED, attempt.outcome());
    }
}
