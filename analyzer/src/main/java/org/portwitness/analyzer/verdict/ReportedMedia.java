package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.RtpStream;

/** Media streams as the report tells them: the units' own before others' where they are too many, in the order of their first packets. */
final class ReportedMedia {
    private static final int MOST = 1000;
    private static final int TCP = 6;

    private ReportedMedia() {}

    static Report.Media of(Iterable<MediaStream> media, Units units) {
        List<MediaStream> own = new ArrayList<>();
        List<MediaStream> foreign = new ArrayList<>();
        long all = 0;
        for (MediaStream stream : media) {
            all++;
            boolean ofUnit = units.contains(stream.source().address())
                    || units.contains(stream.destination().address());
            List<MediaStream> kept = ofUnit ? own : foreign;
            if (kept.size() < MOST) {
                kept.add(stream);
            }
        }
        List<MediaStream> told = new ArrayList<>(own);
        told.addAll(foreign.subList(0, Math.min(foreign.size(), MOST - own.size())));
        told.sort(Comparator.comparingLong(MediaStream::firstNanos));
        return new Report.Media(told.stream().map(ReportedMedia::of).toList(), all - told.size());
    }

    /** Media goes out and nothing, RTCP and STUN included, comes back, for so long that it is no pause. */
    static boolean isOneWay(MediaStream stream) {
        return !stream.answered() && stream.durationNanos() >= Exchanges.ONE_WAY_NANOS;
    }

    static RtpStream of(MediaStream stream) {
        MediaStream.Jitter jitter = stream.jitter();
        return new RtpStream(
                stream.source().address().toString(),
                stream.source().port(),
                stream.destination().address().toString(),
                stream.destination().port(),
                stream.protocol() == TCP ? "TCP" : "UDP",
                stream.carriage(),
                stream.ssrc(),
                stream.payloadTypes(),
                stream.packets(),
                stream.expected(),
                stream.lost(),
                stream.duplicates(),
                stream.reordered(),
                stream.clock() == null ? null : (Integer) stream.clock().rate(),
                stream.clock() != null && stream.clock().estimated(),
                jitter == null ? null : (Double) jitter.meanNanos(),
                jitter == null ? null : (Double) jitter.maxNanos(),
                share(stream.worst200ms()),
                share(stream.worst15s()),
                MosEstimate.of(stream),
                stream.dscp(),
                stream.firstNanos(),
                stream.lastNanos(),
                isOneWay(stream),
                stream.farReport() == null ? null : stream.farReport().meanRoundTripNanos(),
                stream.intervals().stream()
                        .map(i -> new RtpStream.Interval(i.startNanos(), i.packets(), i.lost(), i.jitterNanos()))
                        .toList());
    }

    private static Double share(MediaStream.WorstLoss worst) {
        return worst == null ? null : (Double) worst.share();
    }
}
