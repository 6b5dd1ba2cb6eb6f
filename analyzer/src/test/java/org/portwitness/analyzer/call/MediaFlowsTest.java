package org.portwitness.analyzer.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Carriage;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.MediaStream;

/** What streams say of a socket pair: how its directions went, when they paused, and what is missing. Times in seconds. */
class MediaFlowsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Endpoint UNIT = new Endpoint(Address.parse("10.20.30.40"), 50_016);
    private static final Endpoint PEER = new Endpoint(Address.parse("52.112.40.9"), 3479);
    private static final int UDP = 17;
    private static final int TCP = 6;

    private final List<MediaStream> streams = new ArrayList<>();

    private MediaFlowsTest stream(
            boolean sent,
            int protocol,
            Carriage carriage,
            boolean answered,
            long from,
            long to,
            MediaStream.Gap... gaps) {
        streams.add(new MediaStream(
                sent ? UNIT : PEER,
                sent ? PEER : UNIT,
                protocol,
                carriage,
                streams.size() + 1L,
                new TreeMap<>(),
                new TreeMap<>(),
                from * SECOND,
                to * SECOND,
                100,
                100,
                0,
                0,
                0,
                0,
                null,
                null,
                null,
                null,
                answered,
                List.of(),
                List.of(gaps),
                null));
        return this;
    }

    private MediaFlowsTest sent(long from, long to, MediaStream.Gap... gaps) {
        return stream(true, UDP, Carriage.UDP, true, from, to, gaps);
    }

    private MediaFlowsTest received(long from, long to, MediaStream.Gap... gaps) {
        return stream(false, UDP, Carriage.UDP, true, from, to, gaps);
    }

    private static MediaStream.Gap gap(long from, long to, long lost) {
        return new MediaStream.Gap(from * SECOND, to * SECOND, lost);
    }

    private List<MediaFlow> flows() {
        return new MediaFlows(streams, List.of(), a -> Set.of(UNIT.address()).contains(a) ? a : null, 1000)
                .flows().stream().map(MediaFlows.Owned::flow).toList();
    }

    private List<String> pauses() {
        List<MediaFlow> all = flows();
        assertEquals(1, all.size());
        return Pause.in(all.get(0)).stream().map(Pause::inWords).toList();
    }

    @Test
    void streamsOfBothDirectionsAreOneFlow() {
        List<MediaFlow> flows = sent(1, 20).received(2, 21).flows();
        assertEquals(1, flows.size());
        assertEquals(MediaFlow.Directions.BOTH, flows.get(0).directions());
        assertEquals(20 * SECOND, flows.get(0).spanNanos());
        assertEquals(List.of(), Pause.in(flows.get(0)));
    }

    @Test
    void whatOnlyRtcpOrStunAnswersIsHeardAndNotAnsweredByMedia() {
        assertEquals(
                MediaFlow.Directions.SENT_AND_HEARD, sent(1, 20).flows().get(0).directions());
    }

    @Test
    void whatNothingAnswersIsOneWayAfterFiveSeconds() {
        assertEquals(
                MediaFlow.Directions.ONLY_SENT,
                stream(true, UDP, Carriage.FF10, false, 1, 6).flows().get(0).directions());
        streams.clear();
        assertEquals(
                MediaFlow.Directions.SHORT,
                stream(false, UDP, Carriage.UDP, false, 1, 5).flows().get(0).directions());
    }

    @Test
    void aPauseOfTheFarSideWithNothingMissingIsItsOwn() {
        assertEquals(
                List.of("Nothing from 52.112.40.9:3479 for 6.0 s; no packet is missing"),
                sent(1, 20).received(1, 20, gap(5, 11, 0)).pauses());
    }

    @Test
    void missingPacketsAreCountedInTheirDirection() {
        assertEquals(
                List.of(
                        "Nothing from 52.112.40.9:3479 for 6.0 s; 300 packets are missing",
                        "Nothing from the unit to 52.112.40.9:3479 for 3.0 s; 1 packet is missing"),
                sent(1, 20, gap(14, 17, 1)).received(1, 20, gap(5, 11, 300)).pauses());
    }

    @Test
    void bothDirectionsAtOnceAreOnePause() {
        assertEquals(
                List.of("Media with 52.112.40.9:3479 stops in both directions for 6.0 s; 500 packets are missing"),
                sent(1, 20, gap(5, 11, 200)).received(1, 20, gap(5, 11, 300)).pauses());
    }

    @Test
    void anotherSourceThatGoesOnMakesItNoPause() {
        assertEquals(
                List.of(),
                sent(1, 20).received(1, 20, gap(5, 11, 0)).received(4, 12).pauses());
    }

    @Test
    void aSourceThatReplacesAnotherLeavesAPauseBetweenThem() {
        assertEquals(
                List.of("Nothing from 52.112.40.9:3479 for 4.0 s; no packet is missing"),
                sent(1, 20).received(1, 8).received(12, 20).pauses());
    }

    @Test
    void pausesBelowTwoSecondsAreNotTold() {
        assertEquals(List.of(), sent(1, 20).received(1, 20, gap(5, 6, 40)).pauses());
    }

    @Test
    void twentySecondsOfRestPartTheFlow() {
        assertEquals(
                2,
                sent(1, 20)
                        .received(1, 20)
                        .sent(40, 50)
                        .received(40, 50)
                        .flows()
                        .size());
    }

    @Test
    void tcpIsAnotherFlowThanUdpBetweenTheSamePorts() {
        List<MediaFlow> flows =
                sent(1, 5).stream(true, TCP, Carriage.TCP, true, 6, 20).flows();
        assertEquals(
                List.of(false, true), flows.stream().map(MediaFlow::overTcp).toList());
        assertEquals(
                List.of(false, false), flows.stream().map(MediaFlow::wrapped).toList());
    }

    @Test
    void framesOfRelaysAreNoticed() {
        assertEquals(
                true,
                stream(true, UDP, Carriage.MS_TURN, true, 1, 20).flows().get(0).wrapped());
    }
}
