package org.portwitness.capture.file;

import static org.portwitness.capture.file.PcapngLayout.PACKET_OVERHEAD_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.Frame;

/**
 * Reads pcapng, see {@link PcapngLayout}.
 *
 * <p>The section length is not used: sections are told by their header blocks, which are found either way. Options other than time
 * resolution, time offset and drop counters are passed over, blocks of other types are skipped by their length.
 */
final class PcapngReader extends RecordReader {
    /** No packet block's type is 0; the format reserves it. */
    private static final int NONE = 0;

    /** How far to look for the first time stamp; farther would make a pipe wait longer, which it does only in this odd case. */
    private static final int LOOK_AHEAD_BYTES = 1 << 16;

    private final PcapngInterfaces interfaces = new PcapngInterfaces();
    private ByteOrder order = ByteOrder.BIG_ENDIAN;
    /** For packets that have no time of their own. */
    private long latestNanos;

    private boolean timeKnown;

    /** What {@link #readBlock} left at hand: a packet block's type, or {@link #NONE} if it took the block in. */
    private int packetAtHand;

    private PcapngReader(CaptureInput input, ChunkedBytes chunks) {
        super(input, chunks, "pcapng");
    }

    /** Reads the first section's header. */
    static PcapngReader open(CaptureInput input, ChunkedBytes chunks) throws CaptureException {
        PcapngReader reader = new PcapngReader(input, chunks);
        if (!reader.readBlock()) {
            throw new CaptureException(reader.endDetail());
        }
        return reader;
    }

    @Override
    public boolean next(Frame frame) {
        if (stopRequested()) {
            return stopped();
        }
        ChunkedBytes chunk = chunks;
        int at = chunk.at;
        int left = chunk.limit - at;
        if (left >= PACKET_OVERHEAD_BYTES) {
            ByteBuffer section = chunk.inOrder(order);
            int length = section.getInt(at + PcapngLayout.LENGTH_AT);
            if (section.getInt(at) == PcapngLayout.ENHANCED_PACKET
                    && length >= PACKET_OVERHEAD_BYTES
                    && length <= left
                    && (length & 3) == 0
                    && section.getInt(at + length - PcapngLayout.TRAILER_BYTES) == length) {
                int captured = section.getInt(at + PcapngLayout.CAPTURED_AT);
                int index = section.getInt(at + PcapngLayout.PACKET_INTERFACE_AT);
                int room = length - PACKET_OVERHEAD_BYTES;
                if (captured >= 0 && captured <= room && index >= 0 && index < interfaces.count()) {
                    if (PcapngLayout.padded(captured) != room) {
                        readPacketOptions(section, at, captured, length, index);
                    }
                    deliver(frame, section, at, index, captured);
                    chunk.at = at + length;
                    return true;
                }
            }
        }
        return nextUncommon(frame);
    }

    private void deliver(Frame frame, ByteBuffer section, int at, int index, int captured) {
        long timeNanos = interfaces.scale(index).nanos(ticks(section, at));
        latestNanos = timeNanos;
        timeKnown = true;
        count(captured, timeNanos);
        frame.set(
                chunks.bytes,
                at + PcapngLayout.PACKET_AT,
                captured,
                originalLength(section.getInt(at + PcapngLayout.ORIGINAL_AT)),
                interfaces.linkType(index),
                timeNanos);
    }

    private void readPacketOptions(ByteBuffer section, int at, int captured, int length, int index) {
        int optionsAt = at + PcapngLayout.PACKET_AT + PcapngLayout.padded(captured);
        int end = at + length - PcapngLayout.TRAILER_BYTES;
        int valueAt = PcapngLayout.option(section, optionsAt, end, PcapngLayout.EPB_DROPCOUNT, Long.BYTES);
        if (valueAt >= 0) {
            interfaces.lostBefore(index, section.getLong(valueAt));
        }
    }

