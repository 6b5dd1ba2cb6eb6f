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
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.cli.LiveLab.Capture;
import org.portwitness.testdata.Packets;
import org.portwitness.testdata.PcapBytes;
import org.portwitness.testdata.Samples;

/** The whole program on a real interface with real packets. */
class LiveCaptureTest {
    private static final int MANY = 20_000;

    @TempDir
    Path folder;

    private LiveLab lab;

    @BeforeEach
    void setLab() throws Exception {
        lab = LiveLab.set(folder);
    }

    @AfterEach
    void clearLab() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    private Capture listen(String name, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("live", "-q", "-i", LiveLab.PORT, "--json", report(name).toString()));
        arguments.addAll(List.of(options));
        Capture capture = lab.start(name, arguments.toArray(String[]::new));
        capture.awaitSaying("listening on " + LiveLab.PORT);
        return capture;
    }

    private Path report(String name) {
        return folder.resolve(name + ".json");
    }

    private Path frames(int count, int bytes, boolean tagged) throws IOException {
        PcapBytes file = PcapBytes.usual();
        for (int i = 0; i < count; i++) {
            byte[] frame = frame(i, bytes, tagged && i % 2 == 1);
            file.frame(1_772_442_000_000_000_000L + i * 1_000_000L, frame);
        }
        return Files.write(folder.resolve("frames.pcap"), file.bytes());
    }

    private static byte[] frame(int i, int bytes, boolean tagged) {
        byte[] payload = new byte[bytes];
        payload[0] = (byte) (i >> 8);
        payload[1] = (byte) i;
        Packets packet = Packets.ethernet();
        return (tagged ? packet.vlan(5) : packet)
                .ipv4("192.0.2.1", "198.51.100.1")
                .udp(40_000, 9)
                .payload(payload)
                .bytes();
    }

    @ParameterizedTest
    @CsvSource({
        "mirrorop-works, afpacket",
        "mirrorop-works, pcap",
        "tcp-443-refused-by-rst, afpacket",
        "tcp-443-refused-by-rst, pcap",
        "udp-3478-dropped, afpacket",
        "udp-3478-dropped, pcap"
    })
    void whatIsReplayedGivesTheReportOfTheFileWithAnyNumberOfLanes(String sample, String engine) throws Exception {
        Path file = unpacked(Samples.named(sample).writeTo(folder));
        List<Integer> lanes = List.of(1, 2, 4);
        List<Capture> captures = new ArrayList<>();
        for (int each : lanes) {
            captures.add(listen("lanes" + each, "--engine", engine, "--threads", Integer.toString(each)));
        }
        lab.send(file);
        for (Capture capture : captures) {
            capture.signal(captures.indexOf(capture) == 0 ? "INT" : "TERM");
        }
        Capture recorded =
                lab.start("file", "analyze", "-q", "--json", report("file").toString(), file.toString());
        int exit = recorded.exitCode();
        SortedMap<String, String> expected = judged(report("file"));
        assertTrue(expected.size() > 100, expected.toString());
        for (int each : lanes) {
            Capture capture = captures.get(lanes.indexOf(each));
            String name = "lanes" + each;
            assertEquals(exit, capture.exitCode(), name + ": " + capture.said());
            assertEquals(expected, judged(report(name)), name);
            assertEquals(Integer.toString(each), ReportPaths.of(report(name)).get("run/threads"));
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

    /** All of a report that does not hang on when exactly a packet came. */
    private static SortedMap<String, String> judged(Path report) throws IOException {
        SortedMap<String, String> all = new TreeMap<>(ReportPaths.of(report));
        all.keySet()
                .removeIf(path -> !path.matches("(traffic|units|rows|findings)/.*|(tcp|stun|mirrorop/discovery)/"
                                + "(attempts|outcomes.*|syn_packets|transactions|requests|answered|unanswered)")
                        || path.matches(".*(first|last)(_[a-z]+)?|.*_us|.*/(why|detail|advice)|.*/bars/.*"));
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"afpacket", "pcap"})
    void nothingIsLostAtAModerateRateAndTheLimitEndsIt(String engine) throws Exception {
        Capture capture = listen("live", "--engine", engine, "-c", Integer.toString(MANY));
        lab.send(frames(MANY, 100, false), "--pps=20000");
        assertEquals(0, capture.exitCode());
        SortedMap<String, String> report = ReportPaths.of(report("live"));
        assertEquals(Integer.toString(MANY), report.get("captures/0/packets"));
        assertEquals("0", report.get("captures/0/dropped/kernel"));
        assertEquals("live", report.get("captures/0/format"));
        assertEquals("EN10MB", report.get("captures/0/link_types/0"));
        assertEquals(Integer.toString(MANY), report.get("traffic/udp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"afpacket", "pcap"})
    void whatAStoppedProcessLosesIsCountedAndMakesTheAnswerUnsafe(String engine) throws Exception {
        Capture capture = listen("live", "--engine", engine, "--buffer", "1");
        capture.signal("STOP");
        lab.send(frames(MANY, 1000, false), "--topspeed");
        capture.signal("CONT");
        capture.signal("TERM");
        assertEquals(4, capture.exitCode(), capture.said());
        SortedMap<String, String> report = ReportPaths.of(report("live"));
        long kept = Long.parseLong(report.get("captures/0/packets"));
        long lost = Long.parseLong(report.get("captures/0/dropped/kernel"));
        assertTrue(lost > MANY / 2, lost + " lost, " + kept + " kept");
        assertEquals(MANY, kept + lost);
    }

    @ParameterizedTest
    @ValueSource(strings = {"afpacket", "pcap"})
    void aQuietInterfaceEndsAfterTheDurationWithAReport(String engine) throws Exception {
        Capture capture = listen("live", "--engine", engine, "--duration", "500ms");
        assertEquals(4, capture.exitCode());
        SortedMap<String, String> report = ReportPaths.of(report("live"));
        assertEquals("0", report.get("captures/0/packets"));
        assertEquals("stopped", report.get("captures/0/end"));
    }

    @ParameterizedTest
    @CsvSource({"afpacket, , 10", "pcap, , 10", "afpacket, vlan 5, 5", "pcap, vlan 5, 5", "afpacket, udp port 9, 10"})
    void tagsAreWhereTheyWereOnTheWire(String engine, String filter, int expected) throws Exception {
        Path kept = folder.resolve("kept.pcapng");
        List<String> options = new ArrayList<>(List.of("--engine", engine, "--write", kept.toString()));
        if (filter != null) {
            options.addAll(List.of("-f", filter));
        }
        Capture capture = listen("live", options.toArray(String[]::new));
        lab.send(frames(10, 100, true), "--topspeed");
        capture.signal("TERM");
        assertEquals(0, capture.exitCode(), capture.said());
        List<byte[]> frames = framesIn(kept);
        assertEquals(expected, frames.size());
        for (int i = 0; i < frames.size(); i++) {
            int sent = expected == 10 ? i : 2 * i + 1;
            assertArrayEquals(frame(sent, 100, sent % 2 == 1), frames.get(i));
        }
    }

    @Test
    void aSignalPrintsAReportAndTheCaptureGoesOn() throws Exception {
        Capture capture = listen("live");
        lab.send(frames(10, 100, false), "--topspeed");
        capture.signal("USR1");
        capture.awaitSaying("Nothing that must work");
        lab.send(frames(10, 100, false), "--topspeed");
        capture.signal("TERM");
        capture.exitCode();
        assertEquals("20", ReportPaths.of(report("live")).get("captures/0/packets"));
    }

    @Test
    void ofASeriesOfFilesTheNewestAreKept() throws Exception {
        Path kept = folder.resolve("ring.pcapng");
        Capture capture =
                listen("live", "--write", kept.toString(), "--write-size", "1", "--write-files", "2", "-c", "4000");
        lab.send(frames(4000, 1000, false), "--pps=10000");
        assertEquals(0, capture.exitCode(), capture.said());
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().startsWith("ring"))
                    .sorted()
                    .toList();
        }
        assertEquals(2, files.size(), files.toString());
        List<byte[]> frames = framesIn(files.get(1));
        assertArrayEquals(frame(3999, 1000, false), frames.get(frames.size() - 1));
    }

    private static List<byte[]> framesIn(Path file) throws Exception {
        List<byte[]> frames = new ArrayList<>();
        try (FrameSource source =
                new WholeEngine(notice -> {}).open(List.of(file.toString()), InputStream.nullInputStream(), null)) {
            Frame frame = new Frame();
            while (source.next(frame)) {
                byte[] bytes = new byte[frame.capturedLength()];
                frame.bytes().get(frame.at(), bytes);
                frames.add(bytes);
            }
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(strings = {"afpacket", "pcap"})
    void packetsAreCutToTheSnapLengthAndTheirLengthIsKept(String engine) throws Exception {
        Capture capture = listen("live", "--engine", engine, "-s", "60", "-c", "10");
        lab.send(frames(10, 100, true), "--topspeed");
        capture.exitCode();
        SortedMap<String, String> report = ReportPaths.of(report("live"));
        assertEquals("600", report.get("captures/0/bytes"));
        assertEquals("10", report.get("traffic/cut_by_snaplen"));
    }

    @Test
    void anInterfaceThatGoesDownIsWaitedForAndOneThatVanishesEndsTheCapture() throws Exception {
        Capture capture = listen("live", "--engine", "afpacket");
        lab.port("set", LiveLab.PORT, "down");
        capture.awaitSaying(LiveLab.PORT + " is down: waiting for it to come back.");
        lab.port("set", LiveLab.PORT, "up");
        capture.awaitSaying(LiveLab.PORT + " is up again.");
        lab.send(frames(10, 100, false), "--topspeed");
        // a packet waits no longer than this for its block to be handed over
        Thread.sleep(500);
        lab.port("del", LiveLab.PORT);
        assertEquals(0, capture.exitCode(), capture.said());
        SortedMap<String, String> report = ReportPaths.of(report("live"));
        assertEquals("10", report.get("captures/0/packets"));
        assertEquals(LiveLab.PORT + " vanished", report.get("captures/0/end_detail"));
    }

    @Test
    void withoutPermissionTheCommandThatGrantsItIsNamed() throws Exception {
        for (List<String> arguments : List.of(
                List.of("live", "-i", LiveLab.PORT),
                List.of("live", "-i", LiveLab.PORT, "--engine", "pcap"),
                List.of("interfaces"))) {
            Capture capture = lab.start(
                    "refused", List.of("setpriv", "--bounding-set=-net_raw"), arguments.toArray(String[]::new));
            assertEquals(3, capture.exitCode());
            assertEquals(1, capture.said().lines().count(), capture.said());
            assertTrue(
                    capture.said().contains("You may not capture here")
                            && capture.said().contains("net_raw"),
                    capture.said());
        }
    }

    @Test
    void anInterfaceThatIsNotThereIsNamedWithThoseThatAre() throws Exception {
        Capture capture = lab.start("live", "live", "-i", "eth77");
        assertEquals(3, capture.exitCode());
        assertEquals(
                "portwitness live: There is no interface eth77; there are lo, " + LiveLab.PORT + ", any.\n",
                capture.said());
    }

    @Test
    void directionsAreNoFilterForALiveCapture() throws Exception {
        Capture capture = lab.start("live", "live", "-i", LiveLab.PORT, "-f", "udp and inbound");
        assertEquals(2, capture.exitCode());
        assertTrue(capture.said().startsWith("portwitness live: --filter: \"inbound\" cannot be used"), capture.said());
    }
}
