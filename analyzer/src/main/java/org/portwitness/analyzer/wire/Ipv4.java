package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * IPv4 header.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------+-----------+---+-------------------------------+
 *  |version|  IHL  |   DSCP    |ECN|         total length          |
 *  +-------+-------+-----------+---+-----+-------------------------+
 *  |        identification         |0 D M|    fragment offset      |
 *  +---------------+---------------+-----+-------------------------+
 *  |      TTL      |   protocol    |        header checksum        |
 *  +---------------+---------------+-------------------------------+
 *  |                            source                             |
 *  +---------------------------------------------------------------+
 *  |                          destination                          |
 *  +---------------------------------------------------------------+
 *  |                   options, (IHL - 5) words                    |
 * </pre>
 *
 * <p>Source: RFC 791 section 3.1, RFC 2474 (DSCP). A total length of 0 is what a sender's own capture shows before the network card
 * cut a large segment into packets ("TSO", "BIG TCP"): the packet then reaches to the end of the frame.
 */
public final class Ipv4 {
    public static final int VERSION_AT = 0;
    public static final int TOS_AT = VERSION_AT + 1;
    public static final int TOTAL_LENGTH_AT = TOS_AT + 1;
    public static final int ID_AT = TOTAL_LENGTH_AT + 2;
    public static final int FRAGMENT_AT = ID_AT + 2;
    public static final int TTL_AT = FRAGMENT_AT + 2;
    public static final int PROTOCOL_AT = TTL_AT + 1;
    public static final int CHECKSUM_AT = PROTOCOL_AT + 1;
    public static final int SOURCE_AT = CHECKSUM_AT + 2;
    public static final int DESTINATION_AT = SOURCE_AT + 4;
    public static final int SMALLEST = DESTINATION_AT + 4;

    public static final int VERSION = 4;

    /** First byte of a header without options: version 4, five words. */
    public static final int PLAIN_FIRST_BYTE = 0x45;

    /** Bits of {@link #fragment}: more fragments follow. */
    public static final int MORE_FRAGMENTS = 0x2000;
    /** Bits of {@link #fragment}: the offset, in units of eight bytes. */
    public static final int OFFSET_MASK = 0x1fff;

    /** The upper half of every IPv4 address in the mapped form is 0, the lower begins with these bits (RFC 4291 section 2.5.5.2). */
    public static final long MAPPED_LOW = 0x0000_ffff_0000_0000L;

    private Ipv4() {}

    /** True where a whole header with a possible length stands here and its total length covers it or is 0. */
    public static boolean check(ByteBuffer bytes, int at, int end) {
        if (end - at < SMALLEST || version(bytes, at) != VERSION) {
            return false;
        }
        int headerLength = headerLength(bytes, at);
        int totalLength = totalLength(bytes, at);
        return headerLength >= SMALLEST
                && headerLength <= end - at
                && (totalLength == 0 || totalLength >= headerLength);
    }

    public static int version(ByteBuffer bytes, int at) {
        return (bytes.get(at + VERSION_AT) & 0xff) >>> 4;
    }

    /** In bytes. */
    public static int headerLength(ByteBuffer bytes, int at) {
        return (bytes.get(at + VERSION_AT) & 0x0f) << 2;
    }

    public static int dscp(ByteBuffer bytes, int at) {
        return (bytes.get(at + TOS_AT) & 0xff) >>> 2;
    }

    public static int totalLength(ByteBuffer bytes, int at) {
        return bytes.getShort(at + TOTAL_LENGTH_AT) & 0xffff;
    }

    public static int id(ByteBuffer bytes, int at) {
        return bytes.getShort(at + ID_AT) & 0xffff;
    }

    /** Flags and fragment offset together. */
    public static int fragment(ByteBuffer bytes, int at) {
        return bytes.getShort(at + FRAGMENT_AT) & 0xffff;
    }

    public static int ttl(ByteBuffer bytes, int at) {
        return bytes.get(at + TTL_AT) & 0xff;
    }

    public static int protocol(ByteBuffer bytes, int at) {
        return bytes.get(at + PROTOCOL_AT) & 0xff;
    }

    /** Lower half of the mapped form of the source address. */
    public static long sourceLow(ByteBuffer bytes, int at) {
        return MAPPED_LOW | (bytes.getInt(at + SOURCE_AT) & 0xffff_ffffL);
    }

    /** Lower half of the mapped form of the destination address. */
    public static long destinationLow(ByteBuffer bytes, int at) {
        return MAPPED_LOW | (bytes.getInt(at + DESTINATION_AT) & 0xffff_ffffL);
    }

    /**
     * The first eight bytes at once: first byte, DSCP, total length, id, fragment. With the readers below, which take them apart, the path
     * of plain frames asks the buffer once instead of five times.
     */
    public static long head(ByteBuffer bytes, int at) {
        return bytes.getLong(at + VERSION_AT);
    }

    public static int firstByte(long head) {
        return (int) (head >>> 56);
    }

    public static int dscp(long head) {
        return (int) (head >>> 50) & 0x3f;
    }

    public static int totalLength(long head) {
        return (int) (head >>> 32) & 0xffff;
    }

    public static int id(long head) {
        return (int) head >>> 16;
    }

    public static int fragment(long head) {
        return (int) head & 0xffff;
    }

    /** The next eight bytes at once, as {@link #head}: TTL, protocol, checksum, source. */
    public static long middle(ByteBuffer bytes, int at) {
        return bytes.getLong(at + TTL_AT);
    }

    public static int ttl(long middle) {
        return (int) (middle >>> 56);
    }

    public static int protocol(long middle) {
        return (int) (middle >>> 48) & 0xff;
    }

    /** Lower half of the mapped form of the source address. */
    public static long sourceLow(long middle) {
        return MAPPED_LOW | middle & 0xffff_ffffL;
    }
}
