package org.portwitness.cli.html;

import java.util.List;
import org.portwitness.analyzer.report.Call;
import org.portwitness.analyzer.report.Report;
import org.portwitness.cli.render.Quantities;

/** The story of each call: a strip that shows it at a glance, then its steps in the order of time. */
final class CallPart {
    private static final int CALLS_SHOWN = 50;
    private static final int CALLS_OPEN = 3;
    private static final int STEPS_SHOWN = 300;
    /** Shorter waits are not worth a line. */
    private static final long WAIT_WORTH_TELLING = 2_000_000_000L;

    private static final long LENGTH_WORTH_TELLING = 1_000_000_000L;

    private final Report report;
    private final Html html;

    CallPart(Report report, Html html) {
        this.report = report;
        this.html = html;
    }

    void write() {
        List<Call> calls = report.calls();
        if (calls.isEmpty()) {
            return;
        }
        html.open("section", "id", "calls", "aria-labelledby", "calls-title");
        html.leaf("h2", calls.size() == 1 ? "The call" : "Calls", "id", "calls-title");
        for (int i = 0; i < Math.min(CALLS_SHOWN, calls.size()); i++) {
            call(calls.get(i), i < CALLS_OPEN);
        }
        long more = Math.max(0, calls.size() - CALLS_SHOWN) + report.callsLeftOut();
        if (more > 0) {
            html.leaf("p", Quantities.count(more, "more call", "more calls") + " not shown here.", "class", "aside");
        }
        html.closeLine();
    }

    private void call(Call call, boolean open) {
        html.open("details", "class", "call", "open", open ? "open" : null);
        html.open("summary");
        html.leaf("span", call.unit(), "class", "address");
        html.text(", " + Quantities.period(call.firstNanos(), call.lastNanos()) + " ("
                + Quantities.duration(call.lastNanos() - (double) call.firstNanos()) + "), "
                + Quantities.count(call.steps().size(), "step", "steps"));
        html.text(" ");
        html.leaf(
                "span",
                words(call.result()),
                "class",
                "sign " + tone(call.result()).style());
        html.close();
        conclusion(call);
        if (!call.steps().isEmpty()) {
            html.open("div", "class", "wide");
            new CallStrip(call).write(new Svg(html));
            html.close();
        }
        html.open("ol", "class", "steps");
        long before = call.firstNanos();
        for (Call.Step step :
                call.steps().subList(0, Math.min(STEPS_SHOWN, call.steps().size()))) {
            step(call, step, step.timeNanos() - before);
            before = Math.max(before, step.lastNanos());
        }
        html.close();
        long more = Math.max(0, call.steps().size() - STEPS_SHOWN) + call.stepsLeftOut();
        if (more > 0) {
            html.leaf("p", Quantities.count(more, "more step", "more steps") + " not shown here.", "class", "aside");
        }
        html.closeLine();
    }

    private void conclusion(Call call) {
        if (call.conclusion() == null && call.lookAt() == Call.LookAt.NOTHING) {
            return;
        }
        html.open("p", "class", "conclusion");
        if (call.conclusion() != null) {
            html.text(call.conclusion() + " ");
        }
        if (call.lookAt() != Call.LookAt.NOTHING) {
            html.leaf("b", "Look at: " + words(call.lookAt()) + ".");
        }
        html.close();
    }

    private static String words(Call.Result result) {
        return switch (result) {
            case MEDIA -> "media both ways";
            case FALLBACK -> "media by the second best way";
            case GAPS -> "media with gaps";
            case POOR -> "poor media";
            case ONE_WAY -> "media one way only";
            case NO_MEDIA -> "no media";
            case UNKNOWN -> "cannot be told";
        };
    }

    private static String words(Call.LookAt lookAt) {
        return switch (lookAt) {
            case NOTHING -> "nothing";
            case UNIT -> "the unit";
            case SITE_NETWORK -> "the site's network";
            case FIREWALL -> "the firewall or proxy";
            case FAR_SIDE -> "the far side";
            case CAPTURE -> "the mirror or the capture itself";
            case UNKNOWN -> "it cannot be told from this capture";
        };
    }

    private static Tone tone(Call.Result result) {
        return switch (result) {
            case MEDIA -> Tone.GOOD;
            case FALLBACK, GAPS, POOR -> Tone.DOUBTFUL;
            case ONE_WAY, NO_MEDIA -> Tone.BAD;
            case UNKNOWN -> Tone.QUIET;
        };
    }

    private void step(Call call, Call.Step step, long wait) {
        html.open("li", "class", tone(step).style());
        if (wait >= WAIT_WORTH_TELLING) {
            html.leaf("div", Quantities.duration((double) wait) + " later", "class", "wait");
        }
        html.open("div", "class", "at");
        html.time(step.timeNanos(), Quantities.preciseClock(step.timeNanos()));
        html.leaf("span", "+" + Quantities.duration(step.timeNanos() - (double) call.firstNanos()), "class", "aside");
        html.close();
        html.open("div", "class", step.decisive() ? "did decisive" : "did");
        html.leaf("b", step.step()).text(" ");
        html.leaf("span", step.outcome(), "class", "sign " + tone(step).style());
        if (step.lastNanos() - step.timeNanos() >= LENGTH_WORTH_TELLING) {
            html.leaf(
                    "span",
                    " for " + Quantities.duration(step.lastNanos() - (double) step.timeNanos()),
                    "class",
                    "aside");
        }
        if (step.peer() != null) {
            html.text(" ").leaf("span", step.peer(), "class", "address");
        }
        if (step.row() != null) {
            html.text(" ").leaf("a", step.row(), "href", "#row-" + step.row(), "class", "row");
        }
        if (step.detail() != null) {
            html.leaf("p", step.detail());
        }
        html.close().closeLine();
    }

    static Tone tone(Call.Step step) {
        return step.outcome() == null
                ? Tone.QUIET
                : switch (step.outcome()) {
                    case "ok", "answered", "success", "completed", "started", "works", "allocated", "connected" ->
                        Tone.GOOD;
                    case "unanswered",
                            "no-answer",
                            "blocked",
                            "refused",
                            "failed",
                            "reset",
                            "silent",
                            "unreachable",
                            "alert",
                            "error",
                            "one-way",
                            "tls-failed",
                            "lost" -> Tone.BAD;
                    case "inconclusive", "undecided", "partial", "slow", "poor", "gap", "fallback" -> Tone.DOUBTFUL;
                    default -> Tone.QUIET;
                };
    }
}
