package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * UDP header.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |          source port          |       destination port        |
 *  +-------------------------------+-------------------------------+
 *  |            length             |           checksum            |
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>Source: RFC 768. The length counts the header; 0 stands in jumbograms (RFC 2675 section 4) and in datagrams that the network card has
 * not cut yet.
 */
public final class Udp {
    public static final int SOURCE_PORT_AT = 0;
    public static final int DESTINATION_PORT_AT = SOURCE_PORT_AT + 2;
    public static final int LENGTH_AT = DESTINATION_PORT_AT + 2;
    public static final int CHECKSUM_AT = LENGTH_AT + 2;
    public static final int LENGTH = CHECKSUM_AT + 2;

    /** Both ports: enough to know the conversation. */
    public static final int PORTS_LENGTH = LENGTH_AT;

    private Udp() {}

    public static boolean check(int at, int end) {
        return end - at >= LENGTH;
    }

    public static int sourcePort(ByteBuffer bytes, int at) {
        return bytes.getShort(at + SOURCE_PORT_AT) & 0xffff;
    }

    public static int destinationPort(ByteBuffer bytes, int at) {
        return bytes.getShort(at + DESTINATION_PORT_AT) & 0xffff;
    }

    /** Header and payload in bytes, as the header says. */
    public static int length(ByteBuffer bytes, int at) {
        return bytes.getShort(at + LENGTH_AT) & 0xffff;
    }

    public static int checksum(ByteBuffer bytes, int at) {
        return bytes.getShort(at + CHECKSUM_AT) & 0xffff;
    }

    /** The whole header at once; with the readers below the path of plain frames asks the buffer once instead of three times. */
    public static long head(ByteBuffer bytes, int at) {
        return bytes.getLong(at + SOURCE_PORT_AT);
    }

    public static int sourcePort(long head) {
        return (int) (head >>> 48);
    }

    public static int destinationPort(long head) {
        return (int) (head >>> 32) & 0xffff;
    }

    public static int length(long head) {
        return (int) head >>> 16;
    }
}
