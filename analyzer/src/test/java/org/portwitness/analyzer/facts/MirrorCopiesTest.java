package org.portwitness.analyzer.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

/** Copies that a mirror makes, and packets that only look like copies. */
final class MirrorCopiesTest {
    private static final long MILLISECOND = 1_000_000L;

    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts facts = new PacketFacts();
    private final MirrorCopies copies = new MirrorCopies();

    @Test
    void aTcpPacketWithTheSameIdWithinATenthOfASecondIsACopy() {
        assertFalse(seen(0, tcp(0x1234, 0x02, "")));
        assertTrue(seen(1, tcp(0x1234, 0x02, "")));
        assertTrue(seen(100 * MILLISECOND, tcp(0x1234, 0x02, "")));
        assertFalse(seen(100 * MILLISECOND + 1, tcp(0x1234, 0x02, "")), "counted from the first copy");
    }

    @Test
    void aRetransmissionHasAnIdOfItsOwnAndIsNoCopy() {
        assertFalse(seen(0, tcp(0x1234, 0x02, "")));
        assertFalse(seen(MILLISECOND, tcp(0x1235, 0x02, "")));
    }

    @Test
    void aTagAndAnotherTtlDoNotHideACopy() {
        String ip = Samples.IPV4_SYN;
        assertFalse(seen(0, Samples.MACS + "0800" + ip));
        assertTrue(seen(10, Samples.MACS + "8100 0064 0800" + ip.replace("40 06", "3f 06")));
    }

    @Test
    void duplicateAcknowledgementsWithoutIdAreNoCopies() {
        assertFalse(seen(0, tcp(0, 0x10, "")));
        assertFalse(seen(10, tcp(0, 0x10, "")));
        assertFalse(seen(20, tcpOverIpv6(0x10)));
        assertFalse(seen(30, tcpOverIpv6(0x10)));
    }

    @Test
    void synsAndDataWithoutIdAreCopiesWhereTheirBytesAreTheSame() {
        assertFalse(seen(0, tcp(0, 0x12, "")));
        assertTrue(seen(10, tcp(0, 0x12, "")));
        assertFalse(seen(20, tcp(0, 0x18, "0102030405060708090a")));
        assertTrue(seen(30, tcp(0, 0x18, "0102030405060708090a")));
        assertFalse(seen(40, tcp(0, 0x18, "0102030405060708090b")));
        assertFalse(seen(50, tcpOverIpv6(0x02)));
        assertTrue(seen(60, tcpOverIpv6(0x02)));
    }

    @Test
    void anIpv6PacketWithAnotherFlowLabelWasSentAgain() {
        assertFalse(seen(0, tcpOverIpv6(0x04)));
        assertFalse(seen(10, tcpOverIpv6(0x04).replace("6b800000", "6b800001")));
    }

    @Test
    void aUdpPacketWithTheSameBytesWithinTwoMillisecondsIsACopy() {
        String request = Samples.udpFrame(3478, "000100002112a442000102030405060708090a0b");
        assertFalse(seen(0, request));
        assertTrue(seen(2 * MILLISECOND, request));
        assertFalse(seen(2 * MILLISECOND + 1, request));
    }

    @Test
    void otherBytesPortsOrDirectionsAreNoCopies() {
        assertFalse(seen(0, Samples.udpFrame(3478, "0001020304")));
        assertFalse(seen(1, Samples.udpFrame(3478, "0001020305")));
        assertFalse(seen(2, Samples.udpFrame(3479, "0001020304")));
        assertFalse(seen(3, Samples.udpFrame(3478, "00010203")));
        assertTrue(seen(4, Samples.udpFrame(3478, "0001020304")));
    }

    @Test
    void aCopyMayHaveTheEarlierTimeStamp() {
        assertFalse(seen(10 * MILLISECOND, tcp(0x1234, 0x02, "")));
        assertTrue(seen(9 * MILLISECOND, tcp(0x1234, 0x02, "")));
    }

    @Test
    void laterFragmentsAndOtherProtocolsAreNeverCopies() {
        String fragment = Samples.IPV4_SYN.replace("1234 4000", "1234 0001");
        String ping = Samples.ipv4Frame(1, "0800 0000 0001 0001");
        for (int i = 0; i < 3; i++) {
            assertFalse(seen(i, Samples.MACS + "0800" + fragment));
            assertFalse(seen(i, ping));
        }
    }

    private static String tcp(int id, int flags, String payload) {
        int length = 40 + HexFrame.bytes(payload).length;
        return Samples.MACS
                + "0800 4500 %04x %04x 4000 40 06 0000 0a000001 c0a80002 ".formatted(length, id)
                + "c001 01bb 11223344 55667788 50 %02x ffff 0000 0000 ".formatted(flags)
                + payload;
    }

    private static String tcpOverIpv6(int flags) {
        return Samples.MACS + "86dd" + Samples.IPV6_SYN.replace("60 02", "60 %02x".formatted(flags));
    }

    private boolean seen(long timeNanos, String hex) {
        Frame frame = HexFrame.of(LinkType.ETHERNET, hex);
        frame.set(frame.bytes(), frame.at(), frame.capturedLength(), frame.originalLength(), 1, timeNanos);
        int result = decoder.decode(frame, facts);
        assertEquals(true, DecodeResult.isIp(result));
        return copies.isCopy(facts);
    }
}
