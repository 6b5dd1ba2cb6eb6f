package org.portwitness.analyzer.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.capture.LinkType;

/** What ICMP errors quote, and how little of it may be there. */
final class QuotedPacketTest {
    private static final String QUOTED_UDP = "4500 0030 0001 0000 01 11 0000 0a000001 c0a80002  d903 0d96 001c 0000 ";
    private static final String QUOTED_IPV6_UDP = """
            60000000 0024 3c 01 20010db8000000000000000000000001 20010db8000000000000000000000002
            2c 00 0104 00000000
            11 00 0001 00000007
            d903 0d96 001c 0000
            """;

    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts facts = new PacketFacts();

    @Test
    void aQuotedUdpPacketIsTheOneThatCausedTheError() {
        error("0303 0000 00000000" + QUOTED_UDP + "deadbeef");

        assertEquals(PacketFacts.UDP, facts.quotedProtocol);
        assertEquals(0x0000_ffff_0a00_0001L, facts.quotedSourceLow);
        assertEquals(0x0000_ffff_c0a8_0002L, facts.quotedDestinationLow);
        assertEquals(0xd903, facts.quotedSourcePort);
        assertEquals(3478, facts.quotedDestinationPort);
        assertEquals(PacketFacts.NONE, facts.quotedSequence);
        assertEquals(4, facts.quotedPayloadLength);
        assertEquals(HexFrame.at(14 + 20 + 8 + 28), facts.quotedPayloadAt);
        assertEquals(PacketFacts.ICMP, facts.protocol);
        assertEquals(3, facts.icmpType);
        assertEquals(3, facts.icmpCode);
    }

    @Test
    void aQuotedUdpHeaderWithoutPayloadHasNone() {
        error("0303 0000 00000000" + QUOTED_UDP);

        assertEquals(3478, facts.quotedDestinationPort);
        assertEquals(PacketFacts.NONE, facts.quotedPayloadAt);
        assertEquals(0, facts.quotedPayloadLength);
    }

    @Test
    void aQuotedTcpHeaderGivesPortsFromFourBytesAndTheSequenceFromEight() {
        String ip = "4500 002c 1234 4000 01 06 0000 0a000001 c0a80002 ";

        error("0301 0000 00000000" + ip + "c001 01");
        assertEquals(PacketFacts.TCP, facts.quotedProtocol);
        assertEquals(0, facts.quotedDestinationPort);

        error("0301 0000 00000000" + ip + "c001 01bb 112233");
        assertEquals(443, facts.quotedDestinationPort);
        assertEquals(PacketFacts.NONE, facts.quotedSequence);

        error("0301 0000 00000000" + ip + "c001 01bb f1223344");
        assertEquals(0xf1223344L, facts.quotedSequence);
    }

    @Test
    void aQuoteWithoutAWholeIpHeaderIsNone() {
        error("0301 0000 00000000 4500 002c 1234 4000 01 06 0000 0a000001 c0a800");
        assertEquals(PacketFacts.NONE, facts.quotedProtocol);
        assertEquals(0, facts.quotedSourceLow);

        error("0301 0000 00000000 4500 002c 1234 4000 01 06 0000 0a000001 c0a80002");
        assertEquals(PacketFacts.TCP, facts.quotedProtocol);

        error("0301 0000 00000000 4400 002c 1234 4000 01 06 0000 0a000001 c0a80002");
        assertEquals(PacketFacts.NONE, facts.quotedProtocol);

        error("0301 0000");
        assertEquals(PacketFacts.NONE, facts.quotedProtocol);
    }

    @Test
    void aQuotedLaterFragmentHasNoPorts() {
        error("0b01 0000 00000000 4500 002c 1234 0001 01 11 0000 0a000001 c0a80002 d903 0d96 001c 0000");

        assertEquals(PacketFacts.UDP, facts.quotedProtocol);
        assertEquals(0, facts.quotedDestinationPort);
        assertEquals(PacketFacts.NONE, facts.quotedPayloadAt);
    }

    @Test
    void aQuotedIpv6PacketIsReadThroughItsExtensionHeaders() {
        errorV6("0104 0000 00000000" + QUOTED_IPV6_UDP + "aa");

        assertEquals(PacketFacts.UDP, facts.quotedProtocol);
        assertEquals(0x2001_0db8_0000_0000L, facts.quotedSourceHigh);
        assertEquals(1, facts.quotedSourceLow);
        assertEquals(2, facts.quotedDestinationLow);
        assertEquals(3478, facts.quotedDestinationPort);
        assertEquals(1, facts.quotedPayloadLength);
    }

    @Test
    void everyPrefixOfAQuoteIsTakenForWhatItIs() {
        byte[] quote = HexFrame.bytes(QUOTED_IPV6_UDP + "aa");
        byte[] frame = HexFrame.bytes(Samples.ipv6Frame(58, "0104 0000 00000000" + QUOTED_IPV6_UDP + "aa"));
        int quoteAt = frame.length - quote.length;
        for (int captured = quoteAt; captured <= frame.length; captured++) {
            decoder.decode(HexFrame.of(LinkType.ETHERNET, frame, captured, frame.length), facts);
            int quoted = captured - quoteAt;
            assertEquals(
                    quoted < 40 ? PacketFacts.NONE : quoted < 48 ? 60 : quoted < 56 ? 44 : 17, facts.quotedProtocol);
            assertEquals(quoted < 60 ? 0 : 3478, facts.quotedDestinationPort);
            assertEquals(Math.max(0, quoted - 64), facts.quotedPayloadLength);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "08", "0d", "0e"})
    void otherIcmpTypesQuoteNothing(String type) {
        error(type + "00 0000 00000000" + QUOTED_UDP);

        assertEquals(PacketFacts.NONE, facts.quotedProtocol);
        assertEquals(0, facts.quotedDestinationPort);
    }

    @ParameterizedTest
    @ValueSource(strings = {"03", "04", "05", "0b", "0c"})
    void theseIcmpTypesQuote(String type) {
        error(type + "00 0000 00000000" + QUOTED_UDP);

        assertEquals(3478, facts.quotedDestinationPort);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "05", "80", "87"})
    void otherIcmpv6TypesQuoteNothing(String type) {
        errorV6(type + "00 0000 00000000" + QUOTED_IPV6_UDP);

        assertEquals(PacketFacts.NONE, facts.quotedProtocol);
    }

    private void error(String icmp) {
        assertEquals(
                DecodeResult.DECODED,
                decoder.decode(HexFrame.of(LinkType.ETHERNET, Samples.ipv4Frame(1, icmp)), facts));
    }

    private void errorV6(String icmp) {
        assertEquals(
                DecodeResult.DECODED,
                decoder.decode(HexFrame.of(LinkType.ETHERNET, Samples.ipv6Frame(58, icmp)), facts));
    }
}
