package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.cli.LiveLab.Capture;

/** What goes wrong with a real interface is said, in one line, and believed. */
class LiveFailuresTest extends WithLiveLab {
    private static final int MANY = 20_000;

    /** A user with no name, no rights and no home. As one, a Java under root's own folder can be read only with this right. */
    private static final List<String> STRANGER = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private static final String READ_ALL = "+dac_read_search";

    private Path frames(int count) throws Exception {
        return NumberedFrames.file(folder, count, 1000, false);
    }

    @Test
    void aSilenceIsBlockedForWhoLostNothingAndInconclusiveForWhoLostPackets() throws Exception {
        Capture whole = listen("whole");
        List<String> losing = List.of("afpacket", "pcap");
        List<Capture> captures = new ArrayList<>();
        for (String engine : losing) {
            captures.add(listen(engine, "--engine", engine, "--buffer", "1"));
        }
        lab.send(Files.write(folder.resolve("scene.pcap"), LiveLab.blocked().pcap()));
        for (Capture capture : captures) {
            capture.signal("STOP");
        }
        lab.send(frames(MANY), "--topspeed");
        for (Capture capture : captures) {
            capture.signal("CONT");
        }
        end("whole", whole);
        assertEquals(1, whole.exitCode(), whole.said());
        SortedMap<String, String> report = lab.report("whole");
        assertEquals("0", report.get("captures/0/dropped/kernel"));
        assertEquals("blocked", ofRow(report, "online-https-443", "verdict"));
        long all = Long.parseLong(report.get("captures/0/packets"));
        for (String engine : losing) {
            Capture capture = captures.get(losing.indexOf(engine));
            end(engine, capture);
            assertEquals(4, capture.exitCode(), capture.said());
            report = lab.report(engine);
            long lost = Long.parseLong(report.get("captures/0/dropped/kernel"));
            assertEquals(all, lost + Long.parseLong(report.get("captures/0/packets")), engine);
            assertTrue(lost > MANY / 2, lost + " lost by " + engine);
            assertEquals("inconclusive", ofRow(report, "online-https-443", "verdict"), engine);
            String why = ofRow(report, "online-https-443", "why");
            assertTrue(why.contains("the capture lost " + lost + " packets, so the answers may be among them"), why);
            assertTrue(capture.said().contains(" dropped by the kernel\n"), capture.said());
        }
    }

