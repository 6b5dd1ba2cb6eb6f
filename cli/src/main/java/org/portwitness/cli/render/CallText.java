package org.portwitness.cli.render;

import java.util.List;
import org.portwitness.analyzer.report.Call;
import org.portwitness.analyzer.report.Report;
import org.portwitness.cli.render.Page.Paint;

/**
 * The stories of calls for people: for each a time line, one step a line, and below it what it amounts to and where to look. Times are the
 * capture's, in UTC. The step that decided is marked. A call fits one screen.
 */
public final class CallText {
    private static final int CALLS_SHOWN = 20;

    /** So many steps of a call are shown at its beginning and at its end where there are more than fit a screen. */
    private static final int FIRST_STEPS_SHOWN = 22;

    private static final int LAST_STEPS_SHOWN = 6;

    /** From this width on there is room for milliseconds. */
    private static final int WIDE = 100;

    private static final int GAP = 2;
    private static final int LABEL_COLUMN = 9;
    private static final int OUTCOME_COLUMN = "no-answer".length() + GAP;

    private final Report report;
    private final Page page;

    private CallText(Report report, Page page) {
        this.report = report;
        this.page = page;
    }

    /**
     * @param columns width of the terminal
     * @param colour whether to send colours
     * @param unicode whether the terminal shows more than ASCII
     */
    public static String of(Report report, int columns, boolean colour, boolean unicode) {
        int width = Math.max(TextReport.NARROWEST, Math.min(TextReport.WIDEST, columns));
        CallText text = new CallText(report, new Page(width, colour, unicode));
        text.write();
        return text.page.toString();
    }

    private void write() {
        List<Call> calls = report.calls();
        if (calls.isEmpty()) {
            page.blank();
            page.labelled(
                    Paint.HEADING,
                    "Calls",
                    LABEL_COLUMN,
                    "None: no unit asked a relay for an address, checked a path or had media in this capture.");
            return;
        }
        int shown = Math.min(CALLS_SHOWN, calls.size());
        for (int i = 0; i < shown; i++) {
            call(calls.get(i), i + 1, calls.size() + report.callsLeftOut());
        }
        long more = calls.size() - shown + report.callsLeftOut();
        if (more > 0) {
            page.blank();
            page.indented(
                    0,
                    Quantities.count(more, "more call", "more calls") + " not shown"
                            + (calls.size() > shown ? "; --json has " + Quantities.count(calls.size()) : "") + ".");
        }
    }

    private void call(Call call, int number, long of) {
        page.blank();
        page.labelled(
                Paint.HEADING,
                of == 1 ? "Call" : "Call " + number,
                LABEL_COLUMN,
                call.unit() + ", " + Quantities.period(call.firstNanos(), call.lastNanos()) + " ("
                        + Quantities.duration(call.lastNanos() - (double) call.firstNanos()) + ")");
        int stepColumn = GAP
                + call.steps().stream().mapToInt(s -> s.step().length()).max().orElse(0);
        int size = call.steps().size();
        boolean tooMany = size > FIRST_STEPS_SHOWN + LAST_STEPS_SHOWN;
        long left = call.stepsLeftOut();
        for (int i = 0; i < size; i++) {
            Call.Step step = call.steps().get(i);
            if (tooMany && i >= FIRST_STEPS_SHOWN && i < size - LAST_STEPS_SHOWN && !step.decisive()) {
                left++;
                continue;
            }
            if (left > 0 && i == size - LAST_STEPS_SHOWN) {
                page.indented(GAP, Quantities.count(left, "step", "steps") + " left out here; --json has them.");
            }
            step(step, stepColumn);
        }
        page.labelled(paint(call.result()), "Result", LABEL_COLUMN, call.conclusion());
    }

    private void step(Call.Step step, int stepColumn) {
        boolean wide = page.width() >= WIDE;
        String precise = Quantities.preciseClock(step.timeNanos());
        String clock = wide ? precise : precise.substring(0, precise.length() - 2);
        String mark = step.decisive() ? page.unicode() ? "▸ " : "> " : Page.spaces(GAP);
        String name = page.clean(step.step());
        String outcome = page.clean(step.outcome());
        String head = (step.decisive() ? page.painted(Paint.HEADING, mark) : mark)
                + page.painted(Paint.ASIDE, clock)
                + Page.spaces(GAP)
                + (step.decisive() ? page.painted(Paint.HEADING, name) : name)
                + Page.spaces(stepColumn - name.length())
                + page.painted(paint(outcome), outcome)
                + Page.spaces(OUTCOME_COLUMN - outcome.length());
        page.hanging(
                head,
                GAP + clock.length() + GAP + stepColumn + OUTCOME_COLUMN,
                step.detail() + (step.row() == null ? "" : " [" + step.row() + "]"));
    }

    private static Paint paint(Call.Result result) {
        return switch (result) {
            case MEDIA -> Paint.GOOD;
            case NO_MEDIA, ONE_WAY -> Paint.FAILING;
            case FALLBACK, GAPS, POOR, UNKNOWN -> Paint.DOUBTFUL;
        };
    }

    private static Paint paint(String outcome) {
        return switch (outcome) {
            case "ok" -> Paint.GOOD;
            case "no-answer", "refused", "failed", "one-way" -> Paint.FAILING;
            case "none" -> Paint.ASIDE;
            default -> Paint.DOUBTFUL;
        };
    }
}
