package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.Settings;
import org.portwitness.capture.LinkType;
import org.portwitness.cli.MemorySource.Kept;
import org.portwitness.testdata.Bytes;
import org.portwitness.testdata.Packets;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Stun;

/** {@code --evidence}: exactly the packets behind what was found. */
class EvidenceTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(InputStream in, String... arguments) {
        Console console = new Console(
                in, out, new PrintStream(err, true, StandardCharsets.UTF_8), false, false, 80, true, name -> null);
        return new Portwitness(new WholeEngine(console::say), console, new Interruption(in)).run(arguments);
    }

    private Path capture(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private CommentedFile evidence(byte[] capture, String... options) throws IOException {
        Path file = folder.resolve("evidence.pcapng");
        List<String> arguments = new ArrayList<>(List.of("analyze", "-q", "--evidence", file.toString()));
        arguments.addAll(List.of(options));
        arguments.add(capture("room.pcap", capture).toString());
        run(InputStream.nullInputStream(), arguments.toArray(String[]::new));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
        return new CommentedFile(Files.readAllBytes(file));
    }

    private static Scenario room() {
        return Scenario.start().resolve("portal.kickle.com", "203.0.113.10");
    }

    /** Source port, destination port and TCP flags of each packet. */
    private static List<String> tcp(CommentedFile file) {
        List<String> told = new ArrayList<>();
        for (CommentedFile.Packet p : file.packets) {
            int source = (p.bytes[34] & 0xff) << 8 | p.bytes[35] & 0xff;
            int destination = (p.bytes[36] & 0xff) << 8 | p.bytes[37] & 0xff;
            int flags = p.bytes[47] & 0x3f;
            told.add((source >= 40_000 ? "client" : source) + ">" + (destination >= 40_000 ? "client" : destination)
                    + " " + flags);
        }
        return told;
    }

    @Test
    void ofABlockedPortThereIsEverySyn() throws IOException {
        CommentedFile file = evidence(room().https("outlook.office365.com", "52.96.1.1")
                .tcpBlocked("203.0.113.10", 443)
                .idle(30)
                .pcap());
        assertEquals(List.of("client>443 2", "client>443 2", "client>443 2", "client>443 2"), tcp(file));
        assertEquals(
                List.of("blocked-syn (problem): No answer to 4 SYNs from 10.20.30.40 to 203.0.113.10:443 in 7.0 s."
                        + " Row kickle-https-443 is blocked."),
                file.told());
        assertEquals(List.of(folder.resolve("room.pcap").toString()), file.interfaces);
        long first = file.packets.get(0).nanos;
        assertEquals(
                List.of(0L, 1_000_000_000L, 3_000_000_000L, 7_000_000_000L),
                file.packets.stream().map(p -> p.nanos - first).toList());
    }

    @Test
    void ofARefusedPortThereAreTheSynAndTheReset() throws IOException {
        CommentedFile file = evidence(room().https("outlook.office365.com", "52.96.1.1")
                .tcpRefused("203.0.113.10", 443)
                .idle(30)
                .pcap());
        assertEquals(List.of("client>443 2", "443>client 20"), tcp(file));
        assertEquals(
                List.of(
                        "refused-syn (problem): 10.20.30.40 asks 203.0.113.10:443 and is refused: RST in the server's name"
                                + " from about 13 hops away (guessed from its TTL alone)."
                                + " Row kickle-https-443 is refused."),
                file.told());
    }

    @Test
    void ofAProhibitedPortThereAreTheSynAndTheErrorThatQuotesIt() throws IOException {
        CommentedFile file = evidence(room().https("outlook.office365.com", "52.96.1.1")
                .tcpProhibited("203.0.113.10", 443)
                .idle(30)
                .pcap());
        assertEquals(2, file.packets.size());
        assertEquals(6, file.packets.get(0).bytes[23], "TCP");
        assertEquals(1, file.packets.get(1).bytes[23], "ICMP");
        assertTrue(
                file.told().get(0).startsWith("unreachable (problem): "),
                () -> file.told().toString());
    }

    @Test
    void ofAFailedHandshakeThereIsTheConnectionAndTheOneThatWorksIsNot() throws IOException {
        CommentedFile file = evidence(room().https("outlook.office365.com", "52.96.1.1")
                .tlsReset("portal.kickle.com", "203.0.113.10", 61)
                .idle(30)
                .pcap());
        assertEquals(
                List.of("client>443 2", "443>client 18", "client>443 16", "client>443 24", "443>client 20"), tcp(file));
        assertTrue(file.holds("portal.kickle.com"), "the server name is what the finding is about");
    }

    @Test
    void namesThatFailedAreThereWithTheirAnswersAndOthersAreNot() throws IOException {
        CommentedFile file = evidence(Scenario.start()
                .resolve("www.example.com", "192.0.2.1")
                .resolveFails("portal.kickle.com", 2)
                .idle(30)
                .pcap());
        assertEquals(2, file.packets.size());
        assertEquals(
                List.of(
                        "dns-failed (problem): DNS gave no address for portal.kickle.com (SERVFAIL), needed for kickle-https-443. Row kickle-https-443 is not-seen."),
                file.told());
    }

    @Test
    void withoutAnythingToProveTheFileIsValidAndSaysSo() throws IOException {
        CommentedFile file = evidence(
                room().https("portal.kickle.com", "203.0.113.10").idle(30).pcap());
        assertEquals(List.of(), file.packets);
        assertEquals(
                List.of("There is no finding and no failing row in " + folder.resolve("room.pcap")
                        + ", so this file has no packets."),
                file.comments);
        assertEquals(List.of("none"), file.interfaces);
    }

    @Test
    void severalCapturesAreSeveralInterfaces() throws IOException {
        Scenario story = room().https("outlook.office365.com", "52.96.1.1")
                .tcpBlocked("203.0.113.10", 443)
                .idle(30);
        Path first = capture("a.pcap", story.pcap());
        Path second = capture(
                "b.pcap",
                Frames.none()
                        .syn(200, "10.20.30.40", 45_000, "203.0.113.10", 443)
                        .syn(201, "10.20.30.40", 45_000, "203.0.113.10", 443)
                        .udp(260, "10.20.30.40", 5, "10.20.30.1", 6, new byte[2])
                        .pcap());
        Path file = folder.resolve("e.pcapng");
        run(
                InputStream.nullInputStream(),
                "analyze",
                "-q",
                "--evidence",
                file.toString(),
                second.toString(),
                first.toString());
        CommentedFile read = new CommentedFile(Files.readAllBytes(file));
        assertEquals(6, read.packets.size());
        assertEquals(List.of(first.toString(), second.toString()), read.interfaces);
        assertEquals(
                List.of(0, 0, 0, 0, 1, 1),
                read.packets.stream().map(p -> p.iface).toList());
    }

    @Test
    void aPipeIsReadTwiceToo() throws IOException {
        byte[] capture = room().https("outlook.office365.com", "52.96.1.1")
                .tcpBlocked("203.0.113.10", 443)
                .idle(30)
                .pcap();
        assertEquals(1, run(new ByteArrayInputStream(capture), "analyze", "--evidence", "-", "-"));
        CommentedFile file = new CommentedFile(out.toByteArray());
        assertEquals(4, file.packets.size());
        assertEquals(List.of("-"), file.interfaces);
    }

    @Test
    void theSameFilterAndTheSameLimitHoldTheSecondTime() throws IOException {
        byte[] capture = room().https("outlook.office365.com", "52.96.1.1")
                .tcpBlocked("203.0.113.10", 443)
                .idle(30)
                .pcap();
        int all = new CommentedFile(evidenceBytes(capture)).packets.size();
        assertEquals(4, all);
        assertEquals(0, new CommentedFile(evidenceBytes(capture, "-c", "5")).packets.size());
    }

    private byte[] evidenceBytes(byte[] capture, String... options) throws IOException {
        evidence(capture, options);
        return Files.readAllBytes(folder.resolve("evidence.pcapng"));
    }

    @Test
    void payloadIsBlankedUnlessAskedFor() throws IOException {
        byte[] capture = room().https("outlook.office365.com", "52.96.1.1")
                .tlsAlert("portal.kickle.com", "203.0.113.10", "Example Inspection CA", 48)
                .idle(30)
                .pcap();
        Frames secret = Frames.none();
        for (int i = 0; i < 4; i++) {
            secret.udp(60 + i * 0.65, "10.20.30.40", 50_001, "52.112.18.5", 3478, stunWithName());
        }
        byte[] both = Bytes.start()
                .raw(capture)
                .raw(withoutHeader(secret.udp(120, "10.20.30.40", 5, "10.20.30.1", 6, new byte[2])
                        .pcap()))
                .toArray();
        CommentedFile masked = evidence(both);
        CommentedFile whole = evidence(both, "--no-mask");
        assertTrue(whole.holds("alice:secret"));
        assertFalse(masked.holds("alice:secret"));
        assertEquals(whole.packets.size(), masked.packets.size());
        assertEquals(2, masked.comments.size());
        assertEquals(1, whole.comments.size());
        for (int i = 0; i < whole.packets.size(); i++) {
            assertArrayEquals(
                    Arrays.copyOf(whole.packets.get(i).bytes, 42), Arrays.copyOf(masked.packets.get(i).bytes, 42));
            assertEquals(whole.packets.get(i).bytes.length, masked.packets.get(i).bytes.length);
        }
    }

    private static byte[] stunWithName() {
        return Stun.allocate(Stun.id(9)).username("alice:secret").bytes();
    }

    private static byte[] withoutHeader(byte[] pcap) {
        return Arrays.copyOfRange(pcap, 24, pcap.length);
    }

    @Test
    void oneOfTheCapturesIsNotWrittenOver() throws IOException {
        Path capture = capture("room.pcap", room().idle(5).pcap());
        assertEquals(
                2, run(InputStream.nullInputStream(), "analyze", "--evidence", capture.toString(), capture.toString()));
        assertEquals(
                "portwitness analyze: --evidence: " + capture
                        + " is one of the captures and is not written over; see 'portwitness analyze --help'"
                        + System.lineSeparator(),
                err.toString(StandardCharsets.UTF_8));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatDoesNotFitIsCountedAndSaid() throws IOException {
        Frames flood = Frames.of(room().https("outlook.office365.com", "52.96.1.1"));
        for (int i = 0; i < 1200; i++) {
            flood.syn(100 + i * 0.01, "10.20.30.40", 10_000 + i, "203.0.113.10", 443);
        }
        Path capture = capture(
                "room.pcap",
                flood.udp(200, "10.20.30.40", 5, "10.20.30.1", 6, new byte[2]).pcap());
        Path file = folder.resolve("e.pcapng");
        assertEquals(
                1,
                run(InputStream.nullInputStream(), "analyze", "-q", "--evidence", file.toString(), capture.toString()));
        CommentedFile read = new CommentedFile(Files.readAllBytes(file));
        assertEquals(1000, read.packets.size());
        assertEquals(
                "--evidence: 200 packets of 1 finding or row left out, the file has the first ones of each and says which"
                        + System.lineSeparator(),
                err.toString(StandardCharsets.UTF_8));
        assertEquals(
                "Left out: 200 more packets, here are the first 1,000, of blocked-syn (problem): No answer to 1200 SYNs"
                        + " from 10.20.30.40 to 203.0.113.10:443 in 12 s. Row kickle-https-443 is blocked.",
                read.comments.get(2));
    }

    @Test
    void ofALiveCaptureTheNewestPacketsAreKeptWithinABound() throws Exception {
        Set<Path> before = temporaryFolders();
        byte[] scene = room().https("outlook.office365.com", "52.96.1.1")
                .tcpBlocked("203.0.113.10", 443)
                .idle(30)
                .pcap();
        List<Kept> frames = new ArrayList<>();
        byte[] large = Packets.ethernet()
                .ipv4("192.0.2.1", "198.51.100.1")
                .udp(40_000, 9)
                .payload(new byte[60_000])
                .bytes();
        int more = 5000;
        for (int i = 0; i < more; i++) {
            frames.add(new Kept(large, large.length, LinkType.ETHERNET, Scenario.START - (more - i) * 1_000_000L));
        }
        List<Kept> newest = MemorySource.of(capture("scene.pcap", scene)).frames();
        frames.addAll(newest);
        List<String> said = new ArrayList<>();
        WholeEngine engine = new WholeEngine(said::add);
        Engine.Listening listening = new Engine.Listening(new MemorySource(frames, List.of()), "eth1");
        LiveRequest request = new LiveRequest("eth1", LiveRequest.Way.AUTO, 262_144, true, 64, null, null);
        Set<Path> meanwhile;
        try (SecondLook again = engine.keep(listening, request)) {
            AnalysisResult result = engine.prepareLive(Settings.DEFAULTS).run(again.source());
            meanwhile = temporaryFolders();
            meanwhile.removeAll(before);
            long bytes = 0;
            for (Path kept : meanwhile) {
                bytes += bytesIn(kept);
            }
            assertTrue(bytes > 7L << 25 && bytes <= 256L << 20, bytes + " bytes");

            SecondLook.Found found = again.look(result, true);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            found.writeTo(file);
            assertEquals(4, new CommentedFile(file.toByteArray()).packets.size());
            assertEquals(1, found.notices().size());
            Matcher notice = Pattern.compile(".*of a live capture only the newest packets are kept, here ([0-9]+) of "
                            + frames.size() + ": older ones are left out")
                    .matcher(found.notices().get(0));
            assertTrue(notice.matches(), found.notices().get(0));
            int kept = Integer.parseInt(notice.group(1));
            assertTrue(kept > newest.size() && kept < frames.size(), notice.group());
        }
        assertEquals(List.of(), said);
        assertTrue(meanwhile.stream().noneMatch(Files::exists), "nothing stays behind");
    }

    private static Set<Path> temporaryFolders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(file -> file.getFileName().toString().startsWith("portwitness-"))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    private static long bytesIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
