package org.portwitness.cli.html;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portwitness.analyzer.report.Histogram;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Counts;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.RowUnit;
import org.portwitness.analyzer.report.Report.Verdict;
import org.portwitness.cli.render.Quantities;

/** All rows of the port tables with their verdicts, the worst first; what fails shows its reason at once, all else on request. */
final class VerdictPart {
    private static final int UNITS_SHOWN = 200;

    private final Report report;
    private final Html html;

    VerdictPart(Report report, Html html) {
        this.report = report;
        this.html = html;
    }

    /** Failures, then what cannot be told, what works, what was not tried; among equals first those that must work. */
    static List<Row> worstFirst(Report report) {
        return report.rows().stream()
                .sorted(Comparator.comparingInt((Row row) -> stage(row.verdict()))
                        .thenComparingInt(VerdictPart::weight)
                        .thenComparing(Row::verdict))
                .toList();
    }

    private static int stage(Verdict verdict) {
        return switch (verdict) {
            case BLOCKED, REFUSED, TLS_FAILED, ONE_WAY, PARTIAL -> 0;
            case INCONCLUSIVE -> 1;
            case OK -> 2;
            case NOT_SEEN -> 3;
            case NOT_APPLICABLE -> 4;
        };
    }

    private static int weight(Row row) {
        return switch (row.requirement()) {
            case "required" -> 0;
            case "one-of" -> 1;
            case "legacy" -> 2;
            default -> 3;
        };
    }

    void write() {
        html.open("section", "id", "verdicts", "aria-labelledby", "verdicts-title");
        html.leaf("h2", "Verdicts", "id", "verdicts-title");
        List<Row> rows = worstFirst(report);
        filters(rows);
        html.open("table", "class", "verdicts", "data-filtered", "verdicts");
        html.open("thead").open("tr");
        for (String heading : List.of("Verdict", "Port", "What it is for", "Why", "Answered")) {
            html.leaf("th", heading, "scope", "col", "class", heading.equals("Answered") ? "number" : null);
        }
        html.leaf("th", "Median", "scope", "col", "class", "number");
        html.close().closeLine();
        html.open("tbody");
        rows.forEach(this::row);
        html.closeLine().closeLine().closeLine();
    }

    /** Hidden until the script is there to obey them. */
    private void filters(List<Row> rows) {
        Map<Verdict, Integer> verdicts = new LinkedHashMap<>();
        Set<String> tables = new LinkedHashSet<>();
        rows.forEach(row -> verdicts.merge(row.verdict(), 1, Integer::sum));
        report.rows().forEach(row -> tables.add(row.table()));
        html.open("form", "class", "filters", "data-for", "verdicts", "hidden", "hidden", "role", "search");
        html.open("fieldset").leaf("legend", "Verdict");
        verdicts.forEach((verdict, count) -> {
            html.open("label", "class", "chip " + Tone.of(verdict).style());
            html.empty("input", "type", "checkbox", "name", "verdict", "value", verdict.text(), "checked", "checked");
            html.text(" " + words(verdict) + " (" + count + ")");
            html.close();
        });
        html.close();
        html.open("label").text("Table ");
        html.open("select", "name", "table");
        html.leaf("option", "all", "value", "");
        tables.forEach(table -> html.leaf("option", table, "value", table));
        html.close().close();
        html.open("label").text("Text ");
        html.empty(
                "input", "type", "search", "name", "text", "placeholder", "port, address, name", "autocomplete", "off");
        html.close();
        html.leaf("output", "", "aria-live", "polite");
        html.closeLine();
    }

    static String words(Verdict verdict) {
        return switch (verdict) {
            case TLS_FAILED -> "TLS failed";
            case ONE_WAY -> "one-way";
            case NOT_SEEN -> "not seen";
            case NOT_APPLICABLE -> "not applied";
            default -> verdict.text();
        };
    }

    private void row(Row row) {
        Tone tone = Tone.of(row.verdict());
        html.open(
                "tr",
                "id",
                "row-" + row.id(),
                "class",
                tone.style(),
                "data-verdict",
                row.verdict().text(),
                "data-table",
                row.table());
        html.open("th", "scope", "row");
        html.leaf("span", words(row.verdict()), "class", "sign " + tone.style());
        html.close();
        html.leaf("td", String.join(", ", row.protocols()) + " " + row.ports(), "class", "port");
        boolean brief = isBrief(row);
        html.open("td", "class", "purpose", "colspan", brief ? "2" : null);
        html.leaf(brief ? "span" : "div", row.from() + " to " + row.to() + ": " + row.purpose());
        html.text(brief ? " " : "");
        html.open(brief ? "span" : "div", "class", "aside");
        html.leaf("code", row.id());
        html.text(" " + (row.group() == null ? row.requirement() : row.requirement() + " " + row.group()));
        html.close().close();
        if (!brief) {
            html.open("td", "class", "why");
            why(row);
            html.close();
        }
        Counts counts = row.counts();
        html.leaf(
                "td",
                counts.attempts() == 0
                        ? ""
                        : Quantities.count(counts.answered()) + " of " + Quantities.count(counts.attempts()),
                "class",
                "number",
                "data-label",
                counts.attempts() == 0 ? null : "Answered");
        html.leaf(
                "td",
                row.latency().count() == 0
                        ? ""
                        : Quantities.duration(row.latency().p50Nanos()),
                "class",
                "number",
                "data-label",
                row.latency().count() == 0 ? null : "Median");
        html.closeLine();
    }

