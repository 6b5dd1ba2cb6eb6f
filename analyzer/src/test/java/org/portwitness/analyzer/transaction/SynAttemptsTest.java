package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.transaction.TcpScene.ACK;
import static org.portwitness.analyzer.transaction.TcpScene.FIN;
import static org.portwitness.analyzer.transaction.TcpScene.MILLI;
import static org.portwitness.analyzer.transaction.TcpScene.RST;
import static org.portwitness.analyzer.transaction.TcpScene.START;
import static org.portwitness.analyzer.transaction.TcpScene.SYN;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Evidence.TcpVisibility;
import org.portwitness.analyzer.evidence.Forgotten;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpAttempt.Outcome;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpConnection.Ending;
import org.portwitness.analyzer.facts.PacketFacts;

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

    @Test
    void aFloodOfSynsPushesOutNoFlow() {
        TcpScene scene = new TcpScene(16, 64);
        scene.client()
                .at(0, SYN, ISN, 0)
                .server()
                .at(1, SYN | ACK, 77, ISN + 1)
                .client()
                .at(2, ACK, ISN + 1, 78);
        for (int i = 0; i < 10_000; i++) {
            scene.between("198.18." + (i >> 8 & 255) + "." + (i & 255), 1000 + i, TcpScene.CLIENT, 443)
                    .at(3 + i * 0.001, SYN, i, 0);
        }
        assertEquals(0, scene.flows.evicted());
        assertEquals(1, scene.flows.size());
        assertEquals(10_001 - 64, scene.attempts.notKept());
        assertEquals(0, scene.attempts.answeredNotKept());
        List<TcpConnection> all = scene.connections();
        assertEquals(64, all.size());
        assertEquals(
                1,
                all.stream()
                        .filter(c -> c.attempt().outcome() == Outcome.ANSWERED)
                        .count());
        scene.client().payload(10).at(20, ACK, ISN + 1, 78);
        assertEquals(1, scene.flows.size());
    }

    @Test
    void aFloodForgetsSingleSynsBeforeRepeatedOnes() {
        TcpScene scene = new TcpScene(16, 64).client().at(0, SYN, ISN, 0).at(1000, SYN, ISN, 0);
        for (int i = 0; i < 5000; i++) {
            scene.between("198.18.0.1", 1 + i, TcpScene.CLIENT, 443).at(1000 + i * 0.01, SYN, i, 0);
        }
        assertTrue(scene.connections().stream()
                .anyMatch(c -> c.attempt().isn() == ISN && c.attempt().synSendings() == 2));
        assertEquals(64, scene.connections().size());
    }

    private static TcpScene floodedAfterOneSynOfTheClient(TcpScene scene) {
        scene.client().at(10, SYN, ISN, 0);
        for (int i = 0; i < 5000; i++) {
            scene.between("198.18." + (i >> 8) + "." + (i & 255), 1 + i, TcpScene.CLIENT, 443)
                    .at(20 + i * 0.01, SYN, i, 0);
        }
        return scene;
    }

    @Test
    void aFloodForgetsAUnitsSingleSynLast() {
        TcpScene scene = new TcpScene(16, 64);
        Address unit = Address.parse(TcpScene.CLIENT);
        scene.attempts.favour((high, low) -> high == unit.high() && low == unit.low());
        floodedAfterOneSynOfTheClient(scene);
        assertTrue(scene.connections().stream().anyMatch(c -> c.attempt().isn() == ISN));
        assertEquals(5001 - 64, scene.attempts.forgotten().loneSyns());
        assertEquals(0, scene.attempts.forgotten().attempts());
    }

    @Test
    void aFloodForgetsTheSingleSynOfAHostThatTalksWithOthersLast() {
        TcpScene scene = new TcpScene(16, 64)
                .between(TcpScene.CLIENT, 40000, TcpScene.ROUTER, 80)
                .at(0, SYN, 5, 0)
                .between(TcpScene.ROUTER, 80, TcpScene.CLIENT, 40000)
                .at(1, SYN | ACK, 77, 6)
                .between(TcpScene.CLIENT, 40000, TcpScene.ROUTER, 80)
                .at(2, ACK, 6, 78);
        floodedAfterOneSynOfTheClient(scene);
        assertTrue(scene.connections().stream()
                .anyMatch(c -> c.attempt() != null && c.attempt().isn() == ISN));
    }

    @Test
    void aFloodForgetsAStrangersSingleSynAsAnyOther() {
        TcpScene scene = floodedAfterOneSynOfTheClient(new TcpScene(16, 64));
        assertFalse(scene.connections().stream().anyMatch(c -> c.attempt().isn() == ISN));
    }

    @Test
    void answeredAttemptsAreForgottenBeforeSilentOnesOfAUnitAndLeaveTheirPairBehind() {
        TcpScene scene = new TcpScene(4, 64);
        scene.attempts.favour((high, low) -> true);
        scene.client().at(0, SYN, ISN, 0).at(1000, SYN, ISN, 0);
        for (int i = 0; i < 500; i++) {
            scene.between(TcpScene.CLIENT, 1000 + i, TcpScene.ROUTER, 443)
                    .at(2000 + i, SYN, ISN, 0)
                    .between(TcpScene.ROUTER, 443, TcpScene.CLIENT, 1000 + i)
                    .at(2000.5 + i, SYN | ACK, 5, ISN + 1);
        }
        assertTrue(scene.connections().stream()
                .anyMatch(c -> c.attempt() != null && c.attempt().synSendings() == 2));
        List<Forgotten.Answered> pairs = new ArrayList<>();
        scene.attempts.forgotten().answered().forEach(pairs::add);
        assertEquals(1, pairs.size());
        assertEquals(Address.parse(TcpScene.CLIENT), pairs.get(0).client());
        assertEquals(
                new Endpoint(Address.parse(TcpScene.ROUTER), 443), pairs.get(0).server());
        assertEquals(501 - 64, scene.attempts.forgotten().attempts());
        assertEquals(0, scene.attempts.forgotten().unknownAnswers());
    }

    @Test
    void pairsBeyondTheBoundAreCounted() {
        AnsweredPairs pairs = new AnsweredPairs(100);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 120; i++) {
                pairs.add(0, i, 0, 7, 443, 10L - round, 20L + round);
            }
        }
        assertEquals(40, pairs.leftOut());
        int next = 0;
        for (Forgotten.Answered pair : pairs) {
            assertEquals(new Address(0, next++), pair.client());
            assertEquals(new Endpoint(new Address(0, 7), 443), pair.server());
            assertEquals(9, pair.firstNanos());
            assertEquals(21, pair.lastNanos());
        }
        assertEquals(100, next);
    }

    @Test
    void aTableFullOfAnsweredAttemptsForgetsAndCountsThem() {
        TcpScene scene = new TcpScene(1000, 8);
        for (int i = 0; i < 20; i++) {
            scene.between(TcpScene.CLIENT, 1000 + i, TcpScene.SERVER, 443)
                    .at(i, SYN, ISN, 0)
                    .between(TcpScene.SERVER, 443, TcpScene.CLIENT, 1000 + i)
                    .at(i + 0.5, SYN | ACK, 5, ISN + 1);
        }
        assertEquals(12, scene.attempts.notKept());
        assertEquals(12, scene.attempts.answeredNotKept());
        List<TcpConnection> all = scene.connections();
        assertEquals(20, all.size());
        assertEquals(12, all.stream().filter(c -> c.attempt() == null).count());
    }

    @Test
    void manyAttemptsOfOneSocketPairDoNotSlowTheSearchDown() {
        TcpScene scene = new TcpScene(16, 1 << 17).client();
        for (int i = 0; i < 100_000; i++) {
            scene.at(i * 0.001, SYN, i * 7L, 0);
        }
        assertEquals(100_000, scene.connections().size());
        scene.server().at(200, SYN | ACK, 1, 99_999 * 7L + 1);
        assertEquals(
                1,
                scene.connections().stream()
                        .filter(c -> c.attempt().outcome() == Outcome.ANSWERED)
                        .count());
    }

    @Test
    void aFlowThatWasPushedOutLeavesItsAttemptIntact() {
        TcpScene scene = new TcpScene(2, 100);
        for (int i = 0; i < 4; i++) {
            scene.between(TcpScene.CLIENT, 1000 + i, TcpScene.SERVER, 443)
                    .at(i, SYN, ISN, 0)
                    .between(TcpScene.SERVER, 443, TcpScene.CLIENT, 1000 + i)
                    .at(i + 0.5, SYN | ACK, 5, ISN + 1);
        }
        List<TcpConnection> all = scene.connections();
        assertEquals(4, all.size());
        assertEquals(2, scene.flows.evicted());
        assertEquals(2, all.stream().filter(c -> c.serverPackets() == 1).count());
        assertTrue(all.stream().allMatch(c -> c.attempt().outcome() == Outcome.ANSWERED));
    }

    @Test
    void aSynMakesNoFlowUnlessItsDataMayReachTheApplication() {
        TcpScene scene = new TcpScene().client().payload(20).at(0, SYN, ISN, 0);
        assertEquals(PacketFacts.NONE, scene.facts().flow);
        assertEquals(0, scene.flows.size());
        scene.client().payload(20).fastOpen().at(1, SYN, ISN + 1, 0);
        assertEquals(0, scene.facts().flow);
        assertTrue(scene.facts().fromOpener);
        TcpConnection connection = scene.connections().get(1);
        assertEquals(1, connection.clientPackets());
        assertEquals(20, connection.clientBytes());
    }

    @Test
    void withoutASynTheSenderOfTheSynAckOrTheLowerPortIsTheServer() {
        TcpConnection synAck = new TcpScene()
                .between("10.0.0.7", 60000, "10.0.0.8", 50000)
                .at(0, SYN | ACK, 1, 2)
                .connections()
                .get(0);
        assertEquals(60000, synAck.server().port());
        TcpConnection known = new TcpScene()
                .between("10.0.0.7", 31865, "10.0.0.8", 5000)
                .at(0, ACK, 1, 2)
                .connections()
                .get(0);
        assertEquals(31865, known.server().port());
        TcpConnection lower = new TcpScene()
                .between("10.0.0.7", 9000, "10.0.0.8", 9001)
                .at(0, ACK, 1, 2)
                .connections()
                .get(0);
        assertEquals(9000, lower.server().port());
        assertEquals(START, lower.lastServerNanos());
        assertEquals(0, lower.lastClientNanos());
    }

    @Test
    void theFirstFinOrResetIsTheEnding() {
        TcpScene scene = new TcpScene().server().payload(1).at(0, ACK, 1, 2);
        assertEquals(Ending.OPEN, scene.connections().get(0).ending());
        scene.client().at(1, FIN | ACK, 2, 2).server().at(2, RST, 2, 0);
        assertEquals(Ending.CLOSED_BY_CLIENT, scene.connections().get(0).ending());
    }

    @Test
    void conversationsAreCountedOnceHoweverOftenTheirPortsAreUsed() {
        TcpScene scene = new TcpScene();
        scene.client().at(0, SYN, ISN, 0).server().at(1, SYN | ACK, 77, ISN + 1);
        scene.client().at(10, SYN, ISN + 500, 0);
        assertEquals(new TcpVisibility(1, 0), scene.export().visibility());
        scene.between(TcpScene.CLIENT, 4000, TcpScene.SERVER, 443).at(20, SYN, 5, 0);
        assertEquals(new TcpVisibility(2, 1), scene.export().visibility());
        scene.between(TcpScene.SERVER, 443, TcpScene.CLIENT, 4001).at(21, ACK, 5, 9);
        assertEquals(new TcpVisibility(3, 2), scene.export().visibility());
        scene.between(TcpScene.SERVER, 443, TcpScene.CLIENT, 4000).at(22, SYN, 99, 0);
        assertEquals(new TcpVisibility(3, 1), scene.export().visibility());
    }

    @Test
    void theSenderOfTheSynIsTheOpenerThoughTheServersPacketMadeTheFlow() {
        TcpScene scene =
                new TcpScene().client().at(0, SYN, ISN, 0).server().payload(3).at(1, SYN | ACK, 77, ISN + 1);
        assertFalse(scene.facts().fromOpener);
        assertEquals(50000, scene.flows.openerPort(0));
        assertEquals(1, scene.flows.packets(0, false));
        scene.client().at(2, ACK, ISN + 1, 78);
        assertTrue(scene.facts().fromOpener);
        TcpScene withoutSyn = new TcpScene().server().at(1, SYN | ACK, 77, ISN + 1);
        assertFalse(withoutSyn.facts().fromOpener);
        TcpScene midway = new TcpScene().server().at(1, ACK, 77, ISN + 1);
        assertTrue(midway.facts().fromOpener);
    }
}
