package org.portwitness.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.Settings;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.FrameSource;
import org.portwitness.cli.render.InterfacesText;

/** What the commands ask of the rest of the program; tests put made-up captures and reports in its place. */
interface Engine {
    /** An analysis whose settings are right. */
    @FunctionalInterface
    interface Analyst {
        AnalysisResult run(FrameSource source);
    }

    Analyst prepare(Settings settings) throws SettingsException;

    /**
     * Opens captures.
     *
     * @param filter a libpcap filter expression, null for all packets
     */
    FrameSource open(List<String> sources, InputStream standardInput, String filter)
            throws CaptureException, SettingsException;

    /**
     * An interface that is being captured from.
     *
     * @param description what runs, for the line that says so
     */
    record Listening(FrameSource source, String description) implements AutoCloseable {
        @Override
        public void close() {
            source.close();
        }
    }

    /**
     * Begins to capture.
     *
     * @param standardOutput where packets go that shall be kept there
     * @throws UsageException where they cannot be kept where they shall be
     */
    Listening listen(LiveRequest request, OutputStream standardOutput)
            throws CaptureException, SettingsException, UsageException;

    /**
     * What can be captured from.
     *
     * @param lacking one sentence that says what permission is missing and how to get it, null where none is
     */
    record Interfaces(List<InterfacesText.Line> list, String lacking) {}

    Interfaces interfaces() throws CaptureException;
}
