package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

@Timeout(60)
class CaptureFilesTest {
    @TempDir
    Path folder;

    private static Reading read(String... sources) throws CaptureException {
        try (FrameSource source = CaptureFiles.open(List.of(sources), InputStream.nullInputStream())) {
            return Reading.of(source);
        }
    }

    private static String refusal(String... sources) {
        return assertThrows(CaptureException.class, () -> read(sources)).getMessage();
    }

    private String write(String name, CaptureBytes file) throws IOException {
        return write(name, file.bytes());
    }

    private String write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static CaptureBytes at(long... seconds) {
        CaptureBytes file = CaptureBytes.pcap();
        for (long second : seconds) {
            file.record(second, 0, "at " + second);
        }
        return file;
    }

    @Test
    void aFileIsReadAndTellsHowFarItIs() throws Exception {
        CaptureBytes file = at(1, 2);
        String path = write("a.pcap", file);
        try (FrameSource source = CaptureFiles.open(List.of(path), System.in)) {
            assertEquals(file.size(), source.inputLength());
            assertEquals(List.of("at 1", "at 2"), Reading.of(source).packets());
            assertEquals(file.size(), source.inputPosition());
            assertEquals(path, source.summaries().get(0).source());
        }
    }

    @Test
    void progressOfACompressedFileCountsCompressedBytes() throws Exception {
        byte[] gzip = Compressed.by(Compression.GZIP, at(1, 2).bytes());
        try (FrameSource source = CaptureFiles.open(List.of(write("named.pcap", gzip)), System.in)) {
            assertEquals(gzip.length, source.inputLength());
            assertEquals(List.of("at 1", "at 2"), Reading.of(source).packets());
            assertEquals(gzip.length, source.inputPosition());
        }
    }

