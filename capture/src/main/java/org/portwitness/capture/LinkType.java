package org.portwitness.capture;

/**
 * Link-layer header types by their registry numbers ({@code LINKTYPE_} values as they stand in capture files).
 *
 * <p>Source: the tcpdump group's list of link-layer header types.
 */
public final class LinkType {
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    public static final int PPP = 9;
    /** Raw IP as OpenBSD numbered it, found in files that wrote their DLT value. */
    public static final int RAW_DLT_12 = 12;
    /** Raw IP, likewise. */
    public static final int RAW_DLT_14 = 14;

    public static final int PPP_HDLC = 50;
    public static final int PPP_ETHER = 51;
    public static final int RAW = 101;
    public static final int LOOP = 108;
    public static final int LINUX_SLL = 113;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    public static final int NFLOG = 239;
    public static final int LINUX_SLL2 = 276;

    private LinkType() {}

    /** The registry's name without its prefix, {@code LINKTYPE_n} for a number that is not decoded here. */
    public static String name(int linkType) {
        return switch (linkType) {
            case NULL -> "NULL";
            case ETHERNET -> "EN10MB";
            case PPP -> "PPP";
            case RAW, RAW_DLT_12, RAW_DLT_14 -> "RAW";
            case PPP_HDLC -> "PPP_HDLC";
            case PPP_ETHER -> "PPP_ETHER";
            case LOOP -> "LOOP";
            case LINUX_SLL -> "LINUX_SLL";
            case IPV4 -> "IPV4";
            case IPV6 -> "IPV6";
            case NFLOG -> "NFLOG";
            case LINUX_SLL2 -> "LINUX_SLL2";
            default -> "LINKTYPE_" + linkType;
        };
    }
}
