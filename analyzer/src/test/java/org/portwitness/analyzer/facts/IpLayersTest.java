package org.portwitness.analyzer.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.portwitness.capture.LinkType;

/** IP headers: lengths that lie, fragments, extension headers. */
final class IpLayersTest {
    private static final String SYN = "c001 01bb 11223344 00000000 60 02 ffff 0000 0000 020405b4";

    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts facts = new PacketFacts();

    @Test
    void anIpv4HeaderIsFiveWordsAtLeast() {
        assertEquals(DecodeResult.BAD_IP_HEADER_LENGTH, raw("4400 002c 0000 0000 40 06 0000 0a000001 0a000002" + SYN));
        assertEquals(DecodeResult.DECODED, raw("4500 002c 0000 0000 40 06 0000 0a000001 0a000002" + SYN));
        assertEquals(DecodeResult.DECODED, raw("4600 0030 0000 0000 40 06 0000 0a000001 0a000002 01010101" + SYN));
        assertEquals(443, facts.destinationPort);
        assertEquals(DecodeResult.BAD_IP_HEADER_LENGTH, raw("4f00 002c 0000 0000 40 06 0000 0a000001 0a000002" + SYN));
    }

    @Test
    void anIpv4HeaderWhoseOptionsAreNotCapturedIsCut() {
        byte[] bytes = HexFrame.bytes("4f00 0058 0000 0000 40 06 0000 0a000001 0a000002" + SYN + SYN);

        assertEquals(
                DecodeResult.CUT_IP_HEADER, decoder.decode(HexFrame.of(LinkType.RAW, bytes, 59, bytes.length), facts));
        assertEquals(
                DecodeResult.TRANSPORT_CUT, decoder.decode(HexFrame.of(LinkType.RAW, bytes, 60, bytes.length), facts));
    }

    @Test
    void aTotalLengthBelowTheHeaderIsBadButZeroReachesToTheEndOfTheFrame() {
        assertEquals(DecodeResult.BAD_IP_TOTAL_LENGTH, raw("4500 0013 0000 0000 40 06 0000 0a000001 0a000002" + SYN));
        assertEquals(DecodeResult.TRANSPORT_CUT, raw("4500 0014 0000 0000 40 06 0000 0a000001 0a000002" + SYN));
        assertEquals(DecodeResult.DECODED, raw("4500 0000 0000 0000 40 06 0000 0a000001 0a000002" + SYN + "112233"));
        assertEquals(3, facts.payloadLength);
        assertEquals(3, facts.payloadWireLength);
    }

    @Test
    void aTotalLengthBeyondTheFrameIsNotBelieved() {
        assertEquals(DecodeResult.DECODED, raw("4500 ffff 0000 0000 40 06 0000 0a000001 0a000002" + SYN + "112233"));
        assertEquals(3, facts.payloadLength);
        assertEquals(3, facts.payloadWireLength);
    }

    @Test
    void aSnapLengthCutsThePayloadButNotItsWireLength() {
        byte[] bytes = HexFrame.bytes("4500 0030 0000 0000 40 06 0000 0a000001 0a000002" + SYN + "11223344");

        decoder.decode(HexFrame.of(LinkType.RAW, bytes, 45, bytes.length), facts);

        assertEquals(1, facts.payloadLength);
        assertEquals(4, facts.payloadWireLength);
    }

    @Test
    void otherVersionsAreNoIp() {
        assertEquals(DecodeResult.BAD_IP_VERSION, raw("5500 002c 0000 0000 40 06 0000 0a000001 0a000002" + SYN));
        assertEquals(DecodeResult.BAD_IP_VERSION, raw("00"));
        assertEquals(DecodeResult.CUT_IP_HEADER, raw(""));
        assertEquals(DecodeResult.BAD_IP_VERSION, ethernet("0800" + Samples.IPV6_SYN));
        assertEquals(DecodeResult.BAD_IP_VERSION, ethernet("86dd" + Samples.IPV4_SYN));
    }

    @Test
    void aFirstFragmentHasItsTransportHeader() {
        assertEquals(DecodeResult.DECODED, raw("4500 002c 0007 2000 40 06 0000 0a000001 0a000002" + SYN));
        assertTrue(facts.firstFragment);
        assertEquals(443, facts.destinationPort);

        assertEquals(DecodeResult.DECODED, raw("4500 002c 0007 4000 40 06 0000 0a000001 0a000002" + SYN));
        assertFalse(facts.firstFragment);
    }

    @Test
    void aFirstFragmentTooShortForTheFlagsIsCut() {
        assertEquals(
                DecodeResult.TRANSPORT_CUT, raw("4500 001c 0007 2000 40 06 0000 0a000001 0a000002 c001 01bb 11223344"));
        assertTrue(facts.isTcp());
        assertEquals(0, facts.tcpFlags);
    }

