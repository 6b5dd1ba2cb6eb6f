package org.portwitness.cli.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Carriage;
import org.portwitness.analyzer.report.Call;
import org.portwitness.analyzer.report.Health;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Peer;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.Verdict;
import org.portwitness.analyzer.report.RtpStream;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.EndReason;
import org.portwitness.cli.render.Conclusion;
import org.portwitness.cli.render.SampleReports;

/** What stands in the page; that a browser obeys it is tried by the page check of the build. */
class HtmlReportTest {
    private static final Conclusion BLOCKED =
            new Conclusion(1, List.of("online-udp-3478 (blocked)"), List.of("mirrorop-data is inconclusive"));
    private static final Conclusion FINE = new Conclusion(0, List.of(), List.of());

    /** Whatever a browser, a terminal or an eye could fall for. */
    static final String HOSTILE =
            "</script></style></title><script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
                    + "'\"&lt;\u202etxt.exe\u001b[31m\u2028\u0000";

    private static String page(Report report, Conclusion conclusion) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlReport.write(report, conclusion, "0.1.0", out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Finding finding(int number, String detail) {
        return new Finding(
                number % 2 == 0 ? "blocked-syn" : "refused-syn",
                "online-https-443",
                "problem",
                "TCP",
                "10.20.30.40",
                null,
                "52.112." + number / 250 + "." + number % 250,
                443,
                SampleReports.NINE + number * SampleReports.SECOND,
                SampleReports.NINE + number * SampleReports.SECOND + 1,
                2,
                6,
                detail);
    }

    private static RtpStream stream(boolean oneWay) {
        List<RtpStream.Interval> intervals = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            intervals.add(new RtpStream.Interval(
                    SampleReports.NINE + i * SampleReports.SECOND,
                    i == 20 ? 0 : 50,
                    i % 17 == 4 ? 4 : 0,
                    i == 20 ? null : 2e6 + 1e6 * (i % 7) + (i == 40 ? 35e6 : 0)));
        }
        return new RtpStream(
                "10.20.30.40",
                50_010,
                "52.112.18.5",
                3479,
                "UDP",
                Carriage.MS_TURN,
                0x74ec,
                new TreeMap<>(Map.of(104, 2950L)),
                2950,
                2962,
                12,
                0,
                3,
                16_000,
                false,
                4.1e6,
                39e6,
                0.2,
                0.012,
                4.05,
                new TreeMap<>(Map.of(46, 2950L)),
                SampleReports.NINE,
                SampleReports.NINE + 60 * SampleReports.SECOND,
                oneWay,
                61e6,
                intervals);
    }

    private static Call call(String detail) {
        long at = SampleReports.NINE;
        return new Call(
                "10.20.30.40",
                at,
                at + 60 * SampleReports.SECOND,
                Call.Result.NO_MEDIA,
                Call.LookAt.FIREWALL,
                "Nothing answers on UDP 3478.",
                List.of(
                        new Call.Step(at, at, "dns", "basic-dns-53", "10.20.0.53:53", "answered", detail, false),
                        new Call.Step(
                                at + 5 * SampleReports.SECOND,
                                at + 11 * SampleReports.SECOND,
                                "turn",
                                "online-udp-3478",
                                "52.112.18.5:3478",
                                "unanswered",
                                "No answer to 10 Allocate requests.",
                                true)),
                0);
    }

    /** A report in which every text that can come from outside is hostile. */
    static Report hostile() {
        Row blocked = SampleReports.blockedStun();
        Row row = new Row(
                blocked.id(),
                blocked.table(),
                blocked.from(),
                HOSTILE,
                blocked.protocols(),
                blocked.ports(),
                HOSTILE,
                blocked.requirement(),
                null,
                Verdict.BLOCKED,
                HOSTILE,
                HOSTILE,
                blocked.counts(),
                SampleReports.latency(12, 20_000_000),
                blocked.nearLatency(),
                blocked.units(),
                null,
                null,
                SampleReports.NINE,
                SampleReports.NINE,
                List.of(new Peer("52.113.4.5", 3478, "UDP", HOSTILE, 8, 0, null, null)),
                0,
                List.of());
        SampleReports report = new SampleReports()
                        .capture(EndReason.CUT, HOSTILE, Drops.UNKNOWN)
                        .row(row)
                        .note(HOSTILE)
                        .health(new Health("one-way-mirror", "problem", 3, HOSTILE))
                        .stream(stream(true))
                        .stream(stream(false))
                        .call(call(HOSTILE));
        for (int i = 0; i < FindingPart.PLAIN + 50; i++) {
            report.finding(finding(i, HOSTILE));
        }
        return report.build();
    }

