package org.portwitness.testdata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentTest {
    @Test
    void aCertificateParsesAndNamesItsIssuer() throws Exception {
        byte[] der = Certificates.server("*.turn.example.net", "Example Root", "turn.example.net", "relay.example.net");
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        assertEquals(
                "CN=*.turn.example.net", certificate.getSubjectX500Principal().getName());
        assertEquals("CN=Example Root", certificate.getIssuerX500Principal().getName());
        assertEquals(
                List.of(List.of(2, "turn.example.net"), List.of(2, "relay.example.net")),
                List.copyOf(certificate.getSubjectAlternativeNames()));
    }

    @Test
    void helloLengthsAgreeAtAllThreeLevels() {
        byte[] record = Tls.clientHello("portal.kickle.com", 1).record();
        assertEquals(record.length - 5, u16(record, 3));
        assertEquals(record.length - 9, u16(record, 7));
        assertEquals(1, record[5]);
    }

    @Test
    void theBigHelloNamesItsServerBehindTheFirstSegment() {
        byte[] record = Tls.bigClientHello("portal.kickle.com", 1).record();
        int nameAt = new String(record, StandardCharsets.ISO_8859_1).indexOf("portal.kickle.com");
        assertTrue(nameAt > 1460, "the name stands at " + nameAt);
        assertTrue(record.length < 2 * 1460);
    }

    @Test
    void aPlainAlertHasSevenBytes() {
        assertEquals("15030300020230", HexFormat.of().formatHex(Tls.alert(2, Tls.UNKNOWN_CA)));
    }

    @Test
    void theAnnouncementHas128BytesAndItsFieldsInPlace() {
        byte[] answer = MirrorOp.announcement("10.20.30.40", "Kickle-room");
        assertEquals(128, answer.length);
        assertEquals(
                "41575050" + "0a141e28" + "01bb" + "7c79" + "0411" + "270c",
                HexFormat.of().formatHex(answer, 0, 16));
        assertEquals("Kickle-room", new String(answer, 16, 11, StandardCharsets.ISO_8859_1));
        assertEquals("WiPG1K5s", new String(answer, 98, 8, StandardCharsets.ISO_8859_1));
        assertEquals("02040113", HexFormat.of().formatHex(answer, 114, 118));
    }

    @Test
    void theOtherMirrorOpMessagesHaveTheirPublishedLengths() {
        assertEquals(9, MirrorOp.command(0x90).length);
        assertEquals(12, MirrorOp.ping().length);
        assertEquals("777070696200001000000000", HexFormat.of().formatHex(MirrorOp.dataGreeting(0)));
        assertEquals(32, MirrorOp.senderId(1).length);
        assertEquals(46 + 100 + 42, MirrorOp.picture(1, 100).length);
    }

    @Test
    void aDnsAnswerPointsBackToItsQuestion() {
        byte[] answer = Dns.answer(7, "a.example", Dns.A).address("192.0.2.1").bytes();
        assertEquals(
                "00078180000100010000000001610765" + "78616d706c650000010001" + "c00c000100010000012c0004c0000201",
                HexFormat.of().formatHex(answer));
    }

    @Test
    void rtcpLengthsCountWordsLessOneAndSecuredOnesAddFourteenBytes() {
        byte[] report = Rtp.senderReport(1, 2, 3, 4, 5);
        assertEquals(report.length, 4 * (u16(report, 2) + 1));
        assertEquals(report.length + 14, Rtp.securedReport(report, 1).length);
        byte[] other = Rtp.receiverReport(1, 2);
        assertEquals(other.length, 4 * (u16(other, 2) + 1));
    }

    @Test
    void aDhcpAnswerGivesTheAddressInItsPlace() {
        byte[] offer = Dhcp.fromServer(Dhcp.OFFER, 9, "02:00:00:00:00:40", "10.20.30.40");
        assertEquals(300, offer.length);
        assertArrayEquals(Bytes.address("10.20.30.40"), Arrays.copyOfRange(offer, 16, 20));
        assertEquals("63825363350102ff", HexFormat.of().formatHex(offer, 236, 244));
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }
}
