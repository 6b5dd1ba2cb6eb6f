package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * A DHCP message (RFC 2131 section 2, options RFC 2132).
 *
 * <pre>
 *   0 1 op 1 request 2 reply   1 1 htype   2 1 hlen   3 1 hops   4 4 xid   8 2 secs   10 2 flags
 *  12 4 ciaddr   16 4 yiaddr   20 4 siaddr   24 4 giaddr   28 16 chaddr   44 64 sname   108 128 file
 * 236 4 63825363   240 options: type 1, length 1, value; 0 is padding, 255 the end
 * </pre>
 */
public final class Dhcp {
    static final int OP_AT = 0;
    static final int HTYPE_AT = OP_AT + 1;
    static final int HLEN_AT = HTYPE_AT + 1;
    static final int XID_AT = HLEN_AT + 2;
    static final int CIADDR_AT = XID_AT + 8;
    static final int YIADDR_AT = CIADDR_AT + 4;
    static final int CHADDR_AT = YIADDR_AT + 12;
    static final int SNAME_AT = CHADDR_AT + 16;
    static final int FILE_AT = SNAME_AT + 64;
    static final int COOKIE_AT = FILE_AT + 128;
    static final int OPTIONS_AT = COOKIE_AT + 4;

    public static final int CLIENT_PORT = 68;
    public static final int SERVER_PORT = 67;

    public static final int DISCOVER = 1;
    public static final int OFFER = 2;
    public static final int REQUEST = 3;
    public static final int ACK = 5;
    public static final int NAK = 6;
    public static final int INFORM = 8;

    private static final int COOKIE = 0x63825363;
    private static final int BOOTREQUEST = 1;
    private static final int ETHERNET_LENGTH = 6;

    private static final int PAD = 0;
    private static final int MESSAGE_TYPE = 53;
    private static final int SERVER_IDENTIFIER = 54;
    private static final int END = 255;

    private Dhcp() {}

    /** Fixed part and cookie are there, and the client has a hardware address of Ethernet's length. */
    public static boolean check(ByteBuffer bytes, int at, int captured) {
        return captured >= OPTIONS_AT
                && bytes.getInt(at + COOKIE_AT) == COOKIE
                && (bytes.get(at + HLEN_AT) & 0xff) == ETHERNET_LENGTH;
    }

    public static boolean isFromClient(ByteBuffer bytes, int at) {
        return bytes.get(at + OP_AT) == BOOTREQUEST;
    }

    public static int xid(ByteBuffer bytes, int at) {
        return bytes.getInt(at + XID_AT);
    }

    /** IPv4 address that the client already has, 0 for none. */
    public static int clientAddress(ByteBuffer bytes, int at) {
        return bytes.getInt(at + CIADDR_AT);
    }

    /** IPv4 address that the server gives, 0 for none. */
    public static int yourAddress(ByteBuffer bytes, int at) {
        return bytes.getInt(at + YIADDR_AT);
    }

    /** The six bytes of the client's hardware address. */
    public static long hardwareAddress(ByteBuffer bytes, int at) {
        return bytes.getLong(at + CHADDR_AT) >>> 16;
    }

    /** Option 53, 0 where it is missing or cut. */
    public static int messageType(ByteBuffer bytes, int at, int captured) {
        int value = option(bytes, at, captured, MESSAGE_TYPE, 1);
        return value < 0 ? 0 : bytes.get(value) & 0xff;
    }

    /** Option 54 as an IPv4 address, 0 where it is missing or cut. */
    public static int serverIdentifier(ByteBuffer bytes, int at, int captured) {
        int value = option(bytes, at, captured, SERVER_IDENTIFIER, 4);
        return value < 0 ? 0 : bytes.getInt(value);
    }

    /** Position of an option's value, -1 where there is none of at least that length. */
    private static int option(ByteBuffer bytes, int at, int captured, int type, int length) {
        int here = OPTIONS_AT;
        while (here + 2 <= captured) {
            int found = bytes.get(at + here) & 0xff;
            if (found == PAD) {
                here++;
                continue;
            }
            if (found == END) {
                return -1;
            }
            int size = bytes.get(at + here + 1) & 0xff;
            if (found == type) {
                return size >= length && here + 2 + size <= captured ? at + here + 2 : -1;
            }
            here += 2 + size;
        }
        return -1;
    }
}
