package org.portwitness.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.FrameSource;
import org.portwitness.cli.render.Conclusion;
import org.portwitness.cli.render.JsonReport;
import org.portwitness.cli.render.TextReport;
import org.portwitness.cli.render.TransactionLines;
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
        try (ResultFile json = output.openJson(sources, console);
                ResultFile transactions = output.openTransactions(sources, console);
                FrameSource source = engine.open(sources, console.in(), analysis.filter())) {
            interruption.arm(source);
            AnalysisResult result = run(analyst, source);
            Conclusion conclusion = ExitCode.of(result.report(), analysis.namesFirmware());
            if (output.wantsText()) {
                String text = TextReport.of(
                        result.report(), conclusion, console.columns(), output.colour(console), console.unicode());
                ResultFile.onStandardOutput(console).write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
            }
            if (json != null) {
                json.write(out -> JsonReport.write(result.report(), Version.NUMBER, out));
            }
            if (transactions != null) {
                transactions.write(out -> TransactionLines.write(result.transactions(), out));
            }
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
