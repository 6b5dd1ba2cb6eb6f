package org.portwitness.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help that lists a command's options section by section, those that are in none first. */
final class HelpInSections extends Help {
    private final List<OptionSection> sections;

    HelpInSections(CommandSpec command, ColorScheme colours) {
        super(command, colours);
        sections = command.userObject() instanceof OptionSection.Owner owner ? owner.sections() : List.of();
    }

    @Override
    public String optionList() {
        if (sections.isEmpty()) {
            return super.optionList();
        }
        List<OptionSpec> others = new ArrayList<>(commandSpec().options());
        sections.forEach(section -> others.removeAll(section.options()));
        StringBuilder list = new StringBuilder(lines(others));
        for (OptionSection section : sections) {
            list.append(createHeading(section.heading())).append(lines(section.options()));
        }
        return list.toString();
    }

    /** In the columns that suit all of the command's options. */
    private String lines(List<OptionSpec> options) {
        Layout layout = createDefaultLayout();
        layout.addOptions(options, parameterLabelRenderer());
        return layout.toString();
    }
}
