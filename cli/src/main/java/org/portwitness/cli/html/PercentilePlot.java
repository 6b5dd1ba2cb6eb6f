package org.portwitness.cli.html;

import java.util.ArrayList;
import java.util.List;
import org.portwitness.analyzer.report.Histogram;
import org.portwitness.cli.html.LatencyPart.Series;
import org.portwitness.cli.render.Quantities;

/**
 * Latency against percentile, both axes logarithmic: across, each nine takes as much room as the one before (90 %, 99 %, 99.9 %), so that the rare
 * slow answers are not squeezed into the last pixel; upwards, twice as long is as far everywhere.
 */
final class PercentilePlot {
    private static final int WIDTH = 680;
    private static final int HEIGHT = 340;
    private static final int LEFT = 64;
    private static final int RIGHT = 30;
    private static final int TOP = 12;
    private static final int BOTTOM = 40;
    private static final double SHORTEST_NANOS = 1_000;
    private static final double LABEL_ROOM = 11;

    private final List<Series> drawn;
    private final double nines;
    private final double lowest;
    private final double highest;

    PercentilePlot(List<Series> all) {
        drawn = all.stream().filter(series -> series.curve() >= 0).toList();
        double most = 10;
        double low = Double.MAX_VALUE;
        double high = SHORTEST_NANOS;
        for (Series series : drawn) {
            most = Math.max(most, (double) series.histogram().count());
            low = Math.min(low, Math.max(SHORTEST_NANOS, series.histogram().minNanos()));
            high = Math.max(high, series.histogram().maxNanos());
        }
        nines = Math.log10(most) + 0.15;
        lowest = Math.log10(low) - 0.1;
        highest = Math.max(Math.log10(high), lowest + 0.2) + 0.1;
    }

    void write(Svg svg) {
        svg.open(
                WIDTH,
                HEIGHT,
                "plot percentiles",
                "Latency by percentile for " + drawn.size() + " rows; the same numbers stand in the table");
        durations(svg);
        percentiles(svg);
        List<Series> byEnd = new ArrayList<>(drawn);
        byEnd.sort(
                (a, b) -> Double.compare(a.histogram().maxNanos(), b.histogram().maxNanos()));
        double[] labels = labels(byEnd);
        for (int i = 0; i < labels.length; i++) {
            curve(svg, byEnd.get(i), y(byEnd.get(i).histogram().maxNanos()), labels[i]);
        }
        svg.close();
    }

    /** Where the numbers at the curves' ends stand: off one another, and none above the plot. {@code byEnd}: the lowest first. */
    private double[] labels(List<Series> byEnd) {
        double[] labels = new double[byEnd.size()];
        double below = Double.MAX_VALUE;
        for (int i = 0; i < labels.length; i++) {
            below = Math.min(y(byEnd.get(i).histogram().maxNanos()) + 4, below - LABEL_ROOM);
            labels[i] = below;
        }
        double above = TOP;
        for (int i = labels.length - 1; i >= 0; i--) {
            labels[i] = Math.max(labels[i], above);
            above = labels[i] + LABEL_ROOM;
        }
        return labels;
    }

    private void durations(Svg svg) {
        for (int decade = (int) Math.floor(lowest); decade <= highest; decade++) {
            for (int digit : new int[] {1, 2, 5}) {
                double nanos = digit * Math.pow(10, decade);
                double at = Math.log10(nanos);
                if (at >= lowest && at <= highest) {
                    svg.line(digit == 1 ? "grid strong" : "grid", LEFT, y(nanos), WIDTH - RIGHT, y(nanos));
                    svg.text("label end", LEFT - 6, y(nanos) + 4, Quantities.duration(nanos));
                }
            }
        }
    }

    private void percentiles(Svg svg) {
        double bottom = HEIGHT - BOTTOM;
        percentile(svg, 0, "0 %", bottom);
        percentile(svg, Math.log10(2), "50 %", bottom);
        StringBuilder label = new StringBuilder("90");
        for (int nine = 1; nine <= nines; nine++) {
            percentile(svg, nine, label + " %", bottom);
            label = nine == 1 ? new StringBuilder("99") : label.append(nine == 2 ? ".9" : "9");
        }
        svg.text(
                "label middle",
                (LEFT + WIDTH - RIGHT) / 2.0,
                HEIGHT - 4.0,
                "share of the answers that came within that time");
    }

    private void percentile(Svg svg, double nine, String label, double bottom) {
        svg.line("grid", x(nine), TOP, x(nine), bottom);
        svg.text("label middle", x(nine), bottom + 15, label);
    }

    private void curve(Svg svg, Series series, double end, double label) {
        Histogram histogram = series.histogram();
        double last = Math.log10(Math.max(2.0, (double) histogram.count()));
        StringBuilder path = new StringBuilder();
        double right = 0;
        for (Histogram.Point point : histogram.points()) {
            right = Math.min(last, -Math.log10(Math.max(1e-12, 1 - point.percentile() / 100)));
            if (path.length() == 0) {
                Svg.move(path, x(right), y(point.nanos()));
            } else {
                Svg.draw(path, x(right), y(point.nanos()));
            }
        }
        svg.openGroup("curve-" + series.curve());
        svg.path("curve c" + series.curve(), path);
        svg.line("leader", x(right), end, x(right) + 8, label - 4);
        svg.text("number c" + series.curve(), x(right) + 10, label, Integer.toString(series.curve() + 1));
        svg.closeGroup();
    }

    private double x(double nine) {
        return LEFT + (WIDTH - LEFT - RIGHT) * nine / nines;
    }

    private double y(double nanos) {
        double share = (Math.log10(Math.max(SHORTEST_NANOS, nanos)) - lowest) / (highest - lowest);
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
    }
}
