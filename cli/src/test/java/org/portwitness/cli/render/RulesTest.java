package org.portwitness.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Permission;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.Verdict;

/** What the firewall team is asked for: as few rules as say it, each with its reason and its proof. */
class RulesTest {
    private static final List<String> MEDIA = List.of("52.112.0.0/14", "13.107.64.0/18", "52.122.0.0/15");

    private static Row failing(String id, String ports, String group, String purpose, Permission... permissions) {
        Row row = SampleReports.plain(id, group == null ? "required" : "one-of", group, Verdict.BLOCKED);
        return new Row(
                row.id(),
                row.table(),
                row.from(),
                row.to(),
                row.protocols(),
                ports,
                purpose,
                row.requirement(),
                row.group(),
                row.verdict(),
                "No answer to 12 requests, in 40 s.",
                row.advice(),
                row.counts(),
                row.latency(),
                row.nearLatency(),
                row.units(),
                row.firstOk(),
                row.lastOk(),
                row.firstFailed(),
                row.lastFailed(),
                row.peers(),
                row.peersLeftOut(),
                List.of(permissions));
    }

    private static Permission udp(String ports, String... sources) {
        return new Permission(List.of(sources), MEDIA, List.of("UDP"), ports, null, null);
    }

    private static Permission tcp(String source, String destination, String ports) {
        return new Permission(List.of(source), List.of(destination), List.of("TCP"), ports, null, null);
    }

    private static String text(Row... rows) {
        SampleReports report = new SampleReports();
        List.of(rows).forEach(report::row);
        return RulesText.of(report.build(), true).replace(System.lineSeparator(), "\n");
    }

    private static String csv(Row... rows) {
        SampleReports report = new SampleReports();
        List.of(rows).forEach(report::row);
        return RulesCsv.of(report.build());
    }

    @Test
    void rowsThatDifferOnlyInTheirPortsShareARule() {
        assertEquals(
                """
                # Permissions missing as room.pcap shows; Office 365 addresses of 2018-10-01

                action  protocol  ports      source       destination
                allow   UDP       3478-3480  10.20.30.40  13.107.64.0/18
                                                          52.112.0.0/14
                                                          52.122.0.0/15
                        why:   STUN (online-udp-3478, required)
                        proof: No answer to 12 requests, in 40 s.
                        why:   audio (online-udp-3479, required)
                        proof: No answer to 12 requests, in 40 s.
                        why:   video (online-udp-3480, required)
                        proof: No answer to 12 requests, in 40 s.

                """,
                text(
                        failing("online-udp-3478", "3478", null, "STUN", udp("3478", "10.20.30.40")),
                        failing("online-udp-3479", "3479", null, "audio", udp("3479", "10.20.30.40")),
                        failing("online-udp-3480", "3480", null, "video", udp("3480", "10.20.30.40"))));
    }

    @Test
    void unitsThatNeedTheSameStandInOneRuleAsFewBlocks() {
        RuleList list = RuleList.of(new SampleReports()
                .row(failing(
                        "online-udp-3478",
                        "3478",
                        null,
                        "STUN",
                        udp("3478", "10.20.30.40", "10.20.30.42"),
                        udp("3478", "10.20.30.41", "10.20.30.43")))
                .build());
        assertEquals(1, list.rules().size());
        assertEquals(List.of("10.20.30.40/30"), list.rules().get(0).sources());
    }

    @Test
    void aRuleThatAnotherOneIncludesIsLeftOutAndItsReasonStays() {
        RuleList list = RuleList.of(new SampleReports()
                .row(failing("kickle-https-443", "443", null, "portal", tcp("10.20.30.40", "192.0.2.7", "443")))
                .row(failing(
                        "onprem-media", "1024-65535", null, "media", tcp("10.20.30.40", "192.0.2.0/24", "443-500")))
                .build());
        assertEquals(1, list.rules().size());
        assertEquals("443-500", list.rules().get(0).ports().toString());
        assertEquals(
                List.of("onprem-media", "kickle-https-443"),
                list.rules().get(0).reasons().stream().map(Row::id).toList());
    }

    @Test
    void ofAGroupOnePortIsAskedForAndTheOthersAreNamed() {
        RuleList list = RuleList.of(new SampleReports()
                .row(failing(
                        "mirrorop-data-8080",
                        "8080",
                        "mirrorop-data",
                        "data",
                        tcp("10.20.30.77", "10.20.30.40", "8080")))
                .row(failing(
                        "mirrorop-data-515", "515", "mirrorop-data", "data", tcp("10.20.30.77", "10.20.30.40", "515")))
                .build());
        assertEquals(1, list.rules().size());
        assertEquals("8080", list.rules().get(0).ports().toString());
        assertEquals(
                List.of("one of the ports 8080, 515 is enough"),
                list.rules().get(0).remarks());
    }

    @Test
    void whatIsNotProvenIsNotAskedFor() {
        assertEquals(
                """
                # Permissions missing as room.pcap shows; Office 365 addresses of 2018-10-01
                # None: nothing that the capture shows fails for want of a permission.
                # Not proven, so not asked for: online-udp-3478 (inconclusive): The reason.
                # No rule helps: kickle-https-443 (tls-failed): The reason.
                """,
                text(
                        SampleReports.plain("online-udp-3478", "required", null, Verdict.INCONCLUSIVE),
                        SampleReports.plain("kickle-https-443", "required", null, Verdict.TLS_FAILED),
                        SampleReports.plain("online-https-443", "required", null, Verdict.OK)));
    }

    @Test
    void csvHasALineForEachRuleAndOneForEachRowWithout() {
        assertEquals(
                "action,protocol,ports,source,destination,via,rows,why,proof,note\r\n"
                        + "allow,UDP,3478,10.20.30.40,13.107.64.0/18 52.112.0.0/14 52.122.0.0/15,,online-udp-3478,"
                        + "\"\"\"STUN\"\"\",\"No answer to 12 requests, in 40 s.\",\r\n"
                        + "not-proven,TCP,443,,,,kickle-https-443,purpose,The reason.,\r\n",
                csv(
                        failing("online-udp-3478", "3478", null, "\"STUN\"", udp("3478", "10.20.30.40")),
                        SampleReports.plain("kickle-https-443", "required", null, Verdict.INCONCLUSIVE)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '|',
            value = {
                "plain => plain",
                "=cmd() => '=cmd()",
                "+1 => '+1",
                "-1 => '-1",
                "@SUM(A1) => '@SUM(A1)",
                "=a,b => \"'=a,b\"",
                "say \"x\" => \"say \"\"x\"\"\"",
                "a\tb => a\\u{9}b"
            })
    void noCellIsAFormulaOrMoreThanACell(String value, String cell) {
        assertEquals(cell, RulesCsv.cell(value));
    }

    @Test
    void nothingAtAllIsSaidToo() {
        Report report = new SampleReports().build();
        assertEquals("action,protocol,ports,source,destination,via,rows,why,proof,note\r\n", RulesCsv.of(report));
    }
}
