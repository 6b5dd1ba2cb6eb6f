package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.cli.ToldCall.concludes;
import static org.portwitness.cli.ToldCall.room;
import static org.portwitness.cli.ToldCall.theCall;

import java.io.IOException;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Bytes;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Rtp;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Stun;
import org.portwitness.testdata.Tls;

/** How well a call came, and whose matter it is: the story, the findings and the last line of the report say the same. */
class CallQualityTest {
    private static final String UNIT = Scenario.UNIT;
    private static final String RELAY = Scenario.RELAY;
    private static final String MEDIA_RELAY = "52.112.40.9";
    private static final long OUT_SSRC = 0x1111_2222L;
    private static final long IN_SSRC = 0x3333_4444L;
    private static final int PORT = 50_016;
    private static final int A_SECOND = 50;

    /** SILK in both directions, a packet each 20 ms; of each direction some never come by the capture point. */
    private static MediaTalk talk(Scenario s, int seconds, IntPredicate lostOut, IntPredicate lostIn) {
        MediaTalk media = MediaTalk.from(s, PORT).allocates(RELAY, 3478);
        for (int i = 0; i < seconds * A_SECOND; i++) {
            packet(media, s, i, !lostOut.test(i), !lostIn.test(i));
        }
        return media;
    }

    private static boolean never(int packet) {
        return false;
    }

    private static void packet(MediaTalk media, Scenario s, int i, boolean out, boolean in) {
        if (out) {
            media.out(MEDIA_RELAY, 3479, Rtp.secured(104, 100 + i, 320L * i, OUT_SSRC, 60));
        }
        s.pause(0.009);
        if (in) {
            media.in(MEDIA_RELAY, 3479, Rtp.secured(104, 9000 + i, 70_000 + 320L * i, IN_SSRC, 60));
        }
        s.pause(0.011);
    }

    private static List<String> steps(Analysed it, String kind) {
        return theCall(it).each("/steps").stream()
                .filter(step -> step.text("/step").equals(kind))
                .map(step -> step.text("/outcome") + ": " + step.text("/detail"))
                .toList();
    }

    private static List<String> poor(Analysed it) {
        return it.findings("poor-media").stream()
                .map(finding -> finding.text("/severity"))
                .toList();
    }

    @Test
    void mediaThatCameBadlyFromTheFarSideIsNotFine() throws IOException {
        Scenario s = room();
        talk(s, 40, CallQualityTest::never, i -> i % 20 == 7);
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        concludes(
                it,
                "poor",
                "far-side",
                "Media ran in both directions for 40 s over UDP, but badly: from 52.112.40.9:3479 to 10.20.30.40:50016"
                        + " 5.1 % of the packets lost in the worst 15 s (target: less than 1 %). It happened beyond this"
                        + " capture point: look at the way from the far side, the firewall and the internet access"
                        + " included.");
        assertEquals(
                List.of(
                        "failed: Poor media from 52.112.40.9:3479 to 10.20.30.40:50016: 5.1 % of the packets lost in the"
                                + " worst 15 s (target: less than 1 %), before this capture point."),
                steps(it, "media-quality"));
        assertTrue(
                it.text()
                        .contains("\nProblems\n  - Poor media from 52.112.40.9:3479 to 10.20.30.40:50016: 5.1 % of the"
                                + " packets lost"),
                it.text());
        assertTrue(it.text().contains("\nProblems: 1 poor-media. No port that must work is known to fail."), it.text());
        assertFalse(it.text().contains("Fine."), it.text());
    }

    @Test
    void whatTheUnitSentAndThePointOfCaptureNeverSawIsTheSitesMatter() throws IOException {
        Scenario s = room();
        talk(s, 40, i -> i % 20 == 7, CallQualityTest::never);
        concludes(
                Analysed.of(s.idle(10)),
                "poor",
                "site-network",
                "Media ran in both directions for 40 s over UDP, but badly: from 10.20.30.40:50016 to 52.112.40.9:3479"
                        + " 5.1 % of the packets lost in the worst 15 s (target: less than 1 %). Look at the site's"
                        + " network: it happened between the unit and this capture point.");
    }

