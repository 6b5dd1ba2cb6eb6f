package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

class AnotherReaderTest {
    private static final byte[] EARLY = CaptureBytes.pcap()
            .record(1, 0, "one")
            .record(3, 0, "three")
            .record(5, 0, "five")
            .bytes();
    private static final byte[] LATE =
            CaptureBytes.pcap().record(2, 0, "two").record(4, 0, "four").bytes();

    @TempDir
    Path folder;

    private String write(String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static FrameSource open(String... sources) throws Exception {
        return CaptureFiles.open(List.of(sources), InputStream.nullInputStream());
    }

    @Test
    void aFileIsReadFromItsBeginningHoweverFarTheFirstReaderIs() throws Exception {
        try (FrameSource source = open(write("a", EARLY))) {
            assertTrue(source.next(new Frame()));
            try (FrameSource other = source.another()) {
                assertEquals(List.of("one", "three", "five"), Reading.of(other).packets());
            }
            Frame frame = new Frame();
            assertTrue(source.next(frame));
            assertEquals("three", Reading.seen(frame).packet());
        }
    }

    @Test
    void severalFilesAreInterleavedInTheSameWay() throws Exception {
        try (FrameSource source = open(write("a", EARLY), write("b", LATE))) {
            assertTrue(source.next(new Frame()));
            assertTrue(source.next(new Frame()));
            try (FrameSource other = source.another()) {
                Reading reading = Reading.of(other);
                assertEquals(List.of("one", "two", "three", "four", "five"), reading.packets());
                assertEquals(2, reading.summaries().size());
            }
            assertTrue(source.next(new Frame()));
            assertTrue(source.next(new Frame()));
            assertTrue(source.next(new Frame()));
            assertFalse(source.next(new Frame()));
        }
    }

    @Test
    void whatIsCompressedOrComesByAPipeHasOneReader() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(EARLY);
        }
        try (FrameSource source = open(write("a.gz", compressed.toByteArray()))) {
            assertNull(source.another());
        }
        try (FrameSource source = open(write("a.gz", compressed.toByteArray()), write("b", LATE))) {
            assertNull(source.another());
        }
        try (FrameSource source = CaptureFiles.open(List.of("-"), new ByteArrayInputStream(EARLY))) {
            assertNull(source.another());
        }
        try (FrameSource source = open(write("c", EARLY))) {
            FrameSource other = source.another();
            assertNotNull(other);
            other.close();
        }
    }
}
