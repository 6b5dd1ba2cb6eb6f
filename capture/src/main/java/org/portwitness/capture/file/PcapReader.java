package org.portwitness.capture.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.Frame;

/** Reads the classic capture format, see {@link PcapLayout}. */
final class PcapReader extends RecordReader {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final ByteOrder order;
    private final long unitNanos;
    private final int headerBytes;

    // The fields of a record's header lie in two longs, and it takes half as many questions to the buffer to read
    // those: which half is
    // which, as shifts.
    private final int secondsShift;
    private final int fractionShift;
    private final int capturedShift;
    private final int originalShift;

    private final boolean bigEndian;
    private final int linkType;
    private final int fcsBytes;

    private PcapReader(CaptureInput input, ChunkedBytes chunks, ByteOrder order) {
        super(input, chunks, "pcap");
        this.order = order;
        ByteBuffer header = chunks.inOrder(order);
        int at = chunks.at;
        int magic = header.getInt(at);
        int field = header.getInt(at + PcapLayout.LINK_TYPE_AT);
        boolean swapped = header.getShort(at + PcapLayout.MAJOR_AT) == PcapLayout.MAJOR
                && header.getShort(at + PcapLayout.MINOR_AT) < PcapLayout.MINOR_OF_TODAYS_ORDER;
        unitNanos = magic == PcapLayout.MAGIC_NANOSECONDS ? 1 : 1000;
        headerBytes = magic == PcapLayout.MAGIC_MODIFIED
                ? PcapLayout.MODIFIED_RECORD_HEADER_BYTES
                : PcapLayout.RECORD_HEADER_BYTES;
        bigEndian = order == ByteOrder.BIG_ENDIAN;
        secondsShift = bigEndian ? Integer.SIZE : 0;
        fractionShift = Integer.SIZE - secondsShift;
        capturedShift = swapped ? fractionShift : secondsShift;
        originalShift = Integer.SIZE - capturedShift;
        linkType = field & PcapLayout.LINK_TYPE_MASK;
        fcsBytes = PcapLayout.fcsBytes(field);
        appear(linkType);
        chunks.at = at + PcapLayout.FILE_HEADER_BYTES;
    }

    /** Reads the file header; {@code order} as its magic tells it. */
    static PcapReader open(CaptureInput input, ChunkedBytes chunks, ByteOrder order) throws CaptureException {
        String name = CaptureInput.describe(input.name());
        if (!chunks.require(PcapLayout.FILE_HEADER_BYTES)) {
            throw new CaptureException(
                    input.failure() != null
                            ? input.failureDetail()
                            : name + " ends inside the header of a pcap file, which has " + PcapLayout.FILE_HEADER_BYTES
                                    + " bytes: only " + chunks.available() + " are there.");
        }
        ByteBuffer header = chunks.inOrder(order);
        int major = header.getShort(chunks.at + PcapLayout.MAJOR_AT) & 0xffff;
        if (major != PcapLayout.MAJOR) {
            throw new CaptureException(name + " says that it is a pcap file of version " + major
                    + ", which does not exist; it is damaged or no capture.");
        }
        return new PcapReader(input, chunks, order);
    }

    @Override
    public boolean next(Frame frame) {
        if (stopRequested()) {
            return stopped();
        }
        ChunkedBytes chunk = chunks;
        int at = chunk.at;
        int left = chunk.limit - at - headerBytes;
        if (left < 0) {
            return nextChunk(frame);
        }
        ByteBuffer header = bigEndian ? chunk.bytes : chunk.little;
        long lengths = header.getLong(at + PcapLayout.LENGTHS_AT);
        int captured = (int) (lengths >>> capturedShift);
        if (captured > left || captured < 0) {
            return nextChunk(frame);
        }
        int frameAt = at + headerBytes;
        long time = header.getLong(at + PcapLayout.TIME_AT);
        long timeNanos = (time >>> secondsShift & 0xffff_ffffL) * SECOND_NANOS
                + (time >>> fractionShift & 0xffff_ffffL) * unitNanos;
        int original = originalLength((int) (lengths >>> originalShift));
        chunk.at = frameAt + captured;
        if (fcsBytes != 0) {
            original = Math.max(0, original - fcsBytes);
            captured = Math.min(captured, original);
        }
        count(captured, timeNanos);
        frame.set(chunk.bytes, frameAt, captured, original, linkType, timeNanos);
        return true;
    }

    /** The record at hand is not whole yet: fetches the rest of it, or ends. */
    private boolean nextChunk(Frame frame) {
        if (hasEnded()) {
            return false;
        }
        long offset = chunks.offset();
        if (!chunks.require(headerBytes)) {
            int there = chunks.available();
            return endOfInput(
                    there == 0
                            ? null
                            : "ends inside the header of the record " + atByte(offset) + ": " + headerBytes
                                    + " bytes are needed, " + there + " are there");
        }
        long lengths = chunks.inOrder(order).getLong(chunks.at + PcapLayout.LENGTHS_AT);
        long captured = lengths >>> capturedShift & 0xffff_ffffL;
        if (captured > RECORD_LIMIT_BYTES) {
            return corrupt("is damaged in the record " + atByte(offset) + ": it claims " + captured
                    + " captured bytes, which no packet has");
        }
        int wanted = headerBytes + (int) captured;
        if (!chunks.require(wanted)) {
            return endOfInput("ends inside the record " + atByte(offset) + ": " + wanted + " bytes are needed, "
                    + chunks.available() + " are there");
        }
        return next(frame);
    }

    /** The format has no place for them. */
    @Override
    CaptureSummary.Drops dropped() {
        return CaptureSummary.Drops.UNKNOWN;
    }
}
