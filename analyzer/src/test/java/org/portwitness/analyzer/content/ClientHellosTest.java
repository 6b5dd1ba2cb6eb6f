package org.portwitness.analyzer.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.portwitness.analyzer.content.Bytes.ascii;
import static org.portwitness.analyzer.content.Bytes.clientHello;
import static org.portwitness.analyzer.content.Bytes.clientHelloMessage;
import static org.portwitness.analyzer.content.Bytes.join;
import static org.portwitness.analyzer.content.Bytes.record;
import static org.portwitness.analyzer.content.Scene.part;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.evidence.TcpContent.Progress;
import org.portwitness.analyzer.evidence.TlsHello;
import org.portwitness.analyzer.facts.PacketFacts;

class ClientHellosTest {
    private final byte[] hello = clientHello("Meet.Example.COM", "h2", "http/1.1");

    @Test
    void aHelloInOneSegmentIsToldWithNameVersionAndProtocols() {
        Scene scene = Scene.connected().client(hello);
        TlsHello expected = new TlsHello(
                new Endpoint(Scene.CLIENT, 40000),
                new Endpoint(Scene.SERVER, 443),
                scene.facts.timeNanos,
                "meet.example.com",
                "TLS 1.3",
                List.of("h2", "http/1.1"));
        assertEquals(List.of(expected), scene.hellos());
        assertEquals("meet.example.com", scene.tls().serverName());
        assertEquals(List.of("h2", "http/1.1"), scene.tls().alpn());
        assertEquals(
                Map.of("meet.example.com", 1L), scene.contents.helloCounts().byName());
        assertEquals(0, scene.contents.helloCounts().withoutName());
    }

    @Test
    void aHelloWithoutNameAndProtocolsIsCountedApart() {
        Scene scene = Scene.connected().client(record(22, clientHelloMessage(null, false, 0)));
        assertEquals("TLS 1.2", scene.hellos().get(0).version());
        assertNull(scene.hellos().get(0).serverName());
        assertEquals(List.of(), scene.hellos().get(0).alpn());
        assertNull(scene.tls().alpn());
        assertEquals(1, scene.contents.helloCounts().withoutName());
        assertEquals(Map.of(), scene.contents.helloCounts().byName());
    }

    @Test
    void retransmissionsAndCopiesOfAHelloAreNotCountedAgain() {
        Scene scene = Scene.connected().client(hello).copy(500);
        scene.clientAt(Scene.CLIENT_ISN + 1, hello).clientAt(Scene.CLIENT_ISN + 1, part(hello, 0, 40));
        assertEquals(1, scene.contents.helloCounts().total());
    }

    @Test
    void theSameHelloOnAnotherConnectionIsAnother() {
        Scene scene = Scene.connected().client(hello).reconnect().client(hello);
        assertEquals(
                Map.of("meet.example.com", 2L), scene.contents.helloCounts().byName());
    }

    @Test
    void aHelloOnAnyPortIsFound() {
        Scene scene = new Scene();
        scene.serverPort = 8705;
        scene.handshake().client(hello);
        assertEquals(List.of("meet.example.com"), scene.names());
    }

    @Test
    void aHelloMayComeByteByByte() {
        Scene scene = Scene.connected();
        for (byte b : hello) {
            scene.client(new byte[] {b});
        }
        assertEquals(List.of("meet.example.com"), scene.names());
    }

    @Test
    void aHelloMayLieInRecordsOfOneByte() {
        byte[] records = new byte[0];
        for (byte b : clientHelloMessage("a.example", true, 0)) {
            records = join(records, record(22, new byte[] {b}));
        }
        assertEquals(List.of("a.example"), Scene.connected().client(records).names());
    }

    @Test
    void aHelloOverTwoSegmentsIsFoundInEitherOrder() {
        byte[] large = record(22, clientHelloMessage("b.example", true, 1500));
        for (int split = 1; split < large.length; split += 97) {
            Scene inOrder = Scene.connected().client(part(large, 0, split)).client(part(large, split, large.length));
            assertEquals(List.of("b.example"), inOrder.names(), "in order, split at " + split);
            Scene reversed = Scene.connected();
            int start = reversed.clientNext;
            reversed.clientAt(start + split, part(large, split, large.length));
            reversed.clientAt(start, part(large, 0, split));
            assertEquals(List.of("b.example"), reversed.names(), "reversed, split at " + split);
            assertEquals(false, reversed.contents.clientIsOpener(reversed.flow));
        }
    }

