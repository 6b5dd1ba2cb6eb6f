package org.portwitness.cli.render;

import java.util.List;
import java.util.stream.Collectors;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Row;

/**
 * The missing permissions as CSV (RFC 4180): a line for each rule, {@code allow}; then the rows that nothing is asked for, {@code not-proven} and
 * {@code no-rule-helps}. Several values in a cell stand behind each other with a space. No cell is a formula to a spreadsheet.
 */
public final class RulesCsv {
    private static final String END_OF_LINE = "\r\n";

    private RulesCsv() {}

    public static String of(Report report) {
        RuleList list = RuleList.of(report);
        StringBuilder csv = new StringBuilder();
        line(
                csv,
                List.of("action", "protocol", "ports", "source", "destination", "via", "rows", "why", "proof", "note"));
        for (RuleList.Rule rule : list.rules()) {
            line(
                    csv,
                    List.of(
                            "allow",
                            String.join(" ", rule.protocols()),
                            rule.ports().toString().replace(",", ""),
                            String.join(" ", rule.sources()),
                            String.join(" ", rule.destinations()),
                            rule.via() == null ? "" : rule.via(),
                            String.join(
                                    " ", rule.reasons().stream().map(Row::id).toList()),
                            all(rule.reasons().stream().map(Row::purpose).toList()),
                            all(rule.reasons().stream().map(Row::why).toList()),
                            all(rule.remarks())));
        }
        list.notProven().forEach(row -> line(csv, withoutRule("not-proven", row)));
        list.noRuleHelps().forEach(row -> line(csv, withoutRule("no-rule-helps", row)));
        return csv.toString();
    }

    private static String all(List<String> sentences) {
        return sentences.stream().distinct().collect(Collectors.joining(" / "));
    }

    private static List<String> withoutRule(String action, Row row) {
        return List.of(
                action,
                String.join(" ", row.protocols()),
                row.ports().replace(",", ""),
                "",
                "",
                "",
                row.id(),
                row.purpose(),
                row.why(),
                row.advice() == null ? "" : row.advice());
    }

    private static void line(StringBuilder csv, List<String> cells) {
        csv.append(cells.stream().map(RulesCsv::cell).collect(Collectors.joining(",")))
                .append(END_OF_LINE);
    }

    /** Names come from the wire: what a spreadsheet would take for a formula gets an apostrophe in front. */
    static String cell(String value) {
        String clean = WireText.clean(value, true);
        boolean formula = !clean.isEmpty() && "=+-@".indexOf(clean.charAt(0)) >= 0;
        String safe = formula ? "'" + clean : clean;
        boolean quoted = safe.indexOf(',') >= 0 || safe.indexOf('"') >= 0;
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