    @Test
    void beyondTheNatTheSameLossIsTheSitesWithItsFirewall() throws IOException {
        Scenario s = Scenario.start()
                .beyondNat("192.0.2.40")
                .resolve("portal.kickle.com", Scenario.KICKLE)
                .https("portal.kickle.com", Scenario.KICKLE);
        talk(s, 40, i -> i % 20 == 7, CallQualityTest::never);
        JsonTree call = theCall(Analysed.of(s.idle(10)));
        assertEquals("site-network", call.text("/look_at"));
        assertTrue(
                call.text("/conclusion")
                        .endsWith(" Look at the site: it happened between the unit and this capture point, the firewall"
                                + " included."),
                call.text("/conclusion"));
    }

    @Test
    void whatTheUnitReportsAsLostPassedThisPointAndIsTheSitesMatter() throws IOException {
        Scenario s = room();
        MediaTalk media = talk(s, 40, CallQualityTest::never, CallQualityTest::never);
        for (int i = 1; i <= 3; i++) {
            media.out(MEDIA_RELAY, 3479, report(OUT_SSRC, IN_SSRC, 60L * i));
            s.pause(0.5);
        }
        Analysed it = Analysed.of(s.idle(10));
        concludes(
                it,
                "poor",
                "site-network",
                "Media ran in both directions for 40 s over UDP, but badly: from 52.112.40.9:3479 to 10.20.30.40:50016"
                        + " 180 packets lost behind the capture point, as the receiver reports. Look at the site's"
                        + " network: it happened between the unit and this capture point.");
        assertEquals(List.of("problem"), poor(it));
    }

    /** A receiver report about one source: so many packets lost so far (RFC 3550 section 6.4.2). */
    private static byte[] report(long by, long about, long lost) {
        return Bytes.start()
                .u8(0x81)
                .u8(201)
                .u16(7)
                .u32(by)
                .u32(about)
                .u32(lost)
                .zeros(16)
                .toArray();
    }

    @Test
    void goodMediaIsFine() throws IOException {
        Scenario s = room();
        talk(s, 40, CallQualityTest::never, i -> i == 300);
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        concludes(it, "media", "nothing", "Media ran in both directions for 40 s over UDP: nothing was in its way.");
        assertEquals(List.of(), steps(it, "media-quality"));
        assertFalse(it.text().contains("Problems"), it.text());
        assertTrue(it.text().contains("\nFine. Nothing that must work fails."), it.text());
    }

    /** 20 connections with 23 kB each. */
    private static void browsing(Scenario beside) {
        for (int i = 0; i < 20; i++) {
            var talk = beside.tcp(Scenario.SKYPE_ONLINE, 443)
                    .open()
                    .say(Tls.clientHello("webdir.online.lync.com", i).record())
                    .hear(Tls.serverFlight13(i))
                    .say(Tls.clientFinish13(i));
            for (int k = 0; k < 10; k++) {
                talk.say(Tls.applicationData(k, 900)).hear(Tls.applicationData(k, 1400));
            }
            talk.close();
            beside.pause(1);
        }
    }

    /** A call of 40 s of which every so many packets from the far side are missing, beside TCP of which the mirror loses some segments. */
    private static Analysed besideTcpWithGaps(int everyLost, int gaps) throws IOException {
        Scenario s = room();
        s.meanwhile(CallQualityTest::browsing);
        talk(s, 40, CallQualityTest::never, i -> i % everyLost == 7);
        int[] large = {0};
        return Analysed.of(Frames.of(s.idle(10))
                .only(frame -> frame.length < 1400 || large[0]++ % 60 != 30 || large[0] > 60 * gaps)
                .pcap());
    }

    @Test
    void aSingleGapInTcpShowsThatTheMirrorMayHaveLostALittleMediaToo() throws IOException {
        Analysed it = besideTcpWithGaps(70, 1);
        concludes(
                it,
                "media",
                "capture",
                "Media ran in both directions for 40 s over UDP. How well it came cannot be told: from 52.112.40.9:3479 to"
                        + " 10.20.30.40:50016 1.5 % of the packets lost in the worst 15 s (target: less than 1 %), and the"
                        + " capture itself lost packets, perhaps these. Mend the mirror before anybody is blamed.");
        assertEquals(List.of("note"), poor(it));
        assertEquals(
                "Poor media from 52.112.40.9:3479 to 10.20.30.40:50016: 1.5 % of the packets lost in the worst 15 s"
                        + " (target: less than 1 %). The capture itself lost packets, perhaps these.",
                it.findings("poor-media").get(0).text("/detail"));
    }

    @Test
    void withoutAnyGapTheSameLossIsTheNetworks() throws IOException {
        Analysed it = besideTcpWithGaps(70, 0);
        assertEquals("poor", theCall(it).text("/result"));
        assertEquals("far-side", theCall(it).text("/look_at"));
        assertEquals(List.of("problem"), poor(it));
    }

