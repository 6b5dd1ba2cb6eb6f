package org.portwitness.cli;

import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.FrameSource;
import org.portwitness.cli.render.Conclusion;
import org.portwitness.cli.render.Quantities;
import picocli.CommandLine.Model.CommandSpec;

/** Analyses an interface until it is told to end: checks all that can be checked, listens, judges, writes. */
final class LiveCommand implements Callable<Integer>, OptionSection.Owner {
    private final Engine engine;
    private final Console console;
    private final Interruption interruption;

    private final LiveOptions live = new LiveOptions();
    private final AnalysisOptions analysis = new AnalysisOptions();
    private final OutputOptions output = new OutputOptions();

    LiveCommand(Engine engine, Console console, Interruption interruption) {
        this.engine = engine;
        this.console = console;
        this.interruption = interruption;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("live");
        spec.usageMessage()
                .description("Analyse a mirror port until Ctrl-C and say which ports are blocked.")
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .footerHeading("%nExamples:%n")
                .footer(
                        "  portwitness live -i eth1",
                        "  portwitness live -i eth1 --duration 10m --json report.json",
                        "  portwitness live -i eth1 --write ring.pcapng --write-size 100 --write-files 20",
                        "%nExit codes: 0 nothing fails, 1 something that must work fails, 2 usage, 3 no capture, 4 not safe to tell.");
        spec.addOption(OptionSection.help("Show this help."));
        for (OptionSection section : sections()) {
            section.addTo(spec);
        }
        return spec;
    }

    @Override
    public List<OptionSection> sections() {
        return List.of(live.section(), analysis.section(), output.section());
    }

    @Override
    public Integer call() throws UsageException, SettingsException, CaptureException, OutputException {
        output.check();
        LiveRequest request = live.request(analysis.filter());
        long durationNanos = live.durationNanos();
        if (live.write() != null && output.writesTo(live.write())) {
            throw new UsageException("--write and the results cannot both go to "
                    + (live.keepsOnStandardOutput() ? "standard output" : live.write()));
        }
        Engine.LiveAnalyst analyst = engine.prepareLive(analysis.settings());
        try (Results results = Results.open(output, List.of(), console, !live.keepsOnStandardOutput());
                Engine.Listening heard = engine.listen(request, console.out());
                SecondLook again = output.wantsEvidence() ? engine.keep(heard, request) : null) {
            Engine.Listening listening =
                    again == null ? heard : new Engine.Listening(again.source(), heard.description(), heard.pauses());
            Onlooker onlooker = new Onlooker(
                    analyst,
                    new Onlooker.Wishes(
                            results.file(OutputOptions.TRANSACTIONS),
                            results.withText(),
                            !output.isQuiet(),
                            output.colour(console),
                            report -> ExitCode.of(report, analysis.namesFirmware())),
                    listening,
                    console);
            AnalysisResult result = run(analyst, onlooker, listening, durationNanos);
            Conclusion conclusion = ExitCode.of(result.report(), analysis.namesFirmware());
            results.write(result.report(), conclusion);
            results.append(() -> analyst.rest(result));
            results.prove(again, result);
            return conclusion.exitCode();
        }
    }

    private AnalysisResult run(
            Engine.LiveAnalyst analyst, Onlooker onlooker, Engine.Listening listening, long durationNanos)
            throws OutputException {
        FrameSource source = listening.source();
        interruption.arm(source);
        listening.pauses().accept(analyst::pause);
        Timer timer = endAfter(durationNanos, source);
        console.say("listening on " + listening.description());
        AnalysisResult result;
        onlooker.start();
        try {
            result = analyst.run(source);
        } finally {
            timer.cancel();
            onlooker.close();
        }
        for (CaptureSummary summary : source.summaries()) {
            console.say(figures(summary));
        }
        onlooker.check();
        return result;
    }

    /** The end that was asked for is one by the clock on the wall, not by the packets', which may not come. */
    private static Timer endAfter(long nanos, FrameSource source) {
        Timer timer = new Timer("duration", true);
        if (nanos != Long.MAX_VALUE) {
            TimerTask stop = new TimerTask() {
                @Override
                public void run() {
                    source.stop();
                }
            };
            timer.schedule(stop, TimeUnit.NANOSECONDS.toMillis(nanos));
        }
        return timer;
    }

    /** What every capturing program says at its end. */
    private static String figures(CaptureSummary summary) {
        StringBuilder line = new StringBuilder(summary.source() + ": ")
                .append(Quantities.count(summary.packets(), "packet", "packets"))
                .append(" captured");
        if (summary.dropped().kernel() >= 0) {
            line.append(", ")
                    .append(Quantities.count(summary.dropped().kernel()))
                    .append(" dropped by the kernel");
        }
        if (summary.dropped().networkInterface() > 0) {
            line.append(", ")
                    .append(Quantities.count(summary.dropped().networkInterface()))
                    .append(" dropped by the interface");
        }
        return line.toString();
    }
}
