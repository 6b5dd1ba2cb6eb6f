package org.portwitness.cli;

import java.io.InputStream;
import java.util.List;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.Settings;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Transaction;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.cli.render.SampleReports;

/** Stands for the analysis: gives a made-up report and remembers what it was asked. */
final class FakeEngine implements Engine {
    Report report = SampleReports.allFine();
    List<Transaction> transactions = List.of();
    SettingsException settingsFailure;
    CaptureException captureFailure;
    RuntimeException analysisFailure;

    Settings settings;
    List<String> sources;
    String filter;
    boolean analysed;
    boolean closed;

    @Override
    public Analyst prepare(Settings asked) throws SettingsException {
        settings = asked;
        if (settingsFailure != null) {
            throw settingsFailure;
        }
        return source -> {
            analysed = true;
            if (analysisFailure != null) {
                throw analysisFailure;
            }
            return new AnalysisResult(report, transactions);
        };
    }

    @Override
    public FrameSource open(List<String> named, InputStream standardInput, String expression) throws CaptureException {
        sources = named;
        filter = expression;
        if (captureFailure != null) {
            throw captureFailure;
        }
        return new FrameSource() {
            @Override
            public boolean next(Frame frame) {
                return false;
            }

            @Override
            public void stop() {}

            @Override
            public long inputPosition() {
                return 0;
            }

            @Override
            public long inputLength() {
                return 0;
            }

            @Override
            public List<CaptureSummary> summaries() {
                return List.of();
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }
}
