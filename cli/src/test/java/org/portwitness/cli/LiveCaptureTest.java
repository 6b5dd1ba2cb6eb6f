package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.cli.LiveLab.Capture;
import org.portwitness.testdata.Samples;

/** The whole program on a real interface with real packets. */
class LiveCaptureTest extends WithLiveLab {
    private static final int MANY = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {"mirrorop-works", "tcp-443-refused-by-rst", "udp-3478-dropped"})
    void whatIsReplayedGivesTheReportOfTheFileWithEachEngineAndAnyNumberOfLanes(String sample) throws Exception {
        Path file = unpacked(Samples.named(sample).writeTo(folder));
        List<Capture> captures = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String engine : List.of("afpacket", "pcap")) {
            for (int lanes : List.of(1, 2, 4)) {
                names.add(engine + lanes);
                captures.add(lab.listen(engine + lanes, "--engine", engine, "--threads", Integer.toString(lanes)));
            }
        }
        lab.send(file);
        for (Capture capture : captures) {
            capture.signal(captures.indexOf(capture) % 2 == 0 ? "INT" : "TERM");
        }
        Capture recorded =
                lab.start("file", "analyze", "-q", "--json", lab.file("file").toString(), file.toString());
        int exit = recorded.exitCode();
        SortedMap<String, String> expected = lab.judged("file");
        assertTrue(expected.size() > 100, expected.toString());
        for (int i = 0; i < captures.size(); i++) {
            String name = names.get(i);
            assertEquals(
                    exit,
                    captures.get(i).exitCode(),
                    name + ": " + captures.get(i).said());
            assertEquals(expected, lab.judged(name), name);
            assertEquals(name.replaceAll("\\D", ""), lab.report(name).get("run/threads"));
        }
    }

    /** What sends it reads no compressed files. */
    private static Path unpacked(Path file) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return file;
        }
        Path plain = file.resolveSibling("plain.pcap");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            Files.copy(in, plain);
        }
        return plain;
    }

    @ParameterizedTest
    @ValueSource(strings = {"afpacket", "pcap"})
    void nothingIsLostAtAModerateRateAndTheLimitEndsIt(String engine) throws Exception {
        Capture capture = lab.listen("live", "--engine", engine, "-c", Integer.toString(MANY));
        lab.send(NumberedFrames.file(folder, MANY, 100, false), "--pps=20000");
        assertEquals(0, capture.exitCode());
        SortedMap<String, String> report = lab.report("live");
        assertEquals(Integer.toString(MANY), report.get("captures/0/packets"));
        assertEquals("0", report.get("captures/0/dropped/kernel"));
        assertEquals("live", report.get("captures/0/format"));
        assertEquals("EN10MB", report.get("captures/0/link_types/0"));
        assertEquals(Integer.toString(MANY), report.get("traffic/udp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"afpacket", "pcap"})
    void aQuietInterfaceEndsAfterTheDurationWithAReport(String engine) throws Exception {
        Capture capture = lab.listen("live", "--engine", engine, "--duration", "500ms");
        assertEquals(4, capture.exitCode());
        SortedMap<String, String> report = lab.report("live");
        assertEquals("0", report.get("captures/0/packets"));
        assertEquals("stopped", report.get("captures/0/end"));
    }

    @ParameterizedTest
    @CsvSource({
        "afpacket, 1, , 10",
        "pcap, 1, , 10",
        "afpacket, 2, vlan 5, 5",
        "pcap, 2, vlan 5, 5",
        "afpacket, 1, udp port 9, 10"
    })
    void tagsAreWhereTheyWereOnTheWire(String engine, String lanes, String filter, int expected) throws Exception {
        Path kept = folder.resolve("kept.pcapng");
        List<String> options =
                new ArrayList<>(List.of("--engine", engine, "--threads", lanes, "--write", kept.toString()));
        if (filter != null) {
            options.addAll(List.of("-f", filter));
        }
        Capture capture = lab.listen("live", options.toArray(String[]::new));
        lab.send(NumberedFrames.file(folder, 10, 100, true), "--topspeed");
        capture.signal("TERM");
        assertEquals(0, capture.exitCode(), capture.said());
        List<byte[]> frames = NumberedFrames.in(kept);
        assertEquals(expected, frames.size());
        for (int i = 0; i < frames.size(); i++) {
            int sent = expected == 10 ? i : 2 * i + 1;
            assertArrayEquals(NumberedFrames.frame(sent, 100, sent % 2 == 1), frames.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"afpacket", "pcap"})
    void packetsAreCutToTheSnapLengthAndTheirLengthIsKept(String engine) throws Exception {
        Capture capture = lab.listen("live", "--engine", engine, "-s", "60", "-c", "10");
        lab.send(NumberedFrames.file(folder, 10, 100, true), "--topspeed");
        capture.exitCode();
        SortedMap<String, String> report = lab.report("live");
        assertEquals("600", report.get("captures/0/bytes"));
        assertEquals("10", report.get("traffic/cut_by_snaplen"));
    }
}
