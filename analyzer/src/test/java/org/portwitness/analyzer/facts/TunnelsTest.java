package org.portwitness.analyzer.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.capture.LinkType;

/** What is no tunnel, or none that can be looked into, is the packet that it is outside. */
final class TunnelsTest {
    private static final String ARP =
            Samples.MACS + "0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002";
    private static final String INNER = Samples.MACS + "0800" + Samples.IPV4_SYN;

    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts facts = new PacketFacts();

    @Test
    void aTunnelledFrameWithoutIpIsTheUdpPacketThatCarriesIt() {
        assertEquals(DecodeResult.DECODED, decode(Samples.udpFrame(4789, "08000000 00000100" + ARP)));
        assertPlainUdp(4789, 8 + HexFrame.bytes(ARP).length);
    }

    @ParameterizedTest
    @CsvSource({
        "4789, 00000000 00000100, 'VXLAN without its flag'",
        "4790, 0c000009 00000100, 'VXLAN-GPE with an unknown protocol'",
        "6081, 4000 6558 00000100, 'Geneve of another version'",
        "6081, 3f00 6558 00000100, 'Geneve with more options than packet'",
        "2152, 50ff 0042 00000001, 'GTP of another version'",
        "2152, 3001 0042 00000001, 'GTP-U echo request'",
        "2152, 34ff 0046 00000001 0000 00 85 00, 'GTP-U extension of length 0'",
        "1701, c002 0042 0001 0002, 'L2TP control'",
        "1701, 0003 0001 0002, 'L2TP version 3'",
        "3544, 0000, 'Teredo, not fitting'",
        "53, 08000000 00000100, 'no tunnel port'",
    })
    void whatIsNotTheTunnelThatThePortPromisesIsAPlainUdpPacket(int port, String header, String what) {
        String payload = header + INNER;

        assertEquals(DecodeResult.DECODED, decode(Samples.udpFrame(port, payload)), what);
        assertPlainUdp(port, HexFrame.bytes(payload).length);
    }

    @Test
    void everyCutInATunnelBeforeTheInnerIpHeaderLeavesTheUdpPacket() {
        byte[] bytes = HexFrame.bytes(Samples.udpFrame(4789, "08000000 00000100" + INNER));
        int innerIpEnd = bytes.length - 24;
        for (int captured = 42; captured < innerIpEnd; captured++) {
            assertEquals(
                    DecodeResult.DECODED,
                    decoder.decode(HexFrame.of(LinkType.ETHERNET, bytes, captured, bytes.length), facts));
            assertPlainUdp(4789, captured - 42);
        }
    }

    @Test
    void teredoNeedsAnAddressThatTeredoCanHave() {
        String other = Samples.IPV6_SYN.replace("20010db8000000000000000000000001", "20020db8000000000000000000000001");

        assertEquals(DecodeResult.DECODED, decode(Samples.udpFrame(3544, other)));
        assertPlainUdp(3544, 64);
    }

    @Test
    void theSourcePortMayBeTheTunnelsToo() {
        String payload = "30 ff 002c 00000001" + Samples.IPV4_SYN;
        String frame = Samples.MACS + "0800 " + Samples.ipv4(17, 8 + 52) + Samples.udp(2152, 40000, 52) + payload;

        assertEquals(DecodeResult.DECODED, decode(frame));
        assertTrue(facts.isTcp());
    }

    @Test
    void macAddressesAreThoseOfTheInnermostFrame() {
        decode(Samples.udpFrame(4789, "08000000 00000100" + INNER));
        assertEquals(HexFrame.at(50), facts.ethernetAt);

        decode(Samples.ipv4Frame(4, Samples.IPV4_SYN));
        assertEquals(HexFrame.at(0), facts.ethernetAt);

        decoder.decode(HexFrame.of(LinkType.RAW, Samples.IPV4_SYN), facts);
        assertEquals(PacketFacts.NONE, facts.ethernetAt);
    }

