package org.portwitness.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.cli.render.SampleReports.NINE;
import static org.portwitness.cli.render.SampleReports.SECOND;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.analyzer.Change;
import org.portwitness.analyzer.Snapshot;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Row;

class LiveScreenTest {
    private final Report report = SampleReports.droppedStun();
    private final Finding finding = report.findings().get(0);

    private LiveScreen showing(Change... changes) {
        LiveScreen screen = new LiveScreen("eth1", false, true);
        screen.take(new Snapshot(report, NINE + SECOND, List.of(changes), List.of()), SECOND);
        return screen;
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "120, 40", "60, 12", "30, 5", "10, 2", "200, 1"})
    void thePictureNeverExceedsTheScreen(int width, int height) {
        List<String> lines = showing(new Change.Found(NINE, finding)).lines(width, height, SECOND, false);
        assertTrue(lines.size() <= height, lines.size() + " lines");
        for (String line : lines) {
            assertTrue(line.length() <= Math.max(width, 40), line);
        }
    }

    @Test
    void beforeTheFirstSnapshotItSaysThatNothingCame() {
        List<String> lines = new LiveScreen("eth1", false, true).lines(80, 24, 5 * SECOND, false);
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).startsWith("Portwitness  eth1  no packet yet  5 s"), lines.get(0));
        assertTrue(lines.get(0).endsWith("p pause  q quit"), lines.get(0));
    }

    @Test
    void whatFailsComesFirst() {
        List<String> lines = showing().lines(80, 24, SECOND, false);
        int heading = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("verdict"))
                .findFirst()
                .orElseThrow());
        assertTrue(lines.get(heading + 1).startsWith("BLOCKED       "), lines.get(heading + 1));
    }

    @Test
    void onANarrowTerminalTheReasonTakesTheRoomOfLatenciesThatAreNotThere() {
        String blocked = row(showing().lines(80, 24, SECOND, false), "BLOCKED");
        assertTrue(blocked.matches("BLOCKED       \\S+ +0 of 12 +None of 12 STUN reques…"), blocked);
        assertEquals(80, blocked.length());
    }

    @Test
    void noReasonIsBegunThatHasNoRoom() {
        String blocked = row(showing().lines(60, 24, SECOND, false), "BLOCKED");
        assertTrue(blocked.matches("BLOCKED       \\S+ +0 of [0-9]+"), blocked);
    }

    private static String row(List<String> lines, String verdict) {
        return lines.stream()
                .filter(line -> line.startsWith(verdict))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRowThatStoppedIsMarkedUntilItHeals() {
        Row ok = report.rows().stream()
                .filter(row -> row.verdict() == Report.Verdict.OK)
                .findFirst()
                .orElseThrow();
        LiveScreen screen = showing(new Change.Stopped(NINE, ok, 2, NINE - SECOND));
        assertTrue(screen.lines(160, 40, SECOND, false).stream()
                .anyMatch(
                        line -> line.startsWith("STOPPED       " + ok.id()) && line.contains("last worked 08:59:59")));
        screen.remember(List.of(new Change.Healed(NINE, ok, NINE - 10 * SECOND, NINE - 5 * SECOND)));
        assertTrue(screen.lines(160, 40, SECOND, false).stream()
                .anyMatch(line -> line.startsWith("ok            " + ok.id())
                        && line.contains("healed: failed 08:59:50 to 08:59:55")));
    }

    @Test
    void aPausedPictureSaysSo() {
        assertTrue(showing().lines(80, 24, SECOND, true).get(0).endsWith("PAUSED  p go on  q quit"));
    }

    @Test
    void aChangeIsALineWithItsDay() {
        String line = ChangeLine.of(new Change.Found(NINE, finding), true);
        assertTrue(line.startsWith("2026-11-23 09:00:00  note: " + finding.kind()), line);
        assertTrue(line.endsWith(finding.detail()), line);
    }
}
