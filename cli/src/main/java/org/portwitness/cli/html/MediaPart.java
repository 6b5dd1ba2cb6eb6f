package org.portwitness.cli.html;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.RtpStream;
import org.portwitness.cli.render.Quantities;

/** The media streams in numbers, and how each went over time. */
final class MediaPart {
    private static final int STREAMS_SHOWN = 200;
    private static final int PICTURES_AT_FIRST = 8;
    private static final int PICTURES = 60;
    /** Microsoft's targets for Skype for Business media: packet loss in any 15 s, mean opinion score that most call fair. */
    private static final double POOR_LOSS = 0.01;

    private final Report report;
    private final Html html;

    MediaPart(Report report, Html html) {
        this.report = report;
        this.html = html;
    }

    void write() {
        List<RtpStream> streams = report.media().streams();
        if (streams.isEmpty()) {
            return;
        }
        html.open("section", "id", "media", "class", "media", "aria-labelledby", "media-title");
        html.leaf("h2", "Media streams", "id", "media-title");
        table(streams);
        long more = Math.max(0, streams.size() - STREAMS_SHOWN) + report.media().streamsLeftOut();
        if (more > 0) {
            html.leaf(
                    "p", Quantities.count(more, "more stream", "more streams") + " not shown here.", "class", "aside");
        }
        pictures(streams);
        html.closeLine();
    }

    private void table(List<RtpStream> streams) {
        html.open("div", "class", "wide");
        html.open("table", "class", "streams").open("thead").open("tr");
        for (String heading : List.of("No.", "From and to", "Carried in", "Payload types", "DSCP")) {
            html.leaf("th", heading, "scope", "col");
        }
        for (String heading :
                List.of("Packets", "Lost", "Worst 200 ms", "Worst 15 s", "Jitter mean", "max", "MOS (estimate)")) {
            html.leaf("th", heading, "scope", "col", "class", "number");
        }
        html.close().close().open("tbody");
        for (int i = 0; i < Math.min(STREAMS_SHOWN, streams.size()); i++) {
            stream(i + 1, streams.get(i));
        }
        html.close().close().closeLine();
    }

    private void stream(int number, RtpStream stream) {
        html.open("tr");
        html.leaf("td", Integer.toString(number), "class", "number");
        html.open("th", "scope", "row", "class", "address");
        html.text(ends(stream));
        if (stream.oneWay()) {
            html.text(" ").leaf("span", "one-way", "class", "sign bad");
        }
        html.close();
        html.leaf("td", stream.carriedIn().text());
        html.leaf("td", keys(stream.payloadTypes()));
        html.leaf("td", keys(stream.dscp()));
        html.leaf("td", Quantities.count(stream.packets()), "class", "number");
        boolean poor = stream.worstLoss15s() != null && stream.worstLoss15s() >= POOR_LOSS;
        html.open("td", "class", "number");
        html.leaf(
                "span",
                Quantities.count(stream.lost()) + " ("
                        + Quantities.percent((double) stream.lost(), (double) stream.expected()) + ")",
                "class",
                poor ? "sign doubt" : null);
        html.close();
        html.leaf("td", share(stream.worstLoss200ms()), "class", "number");
        html.leaf("td", share(stream.worstLoss15s()), "class", "number");
        html.leaf("td", duration(stream.meanJitterNanos()), "class", "number");
        html.leaf("td", duration(stream.maxJitterNanos()), "class", "number");
        html.leaf(
                "td",
                stream.mosEstimate() == null ? "" : String.format(Locale.ROOT, "%.1f", stream.mosEstimate()),
                "class",
                "number");
        html.closeLine();
    }

    static String ends(RtpStream stream) {
        return Endpoint.text(stream.source(), stream.sourcePort()) + " to "
                + Endpoint.text(stream.destination(), stream.destinationPort()) + " " + stream.protocol();
    }

    private static String keys(SortedMap<Integer, Long> counts) {
        return counts.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String share(Double share) {
        return share == null ? "" : Quantities.percent(share, 1);
    }

    private static String duration(Double nanos) {
        return nanos == null ? "" : Quantities.duration(nanos);
    }

    private void pictures(List<RtpStream> streams) {
        int drawn = 0;
        html.open("div", "class", "pictures");
        for (int i = 0; i < streams.size() && drawn < PICTURES; i++) {
            if (streams.get(i).intervals().size() < 2) {
                continue;
            }
            if (drawn++ == PICTURES_AT_FIRST) {
                html.close().open("details").leaf("summary", "More streams over time");
                html.open("div", "class", "pictures");
            }
            picture(i + 1, streams.get(i));
        }
        if (drawn > PICTURES_AT_FIRST) {
            html.close();
        }
        html.closeLine();
    }

    private void picture(int number, RtpStream stream) {
        html.open("figure");
        html.open("figcaption");
        html.leaf("b", number + ". ");
        html.leaf("span", ends(stream), "class", "address");
        String ssrc = String.format(Locale.ROOT, "SSRC 0x%08x", stream.ssrc());
        html.leaf("span", " " + ssrc, "class", "aside");
        html.close();
        html.open("div", "class", "wide");
        new StreamPlot(stream).write(new Svg(html), number);
        html.close();
        String filter = DisplayFilter.of(stream);
        if (filter != null) {
            html.open("p", "class", "filter").leaf("code", filter).close();
        }
        html.closeLine();
    }
}