    static Report manyFindings(int count) {
        SampleReports report = new SampleReports().row(SampleReports.blockedStun());
        for (int i = 0; i < count; i++) {
            report.finding(finding(i, "No answer to 6 SYNs in 21 s, number " + i + "."));
        }
        return report.build();
    }

    @Test
    void theConclusionStandsFirstAndLeadsToTheRow() throws IOException {
        String page = page(SampleReports.droppedStun(), BLOCKED);
        assertTrue(
                page.contains("<h1 class=\"bad\"><span class=\"sign bad\">Failing:</span> "
                        + "<a href=\"#row-online-udp-3478\">UDP 3478 from unit to Office 365</a> (blocked)."
                        + " Besides: mirrorop-data is inconclusive.</h1>"),
                page);
        assertTrue(page.contains("<title>Failing - Portwitness: room.pcap</title>"));
        assertTrue(page.contains("<h2>What to ask for</h2><ul>"
                + "<li>Allow UDP 3478 from 10.20.30.40 to 52.112.0.0/14, and the answers back.</li></ul>"));
        assertTrue(
                page(SampleReports.allFine(), FINE)
                        .contains(
                                "<h1 class=\"good\"><span class=\"sign good\">Fine.</span> Nothing that must work fails. 1 required row "
                                        + "was not used in this capture: record a call with audio, video and sharing to test it.</h1>"));
    }

    @Test
    void rowsStandWorstFirst() throws IOException {
        Matcher rows =
                Pattern.compile("<tr id=\"row-([a-z0-9-]+)\"").matcher(page(SampleReports.droppedStun(), BLOCKED));
        List<String> ids = new ArrayList<>();
        while (rows.find()) {
            ids.add(rows.group(1));
        }
        assertEquals(
                List.of(
                        "online-udp-3478",
                        "internet-http-80",
                        "mirrorop-data-8080",
                        "online-https-443",
                        "kickle-https-443",
                        "online-udp-3479",
                        "online-udp-3480",
                        "mirrorop-data-515",
                        "onprem-turn-udp-3478",
                        "onprem-exchange-https-443"),
                ids);
    }

    @Test
    void aRowTellsWhyWhatToAskForWhenAndWithWhom() throws IOException {
        String page = page(SampleReports.droppedStun(), BLOCKED);
        assertTrue(page.contains(
                "<p>None of 12 STUN requests to 2 servers was answered, though the unit&#39;s other traffic flows "
                        + "both ways.</p><p class=\"advice\">Allow UDP 3478 from 10.20.30.40 to 52.112.0.0/14, and the answers back.</p>"
                        + "<details><summary>12 attempts, 2 peers</summary>"));
        assertTrue(
                page.contains("<dt>failed</dt><dd><time datetime=\"2026-11-23T09:00:03.000000000Z\">09:00:03</time> to "
                        + "<time datetime=\"2026-11-23T09:00:41.000000000Z\">09:00:41</time></dd>"));
        assertTrue(page.contains("<td class=\"address\">[2603:1027::5]:3478 UDP</td>"));
        assertTrue(page.contains("<td class=\"name\">relay.example.com</td>"));
    }

    @Test
    void aRowThatNobodyTriedFillsOneLine() throws IOException {
        String page = page(SampleReports.droppedStun(), BLOCKED);
        int at = page.indexOf("<tr id=\"row-online-udp-3479\"");
        assertEquals(
                "<td class=\"port\">UDP 3479</td><td class=\"purpose\" colspan=\"2\"><span>unit to server: purpose</span> "
                        + "<span class=\"aside\"><code>online-udp-3479</code> required</span></td>"
                        + "<td class=\"number\"></td><td class=\"number\"></td></tr>",
                page.substring(page.indexOf("<td class=\"port\"", at), page.indexOf("\n", at)));
    }

