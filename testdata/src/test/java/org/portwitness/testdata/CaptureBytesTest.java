package org.portwitness.testdata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CaptureBytesTest {
    private static final long TIME = 1_500_000_000_123_456_789L;

    @Test
    void microsecondFilesDropTheLastDigits() {
        byte[] file = PcapBytes.usual().frame(TIME, Bytes.hex("aabb")).bytes();
        assertEquals(
                "d4c3b2a1020004000000000000000000" + "00000400" + "01000000" // 24 bytes of file header
                        + "002f6859" + "40e20100" + "02000000" + "02000000" + "aabb",
                HexFormat.of().formatHex(file));
    }

    @Test
    void nanosecondFilesKeepThemInEitherByteOrder() {
        byte[] file = PcapBytes.of(ByteOrder.BIG_ENDIAN, true, 113)
                .frame(TIME, Bytes.hex("aabb"), 60)
                .bytes();
        assertEquals(
                "a1b23c4d000200040000000000000000" + "00040000" + "00000071" // 24 bytes of file header
                        + "59682f00" + "075bcd15" + "00000002" + "0000003c" + "aabb",
                HexFormat.of().formatHex(file));
    }

    @Test
    void sectionsAndPacketsArePaddedAndCloseWithTheirLength() {
        byte[] file = PcapngBytes.usual().frame(TIME, Bytes.hex("aabb")).bytes();
        assertEquals(
                "0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000" // section
                        + "0100000014000000" + "01000000" + "00000400" + "14000000" // interface
                        + "0600000024000000" + "00000000" + "3d540500" + "40a22bf7" + "02000000" + "02000000"
                        + "aabb0000"
                        + "24000000",
                HexFormat.of().formatHex(file));
    }

    @Test
    void bigEndianSectionsKeepTheVersionInItsHalves() {
        byte[] file = PcapngBytes.of(ByteOrder.BIG_ENDIAN).bytes();
        assertEquals(
                "0a0d0d0a0000001c1a2b3c4d00010000ffffffffffffffff0000001c",
                HexFormat.of().formatHex(file));
    }

    @Test
    void ticksFollowTheInterface() {
        byte[] file = PcapngBytes.of(ByteOrder.BIG_ENDIAN)
                .iface(1, 9, 1_500_000_000L)
                .frame(0, TIME, Bytes.hex("01020304"), 4)
                .bytes();
        int packetAt = file.length - 36;
        assertEquals("00000000" + "075bcd15", HexFormat.of().formatHex(file, packetAt + 12, packetAt + 20));
        byte[] binary = PcapngBytes.of(ByteOrder.BIG_ENDIAN)
                .iface(1, 0x81, 1_500_000_000L)
                .frame(0, TIME + 500_000_000L, Bytes.hex("01020304"), 4)
                .bytes();
        packetAt = binary.length - 36;
        assertEquals("00000000" + "00000001", HexFormat.of().formatHex(binary, packetAt + 12, packetAt + 20));
    }

    @Test
    void damageTouchesOnlyWhatItSays() {
        byte[] bytes = Bytes.hex("000102");
        assertArrayEquals(Bytes.hex("0001"), Damage.cut(bytes, 2));
        assertArrayEquals(Bytes.hex("00"), Damage.cutOff(bytes, 2));
        assertArrayEquals(Bytes.hex("000902"), Damage.flip(bytes, 1, 3));
        assertArrayEquals(Bytes.hex("00ffff"), Damage.overwrite(bytes, 1, (byte) -1, (byte) -1));
        assertArrayEquals(Bytes.hex("000102"), bytes);
    }
}
