package org.portwitness.cli;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Option;

/** The options that say which results are wanted and where they go. */
final class OutputOptions {
    static final String JSON = "--json";
    static final String TRANSACTIONS = "--transactions";
    static final String EVIDENCE = "--evidence";
    static final String RULES = "--rules";
    static final String HTML = "--html";

    @Option(names = JSON, paramLabel = "FILE", description = "the report as one JSON object; - is standard output")
    private String json;

    @Option(
            names = TRANSACTIONS,
            paramLabel = "FILE",
            description = "NDJSON, a line for each attempt, transaction and hello; - is standard output")
    private String transactions;

    @Option(
            names = EVIDENCE,
            paramLabel = "FILE",
            description = "the packets behind each finding and each failing row, as pcapng with a comment on each; "
                    + "payload that proves nothing is blanked; - is standard output")
    private String evidence;

    @Option(names = "--no-mask", description = "with --evidence: leave the payload of the packets as it is")
    private boolean noMask;

    @Option(
            names = RULES,
            paramLabel = "text|csv",
            description = "the permissions that are missing as a list of rules, in place of the text report")
    private String rules;

    @Option(
            names = HTML,
            paramLabel = "FILE",
            description = "the report as one page for a browser, complete in itself; - is standard output")
    private String html;

    @Option(names = "--call", description = "tell each call's story step by step after the report, and where to look")
    private boolean call;

    @Option(names = "-q", description = "no text report")
    private boolean quiet;

    @Option(names = "--color", paramLabel = "auto|always|never", description = "colours (default: auto)")
    private String colour = "auto";

    void check() throws UsageException {
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
        if (noMask && evidence == null) {
            throw new UsageException("--no-mask needs --evidence FILE");
        }
        if (!List.of("auto", "always", "never").contains(colour.toLowerCase(Locale.ROOT))) {
            throw new UsageException("--color " + colour + ": expected auto, always or never");
        }
    }

    /** The options that are given and the file each one names, in the order of the help. */
    Map<String, String> targets() {
        Map<String, String> targets = new LinkedHashMap<>();
        targets.put(JSON, json);
        targets.put(TRANSACTIONS, transactions);
        targets.put(EVIDENCE, evidence);
        targets.put(RULES, rules == null ? null : ResultFile.STANDARD_OUTPUT);
        targets.put(HTML, html);
        targets.values().removeIf(Objects::isNull);
        return targets;
    }

    /** Standard output carries one thing only. */
    boolean wantsText() {
        return !quiet && !targets().containsValue(ResultFile.STANDARD_OUTPUT);
    }

    /** Whether a result goes there. */
    boolean writesTo(String target) {
        return targets().containsValue(target) && !ResultFile.takesAnything(target);
    }

    /** The packets behind the findings are wanted, so the capture is read twice. */
    boolean wantsEvidence() {
        return evidence != null;
    }

    /** Payload that proves nothing is blanked in them. */
    boolean masksEvidence() {
        return !noMask;
    }

    /** The missing permissions as CSV, not as text. */
    boolean wantsRulesAsCsv() {
        return "csv".equalsIgnoreCase(rules);
    }

    /** The text goes on with the stories of calls. */
    boolean tellsCalls() {
        return call;
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
