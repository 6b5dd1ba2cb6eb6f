package org.portwitness.analyzer.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.portwitness.capture.LinkType;

/** TCP, UDP and ICMP headers, both sides of each boundary. */
final class TransportsTest {
    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts facts = new PacketFacts();

    @Test
    void aTcpHeaderIsFiveWordsAtLeast() {
        assertEquals(DecodeResult.TRANSPORT_BOGUS, decode(6, "c001 01bb 11223344 55667788 40 10 ffff 0000 0000"));
        assertTrue(facts.isTcp());
        assertEquals(0, facts.destinationPort);
        assertEquals(0, facts.tcpFlags);
        assertEquals(DecodeResult.DECODED, decode(6, "c001 01bb 11223344 55667788 50 18 ffff 0000 0000 aabb"));
        assertEquals(2, facts.payloadLength);
    }

    @Test
    void aTcpHeaderThatClaimsMoreThanThePacketEndsWithIt() {
        assertEquals(DecodeResult.DECODED, decode(6, "c001 01bb 11223344 55667788 60 02 ffff 0000 0000 aabb"));
        assertEquals(PacketFacts.SYN, facts.tcpFlags);
        assertEquals(HexFrame.at(56), facts.tcpOptionsEnd);
        assertEquals(0, facts.payloadLength);
        assertEquals(0, facts.payloadWireLength);
    }

    @Test
    void allEightTcpFlagsAreKept() {
        decode(6, "c001 01bb ffffffff fffffffe 50 ff ffff 0000 0000");

        assertEquals(0xff, facts.tcpFlags);
        assertEquals(0xffff_ffffL, facts.sequence);
        assertEquals(0xffff_fffeL, facts.acknowledgement);
    }

    @Test
    void aUdpLengthOfZeroReachesToTheEndOfThePacketButOneBelowEightMakesNoSense() {
        assertEquals(DecodeResult.DECODED, decode(17, "c001 0d96 0000 0000 aabbcc"));
        assertEquals(3, facts.payloadLength);
        assertEquals(3, facts.payloadWireLength);
        assertEquals(DecodeResult.TRANSPORT_BOGUS, decode(17, "c001 0d96 0007 0000 aabbcc"));
        assertTrue(facts.isUdp());
        assertEquals(0, facts.payloadLength);
        assertEquals(DecodeResult.DECODED, decode(17, "c001 0d96 0008 0000 aabbcc"));
        assertEquals(0, facts.payloadLength);
    }

    @Test
    void aUdpLengthBeyondThePacketIsNotBelieved() {
        assertEquals(DecodeResult.DECODED, decode(17, "c001 0d96 ffff 0000 aabbcc"));
        assertEquals(3, facts.payloadLength);
        assertEquals(3, facts.payloadWireLength);
    }

    @Test
    void aUdpHeaderIsEightBytesAndHasPortsFromFourOn() {
        assertEquals(DecodeResult.TRANSPORT_CUT, decode(17, "c001 0d"));
        assertEquals(0, facts.sourcePort);
        assertEquals(DecodeResult.TRANSPORT_CUT, decode(17, "c001 0d96 000b 00"));
        assertEquals(0x0d96, facts.destinationPort);
        assertEquals(DecodeResult.DECODED, decode(17, "c001 0d96 0008 0000"));
    }

    @Test
    void icmpNeedsTypeCodeAndChecksum() {
        assertEquals(DecodeResult.TRANSPORT_CUT, decode(1, "0800 00"));
        assertEquals(0, facts.icmpType);
        assertEquals(DecodeResult.DECODED, decode(1, "0807 0000"));
        assertEquals(8, facts.icmpType);
        assertEquals(7, facts.icmpCode);
        assertEquals(0, facts.payloadLength);
        assertEquals(DecodeResult.DECODED, decode(1, "0800 0000 0001 0001 aa"));
        assertEquals(1, facts.payloadLength);
    }

    @Test
    void nothingOfOnePacketIsLeftForTheNext() {
        decode(6, "c001 01bb 11223344 55667788 50 18 ffff 0000 0000 aabb");
        decode(1, "0301 0000 00000000" + Samples.IPV4_SYN);
        assertEquals(0, facts.tcpFlags);
        assertEquals(0, facts.sequence);
        assertEquals(0, facts.destinationPort);
        assertEquals(443, facts.quotedDestinationPort);

        facts.flow = 7;
        facts.fromOpener = true;
        decode(17, "c001 0d96 0008 0000");
        assertEquals(0, facts.icmpType);
        assertEquals(0, facts.icmpCode);
        assertEquals(PacketFacts.NONE, facts.quotedProtocol);
        assertEquals(0, facts.quotedSourceLow);
        assertEquals(0, facts.quotedDestinationPort);
        assertEquals(PacketFacts.NONE, facts.quotedSequence);
        assertEquals(PacketFacts.NONE, facts.quotedPayloadAt);
        assertEquals(PacketFacts.NONE, facts.flow);
        assertEquals(false, facts.fromOpener);
    }

    private int decode(int protocol, String transport) {
        return decoder.decode(HexFrame.of(LinkType.ETHERNET, Samples.ipv4Frame(protocol, transport)), facts);
    }
}
