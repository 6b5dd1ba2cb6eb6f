package org.portwitness.analyzer.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.content.Bytes.allocateRequest;
import static org.portwitness.analyzer.content.Bytes.ascii;
import static org.portwitness.analyzer.content.Bytes.bindingRequest;
import static org.portwitness.analyzer.content.Bytes.bindingSuccess;
import static org.portwitness.analyzer.content.Bytes.dataIndication;
import static org.portwitness.analyzer.content.Bytes.frame;
import static org.portwitness.analyzer.content.Bytes.hex;
import static org.portwitness.analyzer.content.Bytes.join;
import static org.portwitness.analyzer.content.Bytes.prefixed;
import static org.portwitness.analyzer.content.Bytes.pseudoAnswer;
import static org.portwitness.analyzer.content.Bytes.pseudoHello;
import static org.portwitness.analyzer.content.Scene.part;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.TcpContent;

class StunStreamsTest {
    private static void assertMessages(Scene scene, byte[]... expected) {
        assertEquals(expected.length, scene.stun.size());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], scene.stun.get(i), "message " + i);
        }
    }

    @Test
    void plainMessagesBackToBackAreTakenApart() {
        Scene scene =
                Scene.connected().client(bindingRequest(), allocateRequest()).server(bindingSuccess());
        assertMessages(scene, bindingRequest(), allocateRequest(), bindingSuccess());
        assertTrue(scene.content().turnFramesOfClient());
        assertTrue(scene.content().turnFramesOfServer());
    }

    @Test
    void channelDataBetweenMessagesIsSkippedWithItsPadding() {
        Scene scene = Scene.connected().client(bindingRequest());
        scene.client(hex("40000005 0102030405 000000"), hex("40010004 01020304"), bindingSuccess());
        assertMessages(scene, bindingRequest(), bindingSuccess());
    }

    @Test
    void messagesMaySpanSegmentsAnywhere() {
        byte[] stream = join(bindingRequest(), hex("40000005 0102030405 000000"), allocateRequest(), bindingSuccess());
        for (int split = 20; split < stream.length; split++) {
            Scene scene = Scene.connected().client(part(stream, 0, split)).client(part(stream, split, stream.length));
            assertMessages(scene, bindingRequest(), allocateRequest(), bindingSuccess());
        }
    }

    @Test
    void retransmittedSegmentsGiveNoFurtherMessage() {
        Scene scene = Scene.connected().client(bindingRequest()).copy(500);
        scene.clientAt(Scene.CLIENT_ISN + 1, bindingRequest());
        assertMessages(scene, bindingRequest());
    }

    @Test
    void prefixedMessagesAreFoundAmongMedia() {
        byte[] media = join(hex("8068"), new byte[170]);
        Scene scene = Scene.connected().client(prefixed(bindingRequest()), prefixed(media), prefixed(new byte[0]));
        scene.client(part(prefixed(bindingSuccess()), 0, 1)).client(part(prefixed(bindingSuccess()), 1, 34));
        assertMessages(scene, bindingRequest(), bindingSuccess());
    }

    @Test
    void msTurnFramesAreFoundWithAndWithoutTheCookie() {
        Scene scene = Scene.connected().client(frame(2, allocateRequest())).server(frame(2, dataIndication()));
        assertMessages(scene, allocateRequest(), dataIndication());
    }

    @Test
    void endToEndFramesHoldPrefixedPackets() {
        Scene scene = Scene.connected().client(frame(2, allocateRequest()));
        scene.client(frame(3, prefixed(new byte[60])), frame(3, prefixed(bindingRequest())));
        assertMessages(scene, allocateRequest(), bindingRequest());
    }

    @Test
    void thePseudoHelloIsNoTlsAndFramesFollowIt() {
        Scene scene = Scene.connected().client(pseudoHello()).server(pseudoAnswer());
        scene.client(frame(2, allocateRequest())).server(frame(3, prefixed(new byte[40])));
        assertNull(scene.tls());
        assertEquals(0, scene.contents.helloCounts().total());
        assertTrue(scene.content().pseudoTlsHello());
        assertTrue(scene.content().pseudoTlsAnswered());
        assertTrue(scene.content().turnFramesOfClient());
        assertTrue(scene.content().turnFramesOfServer());
        assertMessages(scene, allocateRequest());
    }

    @Test
    void thePseudoAnswerMayBeSplitAndFollowedByAFrame() {
        byte[] answer = join(pseudoAnswer(), frame(2, dataIndication()));
        for (int split = 1; split < answer.length; split += 3) {
            Scene scene = Scene.connected().client(pseudoHello());
            scene.server(part(answer, 0, split)).server(part(answer, split, answer.length));
            assertTrue(scene.content().pseudoTlsAnswered(), "split at " + split);
            assertMessages(scene, dataIndication());
        }
    }

    @Test
    void aCutPseudoHelloIsKnownByItsLengthsAndFramesFollowIt() {
        for (int kept : new int[] {9, 30, 44, 49}) {
            Scene scene = Scene.connected();
            scene.cutPacket(true, Scene.CLIENT_ISN + 1, part(pseudoHello(), 0, kept), 50 - kept);
            scene.clientNext += 50;
            scene.cutPacket(false, Scene.SERVER_ISN + 1, part(pseudoAnswer(), 0, kept), 83 - kept);
            scene.serverNext += 83;
            scene.client(frame(2, allocateRequest())).server(frame(2, dataIndication()));
            assertNull(scene.tls(), "kept " + kept);
            assertTrue(scene.content().pseudoTlsHello(), "kept " + kept);
            assertTrue(scene.content().pseudoTlsAnswered(), "kept " + kept);
            assertMessages(scene, allocateRequest(), dataIndication());
        }
    }

    @Test
    void withFewerBytesACutPseudoHelloIsNotKnown() {
        Scene scene = Scene.connected().cutPacket(true, Scene.CLIENT_ISN + 1, part(pseudoHello(), 0, 8), 42);
        assertFalse(scene.content().pseudoTlsHello());
    }

    @Test
    void aCutHelloOfAnotherLengthIsATlsHello() {
        byte[] hello = part(pseudoHello(), 0, 30);
        hello[4]++;
        hello[8]++;
        Scene scene = Scene.connected().cutPacket(true, Scene.CLIENT_ISN + 1, hello, 21);
        assertFalse(scene.content().pseudoTlsHello());
        assertEquals(TcpContent.Progress.HELLO_INCOMPLETE, scene.tls().progress());
    }

    @Test
    void aPseudoHelloOfWhichTheRestIsStillToComeIsWaitedFor() {
        byte[] hello = pseudoHello();
        hello[47] = 0x19;
        Scene scene = Scene.connected().client(part(hello, 0, 30)).client(part(hello, 30, 50));
        assertFalse(scene.content().pseudoTlsHello());
    }

    @Test
    void aPseudoHelloWithoutAnswerStaysUnanswered() {
        Scene scene = Scene.connected().client(pseudoHello()).serverResets(60);
        assertTrue(scene.content().pseudoTlsHello());
        assertFalse(scene.content().pseudoTlsAnswered());
        assertNull(scene.tls());
    }

    @Test
    void aRealServerHelloIsNoPseudoAnswer() {
        Scene scene = Scene.connected().client(pseudoHello()).server(Bytes.serverHello(0x0303));
        assertFalse(scene.content().pseudoTlsAnswered());
    }

    @Test
    void aHelloThatDiffersInOneByteIsATlsHello() {
        byte[] hello = pseudoHello();
        hello[47] = 0x19;
        Scene scene = Scene.connected().client(hello);
        assertEquals(1, scene.contents.helloCounts().total());
        assertFalse(scene.content().pseudoTlsHello());
    }

    @Test
    void afterAGapMessagesAreFoundAgainWhereSegmentsBegin() {
        Scene scene = Scene.connected().client(bindingRequest());
        scene.clientNext += 500;
        scene.client(allocateRequest()).after(2_000_000_000L).client(bindingSuccess());
        assertMessages(scene, bindingRequest(), allocateRequest(), bindingSuccess());
    }

    @Test
    void segmentsInTheWrongOrderGiveMessagesInTheRightOne() {
        Scene scene = Scene.connected().client(bindingRequest());
        int start = scene.clientNext;
        scene.clientAt(start + 36, bindingSuccess());
        scene.clientAt(start, allocateRequest());
        assertMessages(scene, bindingRequest(), allocateRequest(), bindingSuccess());
    }

    @Test
    void ordinaryBytesAreNeverStun() {
        byte[] otherCookie = bindingRequest();
        otherCookie[7] ^= 1;
        byte[] wrongPrefix = prefixed(bindingRequest());
        wrongPrefix[1]++;
        byte[] wrongFrame = frame(2, allocateRequest());
        wrongFrame[3]++;
        List<byte[]> none = List.of(
                otherCookie,
                wrongPrefix,
                wrongFrame,
                frame(3, prefixed(bindingRequest())),
                part(bindingRequest(), 0, 19),
                ascii("GET_PARAMETER rtsp://x RTSP/1.0\r\n\r\n"),
                new byte[100]);
        for (byte[] bytes : none) {
            Scene scene = Scene.connected().client(bytes).server(bytes);
            assertMessages(scene);
            assertEquals(TcpContent.NOTHING, scene.content());
        }
    }
}
