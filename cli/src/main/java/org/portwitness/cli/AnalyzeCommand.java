package org.portwitness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.FrameSource;
import org.portwitness.cli.render.Conclusion;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Analyses recorded captures: checks all that can be checked, reads, judges, writes. */
@Command(
        name = "analyze",
        description = "Analyse recorded captures and say which ports are blocked.",
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  portwitness analyze room.pcapng",
            "  portwitness analyze --unit 10.20.30.40 --server edge=198.51.100.10 ring/",
            "  portwitness analyze -q --json report.json --transactions all.ndjson ring.zst",
            "%nExit codes: 0 nothing fails, 1 something that must work fails, 2 usage, 3 no capture, 4 not safe to tell."
        })
final class AnalyzeCommand implements Callable<Integer> {
    private final Engine engine;
    private final Console console;
    private final Interruption interruption;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "pcap or pcapng, also as .gz .zst .lz4 .xz .bz2; - is standard input; several files are one capture in time "
                            + "order; a folder means the captures in it")
    private List<String> sources = new ArrayList<>();

    @ArgGroup(validate = false, heading = "%nWhat to look at:%n", order = 1)
    private AnalysisOptions analysis = new AnalysisOptions();

    @ArgGroup(validate = false, heading = "%nResults:%n", order = 2)
    private OutputOptions output = new OutputOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.",
            order = 100)
    boolean help;

    AnalyzeCommand(Engine engine, Console console, Interruption interruption) {
        this.engine = engine;
        this.console = console;
        this.interruption = interruption;
    }

    @Override
    public Integer call() throws UsageException, SettingsException, CaptureException, OutputException {
        output.check();
        Engine.Analyst analyst = engine.prepare(analysis.settings());
        try (Results results = Results.open(output, sources, console, /* standardOutputIsFree= */ true);
                SecondLook again =
                        output.wantsEvidence() ? engine.openTwice(sources, console.in(), analysis.filter()) : null;
                FrameSource source =
                        again != null ? again.source() : engine.open(sources, console.in(), analysis.filter())) {
            interruption.arm(source);
            AnalysisResult result = run(analyst, source);
            Conclusion conclusion = ExitCode.of(result.report(), analysis.namesFirmware());
            results.write(result.report(), conclusion);
            results.append(result::transactions);
            results.prove(again, result);
            return conclusion.exitCode();
        }
    }

    private AnalysisResult run(Engine.Analyst analyst, FrameSource source) {
        Progress progress = Progress.start(source, console);
        try {
            return analyst.run(source);
        } finally {
            progress.end();
        }
    }
}
