package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.EndReason;

/** Every prefix, many mutations and every small chunk size of one small file of each format. */
class HostileCapturesTest {
    private static final int TSRESOL = 9;

    static Stream<CaptureBytes> samples() {
        return Stream.of(
                records(CaptureBytes.pcap()),
                records(CaptureBytes.pcap(ByteOrder.BIG_ENDIAN, CaptureBytes.NANOSECONDS, 113)),
                records(CaptureBytes.pcap(ByteOrder.LITTLE_ENDIAN, CaptureBytes.MODIFIED, 1)),
                records(CaptureBytes.pcap(ByteOrder.BIG_ENDIAN, CaptureBytes.MICROSECONDS, 0x2400_0001)),
                blocks(ByteOrder.LITTLE_ENDIAN),
                blocks(ByteOrder.BIG_ENDIAN));
    }

    private static CaptureBytes records(CaptureBytes file) {
        return file.record(1, 2, "first packet")
                .record(2, 3, "", 60)
                .record(3, 4, "third".repeat(30))
                .record(4, 5, "f", 1);
    }

    private static CaptureBytes blocks(ByteOrder order) {
        CaptureBytes file = CaptureBytes.pcapng(order);
        file.describe(1, 64, file.textOption(2, "eth0"), file.octetOption(TSRESOL, 9))
                .describe(113, 0)
                .enhanced(0, 1_000, "first packet")
                .block(4, file.body().words(0))
                .enhanced(1, 2_000, "second", file.option(4, 7), file.textOption(1, "a comment"))
                .simple(100, "s".repeat(64))
                .old(0, 3, 5_000, "fourth")
                .block(0xbad, file.body().text("custom block"))
                .statistics(0, file.option(5, 1))
                .section(order == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .describe(0, 0)
                .enhanced(0, 9_000, "fifth packet");
        return file;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyPrefixGivesItsWholePackets(CaptureBytes file) throws Exception {
        Reading all = Reading.of(file);
        for (int length = 0; length < file.size(); length++) {
            byte[] prefix = Arrays.copyOf(file.bytes(), length);
            if (length < file.headerBytes()) {
                assertThrows(CaptureException.class, () -> Reading.of(prefix));
                continue;
            }
            Reading reading = Reading.of(prefix);
            assertEquals(all.frames().subList(0, file.wholePackets(length)), reading.frames(), "prefix of " + length);
            assertEquals(
                    file.isWhole(length) ? EndReason.COMPLETE : EndReason.CUT, reading.end(), "prefix of " + length);
        }
        assertEquals(EndReason.COMPLETE, all.end());
        assertEquals(file.wholePackets(file.size()), all.frames().size());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyChunkSizeGivesTheSameFrames(CaptureBytes file) throws Exception {
        Reading all = Reading.of(file);
        for (int chunkBytes = 32; chunkBytes <= 96; chunkBytes++) {
            Reading reading = Reading.of(file.bytes(), chunkBytes);
            assertEquals(all, reading, "chunks of " + chunkBytes);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void mutationsNeverThrowBeyondTheOpening(CaptureBytes file) {
        Random random = new Random(file.size());
        int read = 0;
        for (int round = 0; round < 4000; round++) {
            byte[] mutant = file.bytes();
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = random.nextInt(mutant.length);
                mutant[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextBoolean() ? 0xff : 0);
            }
            try {
                Reading reading = Reading.of(mutant, 64);
                assertTrue(reading.frames().size() <= mutant.length / 16);
                read++;
            } catch (CaptureException e) {
                assertTrue(e.getMessage().startsWith("Standard input "), e.getMessage());
            }
        }
        assertTrue(read > 3000, "only " + read + " could be opened");
    }

    @Test
    void aLengthAloneTakesNoMemory() throws Exception {
        CaptureBytes file = CaptureBytes.pcap();
        file.record(1, 0, RecordReader.RECORD_LIMIT_BYTES, RecordReader.RECORD_LIMIT_BYTES, "x".repeat(1000));
        CaptureInput input = CaptureInput.open("-", new java.io.ByteArrayInputStream(file.bytes()));
        ChunkedBytes chunks = new ChunkedBytes(input, new ChunkPool(256));
        assertEquals(false, chunks.require(RecordReader.RECORD_LIMIT_BYTES));
        assertEquals(2048, chunks.bytes.capacity());
        assertEquals(file.size(), chunks.available());
    }
}
