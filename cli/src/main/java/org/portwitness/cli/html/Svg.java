package org.portwitness.cli.html;

import java.util.Locale;

/** A drawing in user units, its origin at the upper left. Colours and strokes are the style sheet's; here is only what depends on the data. */
final class Svg {
    private final Html html;

    Svg(Html html) {
        this.html = html;
    }

    /**
     * @param label what the drawing says, for who cannot see it
     */
    Svg open(int width, int height, String style, String label) {
        html.open(
                "svg",
                "viewBox",
                "0 0 " + width + " " + height,
                "class",
                style,
                "role",
                "img",
                "aria-label",
                label,
                "preserveAspectRatio",
                "xMinYMin meet");
        return this;
    }

    void close() {
        html.closeLine();
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        html.empty("line", "class", style, "x1", n(x1), "y1", n(y1), "x2", n(x2), "y2", n(y2));
    }

    void text(String style, double x, double y, String text) {
        html.leaf("text", text, "class", style, "x", n(x), "y", n(y));
    }

    /** A path from a sequence of {@link #move} and {@link #draw}. */
    void path(String style, CharSequence data) {
        if (data.length() > 0) {
            html.empty("path", "class", style, "d", data.toString());
        }
    }

    void openGroup(String style) {
        html.open("g", "class", style);
    }

    void closeGroup() {
        html.close();
    }

    static void move(StringBuilder path, double x, double y) {
        path.append('M').append(n(x)).append(' ').append(n(y));
    }

    static void draw(StringBuilder path, double x, double y) {
        path.append('L').append(n(x)).append(' ').append(n(y));
    }

    /** An upright bar as part of a path. */
    static void bar(StringBuilder path, double left, double right, double top, double bottom) {
        path.append('M').append(n(left)).append(' ').append(n(bottom));
        path.append('V')
                .append(n(top))
                .append('H')
                .append(n(right))
                .append('V')
                .append(n(bottom))
                .append('Z');
    }

    /** A tenth of a unit is finer than any screen shows it. */
    static String n(double value) {
        double tenths = Math.rint(value * 10) / 10;
        return tenths == Math.rint(tenths) ? Long.toString((long) tenths) : String.format(Locale.ROOT, "%.1f", tenths);
    }
}
