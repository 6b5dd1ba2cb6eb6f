package org.portwitness.analyzer.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirmwareVersionTest {
    @ParameterizedTest
    @CsvSource({
        "2.0.17317.02, 2.0.17317.2, 0",
        "2.0.17317.1, 2.0.17317.02, -1",
        "2.0.17317.10, 2.0.17317.02, 1",
        "2.0.17317, 2.0.17317.02, -1",
        "2.0, 2.0.0.0, 0",
        "2.0.9999.99, 2.0.17317.02, -1",
        "10.0, 9.9, 1",
    })
    void versionsCompareNumberByNumber(String a, String b, int order) {
        FirmwareVersion left = FirmwareVersion.parse(a);
        FirmwareVersion right = FirmwareVersion.parse(b);
        assertEquals(order, Integer.signum(left.compareTo(right)));
        assertEquals(-order, Integer.signum(right.compareTo(left)));
        assertEquals(order == 0, left.equals(right));
        assertEquals(order < 0, left.isBelow(right));
        if (order == 0) {
            assertEquals(left.hashCode(), right.hashCode());
        }
    }

    @Test
    void aVersionPrintsAsWritten() {
        assertEquals("2.0.17317.02", FirmwareVersion.parse(" 2.0.17317.02 ").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v2", "2.", ".2", "2..0", "2.-1", "1234567890", "1.2.3.4.5.6.7.8.9", "2.0 beta"})
    void whatIsNoVersionIsRefused(String text) {
        assertEquals(
                "\"" + text + "\" is no firmware version; write numbers with points, such as 2.0.17317.02.",
                assertThrows(IllegalArgumentException.class, () -> FirmwareVersion.parse(text))
                        .getMessage());
    }
}
