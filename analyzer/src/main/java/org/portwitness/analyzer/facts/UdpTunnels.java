package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.wire.Udp;

/** Which UDP packets carry other packets, told by the port and then by strict checks of what stands there. */
final class UdpTunnels {
    /** VXLAN, RFC 7348; VXLAN of Linux before the assignment; VXLAN-GPE. */
    private static final int VXLAN = 4789;

    private static final int VXLAN_OF_LINUX = 8472;
    private static final int VXLAN_GPE = 4790;
    /** RFC 8926. */
    private static final int GENEVE = 6081;
    /** 3GPP TS 29.281. */
    private static final int GTP_U = 2152;
    /** RFC 2661. */
    private static final int L2TP = 1701;
    /** RFC 4380. */
    private static final int TEREDO = 3544;
    /** RFC 7510. */
    private static final int MPLS = 6635;

    /**
     * One bit for the low six bits of each port above. A port that finds no bit here is none of them; one in nine other ports finds one by
     * chance and only costs the exact comparison.
     */
    private static final long LOW_BITS = 1L << (VXLAN & 63)
            | 1L << (VXLAN_OF_LINUX & 63)
            | 1L << (VXLAN_GPE & 63)
            | 1L << (GENEVE & 63)
            | 1L << (GTP_U & 63)
            | 1L << (L2TP & 63)
            | 1L << (TEREDO & 63)
            | 1L << (MPLS & 63);

    private UdpTunnels() {}

    /** True where one of the ports of the UDP header, if there is one, is a tunnel's. */
    static boolean mayBeOne(ByteBuffer bytes, int udpAt, int end) {
        if (end - udpAt < Udp.PORTS_LENGTH) {
            return false;
        }
        int ports = bytes.getInt(udpAt);
        int source = ports >>> 16;
        int destination = ports & 0xffff;
        long bits = LOW_BITS >>> source | LOW_BITS >>> destination;
        return (bits & 1) != 0 && (isTunnelPort(source) || isTunnelPort(destination));
    }

    private static boolean isTunnelPort(int port) {
        return switch (port) {
            case VXLAN, VXLAN_OF_LINUX, VXLAN_GPE, GENEVE, GTP_U, L2TP, TEREDO, MPLS -> true;
            default -> false;
        };
    }
}
