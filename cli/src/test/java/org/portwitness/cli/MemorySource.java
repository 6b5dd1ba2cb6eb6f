package org.portwitness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.file.CaptureFiles;
import org.portwitness.testdata.Samples;

/** Frames that any number of readers can read. */
final class MemorySource implements FrameSource {
    /** A frame that stays; its bytes may be looked at by several threads. */
    static final class Kept {
        private final byte[] bytes;
        private final int originalLength;
        private final int linkType;
        private final long timeNanos;

        Kept(byte[] bytes, int originalLength, int linkType, long timeNanos) {
            this.bytes = bytes;
            this.originalLength = originalLength;
            this.linkType = linkType;
            this.timeNanos = timeNanos;
        }

        byte[] bytes() {
            return bytes;
        }

        int originalLength() {
            return originalLength;
        }

        int linkType() {
            return linkType;
        }

        long timeNanos() {
            return timeNanos;
        }

        Kept at(long nanos) {
            return new Kept(bytes, originalLength, linkType, nanos);
        }
    }

    private final List<Kept> frames;
    private final List<Kept> framesOfOthers;
    private final List<CaptureSummary> summaries;
    private int position;
    private volatile boolean stopped;

    MemorySource(List<Kept> frames, List<CaptureSummary> summaries) {
        this(frames, frames, summaries);
    }

    /** A capture that other readers find longer or shorter than this one does. */
    MemorySource(List<Kept> frames, List<Kept> framesOfOthers, List<CaptureSummary> summaries) {
        this.framesOfOthers = framesOfOthers;
        this.frames = frames;
        this.summaries = summaries;
    }

    static MemorySource of(Samples.Sample sample, Path folder) throws IOException {
        return of(sample.writeTo(folder));
    }

    static MemorySource of(Path file) throws IOException {
        try (FrameSource source = CaptureFiles.open(List.of(file.toString()), InputStream.nullInputStream())) {
            List<Kept> frames = new ArrayList<>();
            Frame frame = new Frame();
            while (source.next(frame)) {
                byte[] bytes = new byte[frame.capturedLength()];
                frame.bytes().get(frame.at(), bytes);
                frames.add(new Kept(bytes, frame.originalLength(), frame.linkType(), frame.timeNanos()));
            }
            return new MemorySource(frames, source.summaries());
        } catch (CaptureException e) {
            throw new IOException(e);
        }
    }

    List<Kept> frames() {
        return frames;
    }

    @Override
    public boolean next(Frame frame) {
        if (stopped || position == frames.size()) {
            return false;
        }
        Kept kept = frames.get(position++);
        frame.set(
                ByteBuffer.wrap(kept.bytes), 0, kept.bytes.length, kept.originalLength, kept.linkType, kept.timeNanos);
        return true;
    }

    @Override
    public FrameSource another() {
        return new MemorySource(framesOfOthers, summaries);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long inputPosition() {
        return position;
    }

    @Override
    public long inputLength() {
        return frames.size();
    }

    @Override
    public List<CaptureSummary> summaries() {
        return summaries;
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
