package org.portwitness.analyzer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.MediaStream;

class RtcpReportsTest {
    private static final String SENDER_REPORT = "80c80006 000074ec 0000 11223344 5566 00001000 00000014 00000c80";

    /** 64 of 256 lost, 7 in all, of the report 11223344, half a second ago. */
    private static final String RECEIVER_REPORT =
            "81c90007 00000bbb 000074ec 40000007 00000078 00000010 11223344 00008000";

    private static MediaScene reported(String... hex) {
        MediaScene scene = new MediaScene().send(20);
        report(scene, true, SENDER_REPORT);
        scene.millis += 530;
        for (String each : hex) {
            report(scene, false, each);
        }
        return scene;
    }

    private static void report(MediaScene scene, boolean byTalker, String hex) {
        scene.bytes(hex).datagram(byTalker, hex.replace(" ", "").length() / 2);
    }

    @Test
    void theReceiversViewIsKeptBesideOurs() {
        MediaStream.FarReport far =
                reported(RECEIVER_REPORT, RECEIVER_REPORT).only().farReport();
        assertEquals(2, far.reports());
        assertEquals(7, far.cumulativeLost());
        assertEquals(0.25, far.worstFractionLost());
        assertEquals(2, far.roundTrips());
        assertEquals(30e6, far.meanRoundTripNanos(), 1);
    }

    @Test
    void reportsAreNoMediaPackets() {
        MediaStream stream = reported(RECEIVER_REPORT).only();
        assertEquals(20, stream.packets());
        assertEquals(0x74ec, stream.ssrc());
    }

    @Test
    void reportsOfThePortAboveBelongToTheStream() {
        MediaScene scene = new MediaScene();
        scene.listenerPort = 40_000;
        scene.send(20);
        scene.talkerPort++;
        scene.listenerPort++;
        report(scene, true, SENDER_REPORT);
        scene.millis += 510;
        report(scene, false, RECEIVER_REPORT);
        assertEquals(10e6, scene.only().farReport().meanRoundTripNanos(), 1);
    }

    @Test
    void encryptedReportsAreNotRead() {
        MediaStream stream =
                reported(RECEIVER_REPORT + "80000001 00112233445566778899").only();
        assertNull(stream.farReport());
        assertTrue(stream.answered());
    }

    @Test
    void reportsOfStrangersSayNothing() {
        assertNull(
                reported(RECEIVER_REPORT.replace("000074ec", "000074ed")).only().farReport());
    }

    @Test
    void aReportWhoseBlocksDoNotFitIsNotRead() {
        assertNull(reported(RECEIVER_REPORT.replace("81c9", "9fc9")).only().farReport());
    }

    @Test
    void twoReportsAreMediaButNoStream() {
        MediaScene scene = new MediaScene();
        report(scene, true, SENDER_REPORT);
        assertFalse(scene.media.isMedia(0, true));
        report(scene, true, SENDER_REPORT);
        assertTrue(scene.media.isMedia(0, true));
        assertEquals(0, scene.streams().size());
    }
}