    @Test
    void whatCannotBeOpenedIsToldInOneSentence() throws Exception {
        String missing = folder.resolve("missing.pcap").toString();
        assertEquals("There is no file " + missing + ".", refusal(missing));
        String empty = write("empty.pcap", new byte[0]);
        assertEquals(empty + " is empty; a capture without packets would still have a header.", refusal(empty));
        String tiny = write("tiny.pcap", new byte[] {1, 2, 3});
        assertEquals(tiny + " has only 3 bytes; that is no capture.", refusal(tiny));
        String cut = write("cut.pcap", java.util.Arrays.copyOf(at().bytes(), 23));
        assertEquals(
                cut + " ends inside the header of a pcap file, which has 24 bytes: only 23 are there.", refusal(cut));
        String gzip = write("a.gz", java.util.Arrays.copyOf(Compressed.by(Compression.GZIP, at(1).bytes()), 12));
        assertTrue(refusal(gzip).startsWith(gzip + " ends inside its gzip data, at byte 12 "), refusal(gzip));
        assertEquals("There is no capture to read: name a file, a folder or - for standard input.", refusal());
        assertEquals(
                "Standard input (-) is named twice; it can be read only once.",
                assertThrows(
                                CaptureException.class,
                                () -> CaptureFiles.open(List.of("-", "-"), new ByteArrayInputStream(at(1).bytes())))
                        .getMessage());
        assertTrue(refusal("a\0b").startsWith("No file can be called a\0b: "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "736e6f6f7000000000000002 | (it looks like a Solaris snoop capture); convert it with editcap -F pcapng.",
                "474d4255000200000000     | (it looks like a Microsoft Network Monitor capture); convert it with editcap -F pcapng.",
                "504b03040a0000000000     | (it looks like a ZIP archive; unpack it first).",
                "0000000000000001 0204 0058 0000 0040 00 00 | (it looks like an Endace ERF capture); convert it with editcap -F pcapng.",
                "68656c6c6f20776f726c640a | (it looks like text; a hex dump becomes one with text2pcap).",
            })
    void otherFormatsAreNamed(String hex, String clause) throws Exception {
        String digits = hex.replace(" ", "");
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        String path = write("other", bytes);
        assertEquals(path + " is no pcap or pcapng capture " + clause, refusal(path));
    }

    @Test
    void unknownBytesAreRefusedWithoutAGuess() throws Exception {
        String path = write("other", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertEquals(
                path + " is no pcap or pcapng capture; if another program made it, editcap -F pcapng may convert it.",
                refusal(path));
    }

    @Test
    void aFolderMeansTheCapturesInItAndTellsWhatItPassesOver() throws Exception {
        write("b.pcap", at(3, 4));
        write("a.pcap.gz", Compressed.by(Compression.GZIP, at(5).bytes()));
        write("notes.txt", "notes".getBytes(StandardCharsets.UTF_8));
        Files.createDirectory(folder.resolve("below"));
        write("below/c.pcap", at(1));
        List<String> notices = new ArrayList<>();
        try (FrameSource source =
                CaptureFiles.open(List.of(folder.toString()), InputStream.nullInputStream(), notices::add)) {
            Reading reading = Reading.of(source);
            assertEquals(List.of("at 3", "at 4", "at 5"), reading.packets());
            assertEquals(2, reading.summaries().size());
        }
        assertEquals(
                List.of("Passed over in folder " + folder + ": " + folder.resolve("notes.txt")
                        + " is no pcap or pcapng capture (it looks like text; a hex dump becomes one with text2pcap)."),
                notices);
    }

    @Test
    void aFolderWithOneCaptureIsThatCapture() throws Exception {
        write("only.pcap", at(3, 1));
        assertEquals(List.of("at 3", "at 1"), read(folder.toString()).packets());
    }

    @Test
    void aFolderWithoutCapturesIsRefused() throws Exception {
        write("notes.txt", "notes".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "There is no capture in folder " + folder + "; folders below it are not searched.",
                refusal(folder.toString()));
    }

    @Test
    void packetsOfAGrowingPipeComeOutAsTheyArrive() throws Exception {
        for (CaptureBytes file : List.of(at(1), ethernet())) {
            PipedOutputStream out = new PipedOutputStream();
            PipedInputStream in = new PipedInputStream(out, 1 << 16);
            out.write(file.bytes());
            try (FrameSource source = CaptureFiles.open(List.of("-"), in)) {
                Frame frame = new Frame();
                assertTrue(source.next(frame)); // would wait for ever if it wanted a full chunk
                assertEquals("at 1", Reading.seen(frame).packet());
                byte[] next = file.record2();
                out.write(next, 0, 7);
                Thread rest = new Thread(() -> {
                    try (out) {
                        out.write(next, 7, next.length - 7);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
                rest.start();
                assertTrue(source.next(frame));
                assertEquals("at 2", Reading.seen(frame).packet());
                assertFalse(source.next(frame));
                rest.join();
                assertEquals(-1, source.inputLength());
                assertEquals(EndReason.COMPLETE, source.summaries().get(0).end());
                assertEquals(2, source.summaries().get(0).packets());
            }
        }
    }

    private static CaptureBytes ethernet() {
        return CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).describe(1, 0).enhanced(0, 1, "at 1");
    }

    @Test
    void stoppingEndsBeforeTheNextPacket() throws Exception {
        for (CaptureBytes file : List.of(at(1, 2, 3), ethernet().enhanced(0, 2, "at 2"))) {
            try (FrameSource source = CaptureFiles.open(List.of("-"), new ByteArrayInputStream(file.bytes()))) {
                Frame frame = new Frame();
                assertTrue(source.next(frame));
                source.stop();
                assertFalse(source.next(frame));
                CaptureSummary summary = source.summaries().get(0);
                assertEquals(EndReason.STOPPED, summary.end());
                assertEquals(1, summary.packets());
            }
        }
    }

    @Test
    void stoppingWhileAPipeIsQuietEndsWithItsNextBytes() throws Exception {
        for (CaptureBytes file : List.of(at(1), ethernet())) {
            PipedOutputStream out = new PipedOutputStream();
            PipedInputStream in = new PipedInputStream(out);
            out.write(file.bytes());
            try (out;
                    FrameSource source = CaptureFiles.open(List.of("-"), in)) {
                Frame frame = new Frame();
                assertTrue(source.next(frame));
                Thread stopper = new Thread(() -> {
                    try {
                        source.stop();
                        out.write(file.record2(), 0, 5); // not a whole packet, and nothing follows
                        out.flush();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
                stopper.start();
                assertFalse(source.next(frame));
                stopper.join();
                assertEquals(EndReason.STOPPED, source.summaries().get(0).end());
            }
        }
    }

    @Test
    void packetsOfAGrowingCompressedPipeComeOutWhenItsWriterFlushes() throws Exception {
        PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, true)) {
            gzip.write(at(1).bytes());
            gzip.flush();
            try (FrameSource source = CaptureFiles.open(List.of("-"), in)) {
                Frame frame = new Frame();
                assertTrue(source.next(frame));
                gzip.write(at(1).record2());
                gzip.flush();
                assertTrue(source.next(frame));
                assertEquals("at 2", Reading.seen(frame).packet());
            }
        }
    }

    @Test
    void stoppingAfterTheEndChangesNothing() throws Exception {
        try (FrameSource source = CaptureFiles.open(List.of("-"), new ByteArrayInputStream(at(1).bytes()))) {
            Reading.of(source);
            source.stop();
            assertFalse(source.next(new Frame()));
            assertEquals(EndReason.COMPLETE, source.summaries().get(0).end());
        }
    }

    @Test
    void aReadErrorEndsTheCaptureWithWhatCameBefore() throws Exception {
        byte[] bytes = at(1, 2).bytes();
        InputStream failing = new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                if (at == bytes.length - 3) {
                    throw new IOException("Input/output error");
                }
                return bytes[at++];
            }

            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                target[from] = (byte) read();
                return 1;
            }
        };
        try (FrameSource source = CaptureFiles.open(List.of("-"), failing)) {
            Reading reading = Reading.of(source);
            assertEquals(List.of("at 1"), reading.packets());
            assertEquals(EndReason.CUT, reading.end());
            assertTrue(
                    reading.summary().endDetail().endsWith(": Input/output error."),
                    reading.summary().endDetail());
        }
    }

    @Test
    void standardInputIsNotClosed() throws Exception {
        boolean[] closed = {false};
        InputStream in = new ByteArrayInputStream(at(1).bytes()) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (FrameSource source = CaptureFiles.open(List.of("-"), in)) {
            Reading.of(source);
        }
        assertFalse(closed[0]);
    }
}
