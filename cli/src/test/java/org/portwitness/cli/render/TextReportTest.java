package org.portwitness.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.analyzer.report.Report;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.EndReason;

class TextReportTest {
    private static final Conclusion BLOCKED =
            new Conclusion(1, List.of("online-udp-3478 (blocked)"), List.of("mirrorop-data is inconclusive"));
    private static final Conclusion FINE = new Conclusion(0, List.of(), List.of());

    @Test
    void whatFailsComesFirstWithItsReasonAdviceAndProofAt80Columns() {
        assertEquals("""
                Capture       room.pcap (pcap, EN10MB)
                              2026-11-23 09:00:00 to 09:01:12 UTC (1 min 12 s), 1,842 packets,
                              309 kB
                Unit          10.20.30.40, asks for kickle.com: 812 packets sent, 1,030 received
                Where         Taken on the unit's side: a silence means that something further
                              out stays silent.

                BLOCKED       UDP 3478  online-udp-3478  (required)
                              unit to Office 365: STUN/MSTURN
                              None of 12 STUN requests to 2 servers was answered, though the
                              unit's other traffic flows both ways.
                              → Allow UDP 3478 from 10.20.30.40 to 52.112.0.0/14, and the
                                answers back.
                              12 attempts: 12 unanswered; failing 09:00:03 to 09:00:41
                              - 52.113.4.5:3478 UDP (relay.example.com): 0 of 8 answered
                              - [2603:1027::5]:3478 UDP: 0 of 4 answered

                REFUSED       TCP 80  internet-http-80  (optional)
                              unit to server: purpose
                              The reason.
                              3 attempts: 3 unanswered

                inconclusive  TCP 8080  mirrorop-data-8080  (one-of mirrorop-data)
                              unit to server: purpose
                              The reason.
                              3 attempts: 3 unanswered

                ok            online-https-443  TCP 443  3 of 3, median 20 ms
                ok            kickle-https-443  TCP 443  3 of 3, median 20 ms

                not seen      online-udp-3479, online-udp-3480, mirrorop-data-515
                not applied   onprem-turn-udp-3478, onprem-exchange-https-443

                Latency             count      p50      p90      p99      max
                TCP handshake, all     14  11.4 ms  22.8 ms  34.2 ms  45.6 ms  ▁ ▄█▃▁▁
                online-https-443        3    20 ms    40 ms    60 ms    80 ms  ▁ ▄█▃▁▁
                kickle-https-443        3    20 ms    40 ms    60 ms    80 ms  ▁ ▄█▃▁▁

                Notes
                  - The second DNS server 10.20.30.3 stays silent while the first answers.
                  - 10.20.30.7 looked for MirrorOp receivers and 10.20.30.40 answered after
                    2.1 ms.

                Failing: online-udp-3478 (blocked). Besides: mirrorop-data is inconclusive.
                         (exit code 1)
                """, TextReport.of(SampleReports.droppedStun(), BLOCKED, 80, false, true));
    }

    @Test
    void linesUseTheRoomOf120Columns() {
        assertEquals("""
                Capture       room.pcap (pcap, EN10MB)
                              2026-11-23 09:00:00 to 09:01:12 UTC (1 min 12 s), 1,842 packets, 309 kB
                Unit          10.20.30.40, asks for kickle.com: 812 packets sent, 1,030 received
                Where         Taken on the unit's side: a silence means that something further out stays silent.

                BLOCKED       UDP 3478  online-udp-3478  (required)
                              unit to Office 365: STUN/MSTURN
                              None of 12 STUN requests to 2 servers was answered, though the unit's other traffic flows both ways.
                              → Allow UDP 3478 from 10.20.30.40 to 52.112.0.0/14, and the answers back.
                              12 attempts: 12 unanswered; failing 09:00:03 to 09:00:41
                              - 52.113.4.5:3478 UDP (relay.example.com): 0 of 8 answered
                              - [2603:1027::5]:3478 UDP: 0 of 4 answered

                REFUSED       TCP 80  internet-http-80  (optional)
                              unit to server: purpose
                              The reason.
                              3 attempts: 3 unanswered

                inconclusive  TCP 8080  mirrorop-data-8080  (one-of mirrorop-data)
                              unit to server: purpose
                              The reason.
                              3 attempts: 3 unanswered

                ok            online-https-443  TCP 443  3 of 3, median 20 ms
                ok            kickle-https-443  TCP 443  3 of 3, median 20 ms

                not seen      online-udp-3479, online-udp-3480, mirrorop-data-515
                not applied   onprem-turn-udp-3478, onprem-exchange-https-443

                Latency             count      p50      p90      p99      max
                TCP handshake, all     14  11.4 ms  22.8 ms  34.2 ms  45.6 ms  ▁ ▄█▃▁▁
                online-https-443        3    20 ms    40 ms    60 ms    80 ms  ▁ ▄█▃▁▁
                kickle-https-443        3    20 ms    40 ms    60 ms    80 ms  ▁ ▄█▃▁▁

                Notes
                  - The second DNS server 10.20.30.3 stays silent while the first answers.
                  - 10.20.30.7 looked for MirrorOp receivers and 10.20.30.40 answered after 2.1 ms.

                Failing: online-udp-3478 (blocked). Besides: mirrorop-data is inconclusive. (exit code 1)
                """, TextReport.of(SampleReports.droppedStun(), BLOCKED, 120, false, true));
    }

