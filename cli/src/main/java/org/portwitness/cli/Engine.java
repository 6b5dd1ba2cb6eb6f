package org.portwitness.cli;

import java.io.InputStream;
import java.util.List;
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
     */
    FrameSource open(List<String> sources, InputStream standardInput, String filter)
            throws CaptureException, SettingsException;
}
