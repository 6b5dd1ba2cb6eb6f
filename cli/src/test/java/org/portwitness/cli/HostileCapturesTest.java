package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.Settings;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Transaction;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.FrameSource;
import org.portwitness.cli.render.Conclusion;
import org.portwitness.cli.render.JsonReport;
import org.portwitness.cli.render.TextReport;
import org.portwitness.cli.render.TransactionLines;
import org.portwitness.testdata.Samples;
import org.portwitness.testdata.Samples.Sample;

/** The whole program over captures that are cut or damaged: it answers, and what it says adds up. */
class HostileCapturesTest {
    /** No case comes near it; it ends one that hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long SEED = 20_261_123;

    private static final Set<Integer> ANSWERS =
            Set.of(ExitCode.NOTHING_FAILS, ExitCode.SOMETHING_FAILS, ExitCode.NO_CAPTURE, ExitCode.NOT_SAFE);

    private static Engine.Analyst analyst;

    @BeforeAll
    static void loadTheTablesOnce() throws SettingsException {
        analyst = new WholeEngine(notice -> {}).prepare(Settings.DEFAULTS);
    }

    /** The real program, with tables that were loaded before, and its result kept. */
    private static final class Run implements Engine {
        private final Engine whole = new WholeEngine(notice -> {});
        private AnalysisResult result;

        @Override
        public Analyst prepare(Settings settings) {
            return source -> result = analyst.run(source);
        }

        @Override
        public FrameSource open(List<String> sources, InputStream standardInput, String filter)
                throws CaptureException, SettingsException {
            return whole.open(sources, standardInput, filter);
        }

        @Override
        public Listening listen(LiveRequest request, OutputStream standardOutput) throws CaptureException {
            throw new CaptureException("recorded captures only");
        }

        @Override
        public Interfaces interfaces() {
            return new Interfaces(List.of(), null);
        }
    }

    /** What the program made of a capture; null where it found none. */
    private static Report analysed(byte[] capture, String what) {
        return assertTimeoutPreemptively(PATIENCE, () -> analyse(capture, what), what);
    }

    /** All that the analyze command does, but for reading the command line, which takes longer than all the rest. */
    private static Report analyse(byte[] capture, String what) throws IOException {
        AnalysisResult result;
        try (FrameSource source =
                new WholeEngine(notice -> {}).open(List.of("-"), new ByteArrayInputStream(capture), null)) {
            result = analyst.run(source);
        } catch (CaptureException e) {
            assertTrue(e.getMessage().startsWith("Standard input "), what + ": " + e.getMessage());
            return null;
        } catch (SettingsException | RuntimeException e) {
            throw new AssertionError(what, e);
        }
        addsUp(result, what);
        Conclusion conclusion = ExitCode.of(result.report(), false);
        assertTrue(ANSWERS.contains(conclusion.exitCode()), what);
        assertFalse(TextReport.of(result.report(), conclusion, 80, false, true).isEmpty(), what);
        JsonReport.write(result.report(), "0", OutputStream.nullOutputStream());
        TransactionLines.write(result.transactions(), OutputStream.nullOutputStream());
        return result.report();
    }

