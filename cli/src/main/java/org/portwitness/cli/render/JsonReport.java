package org.portwitness.cli.render;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.report.Histogram;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Peer;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.RowUnit;
import org.portwitness.analyzer.report.Report.Unit;
import org.portwitness.capture.CaptureSummary;

/**
 * The report as one JSON object, schema {@code portwitness/report/1}: the keys that scripts rely on, in the order in which the
 * documentation lists them. Keys are added, never renamed.
 */
public final class JsonReport {
    public static final String SCHEMA = "portwitness/report/1";

    private static final List<String> TCP_OUTCOMES =
            List.of("answered", "refused", "unreachable", "proceeded", "unanswered", "undecided");
    private static final List<String> STUN_OUTCOMES =
            List.of("success", "error", "unreachable", "unanswered", "undecided");

    private final JsonOutput json;
    private final Report report;

    private JsonReport(JsonOutput json, Report report) {
        this.json = json;
        this.report = report;
    }

    /**
     * @param version of the program that made the report
     */
    public static void write(Report report, String version, OutputStream out) throws IOException {
        JsonOutput.writeIndented(out, json -> new JsonReport(json, report).write(version));
    }

    private void write(String version) {
        json.startObject();
        json.text("schema", SCHEMA);
        json.text("version", version);
        run();
        json.startArray("captures");
        report.captures().forEach(this::capture);
        json.endArray();
        traffic();
        visibility();
        json.startArray("units");
        report.units().forEach(this::unit);
        json.endArray();
        json.number("units_left_out", report.unitsLeftOut());
        tcp();
        stun();
        mirrorOp();
        tls();
        CallJson.write(report, json);
        json.text("endpoints_version", report.endpointsVersion());
        json.startArray("rows");
        report.rows().forEach(this::row);
        json.endArray();
        json.startArray("findings");
        report.findings().forEach(this::finding);
        json.endArray();
        json.number("findings_left_out", report.findingsLeftOut());
        json.texts("notes", report.notes());
        json.endObject();
    }

    private void run() {
        Report.Run run = report.run();
        json.startObject("run");
        json.decimal("elapsed_ms", Quantities.millis(run.elapsedNanos()));
        json.number("packets_per_second", Math.round(run.packetsPerSecond()));
        json.number("threads", (long) run.threads());
        json.endObject();
    }

    private void capture(CaptureSummary capture) {
        boolean empty = capture.packets() == 0;
        json.startObject();
        json.text("source", capture.source());
        json.text("format", capture.format());
        json.text("compression", capture.compression());
        json.texts("link_types", capture.linkTypes());
        json.number("packets", capture.packets());
        json.number("bytes", capture.bytes());
        json.instant("first", empty ? null : capture.firstNanos());
        json.instant("last", empty ? null : capture.lastNanos());
        json.text("end", capture.end().name().toLowerCase(Locale.ROOT));
        json.text("end_detail", capture.endDetail());
        json.startObject("dropped");
        drops("kernel", capture.dropped().kernel());
        drops("interface", capture.dropped().networkInterface());
        drops("buffer", capture.dropped().buffer());
        json.endObject();
        json.endObject();
    }

    private void drops(String key, long count) {
        json.decimal(key, count < 0 ? null : Long.toString(count));
    }

    private void traffic() {
        Traffic traffic = report.traffic();
        json.startObject("traffic");
        json.number("packets", traffic.packets());
        json.number("tcp", traffic.tcp());
        json.number("udp", traffic.udp());
        json.number("icmp", traffic.icmp());
        json.number("other_transport", traffic.otherTransport());
        json.number("not_ip", traffic.notIp());
        json.number("later_fragments", traffic.laterFragments());
        json.number("undecodable", traffic.undecodable());
        json.counts("undecodable_reasons", traffic.undecodableReasons());
        json.number("cut_by_snaplen", traffic.cutBySnaplen());
        json.number("duplicates", traffic.duplicates());
        json.number("time_goes_back", traffic.timeGoesBack());
        json.counts("given_up", traffic.givenUp());
        json.endObject();
    }

