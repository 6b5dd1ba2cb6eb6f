package org.portwitness.cli.html;

import java.util.LinkedHashMap;
import java.util.Map;
import org.portwitness.analyzer.report.Call;
import org.portwitness.cli.render.Quantities;

/** A call at a glance: time runs to the right, each kind of step has a lane, and the shape of a mark says how it went. */
final class CallStrip {
    private static final int WIDTH = 1100;
    private static final int LEFT = 130;
    private static final int RIGHT = 20;
    private static final int LANE = 20;
    private static final int TOP = 8;
    private static final int AXIS = 24;
    private static final int MOST_LANES = 14;
    private static final int MOST_MARKS = 1000;
    private static final int SPOKES = 5;
    private static final double MARK = 4.5;

    private final Call call;
    private final Map<String, Integer> lanes = new LinkedHashMap<>();

    CallStrip(Call call) {
        this.call = call;
        for (Call.Step step : call.steps()) {
            if (lanes.size() < MOST_LANES) {
                lanes.putIfAbsent(step.step(), lanes.size());
            }
        }
    }

    void write(Svg svg) {
        int bottom = TOP + lanes.size() * LANE;
        svg.open(
                WIDTH,
                bottom + AXIS,
                "plot strip",
                "The call's steps over time; the same steps stand in the list below");
        for (int i = 0; i <= SPOKES; i++) {
            long at = call.firstNanos() + (call.lastNanos() - call.firstNanos()) / SPOKES * i;
            svg.line("grid", x(at), TOP, x(at), bottom);
            svg.text(
                    i == 0 ? "label" : i == SPOKES ? "label end" : "label middle",
                    x(at),
                    bottom + 15.0,
                    Quantities.clock(at));
        }
        lanes.forEach((step, lane) -> {
            svg.line("grid strong", LEFT, middle(lane), WIDTH - RIGHT, middle(lane));
            svg.text("label end", LEFT - 8.0, middle(lane) + 4, step);
        });
        int marks = 0;
        for (Call.Step step : call.steps()) {
            Integer lane = lanes.get(step.step());
            if (lane != null && marks++ < MOST_MARKS) {
                svg.line(
                        "span " + CallPart.tone(step).style(),
                        x(step.timeNanos()),
                        middle(lane),
                        x(step.lastNanos()),
                        middle(lane));
                mark(svg, CallPart.tone(step), x(step.timeNanos()), middle(lane));
            }
        }
        svg.close();
    }

    /** A cross fails, a triangle is doubtful, a disc works, a ring says nothing of the kind. */
    private static void mark(Svg svg, Tone tone, double x, double y) {
        StringBuilder path = new StringBuilder();
        switch (tone) {
            case BAD -> {
                Svg.move(path, x - MARK, y - MARK);
                Svg.draw(path, x + MARK, y + MARK);
                Svg.move(path, x - MARK, y + MARK);
                Svg.draw(path, x + MARK, y - MARK);
            }
            case DOUBTFUL -> {
                Svg.move(path, x - MARK, y + MARK);
                Svg.draw(path, x, y - MARK);
                Svg.draw(path, x + MARK, y + MARK);
                path.append('Z');
            }
            default -> {
                Svg.move(path, x - MARK, y);
                String radius = Svg.n(MARK);
                String across = Svg.n(2 * MARK);
                path.append("a" + radius + " " + radius + " 0 1 0 " + across + " 0");
                path.append("a" + radius + " " + radius + " 0 1 0 -" + across + " 0Z");
            }
        }
        svg.path("mark " + tone.style(), path);
    }

    private static double middle(int lane) {
        return TOP + LANE * (lane + 0.5);
    }

    private double x(long nanos) {
        double share = (nanos - call.firstNanos()) / (double) Math.max(1, call.lastNanos() - call.firstNanos());
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.max(0, Math.min(1, share));
    }
}