    @Test
    void overlappingRetransmissionsDoNotDisturb() {
        byte[] large = record(22, clientHelloMessage("c.example", true, 3000));
        Scene scene = Scene.connected();
        int start = scene.clientNext;
        scene.clientAt(start, part(large, 0, 1000));
        scene.clientAt(start + 2000, part(large, 2000, 2500));
        scene.clientAt(start + 500, part(large, 500, 1200));
        scene.clientAt(start + 1900, part(large, 1900, large.length));
        assertEquals(0, scene.contents.helloCounts().total());
        scene.clientAt(start + 1100, part(large, 1100, 2100));
        assertEquals(List.of("c.example"), scene.names());
    }

    @Test
    void aHelloWithAMissingMiddleIsIncompleteAndNotAHelloWithoutName() {
        byte[] large = record(22, clientHelloMessage("d.example", true, 3000));
        Scene scene = Scene.connected();
        int start = scene.clientNext;
        scene.clientAt(start, part(large, 0, 1000));
        scene.clientAt(start + 2000, part(large, 2000, large.length));
        scene.after(60_000_000_000L);
        assertEquals(0, scene.contents.helloCounts().total());
        assertEquals(0, scene.contents.helloCounts().withoutName());
        assertEquals(Progress.HELLO_INCOMPLETE, scene.progress());
    }

    @Test
    void anIncompleteHelloStillTellsTheNameThatStandsInItsFirstPart() {
        byte[] message = clientHelloMessage("e.example", true, 0);
        byte[] longer = Bytes.message(1, join(part(message, 4, message.length), new byte[2000]));
        byte[] large = record(22, longer);
        Scene scene = Scene.connected();
        scene.client(part(large, 0, 1000));
        scene.clientNext += 500;
        scene.serverAcknowledges();
        scene.serverResets(Scene.SERVER_TTL);
        assertEquals(0, scene.contents.helloCounts().total());
        assertEquals("e.example", scene.tls().serverName());
    }

    @Test
    void aHelloThatIsCutBySnaplenIsIncomplete() {
        Scene scene = Scene.connected().cutPacket(true, Scene.CLIENT_ISN + 1, part(hello, 0, 60), hello.length - 60);
        assertEquals(0, scene.contents.helloCounts().total());
        assertEquals(Progress.HELLO_INCOMPLETE, scene.progress());
    }

    @Test
    void aConnectionWhoseSynIsMissingIsReadAllTheSame() {
        Scene scene = new Scene().client(hello);
        assertEquals(List.of("meet.example.com"), scene.names());
        assertEquals(true, scene.contents.clientIsOpener(scene.flow));
    }

    @Test
    void theHelloAfterAHelloRetryRequestCountsToo() {
        Scene scene = Scene.connected().client(hello);
        scene.server(Bytes.helloRetryRequest(), Bytes.cipherChange());
        scene.client(Bytes.cipherChange(), hello);
        assertEquals(List.of("meet.example.com", "meet.example.com"), scene.names());
        scene.server(Bytes.serverHello(0x0304), Bytes.data(900)).client(Bytes.data(53));
        assertEquals(Progress.ESTABLISHED, scene.progress());
    }

    @Test
    void theHelloAfterConnectIsFound() {
        Scene scene = new Scene();
        scene.serverPort = 3128;
        scene.handshake().client(ascii("CONNECT Outlook.Office365.com:443 HTTP/1.1\r\nHost: proxy.example\r\n\r\n"));
        scene.server(ascii("HTTP/1.1 200 Connection established\r\n\r\n")).client(hello);
        assertEquals(List.of("meet.example.com"), scene.names());
        assertEquals(
                new TcpContent.Http("proxy.example", "CONNECT", "outlook.office365.com", 443, List.of(200)),
                scene.content().http());
        assertEquals(Progress.HELLO_PENDING, scene.progress());
    }

