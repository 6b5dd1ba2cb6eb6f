package org.portwitness.analyzer.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedRangesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "10.0.0.0 10.0.0.1, 10.0.0.0/31",
        "10.0.0.1 10.0.0.2, 10.0.0.1 10.0.0.2",
        "10.0.0.3 10.0.0.1 10.0.0.2 10.0.0.0, 10.0.0.0/30",
        "10.0.0.0/25 10.0.0.128/25 10.0.1.0/24, 10.0.0.0/23",
        "10.0.0.0/8 10.1.2.3 10.1.2.3, 10.0.0.0/8",
        "52.112.0.0/14 52.122.0.0/15, 52.112.0.0/14 52.122.0.0/15",
        "0.0.0.0/1 128.0.0.0/1, 0.0.0.0/0",
        "2001:db8::/33 2001:db8:8000::/33 10.0.0.1, 10.0.0.1 2001:db8::/32",
        "::/1 8000::/1, ::/0"
    })
    void asFewBlocksAsCoverTheSameAddresses(String ranges, String merged) {
        assertEquals(
                merged,
                AddressRange.merged(Arrays.stream(ranges.split(" ", -1))
                                .map(AddressRange::parse)
                                .toList())
                        .stream()
                        .map(AddressRange::toString)
                        .collect(Collectors.joining(" ")));
    }
}