    @Test
    void aFirstFragmentMayEndInTheTcpOptions() {
        assertEquals(
                DecodeResult.DECODED,
                raw(
                        "4500 0028 0007 2000 40 06 0000 0a000001 0a000002 c001 01bb 11223344 00000000 a0 02 ffff 0000 0000"));
        assertEquals(PacketFacts.SYN, facts.tcpFlags);
        assertEquals(0, facts.payloadLength);
    }

    @Test
    void aLaterFragmentHasAddressesAndProtocolButNoPorts() {
        assertEquals(DecodeResult.LATER_FRAGMENT, raw("4500 002c 0007 0001 40 11 0000 0a000001 0a000002" + SYN));
        assertTrue(facts.isUdp());
        assertFalse(facts.firstFragment);
        assertEquals(0x0000_ffff_0a00_0002L, facts.destinationLow);
        assertEquals(0, facts.sourcePort);
        assertEquals(0, facts.destinationPort);
    }

    @Test
    void ipv6FragmentsAreToldApartByOffsetAndFlag() {
        assertEquals(DecodeResult.DECODED, ethernet(fragment("06 00 0000 00000007")));
        assertFalse(facts.firstFragment, "atomic");
        assertEquals(DecodeResult.DECODED, ethernet(fragment("06 00 0001 00000007")));
        assertTrue(facts.firstFragment);
        assertEquals(443, facts.destinationPort);
        assertEquals(DecodeResult.LATER_FRAGMENT, ethernet(fragment("06 00 0009 00000007")));
        assertEquals(DecodeResult.LATER_FRAGMENT, ethernet(fragment("06 00 0008 00000007")));
        assertTrue(facts.isTcp());
        assertEquals(0, facts.destinationPort);
    }

    @Test
    void anIpv6PayloadLengthOfZeroReachesToTheEndOfTheFrame() {
        assertEquals(DecodeResult.DECODED, ethernet("86dd" + Samples.ipv6(6, 0) + SYN + "11223344"));
        assertEquals(4, facts.payloadLength);
        assertEquals(4, facts.payloadWireLength);
    }

    @Test
    void aJumbogramIsReadBehindItsOption() {
        assertEquals(
                DecodeResult.DECODED, ethernet("86dd" + Samples.ipv6(0, 0) + "06 00 c2 04 00010000" + SYN + "1122"));
        assertEquals(2, facts.payloadLength);
    }

    @Test
    void extensionHeadersThatCannotBeAreBad() {
        assertEquals(DecodeResult.BAD_EXTENSION_HEADER, ethernet(afterIpv6(51, "06 00 0000 00000001 00000002" + SYN)));
        assertEquals(DecodeResult.BAD_EXTENSION_HEADER, ethernet(afterIpv6(0, "06 ff 0104 00000000" + SYN)));
        assertEquals(DecodeResult.CUT_EXTENSION_HEADER, ethernet(afterIpv6(60, "06 00 0104 000000")));
        assertEquals(DecodeResult.DECODED, ethernet(afterIpv6(60, "06 00 0104 00000000" + SYN)));
    }

    @Test
    void aChainOfExtensionHeadersHasAnEnd() {
        String option = "3c 00 0104 00000000 ";
        assertEquals(DecodeResult.DECODED, ethernet(afterIpv6(60, option.repeat(14) + "06 00 0104 00000000" + SYN)));
        assertEquals(
                DecodeResult.TOO_DEEPLY_NESTED,
                ethernet(afterIpv6(60, option.repeat(15) + "06 00 0104 00000000" + SYN)));
    }

    @Test
    void protocolsThatAreNotReadAreStillDecoded() {
        assertEquals(DecodeResult.DECODED, ethernet(afterIpv6(59, "")));
        assertEquals(59, facts.protocol);
        assertEquals(DecodeResult.DECODED, raw("4500 0018 0000 0000 40 32 0000 0a000001 0a000002 00000001"));
        assertEquals(50, facts.protocol);
        assertEquals(0, facts.sourcePort);
        assertEquals(4, facts.payloadLength);
    }

    @Test
    void nestingHasAnEnd() {
        assertEquals(DecodeResult.DECODED, ethernet("8100 0001".repeat(28) + "0800" + Samples.IPV4_SYN));
        assertEquals(DecodeResult.TOO_DEEPLY_NESTED, ethernet("8100 0001".repeat(40) + "0800" + Samples.IPV4_SYN));
    }

    private static String fragment(String header) {
        return afterIpv6(44, header + SYN);
    }

    private static String afterIpv6(int nextHeader, String payload) {
        return "86dd" + Samples.ipv6(nextHeader, HexFrame.bytes(payload).length) + payload;
    }

    private int raw(String hex) {
        return decoder.decode(HexFrame.of(LinkType.RAW, hex), facts);
    }

    private int ethernet(String hexFromTheType) {
        return decoder.decode(HexFrame.of(LinkType.ETHERNET, Samples.MACS + hexFromTheType), facts);
    }
}
