package org.portwitness.cli.live;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole terminal as a picture: an alternate screen that is painted in place, and keys as they are pressed. The screen that was there before comes
 * back with {@link #close}, which also runs when the process ends by a signal; nothing is painted after that. Plain control sequences that every
 * terminal since the VT100 and xterm knows, and {@code stty}.
 */
public final class TerminalScreen implements AutoCloseable {
    private static final String TERMINAL = "/dev/tty";
    private static final String ENTER = "\033[?1049h\033[?25l\033[H\033[2J";
    private static final String LEAVE = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";
    /** A line that fills the last column must not wrap. */
    private static final String WRAP_OFF = "\033[?7l";

    private static final String WRAP_ON = "\033[?7h";
    private static final int STTY_MILLIS = 2_000;
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})");

    private final OutputStream out;
    private final Charset charset;
    private final String savedState;
    private final Thread hook = new Thread(this::restore, "screen");
    private volatile int rows = 24;
    private volatile int columns = 80;
    private volatile boolean resized = true;
    private boolean closed;

    private TerminalScreen(OutputStream out, Charset charset, String savedState) {
        this.out = out;
        this.charset = charset;
        this.savedState = savedState;
    }

    /**
     * Takes over the terminal.
     *
     * @param out what the terminal shows
     * @param keys gets each key pressed, on a thread of its own
     * @return null where there is no terminal that can be taken over
     */
    public static TerminalScreen open(OutputStream out, boolean unicode, IntConsumer keys) {
        String state = stty("-g");
        // the job control key would leave its screen to the shell, so it does nothing meanwhile; Ctrl-C stays what it
        // is
        if (state == null || stty("-icanon", "-echo", "susp", "undef", "min", "1", "time", "0") == null) {
            return null;
        }
        TerminalScreen screen =
                new TerminalScreen(out, unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII, state.strip());
        Runtime.getRuntime().addShutdownHook(screen.hook);
        screen.write(ENTER + WRAP_OFF);
        Signals.onSignal("WINCH", () -> screen.resized = true);
        Thread reader = new Thread(() -> readKeys(keys), "keys");
        reader.setDaemon(true);
        reader.start();
        return screen;
    }

    private static void readKeys(IntConsumer keys) {
        try (InputStream terminal = new FileInputStream(TERMINAL)) {
            for (int key; (key = terminal.read()) >= 0; ) {
                keys.accept(key);
            }
        } catch (IOException e) {
            // the terminal is gone; a hang-up ends the process anyway
            return;
        }
    }

    /** Runs stty on the terminal; null where it fails. */
    private static String stty(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process stty = new ProcessBuilder(command)
                    .redirectInput(new File(TERMINAL))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // in the background the system stops it for touching the terminal
            if (!stty.waitFor(STTY_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return null;
            }
            String text = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return stty.exitValue() == 0 ? text : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Looks up the size anew if it changed since the last time. */
    public void measure() {
        if (!resized) {
            return;
        }
        resized = false;
        String text = stty("size");
        Matcher size = text == null ? null : SIZE.matcher(text.strip());
        if (size != null && size.matches()) {
            rows = Integer.parseInt(size.group(1));
            columns = Integer.parseInt(size.group(2));
        }
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Paints the lines from the top and clears what is beside and below them, in one write. */
    public void paint(List<String> lines) {
        StringBuilder picture = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            picture.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append(CLEAR_LINE);
        }
        write(picture.append(CLEAR_BELOW).toString());
    }

    /** Shows the other screen for as long as it takes to write something there. */
    synchronized void aside(Runnable writing) {
        write(WRAP_ON + LEAVE);
        writing.run();
        write(ENTER + WRAP_OFF);
    }

    private synchronized void write(String text) {
        if (closed) {
            return;
        }
        try {
            out.write(text.getBytes(charset));
            out.flush();
        } catch (IOException e) {
            closed = true; // the terminal is gone, and with it who would look
        }
    }

    private synchronized void restore() {
        if (closed) {
            return;
        }
        write(WRAP_ON + LEAVE);
        closed = true;
        stty(savedState);
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending: the hook ran or finds nothing left to do
        }
    }
}
