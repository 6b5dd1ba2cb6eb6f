package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Verdict;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.EndReason;
import org.portwitness.cli.render.Conclusion;
import org.portwitness.cli.render.SampleReports;

class ExitCodeTest {
    private static Report oneRow(String requirement, Verdict verdict) {
        return new SampleReports()
                .row(SampleReports.plain("kickle-auth-8705", requirement, null, verdict))
                .build();
    }

    private static Report group(Verdict... verdicts) {
        SampleReports report = new SampleReports();
        String[] ids = {"mirrorop-data-8080", "mirrorop-data-31865", "mirrorop-data-515"};
        for (int i = 0; i < verdicts.length; i++) {
            report.row(SampleReports.plain(ids[i], "one-of", "mirrorop-data", verdicts[i]));
        }
        return report.build();
    }

    private static int code(Report report) {
        return ExitCode.of(report, false).exitCode();
    }

    @ParameterizedTest
    @CsvSource({
        "BLOCKED, 1",
        "REFUSED, 1",
        "TLS_FAILED, 1",
        "ONE_WAY, 1",
        "PARTIAL, 1",
        "INCONCLUSIVE, 4",
        "OK, 0",
        "NOT_SEEN, 0",
        "NOT_APPLICABLE, 0"
    })
    void aRequiredRowDecides(Verdict verdict, int expected) {
        assertEquals(expected, code(oneRow("required", verdict)));
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void anOptionalRowNeverDecides(Verdict verdict) {
        assertEquals(0, code(oneRow("optional", verdict)));
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void aLegacyRowDecidesNothingWhileTheFirmwareIsNotKnown(Verdict verdict) {
        assertEquals(0, code(oneRow("legacy", verdict)));
    }

    @ParameterizedTest
    @CsvSource({"BLOCKED, 1", "PARTIAL, 1", "INCONCLUSIVE, 4", "OK, 0", "NOT_SEEN, 0", "NOT_APPLICABLE, 0"})
    void aLegacyRowDecidesOnceTheFirmwareIsTold(Verdict verdict, int expected) {
        assertEquals(expected, ExitCode.of(oneRow("legacy", verdict), true).exitCode());
    }

    @Test
    void aGroupFailsWhenOneOfItFailsAndNoneIsOk() {
        assertEquals(1, code(group(Verdict.BLOCKED, Verdict.NOT_SEEN, Verdict.NOT_SEEN)));
        assertEquals(1, code(group(Verdict.REFUSED, Verdict.BLOCKED, Verdict.INCONCLUSIVE)));
        assertEquals(1, code(group(Verdict.PARTIAL, Verdict.NOT_SEEN)));
    }

    private static Report.Row ofUnits(String id, Verdict worst, Report.RowUnit... units) {
        Report.Row row = SampleReports.plain(id, "one-of", "mirrorop-data", worst);
        return new Report.Row(
                row.id(),
                row.table(),
                row.from(),
                row.to(),
                row.protocols(),
                row.ports(),
                row.purpose(),
                row.requirement(),
                row.group(),
                row.verdict(),
                row.why(),
                row.advice(),
                row.counts(),
                row.latency(),
                row.nearLatency(),
                List.of(units),
                row.firstOk(),
                row.lastOk(),
                row.firstFailed(),
                row.lastFailed(),
                row.peers(),
                row.peersLeftOut(),
                List.of());
    }

    private static Report.RowUnit unit(String address, Verdict verdict) {
        return new Report.RowUnit(address, verdict, "The reason.", 3, verdict == Verdict.OK ? 3 : 0);
    }

    @Test
    void aGroupIsJudgedForEachUnitByItself() {
        Report bothWork = new SampleReports()
                .row(ofUnits("mirrorop-data-8080", Verdict.PARTIAL, unit("a", Verdict.PARTIAL), unit("b", Verdict.OK)))
                .row(ofUnits(
                        "mirrorop-data-515",
                        Verdict.INCONCLUSIVE,
                        unit("a", Verdict.OK),
                        unit("b", Verdict.INCONCLUSIVE)))
                .build();
        assertEquals(0, code(bothWork));
        Report oneFails = new SampleReports()
                .row(ofUnits("mirrorop-data-8080", Verdict.BLOCKED, unit("b", Verdict.BLOCKED)))
                .row(ofUnits("mirrorop-data-515", Verdict.OK, unit("a", Verdict.OK)))
                .build();
        assertEquals(1, code(oneFails));
    }

    @Test
    void aGroupIsFineOnceOneOfItIsOk() {
        assertEquals(0, code(group(Verdict.PARTIAL, Verdict.OK, Verdict.INCONCLUSIVE)));
        assertEquals(0, code(group(Verdict.OK, Verdict.BLOCKED)));
    }

    @Test
    void aGroupThatOnlyHasDoubtsIsNotSafe() {
        assertEquals(4, code(group(Verdict.INCONCLUSIVE, Verdict.NOT_SEEN)));
        assertEquals(0, code(group(Verdict.NOT_SEEN, Verdict.NOT_SEEN)));
        assertEquals(0, code(group(Verdict.NOT_APPLICABLE)));
    }

    @Test
    void twoGroupsAreJudgedApart() {
        Report report = new SampleReports()
                .row(SampleReports.plain("mirrorop-data-8080", "one-of", "mirrorop-data", Verdict.OK))
                .row(SampleReports.plain("mirrorop-command-443", "one-of", "mirrorop-command", Verdict.BLOCKED))
                .build();
        Conclusion conclusion = ExitCode.of(report, false);
        assertEquals(1, conclusion.exitCode());
        assertEquals(List.of("every port of mirrorop-command that was tried (blocked)"), conclusion.failing());
    }

    @Test
    void aCaptureWithoutPacketsIsNotSafe() {
        assertEquals(4, code(new SampleReports().packets(0).build()));
        assertEquals(0, code(new SampleReports().packets(1).build()));
    }

    @ParameterizedTest
    @CsvSource({"COMPLETE, 0", "STOPPED, 0", "CUT, 4", "CORRUPT, 4"})
    void theEndOfTheCaptureDecides(EndReason end, int expected) {
        assertEquals(
                expected,
                code(new SampleReports().capture(end, null, Drops.UNKNOWN).build()));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, -1, -1, 0",
        "0, 0, 0, 0",
        "9, 0, 0, 0",
        "10, 0, 0, 4",
        "4, 3, 3, 4",
        "9, -1, 0, 0",
        "9223372036854775807, 9223372036854775807, 9223372036854775807, 4"
    })
    void dropsOfOnePercentOfThePacketsOrMoreAreNotSafe(long kernel, long networkInterface, long buffer, int expected) {
        Report report = new SampleReports()
                .packets(1000)
                .capture(EndReason.COMPLETE, null, new Drops(kernel, networkInterface, buffer))
                .build();
        assertEquals(expected, code(report));
    }

    @Test
    void whatFailsOutweighsWhatIsDoubtful() {
        Report report = new SampleReports()
                .capture(EndReason.CUT, "Ends in packet 1843.", Drops.UNKNOWN)
                .row(SampleReports.blockedStun())
                .row(SampleReports.plain("kickle-https-443", "required", null, Verdict.INCONCLUSIVE))
                .build();
        assertEquals(
                new Conclusion(
                        1,
                        List.of("online-udp-3478 (blocked)"),
                        List.of("kickle-https-443 is inconclusive", "the capture is cut short")),
                ExitCode.of(report, false));
    }
}