    private static void runsAndAnswers(byte[] capture, String what) {
        Run run = new Run();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(capture),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                80,
                false,
                variable -> null);
        int exit = assertTimeoutPreemptively(
                PATIENCE,
                () -> new Portwitness(run, console, new Interruption(console.in())).run("analyze", "-"),
                what);
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(ANSWERS.contains(exit), () -> what + ": exit " + exit + ", " + said);
        assertTrue(said.lines().count() <= 1, () -> what + ": " + said);
        assertEquals(exit == ExitCode.NO_CAPTURE, run.result == null, what);
        assertEquals(exit == ExitCode.NO_CAPTURE, out.size() == 0, what);
    }

    private static void addsUp(AnalysisResult result, String what) {
        Report report = result.report();
        Traffic traffic = report.traffic();
        assertEquals(
                traffic.packets(),
                traffic.tcp()
                        + traffic.udp()
                        + traffic.icmp()
                        + traffic.otherTransport()
                        + traffic.notIp()
                        + traffic.laterFragments()
                        + traffic.undecodable(),
                what);
        assertEquals(
                traffic.packets(),
                report.captures().stream().mapToLong(c -> c.packets()).sum(),
                what);
        assertEquals(traffic.undecodable(), sum(traffic.undecodableReasons()), what);
        long tcp = 0;
        long stun = 0;
        long discovery = 0;
        long hellos = 0;
        long streams = 0;
        long before = Long.MIN_VALUE;
        for (Transaction transaction : result.transactions()) {
            assertTrue(transaction.firstNanos() >= before, what);
            before = transaction.firstNanos();
            if (transaction instanceof Transaction.Tcp) {
                tcp++;
            } else if (transaction instanceof Transaction.Stun) {
                stun++;
            } else if (transaction instanceof Transaction.Discovery found) {
                discovery += found.probe().unsolicited() ? 0 : 1; // an announcement without a request
            } else if (transaction instanceof Transaction.Stream) {
                streams++;
            } else {
                hellos++;
            }
        }
        assertEquals(report.media().streams().size() + report.media().streamsLeftOut(), streams, what);
        assertEquals(report.tcp().attempts(), sum(report.tcp().outcomes()), what);
        assertEquals(report.tcp().attempts(), tcp, what);
        assertTrue(report.tcp().synPackets() >= tcp, what);
        assertEquals(report.stun().transactions(), sum(report.stun().outcomes()), what);
        assertEquals(report.stun().transactions(), stun, what);
        assertEquals(report.mirrorOp().requests(), discovery, what);
        assertEquals(
                report.mirrorOp().requests(),
                report.mirrorOp().answered()
                        + report.mirrorOp().unanswered()
                        + report.mirrorOp().undecided(),
                what);
        assertEquals(report.tls().clientHellos(), hellos, what);
        assertEquals(
                report.tls().clientHellos(),
                sum(report.tls().sni()) + report.tls().withoutSni(),
                what);
        for (Report.Row row : report.rows()) {
            Report.Counts counts = row.counts();
            assertEquals(
                    counts.attempts(),
                    counts.answered()
                            + counts.refused()
                            + counts.unreachable()
                            + counts.unanswered()
                            + counts.undecided(),
                    () -> what + ": " + row.id());
        }
    }

    private static long sum(SortedMap<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static byte[] plain(Sample sample) throws IOException {
        byte[] capture = sample.capture();
        if (!sample.captureName().endsWith(".gz")) {
            return capture;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(capture))) {
            return in.readAllBytes();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyPrefixOfASmallCaptureIsAnsweredAndNoneSaysMoreThanALongerOne() {
        return Samples.all().stream()
                .filter(sample -> sample.capture().length <= 2048)
                .map(sample -> dynamicTest(sample.name(), () -> everyPrefix(sample)));
    }

    private static void everyPrefix(Sample sample) {
        byte[] whole = sample.capture();
        long packets = 0;
        for (int length = 0; length <= whole.length; length++) {
            Report report = analysed(Arrays.copyOf(whole, length), sample.name() + " cut at " + length);
            if (report == null) {
                assertEquals(0, packets, sample.name() + " cut at " + length);
            } else {
                assertTrue(report.traffic().packets() >= packets, sample.name() + " cut at " + length);
                packets = report.traffic().packets();
            }
        }
        assertTrue(packets > 1, sample.name());
    }

    @TestFactory
    Stream<DynamicTest> aCutCaptureIsAnswered() {
        return Samples.all().stream()
                .map(sample -> dynamicTest(sample.name(), () -> {
                    byte[] whole = sample.capture();
                    Random random = new Random(SEED);
                    for (int round = 0; round < 30; round++) {
                        int length = random.nextInt(whole.length);
                        analysed(Arrays.copyOf(whole, length), sample.name() + " cut at " + length);
                    }
                    int length = random.nextInt(whole.length);
                    runsAndAnswers(Arrays.copyOf(whole, length), sample.name() + " cut at " + length);
                }));
    }

    @TestFactory
    Stream<DynamicTest> aDamagedCaptureIsAnswered() {
        return Samples.all().stream()
                .map(sample -> dynamicTest(sample.name(), () -> {
                    byte[] whole = plain(sample);
                    for (int round = 0; round < 24; round++) {
                        long seed = SEED + round;
                        byte[] damaged = damaged(whole, new Random(seed));
                        if (round < 4) {
                            runsAndAnswers(damaged, sample.name() + " damaged by seed " + seed);
                        } else {
                            analysed(damaged, sample.name() + " damaged by seed " + seed);
                        }
                    }
                }));
    }

    /** One to four faults: bytes changed, left out, put in, doubled, or a field set to an extreme. */
    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int faults = 1 + random.nextInt(4); faults > 0; faults--) {
            int at = random.nextInt(bytes.length - 4);
            int length = Math.min(1 + random.nextInt(random.nextBoolean() ? 8 : 200), bytes.length - at);
            switch (random.nextInt(5)) {
                case 0 -> {
                    for (int i = 0; i < length; i++) {
                        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                }
                case 1 ->
                    bytes = joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + length, bytes.length));
                case 2 -> {
                    byte[] put = new byte[length];
                    random.nextBytes(put);
                    bytes = joined(joined(Arrays.copyOf(bytes, at), put), Arrays.copyOfRange(bytes, at, bytes.length));
                }
                case 3 ->
                    bytes = joined(Arrays.copyOf(bytes, at + length), Arrays.copyOfRange(bytes, at, bytes.length));
                default -> Arrays.fill(bytes, at, at + 4, (byte) (random.nextBoolean() ? 0xff : 0));
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
