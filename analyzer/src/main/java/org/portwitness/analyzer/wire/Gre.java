package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * GRE header, version 0 and PPTP's version 1.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-----+-+-------+-----+-------------------------------+
 *  |C|R|K|S|s|recur|A| flags | ver |         protocol type         |
 *  +-+-+-+-+-+-----+-+-------+-----+-------------------------------+
 *  |      checksum, where C or R   |      offset, where C or R     |   version 0 only
 *  |                        key, where K                           |
 *  |                  sequence number, where S                     |
 *  |               acknowledgement number, where A                 |   version 1 only
 *  |             routing list of unknown length, where R           |   version 0 only
 * </pre>
 *
 * <p>Source: RFC 2784, RFC 2890, RFC 1701 (routing), RFC 2637 section 4.1 (version 1).
 */
public final class Gre {
    public static final int FLAGS_AT = 0;
    public static final int PROTOCOL_AT = FLAGS_AT + 2;
    public static final int SMALLEST = PROTOCOL_AT + 2;

    private static final int CHECKSUM = 0x8000;
    private static final int ROUTING = 0x4000;
    private static final int KEY = 0x2000;
    private static final int SEQUENCE = 0x1000;
    private static final int ACKNOWLEDGEMENT = 0x0080;
    private static final int VERSION = 0x0007;

    private static final int FIELD_LENGTH = 4;

    private Gre() {}

    public static boolean check(int at, int end) {
        return end - at >= SMALLEST;
    }

    /** 0, or 1 as PPTP uses it. */
    public static int version(ByteBuffer bytes, int at) {
        return flags(bytes, at) & VERSION;
    }

    public static boolean hasRouting(ByteBuffer bytes, int at) {
        return (flags(bytes, at) & ROUTING) != 0;
    }

    public static boolean hasSequence(ByteBuffer bytes, int at) {
        return (flags(bytes, at) & SEQUENCE) != 0;
    }

    /** Bytes of the header that the flags announce; the routing list is not counted. */
    public static int length(ByteBuffer bytes, int at) {
        int flags = flags(bytes, at);
        int length = SMALLEST;
        if ((flags & VERSION) == 0 && (flags & (CHECKSUM | ROUTING)) != 0) {
            length += FIELD_LENGTH;
        }
        if ((flags & KEY) != 0) {
            length += FIELD_LENGTH;
        }
        if ((flags & SEQUENCE) != 0) {
            length += FIELD_LENGTH;
        }
        if ((flags & VERSION) == 1 && (flags & ACKNOWLEDGEMENT) != 0) {
            length += FIELD_LENGTH;
        }
        return length;
    }

    /** An EtherType. */
    public static int protocol(ByteBuffer bytes, int at) {
        return bytes.getShort(at + PROTOCOL_AT) & 0xffff;
    }

    private static int flags(ByteBuffer bytes, int at) {
        return bytes.getShort(at + FLAGS_AT) & 0xffff;
    }
}
