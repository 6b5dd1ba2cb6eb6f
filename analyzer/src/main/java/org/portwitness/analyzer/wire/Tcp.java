package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * TCP header.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |          source port          |       destination port        |
 *  +-------------------------------+-------------------------------+
 *  |                        sequence number                        |
 *  +---------------------------------------------------------------+
 *  |                     acknowledgement number                    |
 *  +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 *  |offset | res.  |C|E|U|A|P|R|S|F|            window             |
 *  +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 *  |           checksum            |        urgent pointer         |
 *  +-------------------------------+-------------------------------+
 *  |                  options, (offset - 5) words                  |
 * </pre>
 *
 * <p>Source: RFC 9293 section 3.1.
 */
public final class Tcp {
    public static final int SOURCE_PORT_AT = 0;
    public static final int DESTINATION_PORT_AT = SOURCE_PORT_AT + 2;
    public static final int SEQUENCE_AT = DESTINATION_PORT_AT + 2;
    public static final int ACKNOWLEDGEMENT_AT = SEQUENCE_AT + 4;
    public static final int OFFSET_AT = ACKNOWLEDGEMENT_AT + 4;
    public static final int FLAGS_AT = OFFSET_AT + 1;
    public static final int WINDOW_AT = FLAGS_AT + 1;
    public static final int CHECKSUM_AT = WINDOW_AT + 2;
    public static final int URGENT_AT = CHECKSUM_AT + 2;
    public static final int SMALLEST = URGENT_AT + 2;

    /** Bytes from the start through the flags: enough to know who opens or refuses what. */
    public static final int USABLE = WINDOW_AT;

    /** Both ports: enough to know the conversation. */
    public static final int PORTS_LENGTH = SEQUENCE_AT;

    private Tcp() {}

    /** True where ports, numbers and flags stand here; the rest of the header may be cut. */
    public static boolean check(int at, int end) {
        return end - at >= USABLE;
    }

    public static int sourcePort(ByteBuffer bytes, int at) {
        return bytes.getShort(at + SOURCE_PORT_AT) & 0xffff;
    }

    public static int destinationPort(ByteBuffer bytes, int at) {
        return bytes.getShort(at + DESTINATION_PORT_AT) & 0xffff;
    }

    public static long sequence(ByteBuffer bytes, int at) {
        return bytes.getInt(at + SEQUENCE_AT) & 0xffff_ffffL;
    }

    public static long acknowledgement(ByteBuffer bytes, int at) {
        return bytes.getInt(at + ACKNOWLEDGEMENT_AT) & 0xffff_ffffL;
    }

    /** In bytes; below {@link #SMALLEST} it makes no sense. */
    public static int headerLength(ByteBuffer bytes, int at) {
        return (bytes.get(at + OFFSET_AT) & 0xf0) >>> 2;
    }

    public static int flags(ByteBuffer bytes, int at) {
        return bytes.get(at + FLAGS_AT) & 0xff;
    }

    /** The first eight bytes at once: ports and sequence number. */
    public static long head(ByteBuffer bytes, int at) {
        return bytes.getLong(at + SOURCE_PORT_AT);
    }

    /** The next eight bytes at once, as {@link #head}: acknowledgement, length, flags, window. */
    public static long middle(ByteBuffer bytes, int at) {
        return bytes.getLong(at + ACKNOWLEDGEMENT_AT);
    }

    public static int sourcePort(long head) {
        return (int) (head >>> 48);
    }

    public static int destinationPort(long head) {
        return (int) (head >>> 32) & 0xffff;
    }

    public static long sequence(long head) {
        return head & 0xffff_ffffL;
    }

    public static long acknowledgement(long middle) {
        return middle >>> 32;
    }

    public static int headerLength(long middle) {
        return (int) (middle >>> 26) & 0x3c;
    }

    public static int flags(long middle) {
        return (int) (middle >>> 16) & 0xff;
    }

    /** Both together, for telling copies from repetitions; only where the header is captured up to {@link #URGENT_AT}. */
    public static int windowAndChecksum(ByteBuffer bytes, int at) {
        return bytes.getInt(at + WINDOW_AT);
    }
}
