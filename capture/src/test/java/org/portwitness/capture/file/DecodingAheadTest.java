package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.portwitness.capture.EndReason;

/** Whoever decodes, the same bytes come, and the same failure. */
final class DecodingAheadTest {
    private static final byte[] PLAIN = plain(1_200_000);

    private static byte[] plain(int length) {
        byte[] bytes = new byte[length];
        Random random = new Random(11);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 120 < 40 ? random.nextInt(256) : '-');
        }
        return bytes;
    }

    /** All that came, and the message of the failure, null where there was none. */
    private static final class Outcome {
        final byte[] bytes;
        final String failure;
        final boolean ended;
        final long consumed;

        Outcome(byte[] bytes, String failure, boolean ended, long consumed) {
            this.bytes = bytes;
            this.failure = failure;
            this.ended = ended;
            this.consumed = consumed;
        }
    }

    private static Outcome alone(Compression compression, byte[] stored) throws IOException {
        RawBytes raw = RawBytes.of(new ByteArrayInputStream(stored));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Decompression decompression = new Decompression(compression, raw)) {
            byte[] block = new byte[1 << 16];
            try {
                for (int count = decompression.read(block); count > 0; count = decompression.read(block)) {
                    bytes.write(block, 0, count);
                }
            } catch (IOException e) {
                return new Outcome(bytes.toByteArray(), String.valueOf(e.getMessage()), raw.ended(), raw.consumed());
            }
        }
        return new Outcome(bytes.toByteArray(), null, raw.ended(), raw.consumed());
    }

    private static Outcome ahead(Compression compression, byte[] stored) throws IOException {
        RawBytes raw = RawBytes.of(new ByteArrayInputStream(stored));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Decompression decompression = new Decompression(compression, raw)) {
            DecodingAhead ahead = DecodingAhead.start(decompression);
            try {
                for (int count = ahead.next(); count > 0; count = ahead.next()) {
                    bytes.write(ahead.bytes(), 0, count);
                }
                assertEquals(-1, ahead.next(), "the end stays the end");
            } catch (IOException e) {
                return new Outcome(bytes.toByteArray(), String.valueOf(e.getMessage()), raw.ended(), raw.consumed());
            } finally {
                ahead.stop();
                assertTrue(ahead.hasEnded());
            }
        }
        return new Outcome(bytes.toByteArray(), null, raw.ended(), raw.consumed());
    }

    private static void assertSame(Compression compression, byte[] stored) throws IOException {
        Outcome expected = alone(compression, stored);
        Outcome actual = ahead(compression, stored);
        assertArrayEquals(expected.bytes, actual.bytes);
        assertEquals(expected.failure, actual.failure);
        assertEquals(expected.ended, actual.ended);
        assertEquals(expected.consumed, actual.consumed);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void wholeCutAndDamagedFilesGiveTheSameAsWithoutAThread(Compression compression) throws Exception {
        byte[] whole = Compressed.by(compression, PLAIN);
        assertSame(compression, whole);
        assertArrayEquals(PLAIN, ahead(compression, whole).bytes);
        Random random = new Random(compression.label().hashCode());
        for (int round = 0; round < 6; round++) {
            assertSame(compression, Arrays.copyOf(whole, 20 + random.nextInt(whole.length - 20)));
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            assertSame(compression, damaged);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aLargeCaptureIsReadThroughItAndSaysWhereItIsCut(Compression compression) throws Exception {
        byte[] large = plain(1_600_000);
        byte[] whole = Compressed.by(compression, large);
        CaptureInput input = CaptureInput.open("-", new ByteArrayInputStream(whole));
        assertArrayEquals(large, readAll(input));
        assertNull(input.failure());
        input.close();
        byte[] cut = Arrays.copyOf(whole, whole.length - 9);
        CaptureInput torn = CaptureInput.open("-", new ByteArrayInputStream(cut));
        byte[] bytes = readAll(torn);
        assertArrayEquals(Arrays.copyOf(large, bytes.length), bytes);
        assertEquals(EndReason.CUT, torn.failure());
        assertEquals(
                "Standard input ends inside its " + compression.label() + " data, at byte " + cut.length + " ("
                        + bytes.length + " bytes could be decompressed).",
                torn.failureDetail());
        torn.close();
    }

    private static byte[] readAll(CaptureInput input) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(10_000);
        while (input.read(chunk.clear()) >= 0) {
            bytes.write(chunk.array(), 0, chunk.position());
        }
        return bytes.toByteArray();
    }

    @Test
    void whatCameThroughAPipeIsHandedOutBeforeTheRestComes() throws Exception {
        byte[] plain = plain(2_000_000);
        byte[] first = Compressed.by(Compression.GZIP, plain, 0, 1_500_000);
        byte[] rest = Compressed.by(Compression.GZIP, plain, 1_500_000, plain.length);
        try (PipedOutputStream writer = new PipedOutputStream();
                InputStream pipe = new PipedInputStream(writer, first.length)) {
            writer.write(first);
            CaptureInput input = CaptureInput.open("-", pipe);
            ByteBuffer chunk = ByteBuffer.allocate(1_500_000);
            while (chunk.hasRemaining()) {
                assertTrue(input.read(chunk) > 0);
            }
            assertArrayEquals(Arrays.copyOf(plain, 1_500_000), chunk.array());
            Thread writing = new Thread(() -> {
                try (writer) {
                    writer.write(rest);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            writing.start();
            assertArrayEquals(Arrays.copyOfRange(plain, 1_500_000, plain.length), readAll(input));
            assertNull(input.failure());
            writing.join();
            input.close();
        }
    }

    @Test
    void aReaderThatIsInterruptedSaysSo() throws Exception {
        byte[] stored = Compressed.by(Compression.GZIP, PLAIN);
        CaptureInput input = CaptureInput.open("-", new ByteArrayInputStream(stored));
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        for (long read = 0; read < 1 << 20; read += chunk.position()) {
            assertTrue(input.read(chunk.clear()) > 0);
        }
        Thread.currentThread().interrupt();
        while (input.read(chunk.clear()) > 0) {
            // what was already there
        }
        assertTrue(Thread.interrupted());
        assertEquals(EndReason.STOPPED, input.failure());
        assertEquals("Standard input was interrupted.", input.failureDetail());
        input.close();
    }
}
