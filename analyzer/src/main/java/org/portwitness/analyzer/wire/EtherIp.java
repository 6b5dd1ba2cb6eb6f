package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * EtherIP header; an Ethernet frame follows.
 *
 * <pre>
 *   0                   1
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 *  +-------+-----------------------+
 *  | ver 3 |          0            |
 *  +-------+-----------------------+
 * </pre>
 *
 * <p>Source: RFC 3378 section 3.
 */
public final class EtherIp {
    public static final int VERSION_AT = 0;
    public static final int LENGTH = VERSION_AT + 2;

    private static final int VERSION_3 = 0x3000;

    private EtherIp() {}

    public static boolean check(int at, int end) {
        return end - at >= LENGTH;
    }

    public static boolean isVersion3(ByteBuffer bytes, int at) {
        return bytes.getShort(at + VERSION_AT) == VERSION_3;
    }
}