    @Test
    void aSingleGapDoesNotExplainMuchLoss() throws IOException {
        Analysed it = besideTcpWithGaps(12, 1);
        assertEquals("poor", theCall(it).text("/result"));
        assertEquals("far-side", theCall(it).text("/look_at"));
        assertEquals(List.of("problem"), poor(it));
    }

    @Test
    void lossBesideGapsThatTheMirrorMadeIsNobodysFault() throws IOException {
        Scenario s = room();
        s.meanwhile(CallQualityTest::browsing);
        talk(s, 40, CallQualityTest::never, i -> i % 20 == 7);
        Analysed it = Analysed.of(s.idle(10).losingEvery(30));
        assertEquals(List.of("note", "note"), poor(it));
        JsonTree call = theCall(it);
        assertEquals("media", call.text("/result"));
        assertEquals("capture", call.text("/look_at"));
        assertTrue(
                call.text("/conclusion")
                        .startsWith(
                                "Media ran in both directions for 40 s over UDP. How well it came cannot be told: from"
                                        + " 52.112.40.9:3479 to 10.20.30.40:50016 "),
                call.text("/conclusion"));
        assertTrue(
                call.text("/conclusion")
                        .endsWith(
                                ", and the capture itself lost packets, perhaps these. Mend the mirror before anybody is"
                                        + " blamed."),
                call.text("/conclusion"));
        assertTrue(
                it.report().each("/health").stream()
                        .anyMatch(h -> h.text("/kind").equals("lost-packets")),
                it.report().at("/health").toString());
    }

    @Test
    void bothDirectionsMissingAtTheSameMomentAreTheMirrorsDoing() throws IOException {
        Scenario s = room();
        IntPredicate deaf = i -> i >= 1000 && i < 1200;
        talk(s, 40, deaf, deaf);
        Analysed it = Analysed.of(s.idle(10));
        assertEquals(List.of("note", "note"), poor(it));
        concludes(
                it,
                "gaps",
                "capture",
                "Media ran in both directions for 40 s over UDP, with 1 pause. Media with 52.112.40.9:3479 stops in both"
                        + " directions for 4.0 s; 400 packets are missing. Where both directions are missing at once, the"
                        + " capture itself may have lost them.");
    }

