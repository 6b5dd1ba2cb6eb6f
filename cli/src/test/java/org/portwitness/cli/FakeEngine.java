package org.portwitness.cli;

import java.io.InputStream;
import java.io.OutputStream;
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
import org.portwitness.cli.render.InterfacesText;
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
    LiveRequest liveRequest;
    String lacking;
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
        return empty();
    }

    @Override
    public Listening listen(LiveRequest request, OutputStream standardOutput) throws CaptureException {
        liveRequest = request;
        if (captureFailure != null) {
            throw captureFailure;
        }
        return new Listening(empty(), "eth9, made up");
    }

    @Override
    public Interfaces interfaces() {
        return new Interfaces(
                List.of(
                        new InterfacesText.Line(1, "lo", "up", "EN10MB", List.of("127.0.0.1", "::1")),
                        new InterfacesText.Line(12, "eth1", "up, no carrier", "EN10MB", List.of()),
                        new InterfacesText.Line(0, "any", "up", "?", List.of())),
                lacking);
    }

    private FrameSource empty() {
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
