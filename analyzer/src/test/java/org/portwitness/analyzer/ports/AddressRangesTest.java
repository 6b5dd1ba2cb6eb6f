package org.portwitness.analyzer.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.analyzer.evidence.Address;

class AddressRangesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "10.1.2.3/8, 10.0.0.0/8",
        "10.1.2.3, 10.1.2.3",
        "10.1.2.3/32, 10.1.2.3",
        "0.0.0.0/0, 0.0.0.0/0",
        "10.1.2.3/255.255.0.0, 10.1.0.0/16",
        "' 52.112.0.0/14 ', 52.112.0.0/14",
        "2603:1063::/39, 2603:1063::/39",
        "2603:1063:1ff:ffff::1/39, 2603:1063::/39",
        "2001:DB8::1, 2001:db8::1",
        "::/0, ::/0",
        "::ffff:10.0.0.0/104, 10.0.0.0/8",
    })
    void addressesAndBlocksAreReadAndPrintedAsBlocks(String text, String printed) {
        assertEquals(printed, AddressRange.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "10",
                "10.0.0",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "010.0.0.1",
                "10.0.0.256",
                "10.0.0.0-10",
                "*",
                "10.*.0.0",
                "/8",
                "2001:db8::/129",
                "2001:db8:::1",
                "fe80::1%eth0",
                "localhost",
                "example.com",
                ".:1",
                "::ffff:10.0.0.0/90"
            })
    void whatIsNoAddressIsRefusedAndNoNameServerAsked(String text) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
        assertEquals(
                "\"" + text
                        + "\" is no address; write one such as 10.1.2.3 or 2001:db8::1, or a block such as 10.0.0.0/8.",
                refusal.getMessage());
    }

    @Test
    void aBlockEndsExactlyAtItsLastAddress() {
        AddressRange range = AddressRange.parse("52.112.0.0/14");
        assertTrue(range.contains(address("52.112.0.0")));
        assertTrue(range.contains(address("52.115.255.255")));
        assertFalse(range.contains(address("52.116.0.0")));
        assertFalse(range.contains(address("52.111.255.255")));
        assertTrue(range.contains(AddressRange.parse("52.114.0.0/16")));
        assertFalse(range.contains(AddressRange.parse("52.0.0.0/8")));
    }

    @Test
    void theLongestPrefixWinsOnBothSidesOfItsBorders() {
        AddressRanges<String> ranges = ranges("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "2001:db8::/32");

        assertEquals("10.0.0.0/8", find(ranges, "10.0.255.255"));
        assertEquals("10.1.0.0/16", find(ranges, "10.1.0.0"));
        assertEquals("10.1.0.0/16", find(ranges, "10.1.2.2"));
        assertEquals("10.1.2.3", find(ranges, "10.1.2.3"));
        assertEquals("10.1.0.0/16", find(ranges, "10.1.2.4"));
        assertEquals("10.1.0.0/16", find(ranges, "10.1.255.255"));
        assertEquals("10.0.0.0/8", find(ranges, "10.2.0.0"));
        assertNull(ranges.find(address("11.0.0.0")));
        assertNull(ranges.find(address("9.255.255.255")));
        assertEquals("2001:db8::/32", find(ranges, "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"));
        assertNull(ranges.find(address("2001:db9::")));
    }

    @Test
    void allOfOneFamilyIsNothingOfTheOther() {
        AddressRanges<String> six = ranges("::/0");
        assertEquals("::/0", find(six, "::1"));
        assertEquals("::/0", find(six, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
        assertNull(six.find(address("10.0.0.1")));
        AddressRanges<String> four = ranges("0.0.0.0/0", "::/0");
        assertEquals("0.0.0.0/0", find(four, "0.0.0.0"));
        assertEquals("0.0.0.0/0", find(four, "255.255.255.255"));
        assertEquals("::/0", find(four, "::1:0:0:0"));
        assertNull(ranges("0.0.0.0/0").find(address("::1")));
    }

    @Test
    void ofEqualBlocksTheFirstWins() {
        AddressRanges<String> ranges = new AddressRanges.Builder<String>()
                .add(AddressRange.parse("10.0.0.0/8"), "first")
                .add(AddressRange.parse("10.0.0.0/8"), "second")
                .build();
        assertEquals("first", ranges.find(address("10.9.9.9")).value());
    }

    @Test
    void noBlocksContainNothing() {
        AddressRanges<String> none = ranges();
        assertTrue(none.isEmpty());
        assertFalse(none.contains(address("10.0.0.1")));
        assertFalse(none.contains(-1, -1));
    }

    @Test
    void theCompiledFormAgreesWithTryingEveryBlock() {
        long seed = 4;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            List<AddressRange> list = new ArrayList<>();
            AddressRanges.Builder<String> builder = new AddressRanges.Builder<>();
            for (int i = random.nextInt(30); i >= 0; i--) {
                AddressRange range = range(random);
                list.add(range);
                builder.add(range, range.toString());
            }
            AddressRanges<String> ranges = builder.build();
            for (int i = 0; i < 200; i++) {
                Address address = address(random);
                AddressRange longest = null;
                for (AddressRange range : list) {
                    if (range.contains(address) && (longest == null || range.bits() > longest.bits())) {
                        longest = range;
                    }
                }
                AddressRanges.Match<String> match = ranges.find(address);
                assertEquals(
                        longest, match == null ? null : match.range(), "seed " + seed + ", " + address + " in " + list);
            }
        }
    }

    /** Few distinct values, so that blocks nest and addresses lie on borders. */
    private static Address address(SplittableRandom random) {
        long[] halves = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 0x0000_ffff_0000_0000L, 0x0000_ffff_ffff_ffffL};
        if (random.nextBoolean()) {
            return Address.ofIpv4((int) halves[random.nextInt(halves.length)] + random.nextInt(-2, 3));
        }
        return new Address(
                halves[random.nextInt(halves.length)], halves[random.nextInt(halves.length)] + random.nextInt(-2, 3));
    }

    private static AddressRange range(SplittableRandom random) {
        Address first = address(random);
        int bits = first.isIpv4() ? random.nextInt(96, 129) : random.nextInt(129);
        AddressRange range = new AddressRange(first, bits);
        return range.isIpv4() && bits < 96 ? range(random) : range;
    }

    private static AddressRanges<String> ranges(String... texts) {
        AddressRanges.Builder<String> builder = new AddressRanges.Builder<>();
        for (String text : texts) {
            builder.add(AddressRange.parse(text), text);
        }
        return builder.build();
    }

    private static String find(AddressRanges<String> ranges, String address) {
        return ranges.find(address(address)).value();
    }

    private static Address address(String text) {
        return Address.parse(text);
    }
}
