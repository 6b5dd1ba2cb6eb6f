package org.portwitness.cli.render;

import java.util.List;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Unit;
import org.portwitness.capture.CaptureSummary;
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
        for (String warning : CaptureWords.cautions(report)) {
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
                page.labelled(Paint.HEADING, shown == 1 ? "Capture" : "", LABEL_COLUMN, CaptureWords.name(capture));
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
                    unit.address() + (everyClient ? "" : ", " + CaptureWords.foundBy(unit.foundBy())) + ": "
                            + Quantities.count(unit.packetsSent(), "packet sent, ", "packets sent, ")
                            + Quantities.count(unit.packetsReceived()) + " received");
        }
        long more = units.size() - shown + report.unitsLeftOut();
        if (more > 0) {
            page.indented(LABEL_COLUMN, "and " + Quantities.count(more) + " more");
        }
    }
}
