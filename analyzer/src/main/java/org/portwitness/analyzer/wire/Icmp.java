package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * ICMP and ICMPv6 header; errors quote the packet that caused them behind it.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |     type      |     code      |           checksum            |
 *  +---------------+---------------+-------------------------------+
 *  |                 depends on type and code                      |
 *  +---------------------------------------------------------------+
 *  |     errors: the packet that caused it, from its IP header on  |
 * </pre>
 *
 * <p>Source: RFC 792, RFC 4443 section 2.1, RFC 4884 (extensions stand behind the quoted packet and are not read).
 */
public final class Icmp {
    public static final int TYPE_AT = 0;
    public static final int CODE_AT = TYPE_AT + 1;
    public static final int CHECKSUM_AT = CODE_AT + 1;
    public static final int REST_AT = CHECKSUM_AT + 2;
    public static final int LENGTH = REST_AT + 4;

    private static final int UNREACHABLE = 3;
    private static final int SOURCE_QUENCH = 4;
    private static final int REDIRECT = 5;
    private static final int TIME_EXCEEDED = 11;
    private static final int PARAMETER_PROBLEM = 12;

    private static final int V6_UNREACHABLE = 1;
    private static final int V6_PARAMETER_PROBLEM = 4;

    private Icmp() {}

    /** True where type and code stand here; what depends on them may be cut. */
    public static boolean check(int at, int end) {
        return end - at >= REST_AT;
    }

    public static int type(ByteBuffer bytes, int at) {
        return bytes.get(at + TYPE_AT) & 0xff;
    }

    public static int code(ByteBuffer bytes, int at) {
        return bytes.get(at + CODE_AT) & 0xff;
    }

    /** True for ICMP types that quote a packet. */
    public static boolean quotes(int type) {
        return type == UNREACHABLE
                || type == SOURCE_QUENCH
                || type == REDIRECT
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM;
    }

    /** True for the ICMPv6 types that quote a packet: unreachable, too big, time exceeded, parameter problem. */
    public static boolean quotesV6(int type) {
        return type >= V6_UNREACHABLE && type <= V6_PARAMETER_PROBLEM;
    }
}
