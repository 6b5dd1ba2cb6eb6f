package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * The options of a TCP header, read where they lie; stops at the first one that does not fit.
 *
 * <pre>
 *  end of list: 0      no operation: 1      any other: kind | length (2 or more) | data
 *  time stamps: 8 | 10 | TSval:32 | TSecr:32          fast open: 34 | length | cookie
 * </pre>
 *
 * <p>Source: RFC 9293, 3.1; RFC 7323, 3.2; RFC 7413, 4.1.1.
 */
public final class TcpOptions {
    /** No such option. A real pair cannot be told from it only if both its values are 2^32 − 1. */
    public static final long NONE = -1;

    private static final int END_OF_LIST = 0;
    private static final int NO_OPERATION = 1;
    private static final int TIMESTAMPS = 8;
    private static final int TIMESTAMPS_LENGTH = 10;
    private static final int VALUE_AT = 2;
    private static final int ECHO_AT = VALUE_AT + 4;
    private static final int FAST_OPEN = 34;

    private TcpOptions() {}

    /** TSval in the upper half and TSecr in the lower, {@link #NONE} where there is no whole option before {@code end}. */
    public static long timestamps(ByteBuffer bytes, int at, int end) {
        int option = find(bytes, at, end, TIMESTAMPS);
        if (option < 0 || (bytes.get(option + 1) & 0xff) != TIMESTAMPS_LENGTH) {
            return NONE;
        }
        return (long) bytes.getInt(option + VALUE_AT) << 32 | bytes.getInt(option + ECHO_AT) & 0xffff_ffffL;
    }

    /** Whether the header asks for TCP Fast Open, so that data in the SYN may reach the application. */
    public static boolean hasFastOpen(ByteBuffer bytes, int at, int end) {
        return find(bytes, at, end, FAST_OPEN) >= 0;
    }

    /** Position of the first whole option of this kind, −1 where there is none. */
    private static int find(ByteBuffer bytes, int at, int end, int wanted) {
        int option = at;
        while (option + 1 < end) {
            int kind = bytes.get(option) & 0xff;
            if (kind == END_OF_LIST) {
                return -1;
            }
            if (kind == NO_OPERATION) {
                option++;
                continue;
            }
            int length = bytes.get(option + 1) & 0xff;
            if (length < 2 || option + length > end) {
                return -1;
            }
            if (kind == wanted) {
                return option;
            }
            option += length;
        }
        return -1;
    }
}
