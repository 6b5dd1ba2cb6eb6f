package org.portwitness.capture.file;

import static org.portwitness.capture.file.PcapngLayout.*;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.Frame;

/** Writes one section of a pcapng file: little-endian, times in nanoseconds. Belongs to one thread. */
final class PcapngWriter implements Closeable {
    /** Holds some thousand usual packets, and the largest one. */
    private static final int BUFFER_BYTES = 1 << 20;

    private static final int LARGEST_PACKET = BUFFER_BYTES / 2;

    /** Together they fit into the buffer beside the largest packet. */
    private static final int MOST_COMMENTS = 100;

    private static final int NANOSECONDS = 9;
    private static final long UNKNOWN_LENGTH = -1;
    private static final int LONGEST_TEXT = 1000;

    private final WritableByteChannel out;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long flushed;
    private long packets;
    private long lastNanos;

    private int interfaces;

    /**
     * Begins a file with one interface; nothing is written before {@link #flush} or until the buffer is full.
     *
     * @param out closed with this
     */
    PcapngWriter(WritableByteChannel out, String application, String interfaceName, int linkType, int snapLength) {
        this(out, application, List.of());
        block(interfaceName, linkType, snapLength);
    }

    /** Begins a file without an interface. */
    PcapngWriter(WritableByteChannel out, String application, List<String> comments) {
        this.out = out;
        int at = buffer.position();
        block(SECTION_HEADER);
        buffer.putInt(BYTE_ORDER_MAGIC)
                .putShort((short) MAJOR)
                .putShort((short) 0)
                .putLong(UNKNOWN_LENGTH);
        option(SHB_USERAPPL, application);
        comments(comments);
        endOfOptions();
        end(at);
    }

    /** @return the interface's number, for {@link #write(int, long, ByteBuffer, int, List)} */
    int addInterface(String name, int linkType, int snapLength) throws IOException {
        if (buffer.remaining() < 2 * LONGEST_TEXT) {
            flush();
        }
        return block(name, linkType, snapLength);
    }

    private int block(String interfaceName, int linkType, int snapLength) {
        int at = buffer.position();
        block(INTERFACE);
        buffer.putShort((short) linkType).putShort((short) 0).putInt(snapLength);
        option(IF_NAME, interfaceName);
        buffer.putShort((short) IF_TSRESOL).putShort((short) 1).put((byte) NANOSECONDS);
        pad();
        endOfOptions();
        end(at);
        return interfaces++;
    }

    /** Writes a packet with comments. */
    void write(int interfaceNumber, long time, ByteBuffer packet, int originalLength, List<String> comments)
            throws IOException {
        int captured = Math.min(packet.remaining(), LARGEST_PACKET);
        if (buffer.remaining() < PACKET_OVERHEAD_BYTES + captured + MOST_COMMENTS * (LONGEST_TEXT + 8)) {
            flush();
        }
        int at = buffer.position();
        block(ENHANCED_PACKET);
        buffer.putInt(interfaceNumber)
                .putInt((int) (time >>> 32))
                .putInt((int) time)
                .putInt(captured)
                .putInt(originalLength);
        buffer.put(packet.duplicate().limit(packet.position() + captured));
        pad();
        if (!comments.isEmpty()) {
            comments(comments);
            endOfOptions();
        }
        end(at);
        packets++;
        lastNanos = time;
    }

    private void comments(List<String> comments) {
        comments.stream().limit(MOST_COMMENTS).forEach(comment -> option(COMMENT, comment));
    }

    void write(Frame frame) throws IOException {
        int captured = Math.min(frame.capturedLength(), LARGEST_PACKET);
        int length = PACKET_OVERHEAD_BYTES + padded(captured);
        if (buffer.remaining() < length) {
            flush();
        }
        long time = frame.timeNanos();
        int at = buffer.position();
        buffer.putInt(at + TYPE_AT, ENHANCED_PACKET);
        buffer.putInt(at + LENGTH_AT, length);
        buffer.putInt(at + PACKET_INTERFACE_AT, 0);
        buffer.putInt(at + TICKS_HIGH_AT, (int) (time >>> 32));
        buffer.putInt(at + TICKS_LOW_AT, (int) time);
        buffer.putInt(at + CAPTURED_AT, captured);
        buffer.putInt(at + ORIGINAL_AT, frame.originalLength());
        buffer.put(at + PACKET_AT, frame.bytes(), frame.at(), captured);
        for (int i = captured; i < padded(captured); i++) {
            buffer.put(at + PACKET_AT + i, (byte) 0);
        }
        buffer.putInt(at + length - TRAILER_BYTES, length);
        buffer.position(at + length);
        packets++;
        lastNanos = time;
    }

    /** Says at the end how many packets were received and lost; figures that are not known are left out. */
    void statistics(Drops drops) throws IOException {
        if (buffer.remaining() < LONGEST_TEXT) {
            flush();
        }
        int at = buffer.position();
        block(STATISTICS);
        buffer.putInt(0).putInt((int) (lastNanos >>> 32)).putInt((int) lastNanos);
        option(ISB_IFRECV, packets);
        if (drops.networkInterface() >= 0) {
            option(ISB_IFDROP, drops.networkInterface());
        }
        if (drops.kernel() >= 0) {
            option(ISB_OSDROP, drops.kernel());
        }
        endOfOptions();
        end(at);
    }

    private void block(int type) {
        buffer.putInt(type).putInt(0);
    }

    private void end(int at) {
        int length = buffer.position() + TRAILER_BYTES - at;
        buffer.putInt(length);
        buffer.putInt(at + LENGTH_AT, length);
    }

    private void option(int code, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, LONGEST_TEXT);
        // not in the middle of a character
        while (length < bytes.length && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        buffer.putShort((short) code).putShort((short) length).put(bytes, 0, length);
        pad();
    }

    private void option(int code, long value) {
        buffer.putShort((short) code).putShort((short) Long.BYTES).putLong(value);
    }

    private void endOfOptions() {
        buffer.putShort((short) END_OF_OPTIONS).putShort((short) 0);
    }

    /** Everything begins at a multiple of four bytes. */
    private void pad() {
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
    }

    /** Bytes of the file so far. */
    long length() {
        return flushed + buffer.position();
    }

    void flush() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                flushed += out.write(buffer);
            }
        } finally {
            buffer.compact();
        }
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }
}
