package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * Tags by which a switch tells the ports of an extender apart, as they stand behind the EtherType that announces them.
 *
 * <pre>
 *   VN-Tag 0x8926: 4 bytes of tag       E-Tag 0x893f: 6 bytes of tag
 *  +-------------------------------+-------------------------------+
 *  |         ports and flags                                   ... |
 *  +-------------------------------+-------------------------------+
 *  |     type of what follows      |
 *  +-------------------------------+
 * </pre>
 *
 * <p>Source: IEEE 802.1BR clause 7.5; Cisco's VN-Tag proposal to 802.1Qbh.
 */
public final class PortTag {
    private static final int VN_TYPE_AT = 4;
    private static final int E_TYPE_AT = 6;
    private static final int TYPE_LENGTH = 2;

    private PortTag() {}

    /** Bytes from the tag's first to behind the type that follows it. */
    public static int length(int announcedBy) {
        return (announcedBy == EtherType.E_TAG ? E_TYPE_AT : VN_TYPE_AT) + TYPE_LENGTH;
    }

    public static boolean check(int at, int end, int announcedBy) {
        return end - at >= length(announcedBy);
    }

    public static int type(ByteBuffer bytes, int at, int announcedBy) {
        return bytes.getShort(at + length(announcedBy) - TYPE_LENGTH) & 0xffff;
    }
}
