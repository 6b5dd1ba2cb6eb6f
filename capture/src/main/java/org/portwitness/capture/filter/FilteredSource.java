package org.portwitness.capture.filter;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.LinkType;

/**
 * Passes on only the frames of another source that a filter accepts; its summaries count only those.
 *
 * <p>An expression means different bytes on different link types, so it is compiled for each one when its first frame comes. It
 * may fit one link type and not another: for the capture's first frame that is an exception, later on the frames that it does not
 * fit are left out and {@link #notes} says so. Used by one thread, but for what {@link FrameSource} gives to others.
 */
public final class FilteredSource implements FrameSource {
    /** As libpcap's own limit: what a program returns for a frame it keeps, so it must not be 0. */
    private static final int SNAPLEN = 262_144;

    private final FrameSource source;
    private final String expression;
    /** What to do with frames of a link type; a null filter leaves them out. */
    private final Map<Kind, Fit> fits = new LinkedHashMap<>();

    private final Frame first = new Frame();
    private boolean holdsFirst;
    private Kind kind = new Kind(-1, ByteOrder.LITTLE_ENDIAN);
    private PacketFilter filter;
    private long framesLeftOut;
    private Passed[] passed = {new Passed()};

    /**
     * Frames for which an expression means the same bytes.
     *
     * @param order only BSD loopback has headers in the order of the machine that captured
     */
    private record Kind(int linkType, ByteOrder order) {
        static Kind of(Frame frame) {
            return new Kind(frame.linkType(), isBigEndian(frame) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        }

        boolean has(Frame frame) {
            return frame.linkType() == linkType && isBigEndian(frame) == (order == ByteOrder.BIG_ENDIAN);
        }

        /** Address families are small numbers, so the header's first byte is 0 where the highest byte comes first. */
        private static boolean isBigEndian(Frame frame) {
            return frame.linkType() == LinkType.NULL
                    && frame.capturedLength() > 0
                    && frame.bytes().get(frame.at()) == 0;
        }
    }

    private static final class Fit {
        final PacketFilter filter;
        final String refusal;

        Fit(PacketFilter filter, String refusal) {
            this.filter = filter;
            this.refusal = refusal;
        }
    }

    /** Frames of one capture that passed. */
    private static final class Passed {
        long packets;
        long bytes;
        long firstNanos = Long.MAX_VALUE;
        long lastNanos = Long.MIN_VALUE;
    }

    private FilteredSource(FrameSource source, String expression) {
        this.source = source;
        this.expression = expression;
    }

    /**
     * Puts a filter before a source. Waits for the source's first frame, whose link type decides whether the expression parses.
     *
     * @throws FilterException where it does not, or where libpcap is missing; the source is still open then
     */
    public static FilteredSource open(FrameSource source, String expression) throws FilterException {
        FilteredSource filtered = new FilteredSource(source, expression);
        filtered.holdsFirst = source.next(filtered.first);
        Kind kind =
                filtered.holdsFirst ? Kind.of(filtered.first) : new Kind(LinkType.ETHERNET, ByteOrder.LITTLE_ENDIAN);
        filtered.fits.put(kind, new Fit(compiled(expression, kind), null));
        return filtered;
    }

    @Override
    public boolean next(Frame frame) {
        if (holdsFirst) {
            holdsFirst = false;
            frame.set(
                    first.bytes(),
                    first.at(),
                    first.capturedLength(),
                    first.originalLength(),
                    first.linkType(),
                    first.timeNanos());
            if (passes(frame)) {
                return true;
            }
        }
        while (source.next(frame)) {
            if (passes(frame)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public FrameSource another() throws CaptureException {
        FrameSource other = source.another();
        if (other == null) {
            return null;
        }
        try {
            return open(other, expression);
        } catch (FilterException e) {
            other.close();
            throw new CaptureException(e.getMessage(), e);
        }
    }

    private boolean passes(Frame frame) {
        if (!kind.has(frame)) {
            changeTo(Kind.of(frame));
        }
        if (filter == null
                || !filter.accepts(frame.bytes(), frame.at(), frame.capturedLength(), frame.originalLength())) {
            framesLeftOut++;
            return false;
        }
        count(frame, source.indexOfLast());
        return true;
    }

    private void changeTo(Kind other) {
        kind = other;
        filter = fits.computeIfAbsent(other, this::fit).filter;
    }

    private Fit fit(Kind other) {
        try {
            return new Fit(compiled(expression, other), null);
        } catch (FilterException e) {
            return new Fit(null, e.getMessage());
        }
    }

    private static PacketFilter compiled(String expression, Kind kind) throws FilterException {
        return new PacketFilter(FilterCompiler.compile(expression, kind.linkType(), kind.order(), SNAPLEN));
    }

    private void count(Frame frame, int index) {
        if (index >= passed.length) {
            growTo(index);
        }
        Passed counts = passed[index];
        counts.packets++;
        counts.bytes += frame.capturedLength();
        counts.firstNanos = Math.min(counts.firstNanos, frame.timeNanos());
        counts.lastNanos = Math.max(counts.lastNanos, frame.timeNanos());
    }

    private void growTo(int index) {
        int before = passed.length;
        passed = Arrays.copyOf(passed, Math.max(index + 1, 2 * before));
        for (int i = before; i < passed.length; i++) {
            passed[i] = new Passed();
        }
    }

    /** Frames that were read and did not pass. */
    public long framesLeftOut() {
        return framesLeftOut;
    }

    /** One sentence for each link type whose frames were all left out because the expression does not fit it. */
    public List<String> notes() {
        return fits.values().stream()
                .filter(fit -> fit.refusal != null)
                .map(fit -> "Frames of another link type were left out. " + fit.refusal)
                .toList();
    }

    @Override
    public int indexOfLast() {
        return source.indexOfLast();
    }

    @Override
    public void stop() {
        source.stop();
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
        List<CaptureSummary> read = source.summaries();
        List<CaptureSummary> summaries = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            CaptureSummary summary = read.get(i);
            Passed counts = i < passed.length ? passed[i] : new Passed();
            summaries.add(new CaptureSummary(
                    summary.source(),
                    summary.format(),
                    summary.compression(),
                    summary.linkTypes(),
                    counts.packets,
                    counts.bytes,
                    counts.packets == 0 ? 0 : counts.firstNanos,
                    counts.packets == 0 ? 0 : counts.lastNanos,
                    summary.end(),
                    summary.endDetail(),
                    summary.dropped()));
        }
        return summaries;
    }

    @Override
    public void close() {
        source.close();
    }
}
