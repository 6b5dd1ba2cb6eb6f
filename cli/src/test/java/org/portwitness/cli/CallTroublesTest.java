package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.portwitness.cli.ToldCall.concludes;
import static org.portwitness.cli.ToldCall.room;
import static org.portwitness.cli.ToldCall.steps;
import static org.portwitness.cli.ToldCall.theCall;

import java.io.IOException;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Http;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Rtp;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Stun;
import org.portwitness.testdata.TcpTalk;

/** Relays that promise and do not serve, fallbacks that come badly, and clocks that jump. */
class CallTroublesTest {
    private static final String UNIT = Scenario.UNIT;
    private static final String RELAY = Scenario.RELAY;
    private static final String OTHER_RELAY = "52.112.18.9";
    private static final String MEDIA_RELAY = "52.112.40.9";
    private static final String FAR = "52.112.40.9";
    private static final int PORT = 50_016;

    private static final String FIREWALL_FIRST =
            " Look at the firewall first: what the unit sent, or what came back, was"
                    + " lost beyond this capture point.";

    /** Allocates that are challenged with this error each time, with credentials too. */
    private static MediaTalk challenged(Scenario s, int times, int code) {
        MediaTalk media = MediaTalk.from(s, PORT);
        for (int i = 0; i < times; i++) {
            byte[] id = Stun.id(4000 + i);
            media.out(
                    RELAY,
                    3478,
                    MsTurn.allocateWithCredentials(id, MsTurn.nonce(i)).bytes());
            s.pause(0.02);
            media.in(
                    RELAY,
                    3478,
                    MsTurn.message(Stun.ALLOCATE_ERROR, id)
                            .errorCode(code, "Again")
                            .bytes());
            s.pause(0.5);
        }
        return media;
    }

    private static List<String> refusals(Analysed it) {
        return it.findings("stun-refused-by-server").stream()
                .map(f -> f.text("/severity") + " " + f.at("/attempts") + ": " + f.text("/detail"))
                .toList();
    }

    @Test
    void aRelayThatAsksForCredentialsWithoutEndServesNobody() throws IOException {
        for (int code : new int[] {401, 438}) {
            Scenario s = room();
            challenged(s, 5, code);
            Analysed it = Analysed.of(s.idle(20)).exits(0).expect("online-udp-3478", "ok");
            concludes(
                    it,
                    "no-media",
                    "far-side",
                    "No media: 52.112.18.5:3478 answers, but grants nothing: it asks for credentials again and again, with"
                            + " error " + code + " to 5 Allocate requests. The way to it is open; ask whoever runs the"
                            + " relay.");
            assertEquals(
                    List.of(
                            "note 5: Reachable, but the relay asks for credentials again and again: 5 requests ended with"
                                    + " error " + code + " and none succeeded."),
                    refusals(it));
        }
    }

    @Test
    void threeChallengesAreNotWithoutEnd() throws IOException {
        Scenario s = room();
        challenged(s, 3, 401);
        Analysed it = Analysed.of(s.idle(20));
        assertEquals(List.of(), refusals(it));
        assertEquals("unknown", theCall(it).text("/result"));
    }

    @Test
    void challengesBeforeAnAllocationThatIsGrantedAreNoFault() throws IOException {
        Scenario s = room();
        challenged(s, 6, 438).allocates(RELAY, 3478).mediaThroughRelay(MEDIA_RELAY, 3479, 104, 6);
        Analysed it = Analysed.of(s.idle(20)).exits(0);
        assertEquals(List.of(), refusals(it));
        concludes(it, "media", "nothing", "Media ran in both directions for 5.9 s over UDP: nothing was in its way.");
    }

    @Test
    void aRelayAskedInVainBesideAGoodCallIsNamed() throws IOException {
        Scenario s = room();
        s.meanwhile(other -> MediaTalk.from(other.pause(0.1), 50_018).allocateBlocked(OTHER_RELAY, 3478));
        MediaTalk.from(s, PORT).allocates(RELAY, 3478).mediaThroughRelay(MEDIA_RELAY, 3479, 104, 20);
        Analysed it = Analysed.of(s.idle(20)).exits(1).expect("online-udp-3478", "partial");
        concludes(
                it,
                "media",
                "nothing",
                "Media ran in both directions for 20 s over UDP: nothing was in the way of it. Yet 10 Allocate requests to"
                        + " 52.112.18.9:3478 without an answer in 5.9 s; another relay served.");
    }