    /** Everything but a sound enhanced packet block that lies in the chunk: reads on to the next packet, or ends. */
    private boolean nextUncommon(Frame frame) {
        while (!hasEnded() && readBlock()) {
            if (packetAtHand == PcapngLayout.ENHANCED_PACKET) {
                return next(frame);
            }
            if (packetAtHand != NONE) {
                deliverUncommon(frame, packetAtHand);
                return true;
            }
            if (stopRequested()) {
                return stopped();
            }
        }
        return false;
    }

    private void deliverUncommon(Frame frame, int type) {
        if (type == PcapngLayout.SIMPLE_PACKET && !timeKnown) {
            lookForTime();
        }
        int at = chunks.at;
        ByteBuffer section = chunks.inOrder(order);
        if (type == PcapngLayout.SIMPLE_PACKET) {
            int captured = simpleCaptured(section, at);
            int original = originalLength(section.getInt(at + PcapngLayout.SIMPLE_ORIGINAL_AT));
            count(captured, latestNanos);
            frame.set(
                    chunks.bytes,
                    at + PcapngLayout.SIMPLE_PACKET_AT,
                    captured,
                    original,
                    interfaces.linkType(0),
                    latestNanos);
        } else {
            int index = packetInterface(type, section, at);
            int drops = section.getShort(at + PcapngLayout.OLD_DROPS_AT) & 0xffff;
            if (drops != PcapngLayout.OLD_DROPS_UNKNOWN) {
                interfaces.lostBefore(index, drops);
            }
            deliver(frame, section, at, index, section.getInt(at + PcapngLayout.CAPTURED_AT));
        }
        chunks.at = at + section.getInt(at + PcapngLayout.LENGTH_AT);
    }

    /**
     * Packets without a time of their own that come before the first time stamp are given that one: 1970 would make the capture
     * last for decades. Where none is near, they stay at 0.
     */
    private void lookForTime() {
        timeKnown = true;
        boolean unused = chunks.require(LOOK_AHEAD_BYTES); // what is there will do
        ByteBuffer section = chunks.inOrder(order);
        int at = chunks.at;
        while (chunks.limit - at >= PACKET_OVERHEAD_BYTES) {
            int type = section.getInt(at);
            int length = section.getInt(at + PcapngLayout.LENGTH_AT);
            if (type == PcapngLayout.ENHANCED_PACKET || type == PcapngLayout.OLD_PACKET) {
                int index = packetInterface(type, section, at);
                if (index >= 0 && index < interfaces.count()) {
                    latestNanos = interfaces.scale(index).nanos(ticks(section, at));
                }
                return;
            }
            if (type == PcapngLayout.SECTION_HEADER
                    || length < PcapngLayout.SMALLEST_BLOCK_BYTES
                    || length > chunks.limit - at) {
                return;
            }
            at += length;
        }
    }

    private static int packetInterface(int type, ByteBuffer section, int at) {
        int interfaceAt = at + PcapngLayout.PACKET_INTERFACE_AT;
        return type == PcapngLayout.OLD_PACKET ? section.getShort(interfaceAt) & 0xffff : section.getInt(interfaceAt);
    }

    private static long ticks(ByteBuffer section, int at) {
        return (long) section.getInt(at + PcapngLayout.TICKS_HIGH_AT) << 32
                | section.getInt(at + PcapngLayout.TICKS_LOW_AT) & 0xffff_ffffL;
    }

    /**
     * Fetches the next block and checks it. A packet block is then left at hand, every other block is taken in and passed. False
     * when the capture has ended.
     */
    private boolean readBlock() {
        packetAtHand = NONE;
        ChunkedBytes chunk = chunks;
        long offset = chunk.offset();
        if (!chunk.require(PcapngLayout.SMALLEST_BLOCK_BYTES)) {
            int there = chunk.available();
            return endOfInput(
                    there == 0
                            ? null
                            : "ends inside the header of the block " + atByte(offset) + ": "
                                    + PcapngLayout.SMALLEST_BLOCK_BYTES + " bytes are needed, " + there + " are there");
        }
        int type = chunk.inOrder(order).getInt(chunk.at);
        ByteOrder blockOrder = order;
        if (type == PcapngLayout.SECTION_HEADER) {
            blockOrder = PcapngLayout.order(chunk.bytes, chunk.at);
            if (blockOrder == null) {
                return damaged(type, offset, "its byte-order magic is neither of the two");
            }
        }
        long length = chunk.inOrder(blockOrder).getInt(chunk.at + PcapngLayout.LENGTH_AT) & 0xffff_ffffL;
        if (length < smallest(type)) {
            return damaged(type, offset, "its length is " + length + ", less than such a block has at least");
        }
        if (length % 4 != 0) {
            return damaged(type, offset, "its length is " + length + ", no multiple of four");
        }
        return isUnderstood(type) ? readUnderstood(type, offset, length, blockOrder) : skipBlock(type, offset, length);
    }