    @Test
    void aFindingHasItsTimeAndTheFilterThatShowsIt() throws IOException {
        String page = page(SampleReports.droppedStun(), BLOCKED);
        assertTrue(page.contains("<td class=\"when\" data-cell=\"when\">2026-11-23 09:00:00.000 to 09:00:01.000</td>"));
        assertTrue(page.contains("<p class=\"filter\"><code data-cell=\"filter\">ip.addr == 10.20.30.7 &amp;&amp; "
                + "(ip.addr == 10.20.30.255 || eth.ig == 1) &amp;&amp; udp.port == 1047 &amp;&amp; frame.time_epoch &gt;= 1795424400.000000000"
                + " &amp;&amp; frame.time_epoch &lt;= 1795424401.000000000</code></p>"));
    }

    @Test
    void theCallAndItsStreamsAreDrawnAndTold() throws IOException {
        Report report = new SampleReports()
                .row(SampleReports.blockedStun()).call(call("lyncdiscover.example.com is 52.112.0.10.")).stream(
                                stream(true))
                        .build();
        String page = page(report, BLOCKED);
        assertTrue(page.contains("<li class=\"bad\"><div class=\"wait\">5 s later</div>"));
        assertTrue(page.contains(
                "<p class=\"conclusion\">Nothing answers on UDP 3478. <b>Look at: the firewall or proxy.</b></p>"));
        assertTrue(page.contains("<div class=\"did decisive\"><b>turn</b> <span class=\"sign bad\">unanswered</span>"
                + "<span class=\"aside\"> for 6 s</span> <span class=\"address\">52.112.18.5:3478</span>"));
        assertTrue(page.contains("<a href=\"#row-online-udp-3478\" class=\"row\">online-udp-3478</a>"));
        assertTrue(page.contains("aria-label=\"Stream 1 over time: at most 7.4 % lost, jitter at most 42 ms\""), page);
        assertTrue(page.contains("<span class=\"sign bad\">one-way</span>"));
        assertTrue(page.contains("<td class=\"number\">4.1</td>"), page);
        assertTrue(page.contains("<path class=\"loss\" d=\"M"));
        assertTrue(page.contains("<path class=\"jitter\" d=\"M"));
    }

    @Test
    void eachRowWithLatenciesHasACurveAndATickBox() throws IOException {
        String page = page(SampleReports.droppedStun(), BLOCKED);
        for (int curve = 0; curve < 3; curve++) {
            assertTrue(page.contains("<input type=\"checkbox\" id=\"curve-" + curve + "\""), page);
            assertTrue(
                    page.contains("<g class=\"curve-" + curve + "\"><path class=\"curve c" + curve + "\" d=\"M"), page);
        }
        assertFalse(page.contains("id=\"curve-3\""));
        assertTrue(page.contains(">99.9 %</text>") || page.contains(">90 %</text>"));
    }

    @Test
    void aReportWithoutCallsMediaAndFindingsHasNoEmptyParts() throws IOException {
        String page = page(SampleReports.allFine(), FINE);
        for (String id : List.of("calls", "media", "peers")) {
            assertFalse(page.contains("id=\"" + id + "\""), id);
            assertFalse(page.contains("href=\"#" + id + "\""), id);
        }
        assertTrue(page.contains("<p>None.</p>"));
        assertFalse(page.contains(">null<"));
    }

    @Test
    void anEmptyCaptureMakesAPage() throws IOException {
        Report report = new SampleReports().packets(0).build();
        String page = page(report, new Conclusion(4, List.of(), List.of("there is no packet")));
        assertTrue(page.contains("there is no packet. Nothing that must work is known to fail.</h1>"));
    }

