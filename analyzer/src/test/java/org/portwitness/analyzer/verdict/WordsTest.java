package org.portwitness.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WordsTest {
    @Test
    void aSpanIsToldInWhatFitsItAndNeverAsNothing() {
        assertEquals(
                List.of("less than 1 ms", "less than 1 ms", "1 ms", "12 ms", "50 ms", "0.1 s", "0.4 s", "9.9 s"),
                List.of(
                        Words.duration(0),
                        Words.duration(999_999),
                        Words.duration(1_000_000),
                        Words.duration(12_300_000),
                        Words.duration(49_999_999),
                        Words.duration(50_000_000),
                        Words.duration(400_000_000),
                        Words.duration(9_949_999_999L)));
        assertEquals(
                List.of("10 s", "119 s", "2 min", "2.0 h"),
                List.of(
                        Words.duration(9_950_000_000L),
                        Words.duration(119_400_000_000L),
                        Words.duration(120_000_000_000L),
                        Words.duration(7_200_000_000_000L)));
    }

    @Test
    void aSpanThatIsNoneIsNotTold() {
        assertEquals("", Words.within(0));
        assertEquals("", Words.within(49_999_999));
        assertEquals(" in 0.1 s", Words.within(50_000_000));
        assertEquals(" in 36 s", Words.within(36_000_000_000L));
    }
}
