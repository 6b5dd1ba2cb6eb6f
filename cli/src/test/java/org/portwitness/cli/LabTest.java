package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real clients talk to real servers through a firewall that really drops and rejects, and the program listens at the mirror port: {@code
 * testdata/lab}. Needs root; where the environment says {@code CI=true} it must not be skipped.
 */
class LabTest {
    private static final Path LAB = Path.of("..", "testdata", "lab", "lab").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 90;
    private static final Pattern ROW =
            Pattern.compile("\"id\": \"([^\"]+)\",.*?\"verdict\": \"([^\"]+)\"", Pattern.DOTALL);

    private static boolean up;

    @TempDir
    Path folder;

    @BeforeAll
    static void build() throws Exception {
        List<String> lacking = new ArrayList<>();
        if (!System.getProperty("user.name").equals("root")) {
            lacking.add("root");
        }
        for (String tool : List.of("ip", "nft", "turnserver", "openssl", "python3")) {
            if (run(List.of("sh", "-c", "command -v " + tool)).exitCode != 0) {
                lacking.add(tool);
            }
        }
        if (!lacking.isEmpty()) {
            String message = "The lab needs " + String.join(", ", lacking)
                    + ": apt install iproute2 nftables coturn openssl python3-minimal, then as root: mvn verify";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort(message);
        }
        Outcome outcome = lab("up");
        assertEquals(0, outcome.exitCode, outcome.text);
        up = true;
    }

    @AfterAll
    static void takeAway() throws Exception {
        if (up) {
            lab("down");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "open,            0, ok,      ok,      ok",
        "drop-3478,       1, blocked, ok,      ok",
        "drop-443,        1, ok,      blocked, ok",
        "reject-443-icmp, 1, ok,      refused, ok",
        "reject-443-rst,  1, ok,      refused, ok",
        "drop-discovery,  1, ok,      ok,      blocked"
    })
    void whatTheFirewallDoesIsTheVerdict(String rule, int exitCode, String stun, String https, String discovery)
            throws Exception {
        assertEquals(0, lab("rule", rule).exitCode);
        Path json = folder.resolve("report.json");
        Path lines = folder.resolve("all.ndjson");
        Process live = new ProcessBuilder(liveCommand(json, lines))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader notices =
                new BufferedReader(new InputStreamReader(live.getErrorStream(), StandardCharsets.UTF_8))) {
            String ready = notices.readLine();
            assertTrue(ready != null && ready.contains("listening on mirror"), "not ready: " + ready);
            Outcome call = lab("call");
            assertEquals(0, call.exitCode, call.text);
            assertTrue(isWrittenSoon(lines, live), "transactions are written while the capture goes on");
            live.destroy();
            assertTrue(live.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "a signal ends it");
        } finally {
            live.destroyForcibly();
        }
        Map<String, String> verdicts = verdicts(Files.readString(json));
        Map<String, String> expected = new TreeMap<>();
        expected.put("online-udp-3478", stun);
        expected.put("online-https-443", https);
        expected.put("kickle-https-443", https);
        expected.put("mirrorop-discovery-1047", discovery);
        Map<String, String> seen = new TreeMap<>(verdicts);
        seen.values().removeIf(verdict -> verdict.equals("not-seen") || verdict.equals("not-applicable"));
        assertEquals(expected, seen);
        assertEquals(exitCode, live.exitValue());
    }

    /** On a busy machine a look in between may take its time; it comes without an end of the capture. */
    private static boolean isWrittenSoon(Path lines, Process live) throws Exception {
        long patienceEnds = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (Files.size(lines) == 0 && live.isAlive() && System.nanoTime() < patienceEnds) {
            Thread.sleep(100);
        }
        return live.isAlive() && Files.size(lines) > 0;
    }

    @Test
    void theLabSaysWhatItCannotDo() throws Exception {
        assertEquals(2, lab("rule", "no-such-rule").exitCode);
        assertEquals(2, lab("no-such-command").exitCode);
    }

    private static List<String> liveCommand(Path json, Path transactions) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "PORTWITNESS_LAB=" + name(), LAB.toString(), "probe"));
        command.addAll(LiveLab.program());
        command.addAll(
                List.of("live", "-i", "mirror", "--json", json.toString(), "--transactions", transactions.toString()));
        command.addAll(List.of(lab("options").text.strip().split(" ")));
        return command;
    }

    private static Map<String, String> verdicts(String report) {
        Map<String, String> verdicts = new TreeMap<>();
        Matcher row = ROW.matcher(report.substring(report.indexOf("\"rows\": [")));
        while (row.find()) {
            verdicts.put(row.group(1), row.group(2));
        }
        return verdicts;
    }

    private record Outcome(int exitCode, String text) {}

    /** A lab of its own, beside one that somebody may have set up. */
    private static String name() {
        return "pwtest";
    }

    private static Outcome lab(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "PORTWITNESS_LAB=" + name(), LAB.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static Outcome run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("lab", ".txt");
        try {
            // not a pipe: the servers that the lab starts would keep it open
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "takes too long: " + command);
            return new Outcome(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
