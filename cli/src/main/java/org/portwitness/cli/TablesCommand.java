package org.portwitness.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.analyzer.ports.PortTableException;
import org.portwitness.analyzer.ports.PortTableFile;
import org.portwitness.analyzer.ports.PortTables;
import org.portwitness.cli.render.Quantities;
import org.portwitness.cli.render.TablesText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows port tables and checks table files. */
@Command(
        name = "tables",
        description = "Show the port tables in force, or check a table file.",
        synopsisSubcommandLabel = "[show|check FILE]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  portwitness tables",
            "  portwitness tables show --format yaml > our-ports.yaml",
            "  portwitness tables check our-ports.yaml"
        })
final class TablesCommand implements Callable<Integer> {
    /** A table file has some hundred lines; what is far larger is another kind of file. */
    private static final long LARGEST_FILE = 1 << 20;

    private final Console console;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    TablesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws OutputException {
        print(TablesText.of(PortTables.builtIn(), console.columns(), console.unicode()));
        return ExitCode.NOTHING_FAILS;
    }

    @Command(name = "show", description = "Show port tables row by row.")
    int show(
            @Option(names = "--format", paramLabel = "text|yaml", defaultValue = "text", description = "default: text")
                    String format,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "a table file; default: the built-in tables")
                    Path file,
            @Option(
                            names = {"-h", "--help"},
                            usageHelp = true,
                            description = "Show this help.")
                    boolean wantsHelp)
            throws OutputException, UsageException, SettingsException {
        String wanted = format.toLowerCase(Locale.ROOT);
        if (!wanted.equals("text") && !wanted.equals("yaml")) {
            throw new UsageException("--format " + format + ": expected text or yaml");
        }
        PortTables tables;
        try {
            tables = file == null ? PortTables.builtIn() : PortTableFile.read(file.toString(), text(file));
        } catch (PortTableException e) {
            throw new SettingsException(e.getMessage());
        }
        print(wanted.equals("yaml") ? tables.text() : TablesText.of(tables, console.columns(), console.unicode()));
        return ExitCode.NOTHING_FAILS;
    }

    @Command(name = "check", description = "Check a table file and name line and column of what is wrong.")
    int check(
            @Parameters(arity = "1", paramLabel = "FILE", description = "the table file") Path file,
            @Option(
                            names = {"-h", "--help"},
                            usageHelp = true,
                            description = "Show this help.")
                    boolean wantsHelp)
            throws OutputException, SettingsException {
        try {
            PortTables tables = PortTableFile.read(file.toString(), text(file));
            print(file + ": " + Quantities.count(tables.rows().size(), "row", "rows") + ", nothing wrong\n");
            return ExitCode.NOTHING_FAILS;
        } catch (PortTableException e) {
            e.complaints().forEach(console::say);
            return ExitCode.USAGE;
        }
    }

    private static String text(Path file) throws SettingsException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new SettingsException(
                        file + " is larger than a port table can be (" + Quantities.size(LARGEST_FILE) + ")");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new SettingsException(file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new SettingsException(file + " is not text in UTF-8");
        } catch (IOException e) {
            throw new SettingsException(file + " cannot be read: " + e.getMessage());
        }
    }

    private void print(String text) throws OutputException {
        ResultFile.onStandardOutput(console).write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
