package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.analyzer.Settings;
import org.portwitness.analyzer.Settings.Deployment;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.capture.CaptureException;
import org.portwitness.cli.render.SampleReports;

class PortwitnessTest {
    @TempDir
    Path folder;

    private final FakeEngine engine = new FakeEngine();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private boolean terminal;

    private int run(String... arguments) {
        return runWith(out, arguments);
    }

    private int runWith(OutputStream stdout, String... arguments) {
        Console console = new Console(
                InputStream.nullInputStream(),
                stdout,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                false,
                80,
                true,
                environment::get);
        return new Portwitness(engine, console, new Interruption(console.in())).run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                " => portwitness: say what to do, as in 'portwitness analyze FILE'; see 'portwitness --help'",
                "analyse x => portwitness: unknown command 'analyse' (did you mean analyze?); see 'portwitness --help'",
                "live => portwitness live: no interface given, as in 'portwitness live -i eth1'; see 'portwitness live --help'",
                "live -i eth1 --duration soon => portwitness live: --duration soon: expected a time as 500ms, 30s, 10m or 2h; see 'portwitness live --help'",
                "live -i eth1 --duration 0s => portwitness live: --duration 0s: expected a time as 500ms, 30s, 10m or 2h; see 'portwitness live --help'",
                "live -i eth1 -s 0 => portwitness live: -s 0: expected 1 to 262144 bytes; see 'portwitness live --help'",
                "live -i eth1 -s 262145 => portwitness live: -s 262145: expected 1 to 262144 bytes; see 'portwitness live --help'",
                "live -i eth1 --buffer 0 => portwitness live: --buffer 0: expected 1 to 2047 MiB; see 'portwitness live --help'",
                "live -i eth1 --engine dag => portwitness live: --engine dag: expected auto, afpacket or pcap; see 'portwitness live --help'",
                "live -i eth1 --write-files 3 => portwitness live: --write-size, --write-every and --write-files need --write FILE; see 'portwitness live --help'",
                "live -i eth1 --write a --write-files 3 => portwitness live: --write-files needs --write-size or --write-every; see 'portwitness live --help'",
                "live -i eth1 --write - --write-size 3 => portwitness live: --write - is one stream and no series of files; see 'portwitness live --help'",
                "live -i eth1 --write a --json a => portwitness live: --write and the results cannot both go to a; see 'portwitness live --help'",
                "live -i eth1 room.pcap => portwitness live: unexpected 'room.pcap'; see 'portwitness live --help'",
                "-V => portwitness: unknown option '-V'; see 'portwitness --help'",
                "analyze => portwitness analyze: no capture given; see 'portwitness analyze --help'",
                "analyze --pdf x => portwitness analyze: unknown option '--pdf'; see 'portwitness analyze --help'",
                "analyze x --unit => portwitness analyze: missing required parameter for option '--unit' (ADDRESS|CIDR); see 'portwitness analyze --help'",
                "analyze -c x y => portwitness analyze: invalid value for option '-c': 'x' is not a whole number; see 'portwitness analyze --help'",
                "analyze -c 0 y => portwitness analyze: -c 0: expected 1 packet or more; see 'portwitness analyze --help'",
                "analyze --threads 0 y => portwitness analyze: --threads 0: expected 1 or more; see 'portwitness analyze --help'",
                "analyze --deployment cloud x => portwitness analyze: --deployment cloud: expected auto, on-premises, online or hybrid; see 'portwitness analyze --help'",
                "analyze --color pink x => portwitness analyze: --color pink: expected auto, always or never; see 'portwitness analyze --help'",
                "analyze --json - --transactions - x => portwitness analyze: --json and --transactions cannot both go to standard output; see 'portwitness analyze --help'",
                "analyze --json a --transactions a x => portwitness analyze: --json and --transactions cannot both go to a; see 'portwitness analyze --help'",
                "analyze --json a --evidence a x => portwitness analyze: --json and --evidence cannot both go to a; see 'portwitness analyze --help'",
                "analyze --rules xml x => portwitness analyze: --rules xml: expected text or csv; see 'portwitness analyze --help'",
                "analyze --rules csv --json - x => portwitness analyze: --json and --rules cannot both go to standard output; see 'portwitness analyze --help'",
                "live -i eth1 --write - --rules csv => portwitness live: --write and the results cannot both go to standard output; see 'portwitness live --help'",
                "analyze --no-mask x => portwitness analyze: --no-mask needs --evidence FILE; see 'portwitness analyze --help'",
                "analyze --evidence /nowhere/at/all x => portwitness analyze: --evidence: cannot write /nowhere/at/all: there is no such folder; see 'portwitness analyze --help'",
                "analyze --json /nowhere/at/all x => portwitness analyze: --json: cannot write /nowhere/at/all: there is no such folder; see 'portwitness analyze --help'",
                "tables check => portwitness tables check: no file given; see 'portwitness tables check --help'",
                "tables mend => portwitness tables: unexpected 'mend'; see 'portwitness tables --help'",
                "tables show --format xml => portwitness tables show: --format xml: expected text or yaml; see 'portwitness tables show --help'"
            })
    void wrongUsageIsOneLineAndExits2(String line, String message) {
        String[] arguments = line == null ? new String[0] : line.split(" ");
        assertEquals(2, run(arguments));
        assertEquals(message + System.lineSeparator(), err());
        assertEquals("", out());
        assertFalse(engine.analysed);
    }

    @Test
    void aCaptureWithoutCommandGetsAHint() throws IOException {
        Path capture = Files.createFile(folder.resolve("room.pcap"));
        assertEquals(2, run(capture.toString()));
        assertEquals(
                "portwitness: unknown command '" + capture + "' (did you mean 'portwitness analyze " + capture
                        + "'?); see 'portwitness --help'" + System.lineSeparator(),
                err());
    }

    @Test
    void everyOptionReachesTheAnalysis() {
        assertEquals(
                0,
                run(
                        "analyze --unit 10.0.0.1 --unit 10.1.0.0/16 --unit-version 2.0.17410.1 --deployment on-premises --server "
                                .concat(
                                        "edge=192.0.2.1 --server sfb=*.example.com --media-ports 40000-50000 --tables t.yaml ")
                                .concat("--endpoints e.json -f udp -c 7 --threads 2 a.pcap - b.pcap")
                                .split(" ")));
        assertEquals(
                new Settings(
                        List.of("10.0.0.1", "10.1.0.0/16"),
                        "2.0.17410.1",
                        Deployment.ON_PREMISES,
                        List.of("edge=192.0.2.1", "sfb=*.example.com"),
                        "40000-50000",
                        Path.of("t.yaml"),
                        Path.of("e.json"),
                        7,
                        2),
                engine.settings);
        assertEquals(List.of("a.pcap", "-", "b.pcap"), engine.sources);
        assertEquals("udp", engine.filter);
        assertTrue(engine.closed);
        assertEquals("", err());
    }

    @Test
    void withoutOptionsTheDefaultsHold() {
        assertEquals(0, run("analyze", "@room.pcap"));
        assertEquals(Settings.DEFAULTS, engine.settings);
        assertEquals(List.of("@room.pcap"), engine.sources);
        assertNull(engine.filter);
    }

    @Test
    void theTextReportGoesToStandardOutputAndTheExitCodeIsTheReports() {
        engine.report = SampleReports.droppedStun();
        assertEquals(1, run("analyze", "x"));
        assertTrue(out().endsWith("(exit code 1)\n"), out());
        assertEquals("", err());
    }

    @Test
    void quietPrintsNothing() {
        engine.report = SampleReports.droppedStun();
        assertEquals(1, run("analyze", "-q", "x"));
        assertEquals("", out());
    }

    @Test
    void aDashPutsTheReportAloneOnStandardOutput() {
        assertEquals(0, run("analyze", "--json", "-", "x"));
        assertTrue(out().startsWith("{\n  \"schema\": \"portwitness/report/1\","), out());
        assertTrue(out().endsWith("\n}\n"), out());
    }

    @Test
    void aDashPutsTheTransactionsAloneOnStandardOutput() {
        assertEquals(0, run("analyze", "--transactions", "-", "x"));
        assertEquals("", out());
    }

    @Test
    void filesGetTheReportBesideTheTextOnStandardOutput() throws IOException {
        Path json = folder.resolve("report.json");
        Files.writeString(json, "x".repeat(1_000_000));
        assertEquals(0, run("analyze", "--json", json.toString(), "x"));
        String written = Files.readString(json);
        assertTrue(written.startsWith("{\n") && written.endsWith("\n}\n"), written);
        assertTrue(out().startsWith("Capture "), out());
    }

    @Test
    void aFileKeepsWhatItHeldAndANewOneGoesAwayWhenTheCaptureCannotBeOpened() throws IOException {
        engine.captureFailure = new CaptureException("x is no capture.");
        Path kept = Files.writeString(folder.resolve("old.json"), "old");
        Path made = folder.resolve("new.ndjson");
        assertEquals(3, run("analyze", "--json", kept.toString(), "--transactions", made.toString(), "x"));
        assertEquals("old", Files.readString(kept));
        assertFalse(Files.exists(made));
        assertEquals("portwitness analyze: x is no capture." + System.lineSeparator(), err());
    }

    @Test
    void aCaptureIsNotWrittenOver() throws IOException {
        Path capture = Files.writeString(folder.resolve("room.pcap"), "packets");
        assertEquals(2, run("analyze", "--json", capture.toString(), capture.toString()));
        assertEquals("packets", Files.readString(capture));
        assertEquals(
                "portwitness analyze: --json: " + capture + " is one of the captures and is not written over; see "
                        + "'portwitness analyze --help'" + System.lineSeparator(),
                err());
    }

    @Test
    void aFolderCannotTakeAReport() {
        assertEquals(2, run("analyze", "--json", folder.toString(), "x"));
        assertEquals(
                "portwitness analyze: --json: cannot write " + folder
                        + ": Is a directory; see 'portwitness analyze --help'" + System.lineSeparator(),
                err());
    }

    @Test
    void aSettingThatDoesNotParseExits2WithOneLine() {
        engine.settingsFailure = new SettingsException("t.yaml:3:5: unknown key.\nt.yaml:9:1: no id.");
        assertEquals(2, run("analyze", "--tables", "t.yaml", "x"));
        assertEquals("portwitness analyze: t.yaml:3:5: unknown key. (and 1 more)" + System.lineSeparator(), err());
    }

    @Test
    void anUnexpectedFailureExits70WithOneLineAndAWayToTheDetails() {
        engine.analysisFailure = new IllegalStateException("table\nbroken");
        assertEquals(70, run("analyze", "x"));
        assertEquals(
                "portwitness analyze: unexpected failure (java.lang.IllegalStateException: table broken); set "
                        + "PORTWITNESS_DEBUG=1 for details" + System.lineSeparator(),
                err());
        assertTrue(engine.closed);
    }

    @Test
    void theDetailsAreThereWhenAskedFor() {
        environment.put("PORTWITNESS_DEBUG", "1");
        engine.analysisFailure = new IllegalStateException("table broken");
        assertEquals(70, run("analyze", "x"));
        assertTrue(err().contains("\tat org.portwitness.cli.PortwitnessTest.theDetails"), err());
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() {
        engine.report = SampleReports.droppedStun();
        assertEquals(1, runWith(failing("Broken pipe"), "analyze", "x"));
        assertEquals(1, runWith(failing("Broken pipe"), "analyze", "--json", "-", "x"));
        assertEquals(0, runWith(failing("Broken pipe"), "--help"));
        assertEquals("", err());
    }

    @Test
    void aFullDiskIsAFailureWithItsReason() {
        assertEquals(70, runWith(failing("No space left on device"), "analyze", "x"));
        assertEquals(
                "portwitness analyze: cannot write standard output: No space left on device" + System.lineSeparator(),
                err());
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Test
    void coloursGoToTerminalsOnlyUnlessToldOtherwise() {
        assertEquals(0, run("analyze", "x"));
        assertFalse(out().contains("\033"));
        assertEquals(0, run("analyze", "--color", "always", "x"));
        assertTrue(out().contains("\033[32mok\033[0m"));
    }

    @ParameterizedTest
    @CsvSource({
        "auto, '', '', xterm, true",
        "auto, 1, '', xterm, false",
        "auto, '', '', dumb, false",
        "auto, '', 1, dumb, true",
        "auto, '', 0, dumb, false",
        "auto, 1, 1, xterm, false",
        "never, '', 1, xterm, false",
        "always, 1, '', dumb, true"
    })
    void noColorAndItsKinAreRespectedOnATerminal(
            String option, String noColor, String force, String term, boolean coloured) {
        terminal = true;
        environment.putAll(Map.of("NO_COLOR", noColor, "CLICOLOR_FORCE", force, "TERM", term));
        assertEquals(0, run("analyze", "--color", option, "x"));
        assertEquals(coloured, out().contains("\033"));
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertEquals(0, run("--version"));
        assertEquals("portwitness 0.1.0\n", out().replace(System.lineSeparator(), "\n"));
        out.reset();
        assertEquals(0, run("analyze", "--help"));
        assertTrue(out().startsWith("Usage: portwitness analyze [OPTIONS] FILE..."), out());
        out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
        assertEquals("", err());
    }

    @Test
    void theBuiltInTablesCanBeShownAndServeAsAStartingPoint() throws IOException {
        assertEquals(0, run("tables", "show", "--format", "yaml"));
        Path own = Files.writeString(folder.resolve("own.yaml"), out());
        out.reset();
        assertEquals(0, run("tables", "check", own.toString()));
        assertEquals(own + ": 30 rows, nothing wrong\n", out());
        out.reset();
        assertEquals(0, run("tables"));
        assertTrue(out().contains("\n  online-udp-3478            UDP 3478              required\n"), out());
        out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
    }

    @Test
    void aTableFileWithMistakesNamesThePlaceOfEach() throws IOException {
        Path own = Files.writeString(folder.resolve("own.yaml"), "name: x\nversion: 1\nrows:\n  - id: A\n");
        assertEquals(2, run("tables", "check", own.toString()));
        assertTrue(err().startsWith(own + ":4:"), err());
        assertEquals("", out());
    }

    @Test
    void aTableFileThatIsNotThereIsNamed() {
        assertEquals(2, run("tables", "check", folder + "/none.yaml"));
        assertEquals(
                "portwitness tables check: " + folder + "/none.yaml: there is no such file" + System.lineSeparator(),
                err());
    }

    @Test
    void everyLiveOptionReachesTheCapture() {
        assertEquals(
                0,
                run(
                        "live -i eth1 --duration 1h -s 200 -p --buffer 8 --engine pcap -f udp --write a.pcapng --write-size 3 --write-every 2m --write-files 4"
                                .split(" ")));
        assertEquals(
                new LiveRequest(
                        "eth1",
                        LiveRequest.Way.PCAP,
                        200,
                        false,
                        8,
                        "udp",
                        new LiveRequest.Keep(Path.of("a.pcapng"), 3 << 20, 120_000_000_000L, 4)),
                engine.liveRequest);
        assertTrue(engine.closed);
        assertEquals("listening on eth9, made up" + System.lineSeparator(), err());
    }

    @Test
    void withoutLiveOptionsTheDefaultsHold() {
        assertEquals(0, run("live", "-i", "eth1"));
        assertEquals(new LiveRequest("eth1", LiveRequest.Way.AUTO, 262_144, true, 64, null, null), engine.liveRequest);
        assertTrue(out().startsWith("Capture "), out());
    }

    @Test
    void packetsOnStandardOutputStandThereAlone() {
        assertEquals(0, run("live", "-i", "eth1", "--write", "-"));
        assertEquals("", out());
        assertNull(engine.liveRequest.keep().target());
    }

    @Test
    void anInterfaceThatCannotBeCapturedFromExits3() {
        engine.captureFailure = new CaptureException("There is no interface eth7; there are lo, eth1.");
        assertEquals(3, run("live", "-i", "eth7"));
        assertEquals(
                "portwitness live: There is no interface eth7; there are lo, eth1." + System.lineSeparator(), err());
    }

    @ParameterizedTest
    @CsvSource({"interfaces", "-D"})
    void interfacesAreListed(String argument) {
        assertEquals(0, run(argument));
        assertEquals("""
                 1  lo    up              EN10MB  127.0.0.1, ::1
                12  eth1  up, no carrier  EN10MB
                    any   up              ?
                """, out());
        assertEquals("", err());
    }

    @Test
    void interfacesThatOneMayNotCaptureFromExit3() {
        engine.lacking = "You may not capture here; this grants it: sudo make-me-a-sandwich";
        assertEquals(3, run("interfaces"));
        assertEquals(3, out().lines().count());
        assertEquals(
                "portwitness interfaces: You may not capture here; this grants it: sudo make-me-a-sandwich"
                        + System.lineSeparator(),
                err());
    }
}
