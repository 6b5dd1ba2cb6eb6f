package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.transaction.UdpTrace.BINDING_REQUEST;
import static org.portwitness.analyzer.transaction.UdpTrace.BINDING_SUCCESS;
import static org.portwitness.analyzer.transaction.UdpTrace.CLIENT;
import static org.portwitness.analyzer.transaction.UdpTrace.MS_401;
import static org.portwitness.analyzer.transaction.UdpTrace.MS_ALLOCATE;
import static org.portwitness.analyzer.transaction.UdpTrace.MS_DATA_INDICATION;
import static org.portwitness.analyzer.transaction.UdpTrace.MS_SEND_REQUEST;
import static org.portwitness.analyzer.transaction.UdpTrace.MULTIPLEXED_SUCCESS;
import static org.portwitness.analyzer.transaction.UdpTrace.OTHER_SERVER;
import static org.portwitness.analyzer.transaction.UdpTrace.ROUTER;
import static org.portwitness.analyzer.transaction.UdpTrace.SERVER;
import static org.portwitness.analyzer.transaction.UdpTrace.endpoint;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.StunTransaction.Outcome;
import org.portwitness.analyzer.evidence.TcpAttempt;

final class StunTransactionsTest {
    private static final Endpoint UNUSUAL = endpoint("203.0.113.5", 40_000);

    /** RFC 3489: no cookie, no attributes. */
    private static final String CLASSIC_REQUEST = "00010000" + "000102030405060708090a0b0c0d0e0f";

    private static final String CLASSIC_SUCCESS = "01010000" + "000102030405060708090a0b0c0d0e0f";
    private static final String PLAIN_REQUEST = "000100002112a4420102030405060708090a0b0c";

    private final UdpTrace trace = new UdpTrace();

    @Test
    void anAnswerWithTheSameIdAnswersTheRequestAndGivesItsRoundTripTime() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(34.5).send(SERVER, CLIENT, BINDING_SUCCESS);