    @Test
    void greWithoutIpInsideIsAGrePacket() {
        assertEquals(DecodeResult.DECODED, decode(Samples.ipv4Frame(47, "0000 0000")));
        assertEquals(47, facts.protocol);
        assertEquals(DecodeResult.DECODED, decode(Samples.ipv4Frame(47, "0000 6558" + ARP)));
        assertEquals(47, facts.protocol);
        assertEquals(0x0000_ffff_0a09_0002L, facts.destinationLow);
        assertEquals(DecodeResult.DECODED, decode(Samples.ipv4Frame(47, "4000 0800 00000000 00000000")));
        assertEquals(47, facts.protocol);
    }

    @Test
    void tunnelHeadersThatMakeNoSenseAreToldFromThoseThatAreCut() {
        assertEquals(DecodeResult.CUT_TUNNEL_HEADER, decode(Samples.ipv4Frame(47, "0000 08")));
        assertEquals(DecodeResult.CUT_TUNNEL_HEADER, decode(Samples.ipv4Frame(47, "2000 0800 000000")));
        assertEquals(DecodeResult.BAD_TUNNEL_HEADER, decode(Samples.ipv4Frame(47, "0002 0800" + Samples.IPV4_SYN)));
        assertEquals(
                DecodeResult.BAD_TUNNEL_HEADER,
                decode(Samples.ipv4Frame(47, "1000 88be 00000001 3001 0001 00000000" + INNER)));
        assertEquals(
                DecodeResult.CUT_TUNNEL_HEADER, decode(Samples.ipv4Frame(47, "1000 88be 00000001 1001 0001 000000")));
        assertEquals(DecodeResult.BAD_TUNNEL_HEADER, decode(Samples.ipv4Frame(97, "2000" + INNER)));
        assertEquals(DecodeResult.CUT_TUNNEL_HEADER, decode(Samples.ipv4Frame(97, "30")));
    }

    @ParameterizedTest
    @CsvSource({
        "0806 0001, 'ARP'",
        "88cc 0207, 'LLDP'",
        "888e 0100, 'EAPOL'",
        "88e5 2c00, 'MACsec'",
        "0026 424203 0000, 'spanning tree'",
        "0026 aaaa03 00000c 2000, 'CDP'",
        "8863 1109 0000 0000, 'PPPoE discovery'",
        "8864 11a7 0001 0000, 'PPPoE terminate'",
        "8864 1100 0001 0004 c021 0101, 'LCP'",
        "8847 00011140 1000 0000, 'pseudowire maintenance'",
    })
    void whatCarriesNoIpIsSo(String fromTheType, String what) {
        assertEquals(DecodeResult.NOT_IP, decode(Samples.MACS + fromTheType), what);
    }

    @Test
    void linkTypesThatAreNotReadAreSaidToBe() {
        assertEquals(DecodeResult.UNKNOWN_LINK_TYPE, decoder.decode(HexFrame.of(105, Samples.IPV4_SYN), facts));
        assertEquals(DecodeResult.NOT_IP, decoder.decode(HexFrame.of(LinkType.NULL, "07000000 4500"), facts));
        assertEquals(
                DecodeResult.NOT_IP,
                decoder.decode(HexFrame.of(LinkType.LINUX_SLL, "0000 0001 0006 0200000000010000 0001 ffff"), facts));
    }

    private int decode(String hex) {
        return decoder.decode(HexFrame.of(LinkType.ETHERNET, hex), facts);
    }

    private void assertPlainUdp(int port, int payloadLength) {
        assertTrue(facts.isUdp());
        assertEquals(port, facts.destinationPort);
        assertEquals(40000, facts.sourcePort);
        assertEquals(0x0000_ffff_0a09_0001L, facts.sourceLow);
        assertEquals(payloadLength, facts.payloadLength);
        assertEquals(HexFrame.at(42), facts.payloadAt);
        assertEquals(HexFrame.at(0), facts.ethernetAt);
    }
}
