package org.portwitness.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.report.Histogram;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Peer;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.Verdict;

class ChangesTest {
    private final Changes changes = new Changes();

    private List<Change> at(long nanos, Verdict verdict, long ok, long failed, Long lastOk, Long lastFailed) {
        List<Finding> findings = new ArrayList<>();
        if (verdict.isFailure()) {
            findings.add(new Finding(
                    "unanswered-stun",
                    "row",
                    "problem",
                    "UDP",
                    "192.0.2.1",
                    5000,
                    "203.0.113.1",
                    3478,
                    1,
                    lastFailed,
                    failed,
                    failed,
                    "No answer."));
        }
        return changes.next(report(verdict, ok, failed, lastOk, lastFailed, findings), nanos);
    }

    @Test
    void whatFailsFromTheBeginningIsTheFindingOnce() {
        assertEquals(
                Change.Found.class,
                at(10, Verdict.BLOCKED, 0, 2, null, 5L).get(0).getClass());
        assertEquals(List.of(), at(20, Verdict.BLOCKED, 0, 4, null, 15L));
    }

    @Test
    void whatWorksAfterItFailedIsHealedWithItsSpan() {
        at(10, Verdict.BLOCKED, 0, 2, null, 5L);
        at(20, Verdict.BLOCKED, 0, 4, null, 15L);
        List<Change> healed = at(30, Verdict.OK, 1, 4, 25L, 15L);
        assertEquals(1, healed.size());
        Change.Healed change = (Change.Healed) healed.get(0);
        assertEquals(30, change.nanos());
        assertEquals(2, change.failedFromNanos());
        assertEquals(15, change.failedToNanos());
        assertEquals(List.of(), at(40, Verdict.OK, 2, 4, 35L, 15L));
    }

    @Test
    void whatStopsWorkingIsToldAtTheSecondFailureWithoutASuccess() {
        assertEquals(List.of(), at(10, Verdict.OK, 5, 0, 8L, null));
        assertEquals(List.of(), at(20, Verdict.OK, 5, 1, 8L, 18L));
        List<Change> stopped = at(30, Verdict.OK, 5, 2, 8L, 28L);
        assertEquals(1, stopped.size());
        assertEquals(2, ((Change.Stopped) stopped.get(0)).failures());
        assertEquals(8, ((Change.Stopped) stopped.get(0)).lastOkNanos());
        assertEquals(List.of(), at(40, Verdict.OK, 5, 3, 8L, 38L));
        Change.Healed healed =
                (Change.Healed) at(50, Verdict.OK, 6, 3, 48L, 38L).get(0);
        assertEquals(18, healed.failedFromNanos());
        assertEquals(38, healed.failedToNanos());
    }

    @Test
    void lossesBesideSuccessesAreNoNews() {
        for (long i = 1; i < 20; i++) {
            assertEquals(List.of(), at(i * 10, Verdict.OK, 2 * i, i, i * 10 - 1, i * 10 - 5));
        }
    }

    @Test
    void whatStopsAgainIsNewsAgain() {
        at(10, Verdict.OK, 5, 0, 8L, null);
        assertEquals(1, at(20, Verdict.OK, 5, 2, 8L, 18L).size());
        assertEquals(1, at(30, Verdict.OK, 6, 2, 28L, 18L).size());
        assertEquals(1, at(40, Verdict.OK, 6, 4, 28L, 38L).size());
    }

    private static Report report(
            Verdict verdict, long ok, long failed, Long lastOk, Long lastFailed, List<Finding> findings) {
        Row row = new Row(
                "row",
                "table",
                "unit",
                "server",
                List.of("UDP"),
                "3478",
                "purpose",
                "required",
                null,
                verdict,
                "why",
                null,
                new Report.Counts(ok + failed, ok, 0, 0, failed, 0),
                Histogram.EMPTY,
                Histogram.EMPTY,
                List.of(),
                lastOk == null ? null : Long.valueOf(1),
                lastOk,
                lastFailed == null ? null : Long.valueOf(2),
                lastFailed,
                List.of(new Peer("203.0.113.1", 3478, "UDP", null, ok + failed, ok, null, null)),
                0,
                List.of());
        return new Report(
                new Report.Run(1, 1, 1),
                List.of(),
                new Traffic(1, 0, 1, 0, 0, 0, 0, 0, new TreeMap<>(), 0, 0, 0, new TreeMap<>()),
                new Report.Visibility(0, 0, null, null),
                new Report.CapturePoint("unknown", "unknown"),
                List.of(),
                0,
                new Report.Tcp(0, new TreeMap<>(), 0, Histogram.EMPTY, 0, Histogram.EMPTY),
                new Report.Stun(0, new TreeMap<>(), 0, 0, Histogram.EMPTY, 0),
                new Report.MirrorOp(0, 0, 0, 0, Histogram.EMPTY),
                new Report.Tls(0, new TreeMap<>(), 0, new TreeMap<>()),
                Report.Media.NONE,
                List.of(),
                0,
                List.of(),
                "test",
                List.of(row),
                findings,
                0,
                List.of());
    }
}
