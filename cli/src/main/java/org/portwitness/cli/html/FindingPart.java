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

    /** What a finding shows, in the order of the data's columns; {@code report.js} goes by the same names. */
    private enum Cell {
        SEVERITY,
        KIND,
        ROW,
        ENDS,
        WHEN,
        COUNTS,
        DETAIL,
        FILTER
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
        findings.stream().limit(PLAIN).forEach(finding -> row(cells(finding)));
        html.closeLine().closeLine();
        if (findings.size() > PLAIN) {
            html.open("noscript");
            html.leaf(
                    "p",
                    Quantities.count(findings.size() - PLAIN)
                            + " more are in this page, but it takes a script to show them; the JSON report has them too.");
            html.closeLine();
            html.open("template", "id", "finding-row");
            row(new String[Cell.values().length]);
            html.closeLine();
            html.openData("findings-data");
            for (int i = PLAIN; i < findings.size(); i++) {
                html.dataRow(i == PLAIN, cells(findings.get(i)));
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

    private static String[] cells(Finding finding) {
        String[] cells = new String[Cell.values().length];
        cells[Cell.SEVERITY.ordinal()] = finding.severity();
        cells[Cell.KIND.ordinal()] = finding.kind();
        cells[Cell.ROW.ordinal()] = finding.row();
        cells[Cell.ENDS.ordinal()] = Endpoint.text(finding.source(), finding.sourcePort()) + " to "
                + Endpoint.text(finding.destination(), finding.destinationPort()) + " " + finding.protocol();
        cells[Cell.WHEN.ordinal()] = when(finding);
        cells[Cell.COUNTS.ordinal()] = Quantities.count(finding.attempts(), "attempt", "attempts") + ", "
                + Quantities.count(finding.packets(), "packet", "packets");
        cells[Cell.DETAIL.ordinal()] = finding.detail();
        cells[Cell.FILTER.ordinal()] = DisplayFilter.of(finding);
        return cells;
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
    private void row(String[] cells) {
        Tone tone = Tone.ofSeverity(cell(cells, Cell.SEVERITY));
        html.open("tr", "data-kind", cells[Cell.KIND.ordinal()]);
        html.open("th", "scope", "row");
        html.leaf("span", cell(cells, Cell.KIND), "class", "sign " + tone.style(), "data-cell", "kind");
        html.leaf(
                "a",
                cell(cells, Cell.ROW),
                "href",
                cells[Cell.ROW.ordinal()] == null ? null : "#row-" + cells[Cell.ROW.ordinal()],
                "class",
                "aside",
                "data-cell",
                "row");
        html.close();
        html.leaf("td", cell(cells, Cell.ENDS), "class", "address", "data-cell", "ends");
        html.leaf("td", cell(cells, Cell.WHEN), "class", "when", "data-cell", "when");
        html.open("td");
        html.leaf("p", cell(cells, Cell.DETAIL), "data-cell", "detail");
        html.leaf("p", cell(cells, Cell.COUNTS), "class", "aside", "data-cell", "counts");
        html.open("p", "class", "filter", "hidden", cells[Cell.FILTER.ordinal()] == null ? "hidden" : null);
        html.leaf("code", cell(cells, Cell.FILTER), "data-cell", "filter");
        html.close().close().closeLine();
    }

    private static String cell(String[] cells, Cell cell) {
        return Objects.requireNonNullElse(cells[cell.ordinal()], "");
    }
}
