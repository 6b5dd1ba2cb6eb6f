package org.portwitness.cli;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.portwitness.capture.CaptureException;
import org.portwitness.cli.render.InterfacesText;
import picocli.CommandLine.Model.CommandSpec;

/** Lists what can be captured from, and says whether that is permitted. */
final class InterfacesCommand implements Callable<Integer> {
    private final Engine engine;
    private final Console console;

    InterfacesCommand(Engine engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this)
                .name("interfaces")
                .addOption(OptionSection.help("Show this help."));
        spec.usageMessage()
                .description("List what can be captured from, and whether you may.")
                .footerHeading("%nExit codes:%n")
                .footer("  0 you may capture, 3 you may not");
        return spec;
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
