package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.portwitness.analyzer.Analysis;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.Settings;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.file.CaptureFiles;
import org.portwitness.cli.MemorySource.Kept;
import org.portwitness.cli.render.JsonReport;
import org.portwitness.cli.render.TransactionLines;
import org.portwitness.testdata.Samples;

/** Any number of lanes gives the report and the transactions that one gives, but for how it ran. */
class LanesTest {
    private static final Pattern RUN = Pattern.compile("\"run\"\\s*:\\s*\\{[^}]*}");

    private static final int LARGE = 5 << 20;

    @TempDir
    Path folder;

    static List<Samples.Sample> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsToldTheSameByAnyNumberOfLanes(Samples.Sample sample) throws Exception {
        assertSame(MemorySource.of(sample, folder), Long.MAX_VALUE);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void soIsAShuffleOfAllSamplesWithCopiesDamageAndDisorder(long seed) throws Exception {
        assertSame(new MemorySource(shuffled(new Random(seed)), List.of()), Long.MAX_VALUE);
    }

    @Test
    void aPacketLimitMeansTheFirstPacketsOfTheCaptureInEveryLane() throws Exception {
        List<Kept> frames = shuffled(new Random(99));
        assertSame(new MemorySource(frames, List.of()), 2000);
        AnalysisResult two = run(new MemorySource(frames, List.of()), 2, 2000);
        assertEquals(2000, two.report().traffic().packets());
        assertEquals(2000, two.report().run().packets());
    }

    @Test
    void whereTheFirstLaneIsStoppedTheOthersStopToo() throws Exception {
        List<Kept> frames = shuffled(new Random(7));
        List<Kept> start = frames.subList(0, 1500);
        AnalysisResult alone = run(new MemorySource(start, List.of()), 1, Long.MAX_VALUE);
        AnalysisResult shared = run(new MemorySource(start, frames, List.of()), 3, Long.MAX_VALUE);
        assertEquals("", difference(report(alone), report(shared)));
        assertEquals("", difference(transactions(alone), transactions(shared)));
    }

    @Test
    void aCaptureThatBecameShorterMeanwhileIsSaidToBe() throws Exception {
        List<Kept> frames = shuffled(new Random(7));
        AnalysisResult result = run(new MemorySource(frames, frames.subList(0, 1500), List.of()), 2, Long.MAX_VALUE);
        assertTrue(result.report()
                .notes()
                .contains("A capture became shorter while it was read: read it again to be sure."));
        AnalysisResult sound = run(new MemorySource(frames, List.of()), 2, Long.MAX_VALUE);
        assertTrue(sound.report().notes().stream().noneMatch(note -> note.contains("shorter")));
    }

    @Test
    @Timeout(60)
    void packetsLargerThanAChunkHoldUpNobody() throws Exception {
        Path file = folder.resolve("large.pcap");
        ByteBuffer bytes = ByteBuffer.allocate(24 + 4 * (16 + LARGE)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0xa1b2c3d4).putInt(0x0004_0002).putLong(0).putInt(LARGE).putInt(1);
        for (int second = 0; second < 4; second++) {
            bytes.putInt(second).putInt(0).putInt(LARGE).putInt(LARGE);
            bytes.position(bytes.position() + LARGE);
        }
        Files.write(file, bytes.array());
        for (long limit : new long[] {Long.MAX_VALUE, 2}) {
            try (FrameSource source = CaptureFiles.open(List.of(file.toString()), InputStream.nullInputStream())) {
                AnalysisResult result = run(source, 3, limit);
                assertEquals(Math.min(limit, 4), result.report().traffic().packets());
                assertEquals(3, result.report().run().threads());
            }
        }
    }

    @Test
    void theReportSaysHowManyLanesRan() throws Exception {
        MemorySource source = MemorySource.of(Samples.all().get(0), folder);
        assertEquals(3, run(source, 3, Long.MAX_VALUE).report().run().threads());
        // more lanes than there are shards to share out
        assertEquals(
                8,
                run((MemorySource) source.another(), 100, Long.MAX_VALUE)
                        .report()
                        .run()
                        .threads());
        // a small capture is over before a second lane has warmed up
        assertEquals(
                1,
                run((MemorySource) source.another(), Settings.AS_MANY_AS_HELP, Long.MAX_VALUE)
                        .report()
                        .run()
                        .threads());
    }

    private static void assertSame(MemorySource source, long limit) throws Exception {
        AnalysisResult alone = run(source, 1, limit);
        for (int lanes : new int[] {2, 3, 4, 8}) {
            AnalysisResult shared = run((MemorySource) source.another(), lanes, limit);
            assertEquals("", difference(transactions(alone), transactions(shared)), lanes + " lanes");
            assertEquals("", difference(report(alone), report(shared)), lanes + " lanes");
        }
    }

    private static AnalysisResult run(FrameSource source, int threads, long limit) throws SettingsException {
        Settings d = Settings.DEFAULTS;
        return Analysis.prepare(new Settings(
                        d.units(),
                        d.unitVersion(),
                        d.deployment(),
                        d.servers(),
                        d.mediaPorts(),
                        d.tables(),
                        d.endpoints(),
                        limit,
                        threads))
                .run(source);
    }

    private static String report(AnalysisResult result) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.write(result.report(), "0", out);
        Matcher run = RUN.matcher(out.toString(StandardCharsets.UTF_8));
        return run.replaceFirst("");
    }

