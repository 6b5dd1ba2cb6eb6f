package org.portwitness.cli;

import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.Settings;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.FrameSource;

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
     * @param notices gets a sentence for each thing that was passed over
     */
    FrameSource open(List<String> sources, InputStream standardInput, String filter, Consumer<String> notices)
            throws CaptureException, UsageException;
}