    private void visibility() {
        Report.Visibility visibility = report.visibility();
        json.startObject("visibility");
        json.number("tcp_conversations", visibility.tcpConversations());
        json.number("tcp_conversations_one_way", visibility.oneWay());
        json.truth("two_way", visibility.twoWay());
        json.text("note", visibility.note());
        json.startObject("capture_point");
        json.text("place", report.capturePoint().place());
        json.text("meaning", report.capturePoint().meaning());
        json.endObject();
        json.endObject();
    }

    private void unit(Unit unit) {
        json.startObject();
        json.text("address", unit.address());
        json.text("found_by", unit.foundBy());
        json.number("packets_sent", unit.packetsSent());
        json.number("packets_received", unit.packetsReceived());
        json.endObject();
    }

    private void tcp() {
        Report.Tcp tcp = report.tcp();
        json.startObject("tcp");
        json.number("attempts", tcp.attempts());
        outcomes(TCP_OUTCOMES, tcp.outcomes());
        json.number("syn_packets", tcp.synPackets());
        histogram("handshake", tcp.handshake());
        json.number("ambiguous_handshakes", tcp.ambiguousHandshakes());
        histogram("handshake_near", tcp.nearHandshake());
        json.endObject();
    }

    private void stun() {
        Report.Stun stun = report.stun();
        json.startObject("stun");
        json.number("transactions", stun.transactions());
        outcomes(STUN_OUTCOMES, stun.outcomes());
        json.number("answered_from_other_address", stun.answeredFromOtherAddress());
        json.number("indications", stun.indications());
        histogram("rtt", stun.rtt());
        json.number("ambiguous_rtts", stun.ambiguousRtts());
        json.endObject();
    }

    private void mirrorOp() {
        Report.MirrorOp mirrorOp = report.mirrorOp();
        json.startObject("mirrorop");
        json.startObject("discovery");
        json.number("requests", mirrorOp.requests());
        json.number("answered", mirrorOp.answered());
        json.number("unanswered", mirrorOp.unanswered());
        json.number("undecided", mirrorOp.undecided());
        histogram("rtt", mirrorOp.rtt());
        json.endObject();
        json.endObject();
    }

    private void tls() {
        Report.Tls tls = report.tls();
        json.startObject("tls");
        json.number("client_hellos", tls.clientHellos());
        json.counts("sni", tls.sni());
        json.number("without_sni", tls.withoutSni());
        json.counts("failures", tls.failures());
        json.endObject();
    }

    private void row(Row row) {
        json.startObject();
        json.text("id", row.id());
        json.text("table", row.table());
        json.text("from", row.from());
        json.text("to", row.to());
        json.texts("protocols", row.protocols());
        json.text("ports", row.ports());
        json.text("purpose", row.purpose());
        json.text("requirement", row.requirement());
        json.text("group", row.group());
        json.text("verdict", row.verdict().text());
        json.text("why", row.why());
        json.text("advice", row.advice());
        json.startArray("permissions");
        row.permissions().forEach(this::permission);
        json.endArray();
        json.number("attempts", row.counts().attempts());
        json.number("answered", row.counts().answered());
        json.number("refused", row.counts().refused());
        json.number("unreachable", row.counts().unreachable());
        json.number("unanswered", row.counts().unanswered());
        json.number("undecided", row.counts().undecided());
        histogram("latency", row.latency());
        histogram("latency_near", row.nearLatency());
        json.startArray("units");
        row.units().forEach(this::rowUnit);
        json.endArray();
        json.instant("first_ok", row.firstOk());
        json.instant("last_ok", row.lastOk());
        json.instant("first_failed", row.firstFailed());
        json.instant("last_failed", row.lastFailed());
        healed(row.healed());
        json.startArray("peers");
        row.peers().forEach(this::peer);
        json.endArray();
        json.number("peers_left_out", row.peersLeftOut());
        json.endObject();
    }