    @Test
    void thePolicyForbidsEverythingButTheStyleAndTheScriptThatStandInThePage() throws Exception {
        String page = page(hostile(), BLOCKED);
        assertTrue(
                page.startsWith(
                        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
                                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src &#39;sha256-"));
        String style = between(page, "<style>", "</style>");
        String script = between(page, "<script>", "</script>");
        assertTrue(
                page.contains(
                        "style-src " + hash(style) + "; script-src " + hash(script) + "; base-uri &#39;none&#39;"),
                page);
        assertFalse(page.contains("unsafe"));
    }

    private static String between(String page, String from, String to) {
        int at = page.indexOf(from) + from.length();
        return page.substring(at, page.indexOf(to, at));
    }

    private static String hash(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "&#39;sha256-" + Base64.getEncoder().encodeToString(digest) + "&#39;";
    }

    @Test
    void nothingInThePagePointsOutOfIt() throws IOException {
        String page = page(hostile(), BLOCKED);
        assertFalse(page.contains("://"), page);
        Matcher links = Pattern.compile("(?:href|src|action|data|poster|srcset)=\"([^\"]*)\"")
                .matcher(page);
        int found = 0;
        while (links.find()) {
            found++;
            assertTrue(links.group(1).startsWith("#"), links.group());
        }
        assertTrue(found > 10);
        assertFalse(Pattern.compile("@import|url\\(").matcher(page).find());
    }

    @Test
    void hostileTextIsInertEverywhere() throws IOException {
        String page = page(hostile(), BLOCKED);
        assertFalse(page.contains("<img"));
        assertEquals(2, occurrences(page, "<script"), "the data and the program's own");
        assertEquals(2, occurrences(page, "</script"));
        assertEquals(1, occurrences(page, "</style"));
        assertEquals(1, occurrences(page, "</title"));
        assertTrue(page.contains("&lt;script&gt;document.title=&#39;hacked&#39;&lt;/script&gt;"));
        assertTrue(page.contains("\\u{202e}txt.exe\\u{1b}[31m\\u{2028}\\u{0}"));
        page.chars().forEach(c -> assertTrue(c >= ' ' || c == '\n', () -> "character " + c));
        keep("hostile.html", page);
    }

    private static int occurrences(String page, String what) {
        return page.split(Pattern.quote(what), -1).length - 1;
    }

    @Test
    void tenThousandFindingsStayWithinBounds() throws IOException {
        String page = page(manyFindings(10_000), BLOCKED);
        assertEquals(
                FindingPart.PLAIN + 1,
                occurrences(page, "<tr data-kind=") + occurrences(page, "<template id=\"finding-row\"><tr>"));
        assertTrue(page.contains("<noscript><p>9,800 more are in this page"));
        assertEquals(9_800, occurrences(between(page, "id=\"findings-data\">", "</script>"), "\n["));
        assertTrue(page.length() < 6_000_000, () -> page.length() + " characters");
        keep("many.html", page);
    }

    @Test
    void theSameReportGivesTheSamePage() throws IOException {
        assertEquals(page(hostile(), BLOCKED), page(hostile(), BLOCKED));
    }

    @Test
    void elementsAreClosedInOrder() throws IOException {
        for (String page : List.of(
                page(hostile(), BLOCKED),
                page(SampleReports.droppedStun(), BLOCKED),
                page(manyFindings(300), BLOCKED))) {
            List<String> open = new ArrayList<>();
            String markup = page.replaceAll("(?s)(<style>).*?(</style>)", "$1$2")
                    .replaceAll("(?s)(<script[^>]*>).*?(</script>)", "$1$2");
            Matcher tags = Pattern.compile("<(/?)([a-z0-9]+)[^>]*?(/?)>").matcher(markup);
            while (tags.find()) {
                if (!tags.group(1).isEmpty()) {
                    assertEquals(open.remove(open.size() - 1), tags.group(2));
                } else if (tags.group(3).isEmpty()) {
                    open.add(tags.group(2));
                }
            }
            assertEquals(List.of(), open);
        }
    }

    @Test
    void aFullDiskIsNoSurprise() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        IOException failure =
                assertThrows(IOException.class, () -> HtmlReport.write(SampleReports.allFine(), FINE, "0.1.0", full));
        assertEquals("No space left on device", failure.getMessage());
    }

    /** For the page check of the build, which opens it in a browser. */
    private static void keep(String name, String page) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "pages"));
        Files.writeString(folder.resolve(name), page);
    }
}
