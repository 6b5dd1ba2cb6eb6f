package org.portwitness.analyzer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Row;

/**
 * Compares each report of a live analysis with those before it. A verdict speaks of the capture as a whole: a row that worked once stays {@code ok}
 * when it stops working. Who watches for weeks wants to know all the same, so the stretches of failure are followed here, row by row.
 *
 * <p>Owned by the thread that makes the snapshots.
 */
final class Changes {
    /** As many failures without a success as it takes to call silence a failure anywhere. */
    private static final int FAILURES_THAT_COUNT = 2;

    /** Findings remembered as told; more than a report can have at a time of those that matter. */
    private static final int MOST_TOLD = 20_000;

    private final Set<Key> told = new LinkedHashSet<>();
    private final Map<String, RowCourse> rows = new HashMap<>();

    private record Key(String kind, String source, String destination, int port) {
        static Key of(Finding finding) {
            return new Key(finding.kind(), finding.source(), finding.destination(), finding.destinationPort());
        }
    }

    /** How a row has fared, by the counts of the reports so far. */
    private static final class RowCourse {
        private static final long NEVER = Long.MIN_VALUE;

        long lastOk = NEVER;
        long lastFailed = NEVER;
        long failuresAtLastOk;
        boolean failing;
        long failingFrom = NEVER;
    }

    List<Change> next(Report report, long nowNanos) {
        List<Change> changes = new ArrayList<>();
        for (Finding finding : report.findings()) {
            if (told.add(Key.of(finding))) {
                changes.add(new Change.Found(nowNanos, finding));
            }
        }
        while (told.size() > MOST_TOLD) {
            told.remove(told.iterator().next());
        }
        for (Row row : report.rows()) {
            follow(row, rows.computeIfAbsent(row.id(), id -> new RowCourse()), nowNanos, changes);
        }
        return List.copyOf(changes);
    }

    private void follow(Row row, RowCourse course, long nowNanos, List<Change> changes) {
        long failures = failures(row);
        boolean everWorked = row.lastOk() != null;
        boolean worked = everWorked && row.lastOk() > course.lastOk;
        if (course.failing && worked && row.lastOk() > course.lastFailed) {
            changes.add(new Change.Healed(nowNanos, row, course.failingFrom, course.lastFailed));
            forget(row);
            course.failing = false;
        }
        if (worked || failures < course.failuresAtLastOk) {
            // evidence that was pushed out of its table makes counts fall
            course.failuresAtLastOk = failures;
            course.failingFrom = RowCourse.NEVER;
        }
        if (row.lastFailed() != null) {
            if (row.lastFailed() > course.lastFailed && course.failingFrom == RowCourse.NEVER) {
                course.failingFrom = everWorked ? row.lastFailed() : row.firstFailed();
            }
            course.lastFailed = Math.max(course.lastFailed, row.lastFailed());
        }
        course.lastOk = everWorked ? row.lastOk() : course.lastOk;
        if (!course.failing && row.verdict().isFailure()) {
            // its findings tell of it
            course.failing = true;
            course.failingFrom = row.firstFailed() == null ? nowNanos : row.firstFailed();
        } else if (!course.failing
                && everWorked
                && course.lastFailed > course.lastOk
                && failures - course.failuresAtLastOk >= FAILURES_THAT_COUNT) {
            course.failing = true;
            changes.add(new Change.Stopped(nowNanos, row, failures - course.failuresAtLastOk, course.lastOk));
        }
    }

    private static long failures(Row row) {
        Report.Counts counts = row.counts();
        return counts.refused() + counts.unreachable() + counts.unanswered();
    }

    /** Should it fail once more, that is news. */
    private void forget(Row row) {
        row.peers()
                .forEach(peer ->
                        told.removeIf(key -> key.destination().equals(peer.address()) && key.port() == peer.port()));
    }
}
