package org.portwitness.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.Settings;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.analyzer.Snapshot;
import org.portwitness.analyzer.report.Transaction;
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

    /**
     * An analysis that tells how it stands while it goes on; another thread than the one that runs it asks. As it stands here it never does: it says
     * everything at the end.
     */
    interface LiveAnalyst extends Analyst {
        /** To be called by the running thread now and then, from inside the source. */
        default void pause() {}

        /** Snapshots shall have the transactions that were decided. */
        default void withTransactions() {}

        /** The next snapshot, this long after the one before or later; null when the analysis has ended. */
        default Snapshot next(long intervalMillis) throws InterruptedException {
            return null;
        }

        /** Ends a wait for the next snapshot. */
        default void hurry() {}

        /** The transactions that no snapshot had. */
        default Iterable<Transaction> rest(AnalysisResult result) {
            return result.transactions();
        }
    }

    /** An analysis will be asked for, once its settings are read. */
    default void expectAnalysis() {}

    Analyst prepare(Settings settings) throws SettingsException;

    /** The same for a capture that goes on. */
    default LiveAnalyst prepareLive(Settings settings) throws SettingsException {
        Analyst analyst = prepare(settings);
        return analyst::run;
    }

    /**
     * Opens captures.
     *
     * @param filter a libpcap filter expression, null for all packets
     */
    FrameSource open(List<String> sources, InputStream standardInput, String filter)
            throws CaptureException, SettingsException;

    /**
     * Opens captures that will be read again for the packets behind what was found.
     *
     * @throws UsageException where one of them can be read only once
     */
    default SecondLook openTwice(List<String> sources, InputStream standardInput, String filter)
            throws CaptureException, SettingsException, UsageException {
        throw new UsageException("--evidence: these captures can be read only once");
    }

    /**
     * Keeps the newest packets of a live capture for the same purpose.
     *
     * @throws UsageException where nothing can be kept
     */
    default SecondLook keep(Listening listening, LiveRequest request) throws UsageException {
        throw new UsageException("--evidence: nothing can be kept of this capture");
    }

    /**
     * An interface that is being captured from.
     *
     * @param description what runs, for the line that says so
     * @param pauses takes what the reading thread shall do between packets now and then, also while nothing comes; before the first packet is read
     */
    record Listening(FrameSource source, String description, Consumer<Runnable> pauses) implements AutoCloseable {
        Listening(FrameSource source, String description) {
            this(source, description, task -> {});
        }

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
