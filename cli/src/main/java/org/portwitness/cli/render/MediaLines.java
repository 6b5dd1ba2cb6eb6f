package org.portwitness.cli.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.RtpStream;
import org.portwitness.cli.render.Page.Paint;

/** Media streams for people: who to whom, what, how long, and how well it came; the worst first, and not too many. */
final class MediaLines {
    private static final int SHOWN = 8;
    private static final int GAP = 2;

    /** From these on a value is painted: Microsoft's targets for the way to its network. */
    private static final double MUCH_LOST = 0.01;

    private static final double LOW_MOS = 3.6;

    private final Report.Media media;
    private final Page page;

    MediaLines(Report report, Page page) {
        media = report.media();
        this.page = page;
    }

    void write() {
        if (media.streams().isEmpty()) {
            return;
        }
        List<RtpStream> worstFirst = new ArrayList<>(media.streams());
        worstFirst.sort(Comparator.comparing((RtpStream s) -> !s.oneWay())
                .thenComparing(s -> -lost(s))
                .thenComparing(s -> s.mosEstimate() == null ? 5 : s.mosEstimate())
                .thenComparing(s -> -s.packets()));
        page.blank();
        page.line(page.painted(Paint.HEADING, "Media") + " as it passed the capture point; MOS is an estimate");
        for (RtpStream stream : worstFirst.subList(0, Math.min(SHOWN, worstFirst.size()))) {
            page.itemised(GAP, "-", line(stream));
        }
        long more = worstFirst.size() - SHOWN + media.streamsLeftOut();
        if (more > 0) {
            page.itemised(GAP, "-", Quantities.count(more, "more stream", "more streams") + " with --json");
        }
    }

    private String line(RtpStream stream) {
        List<String> parts = new ArrayList<>();
        parts.add(socket(stream.source(), stream.sourcePort()) + (page.unicode() ? " → " : " -> ")
                + socket(stream.destination(), stream.destinationPort()) + ": " + codec(stream));
        parts.add(Quantities.duration((double) (stream.lastNanos() - stream.firstNanos())));
        parts.add(
                stream.lost() == 0
                        ? "nothing lost"
                        : "lost " + Quantities.percent((double) stream.lost(), (double) stream.expected())
                                + (lost(stream) >= MUCH_LOST && stream.worstLoss15s() != null
                                        ? " (worst 15 s: " + Quantities.percent(stream.worstLoss15s(), 1) + ")"
                                        : ""));
        if (stream.meanJitterNanos() != null) {
            parts.add("jitter " + Quantities.duration(stream.meanJitterNanos()));
        }
        if (stream.mosEstimate() != null) {
            parts.add("MOS " + String.format(Locale.ROOT, "%.1f", stream.mosEstimate())
                    + (stream.mosEstimate() < LOW_MOS ? ", poor" : ""));
        }
        if (stream.roundTripNanos() != null) {
            parts.add("round trip " + Quantities.duration(stream.roundTripNanos()) + " to its receiver");
        }
        if (stream.oneWay()) {
            parts.add("nothing comes back");
        }
        return String.join(", ", parts);
    }

    private static double lost(RtpStream stream) {
        return stream.expected() == 0 ? 0 : (double) stream.lost() / stream.expected();
    }

    private static String socket(String address, int port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }

    /** The name of the most frequent payload type: RFC 3551's, or that of Microsoft's clients where the clock is the one they use. */
    private static String codec(RtpStream stream) {
        int type = stream.payloadTypes().entrySet().stream()
                .max(Comparator.comparingLong(e -> e.getValue()))
                .map(e -> e.getKey())
                .orElse(-1);
        String fixed = fixedCodec(type);
        if (fixed != null) {
            return fixed;
        }
        String usual = stream.clockRate() == null || stream.clockRateIsEstimate() ? null : microsoftCodec(type);
        return usual == null ? "type " + type : usual;
    }

    private static String fixedCodec(int type) {
        return switch (type) {
            case 0 -> "G.711 (PCMU)";
            case 3 -> "GSM";
            case 4 -> "G.723.1";
            case 8 -> "G.711 (PCMA)";
            case 9 -> "G.722";
            case 13 -> "comfort noise";
            case 15 -> "G.728";
            case 18 -> "G.729";
            case 31 -> "H.261";
            case 34 -> "H.263";
            default -> null;
        };
    }

    private static String microsoftCodec(int type) {
        return switch (type) {
            case 97 -> "RED";
            case 101 -> "keys";
            case 103, 104 -> "SILK";
            case 111 -> "Siren";
            case 112 -> "G.722.1";
            case 114, 115 -> "RTAudio";
            case 116 -> "G.726";
            case 117 -> "G.722 stereo";
            case 118 -> "comfort noise";
            case 121 -> "RTVideo";
            case 122 -> "H.264";
            case 123 -> "H.264 FEC";
            case 127 -> "desktop sharing";
            default -> null;
        };
    }
}
