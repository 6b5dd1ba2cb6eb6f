package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.portwitness.cli.ToldCall.concludes;
import static org.portwitness.cli.ToldCall.room;
import static org.portwitness.cli.ToldCall.theCall;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Stun;

/** A mirror that shows TCP in both directions and of UDP what the unit sends, as where answers come by another way. */
class HalfBlindMirrorTest {
    private static final String RELAY = Scenario.RELAY;
    private static final String MEDIA_RELAY = "52.112.40.9";
    private static final String DOUBT =
            "10.20.30.40 repeats its requests to relays with what only an answer can have told"
                    + " it, and the capture holds no such answer, so the mirror misses some";

    /** Without the datagrams of 52.112.0.0/16 that are not TCP. */
    private static Analysed blindForRelays(Scenario s) throws IOException {
        return Analysed.of(Frames.of(s)
                .only(frame -> frame[23] != 17 || ByteBuffer.wrap(frame).getShort(26) != (52 << 8 | 112))
                .pcap());
    }

    @Test
    void credentialsThatOnlyAnAnswerCanHaveAskedForShowThatTheMirrorMissesIt() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, 50_016).allocates(RELAY, 3478).mediaThroughRelay(MEDIA_RELAY, 3479, 104, 12);
        Analysed it = blindForRelays(s.idle(20)).exits(4);
        it.expect("online-udp-3478", "inconclusive").expect("online-udp-3479", "inconclusive");
        assertEquals("No answer to 2 Allocate requests, but " + DOUBT + ".", it.why("online-udp-3478"));
        assertEquals(
                "Media goes to 52.112.40.9:3479 for 12 s and nothing comes back, but " + DOUBT + ".",
                it.why("online-udp-3479"));
        assertEquals(List.of(), it.problems());
        concludes(
                it,
                "unknown",
                "capture",
                "Cannot be told: media left the unit for 52.112.40.9:3479 for 12 s and nothing came back, but " + DOUBT
                        + ".");
    }

    @Test
    void withoutCredentialsSilenceIsSilence() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, 50_016).allocateBlocked(RELAY, 3478);
        Analysed it = blindForRelays(s.idle(20)).exits(1).expect("online-udp-3478", "blocked");
        assertEquals("no-media", theCall(it).text("/result"));
    }

    @Test
    void credentialsFromBeforeTheCaptureShowNothing() throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, 50_016);
        for (int i = 0; i < 3; i++) {
            media.out(
                    RELAY,
                    3478,
                    MsTurn.allocateWithCredentials(Stun.id(60 + i), MsTurn.nonce(1))
                            .bytes());
            s.pause(1);
        }
        Analysed.of(s.idle(60)).exits(1).expect("online-udp-3478", "blocked");
    }

    @Test
    void oneAnswerOfManyThatIsMissingIsAnAccident() throws IOException {
        Scenario s = room();
        for (int i = 0; i < 8; i++) {
            MediaTalk.from(s, 50_020 + 2 * i).allocates("52.113.10.8", 3478);
        }
        MediaTalk.from(s, 50_016).allocates(RELAY, 3478);
        MediaTalk.from(s, 50_018).allocateBlocked("52.113.10.9", 3478);
        blindForRelays(s.idle(60)).exits(1).expect("online-udp-3478", "partial");
    }
}
