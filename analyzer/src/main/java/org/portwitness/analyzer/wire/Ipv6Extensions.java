package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * One IPv6 extension header; the authentication header may stand behind IPv4 too.
 *
 * <pre>
 *   hop-by-hop 0, routing 43, destination 60, mobility 135, HIP 139, shim6 140: 8 + 8 * length bytes
 *  +---------------+---------------+-------------------------------+
 *  |  next header  |    length     |              ...              |
 *  +---------------+---------------+-------------------------------+
 *   authentication 51: 8 + 4 * length bytes, the same two fields first
 *
 *   fragment 44: 8 bytes
 *  +---------------+---------------+-------------------------+---+-+
 *  |  next header  |   reserved    |         offset          |res|M|
 *  +---------------+---------------+-------------------------+---+-+
 *  |                        identification                         |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Source: RFC 8200 section 4, RFC 4302 section 2, RFC 6275 section 6.1, RFC 7401 section 5.1, RFC 5533 section 5.1.
 */
public final class Ipv6Extensions {
    public static final int NEXT_HEADER_AT = 0;
    public static final int LENGTH_AT = NEXT_HEADER_AT + 1;
    public static final int FRAGMENT_OFFSET_AT = LENGTH_AT + 1;
    public static final int FRAGMENT_ID_AT = FRAGMENT_OFFSET_AT + 2;
    public static final int SMALLEST = FRAGMENT_ID_AT + 4;

    /** Bit of {@link #fragment}: more fragments follow. */
    public static final int MORE_FRAGMENTS = 0x0001;
    /** Bits of {@link #fragment}: the offset; read in place it is in bytes, as its unit of eight is the three bits behind it. */
    public static final int OFFSET_MASK = 0xfff8;

    /** Words of an authentication header without a check value, in its length field; less cannot be (RFC 4302 section 2.2). */
    private static final int SMALLEST_AUTHENTICATION = 1;

    private Ipv6Extensions() {}

    /** True for protocol numbers whose header is walked through to find the transport. */
    public static boolean isOne(int protocol) {
        return switch (protocol) {
            case IpProtocol.HOP_BY_HOP,
                    IpProtocol.ROUTING,
                    IpProtocol.FRAGMENT,
                    IpProtocol.AUTHENTICATION,
                    IpProtocol.DESTINATION_OPTIONS,
                    IpProtocol.MOBILITY,
                    IpProtocol.HIP,
                    IpProtocol.SHIM6 -> true;
            default -> false;
        };
    }

    /** True where the smallest part of a header stands here, so that {@link #length} can be read. */
    public static boolean check(int at, int end) {
        return end - at >= SMALLEST;
    }

    public static int nextHeader(ByteBuffer bytes, int at) {
        return bytes.get(at + NEXT_HEADER_AT) & 0xff;
    }

    /** Bytes of this header; 0 where its length field says what cannot be. */
    public static int length(ByteBuffer bytes, int at, int protocol) {
        int length = bytes.get(at + LENGTH_AT) & 0xff;
        return switch (protocol) {
            case IpProtocol.FRAGMENT -> SMALLEST;
            case IpProtocol.AUTHENTICATION -> length < SMALLEST_AUTHENTICATION ? 0 : (length + 2) << 2;
            default -> (length + 1) << 3;
        };
    }

    /** Fragment header only: offset and flag together. */
    public static int fragment(ByteBuffer bytes, int at) {
        return bytes.getShort(at + FRAGMENT_OFFSET_AT) & 0xffff;
    }
}
