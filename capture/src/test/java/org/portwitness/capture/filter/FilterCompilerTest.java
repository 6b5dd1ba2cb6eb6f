package org.portwitness.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.portwitness.capture.filter.Listings.accepts;
import static org.portwitness.capture.filter.Listings.ethernet;
import static org.portwitness.capture.filter.Listings.udp;

import java.nio.ByteOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.capture.LinkType;

class FilterCompilerTest {
    private static final int SNAPLEN = 262_144;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /** Skips where libpcap is missing. */
    static void assumeLibpcap() {
        try {
            FilterCompiler.compile("", LinkType.ETHERNET, ORDER, SNAPLEN);
        } catch (FilterException e) {
            assumeTrue(!e.isLibraryMissing(), "libpcap is not installed: filters cannot be compiled here");
        }
    }

    @BeforeEach
    void libpcapIsThere() {
        assumeLibpcap();
    }

    @Test
    void anEmptyExpressionPassesEverything() throws FilterException {
        PacketFilter filter = new PacketFilter(FilterCompiler.compile("", LinkType.ETHERNET, ORDER, SNAPLEN));
        assertTrue(accepts(filter, "00"));
    }

    @Test
    void theSameExpressionFitsEachLinkType() throws FilterException {
        String packet = udp(50000, 3478);
        String other = udp(50000, 3479);
        String[][] heads = {
            {"1", ethernet("0800", "")},
            {"12", ""},
            {"14", ""},
            {"101", ""},
            {"0", "02000000"},
            {"108", "00000002"},
            {"113", "0000 0001 0006 020000000001 0000 0800"},
            {"276", "0800 0000 00000001 0001 00 06 0200000000010000"},
            {"228", ""},
        };
        for (String[] head : heads) {
            int linkType = Integer.parseInt(head[0]);
            PacketFilter filter = new PacketFilter(
                    FilterCompiler.compile("udp port 3478 and host 10.0.0.2", linkType, ORDER, SNAPLEN));
            assertTrue(accepts(filter, head[1] + packet), LinkType.name(linkType));
            assertFalse(accepts(filter, head[1] + other), LinkType.name(linkType));
        }
    }

    @Test
    void taggedFramesPassOnlyAFilterThatNamesTheTag() throws FilterException {
        String tagged = ethernet("8100 0007 0800", udp(50000, 3478));
        PacketFilter plain =
                new PacketFilter(FilterCompiler.compile("udp port 3478", LinkType.ETHERNET, ORDER, SNAPLEN));
        PacketFilter vlan =
                new PacketFilter(FilterCompiler.compile("vlan 7 and udp port 3478", LinkType.ETHERNET, ORDER, SNAPLEN));
        assertFalse(accepts(plain, tagged));
        assertTrue(accepts(vlan, tagged));
        assertFalse(accepts(vlan, ethernet("0800", udp(50000, 3478))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp prot 3478", "(", "port 70000", "tcp and and udp"})
    void whatDoesNotParseIsToldInOneSentenceWithTheReasonOfTheLibrary(String expression) {
        FilterException refusal = assertThrows(
                FilterException.class, () -> FilterCompiler.compile(expression, LinkType.ETHERNET, ORDER, SNAPLEN));
        assertFalse(refusal.isLibraryMissing());
        String beginning = "The filter \"" + expression + "\" cannot be used on EN10MB frames: ";
        assertTrue(refusal.getMessage().startsWith(beginning), refusal.getMessage());
        assertTrue(refusal.getMessage().length() > beginning.length() + 5, refusal.getMessage());
        assertEquals(1, refusal.getMessage().lines().count());
    }

    @Test
    void whatOnlyALiveInterfaceKnowsIsRefusedAndNotSilentlyFalse() {
        FilterException refusal = assertThrows(
                FilterException.class,
                () -> FilterCompiler.compile("udp and inbound", LinkType.ETHERNET, ORDER, SNAPLEN));
        assertFalse(refusal.isLibraryMissing());
    }

    /** Families of IPv6 as FreeBSD, macOS and OpenBSD number them; Linux' own 10 is none of them. */
    @ParameterizedTest
    @CsvSource({
        "LITTLE, 18000000, true",
        "LITTLE, 1c000000, true",
        "LITTLE, 1e000000, true",
        "LITTLE, 02000000, false",
        "LITTLE, 0000001e, false",
        "BIG, 0000001e, true",
        "BIG, 1e000000, false",
    })
    void loopbackOfOtherSystemsIsReadInTheirNumbersAndOrder(String order, String family, boolean passes)
            throws FilterException {
        PacketFilter filter = new PacketFilter(FilterCompiler.compile(
                "ip6", LinkType.NULL, order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, SNAPLEN));
        assertEquals(passes, accepts(filter, family + "60000000"));
    }

    @Test
    void aFilterThatWouldLoopIsRefused() {
        FilterException refusal = assertThrows(
                FilterException.class,
                () -> FilterCompiler.compile("ip6 protochain 17", LinkType.ETHERNET, ORDER, SNAPLEN));
        assertTrue(refusal.getMessage().endsWith("; name the protocol without protochain."), refusal.getMessage());
    }

    @Test
    void anExpressionBeyondAllBoundsIsRefused() {
        assertThrows(
                FilterException.class,
                () -> FilterCompiler.compile("x".repeat(100_001), LinkType.ETHERNET, ORDER, SNAPLEN));
        assertThrows(FilterException.class, () -> FilterCompiler.compile("udp\0", LinkType.ETHERNET, ORDER, SNAPLEN));
    }
}
