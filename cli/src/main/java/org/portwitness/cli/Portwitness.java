package org.portwitness.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.capture.CaptureException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The whole program, from arguments to exit code; the only place that turns failures into a line and a code.
 *
 * <p>It answers the argument library itself, not by lambdas: the library's class files are so old that a class archive takes no lambda of their kind,
 * nor the classes that such a lambda names.
 */
final class Portwitness
        implements CommandLine.IHelpFactory,
                CommandLine.IParameterExceptionHandler,
                CommandLine.IExecutionExceptionHandler {
    private static final List<String> COMMANDS = List.of("analyze", "live", "interfaces", "tables");
    private static final List<String> ANALYSES = List.of("analyze", "live");
    private static final int HELP_WIDTH = 100;
    private static final int NARROWEST_HELP = 60;

    // What the argument library would look for and this program has none of: Groovy's closures, for which it opens
    // every file of the class path, and
    // options that are dates or come from a database.
    static {
        System.setProperty("picocli.disable.closures", "true");
        System.setProperty("picocli.converters.excludes", "java\\.(sql|time)\\..*");
    }

    private final Engine engine;
    private final Console console;
    private final Interruption interruption;

    Portwitness(Engine engine, Console console, Interruption interruption) {
        this.engine = engine;
        this.console = console;
        this.interruption = interruption;
    }

    /** With all commands, unless one is named: building a command's options takes time that a small capture does not. */
    private CommandLine commands(String... arguments) {
        boolean named = arguments.length > 0 && COMMANDS.contains(arguments[0]);
        if (named && ANALYSES.contains(arguments[0])) {
            engine.expectAnalysis();
        }
        CommandLine commands = new CommandLine(new RootCommand(engine, console).spec());
        for (String name : named ? List.of(arguments[0]) : COMMANDS) {
            commands.addSubcommand(command(name));
        }
        commands.setExpandAtFiles(false)
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setOverwrittenOptionsAllowed(true)
                .setHelpFactory(this)
                .setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(HELP_WIDTH, console.columns())))
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.wantsColour() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(this)
                .setExecutionExceptionHandler(this);
        return commands;
    }

    private Object command(String name) {
        return switch (name) {
            case "analyze" -> new AnalyzeCommand(engine, console, interruption).spec();
            case "live" -> new LiveCommand(engine, console, interruption).spec();
            case "interfaces" -> new InterfacesCommand(engine, console).spec();
            default -> new TablesCommand(console);
        };
    }

    int run(String... arguments) {
        CommandLine commands = commands(arguments);
        StringWriter help = new StringWriter();
        commands.setOut(new PrintWriter(help));
        try {
            int code = commands.execute(arguments);
            // help and version come as text: it takes the same way out as every result
            if (help.getBuffer().length() > 0) {
                ResultFile.onStandardOutput(console)
                        .write(out -> out.write(help.toString().getBytes(StandardCharsets.UTF_8)));
            }
            return code;
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            return failed(e, commands);
        }
    }

    @Override
    public CommandLine.Help create(CommandSpec command, ColorScheme colours) {
        return new HelpInSections(command, colours);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        return usage(failure.getCommandLine().getCommandSpec().qualifiedName(), inWords(failure));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return failed(failure, command);
    }

    private int failed(Throwable failure, CommandLine command) {
        if (console.isSet("PORTWITNESS_DEBUG")) {
            failure.printStackTrace(console.err());
        }
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof UsageException) {
            return usage(name, failure.getMessage());
        }
        if (failure instanceof SettingsException) {
            console.say(name + ": " + firstOfSeveral(failure.getMessage()));
            return ExitCode.USAGE;
        }
        if (failure instanceof CaptureException) {
            console.say(name + ": " + failure.getMessage());
            return ExitCode.NO_CAPTURE;
        }
        if (failure instanceof OutputException) {
            console.say(name + ": " + failure.getMessage());
            return ExitCode.UNEXPECTED;
        }
        console.say(name + ": unexpected failure (" + failure + "); set PORTWITNESS_DEBUG=1 for details");
        return ExitCode.UNEXPECTED;
    }

    /** A file may have several faults; the user gets one line and the number of the rest. */
    private static String firstOfSeveral(String message) {
        List<String> lines = message.strip().lines().toList();
        return lines.get(0) + (lines.size() > 1 ? " (and " + (lines.size() - 1) + " more)" : "");
    }

    private int usage(String command, String what) {
        console.say(command + ": " + what + "; see '" + command + " --help'");
        return ExitCode.USAGE;
    }

    private static String inWords(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (failure instanceof MissingParameterException missing
                && missing.getMissing().stream().anyMatch(CommandLine.Model.ArgSpec::isPositional)) {
            return failure.getCommandLine().getCommandName().equals("analyze") ? "no capture given" : "no file given";
        }
        String message = failure.getMessage();
        // the library's own sentences begin with a capital letter and may end with a full stop
        String plain = Character.toLowerCase(message.charAt(0)) + message.substring(1);
        plain = plain.replaceAll("is not an? (int|long)$", "is not a whole number");
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static String unmatched(UnmatchedArgumentException failure) {
        String argument = failure.getUnmatched().get(0);
        boolean option = failure.isUnknownOption();
        boolean root = failure.getCommandLine().getParent() == null;
        String what = (option ? "unknown option '" : root ? "unknown command '" : "unexpected '") + argument + "'";
        if (root && !option && isFile(argument)) {
            return what + " (did you mean 'portwitness analyze " + argument + "'?)";
        }
        List<String> suggestions = failure.getSuggestions();
        return suggestions.isEmpty() ? what : what + " (did you mean " + String.join(" or ", suggestions) + "?)";
    }

    private static boolean isFile(String argument) {
        try {
            return Files.exists(Path.of(argument));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
