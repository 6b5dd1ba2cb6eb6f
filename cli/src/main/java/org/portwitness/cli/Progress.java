package org.portwitness.cli;

import java.io.PrintStream;
import org.portwitness.capture.FrameSource;
import org.portwitness.cli.render.Quantities;

/**
 * One line on standard error that says how far a long file is, and goes away at the end. Shown on a terminal only. Asks the source for
 * its position and touches nothing else of the analysis.
 */
final class Progress {
    /** What is done sooner needs no progress. */
    private static final long QUIET_MILLIS = 700;

    private static final long STEP_MILLIS = 250;
    private static final String ERASE_LINE = "\r\033[K";

    private final FrameSource source;
    private final PrintStream err;
    private final Thread painter = new Thread(this::paint, "progress");
    private volatile boolean done;

    private Progress(FrameSource source, PrintStream err) {
        this.source = source;
        this.err = err;
    }

    static Progress start(FrameSource source, Console console) {
        Progress progress = new Progress(source, console.err());
        if (console.errIsTerminal()) {
            progress.painter.setDaemon(true);
            progress.painter.start();
        }
        return progress;
    }

    private void paint() {
        long began = System.nanoTime();
        boolean painted = false;
        try {
            Thread.sleep(QUIET_MILLIS);
            while (!done) {
                err.print(ERASE_LINE + line(source.inputPosition(), source.inputLength(), System.nanoTime() - began));
                err.flush();
                painted = true;
                Thread.sleep(STEP_MILLIS);
            }
        } catch (InterruptedException e) {
            // the analysis is done
        }
        if (painted) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    /** {@code 43 % of 2.8 GB, 610 MB/s, 3 s left}; without a known length {@code 1.2 GB, 610 MB/s}. */
    static String line(long position, long length, long elapsedNanos) {
        double perSecond = elapsedNanos <= 0 ? 0 : position * 1e9 / elapsedNanos;
        String rate = ", " + Quantities.byteRate(perSecond);
        if (length <= 0) {
            return Quantities.size(position) + rate;
        }
        long left = Math.max(0, length - position);
        String remaining = perSecond > 0 ? ", " + Quantities.duration(Math.ceil(left / perSecond) * 1e9) + " left" : "";
        return Math.min(100, Math.round(100.0 * position / length)) + " % of " + Quantities.size(length) + rate
                + remaining;
    }

    /** Takes the line away. */
    void end() {
        done = true;
        if (painter.isAlive()) {
            painter.interrupt();
            try {
                painter.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
