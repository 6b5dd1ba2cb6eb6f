package org.portwitness.cli.render;

import java.util.List;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.ports.PortTables;
import org.portwitness.cli.render.Page.Paint;

/** Port tables row by row for people: who must reach whom, where, what for, and whether it must work. */
public final class TablesText {
    private static final int GAP = 2;

    private TablesText() {}

    public static String of(PortTables tables, int columns, boolean unicode) {
        Page page = new Page(Math.max(TextReport.NARROWEST, Math.min(TextReport.WIDEST, columns)), false, unicode);
        page.indented(0, tables.name() + ", version " + tables.version());
        int idColumn = GAP + longest(tables.rows().stream().map(PortRow::id).toList());
        int portColumn =
                GAP + longest(tables.rows().stream().map(TablesText::ports).toList());
        String table = null;
        for (PortRow row : tables.rows()) {
            if (!row.table().equals(table)) {
                table = row.table();
                page.blank();
                page.indented(0, table);
            }
            String head = "  " + Page.padded(row.id(), idColumn) + Page.padded(ports(row), portColumn);
            page.labelled(Paint.NONE, head, head.length(), requirement(row));
            page.indented(4, row.from().text() + " to " + row.to() + ": " + row.purpose());
            if (row.note() != null) {
                page.indented(4, row.note());
            }
        }
        return page.toString();
    }

    private static String ports(PortRow row) {
        return String.join(", ", row.protocolNames()) + " " + row.ports();
    }

    private static String requirement(PortRow row) {
        String text = row.requirement().text();
        if (row.group() != null) {
            return text + " " + row.group();
        }
        return row.belowVersion() == null ? text : text + ", below " + row.belowVersion();
    }

    private static int longest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }
}
