package org.portwitness.testdata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketsTest {
    /** The example of RFC 1071 section 3. */
    @Test
    void theChecksumIsThatOfRfc1071() {
        assertEquals(0xFFFF & ~0xDDF2, Checksums.internet(Bytes.hex("0001 f203 f4f5 f6f7")));
    }

    @Test
    void anOddLastByteCountsAsTheHighHalf() {
        assertEquals(0xFFFF & ~0xAB00, Checksums.internet(Bytes.hex("ab")));
    }

    @Test
    void aSynIsWrittenByteByByte() {
        byte[] syn = Packets.ethernet()
                .ipv4("192.0.2.1", "198.51.100.2")
                .id(0x1234)
                .tcpSyn(50_000, 443)
                .seq(0xDEADBEEFL)
                .mss(1460)
                .bytes();
        assertEquals(
                "020000000002020000000001" + "0800" + "4500002c1234400040063c61" + "c0000201c6336402" // addresses
                        + "c35001bbdeadbeef00000000" + "6002faf0",
                hex(Arrays.copyOf(syn, 50)));
        assertEquals("020405b4", hex(Arrays.copyOfRange(syn, 54, 58)));
    }

    @Test
    void headerAndTransportChecksumsAreRight() {
        byte[] frame = Packets.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(1, 2, Packets.ACK)
                .payload("odd")
                .bytes();
        byte[] header = Arrays.copyOfRange(frame, 14, 34);
        byte[] segment = Arrays.copyOfRange(frame, 34, frame.length);
        assertEquals(0, Checksums.internet(header));
        assertEquals(0, Checksums.transport(Bytes.address("10.0.0.1"), Bytes.address("10.0.0.2"), 6, segment));
    }

    @Test
    void udpOverIpv6HasLengthAndChecksum() {
        byte[] packet = Packets.raw()
                .ipv6("2001:db8::1", "2001:db8::2")
                .udp(1000, 2000)
                .payload("hello")
                .bytes();
        assertEquals(40 + 8 + 5, packet.length);
        assertEquals("6000000000" + "0d1140", hex(Arrays.copyOf(packet, 8)));
        byte[] datagram = Arrays.copyOfRange(packet, 40, packet.length);
        assertEquals(13, datagram[5]);
        assertEquals(0, Checksums.transport(Bytes.address("2001:db8::1"), Bytes.address("2001:db8::2"), 17, datagram));
    }

    @Test
    void aUdpChecksumCanBeLeftOut() {
        byte[] packet = Packets.raw()
                .ipv4("10.0.0.1", "10.0.0.2")
                .udp(1, 2)
                .withoutChecksum()
                .bytes();
        assertEquals("0001000200080000", hex(Arrays.copyOfRange(packet, 20, 28)));
    }

    @Test
    void tagsAndLabelsNameWhatFollows() {
        byte[] frame = Packets.ethernet()
                .qinq(100, 20)
                .mpls(16, 17)
                .ipv4("10.0.0.1", "10.0.0.2")
                .udp(1, 2)
                .bytes();
        assertEquals(
                "88a8" + "0064" + "8100" + "0014" + "8847" + "00010040" + "00011140" + "45",
                hex(Arrays.copyOfRange(frame, 12, 31)));
    }

    @Test
    void pppoeCountsItsProtocolField() {
        byte[] frame = Packets.ethernet()
                .pppoe(7)
                .ipv6("2001:db8::1", "2001:db8::2")
                .udp(1, 2)
                .bytes();
        assertEquals("8864" + "1100" + "0007" + "0032" + "0057", hex(Arrays.copyOfRange(frame, 12, 22)));
    }

    @Test
    void cookedHeadersHaveTheirLengths() {
        assertEquals(
                16 + 28, Packets.sll().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).bytes().length);
        assertEquals(
                20 + 28, Packets.sll2().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).bytes().length);
        byte[] looped =
                Packets.nullLoop().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).bytes();
        assertEquals("02000000" + "45", hex(Arrays.copyOf(looped, 5)));
    }

    @Test
    void erspanTypesDifferInTheirHeaders() {
        assertEquals("0000" + "88be" + "02", hex(erspan(1), 34, 39));
        assertEquals("1000" + "88be" + "00000001" + "1007" + "0005" + "00000000" + "02", hex(erspan(2), 34, 51));
        assertEquals("1000" + "22eb" + "00000001" + "2007" + "0005", hex(erspan(3), 34, 46));
    }

    @Test
    void anIcmpErrorQuotesTheHeaderAndEightBytes() {
        Packets syn = Packets.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcpSyn(50_000, 443)
                .seq(7);
        byte[] error = Packets.ethernet()
                .ipv4("10.0.0.254", "10.0.0.1")
                .unreachable(13, syn)
                .bytes();
        assertEquals("030d", hex(error, 34, 36));
        assertArrayEquals(Arrays.copyOf(syn.ipBytes(), 28), Arrays.copyOfRange(error, 42, error.length));
        assertEquals(0, Checksums.internet(Arrays.copyOfRange(error, 34, error.length)));
    }

    @Test
    void anIcmpv6ErrorHasThePseudoHeaderInItsChecksum() {
        Packets datagram = Packets.raw().ipv6("2001:db8::1", "2001:db8::2").udp(1, 2);
        byte[] error = Packets.raw()
                .ipv6("2001:db8::9", "2001:db8::1")
                .unreachable(1, datagram)
                .bytes();
        byte[] message = Arrays.copyOfRange(error, 40, error.length);
        assertEquals("0101", hex(message, 0, 2));
        assertEquals(0, Checksums.transport(Bytes.address("2001:db8::9"), Bytes.address("2001:db8::1"), 58, message));
    }

    @Test
    void fragmentsTogetherHoldThePayloadOnce() {
        byte[] content = Bytes.noise(1, 3000);
        List<byte[]> fragments = Packets.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .id(77)
                .udp(5, 6)
                .payload(content)
                .fragments(1480);
        assertEquals(3, fragments.size());
        assertEquals("2000", hex(fragments.get(0), 20, 22));
        assertEquals("20b9", hex(fragments.get(1), 20, 22));
        assertEquals("0172", hex(fragments.get(2), 20, 22));
        byte[] joined = Bytes.join(
                Arrays.copyOfRange(fragments.get(0), 42, 34 + 1480),
                Arrays.copyOfRange(fragments.get(1), 34, 34 + 1480),
                Arrays.copyOfRange(fragments.get(2), 34, 34 + 48));
        assertArrayEquals(content, joined);
    }

    @Test
    void aHalfBuiltPacketCanBeFinishedTwice() {
        Packets base = Packets.ethernet().ipv4("10.0.0.1", "10.0.0.2");
        byte[] first = base.tcpSyn(1, 2).bytes();
        base.ttl(9).udp(3, 4).bytes();
        assertArrayEquals(first, base.tcpSyn(1, 2).bytes());
    }

    @Test
    void namesAreNotAddresses() {
        assertThrows(IllegalArgumentException.class, () -> Bytes.address("cafe"));
        assertThrows(IllegalArgumentException.class, () -> Packets.raw().ipv4("::1", "10.0.0.1"));
    }

    private static byte[] erspan(int type) {
        return Packets.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .erspan(type, 5)
                .innerEthernet()
                .ipv4("10.1.0.1", "10.1.0.2")
                .udp(1, 2)
                .bytes();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }
}
