package org.portwitness.cli;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.portwitness.capture.CaptureException;
import org.portwitness.cli.render.InterfacesText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what can be captured from, and says whether that is permitted. */
@Command(
        name = "interfaces",
        description = "List what can be captured from, and whether you may.",
        footerHeading = "%nExit codes:%n",
        footer = {"  0 you may capture, 3 you may not"})
final class InterfacesCommand implements Callable<Integer> {
    private final Engine engine;
    private final Console console;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    InterfacesCommand(Engine engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() throws CaptureException, OutputException {
        return list(engine, console);
    }

    static int list(Engine engine, Console console) throws CaptureException, OutputException {
        Engine.Interfaces interfaces = engine.interfaces();
        String text = InterfacesText.of(interfaces.list(), console.columns(), console.unicode());
        ResultFile.onStandardOutput(console).write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        if (interfaces.lacking() == null) {
            return ExitCode.NOTHING_FAILS;
        }
        console.say("portwitness interfaces: " + interfaces.lacking());
        return ExitCode.NO_CAPTURE;
    }
}
