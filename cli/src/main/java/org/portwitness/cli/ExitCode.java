package org.portwitness.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.RowUnit;
import org.portwitness.analyzer.report.Report.Verdict;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;
import org.portwitness.cli.render.Conclusion;
import org.portwitness.cli.render.Quantities;

/** What the program's exit codes mean, and which one a report comes to. */
final class ExitCode {
    /** Analysed; nothing that must work fails. */
    static final int NOTHING_FAILS = 0;
    /** Analysed; something that must work is blocked, refused, partial, one-way or tls-failed. */
    static final int SOMETHING_FAILS = 1;
    /** Wrong usage, or a table, endpoint file or filter that does not parse. */
    static final int USAGE = 2;
    /** A capture could not be opened or is none. */
    static final int NO_CAPTURE = 3;
    /** Analysed, nothing is known to fail, but the capture is not good enough to rely on. */
    static final int NOT_SAFE = 4;
    /** A failure that nobody foresaw: a fault of this program, or of the machine. */
    static final int UNEXPECTED = 70;

    /** From this share of the packets on, losses make every silence doubtful. */
    private static final double DROPS_THAT_MATTER = 0.01;

    private ExitCode() {}

    /**
     * @param legacyCounts whether the user named the firmware: only then a legacy row that applies can cause {@link #SOMETHING_FAILS}
     */
    static Conclusion of(Report report, boolean legacyCounts) {
        List<String> failing = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        judgeRows(report.rows(), legacyCounts, failing, doubts);
        judgeCapture(report, doubts);
        int code = !failing.isEmpty() ? SOMETHING_FAILS : !doubts.isEmpty() ? NOT_SAFE : NOTHING_FAILS;
        return new Conclusion(code, failing, doubts);
    }

    private static void judgeRows(List<Row> rows, boolean legacyCounts, List<String> failing, List<String> doubts) {
        Map<String, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.requirement().equals("one-of")) {
                groups.computeIfAbsent(row.group(), name -> new ArrayList<>()).add(row);
            } else if (row.requirement().equals("required")
                    || (row.requirement().equals("legacy") && legacyCounts)) {
                if (row.verdict().isFailure()) {
                    failing.add(row.id() + " (" + row.verdict().text() + ")");
                } else if (row.verdict() == Verdict.INCONCLUSIVE) {
                    doubts.add(row.id() + " is inconclusive");
                }
            }
        }
        groups.forEach((name, members) -> judgeGroup(name, members, failing, doubts));
    }

    /** Unit by unit: what works for one unit does not help another. */
    private static void judgeGroup(String name, List<Row> members, List<String> failing, List<String> doubts) {
        Map<String, List<Verdict>> units = new LinkedHashMap<>();
        for (Row row : members) {
            for (RowUnit unit : row.units()) {
                units.computeIfAbsent(unit.address(), address -> new ArrayList<>())
                        .add(unit.verdict());
            }
        }
        if (units.isEmpty()) {
            units.put("", members.stream().map(Row::verdict).toList());
        }
        Set<String> failures = new TreeSet<>();
        boolean doubtful = false;
        for (List<Verdict> verdicts : units.values()) {
            Verdict worst = Collections.min(verdicts);
            if (verdicts.contains(Verdict.OK)) {
                continue;
            }
            if (worst.isFailure()) {
                failures.add("every port of " + name + " that was tried (" + worst.text() + ")");
            }
            doubtful |= worst == Verdict.INCONCLUSIVE;
        }
        failing.addAll(failures);
        if (failures.isEmpty() && doubtful) {
            doubts.add(name + " is inconclusive");
        }
    }

    private static void judgeCapture(Report report, List<String> doubts) {
        if (report.traffic().packets() == 0) {
            doubts.add("there is no packet");
        }
        long drops = 0;
        long packets = 0;
        for (CaptureSummary capture : report.captures()) {
            if (capture.end() == EndReason.CUT) {
                doubts.add("the capture is cut short");
            } else if (capture.end() == EndReason.CORRUPT) {
                doubts.add("the capture is corrupt");
            }
            packets += capture.packets();
            long total = drops + capture.dropped().total();
            // counters come from the file and may be any number
            drops = total < drops ? Long.MAX_VALUE : total;
        }
        if (drops > 0 && drops >= DROPS_THAT_MATTER * packets) {
            doubts.add(Quantities.count(drops, "packet was", "packets were") + " lost before the capture");
        }
    }
}
