package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * Packets that a Linux firewall logged: a header and a list of attributes, one of which is the packet.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |    family     |   version 0   |          resource id          |
 *  +---------------+---------------+-------------------------------+
 *  |      attribute length         |        attribute type         |   in the byte order of the machine
 *  +-------------------------------+-------------------------------+
 *  |       value, filled up to a multiple of four bytes            |
 * </pre>
 *
 * <p>Source: the tcpdump group's description of LINKTYPE_NFLOG. The length counts the attribute's own four bytes.
 */
public final class Nflog {
    public static final int FAMILY_AT = 0;
    public static final int VERSION_AT = FAMILY_AT + 1;
    public static final int RESOURCE_AT = VERSION_AT + 1;
    public static final int LENGTH = RESOURCE_AT + 2;

    private static final int ATTRIBUTE_LENGTH_AT = 0;
    private static final int ATTRIBUTE_TYPE_AT = ATTRIBUTE_LENGTH_AT + 2;
    public static final int ATTRIBUTE_VALUE_AT = ATTRIBUTE_TYPE_AT + 2;

    /** Attribute type of the packet itself, from its IP header on. */
    public static final int PAYLOAD = 9;

    private static final int LARGEST_TYPE = 0xff;

    private Nflog() {}

    public static boolean check(int at, int end) {
        return end - at >= LENGTH;
    }

    public static boolean checkAttribute(int at, int end) {
        return end - at >= ATTRIBUTE_VALUE_AT;
    }

    /** Attribute types are small numbers, so only one byte order makes sense. */
    public static int attributeType(ByteBuffer bytes, int at) {
        int type = bytes.getShort(at + ATTRIBUTE_TYPE_AT) & 0xffff;
        return type <= LARGEST_TYPE ? type : Short.reverseBytes((short) type) & 0xffff;
    }

    /** With the four bytes of length and type, without the filling. */
    public static int attributeLength(ByteBuffer bytes, int at) {
        short length = bytes.getShort(at + ATTRIBUTE_LENGTH_AT);
        boolean big = (bytes.getShort(at + ATTRIBUTE_TYPE_AT) & 0xffff) <= LARGEST_TYPE;
        return (big ? length : Short.reverseBytes(length)) & 0xffff;
    }
}
