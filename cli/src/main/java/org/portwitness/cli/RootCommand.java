package org.portwitness.cli;

import java.util.concurrent.Callable;
import org.portwitness.capture.CaptureException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The program without a command. */
final class RootCommand implements Callable<Integer> {
    private final OptionSpec interfaces =
            OptionSection.flag("-D", "List what can be captured from, as 'portwitness interfaces'.");

    private final Engine engine;
    private final Console console;

    RootCommand(Engine engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this)
                .name("portwitness")
                .version("portwitness " + Version.NUMBER)
                .addOption(OptionSection.help("Show this help; each command has its own."))
                .addOption(OptionSpec.builder("--version")
                        .type(boolean.class)
                        .versionHelp(true)
                        .description("Show the version.")
                        .build())
                .addOption(interfaces);
        spec.usageMessage()
                .description("Tells from captured traffic which ports a meeting-room unit needs and does not get.")
                .synopsisSubcommandLabel("COMMAND")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(UsageMessageSpec.keyValuesMap(
                        " 0:analysed; nothing that must work fails",
                        " 1:analysed; something that must work is blocked, refused, partial, one-way or tls-failed",
                        " 2:wrong usage, or a table, endpoint file or filter that does not parse",
                        " 3:a capture could not be opened or is none, or capturing is not possible",
                        " 4:analysed; nothing is known to fail, but the capture is not good enough to rely on",
                        "70:unexpected failure; PORTWITNESS_DEBUG=1 shows its details"))
                .footerHeading("%nExamples:%n")
                .footer(
                        "  portwitness analyze room.pcapng",
                        "  portwitness live -i eth1",
                        "  portwitness analyze --unit 10.20.30.40 --deployment online ring-*.pcap.gz",
                        "  ssh mirror tcpdump -i eth1 -U -w - | portwitness analyze --json report.json -",
                        "  portwitness tables show --format yaml > our-ports.yaml");
        return spec;
    }

    @Override
    public Integer call() throws UsageException, CaptureException, OutputException {
        if (OptionSection.isGiven(interfaces)) {
            return InterfacesCommand.list(engine, console);
        }
        throw new UsageException("say what to do, as in 'portwitness analyze FILE'");
    }
}
