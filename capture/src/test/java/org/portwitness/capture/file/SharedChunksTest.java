package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

/** Several readers over one file, each in a thread of its own, with chunks so small that they wait for one another all the time. */
@Timeout(60)
class SharedChunksTest {
    /** Six of them are fewer bytes than the largest records here have. */
    private static final int CHUNK_BYTES = 96;

    private static final int RECORDS = 3000;

    @TempDir
    Path folder;

    private final List<FrameSource> sources = new ArrayList<>();

    private CaptureBytes records(CaptureBytes file) {
        Random random = new Random(5);
        for (int i = 0; i < RECORDS; i++) {
            int length = random.nextInt(8) == 0 ? random.nextInt(2000) : random.nextInt(60);
            file.record(i, 0, i + "-".repeat(length));
        }
        return file;
    }

    private void open(CaptureBytes file, int readers) throws Exception {
        open(file.bytes(), readers);
    }

    private void open(byte[] file, int readers) throws Exception {
        Path path = Files.write(folder.resolve("capture"), file);
        sources.add(
                CaptureFiles.open(List.of(path.toString()), InputStream.nullInputStream(), notice -> {}, CHUNK_BYTES));
        while (sources.size() < readers) {
            sources.add(sources.get(0).another());
        }
    }

    private static CompletableFuture<Reading> start(FrameSource source) {
        CompletableFuture<Reading> reading = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        reading.complete(Reading.of(source));
                    } catch (RuntimeException | Error e) {
                        reading.completeExceptionally(e);
                    }
                })
                .start();
        return reading;
    }

    @AfterEach
    void close() {
        sources.forEach(FrameSource::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void allSeeTheSameFramesAsOneReaderAlone(int readers) throws Exception {
        CaptureBytes file = records(CaptureBytes.pcap());
        Reading alone = Reading.of(file);
        assertEquals(RECORDS, alone.frames().size());
        open(file, readers);
        for (CompletableFuture<Reading> reading :
                sources.stream().map(SharedChunksTest::start).toList()) {
            assertEquals(alone.frames(), reading.get().frames());
            assertEquals(EndReason.COMPLETE, reading.get().end());
        }
    }

    @Test
    void soDoThoseOfTheOtherFormat() throws Exception {
        CaptureBytes file = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).describe(1, 0);
        Random random = new Random(5);
        for (int i = 0; i < RECORDS; i++) {
            file.enhanced(0, i, i + "-".repeat(random.nextInt(8) == 0 ? random.nextInt(2000) : random.nextInt(60)));
        }
        Reading alone = Reading.of(file);
        open(file, 3);
        for (CompletableFuture<Reading> reading :
                sources.stream().map(SharedChunksTest::start).toList()) {
            assertEquals(alone.frames(), reading.get().frames());
        }
    }

    @Test
    void whereTheFileIsCutAllSaySo() throws Exception {
        byte[] bytes = records(CaptureBytes.pcap()).bytes();
        open(Arrays.copyOf(bytes, bytes.length - 3), 2);
        CompletableFuture<Reading> other = start(sources.get(1));
        assertEquals(EndReason.CUT, Reading.of(sources.get(0)).end());
        assertEquals(EndReason.CUT, other.get().end());
        assertEquals(RECORDS - 1, other.get().frames().size());
    }

    @Test
    void nobodyWaitsForAReaderThatIsClosed() throws Exception {
        open(records(CaptureBytes.pcap()), 3);
        assertTrue(sources.get(1).next(new Frame()));
        sources.get(1).close();
        sources.get(2).close();
        assertEquals(RECORDS, Reading.of(sources.get(0)).frames().size());
    }

    @Test
    void norForOneThatHasEndedBecauseItWasStopped() throws Exception {
        open(records(CaptureBytes.pcap()), 2);
        FrameSource leader = sources.get(0);
        assertTrue(leader.next(new Frame()));
        CompletableFuture<Reading> other = start(sources.get(1));
        leader.stop();
        assertFalse(leader.next(new Frame()));
        assertEquals(EndReason.STOPPED, leader.summaries().get(0).end());
        assertEquals(RECORDS, other.get().frames().size());
    }

    @Test
    void aReaderThatWaitsForAnotherCanBeStopped() throws Exception {
        open(records(CaptureBytes.pcap()), 2);
        CompletableFuture<Reading> waiting = start(sources.get(1));
        assertTrue(sources.get(0).next(new Frame()));
        sources.get(1).stop();
        assertEquals(EndReason.STOPPED, waiting.get().end());
        assertTrue(waiting.get().frames().size() < RECORDS);
    }

    @Test
    void whoReadsAheadFillsTheRingAndNoMore() throws Exception {
        open(records(CaptureBytes.pcap()), 2);
        int chunks = 0;
        while (sources.get(1).readAhead()) {
            chunks++;
        }
        assertEquals(5, chunks);
        assertFalse(sources.get(0).readAhead());
    }

    @Test
    void aReaderAloneHasNobodyToReadAheadFor() throws Exception {
        open(records(CaptureBytes.pcap()), 1);
        assertFalse(sources.get(0).readAhead());
        assertEquals(RECORDS, Reading.of(sources.get(0)).frames().size());
    }
}
