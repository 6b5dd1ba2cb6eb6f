package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * One VLAN tag as it stands behind the EtherType that announces it; tags stack to any depth.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-----+-+-----------------------+-------------------------------+
 *  | pri |D|        VLAN id        |       type of what follows    |
 *  +-----+-+-----------------------+-------------------------------+
 * </pre>
 *
 * <p>Source: IEEE 802.1Q clause 9.6.
 */
public final class Vlan {
    public static final int CONTROL_AT = 0;
    public static final int TYPE_AT = CONTROL_AT + 2;
    public static final int LENGTH = TYPE_AT + 2;

    private Vlan() {}

    public static boolean check(int at, int end) {
        return end - at >= LENGTH;
    }

    public static int type(ByteBuffer bytes, int at) {
        return bytes.getShort(at + TYPE_AT) & 0xffff;
    }
}
