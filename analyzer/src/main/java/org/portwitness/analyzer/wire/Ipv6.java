package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * IPv6 fixed header.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-----------+---+---------------------------------------+
 *  |version|   DSCP    |ECN|              flow label               |
 *  +-------+-----------+---+-------+---------------+---------------+
 *  |        payload length         |  next header  |   hop limit   |
 *  +-------------------------------+---------------+---------------+
 *  |                       source, 16 bytes                        |
 *  |                     destination, 16 bytes                     |
 * </pre>
 *
 * <p>Source: RFC 8200 section 3. A payload length of 0 means a jumbogram (RFC 2675) or a large segment that the network card has not
 * cut yet: the packet reaches to the end of the frame.
 */
public final class Ipv6 {
    public static final int VERSION_AT = 0;
    public static final int PAYLOAD_LENGTH_AT = VERSION_AT + 4;
    public static final int NEXT_HEADER_AT = PAYLOAD_LENGTH_AT + 2;
    public static final int HOP_LIMIT_AT = NEXT_HEADER_AT + 1;
    public static final int SOURCE_AT = HOP_LIMIT_AT + 1;
    public static final int DESTINATION_AT = SOURCE_AT + 16;
    public static final int LENGTH = DESTINATION_AT + 16;

    public static final int VERSION = 6;

    private Ipv6() {}

    public static boolean check(ByteBuffer bytes, int at, int end) {
        return end - at >= LENGTH && version(bytes, at) == VERSION;
    }

    public static int version(ByteBuffer bytes, int at) {
        return (bytes.get(at + VERSION_AT) & 0xff) >>> 4;
    }

    public static int dscp(ByteBuffer bytes, int at) {
        return bytes.getShort(at + VERSION_AT) >>> 6 & 0x3f;
    }

    /** The first four bytes, for telling copies from repetitions. */
    public static int versionClassAndLabel(ByteBuffer bytes, int at) {
        return bytes.getInt(at + VERSION_AT);
    }

    /** Bytes behind this header, extension headers included; 0 has the meaning told above. */
    public static int payloadLength(ByteBuffer bytes, int at) {
        return bytes.getShort(at + PAYLOAD_LENGTH_AT) & 0xffff;
    }

    public static int nextHeader(ByteBuffer bytes, int at) {
        return bytes.get(at + NEXT_HEADER_AT) & 0xff;
    }

    public static int hopLimit(ByteBuffer bytes, int at) {
        return bytes.get(at + HOP_LIMIT_AT) & 0xff;
    }

    public static long sourceHigh(ByteBuffer bytes, int at) {
        return bytes.getLong(at + SOURCE_AT);
    }

    public static long sourceLow(ByteBuffer bytes, int at) {
        return bytes.getLong(at + SOURCE_AT + 8);
    }

    public static long destinationHigh(ByteBuffer bytes, int at) {
        return bytes.getLong(at + DESTINATION_AT);
    }

    public static long destinationLow(ByteBuffer bytes, int at) {
        return bytes.getLong(at + DESTINATION_AT + 8);
    }

    /** True where the address whose upper half this is lies in 2001::/32, Teredo's (RFC 4380 section 2.6). */
    public static boolean isTeredo(long addressHigh) {
        return addressHigh >>> 32 == 0x2001_0000L;
    }

    /** True where the address whose upper half this is lies in fe80::/10 (RFC 4291 section 2.5.6). */
    public static boolean isLinkLocal(long addressHigh) {
        return addressHigh >>> 54 == 0xfe80 >>> 6;
    }
}
