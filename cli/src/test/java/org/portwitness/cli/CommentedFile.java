package org.portwitness.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A pcapng file as {@code --evidence} writes it, read block by block by the format's own description and nothing of the program's. */
final class CommentedFile {
    private static final int SECTION = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;
    private static final int COMMENT = 1;
    private static final int NAME = 2;

    final List<String> comments = new ArrayList<>();
    final List<String> interfaces = new ArrayList<>();
    final List<Packet> packets = new ArrayList<>();

    /** One packet; a class, as arrays in records compare by identity. */
    static final class Packet {
        final int iface;
        final long nanos;
        final byte[] bytes;
        final int originalLength;
        final List<String> comments;

        Packet(int iface, long nanos, byte[] bytes, int originalLength, List<String> comments) {
            this.iface = iface;
            this.nanos = nanos;
            this.bytes = bytes;
            this.originalLength = originalLength;
            this.comments = comments;
        }
    }

    CommentedFile(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at < file.length) {
            int length = in.getInt(at + 4);
            int end = at + length - 4;
            if (in.getInt(end) != length) {
                throw new AssertionError("the block at " + at + " has two lengths");
            }
            switch (in.getInt(at)) {
                case SECTION -> comments.addAll(options(in, at + 24, end, COMMENT));
                case INTERFACE -> interfaces.addAll(options(in, at + 16, end, NAME));
                case PACKET -> {
                    int captured = in.getInt(at + 20);
                    byte[] bytes = new byte[captured];
                    in.get(at + 28, bytes);
                    long nanos = (long) in.getInt(at + 12) << 32 | in.getInt(at + 16) & 0xffff_ffffL;
                    packets.add(new Packet(
                            in.getInt(at + 8),
                            nanos,
                            bytes,
                            in.getInt(at + 24),
                            options(in, at + 28 + (captured + 3 & ~3), end, COMMENT)));
                }
                default -> throw new AssertionError("a block of type " + in.getInt(at));
            }
            at += length;
        }
    }

    private static List<String> options(ByteBuffer in, int from, int end, int code) {
        List<String> values = new ArrayList<>();
        for (int at = from; at < end && in.getShort(at) != 0; at += 4 + (in.getShort(at + 2) + 3 & ~3)) {
            if (in.getShort(at) == code) {
                byte[] value = new byte[in.getShort(at + 2)];
                in.get(at + 4, value);
                values.add(new String(value, StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    /** How many packets have each set of comments, in the order of the first ones. */
    List<String> told() {
        return packets.stream()
                .map(p -> String.join(" | ", p.comments))
                .distinct()
                .toList();
    }

    boolean holds(String text) {
        return packets.stream().anyMatch(p -> new String(p.bytes, StandardCharsets.ISO_8859_1).contains(text));
    }
}
