package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.TcpTalk;

/**
 * Two network namespaces with a cable between them: from one, traffic is sent; in the other, the program captures. Nothing leaves them, and both
 * go away at the end. Needs root, and Debian's iproute2, tcpreplay and util-linux.
 */
final class LiveLab {
    /** JEP 472 warns from 24 on; 22 is the first that knows the option without a preview. */
    private static final int FIRST_JAVA_THAT_WARNS_OF_NATIVE_CODE = 22;

    /** The interface to capture from. */
    static final String PORT = "pwt1";

    private static final String CABLE_END = "pwt0";
    private static final long PATIENCE_SECONDS = 60;
    private static int labs;

    private final String sending = "pwt-a-" + ProcessHandle.current().pid() + "-" + ++labs;
    private final String capturing = sending.replace("-a-", "-b-");
    private final Path folder;
    private final List<Capture> captures = new ArrayList<>();

    private LiveLab(Path folder) {
        this.folder = folder;
    }

    /** A cloud that works, and beside it two SYNs that nothing answers. */
    static Scenario blocked() {
        Scenario scenario = Scenario.start().https("portal.kickle.com", Scenario.KICKLE);
        TcpTalk talk = scenario.tcp(Scenario.EXCHANGE_ONLINE, 443);
        talk.syn();
        scenario.pause(1);
        talk.syn();
        return scenario;
    }

    /** Skips the test where it cannot run, save in continuous integration, where it must. */
    static LiveLab set(Path folder) throws IOException, InterruptedException {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(
                    root && Files.exists(Path.of("/usr/bin/tcpreplay")),
                    "live capture is tested as root: apt install iproute2 tcpreplay util-linux, then"
                            + " sudo mvn -pl cli -am test -Dtest='Live*' -Dsurefire.failIfNoSpecifiedTests=false");
        }
        LiveLab lab = new LiveLab(folder);
        run("ip", "netns", "add", lab.sending);
        run("ip", "netns", "add", lab.capturing);
        // or the kernel says something of its own on the new interfaces
        lab.runIn(lab.sending, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        lab.runIn(lab.capturing, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        lab.lay();
        return lab;
    }

    /** Connects the two. */
    void lay() throws IOException, InterruptedException {
        run("ip", "link", "add", CABLE_END, "netns", sending, "type", "veth", "peer", "name", PORT, "netns", capturing);
        run("ip", "-n", sending, "link", "set", CABLE_END, "mtu", "9000", "up");
        run("ip", "-n", capturing, "link", "set", PORT, "mtu", "9000", "up");
    }

    /** A command about the port that is captured from. */
    void port(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", capturing, "link"));
        command.addAll(List.of(words));
        run(command.toArray(String[]::new));
    }

    /** Sends what a file holds, as fast as it was captured unless options say otherwise. */
    void send(Path file, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tcpreplay", "-q", "-i", CABLE_END));
        command.addAll(List.of(options));
        command.add(file.toString());
        runIn(sending, command.toArray(String[]::new));
    }

    private void runIn(String namespace, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        run(all.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), String.join(" ", command) + ": " + said);
    }

