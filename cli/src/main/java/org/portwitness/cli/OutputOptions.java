package org.portwitness.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that say which results are wanted and where they go. */
final class OutputOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "the report as one JSON object; - is standard output")
    private String json;

    @Option(
            names = "--transactions",
            paramLabel = "FILE",
            description = "NDJSON, a line for each attempt, transaction and hello; - is standard output")
    private String transactions;

    @Option(names = "-q", description = "no text report")
    private boolean quiet;

    @Option(names = "--color", paramLabel = "auto|always|never", description = "colours (default: auto)")
    private String colour = "auto";

    void check() throws UsageException {
        if (json != null && json.equals(transactions) && !ResultFile.takesAnything(json)) {
            throw new UsageException("--json and --transactions cannot both go to "
                    + (json.equals(ResultFile.STANDARD_OUTPUT) ? "standard output" : json));
        }
        if (!List.of("auto", "always", "never").contains(colour.toLowerCase(Locale.ROOT))) {
            throw new UsageException("--color " + colour + ": expected auto, always or never");
        }
    }

    /** Null where it is not wanted. */
    ResultFile openJson(List<String> sources, Console console) throws UsageException {
        return json == null ? null : ResultFile.open("--json", json, sources, console);
    }

    /** Null where it is not wanted. */
    ResultFile openTransactions(List<String> sources, Console console) throws UsageException {
        return transactions == null ? null : ResultFile.open("--transactions", transactions, sources, console);
    }

    /** Standard output carries one thing only. */
    boolean wantsText() {
        return !quiet && !ResultFile.STANDARD_OUTPUT.equals(json) && !ResultFile.STANDARD_OUTPUT.equals(transactions);
    }

    /** Whether a result goes there. */
    boolean writesTo(String target) {
        return (target.equals(json) || target.equals(transactions)) && !ResultFile.takesAnything(target);
    }

    /** No text at all. */
    boolean isQuiet() {
        return quiet;
    }

    boolean colour(Console console) {
        return switch (colour.toLowerCase(Locale.ROOT)) {
            case "always" -> true;
            case "never" -> false;
            default -> console.wantsColour();
        };
    }
}
