package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.LinkType;
import org.portwitness.capture.file.PacketFiles.Rotation;

class PacketFilesTest {
    private static final long NOON = 1_772_452_800_000_000_000L; // 2026-03-02 12:00:00
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();

    private static Frame frame(int length, long time) {
        byte[] bytes = new byte[length + 3];
        for (int i = 0; i < length; i++) {
            bytes[i + 3] = (byte) i;
        }
        Frame frame = new Frame();
        frame.set(ByteBuffer.wrap(bytes), 3, length, length + 9, LinkType.ETHERNET, time);
        return frame;
    }

    private static CaptureSummary summary(Path file, List<String> frames) throws Exception {
        try (FrameSource source =
                CaptureFiles.open(List.of(file.toString()), InputStream.nullInputStream(), notice -> {})) {
            Frame frame = new Frame();
            while (source.next(frame)) {
                frames.add(frame.capturedLength() + " of " + frame.originalLength() + " at " + frame.timeNanos()
                        + " ends " + frame.bytes().get(frame.end() - 1));
            }
            return source.summaries().get(0);
        }
    }

    @Test
    void whatIsWrittenIsReadAgainToTheNanosecond() throws Exception {
        Path file = folder.resolve("a.pcapng");
        PacketFiles files = PacketFiles.open(file, Rotation.NONE, "eth1", 1000);
        List<String> expected = new ArrayList<>();
        for (int length = 1; length < 100; length++) {
            files.write(frame(length, NOON + length));
            expected.add(length + " of " + (length + 9) + " at " + (NOON + length) + " ends " + (length - 1));
        }
        files.finish(new Drops(7, 3, 0), LinkType.ETHERNET);
        List<String> frames = new ArrayList<>();
        CaptureSummary summary = summary(file, frames);
        assertEquals(expected, frames);
        assertEquals(EndReason.COMPLETE, summary.end());
        assertEquals("pcapng", summary.format());
        assertEquals(7, summary.dropped().kernel());
        assertEquals(3, summary.dropped().networkInterface());
    }

    @Test
    void moreThanTheBufferHoldsIsWrittenOnTheWay() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PacketFiles files = PacketFiles.into(out, "eth1", 262_144);
        for (int i = 0; i < 30; i++) {
            files.write(frame(70_000, NOON + i));
        }
        assertTrue(out.size() > 1_000_000, out.size() + " bytes");
        files.finish(Drops.UNKNOWN, LinkType.ETHERNET);
        List<String> frames = new ArrayList<>();
        summary(Files.write(folder.resolve("b.pcapng"), out.toByteArray()), frames);
        assertEquals(30, frames.size());
    }

    @Test
    void aCaptureWithoutPacketsIsAFileToo() throws Exception {
        Path file = folder.resolve("a.pcapng");
        PacketFiles.open(file, Rotation.NONE, "eth1", 1000).finish(Drops.UNKNOWN, LinkType.ETHERNET);
        CaptureSummary summary = summary(file, new ArrayList<>());
        assertEquals(0, summary.packets());
        assertEquals(EndReason.COMPLETE, summary.end());
    }

    @Test
    void aSeriesBeginsANewFileWithTimeAndKeepsTheNewest() throws IOException {
        PacketFiles files = PacketFiles.open(
                folder.resolve("room.pcapng"), new Rotation(Long.MAX_VALUE, 10 * SECOND, 2), "eth1", 1000);
        for (int second = 0; second <= 30; second += 5) {
            files.write(frame(60, NOON + second * SECOND));
        }
        files.finish(Drops.UNKNOWN, LinkType.ETHERNET);
        assertEquals(List.of("room_00003_20260302120020.pcapng", "room_00004_20260302120030.pcapng"), names());
    }

    @Test
    void aSeriesBeginsANewFileWithSize() throws IOException {
        PacketFiles files =
                PacketFiles.open(folder.resolve("room"), new Rotation(10_000, Long.MAX_VALUE, 0), "eth1", 2000);
        for (int i = 0; i < 21; i++) {
            files.write(frame(1000, NOON));
        }
        files.finish(Drops.UNKNOWN, LinkType.ETHERNET);
        assertEquals(
                List.of("room_00001_20260302120000", "room_00002_20260302120000", "room_00003_20260302120000"),
                names());
        for (String name : names()) {
            long size = Files.size(folder.resolve(name));
            assertTrue(size < 11_200, name + " has " + size);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFolderThatIsNotThereIsNoticedBeforeTheFirstPacket() {
        Path file = folder.resolve("nowhere/room.pcapng");
        assertThrows(NoSuchFileException.class, () -> PacketFiles.open(file, Rotation.NONE, "eth1", 100));
        assertThrows(NoSuchFileException.class, () -> PacketFiles.open(file, new Rotation(1, 1, 1), "eth1", 100));
    }

    @Test
    void whereNoMoreCanBeKeptTheCaptureGoesOnAndSaysSoOnce() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        KeepingSource source =
                new KeepingSource(new Three(), PacketFiles.into(full, "eth1", 100), "ring.pcapng", notices::add);
        Frame frame = new Frame();
        assertTrue(source.next(frame));
        source.flush();
        source.flush();
        assertTrue(source.next(frame));
        assertTrue(source.next(frame));
        source.close();
        assertEquals(
                List.of("No more packets are kept: ring.pcapng cannot be written: No space left on device."), notices);
    }

    /** Three frames. */
    private static final class Three implements FrameSource {
        private int left = 3;

        @Override
        public boolean next(Frame frame) {
            Frame next = frame(60, NOON);
            frame.set(next.bytes(), next.at(), 60, 60, LinkType.ETHERNET, NOON);
            return left-- > 0;
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
        public void close() {}
    }
}
