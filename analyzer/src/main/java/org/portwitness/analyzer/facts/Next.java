package org.portwitness.analyzer.facts;

/** What a step of the {@link Walk} found behind its header: the next header, or the end of the walk. */
final class Next {
    static final int ETHERNET = 0;
    /** {@link Walk#type} is an EtherType. */
    static final int ETHER_TYPE = 1;
    /** IEEE 802.2 LLC. */
    static final int LLC = 2;

    static final int PPP = 3;
    static final int MPLS = 4;
    /** IPv4 or IPv6, told by the first four bits. */
    static final int IP = 5;

    static final int IPV4 = 6;
    static final int IPV6 = 7;
    /** {@link Walk#protocol} is an IP protocol number. */
    static final int PROTOCOL = 8;

    static final int UDP_TUNNEL = 9;
    static final int GRE = 10;

    private Next() {}

    /** Ends the walk with a {@link DecodeResult}; negative, so no next header equals it. */
    static int stop(int result) {
        return ~result;
    }

    static boolean isStop(int next) {
        return next < 0;
    }

    static int resultOf(int stop) {
        return ~stop;
    }
}