    @Test
    void aRelayThatDeniesBesideMediaThatFoundAnotherWayIsNamed() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, PORT)
                .allocateDenied(RELAY, 3478, 486, "Allocation Quota Reached")
                .checkAnswered("198.51.100.7", 50_022)
                .mediaBothWays("198.51.100.7", 50_022, 104, 8);
        concludes(
                Analysed.of(s.idle(20)),
                "media",
                "nothing",
                "Media ran in both directions for 7.9 s over UDP: nothing was in the way of it. Yet 52.112.18.5:3478"
                        + " answers, but refuses: error 486 to 1 Allocate request; media found a way without it.");
    }

    /** Nothing over UDP, then 40 s of media in TURN over TCP 443, of which some packets never got into it. */
    private static Analysed fallenBack(IntPredicate leftOutByUnit, IntPredicate leftOutByRelay) throws IOException {
        Scenario s = room();
        MediaTalk.from(s, PORT).allocateBlocked(RELAY, 3478);
        TcpTalk talk =
                s.tcp(50_014, RELAY, 443).open().say(MsTurn.pseudoTlsHello()).hear(MsTurn.pseudoTlsAnswer());
        talk.say(MsTurn.control(MsTurn.allocate(Stun.id(1)).bytes()));
        talk.hear(MsTurn.control(MsTurn.allocated(Stun.id(1), RELAY, 53_200, "192.0.2.40", 50_014)
                .bytes()));
        for (int i = 0; i < 1000; i++) {
            if (!leftOutByUnit.test(i)) {
                talk.say(MsTurn.endToEnd(Rtp.secured(104, i, 640L * i, 0x1111, 60)));
            }
            if (!leftOutByRelay.test(i)) {
                talk.hear(MsTurn.endToEnd(Rtp.secured(104, 500 + i, 640L * i, 0x2222, 60)));
            }
            s.pause(0.015);
        }
        talk.close();
        return Analysed.of(s.idle(20)).exits(1);
    }

    private static final String FALLBACK =
            "Media ran in both directions for 38 s over TCP, which only the fallback offers:"
                    + " 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s." + FIREWALL_FIRST
                    + " Sound and picture suffer over TCP.";

    @Test
    void aFallbackThatCarriesAllIsOnlyAFallback() throws IOException {
        Analysed it = fallenBack(i -> false, i -> false);
        concludes(it, "fallback", "firewall", FALLBACK);
        assertEquals(List.of(), it.findings("poor-media"));
    }

    @Test
    void whatIsMissingInTcpThatLostNothingWasLostBeforeIt() throws IOException {
        Analysed it = fallenBack(i -> false, i -> i % 20 == 7);
        concludes(
                it,
                "fallback",
                "firewall",
                FALLBACK
                        + " It came badly, too: from 52.112.18.5:443 to 10.20.30.40:50014 5.1 % of the packets lost in the"
                        + " worst 15 s (target: less than 1 %). TCP itself lost nothing: they were missing before the relay"
                        + " sent them, on the way from the far side.");
        assertEquals(
                List.of(
                        "problem: Poor media from 52.112.18.5:443 to 10.20.30.40:50014: 5.1 % of the packets lost in the"
                                + " worst 15 s (target: less than 1 %). TCP itself lost nothing here: they were missing before they"
                                + " got into the connection."),
                it.findings("poor-media").stream()
                        .map(f -> f.text("/severity") + ": " + f.text("/detail"))
                        .toList());
    }

    @Test
    void whatTheUnitLeftOutOfTcpIsTheUnits() throws IOException {
        concludes(
                fallenBack(i -> i % 20 == 7, i -> false),
                "fallback",
                "firewall",
                FALLBACK.replace("for 38 s", "for 37 s")
                        + " It came badly, too: from 10.20.30.40:50014 to 52.112.18.5:443 5.2 % of the packets lost in the"
                        + " worst 15 s (target: less than 1 %). TCP itself lost nothing: the unit left them out, as it does"
                        + " where the connection cannot keep up.");
    }

    /** Both talk for 20 s; then the clock goes back an hour, and one or both go on for 20 s more. */
    private static Analysed acrossAClockSetBack(boolean farGoesOn) throws IOException {
        Frames frames = Frames.of(room());
        double[] starts = {50, 50 - 3600};
        for (int half = 0; half < 2; half++) {
            for (int i = 0; i < 1000; i++) {
                double at = starts[half] + i * 0.02;
                int number = half * 1000 + i;
                frames.udp(at, UNIT, PORT, FAR, 3479, Rtp.secured(104, number, 320L * number, 0x1111, 60));
                if (half == 0 || farGoesOn) {
                    frames.udp(
                            at + 0.009, FAR, 3479, UNIT, PORT, Rtp.secured(104, 9000 + number, 320L * number, 7, 60));
                }
            }
        }
        return Analysed.of(frames.unsorted());
    }

    @Test
    void whereAClockIsSetBackNobodyFellSilent() throws IOException {
        Analysed it = acrossAClockSetBack(true);
        assertEquals(List.of(), it.findings("media-silence"));
        assertEquals(List.of(), it.problems());
        assertEquals("media", theCall(it).text("/result"), () -> theCall(it).text("/conclusion"));
    }

    @Test
    void silenceAcrossAClockThatWasSetBackIsNotMeasuredByIt() throws IOException {
        assertEquals(List.of(), acrossAClockSetBack(false).findings("media-silence"));
    }

    @Test
    void requestsWithinAMomentAreNotToldAsInNoTime() throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT);
        for (int i = 0; i < 2; i++) {
            media.out(RELAY, 3478, MsTurn.allocate(Stun.id(70 + i)).bytes());
            s.pause(0.001);
        }
        Analysed it = Analysed.of(s.idle(60)).expect("online-udp-3478", "blocked");
        assertEquals("No answer to 2 Allocate requests to 52.112.18.5:3478.", it.why("online-udp-3478"));
        assertEquals(
                "No answer to 2 Allocate requests from 10.20.30.40 to 52.112.18.5:3478.",
                it.findings("unanswered-stun").get(0).text("/detail"));
    }

    private static final String RELAY_NAME = "euaz.relay.teams.microsoft.com";

    @Test
    void aProxyThatDoesNotLetTheUnitToARelayByNameIsTheFallbackThatFailed() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, PORT).allocateBlocked(RELAY, 3478);
        for (int i = 0; i < 2; i++) {
            s.tcp(Scenario.PROXY, 8080)
                    .open()
                    .say(Http.connect(RELAY_NAME, 443))
                    .hear(Http.response(403, "Forbidden"))
                    .close();
        }
        Analysed it = Analysed.of(s.idle(20)).exits(1);
        assertEquals(
                List.of(
                        "* turn-allocate no-answer: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s.",
                        "fallback failed: Nothing comes of UDP 3478: the unit turns to TCP 443.",
                        "turn-over-443 refused: Asked the proxy 10.20.0.80:8080 for euaz.relay.teams.microsoft.com:443; the"
                                + " proxy 10.20.0.80:8080 answered CONNECT euaz.relay.teams.microsoft.com:443 with 403."),
                steps(theCall(it)));
        concludes(
                it,
                "no-media",
                "firewall",
                "No media: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s, and"
                        + " euaz.relay.teams.microsoft.com:443 over TCP was refused: the proxy 10.20.0.80:8080 answered CONNECT"
                        + " euaz.relay.teams.microsoft.com:443 with 403." + FIREWALL_FIRST);
    }

    @Test
    void aRelayThatAProxyIsAskedForByNameIsNamed() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, PORT).allocateBlocked(RELAY, 3478);
        TcpTalk talk = s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(RELAY_NAME, 443))
                .hear(Http.connected());
        talk.say(MsTurn.pseudoTlsHello()).hear(MsTurn.pseudoTlsAnswer());
        talk.say(MsTurn.control(MsTurn.allocate(Stun.id(1)).bytes()));
        talk.hear(MsTurn.control(MsTurn.allocated(Stun.id(1), RELAY, 53_200, "192.0.2.40", 50_014)
                .bytes()));
        inTcp(s, talk, 200);
        talk.close();
        List<String> steps = steps(theCall(Analysed.of(s.idle(20))));
        assertEquals("fallback ok: Nothing comes of UDP 3478: the unit turns to TCP 443.", steps.get(1));
        assertEquals(
                "turn-over-443 ok: Connected to the proxy 10.20.0.80:8080 in 1.3 ms, and by it to"
                        + " euaz.relay.teams.microsoft.com:443; it grants 1 allocation.",
                steps.get(2));
        assertEquals(
                "media-start ok: Media in both directions with 10.20.0.80:8080 for 3.6 s, over TCP through the proxy and the"
                        + " relay euaz.relay.teams.microsoft.com:443.",
                steps.get(3));
    }

    private static void inTcp(Scenario s, TcpTalk talk, int packets) {
        for (int i = 0; i < packets; i++) {
            talk.say(MsTurn.endToEnd(Rtp.secured(104, i, 640L * i, 0x1111, 60)))
                    .hear(MsTurn.endToEnd(Rtp.secured(104, 500 + i, 640L * i, 0x2222, 60)));
            s.pause(0.015);
        }
    }

    /** A packet each 20 ms in both directions, the far side's until it stops. */
    private static void talk(Scenario s, MediaTalk media, String to, String from, int packets, int farStopsAt) {
        for (int i = 0; i < packets; i++) {
            media.out(to, 3479, Rtp.secured(104, i, 320L * i, 0x1111, 60));
            if (i < farStopsAt) {
                media.in(from, 3479, Rtp.secured(104, 900 + i, 320L * i, 0x2222, 60));
            }
            s.pause(0.02);
        }
    }

    @Test
    void aFarSideThatFallsSilentForTenSecondsIsNotSaidToBeHeard() throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT).allocates(RELAY, 3478);
        talk(s, media, FAR, FAR, 1500, 1000);
        TcpTalk talk =
                s.tcp(50_014, RELAY, 443).open().say(MsTurn.pseudoTlsHello()).hear(MsTurn.pseudoTlsAnswer());
        inTcp(s, talk, 600);
        talk.close();
        concludes(
                Analysed.of(s.idle(20)),
                "gaps",
                "unknown",
                "Media ran in both directions for 53 s over UDP, then over TCP. Nothing more from 52.112.40.9:3479 for the"
                        + " last 10 s, while media to it went on. Nothing else came from it in that time, which is too short"
                        + " to tell whether it stopped or something cut the way.");
    }

    @Test
    void mediaThatGoesToOneRelayAndComesFromAnotherIsNotOneWay() throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT).allocates(RELAY, 3478).checkAnswered(FAR, 3479);
        talk(s, media, FAR, OTHER_RELAY, 1500, 1500);
        Analysed it = Analysed.of(s.idle(20));
        concludes(it, "media", "nothing", "Media ran in both directions for 30 s over UDP: nothing was in its way.");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void bothSidesThatPauseAtOnceMayBeAClockThatJumped() throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT).allocates(RELAY, 3478);
        talk(s, media, FAR, FAR, 500, 500);
        s.pause(20);
        for (int i = 500; i < 1000; i++) {
            media.out(FAR, 3479, Rtp.secured(104, i, 320L * i, 0x1111, 60));
            media.in(FAR, 3479, Rtp.secured(104, 900 + i, 320L * i, 0x2222, 60));
            s.pause(0.02);
        }
        concludes(
                Analysed.of(s.idle(20)),
                "gaps",
                "unknown",
                "Media ran in both directions for 40 s over UDP, with 1 pause. Media with 52.112.40.9:3479 stops in both"
                        + " directions for 20 s; no packet is missing. Both sides paused at once, as on hold, or the clock of"
                        + " the capture jumped: which cannot be told.");
    }
}
