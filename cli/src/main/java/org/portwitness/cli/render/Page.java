package org.portwitness.cli.render;

import java.util.Set;

/**
 * Lines of text no wider than a terminal, with hanging indents; nothing but SGR colours is ever sent, the cursor is not moved. Words
 * are broken only where one alone is wider than the room there is.
 */
final class Page {
    /** Colours, each used for one meaning only. */
    enum Paint {
        NONE(""),
        FAILING("\033[1;31m"),
        DOUBTFUL("\033[33m"),
        GOOD("\033[32m"),
        HEADING("\033[1m"),
        ASIDE("\033[2m");

        private final String code;

        Paint(String code) {
            this.code = code;
        }
    }

    private static final Set<String> UNITS =
            Set.of("ns", "µs", "us", "ms", "s", "min", "h", "d", "%", "byte", "bytes", "kB", "MB", "GB", "TB");
    private static final String RESET = "\033[0m";

    private final StringBuilder lines = new StringBuilder(4096);
    private final int width;
    private final boolean colour;
    private final boolean unicode;

    Page(int width, boolean colour, boolean unicode) {
        this.width = width;
        this.colour = colour;
        this.unicode = unicode;
    }

    int width() {
        return width;
    }

    boolean unicode() {
        return unicode;
    }

    String painted(Paint paint, String text) {
        return colour && paint != Paint.NONE && !text.isEmpty() ? paint.code + text + RESET : text;
    }

    void blank() {
        lines.append('\n');
    }

    /** A line as it is, for tables that were measured before. */
    void line(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        lines.append(text, 0, end).append('\n');
    }

    /** A label in a column of its own, and text that wraps beside it. */
    void labelled(Paint paint, String label, int column, String text) {
        String head = clean(label);
        wrap(painted(paint, head) + spaces(column - head.length()), Math.max(column, head.length() + 1), text);
    }

    /** Text that wraps behind a head of so many columns, which was cleaned and measured before. */
    void hanging(String head, int columns, String text) {
        wrap(head, columns, text);
    }

    /** Text that wraps behind so many spaces. */
    void indented(int indent, String text) {
        wrap(spaces(indent), indent, text);
    }

    /** Text behind a sign such as an arrow or a dash; further lines hang behind the sign. */
    void itemised(int indent, String sign, String text) {
        wrap(spaces(indent) + sign + " ", indent + sign.length() + 1, text);
    }

    private void wrap(String head, int hang, String text) {
        // however narrow the terminal, some words must fit
        int room = Math.max(20, width - hang);
        String rest = clean(text).strip();
        lines.append(head);
        while (rest.length() > room) {
            int cut = rest.lastIndexOf(' ', room);
            while (cut > 0 && isBeforeUnit(rest, cut)) {
                cut = rest.lastIndexOf(' ', cut - 1);
            }
            boolean word = cut > 0;
            int end = word ? cut : breakInWord(rest, room);
            lines.append(rest, 0, end).append('\n').append(spaces(hang));
            rest = rest.substring(word ? end + 1 : end).stripLeading();
        }
        lines.append(rest).append('\n');
    }

    /** Where a word that is too long goes on in the next line: behind a slash, if it is a path. */
    private static int breakInWord(String text, int room) {
        int slash = text.lastIndexOf('/', room - 1);
        return slash > room / 2 ? slash + 1 : room;
    }

    /** A number and its unit stay on one line. */
    private static boolean isBeforeUnit(String text, int space) {
        if (!Character.isDigit(text.charAt(space - 1))) {
            return false;
        }
        int end = space + 1;
        while (end < text.length() && " ,.;:()".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return UNITS.contains(text.substring(space + 1, end));
    }

    String clean(String text) {
        return WireText.clean(text, unicode);
    }

    static String spaces(int count) {
        return " ".repeat(Math.max(0, count));
    }

    static String padded(String text, int column) {
        return text + spaces(column - text.length());
    }

    static String rightAligned(String text, int column) {
        return spaces(column - text.length()) + text;
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
