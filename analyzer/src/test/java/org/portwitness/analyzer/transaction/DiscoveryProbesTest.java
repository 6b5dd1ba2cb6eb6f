package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.transaction.UdpTrace.ROUTER;
import static org.portwitness.analyzer.transaction.UdpTrace.endpoint;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.DiscoveryProbe.Outcome;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.flow.Bound;

final class DiscoveryProbesTest {
    static final String PROBE = "57505053";
    static final String ANSWER = "41575050" + "c0a80114" + "01bb7c790411" + "270c" + "00".repeat(112);

    private static final Endpoint SENDER = endpoint("192.168.1.10", 1047);
    private static final Endpoint EVERYONE = endpoint("192.168.1.255", 1047);
    private static final Endpoint UNIT = endpoint("192.168.1.20", 1047);
    private static final Endpoint OTHER_UNIT = endpoint("192.168.1.21", 1047);

    private final UdpTrace trace = new UdpTrace();

    private DiscoveryProbe only() {
        List<DiscoveryProbe> all = trace.probes();
        assertEquals(1, all.size(), all::toString);
        return all.get(0);
    }

    @Test
    void aBroadcastIsAnsweredFromTheReceiversOwnAddress() {
        trace.at(0).send(SENDER, EVERYONE, PROBE).at(3).send(UNIT, SENDER, ANSWER);

        DiscoveryProbe it = only();
        assertEquals(SENDER, it.sender());
        assertEquals(EVERYONE, it.destination());
        assertTrue(it.broadcast());
        assertEquals(Outcome.ANSWERED, it.outcome());
        assertEquals(UNIT, it.answeredBy());
        assertEquals(3_000_000, it.rttNanos());
        assertEquals(1, it.sendings());
        assertFalse(it.ambiguous());
        assertFalse(it.unsolicited());
    }

    @Test
    void theAnswerMayGoToAnotherPortThanTheProbeCameFrom() {
        trace.at(0).send(endpoint("192.168.1.10", 49_152), endpoint("255.255.255.255", 1049), PROBE);
        trace.at(3).send(UNIT, SENDER, ANSWER);

        assertEquals(3_000_000, only().rttNanos());
        assertEquals(1049, only().destination().port());
    }

    @Test
    void anAnswerToAnotherAddressAnswersNothing() {
        trace.at(0).send(SENDER, EVERYONE, PROBE).at(3).send(UNIT, endpoint("192.168.1.11", 1047), ANSWER);

        assertEquals(Outcome.UNDECIDED, trace.probes().get(0).outcome());
        assertTrue(trace.probes().get(1).unsolicited());
    }

    @Test
    void furtherReceiversAreKeptBesideTheFirst() {
        trace.at(0)
                .send(SENDER, EVERYONE, PROBE)
                .at(3)
                .send(UNIT, SENDER, ANSWER)
                .at(4)
                .send(OTHER_UNIT, SENDER, ANSWER);
        trace.at(5).send(UNIT, SENDER, ANSWER).at(6).send(OTHER_UNIT, SENDER, ANSWER);

        List<DiscoveryProbe> all = trace.probes();
        assertEquals(2, all.size());
        assertEquals(UNIT, all.get(0).answeredBy());
        assertTrue(all.get(1).unsolicited());
        assertEquals(OTHER_UNIT, all.get(1).destination());
        assertEquals(OTHER_UNIT, all.get(1).answeredBy());
        assertEquals(0, all.get(1).sendings());
        assertEquals(TcpAttempt.NO_RTT, all.get(1).rttNanos());
    }

    @Test
    void anAnswerNobodyAskedForIsKept() {
        trace.at(0).send(UNIT, SENDER, ANSWER);

        assertTrue(only().unsolicited());
        assertEquals(Outcome.ANSWERED, only().outcome());
        assertEquals(SENDER, only().sender());
        assertEquals(UNIT, only().destination());
    }

    @ParameterizedTest
    @CsvSource({"4999, UNDECIDED", "5000, UNANSWERED"})
    void aProbeIsGivenUpAfterFiveSeconds(double millis, Outcome outcome) {
        trace.at(0).send(SENDER, UNIT, PROBE).runUntil(millis);

        assertEquals(outcome, only().outcome());
        assertFalse(only().broadcast());
        assertNull(only().answeredBy());
    }

    @Test
    void repeatedProbesAreOneExchangeUntilTheAnswer() {
        trace.at(0)
                .send(SENDER, UNIT, PROBE)
                .at(1000)
                .send(SENDER, UNIT, PROBE)
                .at(4000)
                .send(SENDER, UNIT, PROBE);
        trace.at(8999);
        trace.runUntil(8999);
        assertEquals(Outcome.UNDECIDED, only().outcome());
        trace.send(UNIT, SENDER, ANSWER);

        assertEquals(3, only().sendings());
        assertTrue(only().ambiguous());
        assertEquals(4_999_000_000L, only().rttNanos());
    }

