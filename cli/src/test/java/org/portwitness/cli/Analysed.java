package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.portwitness.testdata.Scenario;

/**
 * What {@code portwitness analyze} said of a capture: the whole program but its launcher, in this process.
 *
 * @param exit the exit code
 * @param report the report as JSON
 * @param text the report as a person reads it
 * @param transactions the transactions file, a line each
 */
record Analysed(int exit, JsonTree report, String text, List<String> transactions) {
    static Analysed of(Scenario scenario, String... options) throws IOException {
        return of(scenario.pcap(), options);
    }

    /** A capture that comes in by standard input. */
    static Analysed of(byte[] capture, String... options) throws IOException {
        Path folder = Files.createTempDirectory("portwitness-test");
        Path json = folder.resolve("report.json");
        Path lines = folder.resolve("transactions.ndjson");
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
            Console console =
                    new Console(new ByteArrayInputStream(capture), out, errors, false, false, 132, true, name -> null);
            List<String> arguments = new ArrayList<>(List.of("analyze"));
            arguments.addAll(List.of(options));
            arguments.addAll(List.of("--json", json.toString(), "--transactions", lines.toString(), "-"));
            int exit = new Portwitness(new WholeEngine(errors::println), console, new Interruption(console.in()))
                    .run(arguments.toArray(String[]::new));
            if (!Files.exists(json)) {
                throw new AssertionError("exit " + exit + ": " + err.toString(StandardCharsets.UTF_8));
            }
            return new Analysed(
                    exit,
                    JsonTree.read(Files.readString(json)),
                    out.toString(StandardCharsets.UTF_8),
                    Files.readAllLines(lines));
        } finally {
            Files.deleteIfExists(json);
            Files.deleteIfExists(lines);
            Files.delete(folder);
        }
    }

    JsonTree row(String id) {
        return report.each("/rows").stream()
                .filter(row -> row.text("/id").equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + id));
    }

    String verdict(String id) {
        return row(id).text("/verdict");
    }

    String why(String id) {
        return row(id).text("/why");
    }

    String advice(String id) {
        return row(id).text("/advice");
    }

    /** Findings of a kind. */
    List<JsonTree> findings(String kind) {
        return report.each("/findings").stream()
                .filter(f -> f.text("/kind").equals(kind))
                .toList();
    }

    /** Kinds of all findings, in the report's order. */
    List<String> findingKinds() {
        return report.each("/findings").stream().map(f -> f.text("/kind")).toList();
    }

    /** Kinds of the findings that are problems, each once, sorted. */
    List<String> problems() {
        return report.each("/findings").stream()
                .filter(f -> f.text("/severity").equals("problem"))
                .map(f -> f.text("/kind"))
                .distinct()
                .sorted()
                .toList();
    }

    /** Asserts a row's verdict, and says the row and its findings where it is another. */
    Analysed expect(String id, String verdict) {
        JsonTree row = row(id);
        assertEquals(verdict, row.text("/verdict"), () -> row + "\nfindings " + report.at("/findings"));
        return this;
    }

    Analysed expect(Map<String, String> verdicts) {
        verdicts.forEach(this::expect);
        return this;
    }

    Analysed exits(int code) {
        assertEquals(code, exit, () -> text);
        return this;
    }
}
