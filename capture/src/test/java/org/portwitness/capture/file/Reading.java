package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

/** All that a source gave: its frames, copied, and its summaries. */
record Reading(List<Seen> frames, List<CaptureSummary> summaries) {
    private static final int CHUNK_BYTES = 1 << 16;

    /** One frame. */
    record Seen(long timeNanos, String packet, int original, int linkType) {}

    static Reading of(CaptureBytes file) throws CaptureException {
        return of(file.bytes(), CHUNK_BYTES);
    }

    static Reading of(byte[] file) throws CaptureException {
        return of(file, CHUNK_BYTES);
    }

    static Reading of(byte[] file, int chunkBytes) throws CaptureException {
        try (FrameSource source =
                CaptureFiles.open(List.of("-"), new ByteArrayInputStream(file), notice -> {}, chunkBytes)) {
            return of(source);
        }
    }

    static Reading of(FrameSource source) {
        List<Seen> frames = new ArrayList<>();
        Frame frame = new Frame();
        while (source.next(frame)) {
            frames.add(seen(frame));
        }
        assertFalse(source.next(frame), "the end is the end");
        Reading reading = new Reading(frames, source.summaries());
        assertEquals(
                frames.size(),
                reading.summaries.stream().mapToLong(CaptureSummary::packets).sum());
        return reading;
    }

    static Seen seen(Frame frame) {
        byte[] bytes = new byte[frame.capturedLength()];
        frame.bytes().get(frame.at(), bytes);
        return new Seen(
                frame.timeNanos(),
                new String(bytes, StandardCharsets.ISO_8859_1),
                frame.originalLength(),
                frame.linkType());
    }

    CaptureSummary summary() {
        assertEquals(1, summaries.size());
        return summaries.get(0);
    }

    EndReason end() {
        return summary().end();
    }

    List<String> packets() {
        return frames.stream().map(Seen::packet).toList();
    }

    List<Long> times() {
        return frames.stream().map(Seen::timeNanos).toList();
    }
}
