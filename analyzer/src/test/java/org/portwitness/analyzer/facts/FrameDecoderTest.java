package org.portwitness.analyzer.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.portwitness.capture.LinkType;

/** What plain frames say: Ethernet, VLAN, IPv4, IPv6, TCP, UDP, ICMP. */
final class FrameDecoderTest {
    private static final String ETHERNET = "020000000002 020000000001 ";
    private static final String IPV4_TCP = """
            4500 002c 1234 4000 40 06 0000 0a000001 c0a80002  # 44 bytes
            c001 01bb 11223344 55667788 60 12 ffff 0000 0000  # SYN, ACK
            020405b4
            """;
    private static final String IPV4_UDP = """
            45b8 0020 0000 0000 3f 11 0000 0a000001 c0a80002
            d903 0d96 000c 0000
            deadbeef
            """;

    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts facts = new PacketFacts();

    @Test
    void plainTcpOverIpv4IsReadWhole() {
        assertEquals(DecodeResult.DECODED, decode(ETHERNET + "0800" + IPV4_TCP));

        assertTrue(facts.isTcp());
        assertEquals(4, facts.ipVersion);
        assertEquals(HexFrame.at(0), facts.ethernetAt);
        assertEquals(HexFrame.at(14), facts.ipAt);
        assertEquals(64, facts.ttl);
        assertEquals(0x1234, facts.ipId);
        assertEquals(0, facts.dscp);
        assertFalse(facts.firstFragment);
        assertEquals(0, facts.sourceHigh);
        assertEquals(0x0000_ffff_0a00_0001L, facts.sourceLow);
        assertEquals(0, facts.destinationHigh);
        assertEquals(0x0000_ffff_c0a8_0002L, facts.destinationLow);
        assertEquals(0xc001, facts.sourcePort);
        assertEquals(443, facts.destinationPort);
        assertEquals(0x11223344L, facts.sequence);
        assertEquals(0x55667788L, facts.acknowledgement);
        assertEquals(PacketFacts.SYN | PacketFacts.ACK, facts.tcpFlags);
        assertEquals(HexFrame.at(34), facts.transportAt);
        assertEquals(HexFrame.at(58), facts.tcpOptionsEnd);
        assertEquals(HexFrame.at(58), facts.payloadAt);
        assertEquals(0, facts.payloadLength);
        assertEquals(0, facts.payloadWireLength);
        assertEquals(PacketFacts.NONE, facts.quotedProtocol);
        assertEquals(PacketFacts.NONE, facts.flow);
    }

    @Test
    void plainUdpOverIpv4IsReadWhole() {
        assertEquals(DecodeResult.DECODED, decode(ETHERNET + "0800" + IPV4_UDP));

        assertTrue(facts.isUdp());
        assertEquals(46, facts.dscp);
        assertEquals(63, facts.ttl);
        assertEquals(0xd903, facts.sourcePort);
        assertEquals(3478, facts.destinationPort);
        assertEquals(HexFrame.at(42), facts.payloadAt);
        assertEquals(4, facts.payloadLength);
        assertEquals(4, facts.payloadWireLength);
        assertEquals(0, facts.tcpFlags);
    }

    @Test
    void paddingOfTheLinkLayerIsNoPayload() {
        decode(ETHERNET + "0800" + IPV4_UDP + "00000000 00000000");

        assertEquals(4, facts.payloadLength);
        assertEquals(4, facts.payloadWireLength);
    }

    @Test
    void vlanTagsStackToAnyDepth() {
        assertEquals(
                DecodeResult.DECODED, decode(ETHERNET + "88a8 0064 9100 0001 9200 0002 8100 e003 0800" + IPV4_TCP));

        assertEquals(443, facts.destinationPort);
        assertEquals(HexFrame.at(30), facts.ipAt);
        assertEquals(HexFrame.at(0), facts.ethernetAt);
    }

    private int decode(String hex) {
        return decoder.decode(HexFrame.of(LinkType.ETHERNET, hex), facts);
    }
}