    private boolean readUnderstood(int type, long offset, long length, ByteOrder blockOrder) {
        if (length > RECORD_LIMIT_BYTES) {
            return damaged(type, offset, "its length is " + length + ", more than such a block ever has");
        }
        ChunkedBytes chunk = chunks;
        int bytes = (int) length;
        if (!chunk.require(bytes)) {
            return cut(type, offset, length, chunk.available());
        }
        int at = chunk.at;
        ByteBuffer section = chunk.inOrder(blockOrder);
        int trailer = section.getInt(at + bytes - PcapngLayout.TRAILER_BYTES);
        if (trailer != bytes) {
            return differs(type, offset, length, trailer);
        }
        int end = at + bytes - PcapngLayout.TRAILER_BYTES;
        switch (type) {
            case PcapngLayout.SECTION_HEADER -> {
                int major = section.getShort(at + PcapngLayout.MAJOR_AT) & 0xffff;
                if (major != PcapngLayout.MAJOR) {
                    return damaged(type, offset, "it states version " + major + ", which does not exist");
                }
                order = blockOrder;
                interfaces.nextSection();
            }
            case PcapngLayout.INTERFACE -> {
                if (interfaces.count() == PcapngInterfaces.LIMIT) {
                    return damaged(type, offset, "the section has more than " + PcapngInterfaces.LIMIT + " interfaces");
                }
                describeInterface(section, at, end);
            }
            case PcapngLayout.STATISTICS -> readStatistics(section, at, end);
            default -> {
                return checkPacket(type, offset, section, at, bytes);
            }
        }
        chunk.at = at + bytes;
        return true;
    }

    private void describeInterface(ByteBuffer section, int at, int end) {
        int linkType = section.getShort(at + PcapngLayout.LINK_TYPE_AT) & 0xffff;
        int optionsAt = at + PcapngLayout.INTERFACE_OPTIONS_AT;
        int resolutionAt = PcapngLayout.option(section, optionsAt, end, PcapngLayout.IF_TSRESOL, 1);
        int offsetAt = PcapngLayout.option(section, optionsAt, end, PcapngLayout.IF_TSOFFSET, Long.BYTES);
        TimestampScale scale = resolutionAt < 0 && offsetAt < 0
                ? TimestampScale.MICROSECONDS
                : new TimestampScale(
                        resolutionAt < 0 ? TimestampScale.MICROSECOND_RESOLUTION : section.get(resolutionAt) & 0xff,
                        offsetAt < 0 ? 0 : section.getLong(offsetAt));
        interfaces.add(linkType, section.getInt(at + PcapngLayout.SNAP_LENGTH_AT), scale);
        appear(linkType);
    }

    /** Statistics of an interface that was not described tell nothing about the packets, so they are passed over. */
    private void readStatistics(ByteBuffer section, int at, int end) {
        int index = section.getInt(at + PcapngLayout.PACKET_INTERFACE_AT);
        if (index < 0 || index >= interfaces.count()) {
            return;
        }
        int optionsAt = at + PcapngLayout.STATISTICS_OPTIONS_AT;
        int valueAt = PcapngLayout.option(section, optionsAt, end, PcapngLayout.ISB_IFDROP, Long.BYTES);
        if (valueAt >= 0) {
            interfaces.interfaceDropped(index, section.getLong(valueAt));
        }
        valueAt = PcapngLayout.option(section, optionsAt, end, PcapngLayout.ISB_OSDROP, Long.BYTES);
        if (valueAt >= 0) {
            interfaces.systemDropped(index, section.getLong(valueAt));
        }
    }

