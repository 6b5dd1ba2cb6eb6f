package org.portwitness.analyzer.facts;

/**
 * What became of one frame in {@link FrameDecoder#decode}; every frame gets exactly one of these, so that none is lost silently.
 *
 * <p>The first four are IP packets: addresses and protocol are in the facts, and the packet counts under that protocol (later fragments
 * are counted apart). From {@link #CUT_LINK_HEADER} on the frame is undecodable and the facts say nothing.
 */
public final class DecodeResult {
    /** The transport header was read well enough to use ports and flags, or the protocol has none that are read here. */
    public static final int DECODED = 0;

    /**
     * The innermost IP header names TCP, UDP or ICMP, but too little of that header was captured or is in this fragment. Ports are in the
     * facts where at least they are there, nothing else of that header is.
     */
    public static final int TRANSPORT_CUT = 1;

    /** The innermost IP header names TCP or UDP, but that header says that it is shorter than it can be. */
    public static final int TRANSPORT_BOGUS = 2;

    /** A fragment other than the first: addresses and protocol are known, ports are not. */
    public static final int LATER_FRAGMENT = 3;

    /** ARP, spanning tree, LLDP, Wi-Fi management and whatever else carries no IP. */
    public static final int NOT_IP = 4;

    public static final int CUT_LINK_HEADER = 5;
    public static final int CUT_IP_HEADER = 6;
    public static final int BAD_IP_VERSION = 7;
    public static final int BAD_IP_HEADER_LENGTH = 8;
    public static final int BAD_IP_TOTAL_LENGTH = 9;
    public static final int CUT_EXTENSION_HEADER = 10;
    public static final int BAD_EXTENSION_HEADER = 11;
    public static final int CUT_TUNNEL_HEADER = 12;
    public static final int BAD_TUNNEL_HEADER = 13;
    public static final int TOO_DEEPLY_NESTED = 14;
    public static final int UNKNOWN_LINK_TYPE = 15;

    /** How many results there are, for arrays of counters; results are 0..COUNT-1. */
    public static final int COUNT = 16;

    private DecodeResult() {}

    /** True where not even the addresses of an IP packet are known although the frame may hold one. */
    public static boolean isUndecodable(int result) {
        return result >= CUT_LINK_HEADER;
    }

    /** True where the facts hold addresses and protocol of an IP packet. */
    public static boolean isIp(int result) {
        return result <= LATER_FRAGMENT;
    }

    /** The result as the report names it. */
    public static String inWords(int result) {
        return switch (result) {
            case DECODED -> "decoded";
            case TRANSPORT_CUT -> "transport header cut";
            case TRANSPORT_BOGUS -> "transport header makes no sense";
            case LATER_FRAGMENT -> "later fragment";
            case NOT_IP -> "not IP";
            case CUT_LINK_HEADER -> "cut in the link header";
            case CUT_IP_HEADER -> "cut in the IP header";
            case BAD_IP_VERSION -> "IP version is neither 4 nor 6, or not the announced one";
            case BAD_IP_HEADER_LENGTH -> "IP header length below 20 bytes or beyond the packet";
            case BAD_IP_TOTAL_LENGTH -> "IP total length below the header length";
            case CUT_EXTENSION_HEADER -> "cut in an IP extension header";
            case BAD_EXTENSION_HEADER -> "IP extension header of impossible length";
            case CUT_TUNNEL_HEADER -> "cut in a tunnel header";
            case BAD_TUNNEL_HEADER -> "tunnel header makes no sense";
            case TOO_DEEPLY_NESTED -> "too deeply nested";
            case UNKNOWN_LINK_TYPE -> "link type is not known";
            default -> "unknown result " + result;
        };
    }
}