    @Test
    void whenAllIsFineTheReportFitsOneScreenAndIsAsciiWhereItMustBe() {
        String text = TextReport.of(SampleReports.allFine(), FINE, 80, false, false);
        assertEquals("""
                Capture       room.pcap (pcap, EN10MB)
                              2026-11-23 09:00:00 to 09:01:12 UTC (1 min 12 s), 1,842 packets,
                              309 kB
                Unit          10.20.30.40, asks for kickle.com: 812 packets sent, 1,030 received
                Where         Taken on the unit's side: a silence means that something further
                              out stays silent.

                ok            online-udp-3478   UDP 3478  3 of 3, median 20 ms
                ok            online-https-443  TCP 443   3 of 3, median 20 ms
                ok            kickle-https-443  TCP 443   3 of 3, median 20 ms

                not seen      online-udp-3479

                Latency             count      p50      p90      p99      max
                TCP handshake, all     14  11.4 ms  22.8 ms  34.2 ms  45.6 ms  . =@-..
                online-udp-3478         3    20 ms    40 ms    60 ms    80 ms  . =@-..
                online-https-443        3    20 ms    40 ms    60 ms    80 ms  . =@-..
                kickle-https-443        3    20 ms    40 ms    60 ms    80 ms  . =@-..

                Fine. Nothing that must work fails. 1 required row was not used in this capture:
                      record a call with audio, video and sharing to test it. (exit code 0)
                """, text);
        assertTrue(text.lines().count() <= 24);
        assertTrue(text.chars().allMatch(c -> c < 0x7f));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 72, 80, 100, 120, 140})
    void noLineIsWiderThanTheTerminal(int columns) {
        for (Report report : List.of(SampleReports.droppedStun(), SampleReports.allFine())) {
            TextReport.of(report, BLOCKED, columns, false, true)
                    .lines()
                    .forEach(line -> assertTrue(line.length() <= columns, line));
        }
    }

    @Test
    void coloursChangeNothingButColours() {
        String coloured = TextReport.of(SampleReports.droppedStun(), BLOCKED, 100, true, true);
        assertTrue(coloured.contains("\033[1;31mBLOCKED\033[0m"));
        assertEquals(
                TextReport.of(SampleReports.droppedStun(), BLOCKED, 100, false, true),
                coloured.replaceAll("\033\\[[0-9;]*m", ""));
    }

    @Test
    void anEndInTheMiddleAndLossesAreToldInTheHead() {
        String text = TextReport.of(
                new SampleReports()
                        .packets(1000)
                        .capture(EndReason.CUT, "The file ends inside packet 1001.", new Drops(250, -1, -1))
                        .build(),
                new Conclusion(4, List.of(), List.of("the capture is cut short")),
                120,
                false,
                true);
        assertTrue(text.contains("""
                Beware        room.pcap is cut short: The file ends inside packet 1001.
                Beware        250 packets were lost before they reached room.pcap (20 %); a silence can be the capture's own
                """), text);
        assertTrue(text.endsWith("""
                Not safe to tell: the capture is cut short. Nothing that must work is known to fail. (exit code 4)
                """), text);
    }

    @Test
    void namesFromTheWireDoNotReachTheTerminalRaw() {
        String text = TextReport.of(
                new SampleReports()
                        .note("Asks for evil\033]0;owned\007.\u202egpj")
                        .build(),
                FINE,
                80,
                true,
                true);
        assertTrue(text.contains("  - Asks for evil\\u{1b}]0;owned\\u{7}.\\u{202e}gpj\n"), text);
    }

    @Test
    void aWordWiderThanTheScreenIsBrokenAndNothingIsLost() {
        String name = "Q".repeat(150);
        String text = TextReport.of(new SampleReports().note(name).build(), FINE, 60, false, true);
        assertEquals(150, text.chars().filter(c -> c == 'Q').count());
        text.lines().forEach(line -> assertTrue(line.length() <= 60, line));
    }

    @Test
    void moreNotesThanFitAreCounted() {
        SampleReports report = new SampleReports();
        for (int i = 0; i < 9; i++) {
            report.note("Note " + i + ".");
        }
        String text = TextReport.of(report.build(), FINE, 80, false, true);
        assertTrue(text.contains("  - Note 7.\n  - 1 more with --json\n"), text);
    }
}
