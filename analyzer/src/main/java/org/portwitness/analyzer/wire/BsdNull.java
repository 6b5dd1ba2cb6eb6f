package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * The four bytes before packets of a BSD loopback device: an address family, in the byte order of whoever captured.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                        address family                         |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Source: the tcpdump group's descriptions of LINKTYPE_NULL and LINKTYPE_LOOP; the families of IPv6 differ from system to system.
 */
public final class BsdNull {
    public static final int FAMILY_AT = 0;
    public static final int LENGTH = FAMILY_AT + 4;

    private static final int INET = 2;
    private static final int INET6_LINUX = 10;
    private static final int INET6_WINDOWS = 23;
    private static final int INET6_NETBSD_OPENBSD = 24;
    private static final int INET6_FREEBSD = 28;
    private static final int INET6_DARWIN = 30;

    private BsdNull() {}

    public static boolean check(int at, int end) {
        return end - at >= LENGTH;
    }

    /** Families are small numbers, so only one byte order leaves the upper half empty. */
    public static int family(ByteBuffer bytes, int at) {
        int family = bytes.getInt(at + FAMILY_AT);
        return family >>> 16 == 0 ? family : Integer.reverseBytes(family);
    }

    public static boolean isIpv4(int family) {
        return family == INET;
    }

    public static boolean isIpv6(int family) {
        return switch (family) {
            case INET6_LINUX, INET6_WINDOWS, INET6_NETBSD_OPENBSD, INET6_FREEBSD, INET6_DARWIN -> true;
            default -> false;
        };
    }
}
