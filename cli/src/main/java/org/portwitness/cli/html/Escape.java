package org.portwitness.cli.html;

import org.portwitness.cli.render.WireText;

/**
 * Makes any text harmless where it stands. What could steer a terminal or reorder a line is shown as {@code \}{@code u{hex}}, as in the text
 * report; then what means something to the browser is escaped.
 */
final class Escape {
    private Escape() {}

    /** For text between tags and for attribute values in double quotes. */
    static String markup(String text) {
        String clean = WireText.clean(text, true);
        int at = 0;
        while (at < clean.length() && entity(clean.charAt(at)) == null) {
            at++;
        }
        if (at == clean.length()) {
            return clean;
        }
        StringBuilder escaped = new StringBuilder(clean.length() + 32).append(clean, 0, at);
        for (; at < clean.length(); at++) {
            char character = clean.charAt(at);
            String entity = entity(character);
            if (entity == null) {
                escaped.append(character);
            } else {
                escaped.append(entity);
            }
        }
        return escaped.toString();
    }

    private static String entity(char character) {
        return switch (character) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }

    /**
     * A JSON string, quotes included, that may stand inside a {@code script} element: nothing in it can end the element, open a comment or end a
     * line, because all but plain ASCII and all that means something to the browser is written as {@code \}{@code uhhhh}.
     */
    static String scriptString(String text) {
        String clean = WireText.clean(text, true);
        StringBuilder escaped = new StringBuilder(clean.length() + 16).append('"');
        for (int i = 0; i < clean.length(); i++) {
            char character = clean.charAt(i);
            if (character >= ' ' && character < 0x7f && "<>&'\"\\".indexOf(character) < 0) {
                escaped.append(character);
            } else {
                escaped.append("\\u")
                        .append(Integer.toHexString(character | 0x10000).substring(1));
            }
        }
        return escaped.append('"').toString();
    }
}
