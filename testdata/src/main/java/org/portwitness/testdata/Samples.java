package org.portwitness.testdata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The sample captures, each with what an analysis of it must say. They are read from the class path, so the tests of any module
 * can use them; {@code testdata/README.md} says what each shows and what the keys of {@code expected.json} mean.
 */
public final class Samples {
    private static final String ROOT = "/samples/";

    private Samples() {}

    /** One folder of samples. */
    public record Sample(String name, String captureName) {
        /** The capture file, compressed as it lies there. */
        public byte[] capture() {
            return read(name + '/' + captureName);
        }

        /** The expectation as JSON text. */
        public String expectedJson() {
            return new String(read(name + "/expected.json"), StandardCharsets.UTF_8);
        }

        public String about() {
            return new String(read(name + "/ABOUT.md"), StandardCharsets.UTF_8);
        }

        /** Writes the capture into {@code folder}, under a name that tells it from the other samples, and says where. */
        public Path writeTo(Path folder) throws IOException {
            return Files.write(folder.resolve(name + '-' + captureName), capture());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All samples, in the order of the index. */
    public static List<Sample> all() {
        return new String(read("index.txt"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" ", 2))
                .map(parts -> new Sample(parts[0], parts[1]))
                .toList();
    }

    /** @throws IllegalArgumentException if there is no such sample */
    public static Sample named(String name) {
        return all().stream()
                .filter(sample -> sample.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No sample is named " + name));
    }

    private static byte[] read(String path) {
        try (InputStream in = Samples.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                throw new IllegalArgumentException("No such file among the samples: " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the sample " + path, e);
        }
    }
}