    @Test
    void theHelloAfterStarttlsIsFound() {
        Scene scene =
                Scene.connected().server(ascii("220 mail.example ESMTP\r\n")).client(ascii("EHLO unit\r\n"));
        scene.server(ascii("250 STARTTLS\r\n")).client(ascii("STARTTLS\r\n")).server(ascii("220 go\r\n"));
        scene.client(part(hello, 0, 50)).client(part(hello, 50, hello.length));
        assertEquals(List.of("meet.example.com"), scene.names());
    }

    @Test
    void tlsWhoseHelloIsNotInTheCaptureSaysNothing() {
        Scene scene = new Scene().client(Bytes.data(500)).server(Bytes.data(700));
        scene.client(join(new byte[] {22, 3, 3, 0, 60, 1, 0}, new byte[60]));
        assertEquals(0, scene.contents.helloCounts().total());
        assertEquals(TcpContent.NOTHING, scene.content());
        assertNull(scene.contents.clientIsOpener(scene.flow));
    }

    @Test
    void whatOnlyBeginsLikeAHelloIsNone() {
        byte[] finished = record(22, Bytes.message(20, new byte[40]));
        Scene scene = Scene.connected().client(new byte[] {22, 3, 1}).client(part(finished, 3, finished.length));
        assertEquals(0, scene.contents.helloCounts().total());
        assertNull(scene.tls());
        scene.client(ascii("GET / HTTP/1.1\r\nHost: later.example\r\n\r\n"));
        assertEquals("later.example", scene.content().http().host());
    }

    @Test
    void oldHellosOfSslTwoCountWithoutAName() {
        Scene scene = Scene.connected().client(Bytes.hex("802e0103010015000000100000"), new byte[35]);
        assertEquals(1, scene.contents.helloCounts().total());
        assertEquals(1, scene.contents.helloCounts().withoutName());
        assertNull(scene.tls().serverName());
    }

    @Test
    void whatLooksLikeAnOldHelloButWhoseLengthsDoNotFitIsNone() {
        Scene scene = Scene.connected().client(Bytes.hex("802f0103010015000000100000"), new byte[35]);
        assertEquals(0, scene.contents.helloCounts().total());
        assertEquals(TcpContent.NOTHING, scene.content());
    }

    @Test
    void bytesOfANameThatNobodyCouldPrintAreEscaped() {
        Scene scene = Scene.connected().client(clientHello("a\u0007b\u00e9.example"));
        assertEquals(List.of("a\\x07b\\xe9.example"), scene.names());
    }

    @Test
    void aHelloOfMoreThan64KibIsGivenUpAndCounted() {
        int others = clientHelloMessage("f.example", true, 1).length - 1;
        byte[] large = clientHelloMessage("f.example", true, (1 << 16) - others);
        byte[] tooLarge = clientHelloMessage("g.example", true, (1 << 16) - others + 1);
        assertEquals(List.of("f.example"), inRecords(Scene.connected(), large).names());
        Scene scene = inRecords(Scene.connected(), tooLarge);
        assertEquals(0, scene.contents.helloCounts().total());
        assertEquals(Map.of("TLS handshake messages larger than 64 KiB", 1L), scene.contents.givenUp());
        assertEquals(Progress.HELLO_INCOMPLETE, scene.progress());
    }

    private static Scene inRecords(Scene scene, byte[] message) {
        for (int at = 0; at < message.length; at += 1 << 14) {
            byte[] record = record(22, part(message, at, Math.min(message.length, at + (1 << 14))));
            for (int from = 0; from < record.length; from += 1460) {
                scene.client(part(record, from, Math.min(record.length, from + 1460)));
            }
        }
        return scene;
    }

    @Test
    void aFullListHoldsTheLatestInTheOrderTheyCame() {
        Scene scene = new Scene(1 << 10, 1 << 10, 1 << 10, 3);
        for (String name : List.of("a.example", "b.example", "c.example", "d.example", "e.example")) {
            scene.reconnect().client(clientHello(name));
        }
        assertEquals(List.of("c.example", "d.example", "e.example"), scene.names());
        assertEquals(5, scene.contents.helloCounts().total());
        assertEquals(Map.of("TLS hellos counted but not listed", 2L), scene.contents.givenUp());
    }

