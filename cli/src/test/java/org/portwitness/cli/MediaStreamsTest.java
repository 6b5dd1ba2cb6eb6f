package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Bytes;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Rtp;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.TcpTalk;

/** Media streams through the whole program: what is counted, in whatever they are carried, and when they are called poor. */
class MediaStreamsTest {
    private static final String RELAY = "52.112.40.9";
    private static final int PORT = 50_016;
    private static final long OUT_SSRC = 0x1111_2222L;
    private static final long IN_SSRC = 0x3333_4444L;

    private static Scenario room() {
        return Scenario.start()
                .resolve("portal.kickle.com", Scenario.KICKLE)
                .https("portal.kickle.com", Scenario.KICKLE)
                .idle(2);
    }

    /** G.711 both ways, a packet each 20 ms; of what comes in, some never reaches the capture. */
    private static Scenario talk(int packets, IntPredicate lost) {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT);
        for (int i = 0; i < packets; i++) {
            media.out(RELAY, 3479, Rtp.packet(0, 65_500 + i, 160L * i, OUT_SSRC, 160));
            s.pause(0.005);
            if (!lost.test(i)) {
                media.in(RELAY, 3479, Rtp.packet(0, 100 + i, 7_000 + 160L * i, IN_SSRC, 160));
            }
            s.pause(0.015);
        }
        return s.idle(5);
    }

    private static JsonTree stream(Analysed it, String ssrc) {
        return it.report().each("/rtp/streams").stream()
                .filter(stream -> stream.text("/ssrc").equals(ssrc))
                .findFirst()
                .orElseThrow(() -> new AssertionError(it.report().at("/rtp").toString()));
    }

    private static List<String> poor(Analysed it) {
        return it.report().each("/findings").stream()
                .filter(finding -> finding.text("/kind").equals("poor-media"))
                .map(finding -> finding.text("/severity") + ": " + finding.text("/detail"))
                .toList();
    }

    @Test
    void fivePercentLostOnTheWayToTheUnitIsPoorMedia() throws IOException {
        Analysed it = Analysed.of(talk(1000, i -> i % 20 == 10));
        JsonTree in = stream(it, "0x33334444");
        assertEquals(950L, in.at("/packets"));
        assertEquals(1000L, in.at("/expected"));
        assertEquals(50L, in.at("/lost"));
        assertEquals(0L, in.at("/duplicates"));
        assertEquals(0L, in.at("/reordered"));
        assertEquals(
                List.of(
                        "problem: Poor media from 52.112.40.9:3479 to 10.20.30.40:50016: 5.1 % of the packets lost in the"
                                + " worst 15 s (target: less than 1 %). Lost before the capture point, on the sender's side of it,"
                                + " unless the mirror lost them."),
                poor(it));
    }

    @Test
    void aStreamWithoutLossesIsNotPoorAlthoughItsNumbersWrap() throws IOException {
        Analysed it = Analysed.of(talk(1000, i -> false));
        assertEquals(List.of(), poor(it));
        JsonTree out = stream(it, "0x11112222");
        assertEquals(1000L, out.at("/packets"));
        assertEquals(1000L, out.at("/expected"));
        assertEquals(0L, out.at("/lost"));
        assertEquals("udp", out.text("/carried_in"));
        assertEquals(8000L, out.at("/clock_rate"));
        assertEquals("payload-type", out.text("/clock_rate_from"));
        assertEquals(false, out.at("/one_way"));
        assertEquals(
                2,
                it.transactions().stream()
                        .filter(line -> line.contains("\"type\":\"rtp-stream\""))
                        .count());
    }

    @Test
    void aFewLostPacketsAreNotPoorMedia() throws IOException {
        assertEquals(List.of(), poor(Analysed.of(talk(1000, i -> i == 300 || i == 600))));
    }

    @Test
    void mediaInsideTheRelaysFramesIsTheSameStream() throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT);
        for (int i = 0; i < 50; i++) {
            media.out(RELAY, 3479, MsTurn.multiplexed(Bytes.noise(1, 8), Rtp.packet(0, i, 160L * i, OUT_SSRC, 160)));
            media.in(
                    RELAY,
                    3479,
                    MsTurn.dataIndication(
                                    Bytes.noise(i, 16),
                                    "198.51.100.7",
                                    50_040,
                                    Rtp.packet(0, i, 160L * i, IN_SSRC, 160))
                            .bytes());
            s.pause(0.02);
        }
        Analysed it = Analysed.of(s.idle(5));
        assertEquals("ff10", stream(it, "0x11112222").text("/carried_in"));
        assertEquals(50L, stream(it, "0x11112222").at("/packets"));
        assertEquals("ms-turn", stream(it, "0x33334444").text("/carried_in"));
        assertEquals(50L, stream(it, "0x33334444").at("/packets"));
    }

    @Test
    void mediaOverTcpInFramesIsAStream() throws IOException {
        Scenario s = room();
        TcpTalk talk = s.tcp(PORT, RELAY, 50_100).open();
        for (int i = 0; i < 50; i++) {
            talk.say(Rtp.framed(Rtp.packet(0, i, 160L * i, OUT_SSRC, 160)))
                    .hear(Rtp.framed(Rtp.packet(0, i, 160L * i, IN_SSRC, 160)));
        }
        talk.close();
        Analysed it = Analysed.of(s.idle(5));
        assertEquals("tcp", stream(it, "0x11112222").text("/carried_in"));
        assertEquals("TCP", stream(it, "0x11112222").text("/protocol"));
        assertEquals(50L, stream(it, "0x11112222").at("/packets"));
        assertEquals(50L, stream(it, "0x33334444").at("/packets"));
    }

    @Test
    void noiseIsNoMediaHoweverItBegins() throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT);
        for (int i = 0; i < 50; i++) {
            // first byte of RTP version 2, and nothing that goes on from packet to packet
            byte[] noise = Bytes.noise(i * 7L + 1, 160);
            noise[0] = (byte) 0x80;
            media.out(RELAY, 4500, noise);
            s.pause(0.02);
        }
        Analysed it = Analysed.of(s.idle(5));
        assertEquals(List.of(), it.report().each("/rtp/streams"));
        assertTrue(it.transactions().stream().noneMatch(line -> line.contains("rtp-stream")));
    }

    /** A socket that speaks QUIC, and packets on it that look like media; or the same after asking a relay on that port. */
    private static Analysed onUdp443(boolean asksARelay) throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT);
        if (asksARelay) {
            media.allocates(RELAY, 443);
        } else {
            byte[] longHeader = Bytes.start()
                    .u8(0xC3)
                    .u32(1)
                    .u8(8)
                    .raw(Bytes.noise(3, 1190))
                    .toArray();
            media.out(RELAY, 443, longHeader).in(RELAY, 443, longHeader);
        }
        for (int i = 0; i < 100; i++) {
            media.in(RELAY, 443, Rtp.packet(96, 100 + i, 3000L * i, IN_SSRC, 900));
            s.pause(0.02);
        }
        return Analysed.of(s.idle(20), "--call");
    }

    @Test
    void aFlowThatSpeaksQuicNeverBecomesMedia() throws IOException {
        Analysed it = onUdp443(false);
        assertEquals(List.of(), it.report().each("/rtp/streams"));
        assertEquals(List.of(), it.report().each("/calls"));
        assertEquals(
                0,
                it.transactions().stream()
                        .filter(line -> line.contains("\"type\":\"rtp-stream\""))
                        .count());
    }

    @Test
    void mediaOfARelayOnUdp443IsMedia() throws IOException {
        assertEquals(100L, stream(onUdp443(true), "0x33334444").at("/packets"));
    }
}
