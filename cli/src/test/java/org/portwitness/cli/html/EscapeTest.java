package org.portwitness.cli.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class EscapeTest {
    @Test
    void whatMeansSomethingToTheBrowserIsEscaped() {
        assertEquals(
                "&lt;script&gt;alert(&quot;x&quot;) &amp;&amp; &#39;y&#39;&lt;/script&gt;",
                Escape.markup("<script>alert(\"x\") && 'y'</script>"));
    }

    @Test
    void anAttributeCannotBeLeft() {
        assertEquals("&quot; onload=&quot;alert(1)", Escape.markup("\" onload=\"alert(1)"));
    }

    @Test
    void whatIsEscapedOnceIsEscapedAgain() {
        assertEquals("&amp;lt;", Escape.markup("&lt;"));
    }

    @Test
    void whatWouldSteerATerminalOrReorderALineIsShown() {
        assertEquals("\\u{1b}[31m", Escape.markup("\u001b[31m"));
        assertEquals("a\\u{202e}b", Escape.markup("a\u202eb"));
        assertEquals("\\u{0}\\u{a}", Escape.markup("\0\n"));
        assertEquals("\\u{d800}", Escape.markup("\ud800"));
    }

    @Test
    void plainTextIsHandedOnAsItIs() {
        String plain = "relay.example.com:3478";
        assertSame(plain, Escape.markup(plain));
        assertEquals("Größe → 5 µs", Escape.markup("Größe → 5 µs"));
    }

    @Test
    void aScriptStringIsAsciiAndCannotEndItsElementOrItself() {
        assertEquals(
                "\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u0027\\u0022\\u005c\"",
                Escape.scriptString("</script><!-- & '\"\\"));
        assertEquals("\"Gr\\u00f6\\u00dfe\"", Escape.scriptString("Größe"));
    }

    @Test
    void lineSeparatorsDoNotReachAScript() {
        String written = Escape.scriptString("a\u2028b\u2029c\nd");
        assertEquals("\"a\\u005cu{2028}b\\u005cu{2029}c\\u005cu{a}d\"", written);
        assertFalse(written.contains("\u2028"));
    }
}