    @Test
    void countsStayExactWhereTheListIsFull() {
        Scene scene = new Scene(1 << 10, 1 << 10, 1 << 10, 2);
        for (int i = 0; i < 5; i++) {
            scene.reconnect().client(hello);
        }
        assertEquals(2, scene.hellos().size());
        assertEquals(5, scene.contents.helloCounts().total());
        assertEquals(
                Map.of("meet.example.com", 5L), scene.contents.helloCounts().byName());
        assertEquals(Map.of("TLS hellos counted but not listed", 3L), scene.contents.givenUp());
    }

    @Test
    void aFloodOfOpeningsPushesOutTheIdlestAndInventsNoSilence() {
        Scene scene = new Scene(1 << 10, 1 << 10, 3, 1 << 10);
        scene.reconnect().client(hello);
        int first = scene.flow;
        for (int i = 0; i < 3; i++) {
            scene.reconnect().client(hello);
        }
        int last = scene.flow;
        scene.after(60_000_000_000L);
        assertEquals(
                Progress.HELLO_PENDING, scene.contents.contentOf(first).tls().progress());
        assertEquals(
                Progress.SILENCE_UNACKNOWLEDGED,
                scene.contents.contentOf(last).tls().progress());
        assertEquals(
                Map.of("openings of TCP connections no longer followed because too many were open", 1L),
                scene.contents.givenUp());
        assertEquals(4, scene.contents.helloCounts().total());
    }

    @Test
    void contentBeyondTheBoundIsNotKeptButCounted() {
        Scene scene = new Scene(1 << 10, 1, 1, 10);
        scene.reconnect().client(hello).reconnect().client(hello);
        assertEquals(TcpContent.NOTHING, scene.content());
        assertEquals(
                Map.of("TCP connections whose content was not kept because there were too many", 1L),
                scene.contents.givenUp());
    }

    @Test
    void aHandshakeThatWasDoneMakesRoomForTheNext() {
        Scene scene = new Scene(1 << 10, 1, 1, 10);
        scene.reconnect().client(hello);
        int first = scene.flow;
        scene.server(join(Bytes.serverHello(0x0304), Bytes.cipherChange(), Bytes.data(900)))
                .client(join(Bytes.cipherChange(), Bytes.data(53)));
        assertEquals(Progress.ESTABLISHED, scene.contents.contentOf(first).tls().progress());

        scene.reconnect().client(hello);

        assertEquals("meet.example.com", scene.tls().serverName());
        assertEquals(TcpContent.NOTHING, scene.contents.contentOf(first));
        assertEquals(
                Map.of("TCP connections whose content was not kept because there were too many", 1L),
                scene.contents.givenUp());
    }

    @Test
    void anEvictedFlowTakesNothingOverToItsSuccessor() {
        Scene scene = new Scene(1, 4, 4, 100);
        scene.client(hello);
        scene.clientPort++;
        scene.packet(true, 77, 1, PacketFacts.ACK, ascii("nothing known"), 0);
        assertEquals(TcpContent.NOTHING, scene.content());
        for (int i = 0; i < 10; i++) {
            scene.clientPort++;
            scene.client(hello);
        }
        assertEquals("meet.example.com", scene.tls().serverName());
        assertEquals(Map.of(), scene.contents.givenUp());
    }

    @Test
    void manyHalfHellosTakeBoundedMemoryAndDoNotStopLaterOnes() {
        Scene scene = new Scene(1 << 13, 1 << 13, 1 << 13, 1 << 13);
        byte[] large = record(22, clientHelloMessage("h.example", true, 16000));
        byte[] part = Arrays.copyOf(large, 15000);
        for (int i = 0; i < 3000; i++) {
            scene.reconnect().client(part);
        }
        scene.client(part(large, 15000, large.length));
        assertEquals(List.of("h.example"), scene.names());
        assertEquals(
                List.of("TCP streams not put together because too many were waiting for missing segments"),
                List.copyOf(scene.contents.givenUp().keySet()));
    }
}
