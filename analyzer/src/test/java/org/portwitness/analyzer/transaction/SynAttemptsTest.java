package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.portwitness.analyzer.transaction.TcpScene.ACK;
import static org.portwitness.analyzer.transaction.TcpScene.MILLI;
import static org.portwitness.analyzer.transaction.TcpScene.RST;
import static org.portwitness.analyzer.transaction.TcpScene.START;
import static org.portwitness.analyzer.transaction.TcpScene.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpAttempt.Outcome;
import org.portwitness.analyzer.evidence.TcpConnection;

/** How an attempt is answered or stays silent, and which packets belong to it: numbers, ports used again, answers before their SYN. */
class SynAttemptsTest {
    private static final long ISN = 1000;

    @Test
    void aSynAckAnswersItsSynAndTheLatencyIsExact() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .server()
                .at(12.345, SYN | ACK, 77, ISN + 1)
                .attempt();
        assertEquals(Outcome.ANSWERED, attempt.outcome());
        assertEquals(12_345_000, attempt.rttNanos());
        assertEquals(START + 12_345_000, attempt.answeredNanos());
        assertEquals(START, attempt.firstNanos());
        assertEquals(START, attempt.lastNanos());
        assertEquals(ISN, attempt.isn());
        assertEquals(1, attempt.synPackets());
        assertEquals(1, attempt.synSendings());
        assertFalse(attempt.ambiguous());
        assertNull(attempt.refusal());
    }

    @Test
    void aSynAckWithAnotherNumberAnswersNothing() {
        for (long acknowledgement : new long[] {ISN, ISN + 2, 0}) {
            TcpAttempt attempt = new TcpScene()
                    .client()
                    .at(0, SYN, ISN, 0)
                    .server()
                    .at(1, SYN | ACK, 77, acknowledgement)
                    .attempt();
            assertEquals(Outcome.UNDECIDED, attempt.outcome(), "ack " + acknowledgement);
        }
    }

    @Test
    void aSynWithDataIsAnsweredUpToItsLastByte() {
        for (long acknowledged : new long[] {0, 1, 100}) {
            TcpAttempt attempt = new TcpScene()
                    .client()
                    .payload(100)
                    .at(0, SYN, ISN, 0)
                    .server()
                    .at(1, SYN | ACK, 77, ISN + 1 + acknowledged)
                    .attempt();
            assertEquals(Outcome.ANSWERED, attempt.outcome(), "acknowledged " + acknowledged);
        }
        TcpAttempt beyond = new TcpScene()
                .client()
                .payload(100)
                .at(0, SYN, ISN, 0)
                .server()
                .at(1, SYN | ACK, 77, ISN + 102)
                .attempt();
        assertEquals(Outcome.UNDECIDED, beyond.outcome());
    }

    @Test
    void sequenceNumbersWrap() {
        TcpAttempt attempt = new TcpScene()
                .client()
                .at(0, SYN, 0xffff_ffffL, 0)
                .server()
                .at(1, SYN | ACK, 77, 0)
                .attempt();
        assertEquals(Outcome.ANSWERED, attempt.outcome());
        assertEquals(0xffff_ffffL, attempt.isn());
    }

    @Test
    void silenceIsUnansweredAfterThreeSecondsOfCaptureAndUndecidedBefore() {
        TcpScene scene = new TcpScene().client().at(0, SYN, ISN, 0);
        assertEquals(Outcome.UNDECIDED, scene.runsOnUntil(2999.999999).attempt().outcome());
        assertEquals(Outcome.UNANSWERED, scene.runsOnUntil(3000).attempt().outcome());
    }

    @Test
    void theThreeSecondsRunFromTheLastSyn() {
        TcpScene scene = new TcpScene().client().at(0, SYN, ISN, 0).at(1000, SYN, ISN, 0);
        assertEquals(Outcome.UNDECIDED, scene.runsOnUntil(3999).attempt().outcome());
        assertEquals(Outcome.UNANSWERED, scene.runsOnUntil(4000).attempt().outcome());
        assertEquals(2, scene.attempt().synSendings());
    }

    @Test
    void theWholeCaptureBeforeTheSynDoesNotCountAsSilence() {
        TcpScene scene =
                new TcpScene().runsOnUntil(0).runsOnUntil(60_000).client().at(60_000, SYN, ISN, 0);
        assertEquals(Outcome.UNDECIDED, scene.attempt().outcome());
    }

    @Test
    void aPortThatIsUsedAgainWithANewNumberIsASecondAttemptWithItsOwnFlow() {
        List<TcpConnection> all = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .server()
                .at(1, SYN | ACK, 77, ISN + 1)
                .client()
                .payload(10)
                .at(2, ACK, ISN + 1, 78)
                .client()
                .at(90_000, SYN, ISN + 9000, 0)
                .server()
                .at(90_004, SYN | ACK, 99, ISN + 9001)
                .client()
                .payload(30)
                .at(90_005, ACK, ISN + 9001, 100)
                .connections();
        assertEquals(2, all.size());
        assertEquals(1 * MILLI, all.get(0).attempt().rttNanos());
        assertEquals(4 * MILLI, all.get(1).attempt().rttNanos());
        assertEquals(10, all.get(0).clientBytes());
        assertEquals(30, all.get(1).clientBytes());
        assertEquals(2, all.get(0).clientPackets());
        assertEquals(1, all.get(0).serverPackets());
        assertEquals(START + 2 * MILLI, all.get(0).lastNanos());
        assertEquals(START + 90_005 * MILLI, all.get(1).lastClientNanos());
        assertEquals(START + 90_004 * MILLI, all.get(1).lastServerNanos());
    }

    @Test
    void aSynAckForAnOlderAttemptOfTheSamePortsAnswersThatOne() {
        List<TcpConnection> all = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .client()
                .at(1000, SYN, ISN + 5000, 0)
                .server()
                .at(1001, SYN | ACK, 77, ISN + 1)
                .connections();
        assertEquals(Outcome.ANSWERED, all.get(0).attempt().outcome());
        assertEquals(1001 * MILLI, all.get(0).attempt().rttNanos());
        assertEquals(Outcome.UNDECIDED, all.get(1).attempt().outcome());
    }

    @Test
    void aSimultaneousOpenAnswersBothAttempts() {
        List<TcpConnection> all = new TcpScene()
                .client()
                .at(0, SYN, ISN, 0)
                .server()
                .at(1, SYN, 7000, 0)
                .client()
                .at(5, SYN | ACK, ISN, 7001)
                .server()
                .at(6, SYN | ACK, 7000, ISN + 1)
                .connections();
        assertEquals(2, all.size());
        assertEquals(Outcome.ANSWERED, all.get(0).attempt().outcome());
        assertEquals(6 * MILLI, all.get(0).attempt().rttNanos());
        assertEquals(Outcome.ANSWERED, all.get(1).attempt().outcome());
        assertEquals(4 * MILLI, all.get(1).attempt().rttNanos());
        assertEquals(TcpScene.SERVER, all.get(1).client().address().toString());
        assertEquals(2, all.get(1).clientPackets());
    }

    @Test
    void aSynAckThatStandsBeforeItsSynStillAnswersItWithoutALatency() {
        TcpScene scene = new TcpScene()
                .server()
                .at(5, SYN | ACK, 77, ISN + 1)
                .client()
                .at(0, SYN, ISN, 0)
                .client()
                .payload(10)
                .at(6, ACK, ISN + 1, 78);
        TcpAttempt attempt = scene.attempt();
        assertEquals(Outcome.ANSWERED, attempt.outcome());
        assertEquals(TcpAttempt.NO_RTT, attempt.rttNanos());
        assertEquals(START + 5 * MILLI, attempt.answeredNanos());
        TcpConnection connection = scene.connections().get(0);
        assertEquals(TcpScene.CLIENT, connection.client().address().toString());
        assertEquals(2, connection.clientPackets());
        assertEquals(1, connection.serverPackets());
        assertEquals(10, connection.clientBytes());
    }

    @Test
    void aResetThatStandsBeforeItsSynStillRefusesIt() {
        TcpAttempt attempt = new TcpScene()
                .server()
                .at(0, RST | ACK, 0, ISN + 1)
                .client()
                .at(1, SYN, ISN, 0)
                .attempt();
        assertEquals(Outcome.REFUSED, attempt.outcome());
        assertEquals(START, attempt.answeredNanos());
    }

    @Test
    void aSynAckOfAnotherConnectionBeforeTheSynAnswersNothing() {
        List<TcpConnection> all = new TcpScene()
                .server()
                .at(0, SYN | ACK, 77, ISN + 2)
                .client()
                .at(1, SYN, ISN, 0)
                .connections();
        assertEquals(2, all.size());
        assertEquals(Outcome.UNDECIDED, all.get(0).attempt().outcome());
        assertNull(all.get(1).attempt());
        assertEquals(TcpScene.CLIENT, all.get(1).client().address().toString());
    }
}
