package org.portwitness.analyzer.facts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.portwitness.capture.LinkType;

/** One frame of each encapsulation, as hex; all carry the same TCP SYN or the same UDP datagram innermost. */
final class Samples {
    record Sample(int linkType, String hex) {
        /** Of the innermost IP header. */
        int ipVersion() {
            return hex.contains(IPV6_DESTINATION) ? 6 : 4;
        }
    }

    private static final String IPV6_DESTINATION = "20010db8000000000000000000000002";

    static final String MACS = "020000000002 020000000001 ";

    /** 10.0.0.1:49153 to 192.168.0.2:443, SYN with sequence number 0x11223344 and one option; 44 bytes. */
    static final String IPV4_SYN = """
            4500 002c 1234 4000 40 06 0000 0a000001 c0a80002
            c001 01bb 11223344 00000000 60 02 ffff 0000 0000
            020405b4
            """;

    /** 2001:db8::1 to 2001:db8::2, the same SYN; 64 bytes. */
    static final String IPV6_SYN = """
            6b800000 0018 06 40 20010db8000000000000000000000001 20010db8000000000000000000000002
            c001 01bb 11223344 00000000 60 02 ffff 0000 0000
            020405b4
            """;

    private Samples() {}

    /** An IPv4 header for a payload of so many bytes. */
    static String ipv4(int protocol, int payloadLength) {
        return "4500 %04x 0001 0000 40 %02x 0000 0a090001 0a090002 ".formatted(20 + payloadLength, protocol);
    }

    static String ipv6(int nextHeader, int payloadLength) {
        return "60000000 %04x %02x 40 fd000000000000000000000000000001 fd000000000000000000000000000002 "
                .formatted(payloadLength, nextHeader);
    }

    static String udp(int sourcePort, int destinationPort, int payloadLength) {
        return "%04x %04x %04x 0000 ".formatted(sourcePort, destinationPort, 8 + payloadLength);
    }

    /** A frame with UDP to a port. */
    static String udpFrame(int destinationPort, String payload) {
        int length = HexFrame.bytes(payload).length;
        return MACS + "0800 " + ipv4(17, 8 + length) + udp(40000, destinationPort, length) + payload;
    }

    /** A frame with IPv4 and something in it. */
    static String ipv4Frame(int protocol, String payload) {
        return MACS + "0800 " + ipv4(protocol, HexFrame.bytes(payload).length) + payload;
    }

    /** A frame with IPv6 and something in it. */
    static String ipv6Frame(int nextHeader, String payload) {
        return MACS + "86dd " + ipv6(nextHeader, HexFrame.bytes(payload).length) + payload;
    }

