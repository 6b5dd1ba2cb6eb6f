package org.portwitness.cli.render;

/**
 * Makes text that may come from the wire safe and readable on a terminal: server names, paths and sentences that quote them.
 *
 * <p>What could move the cursor, reorder the line or hide something (control, format and combining characters, right-to-left
 * letters, lone surrogates) is shown as {@code \}{@code u{hex}}. On a terminal that does not speak UTF-8 all but ASCII is, save
 * for a few signs that have a plain spelling.
 */
public final class WireText {
    private WireText() {}

    public static String clean(String text, boolean unicode) {
        int at = 0;
        while (at < text.length() && isPlainAscii(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length() + 16).append(text, 0, at);
        while (at < text.length()) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            if (isPlainAscii(character) || (unicode && isHarmless(character))) {
                clean.appendCodePoint(character);
            } else {
                String spelling = unicode ? null : spelling(character);
                clean.append(spelling != null ? spelling : "\\u{" + Integer.toHexString(character) + "}");
            }
        }
        return clean.toString();
    }

    /** Replaces halves of surrogate pairs, which no encoding can write. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                StringBuilder whole = new StringBuilder(text.length());
                text.codePoints()
                        .forEach(c -> whole.appendCodePoint(
                                c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c));
                return whole.toString();
            }
        }
        return text;
    }

    private static boolean isPlainAscii(int character) {
        return character >= ' ' && character < 0x7f;
    }

    private static boolean isHarmless(int character) {
        if (spelling(character) != null) {
            return true;
        }
        byte direction = Character.getDirectionality(character);
        return Character.isLetterOrDigit(character)
                && direction != Character.DIRECTIONALITY_RIGHT_TO_LEFT
                && direction != Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                && direction != Character.DIRECTIONALITY_ARABIC_NUMBER;
    }

    private static String spelling(int character) {
        return switch (character) {
            case '–', '—' -> "-";
            case '→' -> "->";
            case '…' -> "...";
            case 'µ', 'μ' -> "u";
            case '≥' -> ">=";
            case '≤' -> "<=";
            case '×' -> "x";
            case '‘', '’' -> "'";
            case '“', '”' -> "\"";
            default -> null;
        };
    }
}
