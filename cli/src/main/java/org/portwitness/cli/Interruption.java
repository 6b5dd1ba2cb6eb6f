package org.portwitness.cli;

import java.io.IOException;
import java.io.InputStream;
import org.portwitness.capture.FrameSource;

/**
 * Turns Ctrl-C into an early end of the capture instead of an end of the program: the source is stopped, the report is written, and
 * the exit code is the report's. The thread that runs the commands arms and finishes; the JVM's shutdown runs the hook.
 */
final class Interruption {
    /** What has not stopped and written its report by then is given up: judging a million conversations takes half a minute on a busy machine, and
     * what was heard for weeks must not be lost at the end. */
    private static final long PATIENCE_MILLIS = 600_000;
    /** What a shell reports for a program that SIGINT ended. */
    private static final int INTERRUPTED = 130;

    private final InputStream standardInput;
    private FrameSource source;
    private boolean finished;
    private int exitCode = INTERRUPTED;

    /**
     * @param standardInput closed on an interrupt, which ends a read that waits for a quiet pipe
     */
    Interruption(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** From now on this object decides how the process ends when it is interrupted. */
    void takeOver() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "interruption"));
    }

    /** An interrupt stops this source. */
    synchronized void arm(FrameSource running) {
        source = running;
    }

    /** The report is written: exit with this code, whoever asked for the end. */
    synchronized void finish(int code) {
        exitCode = code;
        finished = true;
        notifyAll();
    }

    private void stop() {
        FrameSource running;
        synchronized (this) {
            if (finished || source == null) {
                return;
            }
            running = source;
        }
        running.stop();
        try {
            standardInput.close();
        } catch (IOException e) {
            // then the source ends with its next bytes, or is given up
        }
        Runtime.getRuntime().halt(awaitFinish());
    }

    private synchronized int awaitFinish() {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        try {
            for (long left; !finished && (left = (deadline - System.nanoTime()) / 1_000_000) > 0; ) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return exitCode;
    }
}
