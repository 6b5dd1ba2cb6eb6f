package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.cli.ToldCall.concludes;
import static org.portwitness.cli.ToldCall.room;
import static org.portwitness.cli.ToldCall.steps;
import static org.portwitness.cli.ToldCall.theCall;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Stun;
import org.portwitness.testdata.TcpTalk;
import org.portwitness.testdata.Tls;

/** The story of a call, told from the packets: what belongs to it, its steps, and where it says to look. */
class CallStoriesTest {
    private static final String UNIT = Scenario.UNIT;
    private static final String RELAY = Scenario.RELAY;
    private static final String MEDIA_RELAY = "52.112.40.9";
    private static final String PUBLIC_PEER = "198.51.100.7";

    /** RFC 8656, 18.1: method 4. */
    private static final int REFRESH = 0x0004;

    private static final int REFRESH_SUCCESS = 0x0104;

    private static MediaTalk audio(Scenario s) {
        return MediaTalk.from(s, 50_016);
    }

    @Test
    void aPlainCallIsToldFromTheNameLookupToTheLastMedia() throws IOException {
        Scenario s = room().resolve("webdir.online.lync.com", Scenario.SKYPE_ONLINE)
                .https("webdir.online.lync.com", Scenario.SKYPE_ONLINE);
        audio(s).allocates(RELAY, 3478)
                .checkedThroughRelay(MEDIA_RELAY, 3479)
                .mediaThroughRelay(MEDIA_RELAY, 3479, 104, 6);
        JsonTree call = theCall(Analysed.of(s.idle(20)));
        assertEquals(
                List.of(
                        "dns ok: webdir.online.lync.com has 1 address, told in 1.3 ms.",
                        "tcp ok: Connected to 52.112.0.10:443 (webdir.online.lync.com) in 21.2 ms.",
                        "tls ok: TLS 1.3 with webdir.online.lync.com.",
                        "turn-allocate ok: 52.112.18.5:3478 grants 1 allocation, answering in 21.1 ms.",
                        "ice-check ok: 1 ICE check from the far side with 1 candidate; it is reached:"
                                + " 52.112.40.9:3479.",
                        "* media-start ok: Media in both directions with 52.112.40.9:3479 for 5.9 s, over UDP through"
                                + " the relay.",
                        "media-end ok: The last media, after 5.9 s."),
                steps(call));
        concludes(call, "media", "nothing", "Media ran in both directions for 5.9 s over UDP: nothing was in its way.");
        assertEquals(
                List.of(
                        "basic-dns-53",
                        "online-https-443",
                        "online-https-443",
                        "online-udp-3478",
                        "online-udp-3479",
                        "online-udp-3479"),
                call.each("/steps").stream()
                        .limit(6)
                        .map(step -> step.text("/row"))
                        .toList());
        assertEquals(UNIT, call.text("/unit"));
        assertEquals(0L, call.at("/steps_left_out"));
    }

    @Test
    void signingInAloneIsNoCall() throws IOException {
        Scenario s = room().resolve("webdir.online.lync.com", Scenario.SKYPE_ONLINE)
                .https("webdir.online.lync.com", Scenario.SKYPE_ONLINE);
        Analysed it = Analysed.of(s.idle(20), "--call");
        assertEquals(List.of(), it.report().each("/calls"));
        assertTrue(
                it.text()
                        .endsWith("\n"
                                + "Calls    None: no unit asked a relay for an address, checked a path or had"
                                + " media in this capture.\n"),
                it.text());
    }

    @Test
    void aCallWithoutRelayIsAnAttemptAndTheFirewallsMatter() throws IOException {
        Scenario s = room();
        audio(s).allocateBlocked(RELAY, 3478);
        JsonTree call = theCall(Analysed.of(s.idle(20)));
        assertEquals(
                List.of("* turn-allocate no-answer: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9"
                        + " s."),
                steps(call));
        concludes(
                call,
                "no-media",
                "firewall",
                "No media: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s, and TURN over TCP 443"
                        + " was not tried. Look at the firewall first: what the unit sent, or what came back, was lost"
                        + " beyond this capture point.");
    }

    @Test
    void whereBothWaysToTheRelayAreBlockedTheStorySaysSo() throws IOException {
        Scenario s = room();
        audio(s).allocateBlocked(RELAY, 3478);
        s.tcp(50_016, RELAY, 443).syn();
        s.pause(1).tcp(50_016, RELAY, 443).syn();
        JsonTree call = theCall(Analysed.of(s.idle(20)));
        assertEquals(
                List.of(
                        "* turn-allocate no-answer: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9"
                                + " s.",
                        "fallback failed: Nothing comes of UDP 3478: the unit turns to TCP 443.",
                        "turn-over-443 no-answer: 2 SYNs to 52.112.18.5:443 without an answer in 1.0 s."),
                steps(call));
        concludes(
                call,
                "no-media",
                "firewall",
                "No media: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s, and 52.112.18.5:443"
                        + " over TCP had no answer either. Look at the firewall first: what the unit sent, or what came"
                        + " back, was lost beyond this capture point.");
    }

