package org.portwitness.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.portwitness.analyzer.Settings;
import org.portwitness.analyzer.Settings.Deployment;
import picocli.CommandLine.Option;

/** The options that say what an analysis looks at and how it judges. */
final class AnalysisOptions {
    @Option(
            names = "--unit",
            paramLabel = "ADDRESS|CIDR",
            description = "the room unit, again for more; without it units are found by what they ask for and answer")
    private List<String> units = new ArrayList<>();

    @Option(
            names = "--unit-version",
            paramLabel = "V",
            description = "firmware, as 2.0.17410.1: decides whether the rows for older firmware apply")
    private String unitVersion;

    @Option(
            names = "--deployment",
            paramLabel = "auto|on-premises|online|hybrid",
            description = "where Skype for Business and Exchange are (default: auto, by the peers seen)")
    private String deployment = "auto";

    @Option(
            names = "--server",
            paramLabel = "ROLE=WHO",
            description =
                    "who plays a role, again for more: sfb, edge, webconf, exchange, office365 or kickle = an address, a CIDR "
                            + "range or a name, which may begin with *.")
    private List<String> servers = new ArrayList<>();

    @Option(
            names = "--media-ports",
            paramLabel = "LO-HI",
            description = "on-premises media range (default: 1024-65535)")
    private String mediaPorts;

    @Option(names = "--tables", paramLabel = "FILE", description = "port tables to use instead of the built-in ones")
    private Path tables;

    @Option(
            names = "--endpoints",
            paramLabel = "FILE",
            description = "Office 365 endpoints as Microsoft's web service gives them")
    private Path endpoints;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "EXPR",
            description = "a libpcap filter, as 'host 10.20.30.40'")
    private String filter;

    @Option(names = "-c", paramLabel = "N", description = "stop after N packets")
    private Long packetLimit;

    @Option(names = "--threads", paramLabel = "N", description = "analysis lanes (default: as many as help)")
    private Integer threads;

    Settings settings() throws UsageException {
        if (packetLimit != null && packetLimit < 1) {
            throw new UsageException("-c " + packetLimit + ": expected 1 packet or more");
        }
        if (threads != null && threads < 1) {
            throw new UsageException("--threads " + threads + ": expected 1 or more");
        }
        return new Settings(
                List.copyOf(units),
                unitVersion,
                deployment(),
                List.copyOf(servers),
                mediaPorts,
                tables,
                endpoints,
                packetLimit == null ? Long.MAX_VALUE : packetLimit,
                threads == null ? Settings.AS_MANY_AS_HELP : threads);
    }

    private Deployment deployment() throws UsageException {
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
        return filter;
    }

    /** Legacy rows can fail a run only when the user told the firmware. */
    boolean namesFirmware() {
        return unitVersion != null;
    }
}