        StunTransaction it = trace.only();
        assertEquals(CLIENT, it.client());
        assertEquals(SERVER, it.server());
        assertEquals(17, it.protocol());
        assertEquals("Binding", it.methodName());
        assertEquals("0102030405060708090a0b0c", it.id().text());
        assertEquals(Outcome.SUCCESS, it.outcome());
        assertEquals(SERVER, it.answeredBy());
        assertEquals(34_500_000, it.rttNanos());
        assertEquals(1, it.sendings());
        assertEquals(0, it.errorCode());
        assertFalse(it.ambiguous());
        assertFalse(it.msTurn());
        assertTrue(it.iceCheck());
        assertNull(it.refusal());
    }

    @Test
    void aChallengeIsAnAnswerWithItsCodeThoughTheAttributesAreNotPadded() {
        trace.at(0).send(CLIENT, SERVER, MS_ALLOCATE).at(20).send(SERVER, CLIENT, MS_401);

        StunTransaction it = trace.only();
        assertEquals(Outcome.ERROR, it.outcome());
        assertEquals(401, it.errorCode());
        assertEquals("Allocate", it.methodName());
        assertTrue(it.msTurn());
        assertFalse(it.iceCheck());
        assertEquals(20_000_000, it.rttNanos());
    }

    @Test
    void aRelayMayAnswerFromAnotherAddressThanTheOneAsked() {
        trace.at(0).send(CLIENT, SERVER, MS_ALLOCATE).at(20).send(OTHER_SERVER, CLIENT, MS_401);

        assertEquals(SERVER, trace.only().server());
        assertEquals(OTHER_SERVER, trace.only().answeredBy());
        assertEquals(20_000_000, trace.only().rttNanos());
    }

    @Test
    void anAnswerToAnotherPortOfTheClientIsNoAnswer() {
        trace.at(0).send(CLIENT, SERVER, MS_ALLOCATE);
        trace.at(20).send(SERVER, endpoint("192.168.1.10", 50_017), MS_401);

        assertEquals(Outcome.UNDECIDED, trace.only().outcome());
    }

    @Test
    void anAnswerToAnotherMethodIsNoAnswer() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(20).send(SERVER, CLIENT, MS_401);

        assertEquals(Outcome.UNDECIDED, trace.only().outcome());
    }

    @Test
    void oneIdSentToTwoServersMakesTwoTransactionsAndTheResponderDecidesWhichIsAnswered() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(10).send(CLIENT, OTHER_SERVER, BINDING_REQUEST);
        trace.at(30).send(SERVER, CLIENT, BINDING_SUCCESS);

        List<StunTransaction> all = trace.transactions();
        assertEquals(2, all.size());
        assertEquals(Outcome.SUCCESS, all.get(0).outcome());
        assertEquals(30_000_000, all.get(0).rttNanos());
        assertEquals(Outcome.UNDECIDED, all.get(1).outcome());
    }

    @Test
    void anAnswerFromAThirdAddressGoesToTheNewestOpenTransactionWithItsId() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(10).send(CLIENT, OTHER_SERVER, BINDING_REQUEST);
        trace.at(30).send(UNUSUAL, CLIENT, BINDING_SUCCESS).at(31).send(UNUSUAL, CLIENT, BINDING_SUCCESS);

        List<StunTransaction> all = trace.transactions();
        assertEquals(20_000_000, all.get(1).rttNanos());
        assertEquals(Outcome.SUCCESS, all.get(0).outcome());
        assertEquals(31_000_000, all.get(0).rttNanos());
    }

    @Test
    void aSecondAnswerOfTheServerItselfDoesNotAnswerAnotherServersTransaction() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(10).send(CLIENT, OTHER_SERVER, BINDING_REQUEST);
        trace.at(30).send(SERVER, CLIENT, BINDING_SUCCESS).at(31).send(SERVER, CLIENT, BINDING_SUCCESS);

        assertEquals(Outcome.UNDECIDED, trace.transactions().get(1).outcome());
    }

    @Test
    void anAnswerInsideAMultiplexFrameAnswersARequestOfTheCloud() {
        trace.at(0).send(SERVER, CLIENT, BINDING_REQUEST).at(2).send(CLIENT, SERVER, MULTIPLEXED_SUCCESS);

        assertEquals(SERVER, trace.only().client());
        assertEquals(Outcome.SUCCESS, trace.only().outcome());
        assertTrue(trace.conversations().get(0).multiplexed());
        assertEquals(List.of(CLIENT.address()), UdpTrace.list(trace.stun.msTurnSpeakers()));
    }

    @Test
    void anAnswerBeforeItsRequestInTheCaptureAnswersItWithoutATime() {
        trace.at(0).send(SERVER, CLIENT, BINDING_SUCCESS).at(1).send(CLIENT, SERVER, BINDING_REQUEST);

        assertEquals(Outcome.SUCCESS, trace.only().outcome());
        assertEquals(TcpAttempt.NO_RTT, trace.only().rttNanos());
        assertFalse(trace.only().ambiguous());
        assertEquals(SERVER, trace.only().answeredBy());
    }

    @Test
    void onlySoManyEarlyAnswersAreKeptAndTheOldestGoFirst() {
        for (int i = 0; i < 17; i++) {
            trace.at(i).send(SERVER, CLIENT, BINDING_SUCCESS.replace("0102030405060708", String.format("%016x", i)));
        }
        for (int i = 0; i < 17; i++) {
            trace.at(20 + i).send(CLIENT, SERVER, PLAIN_REQUEST.replace("0102030405060708", String.format("%016x", i)));
        }

        assertEquals(Outcome.UNDECIDED, trace.transactions().get(0).outcome());
        assertEquals(
                16,
                trace.transactions().stream()
                        .filter(StunTransaction::isAnswered)
                        .count());
    }

    @Test
    void severalSendingsMakeTheTimeAmbiguous() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(500).send(CLIENT, SERVER, BINDING_REQUEST);
        trace.at(520).send(SERVER, CLIENT, BINDING_SUCCESS);

        StunTransaction it = trace.only();
        assertEquals(2, it.sendings());
        assertTrue(it.ambiguous());
        assertEquals(TcpAttempt.NO_RTT, it.rttNanos());
        assertEquals(trace.nanos() - 20_000_000, it.lastNanos());
    }

    @ParameterizedTest
    @CsvSource({"2.0, 1", "2.001, 2"})
    void aCopyMadeByTheMirrorIsNoFurtherSending(double millis, int sendings) {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(millis).send(CLIENT, SERVER, BINDING_REQUEST);
        trace.at(20).send(SERVER, CLIENT, BINDING_SUCCESS);

        assertEquals(sendings, trace.only().sendings());
        assertEquals(sendings > 1, trace.only().ambiguous());
    }

    @ParameterizedTest
    @CsvSource({"39499, UNDECIDED", "39500, UNANSWERED"})
    void aBindingRequestIsUnansweredOnceItsSenderHasGivenUp(double millis, Outcome outcome) {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).runUntil(millis);

        assertEquals(outcome, trace.only().outcome());
        assertEquals(TcpAttempt.NO_RTT, trace.only().rttNanos());
        assertNull(trace.only().answeredBy());
    }

    @ParameterizedTest
    @CsvSource({"6499, UNDECIDED", "6500, UNANSWERED"})
    void anAllocateOfMsTurnIsGivenUpSooner(double millis, Outcome outcome) {
        trace.at(0).send(CLIENT, SERVER, MS_ALLOCATE).runUntil(millis);

        assertEquals(outcome, trace.only().outcome());
    }

    @ParameterizedTest
    @CsvSource({"9499, UNDECIDED", "9500, UNANSWERED"})
    void aRequestWithoutTheCookieIsGivenUpAsRfc3489Says(double millis, Outcome outcome) {
        trace.at(0).send(CLIENT, SERVER, CLASSIC_REQUEST).runUntil(millis);

        assertEquals(outcome, trace.only().outcome());
        assertEquals("000102030405060708090a0b0c0d0e0f", trace.only().id().text());
    }

    @ParameterizedTest
    @CsvSource({"1499, UNDECIDED", "1500, UNANSWERED"})
    void aCheckOfMsIceIsGivenUpSoonest(double millis, Outcome outcome) {
        trace.at(0)
                .send(CLIENT, SERVER, "000100082112a4420102030405060708090a0b0c" + "8070000400000003")
                .runUntil(millis);

        assertEquals(outcome, trace.only().outcome());
    }

    @ParameterizedTest
    @CsvSource({"2999, UNDECIDED", "3000, UNANSWERED"})
    void threeSendingsAndTwoSecondsOfSilenceDecideEarlier(double millis, Outcome outcome) {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(500).send(CLIENT, SERVER, BINDING_REQUEST);
        trace.at(1000).send(CLIENT, SERVER, BINDING_REQUEST).runUntil(millis);

        assertEquals(outcome, trace.only().outcome());
    }

    @Test
    void twoSendingsDoNotDecideEarlier() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(500).send(CLIENT, SERVER, BINDING_REQUEST);
        trace.runUntil(30_000);

        assertEquals(Outcome.UNDECIDED, trace.only().outcome());
    }

    @Test
    void aSeamOfYearsInTheCaptureIsNoSilence() {
        trace.at(0).send(CLIENT, SERVER, MS_ALLOCATE).runUntil(5 * 365 * 86_400_000.0);

        assertEquals(Outcome.UNDECIDED, trace.only().outcome());
    }

    @Test
    void aLateAnswerStillCounts() {
        trace.at(0).send(CLIENT, SERVER, MS_ALLOCATE).at(60_000).send(SERVER, CLIENT, MS_401);

        assertEquals(Outcome.ERROR, trace.only().outcome());
        assertEquals(60_000_000_000L, trace.only().rttNanos());
    }

    @Test
    void anIcmpErrorThatQuotesTheIdMakesJustThatTransactionUnreachable() {
        String second = BINDING_REQUEST.replace("0102030405060708", "1112131415161718");
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(1).send(CLIENT, SERVER, second);
        trace.at(5).icmp(3, 13, CLIENT, SERVER, second);

        assertEquals(Outcome.UNDECIDED, trace.transactions().get(0).outcome());
        StunTransaction refused = trace.transactions().get(1);
        assertEquals(Outcome.UNREACHABLE, refused.outcome());
        assertEquals(new Refusal(ROUTER.address(), 3, 13, 60, false), refused.refusal());
        assertEquals(refused.refusal(), trace.conversations().get(0).refusal());
        assertEquals(0, refused.answeredNanos());
        assertNull(refused.answeredBy());
    }

    @Test
    void anIcmpErrorWithoutPayloadRefusesWhatIsOpenBetweenTheSockets() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST);
        trace.at(1).send(CLIENT, SERVER, BINDING_REQUEST.replace("0102030405060708", "1112131415161718"));
        trace.at(2).send(CLIENT, OTHER_SERVER, BINDING_REQUEST);
        trace.at(3).send(SERVER, CLIENT, BINDING_SUCCESS);
        trace.at(5).icmp(3, 3, CLIENT, SERVER, "");

        assertEquals(
                List.of(Outcome.SUCCESS, Outcome.UNREACHABLE, Outcome.UNDECIDED),
                trace.transactions().stream().map(StunTransaction::outcome).toList());
    }

    @Test
    void anIcmpErrorAboutMediaRefusesNoTransaction() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(5).icmp(3, 3, CLIENT, SERVER, "8068000100000000");

        assertEquals(Outcome.UNDECIDED, trace.only().outcome());
    }

    @Test
    void anIcmpErrorThatAsksForSmallerPacketsRefusesNothing() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(5).icmp(3, 4, CLIENT, SERVER, BINDING_REQUEST);

        assertEquals(Outcome.UNDECIDED, trace.only().outcome());
        assertNull(trace.conversations().get(0).refusal());
    }

    @Test
    void anAnswerAfterAnIcmpErrorCountsMore() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(5).icmp(11, 0, CLIENT, SERVER, BINDING_REQUEST);
        trace.at(9).send(SERVER, CLIENT, BINDING_SUCCESS);

        assertEquals(Outcome.SUCCESS, trace.only().outcome());
        assertEquals(9_000_000, trace.only().rttNanos());
        assertNull(trace.only().refusal());
    }

    @Test
    void anIcmpErrorAfterTheAnswerChangesNothing() {
        trace.at(0).send(CLIENT, SERVER, BINDING_REQUEST).at(5).send(SERVER, CLIENT, BINDING_SUCCESS);
        trace.at(9).icmp(3, 3, CLIENT, SERVER, BINDING_REQUEST);

        assertEquals(Outcome.SUCCESS, trace.only().outcome());
        assertEquals(SERVER, trace.only().answeredBy());
    }

    @Test
    void sendRequestsAndDataIndicationsOfMsTurnExpectNothing() {
        trace.at(0).send(CLIENT, SERVER, MS_SEND_REQUEST).at(1).send(SERVER, CLIENT, MS_DATA_INDICATION);
        trace.runUntil(60_000);

        assertEquals(List.of(), trace.transactions());
        assertEquals(2, trace.stun.indications());
        assertEquals(List.of(CLIENT.address()), UdpTrace.list(trace.stun.msTurnSpeakers()));
    }

    @Test
    void aRefreshOfTurnIsTheSameTypeWithoutTheMagicAndDoesExpectAnAnswer() {
        trace.at(0).send(CLIENT, SERVER, "000400082112a4420102030405060708090a0b0c" + "000d000400000258");

        assertEquals("Refresh", trace.only().methodName());
        assertEquals(0, trace.stun.indications());
        assertEquals(List.of(), UdpTrace.list(trace.stun.msTurnSpeakers()));
    }

    @ParameterizedTest
    @CsvSource({"0011", "0016", "0017", "001c"})
    void anIndicationMakesNoTransaction(String type) {
        trace.at(0).send(CLIENT, SERVER, type + PLAIN_REQUEST.substring(4));

        assertEquals(List.of(), trace.transactions());
        assertEquals(1, trace.stun.indications());
    }

    @ParameterizedTest
    @CsvSource({"0800", "0200", "0005", "0007", "000c"})
    void aMethodThatNoDocumentKnowsMakesNoTransaction(String type) {
        trace.at(0).send(CLIENT, SERVER, type + PLAIN_REQUEST.substring(4));

        assertEquals(List.of(), trace.transactions());
        assertTrue(trace.conversations().get(0).stun());
    }

    @Test
    void withTheCookieAnOddLengthAndBrokenAttributesDoNotMatter() {
        trace.at(0).send(CLIENT, UNUSUAL, "000100032112a4420102030405060708090a0b0c" + "ffffff");

        assertEquals("Binding", trace.only().methodName());
    }

    @ParameterizedTest
    @CsvSource({"000100012112a4420102030405060708090a0b0c", "400100002112a4420102030405060708090a0b0c"})
    void aLengthThatDoesNotFitOrHighBitsAreNotStun(String hex) {
        trace.at(0).send(CLIENT, SERVER, hex);

        assertEquals(List.of(), trace.transactions());
        assertFalse(trace.conversations().get(0).stun());
    }

    @Test
    void withoutTheCookieAPortOfStunIsAsked() {
        trace.at(0).send(CLIENT, UNUSUAL, CLASSIC_REQUEST);
        assertEquals(List.of(), trace.transactions());

        trace.at(1).send(CLIENT, SERVER, CLASSIC_REQUEST).at(2).send(SERVER, CLIENT, CLASSIC_SUCCESS);
        assertEquals(Outcome.SUCCESS, trace.only().outcome());
    }

    @Test
    void withoutTheCookieAPeerThatSpokeStunIsBelieved() {
        trace.at(0).send(CLIENT, UNUSUAL, PLAIN_REQUEST).at(1).send(CLIENT, UNUSUAL, CLASSIC_REQUEST);

        assertEquals(2, trace.transactions().size());
    }

    @Test
    void withoutTheCookieTheMagicOfMsTurnIsBelieved() {
        trace.at(0).send(CLIENT, UNUSUAL, "00030008" + "000102030405060708090a0b0c0d0e0f" + "000f000472c64bc6");

        assertTrue(trace.only().msTurn());
    }

    @Test
    void withoutTheCookieAttributesMustEndWithTheMessage() {
        trace.at(0).send(CLIENT, SERVER, "00010006" + "000102030405060708090a0b0c0d0e0f" + "000600030000");

        assertEquals(List.of(), trace.transactions());
    }

    @Test
    void teamsSignallingOnTheStunPortIsNoStun() {
        trace.at(0).send(CLIENT, SERVER, "0300000030000000306162636465662d313233342d353637382d39616263");

        assertFalse(trace.conversations().get(0).stun());
    }

    @Test
    void aMessageCutByTheSnapLengthStillHasTypeAndId() {
        ByteBuffer request = UdpTrace.bytes(BINDING_REQUEST);
        ByteBuffer success = UdpTrace.bytes(BINDING_SUCCESS);
        trace.at(0).send(CLIENT, SERVER, request, 20, request.limit());
        trace.at(7).send(SERVER, CLIENT, success, 22, success.limit());

        assertEquals(7_000_000, trace.only().rttNanos());
    }

    @Test
    void aMessageCutBeforeItsIdEndsIsNothing() {
        ByteBuffer request = UdpTrace.bytes(BINDING_REQUEST);
        trace.at(0).send(CLIENT, SERVER, request, 19, request.limit());

        assertEquals(List.of(), trace.transactions());
    }

    @Test
    void overTcpTheSameHoldsAndTheTransportTellsThemApart() {
        trace.at(0).tcp(CLIENT, SERVER, MS_ALLOCATE).at(5).send(SERVER, CLIENT, MS_401);
        assertEquals(Outcome.UNDECIDED, trace.only().outcome());

        trace.at(10).tcp(SERVER, CLIENT, MS_401);
        assertEquals(6, trace.only().protocol());
        assertEquals(10_000_000, trace.only().rttNanos());
    }

    @Test
    void overTcpOnlyTheLongTimeGivesUp() {
        trace.at(0).tcp(CLIENT, SERVER, MS_ALLOCATE).runUntil(39_499);
        assertEquals(Outcome.UNDECIDED, trace.only().outcome());
        trace.runUntil(39_500);
        assertEquals(Outcome.UNANSWERED, trace.only().outcome());
    }

    @Test
    void anAnswerThatFellToAnotherLaneIsJoined() {
        UdpTrace otherLane = new UdpTrace();
        trace.stun.keepOrder();
        otherLane.stun.keepOrder();
        trace.at(0).send(CLIENT, SERVER, MS_ALLOCATE);
        otherLane.runUntil(0).at(20).send(OTHER_SERVER, CLIENT, MS_401);
        StunJoin.join(List.of(trace.stun, otherLane.stun));

        assertEquals(Outcome.ERROR, trace.only().outcome());
        assertEquals(401, trace.only().errorCode());
        assertEquals(OTHER_SERVER, trace.only().answeredBy());
        assertEquals(20_000_000, trace.only().rttNanos());
    }

    @Test
    void aFullTableLeavesNewTransactionsOutAndCountsThem() {
        UdpTrace small = new UdpTrace(4, 4);
        for (int i = 0; i < 6; i++) {
            small.at(i).send(CLIENT, SERVER, request(i));
        }

        assertEquals(4, small.transactions().size());
        assertEquals(2, small.stun.leftOut());
    }

    @Test
    void answersToRequestsWithoutAPlaceAreCounted() {
        UdpTrace small = new UdpTrace(2, 4);
        for (int i = 0; i < 2; i++) {
            small.at(i).send(CLIENT, SERVER, request(i)).at(500 + i).send(CLIENT, SERVER, request(i));
        }
        small.at(600).send(SERVER, CLIENT, success(7));
        assertEquals(0, small.stun.unkeptAnswers());
        small.at(1000).send(CLIENT, SERVER, request(2));
        assertEquals(0, small.stun.unkeptAnswers());
        small.at(1010).send(SERVER, CLIENT, success(2));

        assertEquals(1, small.stun.leftOut());
        assertEquals(1, small.stun.unkeptAnswers());
    }

    @Test
    void aFullTableGivesUpLoneSendingsThatProveNothing() {
        UdpTrace small = new UdpTrace(2, 4);
        small.at(0).send(CLIENT, SERVER, request(0)).at(500).send(CLIENT, SERVER, request(0));
        small.at(600).send(CLIENT, SERVER, request(1));
        small.at(60_000).send(CLIENT, SERVER, request(2)).at(60_010).send(SERVER, CLIENT, success(2));

        assertEquals(
                List.of(Outcome.UNANSWERED, Outcome.SUCCESS),
                small.transactions().stream().map(StunTransaction::outcome).toList());
        assertEquals(1, small.stun.leftOut());
    }

    @Test
    void aFullTableGivesUpAnAnswerOnlyWhereALaterOneOfTheSameServerStays() {
        UdpTrace small = new UdpTrace(3, 4);
        small.at(0).send(CLIENT, OTHER_SERVER, request(0)).at(1).send(OTHER_SERVER, CLIENT, success(0));
        small.at(2).send(CLIENT, SERVER, request(1)).at(3).send(SERVER, CLIENT, success(1));
        small.at(4).send(CLIENT, SERVER, request(2)).at(5).send(SERVER, CLIENT, success(2));
        small.at(6).send(CLIENT, SERVER, request(3)).at(7).send(SERVER, CLIENT, success(3));

        List<StunTransaction> all = small.transactions();
        assertEquals(3, all.size());
        assertEquals(OTHER_SERVER, all.get(0).server());
        assertTrue(all.stream().allMatch(StunTransaction::isAnswered));
    }

    @Test
    void aFullTableGivesUpTheOldestThatNothingAnsweredAnHourAgo() {
        double hour = 3_600_000;
        UdpTrace small = new UdpTrace(2, 4);
        small.at(0).send(CLIENT, OTHER_SERVER, request(0)).at(500).send(CLIENT, OTHER_SERVER, request(0));
        small.at(1000).send(CLIENT, OTHER_SERVER, request(1)).at(1500).send(CLIENT, OTHER_SERVER, request(1));
        small.at(hour + 400).send(CLIENT, SERVER, request(2)); // the older one is not old enough yet
        assertEquals(
                List.of(OTHER_SERVER, OTHER_SERVER),
                small.transactions().stream().map(StunTransaction::server).toList());

        small.at(hour + 600).send(CLIENT, SERVER, request(3)).at(hour + 610).send(SERVER, CLIENT, success(3));

        assertEquals(
                List.of(Outcome.SUCCESS, Outcome.UNANSWERED),
                small.transactions().stream().map(StunTransaction::outcome).toList());
        assertEquals(2, small.stun.leftOut());
    }

    @Test
    void manyTransactionsOfManyClientsAreKeptApart() {
        int n = 5000;
        for (int i = 0; i < n; i++) {
            trace.at(i).send(client(i), SERVER, request(i));
        }
        for (int i = 0; i < n; i += 2) {
            trace.at(n + i).send(SERVER, client(i), success(i));
        }

        List<StunTransaction> all = trace.transactions();
        for (int i = 0; i < n; i++) {
            assertEquals(client(i), all.get(i).client());
            assertEquals(
                    i % 2 == 0 ? n * 1_000_000L : TcpAttempt.NO_RTT, all.get(i).rttNanos());
        }
    }

    private static Endpoint client(int i) {
        return endpoint("10.1." + i / 250 + "." + i % 250, 40_000 + i % 7);
    }

    private static String request(int i) {
        return PLAIN_REQUEST.replace("0102030405060708", String.format("%016x", i));
    }

    private static String success(int i) {
        return "0101" + request(i).substring(4);
    }
}