    static Map<String, Sample> all() {
        String inner = MACS + "0800" + IPV4_SYN;
        Map<String, Sample> all = new LinkedHashMap<>();
        ethernet(all, "Ethernet, IPv4", inner);
        ethernet(all, "Ethernet, IPv6", MACS + "86dd" + IPV6_SYN);
        ethernet(all, "802.1Q", MACS + "8100 0064 0800" + IPV4_SYN);
        ethernet(
                all,
                "802.1ad, 802.1Q, 0x9100, 0x9200, 0x9300",
                MACS + "88a8 0064 8100 0001 9100 0002 9200 0003 9300 0004 86dd" + IPV6_SYN);
        ethernet(all, "VN-Tag", MACS + "8926 00010002 8100 0001 0800" + IPV4_SYN);
        ethernet(all, "E-Tag", MACS + "893f 000100020003 0800" + IPV4_SYN);
        ethernet(all, "Cisco metadata", MACS + "8909 0101 0001 000c 0800" + IPV4_SYN);
        ethernet(all, "802.1ah", MACS + "88a8 0064 88e7 00001234" + inner);
        ethernet(all, "LLC, SNAP", MACS + "0034 aaaa03 000000 0800" + IPV4_SYN);
        ethernet(all, "LLC, IP", MACS + "002f 060603" + IPV4_SYN);
        ethernet(all, "MPLS, IPv4", MACS + "8847 00010040 00011140" + IPV4_SYN);
        ethernet(all, "MPLS, IPv6", MACS + "8848 00011140" + IPV6_SYN);
        ethernet(all, "MPLS, control word, Ethernet", MACS + "8847 00011140 00000000" + inner);
        ethernet(all, "MPLS, Ethernet", MACS + "8847 00011140" + inner);
        ethernet(all, "PPPoE", MACS + "8864 1100 0001 002e 0021" + IPV4_SYN);
        ethernet(all, "PPPoE, IPv6", MACS + "8864 1100 0001 0042 0057" + IPV6_SYN);
        other(all, "cooked", LinkType.LINUX_SLL, "0000 0001 0006 0200000000010000 0800" + IPV4_SYN);
        other(all, "cooked, VLAN", LinkType.LINUX_SLL, "0000 0001 0006 0200000000010000 8100 0001 0800" + IPV4_SYN);
        other(all, "cooked, LLC", LinkType.LINUX_SLL, "0000 0001 0006 0200000000010000 0004 060603" + IPV4_SYN);
        other(all, "cooked 2", LinkType.LINUX_SLL2, "86dd 0000 00000002 0001 00 06 0200000000010000" + IPV6_SYN);
        other(all, "raw IPv4", LinkType.RAW, IPV4_SYN);
        other(all, "raw IPv6", LinkType.RAW_DLT_12, IPV6_SYN);
        other(all, "raw, 14", LinkType.RAW_DLT_14, IPV4_SYN);
        other(all, "IPv4", LinkType.IPV4, IPV4_SYN);
        other(all, "IPv6", LinkType.IPV6, IPV6_SYN);
        other(all, "null, little-endian", LinkType.NULL, "02000000" + IPV4_SYN);
        other(all, "null, big-endian", LinkType.NULL, "00000002" + IPV4_SYN);
        other(all, "null, Darwin", LinkType.NULL, "1e000000" + IPV6_SYN);
        other(all, "loop", LinkType.LOOP, "00000018" + IPV6_SYN);
        other(all, "PPP", LinkType.PPP, "0021" + IPV4_SYN);
        other(all, "PPP, short protocol", LinkType.PPP, "ff03 57" + IPV6_SYN);
        other(all, "PPP, MPLS", LinkType.PPP_HDLC, "ff03 0281 00011140" + IPV4_SYN);
        other(all, "Cisco HDLC", LinkType.PPP_HDLC, "0f00 0800" + IPV4_SYN);
        other(all, "PPPoE link", LinkType.PPP_ETHER, "1100 0001 002e 0021" + IPV4_SYN);
        other(all, "NFLOG", LinkType.NFLOG, "02 00 0000  0800 0100 08000300  0500 0a00 41000000  3000 0900" + IPV4_SYN);
        other(all, "NFLOG, big-endian", LinkType.NFLOG, "0a 00 0000  0044 0009" + IPV6_SYN);
        ipTunnels(all, inner);
        udpTunnels(all, inner);
        return all;
    }

