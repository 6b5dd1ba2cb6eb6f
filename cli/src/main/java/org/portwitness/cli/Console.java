package org.portwitness.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.portwitness.cli.render.WireText;

/**
 * The three standard streams and what is known of the terminal behind them; tests put their own in its place.
 *
 * @param columns width of what the text report is written to
 * @param unicode whether the terminal shows more than ASCII
 * @param environment a variable's value, null where it is not set
 */
record Console(
        InputStream in,
        OutputStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        int columns,
        boolean unicode,
        UnaryOperator<String> environment) {

    /** When nobody says how wide: what a mail or a ticket shows without wrapping. */
    private static final int COLUMNS_OF_A_FILE = 80;

    private static final int COLUMNS_OF_A_TERMINAL = 100;

    private static final int MOST_DIGITS_OF_A_WIDTH = 5;

    /** The process's own streams. Java cannot tell which of them is a terminal, so the launcher does. */
    static Console ofProcess() {
        String terminals = System.getProperty("portwitness.terminals", "");
        boolean outIsTerminal = terminals.contains("out");
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                outIsTerminal,
                terminals.contains("err"),
                columns(outIsTerminal, System.getenv("COLUMNS"), System.getProperty("portwitness.columns")),
                Boolean.getBoolean("portwitness.utf8"),
                System::getenv);
    }

    /** The user's word first, then the terminal's own, then a default. */
    static int columns(boolean outIsTerminal, String told, String measured) {
        for (String text : new String[] {told, measured}) {
            if (text != null && isWidth(text)) {
                return Integer.parseInt(text);
            }
        }
        return outIsTerminal ? COLUMNS_OF_A_TERMINAL : COLUMNS_OF_A_FILE;
    }

    /** A number of one to five digits. */
    private static boolean isWidth(String text) {
        return !text.isEmpty()
                && text.length() <= MOST_DIGITS_OF_A_WIDTH
                && text.charAt(0) != '0'
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    /** Whether to colour when the user has not said: on a terminal only, and as NO_COLOR and CLICOLOR_FORCE want it. */
    boolean wantsColour() {
        if (isSet("NO_COLOR")) {
            return false;
        }
        String force = environment.apply("CLICOLOR_FORCE");
        if (force != null && !force.isEmpty() && !force.equals("0")) {
            return true;
        }
        return outIsTerminal && !"dumb".equals(environment.apply("TERM"));
    }

    boolean isSet(String variable) {
        String value = environment.apply(variable);
        return value != null && !value.isEmpty();
    }

    /** One line to the user, whatever the text holds. */
    void say(String text) {
        err.println(WireText.clean(text.strip().replaceAll("\\s*\\R\\s*", " "), unicode));
        err.flush();
    }
}