    @Test
    void aPauseWithoutALossIsTheSendersOwn() throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT).allocates(RELAY, 3478);
        int heard = 0;
        for (int i = 0; i < 40 * A_SECOND; i++) {
            boolean quiet = i >= 1000 && i < 1500;
            media.out(MEDIA_RELAY, 3479, Rtp.secured(104, 100 + i, 320L * i, OUT_SSRC, 60));
            s.pause(0.009);
            if (!quiet) {
                media.in(MEDIA_RELAY, 3479, Rtp.secured(104, 9000 + heard++, 320L * i, IN_SSRC, 60));
            }
            s.pause(0.011);
        }
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        assertEquals(List.of(), it.problems());
        assertEquals(
                List.of("none: Nothing from 52.112.40.9:3479 for 10 s; no packet is missing."), steps(it, "media-gap"));
        concludes(
                it,
                "gaps",
                "far-side",
                "Media ran in both directions for 40 s over UDP, with 1 pause. Nothing from 52.112.40.9:3479 for 10 s; no"
                        + " packet is missing. The far side itself sent nothing.");
    }

    @Test
    void aPauseInWhichPacketsWereLostIsTheWaysFault() throws IOException {
        Scenario s = room();
        talk(s, 40, CallQualityTest::never, i -> i >= 1000 && i < 1300);
        concludes(
                Analysed.of(s.idle(10)),
                "gaps",
                "far-side",
                "Media ran in both directions for 40 s over UDP, with 1 pause. Nothing from 52.112.40.9:3479 for 6.0 s;"
                        + " 300 packets are missing. They were lost beyond this capture point: look at the way from the far"
                        + " side, the firewall included.");
    }

    @Test
    void aFarSideThatFallsSilentForGoodIsTold() throws IOException {
        Scenario s = room();
        talk(s, 40, CallQualityTest::never, i -> i >= 1000);
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        assertEquals(List.of("media-silence"), it.problems());
        concludes(
                it,
                "gaps",
                "far-side",
                "Media ran in both directions for 40 s over UDP. Nothing more from 52.112.40.9:3479 for the last 20 s,"
                        + " while media to it went on. Neither RTCP nor STUN came any more: the far side stopped without a"
                        + " word, or something beyond this capture point, such as a firewall, cut the way.");
    }

    @Test
    void aFarSideThatOnlyReportsAnyMoreHasTheWayOpen() throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT).allocates(RELAY, 3478);
        for (int i = 0; i < 40 * A_SECOND; i++) {
            packet(media, s, i, true, i < 1000);
            if (i % 250 == 0) {
                media.in(MEDIA_RELAY, 3479, Rtp.receiverReport(IN_SSRC, OUT_SSRC));
            }
        }
        Analysed it = Analysed.of(s.idle(10));
        assertEquals(List.of(), it.problems());
        concludes(
                it,
                "gaps",
                "far-side",
                "Media ran in both directions for 40 s over UDP. Nothing more from 52.112.40.9:3479 for the last 20 s,"
                        + " while media to it went on. RTCP or STUN still came from it: the way is open, and the far side"
                        + " sent no media itself.");
    }

    @Test
    void whoHangsUpFirstIsNotBlamed() throws IOException {
        Scenario s = room();
        talk(s, 40, CallQualityTest::never, i -> i >= 40 * A_SECOND - 100);
        concludes(
                Analysed.of(s.idle(10)),
                "media",
                "nothing",
                "Media ran in both directions for 40 s over UDP: nothing was in its way.");
    }

    @Test
    void aUnitThatFallsSilentIsTheUnitsMatter() throws IOException {
        Scenario s = room();
        talk(s, 40, i -> i >= 1000, CallQualityTest::never);
        concludes(
                Analysed.of(s.idle(10)),
                "gaps",
                "unit",
                "Media ran in both directions for 40 s over UDP. Nothing more from the unit to 52.112.40.9:3479 for the"
                        + " last 20 s, while media from it went on. Look at the unit: nothing of it passed this capture"
                        + " point any more, neither RTCP nor STUN.");
    }

    @Test
    void aCheckBeforeTheMediaDoesNotProveThatTheWayIsStillOpen() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, PORT)
                .allocates(RELAY, 3478)
                .checkedThroughRelay(MEDIA_RELAY, 3479)
                .mediaOneWay(MEDIA_RELAY, 3479, 104, 30);
        Analysed it = Analysed.of(s.idle(20)).exits(0);
        assertEquals(List.of("media-silence"), it.problems());
        assertEquals(
                List.of("one-way: Media to 52.112.40.9:3479 for 30 s, over UDP through the relay; nothing comes back."),
                steps(it, "media-start"));
        concludes(
                it,
                "one-way",
                "far-side",
                "Media went to 52.112.40.9:3479 for 30 s and none came back. STUN or RTCP came before it, and nothing"
                        + " at all while it ran. Neither RTCP nor STUN came any more: the far side stopped without a word,"
                        + " or something beyond this capture point, such as a firewall, cut the way.");
    }

    @Test
    void mediaThatAFirewallRefusesByIcmpIsTheFirewalls() throws IOException {
        Scenario s = room();
        s.meanwhile(firewall -> MediaTalk.from(firewall.pause(0.5), PORT).mediaProhibited("198.51.100.7", 50_020, 104));
        MediaTalk media = MediaTalk.from(s, PORT);
        for (int i = 0; i < 500; i++) {
            media.out("198.51.100.7", 50_020, Rtp.secured(104, 700 + i, 320L * i, 0x74EC0000L + PORT, 60));
            s.pause(0.02);
        }
        Analysed it = Analysed.of(s.idle(20));
        concludes(
                it,
                "one-way",
                "firewall",
                "Media left the unit for 198.51.100.7:50020 for 10 s and nothing came back but ICMP 3/13"
                        + " administratively prohibited from 10.20.0.1.");
        assertEquals(
                List.of("refused: Media to 198.51.100.7:50020 for 10 s and nothing comes back, over UDP directly."),
                steps(it, "media-start"));
        assertEquals(
                List.of("10.20.30.40 asks 198.51.100.7:50020 and is refused: ICMP 3/13 administratively prohibited from"
                        + " 10.20.0.1, about 1 hop away."),
                it.findings("unreachable").stream().map(f -> f.text("/detail")).toList());
    }

    @Test
    void roundTripsThatRtcpTellsAreSplitAtTheCapturePoint() throws IOException {
        Scenario s = room();
        MediaTalk media = MediaTalk.from(s, PORT).allocates(RELAY, 3478);
        for (int i = 0; i < 10 * A_SECOND; i++) {
            packet(media, s, i, true, true);
            if (i % 100 == 50) {
                long sent = 0x0001_0000L * (i + 1);
                media.out(MEDIA_RELAY, 3479, Rtp.senderReport(OUT_SSRC, sent << 16, 320L * i, i, 60L * i));
                media.in(MEDIA_RELAY, 3479, Rtp.senderReport(IN_SSRC, sent << 16, 320L * i, i, 60L * i));
                s.pause(0.002);
                media.out(MEDIA_RELAY, 3479, answer(OUT_SSRC, IN_SSRC, sent));
                s.pause(0.058);
                media.in(MEDIA_RELAY, 3479, answer(IN_SSRC, OUT_SSRC, sent));
            }
        }
        Analysed it = Analysed.of(s.idle(10));
        assertEquals(
                List.of("ok: Media in both directions with 52.112.40.9:3479 for 10 s, over UDP through the relay; by"
                        + " RTCP the round trip from here is 60.0 ms to the far side and 2.0 ms to the unit."),
                steps(it, "media-start"));
        assertEquals(
                List.of(60_000L, 2_000L),
                it.report().each("/rtp/streams").stream()
                        .map(stream -> Math.round(((Number) stream.at("/rtcp_round_trip_us")).doubleValue()))
                        .toList());
        assertTrue(it.text().contains("round trip 60 ms to its receiver"), it.text());
    }

    /** A report that answers the sender report of that time at once. */
    private static byte[] answer(long by, long about, long middleOfNtp) {
        return Bytes.start()
                .u8(0x81)
                .u8(201)
                .u16(7)
                .u32(by)
                .u32(about)
                .u32(0)
                .u32(0)
                .u32(0)
                .u32(middleOfNtp)
                .u32(0)
                .toArray();
    }

    @Test
    void mediaInsideTurnOverTcp443IsAFallbackWithItsRow() throws IOException {
        Scenario s = room();
        MediaTalk.from(s, PORT).allocateBlocked(RELAY, 3478);
        byte[] first = Stun.id(901);
        byte[] second = Stun.id(902);
        String nonce = MsTurn.nonce(90);
        var talk = s.tcp(50_014, RELAY, 443)
                .open()
                .say(MsTurn.pseudoTlsHello())
                .hear(MsTurn.pseudoTlsAnswer())
                .say(MsTurn.control(MsTurn.allocate(first).bytes()))
                .hear(MsTurn.control(MsTurn.unauthenticated(first, nonce).bytes()))
                .say(MsTurn.control(
                        MsTurn.allocateWithCredentials(second, nonce).bytes()))
                .hear(MsTurn.control(MsTurn.allocated(second, RELAY, 53_200, "192.0.2.40", 50_014)
                        .bytes()));
        for (int i = 0; i < 300; i++) {
            talk.say(MsTurn.endToEnd(Rtp.secured(104, i, 640L * i, OUT_SSRC, 60)))
                    .hear(MsTurn.endToEnd(Rtp.secured(104, 500 + i, 640L * i, IN_SSRC, 60)));
            s.pause(0.017);
        }
        talk.close();
        Analysed it = Analysed.of(s.idle(20)).exits(1);
        JsonTree call = theCall(it);
        assertEquals(
                List.of("turn-allocate", "fallback", "turn-over-443", "media-start", "media-end"),
                call.each("/steps").stream().map(step -> step.text("/step")).toList());
        assertEquals(
                "online-https-443",
                call.each("/steps").stream()
                        .filter(step -> step.text("/step").equals("media-start"))
                        .findFirst()
                        .orElseThrow()
                        .text("/row"));
        assertEquals("fallback", call.text("/result"));
        assertEquals("firewall", call.text("/look_at"));
        assertTrue(
                call.text("/conclusion")
                        .endsWith(" over TCP, which only the fallback offers: 10 Allocate requests to 52.112.18.5:3478"
                                + " without an answer in 5.9 s. Look at the firewall first: what the unit sent, or what"
                                + " came back, was lost beyond this capture point. Sound and picture suffer over TCP."),
                call.text("/conclusion"));
        assertEquals(
                List.of("tcp", "tcp"),
                it.report().each("/rtp/streams").stream()
                        .map(stream -> stream.text("/carried_in"))
                        .toList());
        assertEquals(UNIT, call.text("/unit"));
    }
}