    private static void ipTunnels(Map<String, Sample> all, String inner) {
        ethernet(all, "IPv4 in IPv4", ipv4Frame(4, IPV4_SYN));
        ethernet(all, "IPv6 in IPv4", ipv4Frame(41, IPV6_SYN));
        ethernet(all, "IPv4 in IPv6", ipv6Frame(4, IPV4_SYN));
        ethernet(
                all, "AH over IPv4", ipv4Frame(51, "04 04 0000 00000001 00000002 112233445566778899aabbcc" + IPV4_SYN));
        ethernet(all, "all extension headers", ipv6Frame(0, """
                        3c 00 010400000000      # hop-by-hop
                        2b 00 010400000000      # destination options
                        2c 00 000000000000      # routing
                        33 00 0000 00000007     # atomic fragment
                        8b 04 0000 00000001 00000002 112233445566778899aabbcc
                        8c 00 000000000000      # HIP
                        87 00 000000000000      # shim6
                        29 00 000000000000      # mobility
                        """ + IPV6_SYN));
        ethernet(all, "GRE", ipv4Frame(47, "0000 0800" + IPV4_SYN));
        ethernet(all, "GRE, checksum, key, sequence", ipv4Frame(47, "b000 86dd 00000000 00000001 00000002" + IPV6_SYN));
        ethernet(all, "GRE, Ethernet", ipv6Frame(47, "2000 6558 00000001" + inner));
        ethernet(all, "GRE, MPLS", ipv4Frame(47, "0000 8847 00011140" + IPV4_SYN));
        ethernet(all, "GRE, WCCP 1", ipv4Frame(47, "0000 883e" + IPV4_SYN));
        ethernet(all, "GRE, WCCP 2", ipv4Frame(47, "0000 883e 00000000" + IPV4_SYN));
        ethernet(all, "PPTP", ipv4Frame(47, "3081 880b 00300001 00000005 00000004 ff03 0021" + IPV4_SYN));
        ethernet(all, "ERSPAN I", ipv4Frame(47, "0000 88be" + inner));
        ethernet(all, "ERSPAN II", ipv4Frame(47, "1000 88be 00000001 1001 0001 00000000" + inner));
        ethernet(all, "ERSPAN III", ipv4Frame(47, "1000 22eb 00000001 2001 0001 00000000 0000 0000" + inner));
        ethernet(
                all,
                "ERSPAN III, platform",
                ipv4Frame(47, "1000 22eb 00000001 2001 0001 00000000 0000 0001 1122334455667788" + inner));
        ethernet(all, "ERSPAN III, IP", ipv4Frame(47, "1000 22eb 00000001 2001 0001 00000000 0000 0800" + IPV4_SYN));
        ethernet(all, "EtherIP", ipv4Frame(97, "3000" + inner));
        ethernet(all, "MPLS in IP", ipv4Frame(137, "00011140" + IPV4_SYN));
    }

    private static void udpTunnels(Map<String, Sample> all, String inner) {
        ethernet(all, "VXLAN", udpFrame(4789, "08000000 00000100" + inner));
        ethernet(all, "VXLAN of Linux", udpFrame(8472, "08000000 00000100" + inner));
        ethernet(all, "VXLAN, group policy", udpFrame(4789, "88000011 00000100" + inner));
        ethernet(all, "VXLAN-GPE, IPv4", udpFrame(4790, "0c000001 00000100" + IPV4_SYN));
        ethernet(all, "VXLAN-GPE, IPv6", udpFrame(4790, "0c000002 00000100" + IPV6_SYN));
        ethernet(all, "VXLAN-GPE, Ethernet", udpFrame(4790, "0c000003 00000100" + inner));
        ethernet(all, "VXLAN-GPE, MPLS", udpFrame(4790, "0c000005 00000100 00011140" + IPV4_SYN));
        ethernet(all, "Geneve", udpFrame(6081, "0240 6558 00000100 0102030400000000" + inner));
        ethernet(all, "Geneve, IPv6", udpFrame(6081, "0000 86dd 00000100" + IPV6_SYN));
        ethernet(all, "GTP-U", udpFrame(2152, "30 ff 002c 00000001" + IPV4_SYN));
        ethernet(
                all,
                "GTP-U, extensions",
                udpFrame(2152, "36 ff 0038 00000001 0001 00 85  01 1000 c0  01 0000 00" + IPV4_SYN));
        ethernet(all, "L2TP", udpFrame(1701, "0002 0001 0002 ff03 0021" + IPV4_SYN));
        ethernet(all, "L2TP, all fields", udpFrame(1701, "4a02 0042 0001 0002 0003 0004 0002 0000 0057" + IPV6_SYN));
        ethernet(all, "Teredo", udpFrame(3544, TEREDO_SYN));
        ethernet(
                all,
                "Teredo, authentication, origin",
                udpFrame(3544, "0001 01 02 aa bbcc 1122334455667788 00  0000 1234 11223344" + TEREDO_SYN));
        ethernet(all, "MPLS over UDP", udpFrame(6635, "00011140" + IPV4_SYN));
    }

    private static final String TEREDO_SYN =
            IPV6_SYN.replace("20010db8000000000000000000000001", "20010000000000000000000000000001");

    private static void ethernet(Map<String, Sample> all, String name, String hex) {
        other(all, name, LinkType.ETHERNET, hex);
    }

    private static void other(Map<String, Sample> all, String name, int linkType, String hex) {
        all.put(name, new Sample(linkType, hex));
    }
}
