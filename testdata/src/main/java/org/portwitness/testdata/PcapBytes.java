package org.portwitness.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a capture file in the classic format, in either byte order and either resolution. Times are nanoseconds since the
 * epoch; a microsecond file drops the last three digits, as a capturing program does.
 */
public final class PcapBytes {
    private static final int MAGIC_MICROS = 0xA1B2C3D4;
    private static final int MAGIC_NANOS = 0xA1B23C4D;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteOrder order;
    private final boolean nanos;

    private PcapBytes(ByteOrder order, boolean nanos, int linkType, int snapLength) {
        this.order = order;
        this.nanos = nanos;
        ByteBuffer header = ByteBuffer.allocate(24).order(order);
        header.putInt(nanos ? MAGIC_NANOS : MAGIC_MICROS).putShort((short) 2).putShort((short) 4);
        header.putInt(0).putInt(0).putInt(snapLength).putInt(linkType);
        out.writeBytes(header.array());
    }

    /** Ethernet, microseconds, little-endian: what most programs write. */
    public static PcapBytes usual() {
        return new PcapBytes(ByteOrder.LITTLE_ENDIAN, false, 1, 262_144);
    }

    public static PcapBytes of(ByteOrder order, boolean nanos, int linkType) {
        return new PcapBytes(order, nanos, linkType, 262_144);
    }

    public static PcapBytes of(ByteOrder order, boolean nanos, int linkType, int snapLength) {
        return new PcapBytes(order, nanos, linkType, snapLength);
    }

    public PcapBytes frame(long timeNanos, byte[] frame) {
        return frame(timeNanos, frame, frame.length);
    }

    /** A frame of which only {@code captured} was kept of {@code originalLength} bytes. */
    public PcapBytes frame(long timeNanos, byte[] captured, int originalLength) {
        long fraction = Math.floorMod(timeNanos, NANOS_PER_SECOND);
        ByteBuffer header = ByteBuffer.allocate(16).order(order);
        header.putInt((int) Math.floorDiv(timeNanos, NANOS_PER_SECOND))
                .putInt((int) (nanos ? fraction : fraction / 1000));
        header.putInt(captured.length).putInt(originalLength);
        out.writeBytes(header.array());
        out.writeBytes(captured);
        return this;
    }

    /** Bytes as they are, to write records that no program would. */
    public PcapBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
