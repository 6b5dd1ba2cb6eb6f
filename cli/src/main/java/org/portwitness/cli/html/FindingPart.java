package org.portwitness.cli.html;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.cli.render.Quantities;

/**
 * The findings with their packets' times and the filter that shows them. The first stand in the page as they are; the rest, which may be
 * thousands, stand there as data, and the script makes a row of each that is looked at.
 */
final class FindingPart {
    /** Enough for any sane network; a browser lays them out at once. */
    static final int PLAIN = 200;

    /** What a finding shows, in the order of the data's columns; {@code report.js} goes by the same names. Null where there is nothing. */
    private record Line(
            String severity,
            String kind,
            String row,
            String ends,
            String when,
            String counts,
            String detail,
            String filter) {
        static final Line BLANK = new Line("", null, null, "", "", "", "", null);

        String[] cells() {
            return new String[] {severity, kind, row, ends, when, counts, detail, filter};
        }
    }

    private final Report report;
    private final Html html;

    FindingPart(Report report, Html html) {
        this.report = report;
        this.html = html;
    }

    void write() {
        List<Finding> findings = report.findings();
        html.open("section", "id", "findings", "aria-labelledby", "findings-title");
        html.leaf("h2", "Findings", "id", "findings-title");
        notes();
        if (findings.isEmpty()) {
            html.leaf("p", "None.").close();
            return;
        }
        filters(findings);
        html.open("table", "class", "findings", "data-filtered", "findings");
        html.open("thead").open("tr");
        for (String heading : List.of("Finding", "From and to", "When (UTC)", "What was seen")) {
            html.leaf("th", heading, "scope", "col");
        }
        html.close().closeLine();
        html.open("tbody");
        findings.stream().limit(PLAIN).forEach(finding -> row(line(finding)));
        html.closeLine().closeLine();
        if (findings.size() > PLAIN) {
            html.open("noscript");
            html.leaf(
                    "p",
                    Quantities.count(findings.size() - PLAIN)
                            + " more are in this page, but it takes a script to show them; the JSON report has them too.");
            html.closeLine();
            html.open("template", "id", "finding-row");
            row(Line.BLANK);
            html.closeLine();
            html.openData("findings-data");
            for (int i = PLAIN; i < findings.size(); i++) {
                html.dataRow(i == PLAIN, line(findings.get(i)).cells());
            }
            html.closeData();
        }
        if (report.findingsLeftOut() > 0) {
            html.leaf(
                    "p",
                    Quantities.count(report.findingsLeftOut(), "more finding was", "more findings were")
                            + " counted but not kept.",
                    "class",
                    "aside");
        }
        html.closeLine();
    }

    private void notes() {
        if (!report.notes().isEmpty()) {
            html.open("ul", "class", "signs");
            report.notes().forEach(note -> html.leaf("li", note, "class", "sign quiet"));
            html.closeLine();
        }
    }

    private void filters(List<Finding> findings) {
        Map<String, Integer> kinds = new TreeMap<>();
        findings.forEach(finding -> kinds.merge(finding.kind(), 1, Integer::sum));
        html.open("form", "class", "filters", "data-for", "findings", "hidden", "hidden", "role", "search");
        html.open("label").text("Kind ");
        html.open("select", "name", "kind");
        html.leaf("option", "all", "value", "");
        kinds.forEach((kind, count) -> html.leaf("option", kind + " (" + Quantities.count(count) + ")", "value", kind));
        html.close().close();
        html.open("label").text("Text ");
        html.empty(
                "input", "type", "search", "name", "text", "placeholder", "address, port, name", "autocomplete", "off");
        html.close();
        html.leaf("output", "", "aria-live", "polite");
        html.open("span", "class", "pages", "hidden", "hidden");
        html.leaf("button", "Back", "type", "button", "name", "back");
        html.leaf("button", "Next", "type", "button", "name", "next");
        html.close().closeLine();
    }

    private static Line line(Finding finding) {
        return new Line(
                finding.severity(),
                finding.kind(),
                finding.row(),
                Endpoint.text(finding.source(), finding.sourcePort()) + " to "
                        + Endpoint.text(finding.destination(), finding.destinationPort()) + " " + finding.protocol(),
                when(finding),
                Quantities.count(finding.attempts(), "attempt", "attempts") + ", "
                        + Quantities.count(finding.packets(), "packet", "packets"),
                finding.detail(),
                DisplayFilter.of(finding));
    }

    private static String when(Finding finding) {
        String first = Quantities.preciseClock(finding.firstNanos());
        String last = Quantities.preciseClock(finding.lastNanos());
        String firstDay = Quantities.day(finding.firstNanos());
        String lastDay = Quantities.day(finding.lastNanos());
        return firstDay + " " + first
                + (first.equals(last) && firstDay.equals(lastDay)
                        ? ""
                        : " to " + (firstDay.equals(lastDay) ? "" : lastDay + " ") + last);
    }

    /** Also the template, whose cells are empty, for the script to fill. */
    private void row(Line line) {
        Tone tone = Tone.ofSeverity(text(line.severity()));
        html.open("tr", "data-kind", line.kind());
        html.open("th", "scope", "row");
        html.leaf("span", text(line.kind()), "class", "sign " + tone.style(), "data-cell", "kind");
        html.leaf(
                "a",
                text(line.row()),
                "href",
                line.row() == null ? null : "#row-" + line.row(),
                "class",
                "aside",
                "data-cell",
                "row");
        html.close();
        html.leaf("td", text(line.ends()), "class", "address", "data-cell", "ends");
        html.leaf("td", text(line.when()), "class", "when", "data-cell", "when");
        html.open("td");
        html.leaf("p", text(line.detail()), "data-cell", "detail");
        html.leaf("p", text(line.counts()), "class", "aside", "data-cell", "counts");
        html.open("p", "class", "filter", "hidden", line.filter() == null ? "hidden" : null);
        html.leaf("code", text(line.filter()), "data-cell", "filter");
        html.close().close().closeLine();
    }

    private static String text(String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