    @Test
    void aProbeAfterTheAnswerOrAfterGivingUpBeginsANewExchange() {
        trace.at(0).send(SENDER, UNIT, PROBE).at(1).send(UNIT, SENDER, ANSWER);
        trace.at(1000).send(SENDER, UNIT, PROBE).at(6000).send(SENDER, UNIT, PROBE);

        assertEquals(
                List.of(Outcome.ANSWERED, Outcome.UNANSWERED, Outcome.UNDECIDED),
                trace.probes().stream().map(DiscoveryProbe::outcome).toList());
    }

    @ParameterizedTest
    @CsvSource({"2.0, 1", "2.001, 2"})
    void aCopyMadeByTheMirrorIsNoFurtherSending(double millis, int sendings) {
        trace.at(0).send(SENDER, UNIT, PROBE).at(millis).send(SENDER, UNIT, PROBE);

        assertEquals(sendings, only().sendings());
    }

    @Test
    void aCopyThatComesAfterTheAnswerBeginsNoNewExchange() {
        trace.at(0)
                .send(SENDER, UNIT, PROBE)
                .at(0.4)
                .send(UNIT, SENDER, ANSWER)
                .at(0.6)
                .send(SENDER, UNIT, PROBE);

        assertEquals(400_000, only().rttNanos());
        assertEquals(1, only().sendings());
    }

    @Test
    void eachPortIsAnExchangeOfItsOwnAndTheAnswersPortTellsWhich() {
        for (int port = 1047; port <= 1049; port++) {
            trace.at(port - 1047).send(SENDER, endpoint("192.168.1.20", port), PROBE);
        }
        trace.at(10).send(endpoint("192.168.1.20", 1048), SENDER, ANSWER);

        assertEquals(
                List.of(Outcome.UNDECIDED, Outcome.ANSWERED, Outcome.UNDECIDED),
                trace.probes().stream().map(DiscoveryProbe::outcome).toList());
    }

    @Test
    void aReceiverThatWasAskedItselfAnswersThatBeforeABroadcast() {
        trace.at(0)
                .send(SENDER, UNIT, PROBE)
                .at(1)
                .send(SENDER, EVERYONE, PROBE)
                .at(5)
                .send(UNIT, SENDER, ANSWER);

        assertEquals(Outcome.ANSWERED, trace.probes().get(0).outcome());
        assertEquals(Outcome.UNDECIDED, trace.probes().get(1).outcome());
    }

    @Test
    void anotherReceiverDoesNotAnswerForTheOneThatWasAsked() {
        trace.at(0).send(SENDER, UNIT, PROBE).at(5).send(OTHER_UNIT, SENDER, ANSWER);

        assertEquals(Outcome.UNDECIDED, trace.probes().get(0).outcome());
        assertTrue(trace.probes().get(1).unsolicited());
    }

    @Test
    void anythingFromAReceiverThatWasAskedItselfIsAnAnswer() {
        trace.at(0).send(SENDER, UNIT, PROBE).at(5).send(UNIT, SENDER, "01020304");

        assertEquals(Outcome.ANSWERED, only().outcome());
    }

    @Test
    void somethingElseAfterABroadcastIsNoAnswer() {
        trace.at(0).send(SENDER, EVERYONE, PROBE).at(5).send(UNIT, SENDER, "01020304");

        assertEquals(Outcome.UNDECIDED, only().outcome());
    }

    @Test
    void aClosedPortIsUnreachableAndANewProbeIsANewExchange() {
        trace.at(0)
                .send(SENDER, UNIT, PROBE)
                .at(1)
                .icmp(3, 3, SENDER, UNIT, PROBE)
                .at(1000)
                .send(SENDER, UNIT, PROBE);

        assertEquals(Outcome.UNREACHABLE, trace.probes().get(0).outcome());
        assertEquals(
                new Refusal(ROUTER.address(), 3, 3, 60, false),
                trace.probes().get(0).refusal());
        assertEquals(Outcome.UNDECIDED, trace.probes().get(1).outcome());
    }

    @Test
    void anAnswerCountsMoreThanAnIcmpError() {
        trace.at(0)
                .send(SENDER, UNIT, PROBE)
                .at(1)
                .icmp(3, 3, SENDER, UNIT, PROBE)
                .at(2)
                .send(UNIT, SENDER, ANSWER);

        assertEquals(Outcome.ANSWERED, only().outcome());
        assertNull(only().refusal());
    }

    @Test
    void nulsBehindTheProbeAreAccepted() {
        trace.at(0).send(SENDER, UNIT, PROBE + "000000000000");

        assertEquals(1, only().sendings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"57505052", "5750505301", "575050", "80000028", "41575050"})
    void theseWereMereClientPorts(String hex) {
        trace.at(0).send(SENDER, UNIT, hex).at(1).send(UNIT, SENDER, hex);

        assertEquals(List.of(), trace.probes());
    }

