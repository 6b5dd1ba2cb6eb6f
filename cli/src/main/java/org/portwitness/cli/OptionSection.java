package org.portwitness.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that stand under one heading in a command's help. They are declared by building them, not by annotations: reading annotations takes longer
 * than analysing a small capture.
 *
 * @param heading with a line above it
 * @param options in the order of the help
 */
record OptionSection(String heading, List<OptionSpec> options) {
    /** A command that has such sections. */
    interface Owner {
        List<OptionSection> sections();
    }

    /** A name, or two with a comma between them, as the help shows them. */
    private static OptionSpec.Builder named(String names) {
        int comma = names.indexOf(", ");
        return comma < 0
                ? OptionSpec.builder(names)
                : OptionSpec.builder(names.substring(0, comma), names.substring(comma + 2));
    }

    /** An option that takes a text; another type is set on what comes back. */
    static OptionSpec.Builder option(String names, String label, String description) {
        return named(names).type(String.class).paramLabel(label).description(description);
    }

    /** An option that may be given again for more. */
    static OptionSpec severalOf(String names, String label, String description) {
        return option(names, label, description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build();
    }

    /** An option without a value. */
    static OptionSpec flag(String names, String description) {
        return named(names).type(boolean.class).description(description).build();
    }

    /** Every command's own help. */
    static OptionSpec help(String description) {
        return OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description(description)
                .build();
    }

    static boolean isGiven(OptionSpec flag) {
        return Boolean.TRUE.equals(flag.getValue());
    }

    /** What was given, in that order; empty where nothing was. */
    static List<String> all(OptionSpec option) {
        List<String> values = option.getValue();
        return values == null ? List.of() : values;
    }

    void addTo(CommandSpec command) {
        for (OptionSpec option : options) {
            command.addOption(option);
        }
    }
}