    private void permission(Report.Permission permission) {
        json.startObject();
        json.texts("sources", permission.sources());
        json.texts("destinations", permission.destinations());
        json.texts("protocols", permission.protocols());
        json.text("ports", permission.ports());
        json.text("via", permission.via());
        json.text("remark", permission.remark());
        json.endObject();
    }

    private void healed(Report.Healed healed) {
        if (healed == null) {
            json.text("healed", null);
            return;
        }
        json.startObject("healed");
        json.instant("failed_from", healed.failedFrom());
        json.instant("failed_until", healed.failedUntil());
        json.instant("ok_again", healed.okAgain());
        json.endObject();
    }

    private void rowUnit(RowUnit unit) {
        json.startObject();
        json.text("address", unit.address());
        json.text("verdict", unit.verdict().text());
        json.text("why", unit.why());
        json.number("attempts", unit.attempts());
        json.number("answered", unit.answered());
        json.endObject();
    }

    private void peer(Peer peer) {
        json.startObject();
        json.text("address", peer.address());
        json.number("port", (long) peer.port());
        json.text("protocol", peer.protocol());
        json.text("name", peer.name());
        json.number("attempts", peer.attempts());
        json.number("answered", peer.answered());
        json.micros("latency_mean_us", rounded(peer.meanNanos()));
        json.micros("latency_near_mean_us", rounded(peer.nearNanos()));
        json.endObject();
    }

    private static Long rounded(Double nanos) {
        return nanos == null ? null : (Long) Math.round(nanos);
    }

    private void finding(Finding finding) {
        json.startObject();
        json.text("kind", finding.kind());
        json.text("row", finding.row());
        json.text("severity", finding.severity());
        json.text("protocol", finding.protocol());
        json.text("source", finding.source());
        json.number("source_port", finding.sourcePort());
        json.text("destination", finding.destination());
        json.number("destination_port", (long) finding.destinationPort());
        json.instant("first", finding.firstNanos());
        json.instant("last", finding.lastNanos());
        json.number("attempts", finding.attempts());
        json.number("packets", finding.packets());
        json.text("detail", finding.detail());
        json.endObject();
    }

    /** Every outcome the contract names, also those that did not happen; the analyzer's own additions behind them. */
    private void outcomes(List<String> named, Map<String, Long> outcomes) {
        TreeMap<String, Long> rest = new TreeMap<>(outcomes);
        json.startObject("outcomes");
        for (String outcome : named) {
            Long count = rest.remove(outcome);
            json.number(outcome, count == null ? 0 : count.longValue());
        }
        rest.forEach((outcome, count) -> json.number(outcome, count.longValue()));
        json.endObject();
    }

    /** {@code bars} are triples: from and to in microseconds, and how many values lie between. */
    private void histogram(String key, Histogram histogram) {
        boolean empty = histogram.count() == 0;
        json.startObject(key);
        json.number("count", histogram.count());
        json.micros("min_us", empty ? null : Math.round(histogram.minNanos()));
        json.micros("mean_us", empty ? null : Math.round(histogram.meanNanos()));
        json.micros("p50_us", empty ? null : Math.round(histogram.p50Nanos()));
        json.micros("p90_us", empty ? null : Math.round(histogram.p90Nanos()));
        json.micros("p99_us", empty ? null : Math.round(histogram.p99Nanos()));
        json.micros("p999_us", empty ? null : Math.round(histogram.p999Nanos()));
        json.micros("max_us", empty ? null : Math.round(histogram.maxNanos()));
        json.startArray("bars");
        for (Histogram.Bar bar : histogram.bars()) {
            json.tuple(
                    Quantities.micros(bar.fromNanos()), Quantities.micros(bar.toNanos()), Long.toString(bar.count()));
        }
        json.endArray();
        json.endObject();
    }
}
