package org.portwitness.cli;

import static org.portwitness.cli.OptionSection.flag;
import static org.portwitness.cli.OptionSection.isGiven;
import static org.portwitness.cli.OptionSection.option;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Model.OptionSpec;

/** The options that say which results are wanted and where they go. */
final class OutputOptions {
    static final String JSON = "--json";
    static final String TRANSACTIONS = "--transactions";
    static final String EVIDENCE = "--evidence";
    static final String RULES = "--rules";
    static final String HTML = "--html";

    private final OptionSpec json = option(JSON, "FILE", "the report as one JSON object; - is standard output")
            .build();

    private final OptionSpec transactions = option(
                    TRANSACTIONS,
                    "FILE",
                    "NDJSON, a line for each attempt, transaction and hello; - is standard output")
            .build();

    private final OptionSpec evidence = option(
                    EVIDENCE,
                    "FILE",
                    "the packets behind each finding and each failing row, as pcapng with a comment on each; "
                            + "payload that proves nothing is blanked; - is standard output")
            .build();

    private final OptionSpec noMask = flag("--no-mask", "with --evidence: leave the payload of the packets as it is");

    private final OptionSpec rules = option(
                    RULES,
                    "text|csv",
                    "the permissions that are missing as a list of rules, in place of the text report")
            .build();

    private final OptionSpec html = option(
                    HTML, "FILE", "the report as one page for a browser, complete in itself; - is standard output")
            .build();

    private final OptionSpec call =
            flag("--call", "tell each call's story step by step after the report, and where to look");

    private final OptionSpec quiet = flag("-q", "no text report");

    private final OptionSpec colour = option("--color", "auto|always|never", "colours (default: auto)")
            .initialValue("auto")
            .build();

    OptionSection section() {
        return new OptionSection(
                "%nResults:%n", List.of(json, transactions, evidence, noMask, rules, html, call, quiet, colour));
    }

    void check() throws UsageException {
        String rules = this.rules.getValue();
        String colour = this.colour.getValue();
        Map<String, String> taken = new HashMap<>();
        for (Map.Entry<String, String> target : targets().entrySet()) {
            String other = taken.putIfAbsent(target.getValue(), target.getKey());
            if (other != null && !ResultFile.takesAnything(target.getValue())) {
                throw new UsageException(other + " and " + target.getKey() + " cannot both go to "
                        + (target.getValue().equals(ResultFile.STANDARD_OUTPUT)
                                ? "standard output"
                                : target.getValue()));
            }
        }
        if (rules != null && !List.of("text", "csv").contains(rules.toLowerCase(Locale.ROOT))) {
            throw new UsageException("--rules " + rules + ": expected text or csv");
        }
        if (isGiven(noMask) && !wantsEvidence()) {
            throw new UsageException("--no-mask needs --evidence FILE");
        }
        if (!List.of("auto", "always", "never").contains(colour.toLowerCase(Locale.ROOT))) {
            throw new UsageException("--color " + colour + ": expected auto, always or never");
        }
    }

    /** The options that are given and the file each one names, in the order of the help. */
    Map<String, String> targets() {
        Map<String, String> targets = new LinkedHashMap<>();
        targets.put(JSON, json.getValue());
        targets.put(TRANSACTIONS, transactions.getValue());
        targets.put(EVIDENCE, evidence.getValue());
        targets.put(RULES, rules.getValue() == null ? null : ResultFile.STANDARD_OUTPUT);
        targets.put(HTML, html.getValue());
        targets.values().removeIf(Objects::isNull);
        return targets;
    }

    /** Standard output carries one thing only. */
    boolean wantsText() {
        return !isQuiet() && !targets().containsValue(ResultFile.STANDARD_OUTPUT);
    }

    /** Whether a result goes there. */
    boolean writesTo(String target) {
        return targets().containsValue(target) && !ResultFile.takesAnything(target);
    }

    /** The packets behind the findings are wanted, so the capture is read twice. */
    boolean wantsEvidence() {
        return evidence.getValue() != null;
    }

    /** Payload that proves nothing is blanked in them. */
    boolean masksEvidence() {
        return !isGiven(noMask);
    }

    /** The missing permissions as CSV, not as text. */
    boolean wantsRulesAsCsv() {
        return "csv".equalsIgnoreCase(rules.getValue());
    }

    /** The text goes on with the stories of calls. */
    boolean tellsCalls() {
        return isGiven(call);
    }

    /** No text at all. */
    boolean isQuiet() {
        return isGiven(quiet);
    }

    boolean colour(Console console) {
        String colour = this.colour.getValue();
        return switch (colour.toLowerCase(Locale.ROOT)) {
            case "always" -> true;
            case "never" -> false;
            default -> console.wantsColour();
        };
    }
}