    /** A row that nobody tried fills one line. */
    private static boolean isBrief(Row row) {
        return Tone.of(row.verdict()) == Tone.QUIET && row.advice() == null && !hasDetails(row);
    }

    private static boolean hasDetails(Row row) {
        return row.counts().attempts() > 0 || !row.peers().isEmpty();
    }

    private void why(Row row) {
        html.leaf("p", row.why());
        if (row.advice() != null) {
            html.leaf("p", row.advice(), "class", "advice");
        }
        if (!hasDetails(row)) {
            return;
        }
        html.open("details");
        html.leaf("summary", outline(row));
        times(row);
        units(row);
        PeerPart.table(row.peers(), row.peersLeftOut(), answered(row), html);
        latency(row.latency());
        html.close();
    }

    /** What opens when it is opened. */
    private static String outline(Row row) {
        StringBuilder outline = new StringBuilder(Quantities.count(row.counts().attempts(), "attempt", "attempts"));
        long peers = row.peers().size() + row.peersLeftOut();
        if (peers > 0) {
            outline.append(", ").append(Quantities.count(peers, "peer", "peers"));
        }
        if (row.units().size() > 1) {
            outline.append(", ").append(Quantities.count(row.units().size())).append(" units");
        }
        return outline.toString();
    }

    private void times(Row row) {
        Counts counts = row.counts();
        html.open("dl", "class", "counts");
        count(answered(row), counts.answered());
        count("refused", counts.refused());
        count("unreachable", counts.unreachable());
        count("unanswered", counts.unanswered());
        count("undecided", counts.undecided());
        span("worked", row.firstOk(), row.lastOk());
        span("failed", row.firstFailed(), row.lastFailed());
        html.close();
    }

    private void count(String name, long value) {
        if (value > 0) {
            html.leaf("dt", name).leaf("dd", Quantities.count(value));
        }
    }

    private void span(String name, Long first, Long last) {
        if (first == null) {
            return;
        }
        html.leaf("dt", name).open("dd");
        html.time(first, Quantities.clock(first));
        if (last != null && !Quantities.clock(last).equals(Quantities.clock(first))) {
            html.text(" to ");
            html.time(last, Quantities.clock(last));
        }
        html.close();
    }

    /** Where TLS fails the connection was answered all the same, which must not read like success. */
    private static String answered(Row row) {
        return row.verdict() == Verdict.TLS_FAILED ? "connected" : "answered";
    }

    private void units(Row row) {
        if (row.units().size() < 2) {
            return;
        }
        html.open("table", "class", "inner").open("thead").open("tr");
        html.leaf("th", "Unit", "scope", "col").leaf("th", "Verdict", "scope", "col");
        html.leaf("th", "Answered", "scope", "col", "class", "number").leaf("th", "Why", "scope", "col");
        html.close().close().open("tbody");
        for (RowUnit unit :
                row.units().subList(0, Math.min(UNITS_SHOWN, row.units().size()))) {
            html.open("tr").leaf("td", unit.address(), "class", "address");
            html.open("td");
            html.leaf(
                    "span",
                    words(unit.verdict()),
                    "class",
                    "sign " + Tone.of(unit.verdict()).style());
            html.close();
            html.leaf(
                    "td",
                    Quantities.count(unit.answered()) + " of " + Quantities.count(unit.attempts()),
                    "class",
                    "number");
            html.leaf("td", unit.why()).close();
        }
        html.close().close();
        if (row.units().size() > UNITS_SHOWN) {
            html.leaf(
                    "p",
                    Quantities.count(row.units().size() - UNITS_SHOWN, "more unit", "more units")
                            + " in the JSON report",
                    "class",
                    "aside");
        }
    }

    private void latency(Histogram latency) {
        if (latency.count() == 0) {
            return;
        }
        html.open("dl", "class", "counts");
        html.leaf("dt", "answers after").leaf("dd", Quantities.duration(latency.minNanos()) + " at best");
        html.leaf("dt", "half within").leaf("dd", Quantities.duration(latency.p50Nanos()));
        html.leaf("dt", "90 % within").leaf("dd", Quantities.duration(latency.p90Nanos()));
        html.leaf("dt", "99 % within").leaf("dd", Quantities.duration(latency.p99Nanos()));
        html.leaf("dt", "all within").leaf("dd", Quantities.duration(latency.maxNanos()));
        html.close();
    }
}
