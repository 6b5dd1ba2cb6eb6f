package org.portwitness.analyzer.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.facts.DecodeResult;
import org.portwitness.analyzer.facts.FrameDecoder;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;
import org.portwitness.testdata.Bytes;
import org.portwitness.testdata.Dns;
import org.portwitness.testdata.MirrorOp;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Packets;
import org.portwitness.testdata.Rtp;
import org.portwitness.testdata.Stun;
import org.portwitness.testdata.Tls;

/** What the evidence file shows of packets, and what it never shows. */
class MaskTest {
    private static final String UNIT = "10.20.30.40";
    private static final String PEER = "52.112.18.5";
    private static final int BEFORE = 3;

    private final PacketMask mask = new PacketMask();
    private long sequence = 1000;

    /** The packet as the file would have it; it stands somewhere inside a larger buffer, as captured ones do. */
    private byte[] shown(byte[] packet) {
        byte[] buffer = new byte[packet.length + BEFORE + 5];
        System.arraycopy(packet, 0, buffer, BEFORE, packet.length);
        Frame frame = new Frame();
        frame.set(ByteBuffer.wrap(buffer), BEFORE, packet.length, packet.length, LinkType.ETHERNET, 0);
        PacketFacts facts = new PacketFacts();
        assertEquals(DecodeResult.DECODED, new FrameDecoder().decode(frame, facts));
        return mask.shown(packet.clone(), BEFORE, facts);
    }

    private byte[] shownUdp(int port, byte[] payload) {
        return payloadOf(
                shown(Packets.ethernet()
                        .ip(UNIT, PEER)
                        .udp(50_000, port)
                        .payload(payload)
                        .bytes()),
                payload.length);
    }

    private static byte[] payloadOf(byte[] packet, int length) {
        return Arrays.copyOfRange(packet, packet.length - length, packet.length);
    }

    /** The next segment of one connection. */
    private byte[] shownTcp(byte[] payload) {
        byte[] shown = shownTcpAt(sequence, payload);
        sequence += payload.length;
        return shown;
    }

    private byte[] shownTcpAt(long at, byte[] payload) {
        byte[] packet = Packets.ethernet()
                .ip(UNIT, PEER)
                .tcp(40_000, 443, Packets.ACK | Packets.PSH)
                .seq(at)
                .payload(payload)
                .bytes();
        return payloadOf(shown(packet), payload.length);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', '.');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void headersTagsAndTunnelsStayAndUnknownPayloadIsBlanked() {
        byte[] packet = Packets.ethernet()
                .vlan(7)
                .ip("192.0.2.1", "192.0.2.2")
                .vxlan(5)
                .innerEthernet()
                .ip(UNIT, PEER)
                .udp(50_000, 9999)
                .payload("secret")
                .bytes();
        byte[] expected = packet.clone();
        Arrays.fill(expected, expected.length - 6, expected.length, (byte) 0);
        assertArrayEquals(expected, shown(packet));
    }

    @Test
    void aMirrorOpLoginKeepsItsCommandAndLosesNameAndCode() {
        byte[] login = MirrorOp.command(0x92, ascii("Alice's laptop 10.20.30.77 4711 MOPSDK"));
        assertEquals("wppaliveROCK", text(shownTcp(MirrorOp.ping())));
        String shown = text(shownTcp(login));
        assertEquals("wppcmd..\u0092" + ".".repeat(login.length - 9), shown);
        assertFalse(shown.contains("4711"));
        assertEquals("SenderId" + ".".repeat(24), text(shownTcp(MirrorOp.senderId(0x34373131))));
    }

    @Test
    void aHandshakeIsShownAndApplicationDataIsNot() {
        byte[] hello = Tls.clientHello("portal.kickle.com", 1).record();
        assertArrayEquals(hello, shownTcp(hello));
        assertArrayEquals(Tls.alert(2, Tls.UNKNOWN_CA), shownTcp(Tls.alert(2, Tls.UNKNOWN_CA)));
        byte[] data = Tls.applicationData(1, 40);
        byte[] expected = new byte[data.length];
        System.arraycopy(data, 0, expected, 0, 5);
        assertArrayEquals(expected, shownTcp(data));
    }

    @Test
    void recordsMayBeCutAnywhereAndWhatIsSentAgainLooksTheSame() {
        byte[] hello = Tls.clientHello("portal.kickle.com", 1).record();
        byte[] data = Tls.applicationData(1, 40);
        byte[] both = Bytes.start().raw(hello).raw(data).toArray();
        byte[] expected = both.clone();
        Arrays.fill(expected, hello.length + 5, expected.length, (byte) 0);
        int cut = hello.length + 12;
        byte[] first = Arrays.copyOfRange(both, 0, cut);
        byte[] second = Arrays.copyOfRange(both, cut, both.length);
        assertArrayEquals(Arrays.copyOfRange(expected, 0, cut), shownTcp(first));
        assertArrayEquals(Arrays.copyOfRange(expected, cut, expected.length), shownTcp(second));
        assertArrayEquals(expected, shownTcpAt(1000, both));
    }

    @Test
    void behindAGapNothingIsShown() {
        shownTcp(Tls.clientHello("portal.kickle.com", 1).record());
        sequence += 100;
        byte[] alert = Tls.alert(2, Tls.UNKNOWN_CA);
        assertArrayEquals(new byte[alert.length], shownTcp(alert));
    }

