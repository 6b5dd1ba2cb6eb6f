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

    /**
     * The registry's name without its prefix, {@code LINKTYPE_n} for a number that has none here. Having a name does not mean that it
     * is decoded.
     */
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
            case 6 -> "IEEE802_5";
            case 7 -> "ARCNET_BSD";
            case 8 -> "SLIP";
            case 10 -> "FDDI";
            case 100 -> "ATM_RFC1483";
            case 104 -> "C_HDLC";
            case 105 -> "IEEE802_11";
            case 107 -> "FRELAY";
            case 109 -> "ENC";
            case 117 -> "PFLOG";
            case 119 -> "IEEE802_11_PRISM";
            case 122 -> "IP_OVER_FC";
            case 127 -> "IEEE802_11_RADIOTAP";
            case 129 -> "ARCNET_LINUX";
            case 143 -> "DOCSIS";
            case 163 -> "IEEE802_11_AVS";
            case 189 -> "USB_LINUX";
            case 192 -> "PPI";
            case 195 -> "IEEE802_15_4_WITHFCS";
            case 197 -> "ERF";
            case 201 -> "BLUETOOTH_HCI_H4_WITH_PHDR";
            case 204 -> "PPP_WITH_DIR";
            case 220 -> "USB_LINUX_MMAPPED";
            case 226 -> "IPNET";
            case 227 -> "CAN_SOCKETCAN";
            case 231 -> "DBUS";
            case 247 -> "INFINIBAND";
            case 249 -> "USBPCAP";
            case 253 -> "NETLINK";
            case 258 -> "PKTAP";
            case 271 -> "VSOCK";
            case 274 -> "ETHERNET_MPACKET";
            default -> "LINKTYPE_" + linkType;
        };
    }
}
