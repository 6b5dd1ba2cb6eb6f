package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * Ethernet II and IEEE 802.3 frame header.
 *
 * <pre>
 *   0                   1
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3
 *  +-----------+-----------+---+
 *  |destination|  source   |typ|   bytes; below 0x0600 the type is a length and LLC follows
 *  +-----------+-----------+---+
 * </pre>
 *
 * <p>Source: IEEE 802.3 clause 3.
 */
public final class Ethernet {
    public static final int DESTINATION_AT = 0;
    public static final int SOURCE_AT = DESTINATION_AT + 6;
    public static final int TYPE_AT = SOURCE_AT + 6;
    public static final int LENGTH = TYPE_AT + 2;

    private Ethernet() {}

    public static boolean check(int at, int end) {
        return end - at >= LENGTH;
    }

    /** The sender's MAC address in the lower 48 bits. */
    public static long source(ByteBuffer bytes, int at) {
        return (bytes.getShort(at + SOURCE_AT) & 0xffffL) << 32 | bytes.getInt(at + SOURCE_AT + 2) & 0xffff_ffffL;
    }

    public static int type(ByteBuffer bytes, int at) {
        return bytes.getShort(at + TYPE_AT) & 0xffff;
    }

    /**
     * True where a frame header could stand at a place that does not say what stands there: it has a type that is met in tunnels.
     *
     * <p>By chance one random header in 7000 has one.
     */
    public static boolean looksLikeOne(ByteBuffer bytes, int at, int end) {
        if (!check(at, end)) {
            return false;
        }
        return switch (type(bytes, at)) {
            case EtherType.IPV4,
                    EtherType.IPV6,
                    EtherType.ARP,
                    EtherType.VLAN,
                    EtherType.SERVICE_VLAN,
                    EtherType.MPLS,
                    EtherType.MPLS_UPSTREAM,
                    EtherType.PPPOE_SESSION,
                    EtherType.BACKBONE_SERVICE_TAG -> true;
            default -> false;
        };
    }
}
