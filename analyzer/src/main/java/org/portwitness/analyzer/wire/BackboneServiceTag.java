package org.portwitness.analyzer.wire;

/**
 * Service instance tag of provider backbone bridging, behind EtherType 0x88e7; the customer's Ethernet frame follows.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-----+-+-+-+---+-----------------------------------------------+
 *  | pri |D|U|r|res|            service instance id                |
 *  +-----+-+-+-+---+-----------------------------------------------+
 * </pre>
 *
 * <p>Source: IEEE 802.1Q clause 9.7 (IEEE 802.1ah).
 */
public final class BackboneServiceTag {
    public static final int CONTROL_AT = 0;
    public static final int LENGTH = CONTROL_AT + 4;

    private BackboneServiceTag() {}

    public static boolean check(int at, int end) {
        return end - at >= LENGTH;
    }
}
