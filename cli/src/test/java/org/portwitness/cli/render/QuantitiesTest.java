package org.portwitness.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "1, 1 ns",
        "999, 999 ns",
        "1000, 1 µs",
        "96125, 96.1 µs",
        "999499, 999 µs",
        "999500, 1 ms",
        "11421000, 11.4 ms",
        "999500000, 1 s",
        "1250000000, 1.25 s",
        "40000000000, 40 s",
        "59900000000, 59.9 s",
        "59960000000, 1 min",
        "125000000000, 2 min 5 s",
        "3599600000000, 1 h",
        "3780000000000, 1 h 3 min",
        "86400000000000, 1 d",
        "183600000000000, 2 d 3 h",
        "-11421000, -11.4 ms"
    })
    void aDurationHasThreeDigitsAndTheUnitThatSuitsIt(double nanos, String text) {
        assertEquals(text, Quantities.duration(nanos));
    }

    @ParameterizedTest
    @CsvSource({
        "11421000, 11421.0",
        "96125, 96.125",
        "1, 0.001",
        "0, 0.0",
        "-500, -0.5",
        "9007199254740993, 9007199254740.993"
    })
    void microsecondsAreExactToTheNanosecond(long nanos, String text) {
        assertEquals(text, Quantities.micros(nanos));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00.000000000Z",
        "1795424400000000001, 2026-11-23T09:00:00.000000001Z",
        "-1, 1969-12-31T23:59:59.999999999Z",
        "-9223372036854775808, 1677-09-21T00:12:43.145224192Z",
        "9223372036854775807, 2262-04-11T23:47:16.854775807Z"
    })
    void anInstantHasNineDigitsAndIsInUtc(long nanos, String text) {
        assertEquals(text, Quantities.rfc3339(nanos));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0 bytes",
                "1|1 byte",
                "999|999 bytes",
                "1000|1 kB",
                "309456|309 kB",
                "3400000|3.4 MB",
                "999500|1 MB"
            })
    void aSizeIsDecimal(long bytes, String text) {
        assertEquals(text, Quantities.size(bytes));
    }

    @Test
    void whatIsNotNothingNeverReadsAsZeroPercent() {
        assertEquals("0 %", Quantities.percent(0, 100));
        assertEquals("<0.01 %", Quantities.percent(1, 1_000_000));
        assertEquals("1.2 %", Quantities.percent(12, 1000));
        assertEquals("100 %", Quantities.percent(5, 5));
        assertEquals("0 %", Quantities.percent(5, 0));
    }

    @Test
    void aPeriodNamesTheDayAgainWhereItChanges() {
        long nine = SampleReports.NINE;
        assertEquals("2026-11-23 09:00:00 to 09:01:12 UTC", Quantities.period(nine, nine + 72 * SampleReports.SECOND));
        assertEquals(
                "2026-11-23 09:00:00 to 2026-11-24 09:00:00 UTC",
                Quantities.period(nine, nine + 86_400 * SampleReports.SECOND));
    }
}
