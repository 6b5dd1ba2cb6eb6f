package org.portwitness.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FingerprintsTest {
    /** Odd multiples lie as far from each other as the places allow, and none is 0. */
    private static long fingerprint(int i) {
        return (2L * i + 1) * 0x9E3779B97F4A7C15L;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 48, 49, 1000, 100_000, Long.MAX_VALUE})
    void holdsAllThatCameHoweverManyWereExpected(long expected) {
        Fingerprints seen = new Fingerprints(expected);
        for (int i = 0; i < 1000; i++) {
            assertFalse(seen.contains(fingerprint(i)));
            assertTrue(seen.add(fingerprint(i)));
            assertFalse(seen.add(fingerprint(i)));
        }
        for (int i = 0; i < 1000; i++) {
            assertTrue(seen.contains(fingerprint(i)));
        }
        assertFalse(seen.contains(fingerprint(1000)));
    }
}
