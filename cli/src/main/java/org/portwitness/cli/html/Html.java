package org.portwitness.cli.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.portwitness.cli.render.Quantities;

/**
 * Writes a page piece by piece. Elements are closed in the order in which they were opened; all text and every attribute value is escaped here,
 * so that no caller can forget it. Attributes are given as name, value, name, value; one whose value is null is left out.
 */
final class Html {
    private final Writer out;
    private final Deque<String> open = new ArrayDeque<>();

    Html(Writer out) {
        this.out = out;
    }

    Html open(String element, String... attributes) {
        tag(element, attributes, ">");
        open.push(element);
        return this;
    }

    Html close() {
        write("</");
        write(open.pop());
        return write(">");
    }

    /** Closes, and ends the line: for what somebody may want to find in the page's source. */
    Html closeLine() {
        close();
        return write("\n");
    }

    /** An element that holds nothing, of HTML or of SVG. */
    Html empty(String element, String... attributes) {
        return tag(element, attributes, "/>");
    }

    /** An element that holds text alone. */
    Html leaf(String element, String text, String... attributes) {
        open(element, attributes);
        text(text);
        return close();
    }

    Html text(String text) {
        return write(Escape.markup(text));
    }

    /** A moment, shown in the given form; programs find the exact one in the attribute. */
    Html time(long epochNanos, String shown) {
        return leaf("time", shown, "datetime", Quantities.rfc3339(epochNanos));
    }

    /** A style sheet or a script of the program's own, word for word as its hash was taken. */
    Html own(String element, Asset asset, String... attributes) {
        open(element, attributes);
        write(asset.text());
        return closeLine();
    }

    /** Starts an array that {@code report.js} reads; {@link #dataRow} fills it. */
    Html openData(String id) {
        open("script", "type", "application/json", "id", id);
        return write("[");
    }

    Html dataRow(boolean first, String... cells) {
        write(first ? "\n[" : ",\n[");
        for (int i = 0; i < cells.length; i++) {
            write(i == 0 ? "" : ",");
            write(cells[i] == null ? "null" : Escape.scriptString(cells[i]));
        }
        return write("]");
    }

    Html closeData() {
        write("\n]");
        return closeLine();
    }

    private Html tag(String element, String[] attributes, String end) {
        write("<");
        write(element);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                write(" ");
                write(attributes[i]);
                write("=\"");
                write(Escape.markup(attributes[i + 1]));
                write("\"");
            }
        }
        return write(end);
    }

    /** Nothing else writes to the page, so nothing gets there that was not escaped above. */
    private Html write(String markup) {
        try {
            out.write(markup);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void doctype() {
        write("<!doctype html>\n");
    }
}
