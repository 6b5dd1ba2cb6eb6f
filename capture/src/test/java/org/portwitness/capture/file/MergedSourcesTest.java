package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

class MergedSourcesTest {
    @TempDir
    Path folder;

    private String write(String name, CaptureBytes file) throws IOException {
        return Files.write(folder.resolve(name), file.bytes()).toString();
    }

    /** Packets named for their file and time. */
    private String write(String name, long... seconds) throws IOException {
        CaptureBytes file = CaptureBytes.pcap();
        for (long second : seconds) {
            file.record(second, 0, name + second);
        }
        return write(name, file);
    }

    private static Reading read(String... sources) throws Exception {
        try (FrameSource source = CaptureFiles.open(List.of(sources), InputStream.nullInputStream())) {
            return Reading.of(source);
        }
    }

    @Test
    void filesThatFollowEachOtherAreReadInTimeOrderHoweverTheyAreNamed() throws Exception {
        Reading reading = read(write("c", 5, 6), write("a", 1, 2), write("b", 3, 4));
        assertEquals(List.of("a1", "a2", "b3", "b4", "c5", "c6"), reading.packets());
        assertEquals(
                List.of("a", "b", "c"),
                reading.summaries().stream()
                        .map(summary -> Path.of(summary.source()).getFileName().toString())
                        .toList());
        assertTrue(reading.summaries().stream().allMatch(summary -> summary.end() == EndReason.COMPLETE));
    }

    @Test
    void filesThatOverlapAreInterleaved() throws Exception {
        assertEquals(
                List.of("a1", "b2", "a3", "b4", "b5", "a9"),
                read(write("a", 1, 3, 9), write("b", 2, 4, 5)).packets());
    }

    @Test
    void aFileWithinAnotherIsInterleaved() throws Exception {
        assertEquals(
                List.of("a1", "c2", "b3", "c4", "b5", "a9"),
                read(write("a", 1, 9), write("b", 3, 5), write("c", 2, 4)).packets());
    }

    @Test
    void equalTimesKeepTheOrderGiven() throws Exception {
        String a = write("a", 1, 2);
        String b = write("b", 1, 2);
        assertEquals(List.of("a1", "b1", "a2", "b2"), read(a, b).packets());
        assertEquals(List.of("b1", "a1", "b2", "a2"), read(b, a).packets());
    }

    @Test
    void withinAFileTheOrderIsNeverChanged() throws Exception {
        List<String> packets = read(write("a", 5, 1, 6, 9, 2), write("b", 6, 7)).packets();
        assertEquals(List.of("a5", "a1", "a6", "b6", "b7", "a9", "a2"), packets);
    }

    @Test
    void formatsAndCompressionsMayDiffer() throws Exception {
        String pcap = write("a", 1, 4);
        String pcapng = write(
                "b",
                CaptureBytes.pcapng(ByteOrder.BIG_ENDIAN)
                        .describe(113, 0)
                        .enhanced(0, 2_000_000, "b2")
                        .enhanced(0, 5_000_000, "b5"));
        String gzip = Files.write(
                        folder.resolve("c"),
                        Compressed.by(
                                Compression.GZIP,
                                CaptureBytes.pcap().record(3, 0, "c3").bytes()))
                .toString();
        Reading reading = read(pcapng, gzip, pcap);
        assertEquals(List.of("a1", "b2", "c3", "a4", "b5"), reading.packets());
        assertEquals(
                List.of(1, 113, 1, 1, 113),
                reading.frames().stream().map(Reading.Seen::linkType).toList());
    }

    @Test
    void standardInputCanBeOneOfThem() throws Exception {
        byte[] piped = CaptureBytes.pcap().record(2, 0, "p2").record(4, 0, "p4").bytes();
        try (FrameSource source =
                CaptureFiles.open(List.of(write("a", 1, 3, 5), "-"), new ByteArrayInputStream(piped))) {
            assertEquals(
                    List.of("a1", "p2", "a3", "p4", "a5"), Reading.of(source).packets());
            assertEquals(-1, source.inputLength());
        }
    }

    @Test
    void filesWithoutPacketsAndCutOnesHaveTheirSummaries() throws Exception {
        String empty = write("empty");
        String cut = write("cut", CaptureBytes.pcap().record(1, 0, "x1").octets(1, 2));
        Reading reading = read(write("a", 2), cut, empty);
        assertEquals(List.of("x1", "a2"), reading.packets());
        assertEquals(
                List.of(EndReason.COMPLETE, EndReason.CUT, EndReason.COMPLETE),
                reading.summaries().stream().map(CaptureSummary::end).toList());
        assertEquals(
                List.of(0L, 1L, 1L),
                reading.summaries().stream().map(CaptureSummary::packets).toList());
    }

    @Test
    void aFileThatIsGoneWhenItsTurnComesIsACut() throws Exception {
        String first = write("a", 1, 2);
        String second = write("b", 3);
        try (FrameSource source = CaptureFiles.open(List.of(first, second), InputStream.nullInputStream())) {
            Files.delete(Path.of(second));
            Reading reading = Reading.of(source);
            assertEquals(List.of("a1", "a2"), reading.packets());
            assertEquals(EndReason.CUT, reading.summaries().get(1).end());
            assertEquals(
                    "It changed while other captures were read. There is no file " + second + ".",
                    reading.summaries().get(1).endDetail());
        }
    }

    @Test
    void stoppingLeavesTheRestUnread() throws Exception {
        try (FrameSource source = CaptureFiles.open(
                List.of(write("a", 1, 4), write("b", 2, 5), write("c", 9)), InputStream.nullInputStream())) {
            Frame frame = new Frame();
            assertTrue(source.next(frame));
            assertTrue(source.next(frame));
            source.stop();
            assertFalse(source.next(frame));
            List<CaptureSummary> summaries = source.summaries();
            assertEquals(
                    List.of(1L, 1L, 0L),
                    summaries.stream().map(CaptureSummary::packets).toList());
            assertTrue(summaries.stream().allMatch(summary -> summary.end() == EndReason.STOPPED));
        }
    }

    @Test
    void progressCountsAllFiles() throws Exception {
        String a = write("a", 1, 2);
        String b = write("b", 3);
        long bytes = Files.size(Path.of(a)) + Files.size(Path.of(b));
        try (FrameSource source = CaptureFiles.open(List.of(a, b), InputStream.nullInputStream())) {
            assertEquals(bytes, source.inputLength());
            Reading.of(source);
            assertEquals(bytes, source.inputPosition());
        }
    }

    @Test
    void aRandomSplitGivesBackTheWhole() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 20; round++) {
            int files = 2 + random.nextInt(5);
            List<CaptureBytes> parts = new ArrayList<>();
            for (int i = 0; i < files; i++) {
                parts.add(CaptureBytes.pcap());
            }
            List<String> expected = new ArrayList<>();
            for (int second = 1; second <= 200; second++) {
                parts.get(random.nextInt(files)).record(second, 0, "at " + second);
                expected.add("at " + second);
            }
            String[] names = new String[files];
            for (int i = 0; i < files; i++) {
                names[i] = write("part" + i, parts.get(i));
            }
            assertEquals(expected, read(names).packets(), "round " + round);
        }
    }
}
