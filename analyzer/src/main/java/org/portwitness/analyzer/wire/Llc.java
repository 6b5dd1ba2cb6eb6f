package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * IEEE 802.2 LLC header with the SNAP extension.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+---------------+---------------+
 *  |     DSAP      |     SSAP      |    control    |  SNAP: OUI    |
 *  +---------------+---------------+---------------+---------------+
 *  |        SNAP: OUI, rest        |          SNAP: type           |
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>Source: IEEE 802.2, RFC 1042.
 */
public final class Llc {
    public static final int SAPS_AT = 0;
    public static final int CONTROL_AT = SAPS_AT + 2;
    public static final int LENGTH = CONTROL_AT + 1;
    public static final int SNAP_OUI_AT = LENGTH;
    public static final int SNAP_TYPE_AT = SNAP_OUI_AT + 3;
    public static final int SNAP_LENGTH = SNAP_TYPE_AT + 2;

    /** Both service access points are SNAP's, the control field is "unnumbered information". */
    private static final int SNAP = 0xaaaa03;
    /** The same for IP without SNAP. */
    private static final int IP = 0x060603;

    private static final int OUI_ENCAPSULATED_ETHERNET = 0x000000;
    /** RFC 1042 for bridges that keep tunnelled frames apart (802.1H). */
    private static final int OUI_BRIDGE_TUNNEL = 0x0000f8;

    private Llc() {}

    public static boolean check(int at, int end) {
        return end - at >= LENGTH;
    }

    public static boolean checkSnap(int at, int end) {
        return end - at >= SNAP_LENGTH;
    }

    public static boolean isSnap(ByteBuffer bytes, int at) {
        return threeBytes(bytes, at + SAPS_AT) == SNAP;
    }

    public static boolean isIp(ByteBuffer bytes, int at) {
        return threeBytes(bytes, at + SAPS_AT) == IP;
    }

    /** SNAP only: the type is an EtherType, not a number of some vendor's own. */
    public static boolean hasEtherType(ByteBuffer bytes, int at) {
        int oui = threeBytes(bytes, at + SNAP_OUI_AT);
        return oui == OUI_ENCAPSULATED_ETHERNET || oui == OUI_BRIDGE_TUNNEL;
    }

    public static int snapType(ByteBuffer bytes, int at) {
        return bytes.getShort(at + SNAP_TYPE_AT) & 0xffff;
    }

    private static int threeBytes(ByteBuffer bytes, int at) {
        return (bytes.getShort(at) & 0xffff) << 8 | bytes.get(at + 2) & 0xff;
    }
}
