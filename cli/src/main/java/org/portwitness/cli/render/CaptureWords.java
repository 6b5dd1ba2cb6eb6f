package org.portwitness.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.report.Health;
import org.portwitness.analyzer.report.Report;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;

/** The words that all reports for people use of captures and units, and what is to be known of a capture before its verdicts are believed. */
public final class CaptureWords {
    private CaptureWords() {}

    /** Where it comes from and what it is. */
    public static String name(CaptureSummary capture) {
        String source = capture.source().equals("-") ? "standard input" : capture.source();
        List<String> kind = new ArrayList<>();
        kind.add(capture.format());
        if (capture.compression() != null) {
            kind.add(capture.compression());
        }
        kind.addAll(capture.linkTypes());
        return source + " (" + String.join(", ", kind) + ")";
    }

    /** The file's name without its folders, for sentences; the whole path stands above. */
    public static String shortName(CaptureSummary capture) {
        String source = capture.source();
        return source.equals("-") ? "standard input" : source.substring(source.lastIndexOf('/') + 1);
    }

    /** How the unit was found, in words. */
    public static String foundBy(String how) {
        return switch (how) {
            case "given" -> "as given";
            case "kickle-name" -> "asks for kickle.com";
            case "mirrorop" -> "answers MirrorOp";
            case "ms-turn" -> "speaks MS-TURN";
            default -> how;
        };
    }

    /** What about the capture calls for caution, a sentence each; empty where nothing does. */
    public static List<String> cautions(Report report) {
        List<String> warnings = new ArrayList<>();
        for (Health health : report.health()) {
            // drops are told below, file by file
            if (health.severity().equals("problem") && !health.kind().equals("drops")) {
                warnings.add(health.detail());
            }
        }
        for (CaptureSummary capture : report.captures()) {
            if (capture.end() == EndReason.CUT || capture.end() == EndReason.CORRUPT) {
                String end = capture.end() == EndReason.CUT ? "is cut short" : "is corrupt";
                warnings.add(
                        capture.source() + " " + end + (capture.endDetail() == null ? "" : ": " + capture.endDetail()));
            }
            long drops = capture.dropped().total();
            if (drops > 0) {
                warnings.add(Quantities.count(drops, "packet was", "packets were") + " lost before "
                        + (drops == 1 ? "it" : "they") + " reached " + shortName(capture)
                        + " (" + Quantities.percent((double) drops, (double) drops + (double) capture.packets())
                        + "); a silence can be the capture's own");
            }
        }
        Traffic traffic = report.traffic();
        if (!traffic.givenUp().isEmpty()) {
            warnings.add("some evidence had to be given up" + reasons(traffic.givenUp()));
        }
        return warnings;
    }

    private static String reasons(Map<String, Long> reasons) {
        return reasons.isEmpty()
                ? ""
                : reasons.entrySet().stream()
                        .map(reason -> reason.getKey() + " " + Quantities.count(reason.getValue()))
                        .collect(Collectors.joining(", ", ": ", ""));
    }
}