    /** The program in a process of its own, on the Java that runs the tests and with the options that the launcher gives. */
    static List<String> program() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= FIRST_JAVA_THAT_WARNS_OF_NATIVE_CODE) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }

    /** Starts a live analysis without text and waits until it listens; its report goes where {@link #report} finds it. */
    Capture listen(String name, String... options) throws IOException, InterruptedException {
        return listen(name, List.of(), options);
    }

    /** @param wrapper a program and its options that start the program */
    Capture listen(String name, List<String> wrapper, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("live", "-q", "-i", PORT, "--json", file(name).toString()));
        arguments.addAll(List.of(options));
        Capture capture = start(name, wrapper, arguments.toArray(String[]::new));
        capture.awaitSaying("listening on " + PORT);
        return capture;
    }

    Path file(String name) {
        return folder.resolve(name + ".json");
    }

    /** The report of what listened under that name, once it has ended. */
    SortedMap<String, String> report(String name) throws IOException {
        return ReportPaths.of(file(name));
    }

    /** All of a report that does not hang on when exactly a packet came. */
    SortedMap<String, String> judged(String name) throws IOException {
        SortedMap<String, String> all = new TreeMap<>(report(name));
        all.keySet()
                .removeIf(path -> !path.matches("(traffic|units|rows|findings)/.*|(tcp|stun|mirrorop/discovery)/"
                                + "(attempts|outcomes.*|syn_packets|transactions|requests|answered|unanswered)")
                        || path.matches(".*(first|last)(_[a-z]+)?|.*_us|.*/(why|detail|advice)|.*/bars/.*"));
        return all;
    }

    /** Starts the program where it can capture. */
    Capture start(String name, String... arguments) throws IOException {
        return start(name, List.of(), arguments);
    }

    /** @param wrapper a program and its options that start the program */
    Capture start(String name, List<String> wrapper, String... arguments) throws IOException {
        return start(name, wrapper, Redirect.to(folder.resolve(name + ".out").toFile()), arguments);
    }

    /** Starts the program with its standard output in a pipe that {@link Capture#out} reads. */
    Capture startPiped(String name, String... arguments) throws IOException {
        return start(name, List.of(), Redirect.PIPE, arguments);
    }

    private Capture start(String name, List<String> wrapper, Redirect out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", capturing));
        // whoever started this test in the background left it deaf to Ctrl-C
        command.addAll(List.of("env", "--default-signal=INT"));
        command.addAll(wrapper);
        command.addAll(program());
        command.addAll(List.of(arguments));
        Path said = folder.resolve(name + ".err");
        Process process = new ProcessBuilder(command)
                .redirectError(said.toFile())
                .redirectOutput(out)
                .start();
        Capture capture = new Capture(process, said, folder.resolve(name + ".out"));
        captures.add(capture);
        return capture;
    }

    public void close() throws IOException, InterruptedException {
        captures.forEach(capture -> capture.process.destroyForcibly());
        run("ip", "netns", "del", sending);
        run("ip", "netns", "del", capturing);
    }

    /** The program while it captures. */
    static final class Capture {
        private final Process process;
        private final Path said;
        private final Path printed;

        private Capture(Process process, Path said, Path printed) {
            this.process = process;
            this.said = said;
            this.printed = printed;
        }

        String said() {
            return read(said);
        }

        String printed() {
            return read(printed);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What comes through the pipe. */
        InputStream out() {
            return process.getInputStream();
        }

        long pid() {
            return process.pid();
        }

        void awaitSaying(String what) throws InterruptedException {
            awaitIn(said, what);
        }

        /** Waits until a file of the running program holds that. */
        void awaitIn(Path file, String what) throws InterruptedException {
            for (long waited = 0; !read(file).contains(what); waited += 20) {
                if (waited > PATIENCE_SECONDS * 1000 || !process.isAlive()) {
                    fail("\"" + what + "\" does not stand in " + file + ": " + read(file) + said());
                }
                Thread.sleep(20);
            }
        }

        /** Waits until a file of the running program has so many bytes. */
        void awaitBytes(Path file, long bytes) throws IOException, InterruptedException {
            for (long waited = 0; Files.size(file) < bytes; waited += 20) {
                if (waited > PATIENCE_SECONDS * 1000 || !process.isAlive()) {
                    fail(file + " has " + Files.size(file) + " bytes: " + said());
                }
                Thread.sleep(20);
            }
        }

        void signal(String signal) throws IOException, InterruptedException {
            run("kill", "-" + signal, Long.toString(process.pid()));
        }

        int exitCode() throws InterruptedException {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "still runs: " + said());
            return process.exitValue();
        }
    }
}
