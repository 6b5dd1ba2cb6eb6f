package org.portwitness.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.portwitness.analyzer.report.Histogram;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.cli.render.Page.Paint;

/** Percentiles of each latency distribution, with a small picture where the screen has room for it. */
final class LatencyTable {
    private static final int SMALLEST_PICTURE = 8;
    private static final int LARGEST_PICTURE = 32;
    private static final int GAP = 2;
    private static final List<String> HEADINGS = List.of("count", "p50", "p90", "p99", "max");
    private static final int P90 = 2;

    private record Line(String name, Histogram histogram, List<String> cells) {}

    private final Page page;
    private final List<Line> lines = new ArrayList<>();

    LatencyTable(Report report, Page page) {
        this.page = page;
        add("TCP handshake, all", report.tcp().handshake());
        add("TCP, unit's side", report.tcp().nearHandshake());
        add("STUN, all", report.stun().rtt());
        for (Row row : report.rows()) {
            add(row.id(), row.latency());
        }
    }

    private void add(String name, Histogram histogram) {
        if (histogram.count() > 0) {
            lines.add(new Line(
                    page.clean(name),
                    histogram,
                    List.of(
                            Quantities.count(histogram.count()),
                            duration(histogram.p50Nanos()),
                            duration(histogram.p90Nanos()),
                            duration(histogram.p99Nanos()),
                            duration(histogram.maxNanos()))));
        }
    }

    private String duration(double nanos) {
        return page.clean(Quantities.duration(nanos));
    }

    void write() {
        if (lines.isEmpty()) {
            return;
        }
        String title = "Latency";
        int nameColumn = title.length();
        int[] columns = HEADINGS.stream().mapToInt(String::length).toArray();
        for (Line line : lines) {
            nameColumn = Math.max(nameColumn, line.name.length());
            for (int i = 0; i < columns.length; i++) {
                columns[i] = Math.max(columns[i], line.cells.get(i).length());
            }
        }
        int used = nameColumn;
        for (int column : columns) {
            used += GAP + column;
        }
        if (used > page.width()) {
            // the median and the worst say most; what lies between goes first
            used -= GAP + columns[P90];
            columns[P90] = 0;
        }
        int room = Math.min(LARGEST_PICTURE, page.width() - used - GAP);
        page.blank();
        page.line(page.painted(Paint.HEADING, title)
                + Page.spaces(nameColumn - title.length())
                + cells(HEADINGS, columns));
        for (Line line : lines) {
            String picture = room < SMALLEST_PICTURE ? "" : Sparkline.of(line.histogram.bars(), room, page.unicode());
            page.line(Page.padded(line.name, nameColumn) + cells(line.cells, columns) + Page.spaces(GAP) + picture);
        }
    }

    private static String cells(List<String> cells, int[] columns) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] > 0) {
                line.append(Page.spaces(GAP)).append(Page.rightAligned(cells.get(i), columns[i]));
            }
        }
        return line.toString();
    }
}
