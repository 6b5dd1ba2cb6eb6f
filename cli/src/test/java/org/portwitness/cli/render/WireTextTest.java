package org.portwitness.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class WireTextTest {
    @Test
    void plainTextStaysTheSameObject() {
        String text = "relay.example.com (10.0.0.1:443)";
        assertSame(text, WireText.clean(text, true));
        assertSame(text, WireText.wellFormed(text));
    }

    @Test
    void whatSteersATerminalIsShownAndNotSent() {
        assertEquals("a\\u{1b}[2Jb\\u{7}", WireText.clean("a\033[2Jb\007", true));
        assertEquals("a\\u{a}b\\u{d}", WireText.clean("a\nb\r", true));
        assertEquals("a\\u{9b}31m\\u{7f}", WireText.clean("a\u009b31m\u007f", true));
    }

    @Test
    void whatReordersOrHidesTextIsShown() {
        assertEquals("moc\\u{202e}.elgoog", WireText.clean("moc\u202e.elgoog", true));
        assertEquals("a\\u{200b}b\\u{301}", WireText.clean("a\u200bb\u0301", true));
        assertEquals("\\u{5d0}\\u{627}", WireText.clean("\u05d0\u0627", true));
    }

    @Test
    void lettersOfOtherLanguagesStayWhereTheTerminalHasThem() {
        assertEquals("café.会議", WireText.clean("café.会議", true));
        assertEquals("caf\\u{e9}", WireText.clean("café", false));
    }

    @Test
    void signsHaveAPlainSpellingWhereTheTerminalHasOnlyAscii() {
        assertEquals("96.1 µs – 2 ms → 3 …", WireText.clean("96.1 µs – 2 ms → 3 …", true));
        assertEquals("96.1 us - 2 ms -> 3 ...", WireText.clean("96.1 µs – 2 ms → 3 …", false));
    }

    @Test
    void halvesOfSurrogatePairsAreReplacedAndWholePairsKept() {
        assertEquals("a\ufffdb", WireText.wellFormed("a\ud83db"));
        assertEquals("\ufffda", WireText.wellFormed("\ude00a"));
        assertEquals("\ud83d\ude00", WireText.wellFormed("\ud83d\ude00"));
        assertEquals("x\\u{d83d}", WireText.clean("x\ud83d", true));
    }
}
