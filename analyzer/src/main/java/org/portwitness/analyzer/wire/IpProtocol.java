package org.portwitness.analyzer.wire;

/**
 * IP protocol numbers that the decoder acts on; all others end the walk as "other transport".
 *
 * <p>Source: IANA, Assigned Internet Protocol Numbers.
 */
public final class IpProtocol {
    public static final int HOP_BY_HOP = 0;
    public static final int ICMP = 1;
    public static final int IPV4 = 4;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int IPV6 = 41;
    public static final int ROUTING = 43;
    public static final int FRAGMENT = 44;
    public static final int GRE = 47;
    public static final int ESP = 50;
    public static final int AUTHENTICATION = 51;
    public static final int ICMPV6 = 58;
    public static final int NO_NEXT_HEADER = 59;
    public static final int DESTINATION_OPTIONS = 60;
    public static final int ETHER_IP = 97;
    public static final int MOBILITY = 135;
    public static final int MPLS = 137;
    public static final int HIP = 139;
    public static final int SHIM6 = 140;

    private IpProtocol() {}
}
