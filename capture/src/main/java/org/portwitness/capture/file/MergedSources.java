package org.portwitness.capture.file;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

/**
 * Several captures as one, by packet time.
 *
 * <p>A merge that opens late: the parts wait in the order of their first packets, and one is opened when its turn comes. So of a
 * rotated ring one file is open at a time, and two at the seams. The part that was read last is read on as long as its packets
 * are not later than {@link #boundNanos}, which the earliest packet of any other part sets; that is the only comparison a packet costs.
 */
final class MergedSources implements FrameSource {
    private final List<Part> parts;
    private final ChunkPool pool;
    /** Parts with a packet at hand, and parts not yet opened with the time of their first packet. */
    private final PriorityQueue<Part> waiting;

    private Part current;
    private long boundNanos;
    private volatile boolean stopRequested;

    MergedSources(List<Part> found, ChunkPool pool) {
        this.pool = pool;
        parts = new ArrayList<>(found);
        parts.sort(Comparator.comparingLong(part -> part.headNanos)); // stable: ties stay as they were given
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).rank = i;
        }
        waiting = new PriorityQueue<>(
                Comparator.<Part>comparingLong(part -> part.headNanos).thenComparingInt(part -> part.rank));
        waiting.addAll(parts);
    }

    @Override
    public boolean next(Frame frame) {
        Part part = current;
        if (part != null && part.reader.next(frame)) {
            if (frame.timeNanos() <= boundNanos) {
                return true;
            }
            part.hold(frame);
            waiting.add(part);
        } else if (part != null) {
            part.close();
        }
        return nextPart(frame);
    }

    /** Goes over to the part with the earliest packet. */
    private boolean nextPart(Frame frame) {
        current = null;
        while (!stopRequested) {
            Part part = waiting.poll();
            if (part == null) {
                return false;
            }
            if (part.holds) {
                take(part);
                part.handOver(frame);
                return true;
            }
            part.start(pool);
            RecordReader reader = part.reader;
            if (reader != null && stopRequested) {
                reader.stop(); // it was not there yet when the others were told
            }
            if (reader != null && reader.next(frame)) {
                take(part);
                return true;
            }
            part.close();
        }
        return false;
    }

    /** Reads the same parts; what each of them holds is found again. */
    @Override
    public FrameSource another() throws CaptureException {
        if (!parts.stream().allMatch(part -> part.isReopenable() && part.peeked.compression() == null)) {
            return null;
        }
        return new MergedSources(parts.stream().map(Part::unread).toList(), new ChunkPool(pool.chunkBytes()));
    }

    @Override
    public int indexOfLast() {
        return current == null ? 0 : current.rank;
    }

    private void take(Part part) {
        current = part;
        Part other = waiting.peek();
        if (other == null) {
            boundNanos = Long.MAX_VALUE;
        } else {
            // of equal times the lower rank is first; parts without packets went before, so this is a time and cannot
            // wrap
            boundNanos = part.rank < other.rank ? other.headNanos : other.headNanos - 1;
        }
    }

    @Override
    public void stop() {
        stopRequested = true;
        for (Part part : parts) {
            RecordReader reader = part.reader;
            if (reader != null) {
                reader.stop();
            }
        }
    }

    @Override
    public long inputPosition() {
        long sum = 0;
        for (Part part : parts) {
            RecordReader reader = part.reader;
            sum += reader == null ? 0 : reader.inputPosition();
        }
        return sum;
    }

    @Override
    public long inputLength() {
        long sum = 0;
        for (Part part : parts) {
            if (part.length < 0) {
                return -1;
            }
            sum += part.length;
        }
        return sum;
    }

    /** In the order of reading, that of the first packets; a part that was not reached has no packets and was stopped. */
    @Override
    public List<CaptureSummary> summaries() {
        return parts.stream().map(Part::summary).toList();
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
    }

    /** One of the captures, and what of it waits. */
    static final class Part {
        /** For a part without packets: it is read first, so that it is out of the way. */
        private static final long NO_PACKET = Long.MIN_VALUE;

        private final String name;
        private final long length;
        private final CaptureSummary peeked;
        private final Frame head = new Frame();
        private volatile RecordReader reader;
        private long firstNanos;
        private long headNanos;
        private boolean holds;
        private int rank;
        private String gone;

        private Part(String name, long length, CaptureSummary peeked) {
            this.name = name;
            this.length = length;
            this.peeked = peeked;
        }

        /** Opens a capture for a look at its first packet, and closes it again if it can be opened a second time. */
        static Part peek(String name, InputStream standardInput, ChunkPool pool) throws CaptureException {
            RecordReader reader = CaptureFiles.openOne(name, standardInput, pool);
            Frame first = new Frame();
            boolean any = reader.next(first);
            Part part = new Part(name, reader.inputLength(), reader.summary());
            part.firstNanos = any ? first.timeNanos() : NO_PACKET;
            part.headNanos = part.firstNanos;
            if (part.isReopenable()) {
                reader.close();
            } else {
                part.reader = reader;
                if (any) {
                    part.hold(first);
                }
            }
            return part;
        }

        /** The same part before anything of it was read. */
        Part unread() {
            Part part = new Part(name, length, peeked);
            part.headNanos = firstNanos;
            part.firstNanos = firstNanos;
            return part;
        }

        String name() {
            return name;
        }

        boolean isReopenable() {
            return CaptureInput.isReopenable(name);
        }

        private void hold(Frame frame) {
            headNanos = frame.timeNanos();
            copy(frame, head);
            holds = true;
        }

        private void handOver(Frame frame) {
            copy(head, frame);
            holds = false;
        }

        /** Opens the capture again; it may have gone since, as rings delete their oldest files. */
        private void start(ChunkPool pool) {
            if (reader == null) {
                try {
                    reader = CaptureFiles.openOne(name, InputStream.nullInputStream(), pool);
                } catch (CaptureException e) {
                    gone = "It changed while other captures were read. " + e.getMessage();
                }
            }
        }

        private CaptureSummary summary() {
            if (reader != null) {
                return holds ? without(head, reader.summary()) : reader.summary();
            }
            return new CaptureSummary(
                    name,
                    peeked.format(),
                    peeked.compression(),
                    peeked.linkTypes(),
                    0,
                    0,
                    0,
                    0,
                    gone == null ? EndReason.STOPPED : EndReason.CUT,
                    gone,
                    CaptureSummary.Drops.UNKNOWN);
        }

        /** A packet that still waits was read but not handed out. */
        private static CaptureSummary without(Frame held, CaptureSummary summary) {
            return new CaptureSummary(
                    summary.source(),
                    summary.format(),
                    summary.compression(),
                    summary.linkTypes(),
                    summary.packets() - 1,
                    summary.bytes() - held.capturedLength(),
                    summary.firstNanos(),
                    summary.lastNanos(),
                    summary.end(),
                    summary.endDetail(),
                    summary.dropped());
        }

        private static void copy(Frame from, Frame to) {
            to.set(
                    from.bytes(),
                    from.at(),
                    from.capturedLength(),
                    from.originalLength(),
                    from.linkType(),
                    from.timeNanos());
        }

        void close() {
            if (reader != null) {
                reader.close();
            }
        }
    }
}
