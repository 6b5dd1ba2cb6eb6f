package org.portwitness.analyzer.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.portwitness.analyzer.content.Bytes.ascii;
import static org.portwitness.analyzer.content.Bytes.join;
import static org.portwitness.analyzer.content.Scene.part;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.facts.PacketFacts;

class HttpAndMirrorOpTest {
    private static TcpContent.Http http(String request) {
        return Scene.connected().client(ascii(request)).content().http();
    }

    @Test
    void aRequestTellsMethodAndHostWithoutPort() {
        assertEquals(
                new TcpContent.Http("autodiscover.example", "POST", null, 0, List.of()),
                http("POST /autodiscover HTTP/1.1\r\nAccept: */*\r\nHOST:  Autodiscover.Example:80 \r\n\r\n"));
        assertEquals(
                "2001:db8::1",
                http("GET / HTTP/1.1\r\nHost: [2001:DB8::1]:80\r\n\r\n").host());
    }

    @Test
    void aRequestWithoutHostFieldHasTheHostOfItsTarget() {
        assertNull(http("GET / HTTP/1.0\r\nAccept: */*\r\n\r\n").host());
        assertEquals(
                "p.example", http("GET http://p.example:81/x HTTP/1.0\r\n\r\n").host());
    }

    @Test
    void connectTellsWhatTheProxyIsAskedFor() {
        TcpContent.Http http = http("CONNECT a.example:8443 HTTP/1.1\r\nHost: a.example:8443\r\n\r\n");
        assertEquals(new TcpContent.Http("a.example", "CONNECT", "a.example", 8443, List.of()), http);
        assertEquals(443, http("CONNECT [::1]:443 HTTP/1.1\r\nHost: x\r\n\r\n").connectPort());
        assertEquals(
                "::1", http("CONNECT [::1]:443 HTTP/1.1\r\nHost: x\r\n\r\n").connectHost());
    }

    @Test
    void aHeadMayBeSplitAnywhere() {
        byte[] request = ascii("GET /a/long/path HTTP/1.1\r\nCookie: abc\r\nHost: h.example\r\n\r\n");
        for (int split = 4; split < request.length; split++) {
            Scene scene =
                    Scene.connected().client(part(request, 0, split)).client(part(request, split, request.length));
            assertEquals("h.example", scene.content().http().host(), "split at " + split);
        }
    }

    @Test
    void aHeadThatIsCutBySnaplenTellsWhatIsThere() {
        Scene scene = Scene.connected()
                .cutPacket(true, Scene.CLIENT_ISN + 1, ascii("GET / HTTP/1.1\r\nHost: h.example\r\nCoo"), 500);
        assertEquals("h.example", scene.content().http().host());
    }

    @Test
    void statusCodesAreToldInOrderAndEachOnce() {
        Scene scene = Scene.connected().client(ascii("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
        scene.server(ascii("HTTP/1.1 407 Proxy\r\n\r\n")).copy(100).server(ascii("HTTP/1.1 200 OK\r\n\r\n"));
        scene.serverAt(Scene.SERVER_ISN + 1, ascii("HTTP/1.1 407 Proxy\r\n\r\n"));
        assertEquals(List.of(407, 200), scene.content().http().statuses());
        for (int i = 0; i < 10; i++) {
            scene.server(ascii("HTTP/1.0 304 Same\r\n\r\n"));
        }
        assertEquals(8, scene.content().http().statuses().size());
    }

    @Test
    void onlyTheFirstRequestIsTold() {
        Scene scene = Scene.connected().client(ascii("GET / HTTP/1.1\r\nHost: first\r\n\r\n"));
        scene.client(ascii("GET / HTTP/1.1\r\nHost: second\r\n\r\n"));
        assertEquals("first", scene.content().http().host());
    }

    @Test
    void anAnswerWithoutRequestTellsItsStatusAndWhoIsTheClient() {
        Scene scene = new Scene().server(ascii("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
        assertEquals(
                new TcpContent.Http(null, null, null, 0, List.of(503)),
                scene.content().http());
        assertEquals(false, scene.contents.clientIsOpener(scene.flow));
    }

    @Test
    void otherProtocolsWithTheSameWordsAreNotHttp() {
        for (String other : List.of(
                "OPTIONS sip:nm SIP/2.0\r\nVia: SIP/2.0/TCP nm\r\n\r\n",
                "GET rtsp://h/ RTSP/1.0\r\nHost: h\r\n\r\n",
                "GET nothing\r\n",
                "GETTING on HTTP/1.1\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n")) {
            assertNull(http(other), other);
        }
    }

    @Test
    void eachMarkOfMirrorOpIsSeenForItsSide() {
        for (String mark : List.of("wppaliveROCK", "wppcmd\0\0\u0090", "SenderId\1\0\0\0", "AWINDIB data")) {
            TcpContent content = Scene.connected().client(ascii(mark)).content();
            assertEquals(true, content.mirrorOpOfClient(), mark);
            assertEquals(false, content.mirrorOpOfServer(), mark);
        }
        TcpContent content =
                Scene.connected().server(ascii("wppib\0\0\u0010\0\0\0\0")).content();
        assertEquals(true, content.mirrorOpOfServer());
        assertEquals(false, content.mirrorOpOfClient());
    }

    @Test
    void whatResemblesAMarkIsNone() {
        for (String other : List.of("wppstuff", "Sender: x", "AWINDIBS", "wpp", "Send")) {
            assertEquals(
                    TcpContent.NOTHING, Scene.connected().client(ascii(other)).content(), other);
        }
    }

    @Test
    void sidesAreToldFromTheSynAckOrAsTheCallerKnows() {
        Scene scene = Scene.connected().server(ascii("wppib\0\0\u0010\0\0\0\0"));
        assertEquals(false, scene.contents.clientIsOpener(scene.flow), "the SYN-ACK opened the flow");
        Scene unknown = new Scene().server(ascii("wppib\0\0\u0010\0\0\0\0"));
        assertNull(unknown.contents.clientIsOpener(unknown.flow));
        assertEquals(true, unknown.contents.contentOf(unknown.flow, false).mirrorOpOfServer());
        assertEquals(true, unknown.contents.contentOf(unknown.flow, true).mirrorOpOfClient());
    }

    @Test
    void dataInASynIsReadFromTheByteBehindIt() {
        byte[] hello = Bytes.clientHello("fast.example");
        Scene scene = new Scene();
        scene.packet(true, Scene.CLIENT_ISN, 0, PacketFacts.SYN, hello, 0);
        scene.clientNext += hello.length;
        scene.packet(false, Scene.SERVER_ISN, scene.clientNext, PacketFacts.SYN | PacketFacts.ACK, new byte[0], 0);
        scene.server(join(Bytes.serverHello(0x0304), Bytes.data(900))).client(Bytes.cipherChange(), Bytes.data(53));
        assertEquals(List.of("fast.example"), scene.names());
        assertEquals(TcpContent.Progress.ESTABLISHED, scene.progress());
    }
}
