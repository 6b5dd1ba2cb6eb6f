package org.portwitness.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RtpTest {
    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    @Test
    void theFieldsOfTheFixedHeaderAreRead() {
        ByteBuffer packet = bytes("80e8fffe00000140000074ec");

        assertTrue(Rtp.check(packet, 0, 12, 12));
        assertEquals(104, Rtp.payloadType(packet, 0));
        assertEquals(65_534, Rtp.sequence(packet, 0));
        assertEquals(0x74ec, Rtp.ssrc(packet, 0));
        assertFalse(Rtp.check(packet, 0, 11, 12));
    }

    @ParameterizedTest
    @CsvSource({"3f, true", "40, false", "48, false", "5f, false", "60, true", "7f, true", "c8, false", "e0, true"})
    void payloadTypesThatWouldLookLikeRtcpAreNotUsed(String secondByte, boolean possible) {
        assertEquals(possible, Rtp.check(bytes("80" + secondByte + "0001" + "00".repeat(8)), 0, 12, 12));
    }

    @ParameterizedTest
    @CsvSource({"80, 12", "81, 16", "8f, 72", "90, 24", "91, 28"})
    void sourcesAndExtensionMustFit(String firstByte, int length) {
        ByteBuffer packet = ByteBuffer.allocate(80);
        packet.put(0, (byte) Integer.parseInt(firstByte, 16)).put(1, (byte) 104);
        packet.putShort(12 + (packet.get(0) & 0xf) * 4 + 2, (short) 2); // words of the extension, where there is one

        assertTrue(Rtp.check(packet, 0, length, length));
        assertFalse(Rtp.check(packet, 0, length - 1, length - 1));
        assertTrue(Rtp.check(packet, 0, 12, length));
    }

    @ParameterizedTest
    @CsvSource({"c7, false", "c8, true", "cf, true", "d0, false"})
    void rtcpHasItsOwnTypes(String type, boolean possible) {
        assertEquals(possible, Rtp.checkRtcp(bytes("80" + type + "000100000001"), 0, 8, 8));
    }

    @Test
    void rtcpMayBeFollowedByATrailerButNotBeShorterThanItSays() {
        ByteBuffer report = bytes("80c9000200000001" + "00".repeat(18));

        assertTrue(Rtp.checkRtcp(report, 0, 26, 26));
        assertTrue(Rtp.checkRtcp(report, 0, 8, 12));
        assertFalse(Rtp.checkRtcp(report, 0, 11, 11));
        assertFalse(Rtp.checkRtcp(report, 0, 7, 12));
    }
}
