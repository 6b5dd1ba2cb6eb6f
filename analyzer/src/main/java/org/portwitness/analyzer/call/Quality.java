package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.verdict.Assignments;
import org.portwitness.analyzer.verdict.StreamQuality;
import org.portwitness.analyzer.verdict.Words;

/**
 * How well the media of a call came: streams that missed Microsoft's targets, and the round trips that RTCP tells.
 *
 * @param poor the worst first: what was surely lost before what the mirror may have lost, then by the share that is missing
 */
record Quality(List<Poor> poor) {
    /** RTCP counts delays in 65536ths of a second: what is smaller may be none at all. */
    private static final long SMALLEST_TOLD_NANOS = 10_000;

    /** Streams told of a call. */
    private static final int MOST = 20;

    /** A stream that came badly, and the step that tells it. */
    record Poor(MediaStream stream, boolean ofUnit, StreamQuality quality, Event event) {
        private double share() {
            return stream.expected() == 0 ? 0 : (double) stream.lost() / stream.expected();
        }

        /** {@code from 52.112.40.9:3479 to 10.1.5.20:50016}, without a blank before it. */
        String way() {
            return "from " + stream.source() + " to " + stream.destination();
        }
    }

    static Quality of(CallSpan call, Assignments assignments) {
        List<Poor> poor = new ArrayList<>();
        for (MediaFlow flow : call.media) {
            flow.streams().stream().distinct().forEach(stream -> {
                StreamQuality quality = assignments.qualityOf(stream);
                boolean ofUnit = stream.source().equals(flow.unit());
                if (quality.isPoor()) {
                    poor.add(new Poor(stream, ofUnit, quality, event(flow, stream, quality)));
                }
            });
        }
        poor.sort(Comparator.comparing((Poor p) -> p.quality().isDoubtful())
                .thenComparing(Comparator.comparingDouble(Poor::share).reversed())
                .thenComparingLong(p -> p.stream().firstNanos()));
        return new Quality(List.copyOf(poor.subList(0, Math.min(MOST, poor.size()))));
    }

    private static Event event(MediaFlow flow, MediaStream stream, StreamQuality quality) {
        String where = switch (quality.fault()) {
            case BEFORE -> ", before this capture point";
            case BEFORE_TCP -> ", before they got into TCP, which itself lost nothing";
            case BEHIND -> "";
            case CAPTURE -> "; the capture itself lost packets, perhaps these";
            case CAPTURE_ALONE -> "; the receiver reports fewer losses, so the mirror lost them";
            case BOTH_AT_ONCE -> "; both directions are missing at once, so the capture may have lost them";
        };
        return new Event(
                StepKind.MEDIA_QUALITY,
                quality.worstNanos(),
                stream.lastNanos(),
                null,
                flow.peer().toString(),
                quality.isDoubtful() ? StepOutcome.UNDECIDED : StepOutcome.FAILED,
                "Poor media from " + stream.source() + " to " + stream.destination() + ": " + quality.inWords() + where
                        + ".");
    }

    /** The stream that spoils the call for sure, null where none does. */
    Poor worst() {
        return poor.isEmpty() || poor.get(0).quality().isDoubtful() ? null : poor.get(0);
    }

    /** {@code ; by RTCP the round trip is 58 ms to the far side and 1.2 ms to the unit}; empty where RTCP does not tell. */
    static String roundTrips(MediaFlow flow) {
        List<String> told = new ArrayList<>(2);
        addRoundTrip(flow, true, " to the far side", told);
        addRoundTrip(flow, false, " to the unit", told);
        return told.isEmpty() ? "" : "; by RTCP the round trip from here is " + String.join(" and ", told);
    }

    /** The receiver of a stream answers its sender's reports: that is the way from here to the receiver and back. */
    private static void addRoundTrip(MediaFlow flow, boolean ofUnit, String whereTo, List<String> told) {
        long trips = 0;
        double sum = 0;
        for (MediaStream stream : flow.streams().stream().distinct().toList()) {
            MediaStream.FarReport report = stream.farReport();
            if (report != null
                    && report.meanRoundTripNanos() != null
                    && stream.source().equals(flow.unit()) == ofUnit) {
                trips += report.roundTrips();
                sum += report.meanRoundTripNanos() * report.roundTrips();
            }
        }
        if (trips > 0) {
            long mean = Math.round(sum / trips);
            told.add((mean < SMALLEST_TOLD_NANOS ? "under 0.01 ms" : Words.latency(mean)) + whereTo);
        }
    }
}
