package org.portwitness.analyzer.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "*.lync.com, webdir.online.lync.com, true",
        "*.lync.com, A.LYNC.com., true",
        "*.lync.com, lync.com, false",
        "*.lync.com, notlync.com, false",
        "*.lync.com, a.lync.com.evil.example, false",
        "teams.microsoft.com, teams.microsoft.com, true",
        "teams.microsoft.com, x.teams.microsoft.com, false",
        "autodiscover.*.onmicrosoft.com, autodiscover.contoso.onmicrosoft.com, true",
        "autodiscover.*.onmicrosoft.com, autodiscover.onmicrosoft.com, false",
        "*cdn.onenote.net, cdn.onenote.net, true",
        "*cdn.onenote.net, sitecdn.onenote.net, true",
        "*cdn.onenote.net, cdn.onenote.network, false",
        "lyncdiscover.*, lyncdiscover.contoso.com, true",
        "lyncdiscover.*, lyncdiscoverinternal.contoso.com, false",
        "*a*b*c.x, aabbcc.x, true",
        "*a*b*c.x, acb.x, false",
    })
    void starsStandForAnyCharacters(String pattern, String name, boolean matches) {
        assertEquals(matches, NamePattern.parse(pattern).matches(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", ".", "10.0.0.1", "10.0.0.0/33", "a b", "a..b", ".a.com", "http://a", "ä.example", "*.*"
            })
    void whatCanBeNoHostNameIsRefused(String text) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> NamePattern.parse(text));
        assertEquals(
                "\"" + text + "\" is no host name; write a name such as sip.example.com or *.example.com.",
                refusal.getMessage());
    }

    @Test
    void manyStarsTakeNoLongerThanNameTimesPattern() {
        NamePattern pattern = NamePattern.parse("*a".repeat(120) + "b");
        assertFalse(pattern.matches("a".repeat(255)));
        assertTrue(pattern.matches("a".repeat(254) + "b"));
        assertFalse(pattern.matches("a".repeat(100_000) + "b"));
    }

    @Test
    void theLongestPatternWins() {
        NamePatterns<String> patterns = new NamePatterns.Builder<String>()
                .add(NamePattern.parse("*.microsoft.com"), "any")
                .add(NamePattern.parse("*.teams.microsoft.com"), "teams")
                .add(NamePattern.parse("api.teams.microsoft.com"), "api")
                .add(NamePattern.parse("a*.teams.microsoft.com"), "with a")
                .add(NamePattern.parse("*.teams.microsoft.com"), "given twice")
                .build();

        assertEquals("api", patterns.find("API.teams.microsoft.com.").value());
        assertEquals("with a", patterns.find("apx.teams.microsoft.com").value());
        assertEquals("teams", patterns.find("b.c.teams.microsoft.com").value());
        assertEquals("any", patterns.find("teams.microsoft.com").value());
        assertNull(patterns.find("microsoft.com"));
        assertNull(patterns.find(""));
        assertFalse(patterns.isEmpty());
    }
}
