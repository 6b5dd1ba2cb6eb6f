package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * PPP header: address and control, which may be left out, and the protocol number, whose first byte may be.
 *
 * <pre>
 *  +---------------+---------------+---------------+---------------+
 *  |  address ff   |  control 03   |       protocol, 1 or 2        |
 *  +---------------+---------------+---------------+---------------+
 *   Cisco HDLC has an EtherType instead:
 *  +---------------+---------------+-------------------------------+
 *  |address 0f, 8f |      00       |           EtherType           |
 *  +---------------+---------------+-------------------------------+
 * </pre>
 *
 * <p>Source: RFC 1661 sections 2 and 6.5, RFC 1662 section 3.1; IANA, PPP Numbers; RFC 1547 section 4.3.1 (Cisco HDLC).
 */
public final class Ppp {
    public static final int IPV4 = 0x0021;
    public static final int IPV6 = 0x0057;
    public static final int MPLS = 0x0281;
    public static final int MPLS_MULTICAST = 0x0283;

    public static final int ADDRESS_LENGTH = 2;
    public static final int PROTOCOL_LENGTH = 2;
    public static final int SHORT_PROTOCOL_LENGTH = 1;

    private static final int ADDRESS_AND_CONTROL = 0xff03;
    private static final int CISCO_UNICAST = 0x0f00;
    private static final int CISCO_MULTICAST = 0x8f00;

    private Ppp() {}

    public static boolean check(int at, int end) {
        return end - at >= PROTOCOL_LENGTH;
    }

    /** Protocol numbers have an even first byte, so address and control cannot be taken for one. */
    public static boolean hasAddress(ByteBuffer bytes, int at) {
        return (bytes.getShort(at) & 0xffff) == ADDRESS_AND_CONTROL;
    }

    /** Cisco HDLC instead of PPP; 0x0f is no PPP protocol's short form. */
    public static boolean isCisco(ByteBuffer bytes, int at) {
        int address = bytes.getShort(at) & 0xffff;
        return address == CISCO_UNICAST || address == CISCO_MULTICAST;
    }

    public static int ciscoType(ByteBuffer bytes, int at) {
        return bytes.getShort(at + ADDRESS_LENGTH) & 0xffff;
    }

    /** Bytes of the protocol number: the last one is odd, so an odd first one is the last (RFC 1661 section 2). */
    public static int protocolLength(ByteBuffer bytes, int at) {
        return (bytes.get(at) & 1) != 0 ? SHORT_PROTOCOL_LENGTH : PROTOCOL_LENGTH;
    }

    public static int protocol(ByteBuffer bytes, int at) {
        return (bytes.get(at) & 1) != 0 ? bytes.get(at) & 0xff : bytes.getShort(at) & 0xffff;
    }
}
