package org.portwitness.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Verdict;
import org.portwitness.analyzer.report.Transaction;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.file.CaptureFiles;
import org.portwitness.testdata.Samples;
import org.portwitness.testdata.Samples.Sample;

class LiveAnalysisTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PACKETS_BETWEEN_SNAPSHOTS = 5;

    @TempDir
    Path folder;

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<Snapshot> taken = new ArrayList<>();

    static List<Sample> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void lookingInBetweenChangesNothing(Sample sample) throws Exception {
        AnalysisResult still = Analysis.prepare(Settings.DEFAULTS).run(open(sample));
        LiveAnalysis live = live();
        live.snapshots().withTransactions();
        AnalysisResult looked = live.run(new Watched(open(sample), live, PACKETS_BETWEEN_SNAPSHOTS));

        assertEquals(sameRun(still.report()), sameRun(looked.report()));
        assertEquals(list(still.transactions()), list(looked.transactions()));
        assertEquals((still.report().traffic().packets() - 1) / PACKETS_BETWEEN_SNAPSHOTS, taken.size());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachTransactionIsGivenOutOnceAndAsItIsInTheEnd(Sample sample) throws Exception {
        LiveAnalysis live = live();
        live.snapshots().withTransactions();
        AnalysisResult result = live.run(new Watched(open(sample), live, PACKETS_BETWEEN_SNAPSHOTS));
        List<Object> out = new ArrayList<>();
        taken.forEach(snapshot -> snapshot.decided().forEach(t -> out.add(outcome(t))));
        live.rest(result).forEach(t -> out.add(outcome(t)));

        assertEquals(list(result.transactions()).size(), out.size());
        List<Object> whole = new ArrayList<>();
        result.transactions().forEach(t -> whole.add(outcome(t)));
        assertEquals(new HashSet<>(whole), new HashSet<>(out));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void severalLanesGiveWhatOneGivesAlsoWhenLookedAtInBetween(Sample sample) throws Exception {
        AnalysisResult one = live().run(open(sample));
        for (int lanes : List.of(2, 4)) {
            LiveAnalysis live = live(Long.MAX_VALUE, lanes);
            AnalysisResult several = live.run(new Shared(open(sample), live));
            assertEquals(lanes, several.report().run().threads());
            assertEquals(sameRun(one.report()), sameRun(several.report()));
            assertEquals(list(one.transactions()), list(several.transactions()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aPacketLimitHoldsForAllLanes(int lanes) throws Exception {
        LiveAnalysis live = live(7, lanes);
        AnalysisResult result = live.run(new Shared(open(Samples.named("mirrorop-works")), live));
        assertEquals(7, result.report().traffic().packets());
    }

    @Test
    void aLaneThatFailsEndsTheAnalysisInsteadOfBeingWaitedFor() throws Exception {
        LiveAnalysis live = live(Long.MAX_VALUE, 2);
        Shared source = new Shared(open(Samples.named("mirrorop-works")), live);
        source.followersFail = true;
        assertThrows(IllegalStateException.class, () -> live.run(source));
    }

    private LiveAnalysis live(long packetLimit, int lanes) throws SettingsException {
        return new LiveAnalysis(Analysis.prepare(Settings.DEFAULTS), packetLimit, lanes, nanoTime::get);
    }

    @Test
    void aLookThatWouldTakeLongerThanThePacketsCanWaitIsPutOff() throws Exception {
        LiveAnalysis live = ticking();
        Watched source = new Watched(open(Samples.named("mirrorop-works")), live, PACKETS_BETWEEN_SNAPSHOTS);
        source.patienceNanos = SECOND / 1000;
        AnalysisResult result = live.run(source);
        assertEquals(1, taken.size(), "of the first one nobody knows yet what it costs");
        AnalysisResult still = Analysis.prepare(Settings.DEFAULTS).run(open(Samples.named("mirrorop-works")));
        assertEquals(
                still.report().traffic().packets(), result.report().traffic().packets());
    }

    @Test
    void whoAsksInPersonIsAnsweredWhateverItCosts() throws Exception {
        LiveAnalysis live = ticking();
        Watched source = new Watched(open(Samples.named("mirrorop-works")), live, PACKETS_BETWEEN_SNAPSHOTS);
        source.patienceNanos = SECOND / 1000;
        live.snapshots().hurry();
        AnalysisResult result = live.run(source);
        assertEquals((result.report().traffic().packets() - 1) / PACKETS_BETWEEN_SNAPSHOTS, taken.size());
    }

    @Test
    void whoWaitsForALookThatIsPutOffIsToldOnce() throws Exception {
        LiveAnalysis live = ticking();
        Watched source = new Watched(open(Samples.named("mirrorop-works")), live, PACKETS_BETWEEN_SNAPSHOTS);
        source.patienceNanos = SECOND / 1000;
        source.waitsForStop = true;
        List<String> told = new ArrayList<>();
        live.snapshots().whenPutOff(() -> {
            told.add("put off");
            source.patienceNanos = Long.MAX_VALUE;
        });
        Thread onlooker = new Thread(() -> {
            try {
                while (live.snapshots().next(1) != null) {
                    if (!told.isEmpty()) {
                        source.stop();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        onlooker.start();
        live.run(source);
        onlooker.join();
        assertEquals(List.of("put off"), told);
    }

    /** Each look at the clock takes a millisecond, and so does a snapshot. */
    private LiveAnalysis ticking() throws SettingsException {
        return new LiveAnalysis(
                Analysis.prepare(Settings.DEFAULTS), Long.MAX_VALUE, 1, () -> nanoTime.addAndGet(SECOND / 1000));
    }

    @Test
    void nothingIsMadeThatNobodyAsksFor() throws Exception {
        LiveAnalysis live = live();
        live.run(open(Samples.named("udp-3478-dropped")));
        assertNull(live.snapshots().take());
    }

    @Test
    void aFindingIsNewsOnce() throws Exception {
        LiveAnalysis live = live();
        live.run(new Watched(open(Samples.named("udp-3478-dropped")), live, PACKETS_BETWEEN_SNAPSHOTS));
        List<String> found = new ArrayList<>();
        for (Snapshot snapshot : taken) {
            assertTrue(snapshot.decided().isEmpty(), "nobody asked for transactions");
            for (Change change : snapshot.changes()) {
                found.add(change instanceof Change.Found f ? f.finding().kind() : change.toString());
            }
        }
        assertEquals(List.of("unanswered-stun"), found);
    }

    @Test
    void aQuietInterfaceLetsTimeGoBySoThatSilenceCounts() throws Exception {
        LiveAnalysis live = live();
        Watched source = new Watched(open(Samples.named("capture-ends-too-soon")), live, Integer.MAX_VALUE);
        source.pausesAtEnd = 40;
        AnalysisResult result = live.run(source);
        AnalysisResult recorded = Analysis.prepare(Settings.DEFAULTS).run(open(Samples.named("capture-ends-too-soon")));

        assertTrue(recorded.report().tcp().outcomes().get("undecided")
                        + recorded.report().stun().outcomes().get("undecided")
                > 0);
        assertEquals(0, result.report().tcp().outcomes().get("undecided"));
        assertEquals(0, result.report().stun().outcomes().get("undecided"));
        assertTrue(result.report().rows().stream().anyMatch(row -> row.verdict() == Verdict.BLOCKED));
        assertEquals(recorded.report().captures(), result.report().captures());
    }

    @Test
    void aShortQuietIsNoTimeThatWentBy() throws Exception {
        LiveAnalysis live = live();
        Watched source = new Watched(open(Samples.named("capture-ends-too-soon")), live, Integer.MAX_VALUE);
        source.pausesAtEnd = 2;
        AnalysisResult result = live.run(source);
        AnalysisResult recorded = Analysis.prepare(Settings.DEFAULTS).run(open(Samples.named("capture-ends-too-soon")));
        assertEquals(sameRun(recorded.report()), sameRun(result.report()));
    }

    @Test
    void theCaptureIsOverBeforeItIsJudgedSoThatNothingIsLostMeanwhile() throws Exception {
        LiveAnalysis live = live();
        Watched source = new Watched(open(Samples.named("single-syn")), live, Integer.MAX_VALUE);
        source.losesWhileOpen = true;
        AnalysisResult result = live.run(source);
        assertEquals(-1, result.report().captures().get(0).dropped().kernel());
    }

    @Test
    void whoWaitsForASnapshotIsToldOfTheEnd() throws Exception {
        LiveAnalysis live = live();
        live.run(open(Samples.named("single-syn")));
        assertNull(live.snapshots().next(500));
    }

    @Test
    void anotherThreadGetsASnapshotWhileNothingComes() throws Exception {
        LiveAnalysis live = new LiveAnalysis(Analysis.prepare(Settings.DEFAULTS), Long.MAX_VALUE, 1, System::nanoTime);
        Watched source = new Watched(open(Samples.named("single-syn")), live, Integer.MAX_VALUE);
        source.waitsForStop = true;
        Thread reader = new Thread(() -> live.run(source));
        reader.start();
        Snapshot first = live.snapshots().next(1);
        Snapshot second = live.snapshots().next(1);
        source.stop();
        reader.join();
        assertNotNull(first);
        assertNotNull(second);
        assertFalse(second.report().rows().isEmpty());
    }

    private LiveAnalysis live() throws SettingsException {
        return new LiveAnalysis(Analysis.prepare(Settings.DEFAULTS), Long.MAX_VALUE, 1, nanoTime::get);
    }

    private FrameSource open(Sample sample) throws Exception {
        Path file = sample.writeTo(folder);
        return CaptureFiles.open(List.of(file.toString()), new ByteArrayInputStream(new byte[0]), notice -> {});
    }

    /** All but the speed. */
    private static Report sameRun(Report r) {
        return new Report(
                new Report.Run(0, r.run().packets(), 1),
                r.captures(),
                r.traffic(),
                r.visibility(),
                r.capturePoint(),
                r.units(),
                r.unitsLeftOut(),
                r.tcp(),
                r.stun(),
                r.mirrorOp(),
                r.tls(),
                r.media(),
                r.calls(),
                r.callsLeftOut(),
                r.health(),
                r.endpointsVersion(),
                r.rows(),
                r.findings(),
                r.findingsLeftOut(),
                r.notes());
    }

    private static List<Transaction> list(Iterable<Transaction> transactions) {
        List<Transaction> all = new ArrayList<>();
        transactions.forEach(all::add);
        return all;
    }

    private record Told(String type, long first, Object outcome) {}

    private static Told outcome(Transaction transaction) {
        Object outcome = transaction instanceof Transaction.Tcp tcp
                ? tcp.attempt().outcome()
                : transaction instanceof Transaction.Stun stun
                        ? stun.transaction().outcome()
                        : transaction instanceof Transaction.Discovery discovery
                                ? discovery.probe().outcome()
                                : "seen";
        return new Told(transaction.getClass().getSimpleName(), transaction.firstNanos(), outcome);
    }

    /** A recorded capture that behaves like a live one: it takes snapshots on the way, and pauses at the end. */
    private final class Watched implements FrameSource {
        private final FrameSource source;
        private final LiveAnalysis live;
        private final int every;
        private int packets;
        private volatile boolean stopped;
        int pausesAtEnd;
        boolean waitsForStop;
        boolean losesWhileOpen;
        private boolean closed;
        volatile long patienceNanos = Long.MAX_VALUE;

        Watched(FrameSource source, LiveAnalysis live, int every) {
            this.source = source;
            this.live = live;
            this.every = every;
        }

        @Override
        public boolean next(Frame frame) {
            Snapshot snapshot = waitsForStop ? null : live.snapshots().take();
            if (snapshot != null) {
                taken.add(snapshot);
            }
            if (packets > 0 && packets % every == 0) {
                live.snapshots().ask();
            }
            if (source.next(frame)) {
                packets++;
                return true;
            }
            for (int i = 0; i < pausesAtEnd; i++) {
                live.pause();
                nanoTime.addAndGet(SECOND);
            }
            while (waitsForStop && !stopped) {
                live.pause();
                Thread.onSpinWait();
            }
            return false;
        }

        @Override
        public long patienceNanos() {
            return patienceNanos;
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public long inputPosition() {
            return source.inputPosition();
        }

        @Override
        public long inputLength() {
            return source.inputLength();
        }

        @Override
        public List<CaptureSummary> summaries() {
            List<CaptureSummary> summaries = source.summaries();
            return losesWhileOpen && !closed ? List.of(withLoss(summaries.get(0))) : summaries;
        }

        private static CaptureSummary withLoss(CaptureSummary s) {
            return new CaptureSummary(
                    s.source(),
                    s.format(),
                    s.compression(),
                    s.linkTypes(),
                    s.packets(),
                    s.bytes(),
                    s.firstNanos(),
                    s.lastNanos(),
                    s.end(),
                    s.endDetail(),
                    new CaptureSummary.Drops(1, 0, 0));
        }

        @Override
        public void close() {
            closed = true;
            source.close();
        }
    }

    /** A capture that several lanes read block by block, as they do a ring; between blocks there is a pause and somebody looks. */
    private static final class Shared implements FrameSource {
        private static final int BLOCK = 5;
        private static final long NAP_NANOS = 10_000;

        private final FrameSource source;
        private final LiveAnalysis live;
        private final List<byte[]> bytes = new ArrayList<>();
        private final List<long[]> heads = new ArrayList<>();
        private volatile int opened;
        private volatile boolean over;
        private int read;
        volatile boolean followersFail;

        Shared(FrameSource source, LiveAnalysis live) {
            this.source = source;
            this.live = live;
            Frame frame = new Frame();
            while (source.next(frame)) {
                byte[] packet = new byte[frame.capturedLength()];
                frame.bytes().get(frame.at(), packet);
                bytes.add(packet);
                heads.add(new long[] {frame.originalLength(), frame.linkType(), frame.timeNanos()});
            }
        }

        private void set(Frame frame, int packet) {
            long[] head = heads.get(packet);
            frame.set(
                    ByteBuffer.wrap(bytes.get(packet)),
                    0,
                    bytes.get(packet).length,
                    (int) head[0],
                    (int) head[1],
                    head[2]);
        }

        @Override
        public boolean next(Frame frame) {
            if (read == opened) {
                live.snapshots().ask();
                live.pause();
                if (read == bytes.size()) {
                    over = true;
                    return false;
                }
                opened = Math.min(bytes.size(), opened + BLOCK);
            }
            set(frame, read++);
            return true;
        }

        @Override
        public FrameSource another() {
            return new FollowingReader();
        }

        private final class FollowingReader implements FrameSource {
            private int packets;

            @Override
            public boolean next(Frame frame) {
                if (followersFail) {
                    throw new IllegalStateException("cannot go on");
                }
                while (packets >= opened) {
                    if (over) {
                        return false;
                    }
                    LockSupport.parkNanos(NAP_NANOS);
                }
                set(frame, packets++);
                return true;
            }

            @Override
            public void stop() {}

            @Override
            public long inputPosition() {
                return 0;
            }

            @Override
            public long inputLength() {
                return -1;
            }

            @Override
            public List<CaptureSummary> summaries() {
                return List.of();
            }

            @Override
            public void close() {
                over = true;
            }
        }

        @Override
        public void stop() {}

        @Override
        public long inputPosition() {
            return source.inputPosition();
        }

        @Override
        public long inputLength() {
            return source.inputLength();
        }

        @Override
        public List<CaptureSummary> summaries() {
            return source.summaries();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
