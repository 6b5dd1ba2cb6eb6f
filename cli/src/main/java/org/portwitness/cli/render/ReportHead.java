package org.portwitness.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Unit;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;
import org.portwitness.cli.render.Page.Paint;

/** The head of the text report: what was captured, from whom, where, and what about the capture itself calls for caution. */
final class ReportHead {
    private static final int LABEL_COLUMN = 14;
    private static final int CAPTURES_SHOWN = 3;
    private static final int UNITS_SHOWN = 4;

    private final Report report;
    private final Page page;

    ReportHead(Report report, Page page) {
        this.report = report;
        this.page = page;
    }

    void write() {
        captures();
        units();
        if (report.capturePoint().meaning() != null) {
            page.labelled(
                    Paint.HEADING, "Where", LABEL_COLUMN, report.capturePoint().meaning());
        }
        for (String warning : warnings()) {
            page.labelled(Paint.DOUBTFUL, "Beware", LABEL_COLUMN, warning);
        }
    }

    private void captures() {
        int shown = 0;
        long bytes = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (CaptureSummary capture : report.captures()) {
            bytes += capture.bytes();
            if (capture.packets() > 0) {
                first = Math.min(first, capture.firstNanos());
                last = Math.max(last, capture.lastNanos());
            }
            if (shown++ < CAPTURES_SHOWN) {
                page.labelled(Paint.HEADING, shown == 1 ? "Capture" : "", LABEL_COLUMN, name(capture));
            }
        }
        if (shown > CAPTURES_SHOWN) {
            page.indented(LABEL_COLUMN, "and " + Quantities.count(shown - CAPTURES_SHOWN, "more file", "more files"));
        }
        String packets = Quantities.count(report.traffic().packets(), "packet", "packets");
        if (first > last) {
            page.indented(LABEL_COLUMN, packets);
        } else {
            page.indented(
                    LABEL_COLUMN,
                    Quantities.period(first, last) + " (" + Quantities.duration(last - (double) first) + "), " + packets
                            + ", " + Quantities.size(bytes));
        }
    }

    private static String name(CaptureSummary capture) {
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
    private static String shortName(CaptureSummary capture) {
        String source = capture.source();
        return source.equals("-") ? "standard input" : source.substring(source.lastIndexOf('/') + 1);
    }

    private void units() {
        List<Unit> units = report.units();
        if (units.isEmpty()) {
            page.labelled(Paint.HEADING, "Unit", LABEL_COLUMN, "none seen; name it with --unit ADDRESS");
            return;
        }
        boolean everyClient = units.stream().allMatch(unit -> unit.foundBy().equals("every-client"));
        if (everyClient) {
            page.labelled(
                    Paint.HEADING,
                    "Units",
                    LABEL_COLUMN,
                    "no room unit recognised, so every client counts ("
                            + Quantities.count(units.size() + report.unitsLeftOut())
                            + "); name the unit with --unit ADDRESS");
        }
        int shown = 0;
        for (Unit unit : units) {
            if (shown == UNITS_SHOWN) {
                break;
            }
            String label = shown > 0 || everyClient ? "" : units.size() == 1 ? "Unit" : "Units";
            shown++;
            page.labelled(
                    Paint.HEADING,
                    label,
                    LABEL_COLUMN,
                    unit.address() + (everyClient ? "" : ", " + foundBy(unit.foundBy())) + ": "
                            + Quantities.count(unit.packetsSent(), "packet sent, ", "packets sent, ")
                            + Quantities.count(unit.packetsReceived()) + " received");
        }
        long more = units.size() - shown + report.unitsLeftOut();
        if (more > 0) {
            page.indented(LABEL_COLUMN, "and " + Quantities.count(more) + " more");
        }
    }

    private static String foundBy(String how) {
        return switch (how) {
            case "given" -> "as given";
            case "kickle-name" -> "asks for kickle.com";
            case "mirrorop" -> "answers MirrorOp";
            case "ms-turn" -> "speaks MS-TURN";
            default -> how;
        };
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (report.visibility().note() != null) {
            warnings.add(report.visibility().note());
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
        if (traffic.undecodable() > 0) {
            warnings.add(Quantities.count(traffic.undecodable(), "packet", "packets") + " could not be decoded"
                    + reasons(traffic.undecodableReasons()));
        }
        if (!traffic.givenUp().isEmpty()) {
            warnings.add("some evidence had to be given up" + reasons(traffic.givenUp()));
        }
        if (traffic.timeGoesBack() > 0) {
            warnings.add("the time stamps run backwards " + Quantities.count(traffic.timeGoesBack(), "time", "times"));
        }
        if (traffic.duplicates() * 10 > traffic.packets()) {
            warnings.add(Quantities.percent((double) traffic.duplicates(), (double) traffic.packets())
                    + " of the packets are copies: the mirror sends both directions of a port twice; they count once");
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
