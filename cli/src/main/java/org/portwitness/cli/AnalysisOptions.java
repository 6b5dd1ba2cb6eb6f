package org.portwitness.cli;

import static org.portwitness.cli.OptionSection.all;
import static org.portwitness.cli.OptionSection.option;
import static org.portwitness.cli.OptionSection.severalOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.portwitness.analyzer.Settings;
import org.portwitness.analyzer.Settings.Deployment;
import picocli.CommandLine.Model.OptionSpec;

/** The options that say what an analysis looks at and how it judges. */
final class AnalysisOptions {
    private final OptionSpec units = severalOf(
            "--unit",
            "ADDRESS|CIDR",
            "the room unit, again for more; without it units are found by what they ask for and answer");

    private final OptionSpec unitVersion = option(
                    "--unit-version",
                    "V",
                    "firmware, as 2.0.17410.1: decides whether the rows for older firmware apply")
            .build();

    private final OptionSpec deployment = option(
                    "--deployment",
                    "auto|on-premises|online|hybrid",
                    "where Skype for Business and Exchange are (default: auto, by the peers seen)")
            .initialValue("auto")
            .build();

    private final OptionSpec servers = severalOf(
            "--server",
            "ROLE=WHO",
            "who plays a role, again for more: sfb, edge, webconf, exchange, office365 or kickle = an address, a CIDR "
                    + "range or a name, which may begin with *.");

    private final OptionSpec mediaPorts = option(
                    "--media-ports", "LO-HI", "on-premises media range (default: 1024-65535)")
            .build();

    private final OptionSpec tables = option("--tables", "FILE", "port tables to use instead of the built-in ones")
            .type(Path.class)
            .build();

    private final OptionSpec endpoints = option(
                    "--endpoints", "FILE", "Office 365 endpoints as Microsoft's web service gives them")
            .type(Path.class)
            .build();

    private final OptionSpec filter = option("-f, --filter", "EXPR", "a libpcap filter, as 'host 10.20.30.40'")
            .build();

    private final OptionSpec packetLimit =
            option("-c", "N", "stop after N packets").type(Long.class).build();

    private final OptionSpec threads = option("--threads", "N", "analysis lanes (default: as many as help)")
            .type(Integer.class)
            .build();

    OptionSection section() {
        return new OptionSection(
                "%nWhat to look at:%n",
                List.of(
                        units,
                        unitVersion,
                        deployment,
                        servers,
                        mediaPorts,
                        tables,
                        endpoints,
                        filter,
                        packetLimit,
                        threads));
    }

    Settings settings() throws UsageException {
        Long packetLimit = this.packetLimit.getValue();
        Integer threads = this.threads.getValue();
        if (packetLimit != null && packetLimit < 1) {
            throw new UsageException("-c " + packetLimit + ": expected 1 packet or more");
        }
        if (threads != null && threads < 1) {
            throw new UsageException("--threads " + threads + ": expected 1 or more");
        }
        return new Settings(
                List.copyOf(all(units)),
                unitVersion.getValue(),
                deployment(),
                List.copyOf(all(servers)),
                mediaPorts.getValue(),
                tables.getValue(),
                endpoints.getValue(),
                packetLimit == null ? Long.MAX_VALUE : packetLimit,
                threads == null ? Settings.AS_MANY_AS_HELP : threads);
    }

    private Deployment deployment() throws UsageException {
        String deployment = this.deployment.getValue();
        return switch (deployment.toLowerCase(Locale.ROOT)) {
            case "auto" -> Deployment.AUTO;
            case "on-premises" -> Deployment.ON_PREMISES;
            case "online" -> Deployment.ONLINE;
            case "hybrid" -> Deployment.HYBRID;
            default ->
                throw new UsageException(
                        "--deployment " + deployment + ": expected auto, on-premises, online or hybrid");
        };
    }

    String filter() {
        return filter.getValue();
    }

    /** Legacy rows can fail a run only when the user told the firmware. */
    boolean namesFirmware() {
        return unitVersion.getValue() != null;
    }
}
