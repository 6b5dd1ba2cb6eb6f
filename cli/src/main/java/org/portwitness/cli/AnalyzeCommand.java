package org.portwitness.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.FrameSource;
import org.portwitness.cli.render.Conclusion;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Analyses recorded captures: checks all that can be checked, reads, judges, writes. */
final class AnalyzeCommand implements Callable<Integer>, OptionSection.Owner {
    private final Engine engine;
    private final Console console;
    private final Interruption interruption;

    private final PositionalParamSpec sources = PositionalParamSpec.builder()
            .arity("1..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("FILE")
            .description(
                    "pcap or pcapng, also as .gz .zst .lz4 .xz .bz2; - is standard input; several files are one capture in time "
                            + "order; a folder means the captures in it")
            .build();
    private final AnalysisOptions analysis = new AnalysisOptions();
    private final OutputOptions output = new OutputOptions();

    AnalyzeCommand(Engine engine, Console console, Interruption interruption) {
        this.engine = engine;
        this.console = console;
        this.interruption = interruption;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("analyze");
        spec.usageMessage()
                .description("Analyse recorded captures and say which ports are blocked.")
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .parameterListHeading("%n")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  portwitness analyze room.pcapng",
                        "  portwitness analyze --unit 10.20.30.40 --server edge=198.51.100.10 ring/",
                        "  portwitness analyze -q --json report.json --transactions all.ndjson ring.zst",
                        "%nExit codes: 0 nothing fails, 1 something that must work fails, 2 usage, 3 no capture, 4 not safe to tell.");
        spec.addPositional(sources).addOption(OptionSection.help("Show this help."));
        for (OptionSection section : sections()) {
            section.addTo(spec);
        }
        return spec;
    }

    @Override
    public List<OptionSection> sections() {
        return List.of(analysis.section(), output.section());
    }

    @Override
    public Integer call() throws UsageException, SettingsException, CaptureException, OutputException {
        output.check();
        List<String> sources = this.sources.getValue();
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