    private Capture listen(String name, String... options) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("--transactions", transactions(name).toString()));
        all.addAll(List.of(options));
        return lab.listen(name, all.toArray(String[]::new));
    }

    private Path transactions(String name) {
        return folder.resolve(name + ".ndjson");
    }

    /** Ends it once it has waited for an answer long enough. */
    private void end(String name, Capture capture) throws Exception {
        capture.awaitIn(transactions(name), "\"outcome\":\"unanswered\"");
        capture.signal("TERM");
    }

    private static String ofRow(SortedMap<String, String> report, String row, String what) {
        for (int i = 0; report.containsKey("rows/" + i + "/id"); i++) {
            if (report.get("rows/" + i + "/id").equals(row)) {
                return report.get("rows/" + i + "/" + what);
            }
        }
        throw new AssertionError("there is no row " + row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"afpacket", "pcap"})
    void anInterfaceThatGoesDownIsWaitedForAndOneThatVanishesEndsTheCapture(String engine) throws Exception {
        Path kept = folder.resolve("kept.pcapng");
        Capture capture = lab.listen("live", "--engine", engine, "--write", kept.toString());
        lab.port("set", LiveLab.PORT, "down");
        capture.awaitSaying(LiveLab.PORT + " is down: waiting for it to come back.");
        lab.port("set", LiveLab.PORT, "up");
        capture.awaitSaying(LiveLab.PORT + " is up again.");
        lab.send(frames(10), "--topspeed");
        // they are written at the next pause; of an interface that vanishes nobody gets what the kernel still has
        capture.awaitBytes(kept, 10 * 1000);
        lab.port("del", LiveLab.PORT);
        assertEquals(0, capture.exitCode(), capture.said());
        SortedMap<String, String> report = lab.report("live");
        assertEquals("10", report.get("captures/0/packets"));
        assertEquals(LiveLab.PORT + " vanished", report.get("captures/0/end_detail"));
        assertEquals("0", report.get("captures/0/dropped/kernel"));
        assertEquals("0", report.get("captures/0/dropped/interface"));
        assertTrue(
                capture.said()
                        .endsWith(LiveLab.PORT + " vanished: the capture ends here.\n" + LiveLab.PORT
                                + ": 10 packets captured, 0 dropped by the kernel\n"),
                capture.said());
        assertEquals(5, capture.said().lines().count(), capture.said());
    }

    @Test
    void aBufferForWhichThereIsNoMemoryIsMadeSmallerAndThatIsSaid() throws Exception {
        Capture measured = lab.listen("measured", "--buffer", "1");
        long room = 200;
        long needed = peakMebibytes(measured) + room;
        measured.signal("TERM");
        Capture capture = lab.listen(
                "live", List.of("prlimit", "--as=" + (needed << 20)), "--buffer", "500", "-c", Integer.toString(MANY));
        Matcher said = Pattern.compile("There is no memory for a buffer of 500 MiB: " + LiveLab.PORT
                        + " gets one of ([0-9]+) MiB\\.\nlistening on .*, engine afpacket, buffer \\1 MiB\n")
                .matcher(capture.said());
        assertTrue(said.matches(), capture.said());
        int mebibytes = Integer.parseInt(said.group(1));
        // how much room there is depends on what else the program has mapped by then
        assertTrue(mebibytes >= room / 2 && mebibytes <= room * 2, capture.said());
        lab.send(frames(MANY), "--topspeed");
        assertEquals(0, capture.exitCode(), capture.said());
        assertEquals("0", lab.report("live").get("captures/0/dropped/kernel"));
    }

    /** The most address space that a process has had. */
    private static long peakMebibytes(Capture capture) throws Exception {
        Path status = Path.of("/proc", Long.toString(capture.pid()), "status");
        Matcher peak = Pattern.compile("VmPeak:\\s*([0-9]+) kB").matcher(Files.readString(status));
        assertTrue(peak.find());
        return Long.parseLong(peak.group(1)) >> 10;
    }

    @ParameterizedTest
    @CsvSource({"live, live -i pwt1", "live, live -i pwt1 --engine pcap", "interfaces, interfaces", "interfaces, -D"})
    void whoMayNotCaptureIsToldTheCommandThatGrantsIt(String command, String arguments) throws Exception {
        List<String> wrapper = new ArrayList<>(STRANGER);
        wrapper.addAll(List.of("--inh-caps=-all," + READ_ALL, "--ambient-caps=-all," + READ_ALL));
        Capture capture = lab.start("refused", wrapper, arguments.split(" "));
        assertEquals(3, capture.exitCode(), capture.said());
        assertEquals(
                "portwitness " + command + ": You may not capture here; this grants it for one run: sudo setpriv"
                        + " --reuid=$(id -u) --regid=$(id -g) --init-groups --inh-caps=+net_raw"
                        + " --ambient-caps=+net_raw ./portwitness live -i INTERFACE\n",
                capture.said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"afpacket", "pcap"})
    void whoWasGrantedItCapturesWithoutBeingRoot(String engine) throws Exception {
        List<String> wrapper = new ArrayList<>(STRANGER);
        wrapper.addAll(List.of("--inh-caps=+net_raw," + READ_ALL, "--ambient-caps=+net_raw," + READ_ALL));
        // its own results may go anywhere but into root's folder
        Capture capture =
                lab.start("live", wrapper, "live", "-i", LiveLab.PORT, "--engine", engine, "--json", "-", "-c", "10");
        capture.awaitSaying("listening on " + LiveLab.PORT);
        lab.send(frames(10), "--topspeed");
        assertEquals(0, capture.exitCode(), capture.said());
        assertTrue(capture.printed().contains("\"packets\": 10,"), capture.printed());
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