    private static String transactions(AnalysisResult result) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TransactionLines.write(result.transactions(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The first lines that differ. */
    private static String difference(String alone, String shared) {
        List<String> one = alone.lines().toList();
        List<String> other = shared.lines().toList();
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            String expected = i < one.size() ? one.get(i) : "the end";
            String found = i < other.size() ? other.get(i) : "the end";
            if (!expected.equals(found)) {
                return "line " + i + "\n" + expected + "\n" + found;
            }
        }
        return "";
    }

    /**
     * Pieces of all samples one into the other, on one time line. STUN is taken of one of them only: the samples use the same transaction ids
     * with different servers, as no client does.
     */
    private List<Kept> shuffled(Random random) throws IOException {
        List<Kept> all = new ArrayList<>();
        List<List<Kept>> samples = new ArrayList<>();
        for (Samples.Sample sample : Samples.all()) {
            samples.add(MemorySource.of(sample, folder).frames());
        }
        List<Kept> withStun = samples.get(random.nextInt(samples.size()));
        samples.forEach(frames -> {
            if (frames != withStun) {
                frames.removeIf(LanesTest::isStun);
            }
        });
        int[] at = new int[samples.size()];
        long nanos = 1_700_000_000_000_000_000L;
        for (int round = 0; round < 600; round++) {
            int pick = random.nextInt(samples.size());
            List<Kept> frames = samples.get(pick);
            int length = 1 + random.nextInt(60);
            for (int i = 0; i < length && at[pick] < frames.size(); i++) {
                nanos += random.nextInt(3) == 0 ? random.nextInt(200_000_000) : random.nextInt(100_000);
                Kept kept = damaged(frames.get(at[pick]++), random);
                all.add(kept.at(random.nextInt(50) == 0 ? nanos - random.nextInt(1_000_000_000) : nanos));
                if (random.nextInt(10) == 0) {
                    all.add(kept.at(nanos + random.nextInt(1000)));
                }
            }
        }
        for (int i = 0; i + 3 < all.size(); i += 1 + random.nextInt(30)) {
            Kept moved = all.remove(i + random.nextInt(3));
            all.add(Math.max(0, i - random.nextInt(20)), moved);
        }
        return all;
    }

    /** Has the magic cookie anywhere. */
    private static boolean isStun(Kept frame) {
        byte[] bytes = frame.bytes();
        for (int i = 0; i + 4 <= bytes.length; i++) {
            if (bytes[i] == 0x21 && bytes[i + 1] == 0x12 && bytes[i + 2] == (byte) 0xa4 && bytes[i + 3] == 0x42) {
                return true;
            }
        }
        return false;
    }

    private static Kept damaged(Kept frame, Random random) {
        byte[] bytes = frame.bytes().clone();
        if (bytes.length > 0 && random.nextInt(30) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        if (random.nextInt(50) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        return new Kept(bytes, frame.originalLength(), frame.linkType(), frame.timeNanos());
    }
}
