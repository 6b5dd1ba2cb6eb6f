package org.portwitness.capture.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes captures of either format byte by byte, sound or damaged. Remembers where each record or block ends. */
final class CaptureBytes {
    static final int MICROSECONDS = 0xa1b2c3d4;
    static final int NANOSECONDS = 0xa1b23c4d;
    static final int MODIFIED = 0xa1b2cd34;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> packetEnds = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private ByteOrder order;
    private int magic;

    private CaptureBytes(ByteOrder order) {
        this.order = order;
    }

    static CaptureBytes pcap(ByteOrder order, int magic, int linkTypeField) {
        return pcap(order, magic, 2, 4, linkTypeField);
    }

    static CaptureBytes pcap(ByteOrder order, int magic, int major, int minor, int linkTypeField) {
        CaptureBytes file = new CaptureBytes(order);
        file.magic = magic;
        file.words(magic).shorts(major, minor).words(0, 0, 96, linkTypeField);
        return file.end();
    }

    /** A plain Ethernet file of microseconds, as most are. */
    static CaptureBytes pcap() {
        return pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, 1);
    }

    CaptureBytes record(long seconds, long fraction, String packet) {
        return record(seconds, fraction, packet, packet.length());
    }

    CaptureBytes record(long seconds, long fraction, String packet, int original) {
        return record(seconds, fraction, packet.length(), original, packet);
    }

    CaptureBytes record(long seconds, long fraction, int captured, int original, String packet) {
        words((int) seconds, (int) fraction, captured, original);
        if (magic == MODIFIED) {
            words(7, 0x0800_0000);
        }
        return text(packet).packetEnd();
    }

    static CaptureBytes pcapng(ByteOrder order) {
        return new CaptureBytes(order).section(order);
    }

    CaptureBytes section(ByteOrder newOrder) {
        order = newOrder;
        return block(0x0a0d0d0a, body().words(0x1a2b3c4d).shorts(1, 0).longs(-1));
    }

    CaptureBytes describe(int linkType, int snapLength, byte[]... options) {
        return block(1, body().shorts(linkType, 0).words(snapLength).options(options));
    }

    CaptureBytes enhanced(int index, long ticks, String packet, byte[]... options) {
        return enhanced(index, ticks, packet, packet.length(), options);
    }

    CaptureBytes enhanced(int index, long ticks, String packet, int original, byte[]... options) {
        block(
                6,
                body().words(index, (int) (ticks >>> 32), (int) ticks, packet.length(), original)
                        .text(packet)
                        .pad()
                        .options(options));
        return packetEnd();
    }

    CaptureBytes simple(int original, String packet) {
        block(3, body().words(original).text(packet).pad());
        return packetEnd();
    }

    CaptureBytes old(int index, int drops, long ticks, String packet) {
        block(
                2,
                body().shorts(index, drops)
                        .words((int) (ticks >>> 32), (int) ticks, packet.length(), packet.length())
                        .text(packet)
                        .pad());
        return packetEnd();
    }

    CaptureBytes statistics(int index, byte[]... options) {
        return block(5, body().words(index, 0, 0).options(options));
    }

    byte[] option(int code, long value) {
        return body().shorts(code, 8).longs(value).bytes();
    }

    byte[] octetOption(int code, int value) {
        return body().shorts(code, 1).octets(value, 0, 0, 0).bytes();
    }

    byte[] textOption(int code, String text) {
        return body().shorts(code, text.length()).text(text).pad().bytes();
    }

    CaptureBytes block(int type, CaptureBytes content) {
        byte[] bytes = content.bytes();
        int length = bytes.length + 12;
        return words(type, length).raw(bytes).words(length).end();
    }

    /** An empty piece in the same byte order. */
    CaptureBytes body() {
        return new CaptureBytes(order);
    }

    CaptureBytes options(byte[]... options) {
        for (byte[] option : options) {
            raw(option);
        }
        return options.length > 0 ? words(0) : this;
    }

    CaptureBytes words(int... words) {
        for (int word : words) {
            raw(ByteBuffer.allocate(4).order(order).putInt(word).array());
        }
        return this;
    }

    CaptureBytes shorts(int... shorts) {
        for (int value : shorts) {
            raw(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
        }
        return this;
    }

    CaptureBytes longs(long... longs) {
        for (long value : longs) {
            raw(ByteBuffer.allocate(8).order(order).putLong(value).array());
        }
        return this;
    }

    CaptureBytes octets(int... octets) {
        for (int octet : octets) {
            out.write(octet);
        }
        return this;
    }

    CaptureBytes text(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    CaptureBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    CaptureBytes pad() {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
        return this;
    }

    private CaptureBytes end() {
        ends.add(out.size());
        return this;
    }

    private CaptureBytes packetEnd() {
        if (ends.isEmpty() || ends.get(ends.size() - 1) != out.size()) {
            end();
        }
        packetEnds.add(out.size());
        return this;
    }

    /** A further packet "at 2" as bytes of its own. */
    byte[] record2() {
        CaptureBytes piece = body();
        piece.magic = magic;
        return (magic == 0 ? piece.enhanced(0, 2, "at 2") : piece.record(2, 0, "at 2")).bytes();
    }

    /** Packets that lie whole within the first {@code length} bytes. */
    int wholePackets(int length) {
        return (int) packetEnds.stream().filter(end -> end <= length).count();
    }

    /** Whether a file of the first {@code length} bytes ends properly. */
    boolean isWhole(int length) {
        return ends.contains(length);
    }

    /** Bytes of the first record or block, without which there is no capture. */
    int headerBytes() {
        return ends.get(0);
    }

    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
