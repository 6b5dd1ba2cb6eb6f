package org.portwitness.cli.render;

import java.util.List;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Verdict;

/**
 * What a run comes to in the end.
 *
 * @param exitCode 0, 1 or 4
 * @param failing what must work and does not, each as a phrase: {@code online-udp-3478 (blocked)}
 * @param doubts why an absence of failures cannot be relied on, each as a phrase
 */
public record Conclusion(int exitCode, List<String> failing, List<String> doubts) {
    /** What it comes to in a word or two, before the sentence. */
    public String label(Report report) {
        return switch (exitCode) {
            case 0 -> isFine(report) ? "Fine." : "Problems:";
            case 1 -> "Failing:";
            default -> "Not safe to tell:";
        };
    }

    /** One sentence or two, without the label. */
    public String sentence(Report report) {
        return switch (exitCode) {
            case 0 ->
                (isFine(report) ? "" : Problems.inShort(report) + ". ")
                        + (isFine(report)
                                ? "Nothing that must work fails."
                                : "No port that must work is known to fail.")
                        + unseen(report);
            case 1 -> String.join(", ", failing) + "." + doubtsBeside();
            default -> String.join("; ", doubts) + ". Nothing that must work is known to fail.";
        };
    }

    /** Nothing fails, and nothing else is a problem. */
    public boolean isFine(Report report) {
        return exitCode == 0 && Problems.besideRows(report).isEmpty();
    }

    /** What cannot be told besides, as a sentence after a space; empty where there is nothing. */
    public String doubtsBeside() {
        return doubts.isEmpty() ? "" : " Besides: " + String.join("; ", doubts) + ".";
    }

    /** Silence about a port is no proof that it works: say how to get one. */
    private static String unseen(Report report) {
        long unseen = report.rows().stream()
                .filter(row -> row.requirement().equals("required") && row.verdict() == Verdict.NOT_SEEN)
                .count();
        return unseen == 0
                ? ""
                : " " + Quantities.count(unseen, "required row was", "required rows were")
                        + " not used in this capture: record a call with audio, video and sharing to test "
                        + (unseen == 1 ? "it." : "them.");
    }
}
