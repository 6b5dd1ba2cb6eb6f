package org.portwitness.cli.html;

import java.util.List;
import org.portwitness.analyzer.report.RtpStream;
import org.portwitness.analyzer.report.RtpStream.Interval;
import org.portwitness.cli.render.Quantities;

/** Loss as bars and jitter as a line below it, over the time of one stream. */
final class StreamPlot {
    private static final int WIDTH = 620;
    private static final int HEIGHT = 172;
    private static final int LEFT = 60;
    private static final int RIGHT = 8;
    private static final int LOSS_TOP = 16;
    private static final int LOSS_BOTTOM = 68;
    private static final int JITTER_TOP = 92;
    private static final int JITTER_BOTTOM = 144;
    /** Where all is well the picture is flat, not magnified noise. */
    private static final double LEAST_LOSS_SCALE = 0.02;

    private static final double LEAST_JITTER_SCALE = 5e6;
    /** Microsoft's target for Skype for Business: inter-arrival jitter below 30 ms in any 15 s. */
    private static final double JITTER_TARGET = 30e6;

    private final RtpStream stream;
    private final List<Interval> steps;
    private final long start;
    private final long end;

    StreamPlot(RtpStream stream) {
        this.stream = stream;
        this.steps = stream.intervals();
        this.start = steps.get(0).startNanos();
        this.end = Math.max(stream.lastNanos(), steps.get(steps.size() - 1).startNanos() + 1);
    }

    void write(Svg svg, int number) {
        double mostLoss = 0;
        double mostJitter = 0;
        for (Interval step : steps) {
            mostLoss = Math.max(mostLoss, loss(step));
            mostJitter = Math.max(mostJitter, step.jitterNanos() == null ? 0 : step.jitterNanos());
        }
        svg.open(
                WIDTH,
                HEIGHT,
                "plot stream",
                "Stream " + number + " over time: at most " + Quantities.percent(mostLoss, 1) + " lost, jitter at most "
                        + Quantities.duration(mostJitter));
        loss(svg, Math.max(LEAST_LOSS_SCALE, mostLoss));
        jitter(svg, Math.max(LEAST_JITTER_SCALE, mostJitter));
        svg.text("label", LEFT, HEIGHT - 10.0, Quantities.clock(start));
        svg.text("label end", WIDTH - (double) RIGHT, HEIGHT - 10.0, Quantities.clock(end));
        svg.close();
    }

    private static double loss(Interval step) {
        long due = step.packets() + step.lost();
        return due == 0 ? 0 : step.lost() / (double) due;
    }

    private void loss(Svg svg, double scale) {
        frame(svg, "packets lost", LOSS_TOP, LOSS_BOTTOM, Quantities.percent(scale, 1), "0 %");
        StringBuilder bars = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            double loss = loss(steps.get(i));
            if (loss > 0) {
                double left = x(steps.get(i).startNanos());
                double right = i + 1 < steps.size() ? x(steps.get(i + 1).startNanos()) : x(end);
                // a loss is seen however short it was
                double top = Math.min(LOSS_BOTTOM - 1.5, LOSS_BOTTOM - (LOSS_BOTTOM - LOSS_TOP) * loss / scale);
                Svg.bar(bars, left, Math.max(left + 1, right - 0.3), top, LOSS_BOTTOM);
            }
        }
        svg.path("loss", bars);
    }

    private void jitter(Svg svg, double scale) {
        frame(svg, "jitter", JITTER_TOP, JITTER_BOTTOM, Quantities.duration(scale), "0");
        if (scale >= JITTER_TARGET) {
            double target = JITTER_BOTTOM - (JITTER_BOTTOM - JITTER_TOP) * JITTER_TARGET / scale;
            svg.line("target", LEFT, target, WIDTH - RIGHT, target);
            svg.text("label", LEFT + 4.0, target - 3, "target 30 ms");
        }
        StringBuilder line = new StringBuilder();
        boolean broken = true;
        for (int i = 0; i < steps.size(); i++) {
            Interval step = steps.get(i);
            if (step.jitterNanos() == null || step.packets() == 0) {
                broken = true;
                continue;
            }
            double right = i + 1 < steps.size() ? x(steps.get(i + 1).startNanos()) : x(end);
            double y = JITTER_BOTTOM - (JITTER_BOTTOM - JITTER_TOP) * step.jitterNanos() / scale;
            if (broken) {
                Svg.move(line, x(step.startNanos()), y);
            }
            Svg.draw(line, right, y);
            broken = false;
        }
        svg.path("jitter", line);
        if (line.length() == 0) {
            svg.text(
                    "label",
                    LEFT + 4.0,
                    JITTER_BOTTOM - 6.0,
                    stream.clockRate() == null ? "not known: no clock rate" : "no packets");
        }
    }

    private static void frame(Svg svg, String title, int top, int bottom, String most, String least) {
        svg.text("label title", LEFT, top - 5.0, title);
        svg.line("grid", LEFT, top, WIDTH - RIGHT, top);
        svg.line("grid strong", LEFT, bottom, WIDTH - RIGHT, bottom);
        svg.text("label end", LEFT - 6.0, top + 4.0, most);
        svg.text("label end", LEFT - 6.0, bottom + 4.0, least);
    }

    private double x(long nanos) {
        return LEFT + (WIDTH - LEFT - RIGHT) * ((nanos - start) / (double) (end - start));
    }
}
