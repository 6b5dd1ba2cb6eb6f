package org.portwitness.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.report.Call;
import org.portwitness.analyzer.report.Health;
import org.portwitness.analyzer.report.Histogram;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Counts;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Peer;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.RowUnit;
import org.portwitness.analyzer.report.Report.Unit;
import org.portwitness.analyzer.report.Report.Verdict;
import org.portwitness.analyzer.report.RtpStream;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.EndReason;

/** Reports made by hand, for tests of what is made of them. All of them begin on 2026-11-23 at 09:00:00 UTC. */
public final class SampleReports {
    /** 2026-11-23T09:00:00Z. */
    public static final long NINE = 1_795_424_400_000_000_000L;

    public static final long SECOND = 1_000_000_000L;

    private final List<CaptureSummary> captures = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<RtpStream> streams = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Health> health = new ArrayList<>();
    private long packets = 1842;

    public SampleReports packets(long count) {
        packets = count;
        return this;
    }

    public SampleReports capture(EndReason end, String detail, Drops drops) {
        captures.add(new CaptureSummary(
                "room.pcap",
                "pcap",
                null,
                List.of("EN10MB"),
                packets,
                packets * 168,
                NINE,
                NINE + 72 * SECOND,
                end,
                detail,
                drops));
        return this;
    }

    public SampleReports row(Row row) {
        rows.add(row);
        return this;
    }

    public SampleReports finding(Finding finding) {
        findings.add(finding);
        return this;
    }

    public SampleReports note(String note) {
        notes.add(note);
        return this;
    }

    public SampleReports stream(RtpStream stream) {
        streams.add(stream);
        return this;
    }

    public SampleReports call(Call call) {
        calls.add(call);
        return this;
    }

    public SampleReports health(Health what) {
        health.add(what);
        return this;
    }

    public Report build() {
        if (captures.isEmpty()) {
            capture(EndReason.COMPLETE, null, Drops.UNKNOWN);
        }
        long tcp = packets == 0 ? 0 : 1;
        return new Report(
                new Report.Run(96_125_500, packets, 1),
                captures,
                new Traffic(packets, packets - tcp, tcp, 0, 0, 0, 0, 0, new TreeMap<>(), 0, 0, 0, new TreeMap<>()),
                new Report.Visibility(12, 0, Boolean.TRUE, null),
                new Report.CapturePoint(
                        "unit-side",
                        "Taken on the unit's side: a silence means that something further out stays silent."),
                List.of(new Unit("10.20.30.40", "kickle-name", 812, 1030)),
                0,
                new Report.Tcp(
                        14, new TreeMap<>(Map.of("answered", 14L)), 15, latency(14, 11_400_000), 1, Histogram.EMPTY),
                new Report.Stun(12, new TreeMap<>(Map.of("unanswered", 12L)), 0, 3, Histogram.EMPTY, 0),
                new Report.MirrorOp(0, 0, 0, 0, Histogram.EMPTY),
                new Report.Tls(2, new TreeMap<>(Map.of("portal.kickle.com", 2L)), 0, new TreeMap<>()),
                new Report.Media(streams, 0),
                calls,
                0,
                health,
                "2018-10-01",
                rows,
                findings,
                0,
                notes);
    }

    /** A distribution around a median, with seven bars. */
    public static Histogram latency(long count, long medianNanos) {
        List<Histogram.Bar> bars = new ArrayList<>();
        long[] counts = {1, 0, 4, 9, 3, 1, 1};
        long from = medianNanos / 8;
        for (long bar : counts) {
            bars.add(new Histogram.Bar(from, from * 2, bar));
            from *= 2;
        }
        return new Histogram(
                count,
                medianNanos * 0.5,
                medianNanos * 1.1,
                medianNanos,
                medianNanos * 2,
                medianNanos * 3,
                medianNanos * 3.5,
                medianNanos * 4,
                bars,
                List.of(
                        new Histogram.Point(0, medianNanos * 0.5),
                        new Histogram.Point(50, medianNanos),
                        new Histogram.Point(90, medianNanos * 2),
                        new Histogram.Point(99, medianNanos * 3),
                        new Histogram.Point(100, medianNanos * 4)));
    }

