package org.portwitness.capture.file;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.LinkType;

/**
 * What the readers of both formats share: the chunked bytes, the summary's figures, and how a capture ends.
 *
 * <p>One thread reads; {@link #stop}, {@link #inputPosition} and {@link #inputLength} may be called by any.
 */
abstract sealed class RecordReader implements FrameSource permits PcapReader, PcapngReader {
    /**
     * Largest record or block that is read whole; what claims to be larger is taken for damage. Wireshark and libpcap draw the same
     * line for pcapng blocks. The largest frames that exist, merged by the kernel, have 512 KiB: with a limit near that a strange
     * but sound capture would be refused, with a larger one damage would swallow more of what follows before it is noticed.
     */
    static final int RECORD_LIMIT_BYTES = 16 << 20;

    final ChunkedBytes chunks;
    private final CaptureInput input;
    private final String format;
    private final List<String> linkTypes = new ArrayList<>(1);
    private final BitSet linkTypesSeen = new BitSet();
    private long packets;
    private long capturedBytes;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;
    private EndReason end;
    private String endDetail;

    RecordReader(CaptureInput input, ChunkedBytes chunks, String format) {
        this.input = input;
        this.chunks = chunks;
        this.format = format;
    }

    /** Counts a frame that is about to be handed out. */
    final void count(int capturedLength, long timeNanos) {
        packets++;
        capturedBytes += capturedLength;
        if (timeNanos > lastNanos) {
            lastNanos = timeNanos;
        }
        if (timeNanos < firstNanos) {
            firstNanos = timeNanos;
        }
    }

    /** Notes a link type that the capture describes. */
    final void appear(int linkType) {
        if (!linkTypesSeen.get(linkType)) {
            linkTypesSeen.set(linkType);
            linkTypes.add(LinkType.name(linkType));
        }
    }

    final boolean hasEnded() {
        return end != null;
    }

    final boolean stopRequested() {
        return chunks.stopRequested;
    }

    /** Ends because there is no further byte, or because the input itself broke; {@code missing} is the detail if it breaks off. */
    final boolean endOfInput(String missing) {
        if (stopRequested()) {
            return stopped();
        }
        if (input.failure() != null) {
            return end(input.failure(), input.failureDetail());
        }
        return missing == null
                ? end(EndReason.COMPLETE, null)
                : end(EndReason.CUT, CaptureInput.describe(input.name()) + " " + missing + ".");
    }

    final boolean corrupt(String what) {
        return end(EndReason.CORRUPT, CaptureInput.describe(input.name()) + " " + what + ".");
    }

    final boolean stopped() {
        return end(EndReason.STOPPED, null);
    }

    /** Always false, so that {@code next} can return it. The first reason stands. */
    private boolean end(EndReason reason, String detail) {
        if (end == null) {
            end = reason;
            endDetail = detail;
            // nothing behind the end is looked at again
            chunks.at = chunks.limit;
        }
        return false;
    }

    /** Byte offsets in sentences: in what is stored, or in what comes out of the decompressor. */
    final String atByte(long offset) {
        return input.compression() == null ? "at byte " + offset : "at byte " + offset + " of the decompressed data";
    }

    /** The original length as frames carry it: lengths beyond 2 GiB are nonsense, but larger than any captured one. */
    static int originalLength(int unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    }

    /** Losses that the file tells of. */
    abstract CaptureSummary.Drops dropped();

    @Override
    public final FrameSource another() throws CaptureException {
        return isReopenable()
                ? CaptureFiles.openOne(
                        input.name(),
                        InputStream.nullInputStream(),
                        new ChunkPool(chunks.pool().chunkBytes()))
                : null;
    }

    /** Whether a second reader can read the same, and without decoding it once more. */
    final boolean isReopenable() {
        return input.compression() == null && CaptureInput.isReopenable(input.name());
    }

    @Override
    public final void stop() {
        chunks.stopRequested = true;
    }

    @Override
    public final long inputPosition() {
        return input.position();
    }

    @Override
    public final long inputLength() {
        return input.length();
    }

    final String endDetail() {
        return endDetail;
    }

    final CaptureSummary summary() {
        return new CaptureSummary(
                input.name(),
                format,
                input.compression(),
                List.copyOf(linkTypes),
                packets,
                capturedBytes,
                packets == 0 ? 0 : firstNanos,
                packets == 0 ? 0 : lastNanos,
                end == null ? EndReason.STOPPED : end,
                endDetail,
                dropped());
    }

    @Override
    public final List<CaptureSummary> summaries() {
        return List.of(summary());
    }

    @Override
    public final void close() {
        input.close();
        chunks.release();
        stopped();
    }
}
