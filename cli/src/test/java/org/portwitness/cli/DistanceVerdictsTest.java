package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.Scenario;

/** Near or far: who refuses, and on which side of the capture point the time goes by. The cloud's packets come with TTL 51, 13 hops away. */
class DistanceVerdictsTest {
    private static final String KICKLE = Scenario.KICKLE;
    private static final String ROW = "kickle-auth-8705";

    /** The server's 443 answers, its 8705 refuses with that TTL. */
    private static Analysed refusedWith(int ttl) throws IOException {
        Scenario s = Scenario.start()
                .resolve("cloud.kickle.com", KICKLE)
                .https("cloud.kickle.com", KICKLE)
                .tcpRefused(KICKLE, 8705, ttl);
        return Analysed.of(s.idle(10));
    }

    @Test
    void aResetFromNearbyIsNotTheServers() throws IOException {
        Analysed it = refusedWith(63);
        assertEquals(
                "Refused: RST from a device about 1 hop away, not from 203.0.113.10, which is about 13 hops away.",
                it.why(ROW));
        assertTrue(
                it.advice(ROW)
                        .endsWith(
                                "; the refusal comes from something nearer than 203.0.113.10, so asking its owner does not help."),
                it.advice(ROW));
        assertEquals(
                "10.20.30.40 asks 203.0.113.10:8705 and is refused: RST from a device about 1 hop away, not from 203.0.113.10, which is"
                        + " about 13 hops away.",
                it.findings("refused-syn").get(0).text("/detail"));
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 51, 52})
    void aResetFromAsFarAsTheServerIsTheServers(int ttl) throws IOException {
        Analysed it = refusedWith(ttl);
        assertEquals("Refused: RST from the server itself.", it.why(ROW));
        assertTrue(
                it.advice(ROW).endsWith("ask the owner of 203.0.113.10, whose address the refusal bears."),
                it.advice(ROW));
    }

    /** Two hops nearer by another starting number, farther away, or beyond any distance: load balancers and several paths do that. */
    @ParameterizedTest
    @ValueSource(ints = {117, 44, 240, 20})
    void whereTheDistancesContradictEachOtherNothingIsClaimed(int ttl) throws IOException {
        assertEquals("Refused: RST in the server's name.", refusedWith(ttl).why(ROW));
    }

    @Test
    void twoHopsNearerWithTheSameStartIsEnough() throws IOException {
        assertEquals(
                "Refused: RST from a device about 11 hops away, not from 203.0.113.10, which is about 13 hops away.",
                refusedWith(53).why(ROW));
    }

    @Test
    void whereNothingElseOfTheServerIsSeenTheTtlAloneIsAGuess() throws IOException {
        assertEquals(
                "Refused: RST in the server's name from about 1 hop away (guessed from its TTL alone).",
                refusedAlone(63));
        assertEquals(
                "Refused: RST in the server's name from this very network (guessed from its TTL alone).",
                refusedAlone(255));
        assertEquals(
                "Refused: RST in the server's name from about 13 hops away (guessed from its TTL alone).",
                refusedAlone(51));
        assertEquals("Refused: RST in the server's name.", refusedAlone(20));
    }

    private static String refusedAlone(int ttl) throws IOException {
        Scenario s = Scenario.start().resolve("cloud.kickle.com", KICKLE).tcpRefused(KICKLE, 8705, ttl);
        return Analysed.of(s.idle(10)).why(ROW);
    }

    @Test
    void theSenderOfAnIcmpErrorIsKnownAndSoIsItsDistance() throws IOException {
        Scenario s = Scenario.start().resolve("portal.kickle.com", KICKLE);
        MediaTalk.from(s, 50_016).allocateProhibited(Scenario.RELAY, 3478);
        Analysed it = Analysed.of(s.idle(20));
        assertEquals(
                "Refused: ICMP 3/13 administratively prohibited from 10.20.0.1, about 1 hop away.",
                it.why("online-udp-3478"));
        JsonTree call = it.report().each("/calls").get(0);
        assertEquals("firewall", call.text("/look_at"));
        assertEquals(
                "No media: 1 Allocate request to 52.112.18.5:3478 refused: ICMP 3/13 administratively prohibited from 10.20.0.1, about 1"
                        + " hop away, and TURN over TCP 443 was not tried. Look at the firewall: a device on the way refuses, not the server.",
                call.text("/conclusion"));
    }

    @Test
    void theHalvesOfAHandshakeAreToldApart() throws IOException {
        Scenario s = Scenario.start().resolve("portal.kickle.com", KICKLE).https("portal.kickle.com", KICKLE);
        Analysed it = Analysed.of(s.idle(10));
        assertEquals(1L, it.report().at("/tcp/handshake/count"));
        assertEquals(1L, it.report().at("/tcp/handshake_near/count"));
        assertEquals(1L, it.row("kickle-https-443").at("/latency_near/count"));
        assertEquals(
                List.of(60.0, 60.0),
                List.of(
                        it.report().at("/tcp/handshake_near/max_us"),
                        it.row("kickle-https-443").at("/latency_near/max_us")));
    }

    /** The server answers once, then something two hops away turns the unit away. */
    @Test
    void refusalsBesideAnswersFailNoRowAndAreNotedAllTheSame() throws IOException {
        Scenario s = Scenario.start()
                .resolve("cloud.kickle.com", KICKLE)
                .https("cloud.kickle.com", KICKLE)
                .tcpRefused(KICKLE, 443, 62)
                .tcpRefused(KICKLE, 443, 62);
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect("kickle-https-443", "ok");
        assertEquals(
                List.of(
                        "note: 2 attempts of 10.20.30.40 to 203.0.113.10:443 were refused while 1 was answered: RST from a"
                                + " device about 2 hops away, not from 203.0.113.10, which is about 13 hops away."),
                it.findings("refused-syn").stream()
                        .map(f -> f.text("/severity") + ": " + f.text("/detail"))
                        .toList());
        assertEquals(2L, it.findings("refused-syn").get(0).at("/attempts"));
    }

    @Test
    void aServerThatRefusesOnceOrTwiceItselfIsNotNoted() throws IOException {
        Scenario s = Scenario.start()
                .resolve("cloud.kickle.com", KICKLE)
                .https("cloud.kickle.com", KICKLE)
                .tcpRefused(KICKLE, 443)
                .tcpRefused(KICKLE, 443);
        assertEquals(List.of(), Analysed.of(s.idle(10)).exits(0).findings("refused-syn"));
    }

    @Test
    void aSlowServerIsToldApartFromAFastOneOfTheSameRow() throws IOException {
        Scenario s = Scenario.start()
                .resolve("portal.kickle.com", KICKLE)
                .https("portal.kickle.com", KICKLE)
                .resolve("api.kickle.com", "10.20.9.9")
                .https("api.kickle.com", "10.20.9.9");
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        List<JsonTree> peers = it.row("kickle-https-443").each("/peers");
        assertEquals(
                List.of("10.20.9.9 1 ms, near 60 µs", "203.0.113.10 21 ms, near 60 µs"),
                peers.stream()
                        .map(peer -> peer.text("/address") + " "
                                + (int) ((Number) peer.at("/latency_mean_us")).doubleValue() / 1000 + " ms, near "
                                + Math.round(((Number) peer.at("/latency_near_mean_us")).doubleValue()) + " µs")
                        .sorted()
                        .toList());
    }
}
