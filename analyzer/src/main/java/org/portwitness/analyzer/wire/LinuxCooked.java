package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * Linux "cooked" headers, which the capture library makes up for the device "any" and for links without a header of their own.
 *
 * <pre>
 *   version 1
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |          packet type          |       device type (ARPHRD)    |
 *  +-------------------------------+-------------------------------+
 *  |        address length         |       address, 8 bytes    ... |
 *  +-------------------------------+                               |
 *  |                                                               |
 *  |                               +-------------------------------+
 *  |                               |           protocol            |
 *  +-------------------------------+-------------------------------+
 *
 *   version 2
 *  +-------------------------------+-------------------------------+
 *  |           protocol            |           reserved            |
 *  +-------------------------------+-------------------------------+
 *  |                        interface index                        |
 *  +-------------------------------+---------------+---------------+
 *  |      device type (ARPHRD)     |  packet type  |address length |
 *  +-------------------------------+---------------+---------------+
 *  |                       address, 8 bytes                        |
 * </pre>
 *
 * <p>Source: the tcpdump group's descriptions of LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2.
 */
public final class LinuxCooked {
    private static final int V1_ADDRESS_AT = 6;
    private static final int V1_PROTOCOL_AT = V1_ADDRESS_AT + 8;
    public static final int V1_LENGTH = V1_PROTOCOL_AT + 2;

    private static final int V2_PROTOCOL_AT = 0;
    private static final int V2_ADDRESS_AT = 12;
    public static final int V2_LENGTH = V2_ADDRESS_AT + 8;

    /** Protocol of frames that begin with an LLC header. */
    public static final int LLC = 0x0004;

    private LinuxCooked() {}

    public static boolean check(int at, int end) {
        return end - at >= V1_LENGTH;
    }

    public static boolean checkV2(int at, int end) {
        return end - at >= V2_LENGTH;
    }

    /** An EtherType, or a small number of Linux's own. */
    public static int protocol(ByteBuffer bytes, int at) {
        return bytes.getShort(at + V1_PROTOCOL_AT) & 0xffff;
    }

    /** As {@link #protocol}, of version 2. */
    public static int protocolV2(ByteBuffer bytes, int at) {
        return bytes.getShort(at + V2_PROTOCOL_AT) & 0xffff;
    }
}
