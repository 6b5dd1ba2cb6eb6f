package org.portwitness.cli.render;

import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import org.portwitness.analyzer.report.Call;
import org.portwitness.analyzer.report.Health;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.RtpStream;

/** The parts of the JSON report that troubleshoot a call: {@code rtp}, {@code calls}, {@code health}. */
final class CallJson {
    private final JsonOutput json;

    private CallJson(JsonOutput json) {
        this.json = json;
    }

    static void write(Report report, JsonOutput json) {
        CallJson parts = new CallJson(json);
        json.startObject("rtp");
        json.startArray("streams");
        report.media().streams().forEach(parts::stream);
        json.endArray();
        json.number("streams_left_out", report.media().streamsLeftOut());
        json.endObject();
        json.startArray("calls");
        report.calls().forEach(parts::call);
        json.endArray();
        json.number("calls_left_out", report.callsLeftOut());
        json.startArray("health");
        report.health().forEach(parts::health);
        json.endArray();
    }

    private void stream(RtpStream stream) {
        json.startObject();
        json.text("source", stream.source());
        json.number("source_port", (long) stream.sourcePort());
        json.text("destination", stream.destination());
        json.number("destination_port", (long) stream.destinationPort());
        json.text("protocol", stream.protocol());
        measurements(stream, json);
        json.instant("first", stream.firstNanos());
        json.instant("last", stream.lastNanos());
        json.endObject();
    }

    /** What was measured of a stream; all but who, when and over what. */
    static void measurements(RtpStream stream, JsonOutput json) {
        json.text("carried_in", stream.carriedIn().text());
        json.text("ssrc", "0x" + HexFormat.of().toHexDigits(stream.ssrc(), 8));
        counts("payload_types", stream.payloadTypes(), json);
        json.number("packets", stream.packets());
        json.number("expected", stream.expected());
        json.number("lost", stream.lost());
        json.number("duplicates", stream.duplicates());
        json.number("reordered", stream.reordered());
        json.number("clock_rate", stream.clockRate());
        json.text(
                "clock_rate_from",
                stream.clockRate() == null ? null : stream.clockRateIsEstimate() ? "estimate" : "payload-type");
        json.startObject("jitter_us");
        json.ratio("mean", micros(stream.meanJitterNanos()));
        json.ratio("max", micros(stream.maxJitterNanos()));
        json.endObject();
        json.ratio("worst_loss_200ms", stream.worstLoss200ms());
        json.ratio("worst_loss_15s", stream.worstLoss15s());
        json.ratio("mos_estimate", stream.mosEstimate());
        counts("dscp", stream.dscp(), json);
        json.truth("one_way", stream.oneWay());
        json.ratio("rtcp_round_trip_us", micros(stream.roundTripNanos()));
    }

    private void call(Call call) {
        json.startObject();
        json.text("unit", call.unit());
        json.instant("first", call.firstNanos());
        json.instant("last", call.lastNanos());
        json.text("result", call.result().text());
        json.text("look_at", call.lookAt().text());
        json.text("conclusion", call.conclusion());
        json.startArray("steps");
        for (Call.Step step : call.steps()) {
            json.startObject();
            json.instant("time", step.timeNanos());
            json.micros("duration_us", (Long) (step.lastNanos() - step.timeNanos()));
            json.text("step", step.step());
            json.text("row", step.row());
            json.text("peer", step.peer());
            json.text("outcome", step.outcome());
            json.text("detail", step.detail());
            json.truth("decisive", step.decisive());
            json.endObject();
        }
        json.endArray();
        json.number("steps_left_out", call.stepsLeftOut());
        json.endObject();
    }

    private void health(Health health) {
        json.startObject();
        json.text("kind", health.kind());
        json.text("severity", health.severity());
        json.number("count", health.count());
        json.text("detail", health.detail());
        json.endObject();
    }

    private static void counts(String key, SortedMap<Integer, Long> counts, JsonOutput json) {
        json.startObject(key);
        for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
            json.number(Integer.toString(entry.getKey()), entry.getValue().longValue());
        }
        json.endObject();
    }

    private static Double micros(Double nanos) {
        return nanos == null ? null : nanos / 1000;
    }
}
