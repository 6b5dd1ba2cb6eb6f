package org.portwitness.cli.html;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.portwitness.analyzer.report.Health;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.Unit;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.cli.render.CaptureWords;
import org.portwitness.cli.render.Conclusion;
import org.portwitness.cli.render.Quantities;

/** The head of the page: the conclusion in a sentence, what to ask for, what was captured and how far it can be trusted. */
final class SummaryPart {
    private static final int CAPTURES_SHOWN = 5;
    private static final int UNITS_SHOWN = 8;

    private final Report report;
    private final Conclusion conclusion;
    private final Html html;

    SummaryPart(Report report, Conclusion conclusion, Html html) {
        this.report = report;
        this.conclusion = conclusion;
        this.html = html;
    }

    static String title(Report report, Conclusion conclusion) {
        String sources = report.captures().isEmpty()
                ? ""
                : ": " + CaptureWords.shortName(report.captures().get(0))
                        + (report.captures().size() > 1 ? " and more" : "");
        return conclusion.label(report).replaceFirst("[.:]$", "") + " - Portwitness" + sources;
    }

    void write() {
        html.open("header");
        html.leaf("p", "Portwitness report", "class", "brand");
        html.open("h1", "class", tone().style());
        html.leaf("span", conclusion.label(report), "class", "sign " + tone().style());
        html.text(" ");
        if (conclusion.failing().isEmpty()) {
            html.text(conclusion.sentence(report));
        } else {
            failing();
        }
        html.closeLine();
        html.open("div", "class", "head");
        requests();
        facts();
        health();
        html.closeLine();
        html.closeLine();
    }

    /** What {@link Conclusion#sentence} says, with ports and peers in place of row ids: who is handed the page may not know those. */
    private void failing() {
        boolean first = true;
        for (String phrase : conclusion.failing()) {
            html.text(first ? "" : ", ");
            first = false;
            Row row = report.rows().stream()
                    .filter(each -> phrase.startsWith(each.id() + " ("))
                    .findFirst()
                    .orElse(null);
            if (row == null) {
                html.text(phrase);
            } else {
                html.leaf(
                        "a",
                        String.join(", ", row.protocols()) + " " + row.ports() + " from " + row.from() + " to "
                                + row.to(),
                        "href",
                        "#row-" + row.id());
                html.text(phrase.substring(row.id().length()));
            }
        }
        html.text("." + conclusion.doubtsBeside());
    }

    private Tone tone() {
        return switch (conclusion.exitCode()) {
            case 0 -> conclusion.isFine(report) ? Tone.GOOD : Tone.DOUBTFUL;
            case 1 -> Tone.BAD;
            default -> Tone.DOUBTFUL;
        };
    }

    /** The advice of the rows that fail, each sentence once: what to hand to the firewall team. */
    private void requests() {
        Set<String> requests = new LinkedHashSet<>();
        for (Row row : VerdictPart.worstFirst(report)) {
            if (row.verdict().isFailure() && row.advice() != null) {
                requests.add(row.advice());
            }
        }
        if (requests.isEmpty()) {
            return;
        }
        html.open("section", "class", "ask");
        html.leaf("h2", "What to ask for");
        html.open("ul");
        requests.forEach(request -> html.leaf("li", request));
        html.close().closeLine();
    }

    private void facts() {
        html.open("section", "class", "facts");
        html.leaf("h2", "Capture");
        html.open("dl");
        captures();
        units();
        if (report.capturePoint().meaning() != null) {
            fact("Taken", report.capturePoint().meaning());
        }
        html.close().closeLine();
    }

    private void captures() {
        html.leaf("dt", report.captures().size() == 1 ? "File" : "Files");
        html.open("dd");
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
                html.open("div");
                html.leaf("span", CaptureWords.name(capture), "class", "path");
                html.close();
            }
        }
        if (shown > CAPTURES_SHOWN) {
            html.leaf("div", "and " + Quantities.count(shown - CAPTURES_SHOWN, "more file", "more files"));
        }
        html.close();
        if (first <= last) {
            fact("Time", Quantities.period(first, last) + " (" + Quantities.duration(last - (double) first) + ")");
        }
        fact("Size", Quantities.count(report.traffic().packets(), "packet", "packets") + ", " + Quantities.size(bytes));
    }

    private void units() {
        List<Unit> units = report.units();
        html.leaf("dt", units.size() > 1 ? "Units" : "Unit");
        html.open("dd");
        if (units.isEmpty()) {
            html.text("none seen; name it with --unit ADDRESS");
        }
        boolean everyClient = !units.isEmpty()
                && units.stream().allMatch(unit -> unit.foundBy().equals("every-client"));
        if (everyClient) {
            html.leaf(
                    "div",
                    "no room unit recognised, so every client counts ("
                            + Quantities.count(units.size() + report.unitsLeftOut()) + ")");
        }
        units.stream().limit(UNITS_SHOWN).forEach(unit -> {
            html.open("div");
            html.leaf("span", unit.address(), "class", "address");
            html.text((everyClient ? "" : ", " + CaptureWords.foundBy(unit.foundBy())) + ": "
                    + Quantities.count(unit.packetsSent(), "packet sent, ", "packets sent, ")
                    + Quantities.count(unit.packetsReceived()) + " received");
            html.close();
        });
        long more = Math.max(0, units.size() - UNITS_SHOWN) + report.unitsLeftOut();
        if (more > 0) {
            html.leaf("div", "and " + Quantities.count(more) + " more");
        }
        html.close();
    }

    private void fact(String name, String value) {
        html.leaf("dt", name);
        html.leaf("dd", value);
    }

    private void health() {
        html.open("section", "class", "health");
        html.leaf("h2", "Can this capture be trusted?");
        List<Item> items = new ArrayList<>();
        for (Health health : report.health()) {
            items.add(new Item(
                    Tone.ofSeverity(health.severity()) == Tone.BAD ? Tone.DOUBTFUL : Tone.QUIET, health.detail()));
        }
        for (String caution : CaptureWords.cautions(report)) {
            items.add(new Item(Tone.DOUBTFUL, caution));
        }
        if (items.isEmpty()) {
            html.open("p");
            html.leaf("span", "Yes.", "class", "sign good");
            html.text(
                    " Both directions are there, and nothing was lost, cut or undecodable as far as the capture tells.");
            html.close();
        } else {
            html.open("ul", "class", "signs");
            for (Item item : items) {
                html.leaf("li", item.text(), "class", "sign " + item.tone().style());
            }
            html.close();
        }
        html.closeLine();
    }

    private record Item(Tone tone, String text) {}
}
