package org.portwitness.cli.html;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.portwitness.analyzer.report.Report;
import org.portwitness.cli.render.Conclusion;

/**
 * The report as one page to look at, to print and to hand on. Everything is in the page; its policy forbids it to fetch or send anything and to
 * run or obey anything but its own script and style. Without a script all of it can be read save findings beyond the first few
 * hundred; the script adds filters, paging and copying. The same report gives the same page.
 */
public final class HtmlReport {
    /** Content Security Policy Level 3; what stands in the page is known by its hash. */
    private static final String POLICY = "default-src 'none'; style-src " + Asset.STYLE.hash() + "; script-src "
            + Asset.SCRIPT.hash()
            + "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private final Html html;
    private final Report report;
    private final Conclusion conclusion;

    private HtmlReport(Html html, Report report, Conclusion conclusion) {
        this.html = html;
        this.report = report;
        this.conclusion = conclusion;
    }

    /**
     * @param version of the program that made the report
     */
    public static void write(Report report, Conclusion conclusion, String version, OutputStream out)
            throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            new HtmlReport(new Html(writer), report, conclusion).write(version);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.flush();
    }

    private void write(String version) {
        html.doctype();
        html.open("html", "lang", "en");
        head(version);
        html.open("body");
        html.leaf("a", "To the verdicts", "class", "skip", "href", "#verdicts");
        new SummaryPart(report, conclusion, html).write();
        navigation();
        html.open("main");
        new VerdictPart(report, html).write();
        new CallPart(report, html).write();
        new MediaPart(report, html).write();
        new LatencyPart(report, html).write();
        new FindingPart(report, html).write();
        new PeerPart(report, html).write();
        MethodPart.write(html);
        html.closeLine();
        html.open("footer");
        html.text("Portwitness " + version
                + ". All times are capture time, UTC. This page is complete in itself: it loads and sends nothing.");
        html.closeLine();
        html.own("script", Asset.SCRIPT);
        html.closeLine();
        html.closeLine();
    }

    private void head(String version) {
        html.open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "name", "generator", "content", "Portwitness " + version);
        html.leaf("title", SummaryPart.title(report, conclusion));
        html.own("style", Asset.STYLE);
        html.closeLine();
    }

    private void navigation() {
        html.open("nav", "aria-label", "Parts of the report");
        link("verdicts", "Verdicts", true);
        link("calls", "Calls", !report.calls().isEmpty());
        link("media", "Media", !report.media().streams().isEmpty());
        link("latency", "Latency", LatencyPart.hasAny(report));
        link("findings", "Findings", true);
        link("peers", "Peers", PeerPart.hasAny(report));
        link("method", "How verdicts are reached", true);
        html.closeLine();
    }

    private void link(String id, String name, boolean exists) {
        if (exists) {
            html.leaf("a", name, "href", "#" + id);
        }
    }
}