    public static Row plain(String id, String requirement, String group, Verdict verdict) {
        boolean tried = verdict != Verdict.NOT_SEEN && verdict != Verdict.NOT_APPLICABLE;
        long answered = verdict == Verdict.OK ? 3 : 0;
        String port = id.substring(id.lastIndexOf('-') + 1);
        return new Row(
                id,
                id.substring(0, id.indexOf('-')),
                "unit",
                "server",
                List.of(id.contains("udp") ? "UDP" : "TCP"),
                port,
                "purpose",
                requirement,
                group,
                verdict,
                "The reason.",
                null,
                tried ? new Counts(3, answered, 0, 0, 3 - answered, 0) : new Counts(0, 0, 0, 0, 0, 0),
                answered == 0 ? Histogram.EMPTY : latency(3, 20_000_000),
                Histogram.EMPTY,
                List.of(),
                answered == 0 ? null : NINE,
                answered == 0 ? null : NINE + SECOND,
                null,
                null,
                List.of(),
                0,
                List.of());
    }

    public static Row blockedStun() {
        return new Row(
                "online-udp-3478",
                "online",
                "unit",
                "Office 365",
                List.of("UDP"),
                "3478",
                "STUN/MSTURN",
                "required",
                null,
                Verdict.BLOCKED,
                "None of 12 STUN requests to 2 servers was answered, though the unit's other traffic flows both ways.",
                "Allow UDP 3478 from 10.20.30.40 to 52.112.0.0/14, and the answers back.",
                new Counts(12, 0, 0, 0, 12, 0),
                Histogram.EMPTY,
                Histogram.EMPTY,
                List.of(new RowUnit("10.20.30.40", Verdict.BLOCKED, "Silence.", 12, 0)),
                null,
                null,
                NINE + 3 * SECOND,
                NINE + 41 * SECOND,
                List.of(
                        new Peer("52.113.4.5", 3478, "UDP", "relay.example.com", 8, 0, null, null),
                        new Peer("2603:1027::5", 3478, "UDP", null, 4, 0, null, null)),
                0,
                List.of());
    }

    /** A call with UDP 3478 dropped on the way: every kind of row once. */
    public static Report droppedStun() {
        return new SampleReports()
                .row(plain("onprem-turn-udp-3478", "required", null, Verdict.NOT_APPLICABLE))
                .row(plain("onprem-exchange-https-443", "required", null, Verdict.NOT_APPLICABLE))
                .row(blockedStun())
                .row(plain("online-udp-3479", "required", null, Verdict.NOT_SEEN))
                .row(plain("online-udp-3480", "required", null, Verdict.NOT_SEEN))
                .row(plain("online-https-443", "required", null, Verdict.OK))
                .row(plain("kickle-https-443", "required", null, Verdict.OK))
                .row(plain("internet-http-80", "optional", null, Verdict.REFUSED))
                .row(plain("mirrorop-data-8080", "one-of", "mirrorop-data", Verdict.INCONCLUSIVE))
                .row(plain("mirrorop-data-515", "one-of", "mirrorop-data", Verdict.NOT_SEEN))
                .finding(new Finding(
                        "mirrorop-discovery",
                        "mirrorop-discovery-1047",
                        "note",
                        "UDP",
                        "10.20.30.7",
                        null,
                        "10.20.30.255",
                        1047,
                        NINE,
                        NINE + SECOND,
                        2,
                        2,
                        "10.20.30.7 looked for MirrorOp receivers and 10.20.30.40 answered after 2.1 ms."))
                .note("The second DNS server 10.20.30.3 stays silent while the first answers.")
                .build();
    }

    /** A call in which everything that was tried works. */
    public static Report allFine() {
        return new SampleReports()
                .row(plain("online-udp-3478", "required", null, Verdict.OK))
                .row(plain("online-udp-3479", "required", null, Verdict.NOT_SEEN))
                .row(plain("online-https-443", "required", null, Verdict.OK))
                .row(plain("kickle-https-443", "required", null, Verdict.OK))
                .build();
    }
}
