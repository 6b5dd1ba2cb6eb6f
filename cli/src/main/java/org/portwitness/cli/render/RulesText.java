package org.portwitness.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Row;

/** The missing permissions as a list to copy into a ticket: columns of plain text, comments behind {@code #}. */
public final class RulesText {
    private static final String GAP = "  ";
    private static final List<String> TITLES = List.of("action", "protocol", "ports", "source", "destination");

    private final StringBuilder text = new StringBuilder();
    private final boolean unicode;

    private RulesText(boolean unicode) {
        this.unicode = unicode;
    }

    /** @param unicode whether the reader shows more than ASCII */
    public static String of(Report report, boolean unicode) {
        RulesText rules = new RulesText(unicode);
        rules.write(report, RuleList.of(report));
        return rules.text.toString();
    }

    private void write(Report report, RuleList list) {
        String captures = String.join(
                ", ",
                report.captures().stream()
                        .map(capture -> capture.source())
                        .limit(3)
                        .toList());
        line("# Permissions missing as " + captures + " shows; Office 365 addresses of "
                + report.endpointsVersion().replaceFirst(" \\(.*", ""));
        if (list.rules().isEmpty()) {
            line("# None: nothing that the capture shows fails for want of a permission.");
        } else {
            line("");
            table(list.rules());
        }
        comments("Not proven, so not asked for", list.notProven(), false);
        comments("No rule helps", list.noRuleHelps(), true);
    }

    private void table(List<RuleList.Rule> rules) {
        List<List<List<String>>> cells = rules.stream().map(RulesText::cells).toList();
        int[] widths = new int[TITLES.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Math.max(
                    TITLES.get(column).length(),
                    cells.stream()
                            .flatMap(rule -> rule.get(at).stream())
                            .mapToInt(String::length)
                            .max()
                            .orElse(0));
        }
        row(TITLES, widths);
        for (int i = 0; i < rules.size(); i++) {
            List<List<String>> columns = cells.get(i);
            int height = columns.stream().mapToInt(List::size).max().orElse(0);
            for (int line = 0; line < height; line++) {
                int at = line;
                row(
                        columns.stream()
                                .map(column -> at < column.size() ? column.get(at) : "")
                                .toList(),
                        widths);
            }
            reasons(rules.get(i), " ".repeat(widths[0]) + GAP);
        }
    }

    private static List<List<String>> cells(RuleList.Rule rule) {
        return List.of(
                List.of("allow"),
                List.of(String.join(", ", rule.protocols())),
                List.of(rule.ports().toString()),
                rule.sources(),
                rule.destinations());
    }

    private void row(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i))
                    .append(" ".repeat(Math.max(0, widths[i] - cells.get(i).length())));
            line.append(GAP);
        }
        line(line.toString().stripTrailing());
    }

    private void reasons(RuleList.Rule rule, String indent) {
        List<String> lines = new ArrayList<>();
        for (Row row : rule.reasons()) {
            lines.add("why:   " + row.purpose() + " (" + row.id() + ", " + row.requirement() + ")");
            lines.add("proof: " + row.why());
        }
        if (rule.via() != null) {
            lines.add("where: on the proxy " + rule.via());
        }
        for (String remark : rule.remarks()) {
            lines.add("note:  " + remark);
        }
        lines.forEach(each -> line(indent + each));
        line("");
    }

    private void comments(String title, List<Row> rows, boolean withAdvice) {
        for (Row row : rows) {
            line("# " + title + ": " + row.id() + " (" + row.verdict().text() + "): " + row.why()
                    + (withAdvice && row.advice() != null ? " " + row.advice() : ""));
        }
    }

    private void line(String line) {
        text.append(WireText.clean(line, unicode)).append(System.lineSeparator());
    }
}
