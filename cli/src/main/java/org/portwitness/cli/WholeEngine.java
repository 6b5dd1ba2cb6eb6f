package org.portwitness.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.portwitness.analyzer.Analysis;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.LiveAnalysis;
import org.portwitness.analyzer.Settings;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.analyzer.Snapshot;
import org.portwitness.analyzer.report.Transaction;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.file.CaptureFiles;
import org.portwitness.capture.filter.FilterException;
import org.portwitness.capture.filter.FilteredSource;

/** The real captures and the real analysis. */
final class WholeEngine implements Engine {
    private final Consumer<String> notices;
    private final LiveEngine live;
    private final EvidenceEngine evidence;

    /**
     * @param notices gets a sentence for each thing that was passed over
     */
    WholeEngine(Consumer<String> notices) {
        this.notices = notices;
        live = new LiveEngine(notices);
        evidence = new EvidenceEngine(this::openQuietly, notices);
    }

    @Override
    public void expectAnalysis() {
        Analysis.expect();
    }

    @Override
    public Analyst prepare(Settings settings) throws SettingsException {
        Analysis analysis = Analysis.prepare(settings);
        return source -> {
            AnalysisResult result = analysis.run(source);
            if (source instanceof FilteredSource filtered) {
                filtered.notes().forEach(notices);
            }
            return result;
        };
    }

    @Override
    public LiveAnalyst prepareLive(Settings settings) throws SettingsException {
        LiveAnalysis analysis = Analysis.prepare(settings).live();
        analysis.snapshots()
                .whenPutOff(() ->
                        notices.accept("So much is in the tables that going through them would take longer than the"
                                + " kernel's buffer lasts at this rate: nothing new is told before fewer packets come, or the"
                                + " end. A larger --buffer helps."));
        return new LiveAnalyst() {
            @Override
            public AnalysisResult run(FrameSource source) {
                return analysis.run(source);
            }

            @Override
            public void pause() {
                analysis.pause();
            }

            @Override
            public void withTransactions() {
                analysis.snapshots().withTransactions();
            }

            @Override
            public Snapshot next(long intervalMillis) throws InterruptedException {
                return analysis.snapshots().next(intervalMillis);
            }

            @Override
            public void hurry() {
                analysis.snapshots().hurry();
            }

            @Override
            public Iterable<Transaction> rest(AnalysisResult result) {
                return analysis.rest(result);
            }
        };
    }

    @Override
    public FrameSource open(List<String> sources, InputStream standardInput, String filter)
            throws CaptureException, SettingsException {
        return open(sources, standardInput, filter, notices);
    }

    /** Without telling again what is passed over. */
    private FrameSource openQuietly(List<String> sources, InputStream standardInput, String filter)
            throws CaptureException, SettingsException {
        return open(sources, standardInput, filter, notice -> {});
    }

    private static FrameSource open(
            List<String> sources, InputStream standardInput, String filter, Consumer<String> notices)
            throws CaptureException, SettingsException {
        FrameSource source = CaptureFiles.open(sources, standardInput, notices);
        if (filter == null) {
            return source;
        }
        try {
            return FilteredSource.open(source, filter);
        } catch (FilterException e) {
            source.close();
            throw new SettingsException("--filter: " + e.getMessage());
        }
    }

    @Override
    public SecondLook openTwice(List<String> sources, InputStream standardInput, String filter)
            throws CaptureException, SettingsException, UsageException {
        return evidence.open(this::open, sources, standardInput, filter);
    }

    @Override
    public SecondLook keep(Listening listening, LiveRequest request) throws UsageException {
        return evidence.keep(listening.source(), request);
    }

    @Override
    public Listening listen(LiveRequest request, OutputStream standardOutput)
            throws CaptureException, SettingsException, UsageException {
        return live.listen(request, standardOutput);
    }

    @Override
    public Interfaces interfaces() throws CaptureException {
        return live.interfaces();
    }
}
