package org.portwitness.analyzer.wire;

/**
 * EtherType numbers that the decoder acts on.
 *
 * <p>Source: IANA, IEEE 802 Numbers; IEEE 802.3 clause 3.2.6 for the limit between lengths and types.
 */
public final class EtherType {
    public static final int IPV4 = 0x0800;
    public static final int IPV6 = 0x86dd;

    /** IEEE 802.1Q customer tag. */
    public static final int VLAN = 0x8100;
    /** IEEE 802.1ad service tag. */
    public static final int SERVICE_VLAN = 0x88a8;
    /** Outer tags of switches older than 802.1ad. */
    public static final int OLD_SERVICE_VLAN_9100 = 0x9100;

    public static final int OLD_SERVICE_VLAN_9200 = 0x9200;
    public static final int OLD_SERVICE_VLAN_9300 = 0x9300;

    /** Cisco VN-Tag, {@link PortTag}. */
    public static final int VN_TAG = 0x8926;
    /** IEEE 802.1BR E-Tag, {@link PortTag}. */
    public static final int E_TAG = 0x893f;
    /** Cisco metadata with the security group tag. */
    public static final int CISCO_METADATA = 0x8909;
    /** IEEE 802.1ah provider backbone bridging, the I-TAG. */
    public static final int BACKBONE_SERVICE_TAG = 0x88e7;

    public static final int ARP = 0x0806;
    /** A frame too large for a length below {@link #SMALLEST}; LLC follows. */
    public static final int LARGE_LLC = 0x8870;

    public static final int MPLS = 0x8847;
    public static final int MPLS_UPSTREAM = 0x8848;
    public static final int PPPOE_SESSION = 0x8864;
    public static final int PPP = 0x880b;

    /** A whole Ethernet frame follows: GRE, Geneve (RFC 1701, RFC 8926). */
    public static final int TRANSPARENT_BRIDGING = 0x6558;
    /** GRE only: ERSPAN I and II. */
    public static final int ERSPAN = 0x88be;
    /** GRE only: ERSPAN III. */
    public static final int ERSPAN_III = 0x22eb;
    /** GRE only: packets that WCCP redirects. */
    public static final int WCCP = 0x883e;

    /** Values below are lengths of an IEEE 802.3 frame, not types. */
    public static final int SMALLEST = 0x0600;

    private EtherType() {}
}
