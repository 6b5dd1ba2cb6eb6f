package org.portwitness.analyzer.facts;

/** What a step of the {@link Walk} found behind its header: the next header, or the end of the walk. */
final class Next {
    static final int ETHERNET = 0;
    static final int LINUX_COOKED = 1;
    static final int LINUX_COOKED_2 = 2;
    static final int BSD_NULL = 3;
    static final int NFLOG = 4;

    /** {@link Walk#type} is an EtherType, or the length of an IEEE 802.3 frame. */
    static final int ETHER_TYPE = 5;
    /** IEEE 802.2 LLC. */
    static final int LLC = 6;

    static final int MPLS = 7;
    static final int PPPOE = 8;
    /** PPP or Cisco HDLC, with or without address and control. */
    static final int PPP = 9;

    /** IPv4 or IPv6, told by the first four bits. */
    static final int IP = 10;

    static final int IPV4 = 11;
    static final int IPV6 = 12;
    static final int GRE = 13;
    static final int ETHER_IP = 14;

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