    @Test
    void aProbeToAnotherPortIsNotDiscovery() {
        trace.at(0).send(SENDER, endpoint("192.168.1.20", 1050), PROBE);

        assertEquals(List.of(), trace.probes());
    }

    @Test
    void whoProbesAWholeNetworkFindsEachAnswer() {
        for (int host = 1; host < 200; host++) {
            trace.at(host).send(SENDER, endpoint("10.0.0." + host, 1047), PROBE);
        }
        for (int host = 1; host < 200; host++) {
            trace.at(300 + host).send(endpoint("10.0.0." + host, 1047), SENDER, ANSWER);
        }

        assertEquals(199, trace.probes().size());
        assertTrue(trace.probes().stream().allMatch(it -> it.rttNanos() == 300_000_000));
    }

    @Test
    void manySendersAreKeptApart() {
        for (int i = 0; i < 2000; i++) {
            trace.at(i).send(sender(i), EVERYONE, PROBE);
        }
        for (int i = 0; i < 2000; i++) {
            trace.at(2000 + i).send(UNIT, sender(i), ANSWER);
        }

        List<DiscoveryProbe> all = trace.probes();
        assertEquals(2000, all.size());
        for (int i = 0; i < 2000; i++) {
            assertEquals(sender(i), all.get(i).sender());
            assertEquals(2_000_000_000, all.get(i).rttNanos());
        }
    }

    private static Endpoint sender(int i) {
        return endpoint("10.2." + i / 200 + "." + i % 200, 1047);
    }

    @Test
    void aFullTableLeavesOutAndCounts() {
        DiscoveryProbes two = new DiscoveryProbes(trace.clock, Bound.of(2));
        UdpTrace facts = new UdpTrace();
        for (int i = 0; i < 3; i++) {
            facts.at(i).send(SENDER, endpoint("10.0.0." + (i + 1), 1047), PROBE);
            two.onDatagram(facts.facts);
        }

        assertEquals(2, UdpTrace.list(two.probes()).size());
        assertEquals(1, two.leftOut());
    }

    @Test
    void anAnswerThatHasNoPlaceIsCountedBesideTheProbe() {
        DiscoveryProbes two = new DiscoveryProbes(trace.clock, Bound.of(2));
        UdpTrace facts = new UdpTrace();
        for (int i = 0; i < 3; i++) {
            facts.at(i).send(SENDER, endpoint("10.0.0." + (i + 1), 1047), PROBE);
            two.onDatagram(facts.facts);
        }
        assertEquals(0, two.unkeptAnswers());
        facts.at(4).send(endpoint("10.0.0.3", 1047), SENDER, ANSWER);
        two.onDatagram(facts.facts);

        assertEquals(1, two.unkeptAnswers());
    }

    private void probeEveryTenSeconds(DiscoveryProbes probes, UdpTrace facts, int times) {
        for (int i = 1; i <= times; i++) {
            facts.at(i * 10_000).send(SENDER, UNIT, PROBE);
            trace.runUntil(i * 10_000);
            probes.onDatagram(facts.facts);
        }
    }

    @Test
    void whereItIsFullAnExchangeGoesThatANewerOneIsLike() {
        DiscoveryProbes three = new DiscoveryProbes(trace.clock, Bound.of(3));
        UdpTrace facts = new UdpTrace();
        facts.at(0).send(SENDER, OTHER_UNIT, PROBE);
        three.onDatagram(facts.facts);
        probeEveryTenSeconds(three, facts, 40);

        List<DiscoveryProbe> kept = UdpTrace.list(three.probes());
        assertEquals(
                List.of(OTHER_UNIT, UNIT, UNIT),
                kept.stream().map(DiscoveryProbe::destination).toList());
        assertEquals(
                List.of(390L, 400L),
                kept.stream()
                        .skip(1)
                        .map(it -> (it.firstNanos() - kept.get(0).firstNanos()) / 1_000_000_000)
                        .sorted()
                        .toList());
        assertEquals(38, three.leftOut());
    }

    @Test
    void whereItIsFullAnAnswerIsNotLostToAProbeThatNobodyAnswered() {
        DiscoveryProbes two = new DiscoveryProbes(trace.clock, Bound.of(2));
        UdpTrace facts = new UdpTrace();
        facts.at(0).send(SENDER, UNIT, PROBE);
        two.onDatagram(facts.facts);
        facts.at(3).send(UNIT, SENDER, ANSWER);
        two.onDatagram(facts.facts);
        probeEveryTenSeconds(two, facts, 10);
        trace.runUntil(200_000);

        assertEquals(
                List.of(Outcome.ANSWERED, Outcome.UNANSWERED),
                UdpTrace.list(two.probes()).stream()
                        .map(DiscoveryProbe::outcome)
                        .toList());
        assertEquals(9, two.leftOut());
    }
}