    @Test
    void mediaInsideTlsToARelayIsAFallbackAsFarAsItsSizeTells() throws IOException {
        Scenario s = room();
        audio(s).allocateBlocked(RELAY, 3478);
        TcpTalk talk = s.tcp(50_016, RELAY, 443)
                .open()
                .say(Tls.clientHello("52.112.18.5", 7).record())
                .hear(Tls.serverFlight13(7))
                .say(Tls.clientFinish13(7));
        for (int i = 0; i < 30; i++) {
            talk.say(Tls.applicationData(i, 1000)).hear(Tls.applicationData(i, 1100));
            s.pause(0.5);
        }
        talk.close();
        JsonTree call = theCall(Analysed.of(s.idle(20)));
        assertEquals(
                List.of(
                        "* turn-allocate no-answer: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9"
                                + " s.",
                        "fallback ok: Nothing comes of UDP 3478: the unit turns to TCP 443.",
                        "turn-over-443 ok: Connected to 52.112.18.5:443 in 21.4 ms; TLS 1.3 with 52.112.18.5 inside,"
                                + " which hides the rest."),
                steps(call));
        concludes(
                call,
                "fallback",
                "firewall",
                "Media probably ran over TCP: the connection to the relay 52.112.18.5:443 carried 30 kB out and 36 kB"
                        + " in, more than setting up takes; what it was cannot be seen. Over UDP nothing came of it: 10"
                        + " Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s. Look at the firewall first:"
                        + " what the unit sent, or what came back, was lost beyond this capture point.");
    }

    @Test
    void mediaThatNothingAnswersIsOneWayAndMediaBesideItIsNamed() throws IOException {
        Scenario s = room();
        s.meanwhile(video -> MediaTalk.from(video.pause(0.02), 50_036)
                .allocates(RELAY, 3478)
                .checkedThroughRelay(MEDIA_RELAY, 3480)
                .mediaThroughRelay(MEDIA_RELAY, 3480, 122, 6));
        audio(s).allocates(RELAY, 3478).mediaOneWay(MEDIA_RELAY, 3479, 104, 8);
        JsonTree call = theCall(Analysed.of(s.idle(20)));
        concludes(
                call,
                "one-way",
                "firewall",
                "Media left the unit for 52.112.40.9:3479 for 7.9 s and nothing came back. Beside it media ran in both"
                        + " directions with 52.112.40.9:3480. Look at the firewall first: what the unit sent, or what came"
                        + " back, was lost beyond this capture point.");
    }

    @Test
    void aHalfBlindMirrorIsBlamedBeforeAnybodyElse() throws IOException {
        Scenario s = room();
        audio(s).allocateBlocked(RELAY, 3478);
        JsonTree call = theCall(Analysed.of(s.idle(20).onlySentBy(UNIT)));
        assertEquals(
                List.of("* turn-allocate undecided: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9"
                        + " s, as far as this capture shows."),
                steps(call));
        concludes(
                call,
                "unknown",
                "capture",
                "Cannot be told: no media: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s, but"
                        + " the capture holds no packet to 10.20.30.40, so the mirror may show one direction only.");
    }

    @Test
    void unansweredChecksDoNotMatterBesideOneThatWins() throws IOException {
        Scenario s = room();
        audio(s).allocates(RELAY, 3478)
                .checkUnanswered("192.168.0.4", 50_012)
                .checkUnanswered(PUBLIC_PEER, 50_020)
                .checkAnswered(PUBLIC_PEER, 50_022)
                .mediaBothWays(PUBLIC_PEER, 50_022, 104, 5);
        JsonTree call = theCall(Analysed.of(s.idle(20)));
        assertTrue(
                steps(call)
                        .contains("ice-check ok: 3 ICE checks with 3 candidates; 1 of them is reached:"
                                + " 198.51.100.7:50022."),
                steps(call).toString());
        concludes(call, "media", "nothing", "Media ran in both directions for 4.9 s over UDP: nothing was in its way.");
    }

    @Test
    void checksThatAllFailAreNobodysProvenFault() throws IOException {
        Scenario s = room();
        audio(s).allocates(RELAY, 3478).checkUnanswered(PUBLIC_PEER, 50_020).checkUnanswered(PUBLIC_PEER, 50_022);
        JsonTree call = theCall(Analysed.of(s.idle(20)));
        concludes(
                call,
                "no-media",
                "unknown",
                "No media: 2 ICE checks with 2 candidates; none is answered. The relay itself works. Either the"
                        + " firewall drops the media ports or the far side does not answer: which, this capture cannot"
                        + " tell.");
    }

    @Test
    void aRelayThatRefusesIsTheFarSidesMatter() throws IOException {
        Scenario s = room();
        audio(s).allocateDenied(RELAY, 3478, 486, "Allocation Quota Reached");
        JsonTree call = theCall(Analysed.of(s.idle(20)));
        concludes(
                call,
                "no-media",
                "far-side",
                "No media: 52.112.18.5:3478 answers, but refuses: error 486 to 1 Allocate request. The way to it is"
                        + " open; ask whoever runs the relay.");
    }

