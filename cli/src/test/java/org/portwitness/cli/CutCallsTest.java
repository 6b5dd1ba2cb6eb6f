package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.portwitness.cli.ToldCall.concludes;
import static org.portwitness.cli.ToldCall.room;
import static org.portwitness.cli.ToldCall.steps;
import static org.portwitness.cli.ToldCall.theCall;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Rtp;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Stun;
import org.portwitness.testdata.TcpTalk;

/** Calls of which the capture keeps the first bytes of each packet only: what was cut off is never told as not done. */
class CutCallsTest {
    private static final String RELAY = Scenario.RELAY;
    private static final String OTHER_RELAY = "52.112.18.9";

    /** TCP's header ends at byte 66 where it carries time stamps. */
    private static final int HEADERS = 66;

    /** UDP to the relay in vain, then TURN over TCP 443 with one, and half a minute of media in it. */
    private static Scenario fallenBackTo(String relay) {
        Scenario s = room();
        MediaTalk.from(s, 50_016).allocateBlocked(RELAY, 3478);
        TcpTalk talk = s.tcp(50_040, relay, 443)
                .open()
                .say(MsTurn.pseudoTlsHello())
                .hear(MsTurn.pseudoTlsAnswer())
                .say(MsTurn.control(MsTurn.allocate(Stun.id(1)).bytes()))
                .hear(MsTurn.control(
                        MsTurn.unauthenticated(Stun.id(1), MsTurn.nonce(1)).bytes()));
        for (int i = 0; i < 300; i++) {
            talk.say(MsTurn.endToEnd(Rtp.secured(104, i, 640L * i, 0x1111, 100)))
                    .hear(MsTurn.endToEnd(Rtp.secured(104, 500 + i, 640L * i, 0x2222, 100)));
            s.pause(0.04);
        }
        talk.close();
        return s.idle(20);
    }

    @Test
    void thePseudoHelloIsKnownByWhatIsLeftOfIt() throws IOException {
        Analysed it = Analysed.of(fallenBackTo(OTHER_RELAY).cutTo(96)).exits(1);
        JsonTree call = theCall(it);
        assertEquals(
                List.of(
                        "* turn-allocate no-answer: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9"
                                + " s.",
                        "fallback ok: Nothing comes of UDP 3478: the unit turns to TCP 443.",
                        "turn-over-443 ok: Connected to 52.112.18.9:443 in 21.4 ms; the TURN client's hello is"
                                + " answered."),
                steps(call));
        concludes(
                call,
                "fallback",
                "firewall",
                "Media probably ran over TCP: the connection to the relay 52.112.18.9:443 carried 38 kB out and 39 kB"
                        + " in, more than setting up takes; what it was cannot be seen. Over UDP nothing came of it: 10"
                        + " Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s. Look at the firewall first:"
                        + " what the unit sent, or what came back, was lost beyond this capture point.");
        it.expect("online-https-443", "ok").expect("online-udp-3478", "blocked");
        assertEquals("Works: 1 exchange answered by 1 server.", it.why("online-https-443"));
    }

    @Test
    void aCutPseudoHelloThatNothingAnswersIsRefusedAsAWholeOneIs() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, 50_016).allocateBlocked(RELAY, 3478);
        for (int i = 0; i < 2; i++) {
            TcpTalk talk = s.tcp(50_040 + i, RELAY, 443).open().sayUnheard(MsTurn.pseudoTlsHello());
            s.pause(0.02);
            talk.reset(63);
        }
        s.idle(20);
        String whole = theCall(Analysed.of(s)).text("/conclusion");
        Analysed cut = Analysed.of(s.cutTo(96)).exits(1);
        assertEquals(whole, theCall(cut).text("/conclusion"));
        assertEquals(1, cut.findings("turn-killed").size());
    }

    @Test
    void aPseudoHelloThatTheServerClosesUponIsKilledToo() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, 50_016).allocateBlocked(RELAY, 3478);
        s.tcp(50_040, RELAY, 443).open().say(MsTurn.pseudoTlsHello()).closeByServer();
        s.pause(0.5);
        s.tcp(50_042, RELAY, 443).open().say(MsTurn.pseudoTlsHello()).closeByServer();
        concludes(
                Analysed.of(s.idle(20)).exits(1),
                "no-media",
                "firewall",
                "No media: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s, and 52.112.18.5:443 over"
                        + " TCP was refused: the connection was closed from the server's side after the TURN client's first"
                        + " 50 bytes, which TLS inspection does not let pass. Look at the firewall first: what the unit sent,"
                        + " or what came back, was lost beyond this capture point.");
    }

    @Test
    void aConnectionOfWhichNoPayloadIsLeftMayHaveBeenTurn() throws IOException {
        for (int length : new int[] {HEADERS, HEADERS + 2, HEADERS + 8}) {
            JsonTree call = theCall(Analysed.of(fallenBackTo(OTHER_RELAY).cutTo(length)));
            concludes(
                    call,
                    "unknown",
                    "capture",
                    "Cannot be told: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s, and whether TURN"
                            + " over TCP 443 was tried cannot be seen: 1 connection to port 443 carried data, of which"
                            + " this capture keeps too little. Capture whole packets.");
        }
    }

    @Test
    void aConnectionToTheRelayThatWasAskedIsTurnWhateverIsLeftOfIt() throws IOException {
        for (int length : new int[] {HEADERS, HEADERS + 2, HEADERS + 8}) {
            JsonTree call = theCall(Analysed.of(fallenBackTo(RELAY).cutTo(length)));
            assertEquals("fallback", call.text("/result"), () -> call.text("/conclusion"));
            assertEquals(
                    "turn-over-443 ok: Connected to 52.112.18.5:443 in 21.4 ms; nothing in it tells what it is for.",
                    steps(call).get(2));
        }
    }

    @Test
    void whereOtherConnectionsAreCutAndNamedTurnWasNotTried() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, 50_016).allocateBlocked(RELAY, 3478);
        s.https("webdir.online.lync.com", Scenario.SKYPE_ONLINE);
        concludes(
                Analysed.of(s.idle(20).cutTo(300)),
                "no-media",
                "firewall",
                "No media: 10 Allocate requests to 52.112.18.5:3478 without an answer in 5.9 s, and TURN over TCP 443"
                        + " was not tried. Look at the firewall first: what the unit sent, or what came back, was lost"
                        + " beyond this capture point.");
    }
}