    /** Whether the packet block at hand has a described interface and its packet fits into it. */
    private boolean checkPacket(int type, long offset, ByteBuffer section, int at, int bytes) {
        boolean simple = type == PcapngLayout.SIMPLE_PACKET;
        long index = simple ? 0 : packetInterface(type, section, at) & 0xffff_ffffL;
        if (index >= interfaces.count()) {
            return damaged(
                    type,
                    offset,
                    "it belongs to interface " + index + ", but the section describes " + interfaces.count()
                            + " so far");
        }
        long captured =
                (simple ? simpleCaptured(section, at) : section.getInt(at + PcapngLayout.CAPTURED_AT)) & 0xffff_ffffL;
        int room = bytes - (simple ? PcapngLayout.SIMPLE_OVERHEAD_BYTES : PACKET_OVERHEAD_BYTES);
        if (captured > room) {
            return damaged(
                    type, offset, "it has room for " + room + " bytes and claims " + captured + " captured ones");
        }
        packetAtHand = type;
        return true;
    }

    /** The smaller of original length and snap length, unsigned. */
    private int simpleCaptured(ByteBuffer section, int at) {
        int original = section.getInt(at + PcapngLayout.SIMPLE_ORIGINAL_AT);
        int snapLength = interfaces.snapLength(0);
        return snapLength != 0 && Integer.compareUnsigned(snapLength, original) < 0 ? snapLength : original;
    }

    private boolean skipBlock(int type, long offset, long length) {
        ChunkedBytes chunk = chunks;
        if (!chunk.skip(length - PcapngLayout.TRAILER_BYTES) || !chunk.require(PcapngLayout.TRAILER_BYTES)) {
            return cut(type, offset, length, chunk.offset() + chunk.available() - offset);
        }
        int trailer = chunk.inOrder(order).getInt(chunk.at);
        if (trailer != (int) length) {
            return differs(type, offset, length, trailer);
        }
        chunk.at += PcapngLayout.TRAILER_BYTES;
        return true;
    }

    private static boolean isUnderstood(int type) {
        return switch (type) {
            case PcapngLayout.SECTION_HEADER,
                    PcapngLayout.INTERFACE,
                    PcapngLayout.OLD_PACKET,
                    PcapngLayout.SIMPLE_PACKET,
                    PcapngLayout.STATISTICS,
                    PcapngLayout.ENHANCED_PACKET -> true;
            default -> false;
        };
    }

    private static int smallest(int type) {
        return switch (type) {
            case PcapngLayout.SECTION_HEADER -> PcapngLayout.SECTION_OPTIONS_AT + PcapngLayout.TRAILER_BYTES;
            case PcapngLayout.INTERFACE -> PcapngLayout.INTERFACE_OPTIONS_AT + PcapngLayout.TRAILER_BYTES;
            case PcapngLayout.ENHANCED_PACKET, PcapngLayout.OLD_PACKET -> PACKET_OVERHEAD_BYTES;
            case PcapngLayout.SIMPLE_PACKET -> PcapngLayout.SIMPLE_OVERHEAD_BYTES;
            case PcapngLayout.STATISTICS -> PcapngLayout.STATISTICS_OPTIONS_AT + PcapngLayout.TRAILER_BYTES;
            default -> PcapngLayout.SMALLEST_BLOCK_BYTES;
        };
    }

    private boolean cut(int type, long offset, long length, long there) {
        return endOfInput("ends inside the " + PcapngLayout.name(type) + " " + atByte(offset) + ": " + length
                + " bytes are needed, " + there + " are there");
    }

    private boolean differs(int type, long offset, long length, int trailer) {
        return damaged(
                type,
                offset,
                "its length is " + length + " at its beginning and " + Integer.toUnsignedString(trailer)
                        + " at its end");
    }

    private boolean damaged(int type, long offset, String how) {
        return corrupt("is damaged in the " + PcapngLayout.name(type) + " " + atByte(offset) + ": " + how);
    }

    @Override
    CaptureSummary.Drops dropped() {
        return interfaces.dropped();
    }
}
