package org.portwitness.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes pcapng (draft-ietf-opsawg-pcapng): sections in either byte order, interfaces with their own resolution and offset, the
 * three packet blocks, interface statistics and blocks that nobody knows. Times are nanoseconds since the epoch.
 */
public final class PcapngBytes {
    private static final int SECTION = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;
    private static final int TSRESOL = 9;
    private static final int TSOFFSET = 14;
    private static final int ISB_RECEIVED = 4;
    private static final int ISB_INTERFACE_DROPS = 5;
    private static final int ISB_KERNEL_DROPS = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Resolution> interfaces = new ArrayList<>();
    private ByteOrder order;

    /** How an interface counts time: {@code if_tsresol} as it stands in the option, and {@code if_tsoffset} in seconds. */
    private record Resolution(int tsresol, long offsetSeconds) {
        long ticks(long timeNanos) {
            long nanos = timeNanos - offsetSeconds * 1_000_000_000L;
            if ((tsresol & 0x80) != 0) {
                int shift = tsresol & 0x7F;
                long seconds = Math.floorDiv(nanos, 1_000_000_000L);
                long fraction = Math.floorMod(nanos, 1_000_000_000L);
                return (seconds << shift) + (long) ((double) fraction / 1e9 * (1L << shift));
            }
            long ticks = nanos;
            for (int digits = 9; digits > tsresol; digits--) {
                ticks /= 10;
            }
            for (int digits = 9; digits < tsresol; digits++) {
                ticks *= 10;
            }
            return ticks;
        }
    }

    private PcapngBytes(ByteOrder order) {
        section(order);
    }

    /** One little-endian section with one Ethernet interface in microseconds. */
    public static PcapngBytes usual() {
        return new PcapngBytes(ByteOrder.LITTLE_ENDIAN).iface(1);
    }

    /** One section without an interface yet. */
    public static PcapngBytes of(ByteOrder order) {
        return new PcapngBytes(order);
    }

    /** Begins a section; interfaces are counted anew. */
    public PcapngBytes section(ByteOrder order) {
        this.order = order;
        interfaces.clear();
        return block(SECTION, Bytes.join(u32(0x1A2B3C4D), u16(1, 0), u32(-1, -1)));
    }

    /** An interface in microseconds without any option. */
    public PcapngBytes iface(int linkType) {
        return addInterface(linkType, new Resolution(6, 0), new byte[0]);
    }

    /**
     * An interface with its own clock.
     *
     * @param tsresol 0-127: a power of ten, with bit 7 set: a power of two
     */
    public PcapngBytes iface(int linkType, int tsresol, long offsetSeconds) {
        byte[] options = Bytes.join(option(TSRESOL, (byte) tsresol), option(TSOFFSET, u64(offsetSeconds)), u32(0));
        return addInterface(linkType, new Resolution(tsresol, offsetSeconds), options);
    }

    /** A packet on the first interface. */
    public PcapngBytes frame(long timeNanos, byte[] frame) {
        return frame(0, timeNanos, frame, frame.length);
    }

    public PcapngBytes frame(int iface, long timeNanos, byte[] captured, int originalLength) {
        long ticks = interfaces.get(iface).ticks(timeNanos);
        byte[] head = u32(iface, (int) (ticks >>> 32), (int) ticks, captured.length, originalLength);
        return block(ENHANCED_PACKET, Bytes.join(head, padded(captured)));
    }

    /** A Simple Packet Block: no time, first interface. */
    public PcapngBytes simple(byte[] frame) {
        return block(SIMPLE_PACKET, Bytes.join(u32(frame.length), padded(frame)));
    }

    /** The packet block of 2004, with a drop count of its own. */
    public PcapngBytes oldPacket(int iface, int drops, long timeNanos, byte[] frame) {
        long ticks = interfaces.get(iface).ticks(timeNanos);
        byte[] head = Bytes.join(u16(iface, drops), u32((int) (ticks >>> 32), (int) ticks, frame.length, frame.length));
        return block(OLD_PACKET, Bytes.join(head, padded(frame)));
    }

    /** Interface statistics: what was received, what the interface and the kernel dropped. */
    public PcapngBytes statistics(int iface, long timeNanos, long received, long interfaceDrops, long kernelDrops) {
        long ticks = interfaces.get(iface).ticks(timeNanos);
        byte[] body = Bytes.join(
                u32(iface, (int) (ticks >>> 32), (int) ticks),
                option(ISB_RECEIVED, u64(received)),
                option(ISB_INTERFACE_DROPS, u64(interfaceDrops)),
                option(ISB_KERNEL_DROPS, u64(kernelDrops)),
                u32(0));
        return block(INTERFACE_STATISTICS, body);
    }

    /** Any block, also one that no reader knows. */
    public PcapngBytes block(int type, byte[] body) {
        byte[] filled = padded(body);
        int length = 12 + filled.length;
        out.writeBytes(Bytes.join(u32(type, length), filled, u32(length)));
        return this;
    }

    /** Bytes as they are. */
    public PcapngBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    private PcapngBytes addInterface(int linkType, Resolution resolution, byte[] options) {
        interfaces.add(resolution);
        return block(INTERFACE, Bytes.join(u16(linkType, 0), u32(262_144), options));
    }

    private byte[] option(int code, byte... value) {
        return Bytes.join(u16(code, value.length), padded(value));
    }

    private static byte[] padded(byte[] bytes) {
        return Bytes.start().raw(bytes).padTo(4).toArray();
    }

    private byte[] u16(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.array();
    }

    private byte[] u32(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    /** Two 32-bit halves, high first in the time stamps but one 64-bit number in options. */
    private byte[] u64(long value) {
        return ByteBuffer.allocate(8).order(order).putLong(value).array();
    }
}