    @Test
    void twoCallsApartAreTwoCalls() throws IOException {
        Scenario s = room();
        audio(s).allocates(RELAY, 3478).mediaThroughRelay(MEDIA_RELAY, 3479, 104, 5);
        s.idle(30);
        MediaTalk.from(s, 50_018).allocateBlocked(RELAY, 3478);
        Analysed it = Analysed.of(s.idle(20), "--call");
        assertEquals(
                List.of("media", "no-media"),
                it.report().each("/calls").stream().map(c -> c.text("/result")).toList());
        assertTrue(it.text().contains("\nCall 1   10.20.30.40, 2026-03-02 09:00:40 to 09:00:45 UTC ("), it.text());
        assertTrue(it.text().contains("\nCall 2   10.20.30.40, "), it.text());
    }

    @Test
    void aFewSecondsOfSilenceDoNotMakeTwoCallsOfOne() throws IOException {
        Scenario s = room();
        audio(s).allocates(RELAY, 3478).mediaThroughRelay(MEDIA_RELAY, 3479, 104, 5);
        s.idle(6);
        audio(s).mediaThroughRelay(MEDIA_RELAY, 3479, 104, 5);
        theCall(Analysed.of(s.idle(20)));
    }

    @Test
    void aCaptureThatBeginsAndEndsInACallSaysSo() throws IOException {
        Scenario s = Scenario.start();
        s.meanwhile(other -> other.pause(1).resolve("portal.kickle.com", Scenario.KICKLE));
        audio(s).mediaThroughRelay(MEDIA_RELAY, 3479, 104, 30);
        JsonTree call = theCall(Analysed.of(s));
        assertEquals(
                List.of(
                        "capture-begin undecided: The call is already on when the capture begins.",
                        "* media-start ok: Media in both directions with 52.112.40.9:3479 for 30 s, over UDP through"
                                + " the relay.",
                        "media-end undecided: Media still runs when the capture ends, after 30 s."),
                steps(call));
        concludes(
                call,
                "media",
                "nothing",
                "Media ran in both directions for 30 s over UDP, begun before the capture and going on after it:"
                        + " nothing was in its way.");
    }

    @Test
    void aCaptureThatEndsTooSoonTellsNothing() throws IOException {
        Scenario s = room();
        audio(s).allocateBlocked(RELAY, 3478);
        JsonTree call = theCall(Analysed.of(s.stoppedAfter(41.2)));
        assertEquals("undecided", call.text("/steps/0/outcome"));
        concludes(call, "unknown", "unknown", "Cannot be told: the capture shows too little of it.");
    }

    @Test
    void eachUnitHasItsOwnCalls() throws IOException {
        Scenario s = room();
        audio(s).allocates(RELAY, 3478).mediaThroughRelay(MEDIA_RELAY, 3479, 104, 5);
        s.as("10.20.30.41").resolve("portal.kickle.com", Scenario.KICKLE);
        s.tcp(50_020, RELAY, 443).open().say(MsTurn.pseudoTlsHello()).hear(MsTurn.pseudoTlsAnswer());
        Analysed it = Analysed.of(s.idle(20));
        assertEquals(
                List.of(UNIT, "10.20.30.41"),
                it.report().each("/calls").stream().map(c -> c.text("/unit")).toList());
        assertEquals(
                List.of(
                        "turn-over-443 ok: Connected to 52.112.18.5:443 in 21.0 ms; no TURN request followed the pseudo-TLS"
                                + " hello."),
                steps(it.report().each("/calls").get(1)));
    }

    @Test
    void theTextMarksTheDecisiveStepAndKeepsItsColumns() throws IOException {
        Scenario s = room();
        audio(s).allocateBlocked(RELAY, 3478);
        String text = Analysed.of(s.idle(20), "--call").text();
        String story = text.substring(text.indexOf("\nCall     ") + 1);
        assertEquals("""
                Call     10.20.30.40, 2026-03-02 09:00:40 to 09:00:45 UTC (5.85 s)
                ▸ 09:00:40.100  turn-allocate  no-answer  10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s. [online-udp-3478]
                Result   No media: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s, and TURN over TCP 443 was not tried. Look at
                         the firewall first: what the unit sent, or what came back, was lost beyond this capture point.
                """, story);
        assertFalse(Analysed.of(s).text().contains("\nCall "));
    }

    @Test
    void aRefreshWhoseAllocationCameBeforeTheCaptureIsNoCallOfItsOwn() throws IOException {
        byte[] id = Stun.id(7);
        Frames frames = Frames.of(room())
                .udp(60, UNIT, 50_016, RELAY, 3478, Stun.message(REFRESH, id).bytes())
                .udp(
                        60.02,
                        RELAY,
                        3478,
                        UNIT,
                        50_016,
                        Stun.message(REFRESH_SUCCESS, id).bytes())
                .udp(80, UNIT, 5, Scenario.GATEWAY, 6, new byte[2]);
        Analysed it = Analysed.of(frames.pcap());
        assertEquals(List.of(), it.report().each("/calls"));
        assertTrue(
                it.transactions().stream()
                        .anyMatch(line -> line.contains("\"method\":\"Refresh\"") && line.contains("\"success\"")),
                it.transactions().toString());
    }
}
