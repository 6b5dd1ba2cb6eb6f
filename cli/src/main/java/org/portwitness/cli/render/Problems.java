package org.portwitness.cli.render;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Row;

/** Problems that no row's verdict tells: the row works all the same, or the problem belongs to none. */
public final class Problems {
    /** A row that fails says why it does; of how well media came it says nothing. */
    private static final Set<String> NEVER_TOLD_BY_ROWS = Set.of("poor-media", "media-silence");

    private Problems() {}

    /** In the report's order. */
    public static List<Finding> besideRows(Report report) {
        Set<String> failing = report.rows().stream()
                .filter(row -> row.verdict().isFailure())
                .map(Row::id)
                .collect(Collectors.toSet());
        return report.findings().stream()
                .filter(finding -> finding.severity().equals("problem"))
                .filter(finding -> finding.row() == null
                        || !failing.contains(finding.row())
                        || NEVER_TOLD_BY_ROWS.contains(finding.kind()))
                .toList();
    }

    /** {@code 2 poor-media, 1 dns-failed}: how many of each kind, the most frequent first; empty without any. */
    static String inShort(Report report) {
        Map<String, Long> kinds = besideRows(report).stream()
                .collect(Collectors.groupingBy(Finding::kind, TreeMap::new, Collectors.counting()));
        return kinds.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(kind -> Quantities.count(kind.getValue()) + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }
}
