package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.EndReason;

class DecompressionTest {
    /** Larger than the decoders' blocks and windows, and half of it cannot be compressed. */
    private static final CaptureBytes FILE = mixed(2000);

    private static final Map<Compression, byte[]> COMPRESSED = new EnumMap<>(Compression.class);

    private static byte[] compressed(Compression compression) {
        return COMPRESSED
                .computeIfAbsent(compression, key -> Compressed.by(key, FILE.bytes()))
                .clone();
    }

    private static CaptureBytes mixed(int packets) {
        Random random = new Random(7);
        CaptureBytes file = CaptureBytes.pcap();
        for (int i = 0; i < packets; i++) {
            StringBuilder packet = new StringBuilder();
            for (int j = 0; j < 60; j++) {
                packet.append((char) random.nextInt(256));
            }
            file.record(i, 0, packet + "-".repeat(60));
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void eachCompressionIsToldByItsContent(Compression compression) throws Exception {
        Reading reading = Reading.of(compressed(compression));
        assertEquals(Reading.of(FILE).frames(), reading.frames());
        assertEquals(compression.label(), reading.summary().compression());
        assertEquals("pcap", reading.summary().format());
        assertEquals(EndReason.COMPLETE, reading.end());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void piecesOneBehindTheOtherAreOneCapture(Compression compression) throws Exception {
        byte[] plain = FILE.bytes();
        byte[] pieces = new byte[0];
        int[] seams = {0, 10, 10, 1000, 70_000, plain.length};
        for (int i = 1; i < seams.length; i++) {
            pieces = joined(pieces, Compressed.by(compression, plain, seams[i - 1], seams[i]));
        }
        Reading reading = Reading.of(pieces);
        assertEquals(Reading.of(FILE).frames(), reading.frames());
        assertEquals(EndReason.COMPLETE, reading.end());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void everyPrefixGivesTheBeginningAndSaysThatItIsCut(Compression compression) throws Exception {
        CaptureBytes file = mixed(20);
        byte[] whole = Compressed.by(compression, file.bytes());
        Reading all = Reading.of(file);
        int before = 0;
        for (int length = 1; length < whole.length; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            int packets;
            try {
                Reading reading = Reading.of(prefix);
                packets = reading.frames().size();
                assertEquals(all.frames().subList(0, packets), reading.frames(), "prefix of " + length);
                assertEquals(EndReason.CUT, reading.end(), "prefix of " + length);
                assertTrue(reading.summary()
                        .endDetail()
                        .contains("ends inside its " + compression.label() + " data, at byte"));
            } catch (CaptureException e) {
                packets = 0;
            }
            assertTrue(packets >= before, "a longer prefix gives no less, at " + length);
            before = packets;
        }
        assertEquals(20, Reading.of(whole).frames().size());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void whatWasDecodedBeforeTheCutIsDelivered(Compression compression) throws Exception {
        byte[] whole = compressed(compression);
        Reading reading = Reading.of(Arrays.copyOf(whole, whole.length * 3 / 4));
        int packets = reading.frames().size();
        // bzip2 decodes by blocks of 100 kB, xz by pieces of up to 64 KiB of compressed bytes, zstd by 128 KiB
        int least = compression == Compression.GZIP || compression == Compression.LZ4 ? 1400 : 500;
        assertTrue(packets >= least && packets <= 1550, compression + " gave " + packets);
        assertEquals(Reading.of(FILE).frames().subList(0, packets), reading.frames());
        assertEquals(EndReason.CUT, reading.end());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void damageEndsTheCaptureWithoutHidingWhatCameBefore(Compression compression) throws Exception {
        byte[] whole = joined(compressed(compression), compressed(compression));
        int secondPiece = compressed(compression).length;
        Arrays.fill(whole, secondPiece, secondPiece + 3, (byte) 0x55);
        Reading reading = Reading.of(whole);
        assertEquals(Reading.of(FILE).frames(), reading.frames());
        assertEquals(EndReason.CORRUPT, reading.end());
        assertTrue(
                reading.summary().endDetail().contains("has damaged " + compression.label() + " data before byte"),
                reading.summary().endDetail());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void mutationsNeverThrowBeyondTheOpening(Compression compression) throws Exception {
        byte[] plain = mixed(50).bytes();
        byte[] whole = joined(
                Compressed.by(compression, plain, 0, 1000), Compressed.by(compression, plain, 1000, plain.length));
        Random random = new Random(compression.label().hashCode());
        int read = 0;
        for (int round = 0; round < 300; round++) {
            byte[] mutant = whole.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            try {
                Reading.of(mutant);
                read++;
            } catch (CaptureException e) {
                assertTrue(e.getMessage().startsWith("Standard input "), e.getMessage());
            }
        }
        assertTrue(read > 50, "only " + read + " could be opened");
    }

    @Test
    void aGzipMemberWithAWrongChecksumIsDamageBehindItsLastByte() throws Exception {
        byte[] gzip = compressed(Compression.GZIP);
        gzip[gzip.length - 8] ^= 1;
        Reading reading = Reading.of(gzip);
        assertEquals(2000, reading.frames().size());
        assertEquals(EndReason.CORRUPT, reading.end());
        assertTrue(reading.summary().endDetail().endsWith(": the checksum of a member does not match."));
    }

    @Test
    void zeroBytesBehindGzipArePadding() throws Exception {
        byte[] gzip = compressed(Compression.GZIP);
        assertEquals(
                EndReason.COMPLETE,
                Reading.of(Arrays.copyOf(gzip, gzip.length + 512)).end());
        assertEquals(
                EndReason.CORRUPT, Reading.of(joined(gzip, new byte[] {0, 1})).end());
    }

    @Test
    void aGzipHeaderMayHaveAllItsOptionalParts() throws Exception {
        byte[] gzip = compressed(Compression.GZIP);
        CaptureBytes file =
                CaptureBytes.pcapng(java.nio.ByteOrder.LITTLE_ENDIAN).body();
        file.octets(0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3)
                .octets(2, 0, 9, 9)
                .text("name\0comment\0")
                .octets(1, 2);
        assertEquals(
                2000,
                Reading.of(joined(file.bytes(), Arrays.copyOfRange(gzip, 10, gzip.length)))
                        .frames()
                        .size());
    }

    @Test
    void anXzHeaderThatAsksForGibibytesIsRefused() {
        byte[] xz = compressed(Compression.XZ);
        // stream header 12 bytes, block header: size, flags, filter id 0x21, 1, dictionary size, padding, CRC-32
        assertEquals(0x21, xz[14]);
        xz[16] = 37; // 3 << 29: 1.5 GiB
        CRC32 checksum = new CRC32();
        int headerBytes = (xz[12] + 1) * 4;
        checksum.update(xz, 12, headerBytes - 4);
        for (int i = 0; i < 4; i++) {
            xz[12 + headerBytes - 4 + i] = (byte) (checksum.getValue() >> 8 * i);
        }
        CaptureException e = assertThrows(CaptureException.class, () -> Reading.of(xz));
        assertTrue(e.getMessage().endsWith("decoding it takes more than 128 MiB of memory."), e.getMessage());
    }

    @Test
    void aCompressedFileThatIsNoCaptureIsRefused() {
        CaptureException e = assertThrows(
                CaptureException.class,
                () -> Reading.of(Compressed.by(
                        Compression.GZIP, "hello, this is no capture".getBytes(StandardCharsets.US_ASCII))));
        assertEquals(
                "Standard input is no pcap or pcapng capture (it looks like text; a hex dump becomes one with"
                        + " text2pcap).",
                e.getMessage());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
