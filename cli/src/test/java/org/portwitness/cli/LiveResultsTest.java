package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.cli.LiveLab.Capture;
import org.portwitness.testdata.Scenario;

/** What the whole program gives while it captures, and what it keeps. */
class LiveResultsTest extends WithLiveLab {
    private static final int HUNG_SECONDS = 90;

    private Path capture(Scenario scenario) throws IOException {
        return Files.write(folder.resolve("scene.pcap"), scenario.pcap());
    }

    private BufferedReader transactions(Capture capture) throws InterruptedException {
        capture.awaitSaying("listening on " + LiveLab.PORT);
        return new BufferedReader(new InputStreamReader(capture.out(), StandardCharsets.UTF_8));
    }

    @Test
    @Timeout(HUNG_SECONDS)
    void transactionsAreReadThroughAPipeAsTheyAreDecided() throws Exception {
        Capture capture = lab.startPiped("live", "live", "-i", LiveLab.PORT, "--threads", "2", "--transactions", "-");
        BufferedReader lines = transactions(capture);
        lab.send(capture(Scenario.start().tcpHandshake(Scenario.SKYPE_ONLINE, 443)));
        assertTold(lines.readLine(), Scenario.SKYPE_ONLINE, "answered");
        lab.send(capture(Scenario.start().tcpRefused(Scenario.EXCHANGE_ONLINE, 443)));
        assertTold(lines.readLine(), Scenario.EXCHANGE_ONLINE, "refused");
        lab.send(capture(Scenario.start().tcpSingleSyn(Scenario.RELAY, 443)));
        // a silence needs nothing but time
        assertTold(lines.readLine(), Scenario.RELAY, "unanswered");
        capture.signal("TERM");
        assertNull(lines.readLine(), "each is told once, and nothing else");
        capture.exitCode();
    }

    private static void assertTold(String line, String server, String outcome) {
        assertTrue(
                line.contains("\"destination\":\"" + server + "\"") && line.contains("\"outcome\":\"" + outcome + "\""),
                line);
    }

    @Test
    @Timeout(HUNG_SECONDS)
    void whenNobodyReadsTheTransactionsAnyMoreTheCaptureEndsWithoutAComplaint() throws Exception {
        Capture capture = lab.startPiped("live", "live", "-q", "-i", LiveLab.PORT, "--transactions", "-");
        try (BufferedReader lines = transactions(capture)) {
            lab.send(capture(Scenario.start().tcpHandshake(Scenario.SKYPE_ONLINE, 443)));
            assertTold(lines.readLine(), Scenario.SKYPE_ONLINE, "answered");
        }
        lab.send(capture(Scenario.start().tcpRefused(Scenario.EXCHANGE_ONLINE, 443)));
        assertEquals(1, capture.exitCode());
        assertEquals(2, capture.said().lines().count(), capture.said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"afpacket", "pcap"})
    void twoLanesAnalyseAndKeepWhatTheFilterLetsThrough(String engine) throws Exception {
        String filter = "host " + Scenario.UNIT + " and not port 53";
        Path kept = folder.resolve("kept.pcapng");
        Capture capture =
                lab.listen("live", "--engine", engine, "--threads", "2", "-f", filter, "--write", kept.toString());
        Path scene = capture(Scenario.start()
                .resolve("portal.kickle.com", Scenario.KICKLE)
                .https("portal.kickle.com", Scenario.KICKLE)
                .tcpRefused(Scenario.EXCHANGE_ONLINE, 443)
                .tcpHandshake(Scenario.SKYPE_ONLINE, 443)
                .as(Scenario.SENDER)
                .tcpHandshake(Scenario.UNIT, 389)
                .tcpHandshake(Scenario.GATEWAY, 389));
        lab.send(scene);
        capture.signal("TERM");
        int exit = capture.exitCode();
        assertEquals("2", lab.report("live").get("run/threads"));

        List<byte[]> wanted = NumberedFrames.in(scene, filter);
        List<byte[]> frames = NumberedFrames.in(kept);
        assertEquals(NumberedFrames.in(scene).size() - 2 - 6, wanted.size(), "DNS and what is between others");
        assertEquals(wanted.size(), frames.size());
        for (int i = 0; i < frames.size(); i++) {
            assertArrayEquals(wanted.get(i), frames.get(i), "frame " + i);
        }
        Capture again =
                lab.start("again", "analyze", "-q", "--json", lab.file("again").toString(), kept.toString());
        assertEquals(exit, again.exitCode(), again.said());
        assertEquals(lab.judged("again"), lab.judged("live"));
    }

    @Test
    void ofASeriesOfFilesTheNewestAreKept() throws Exception {
        Path kept = folder.resolve("ring.pcapng");
        Capture capture =
                lab.listen("live", "--write", kept.toString(), "--write-size", "1", "--write-files", "2", "-c", "4000");
        lab.send(NumberedFrames.file(folder, 4000, 1000, false), "--pps=10000");
        assertEquals(0, capture.exitCode(), capture.said());
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().startsWith("ring"))
                    .sorted()
                    .toList();
        }
        assertEquals(2, files.size(), files.toString());
        List<byte[]> frames = NumberedFrames.in(files.get(1));
        assertArrayEquals(NumberedFrames.frame(3999, 1000, false), frames.get(frames.size() - 1));
    }

    @Test
    void theEvidenceOfALiveCaptureIsTheFindingsOwnPackets() throws Exception {
        Path evidence = folder.resolve("evidence.pcapng");
        Path transactions = folder.resolve("all.ndjson");
        Capture capture = lab.listen(
                "live", "--threads", "2", "--evidence", evidence.toString(), "--transactions", transactions.toString());
        lab.send(capture(LiveLab.blocked()));
        capture.awaitIn(transactions, "\"outcome\":\"unanswered\"");
        capture.signal("TERM");
        assertEquals(1, capture.exitCode(), capture.said());
        CommentedFile file = new CommentedFile(Files.readAllBytes(evidence));
        assertEquals(List.of(LiveLab.PORT), file.interfaces);
        assertEquals(1, file.told().size(), file.told().toString());
        assertTrue(
                file.told()
                        .get(0)
                        .matches("blocked-syn \\(problem\\): No answer to 2 SYNs from 10\\.20\\.30\\.40 to"
                                + " 40\\.96\\.10\\.20:443 in 1(\\.0)? s\\. Row online-https-443 is blocked\\."),
                file.told().get(0));
        List<byte[]> sent = NumberedFrames.in(folder.resolve("scene.pcap"));
        assertEquals(2, file.packets.size());
        assertArrayEquals(sent.get(sent.size() - 2), file.packets.get(0).bytes);
        assertArrayEquals(sent.get(sent.size() - 1), file.packets.get(1).bytes);
    }

    @Test
    void aSignalPrintsAReportAndTheCaptureGoesOn() throws Exception {
        Capture capture = lab.listen("live");
        lab.send(NumberedFrames.file(folder, 10, 100, false), "--topspeed");
        capture.signal("USR1");
        capture.awaitSaying("Nothing that must work");
        lab.send(NumberedFrames.file(folder, 10, 100, false), "--topspeed");
        capture.signal("TERM");
        capture.exitCode();
        assertEquals("20", lab.report("live").get("captures/0/packets"));
    }
}
