package org.portwitness.cli.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.portwitness.analyzer.report.Histogram;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.cli.render.Quantities;

/** How long answers take, row by row: the percentiles as numbers and as curves; a tick box beside each row takes its curve in or out. */
final class LatencyPart {
    /** So many curves have a sign of their own in the style sheet; the rows with the most values get them. */
    private static final int CURVES = 16;
    /** More curves at once are hard to tell apart. */
    private static final int CURVES_AT_FIRST = 6;

    /**
     * @param curve number of its curve, negative where it has none
     */
    record Series(String name, String row, Histogram histogram, int curve, boolean shown) {}

    private final Report report;
    private final Html html;

    LatencyPart(Report report, Html html) {
        this.report = report;
        this.html = html;
    }

    static boolean hasAny(Report report) {
        return !named(report).isEmpty();
    }

    private static List<Series> named(Report report) {
        List<Series> all = new ArrayList<>();
        add(all, "TCP handshake, all", null, report.tcp().handshake());
        add(all, "TCP, unit's side", null, report.tcp().nearHandshake());
        add(all, "STUN, all", null, report.stun().rtt());
        for (Row row : report.rows()) {
            add(all, row.id(), row.id(), row.latency());
            add(all, row.id() + ", unit's side", row.id(), row.nearLatency());
        }
        return all;
    }

    private static void add(List<Series> all, String name, String row, Histogram histogram) {
        if (histogram.count() > 0) {
            all.add(new Series(name, row, histogram, -1, false));
        }
    }

    void write() {
        List<Series> all = withCurves(named(report));
        if (all.isEmpty()) {
            return;
        }
        html.open("section", "id", "latency", "class", "latency", "aria-labelledby", "latency-title");
        html.leaf("h2", "Latency", "id", "latency-title");
        html.open("div", "class", "plotted");
        table(all);
        html.open("figure");
        html.open("div", "class", "wide");
        new PercentilePlot(all).write(new Svg(html));
        html.close();
        html.leaf(
                "figcaption",
                "The unit's side is the part of a TCP handshake between the capture point and whoever connects; the rest of it belongs to the way"
                        + " beyond and to the server. Read it so: at 90 % stands the time within which nine of ten answers came. Steep to the right means that a few took much longer.");
        html.close().close().closeLine();
    }

    private static List<Series> withCurves(List<Series> all) {
        Set<String> drawn = new HashSet<>();
        Set<String> shown = new HashSet<>();
        all.stream()
                .sorted(Comparator.comparingLong(
                        (Series series) -> -series.histogram().count()))
                .limit(CURVES)
                .forEach(series -> {
                    drawn.add(series.name());
                    if (shown.size() < CURVES_AT_FIRST) {
                        shown.add(series.name());
                    }
                });
        List<Series> numbered = new ArrayList<>();
        int next = 0;
        for (Series series : all) {
            boolean draws = drawn.contains(series.name());
            numbered.add(new Series(
                    series.name(),
                    series.row(),
                    series.histogram(),
                    draws ? next++ : -1,
                    shown.contains(series.name())));
        }
        return numbered;
    }

    private void table(List<Series> all) {
        html.open("table", "class", "series").open("thead").open("tr");
        html.leaf("th", "Curve", "scope", "col").leaf("th", "Row", "scope", "col");
        for (String heading : List.of("count", "p50", "p90", "p99", "p99.9", "max")) {
            html.leaf("th", heading, "scope", "col", "class", "number");
        }
        html.close().close().open("tbody");
        all.forEach(this::series);
        html.close().closeLine();
    }

    private void series(Series series) {
        html.open("tr").open("td");
        if (series.curve() >= 0) {
            html.open("label", "class", "curve");
            html.empty(
                    "input",
                    "type",
                    "checkbox",
                    "id",
                    "curve-" + series.curve(),
                    "aria-label",
                    "Curve " + (series.curve() + 1) + ": " + series.name(),
                    "checked",
                    series.shown() ? "checked" : null);
            Svg sample = new Svg(html).open(28, 10, "sample", "");
            sample.line("curve c" + series.curve(), 0, 5, 28, 5);
            sample.close();
            html.text(Integer.toString(series.curve() + 1));
            html.close();
        }
        html.close();
        html.open("th", "scope", "row");
        if (series.row() == null) {
            html.text(series.name());
        } else {
            html.leaf("a", series.name(), "href", "#row-" + series.row());
        }
        html.close();
        Histogram histogram = series.histogram();
        number(Quantities.count(histogram.count()));
        number(Quantities.duration(histogram.p50Nanos()));
        number(Quantities.duration(histogram.p90Nanos()));
        number(Quantities.duration(histogram.p99Nanos()));
        number(Quantities.duration(histogram.p999Nanos()));
        number(Quantities.duration(histogram.maxNanos()));
        html.closeLine();
    }

    private void number(String text) {
        html.leaf("td", text, "class", "number");
    }
}
