package org.portwitness.analyzer.ports;

import java.util.Locale;

/**
 * A host name, or a pattern of names in which each {@code *} stands for any characters, none included: {@code *.lync.com},
 * {@code autodiscover.*.onmicrosoft.com}, {@code lyncdiscover*}. Names are compared without regard to case and without a trailing
 * dot. {@code *.lync.com} does not match {@code lync.com} itself.
 */
public final class NamePattern {
    private static final int LONGEST_NAME = 255;

    private final String text;
    private final int literals;

    private NamePattern(String text) {
        this.text = text;
        int stars = 0;
        for (int i = text.indexOf('*'); i >= 0; i = text.indexOf('*', i + 1)) {
            stars++;
        }
        this.literals = text.length() - stars;
    }

    /**
     * Reads a name or pattern.
     *
     * @throws IllegalArgumentException where the text can be no host name, with a sentence for the user
     */
    public static NamePattern parse(String text) {
        NamePattern pattern = parseOrNull(text);
        if (pattern == null) {
            throw new IllegalArgumentException(
                    "\"" + text.strip() + "\" is no host name; write a name such as sip.example.com or *.example.com.");
        }
        return pattern;
    }

    /** As {@link #parse}, null where the text can be no host name. */
    static NamePattern parseOrNull(String text) {
        String name = normal(text.strip());
        return looksLikeName(name) ? new NamePattern(name) : null;
    }

    private static boolean looksLikeName(String name) {
        boolean letter = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            letter |= c >= 'a' && c <= 'z';
            boolean allowed = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-_.*".indexOf(c) >= 0;
            if (!allowed || c == '.' && i + 1 < name.length() && name.charAt(i + 1) == '.') {
                return false;
            }
        }
        return letter && name.length() <= LONGEST_NAME && name.charAt(0) != '.';
    }

    /** The form in which names are compared: lower case, no trailing dot. */
    static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The name itself, where there is no {@code *} in it. */
    public boolean isExact() {
        return literals == text.length();
    }

    /** {@code *.suffix} with no other star: can be looked up label by label. */
    boolean isSuffix() {
        return text.startsWith("*.") && literals == text.length() - 1;
    }

    /** Characters that must stand in the name; of two patterns that match a name, the longer one says more. */
    public int length() {
        return literals;
    }

    public boolean matches(String name) {
        return name.length() <= LONGEST_NAME + 1 && glob(normal(name));
    }

    /**
     * Matches with one place to go back to, the last star seen: more are never needed, because what an earlier star could take
     * over the last one can take as well. So the work is at most name × pattern.
     */
    private boolean glob(String name) {
        int n = 0;
        int p = 0;
        int starAt = -1;
        int retryAt = 0;
        while (n < name.length()) {
            if (p < text.length() && text.charAt(p) == '*') {
                starAt = p++;
                retryAt = n;
            } else if (p < text.length() && text.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (starAt >= 0) {
                p = starAt + 1;
                n = ++retryAt;
            } else {
                return false;
            }
        }
        while (p < text.length() && text.charAt(p) == '*') {
            p++;
        }
        return p == text.length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamePattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The pattern in lower case. */
    @Override
    public String toString() {
        return text;
    }
}