    @Test
    void whatIsNoProtocolThatIsKnownIsBlankedToItsEnd() {
        assertEquals(".".repeat(11), text(shownTcp(ascii("login: root"))));
        byte[] hello = Tls.clientHello("portal.kickle.com", 1).record();
        assertArrayEquals(new byte[hello.length], shownTcp(hello));
    }

    @Test
    void ofAnHttpHeadNamesStayAndSecretsGo() {
        String head = String.join(
                "\r\n",
                "GET /meet/room?token=abc123 HTTP/1.1",
                "Host: meet.example.com",
                "Cookie: session=42",
                "Authorization: Basic dTpw",
                "Content-Length: 5",
                "",
                "");
        String shown = text(shownTcp(ascii(head + "body!")));
        assertEquals(
                "GET /meet/room?" + ".".repeat(12) + " HTTP/1.1\r\nHost: meet.example.com\r\nCookie:" + ".".repeat(11)
                        + "\r\nAuthorization:" + ".".repeat(11) + "\r\nContent-Length: 5\r\n\r\n" + ".".repeat(5),
                shown);
    }

    @Test
    void aTunnelThroughAProxyShowsConnectAndTheHandshakeInside() {
        String connect = "CONNECT portal.kickle.com:443 HTTP/1.1\r\nProxy-Authorization: Basic dXNlcjpwdw==\r\n\r\n";
        assertEquals(
                "CONNECT portal.kickle.com:443 HTTP/1.1\r\nProxy-Authorization:" + ".".repeat(19) + "\r\n\r\n",
                text(shownTcp(ascii(connect))));
        byte[] hello = Tls.clientHello("portal.kickle.com", 1).record();
        assertArrayEquals(hello, shownTcp(hello));
    }

    @Test
    void aHeadThatComesBitByBitHidesTheSameValues() {
        String head = "POST /a HTTP/1.1\r\nCookie: session=42\r\nHost: a\r\n\r\n";
        StringBuilder shown = new StringBuilder();
        shown.append(text(shownTcp(ascii(head.substring(0, 8)))));
        for (int i = 8; i < head.length(); i++) {
            shown.append(text(shownTcp(ascii(head.substring(i, i + 1)))));
        }
        assertFalse(shown.toString().contains("42"), shown::toString);
        assertTrue(shown.toString().startsWith("POST /a HTTP/1.1\r\n"), shown::toString);
    }

    @Test
    void stunKeepsTypeIdAndErrorAndLosesNamesAndCredentials() {
        byte[] id = Stun.id(7);
        byte[] check = Stun.message(Stun.BINDING_REQUEST, id)
                .username("alice:bob")
                .attribute(0x0024, new byte[] {1, 2, 3, 4})
                .integrity(20)
                .bytes();
        String shown = text(shownUdp(3478, check));
        assertFalse(shown.contains("alice"), shown);
        assertArrayEquals(
                Arrays.copyOf(check, 24), Arrays.copyOf(shownUdp(3478, check), 24), "header and first attribute's");
        byte[] refused = Stun.error(Stun.ALLOCATE_REQUEST, id, 486, "Allocation Quota Reached")
                .bytes();
        assertArrayEquals(refused, shownUdp(3478, refused));
        byte[] challenge =
                MsTurn.unauthenticated(id, "a nonce that is a secret").bytes();
        assertFalse(text(shownUdp(3478, challenge)).contains("secret"));
    }

    @Test
    void relayedMediaShowsItsHeadersOnly() {
        byte[] media = Rtp.packet(104, 1, 160, 0x74ec, 40);
        byte[] frame = MsTurn.multiplexed(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, media);
        byte[] expected = frame.clone();
        Arrays.fill(expected, 12 + 12, expected.length, (byte) 0);
        assertArrayEquals(expected, shownUdp(3479, frame));
        byte[] bare = media.clone();
        Arrays.fill(bare, 12, bare.length, (byte) 0);
        assertArrayEquals(bare, shownUdp(50_020, media));
    }

    @Test
    void aQuestionToDnsIsShownWithItsNameAndTheAnswersRecordsAreNot() {
        byte[] query = Dns.query(1, "portal.kickle.com", Dns.A);
        assertArrayEquals(query, shownUdp(53, query));
        byte[] answer = Dns.answer(1, "portal.kickle.com", Dns.A)
                .address("203.0.113.10")
                .bytes();
        byte[] shown = shownUdp(53, answer);
        assertArrayEquals(Arrays.copyOfRange(answer, 12, query.length), Arrays.copyOfRange(shown, 12, query.length));
        assertArrayEquals(
                new byte[answer.length - query.length], Arrays.copyOfRange(shown, query.length, shown.length));
    }

    @Test
    void anErrorShowsTheHeadersItQuotesAndNoPayload() {
        Packets quoted = Packets.ethernet().ip(UNIT, PEER).udp(50_000, 9999).payload("secret of the application");
        byte[] packet = Packets.ethernet()
                .ip("10.20.30.1", UNIT)
                .unreachable(13, quoted.ipBytes())
                .bytes();
        byte[] expected = packet.clone();
        Arrays.fill(expected, 14 + 20 + 8 + 20 + 8, expected.length, (byte) 0);
        assertArrayEquals(expected, shown(packet));
    }
}
