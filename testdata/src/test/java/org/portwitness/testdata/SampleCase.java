package org.portwitness.testdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * One folder of samples as code.
 *
 * @param title what it shows, in one line
 * @param about how it was made and which traps it sets
 */
// The bytes are written to a file and compared by content
@SuppressWarnings("ArrayRecordComponent")
record SampleCase(String name, String title, String captureName, byte[] capture, Expectation expected, String about) {
    static SampleCase pcap(String name, String title, Scenario scenario, Expectation expected, String about) {
        return new SampleCase(name, title, "capture.pcap", scenario.pcap(), expected, about);
    }

    static SampleCase gzipped(String name, String title, Scenario scenario, Expectation expected, String about) {
        return new SampleCase(name, title, "capture.pcap.gz", gzip(scenario.pcap()), expected, about);
    }

    static SampleCase of(
            String name, String title, String captureName, byte[] capture, Expectation expected, String about) {
        return new SampleCase(name, title, captureName, capture, expected, about);
    }

    String aboutText() {
        return "# " + title + "\n\n" + about
                + "\nMade by the builders in this module; nothing in it was captured anywhere.\n";
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
