package org.portwitness.cli;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.portwitness.analyzer.Change;
import org.portwitness.analyzer.Snapshot;
import org.portwitness.analyzer.report.Report;
import org.portwitness.cli.live.LiveView;
import org.portwitness.cli.live.Signals;
import org.portwitness.cli.render.ChangeLine;
import org.portwitness.cli.render.Conclusion;
import org.portwitness.cli.render.TextReport;
import org.portwitness.cli.render.TransactionLines;

/**
 * Looks at a live analysis from the side, on a thread of its own: asks for snapshots and shows them, as a picture on a terminal or as a line for
 * each new finding; writes transactions as they are decided; prints an interim report at SIGUSR1. However slow the terminal or the reader of a pipe
 * is, the capture does not wait for it: then snapshots are fewer.
 */
final class Onlooker implements AutoCloseable {
    private static final long PICTURE_MILLIS = 400;
    private static final long LINES_MILLIS = 500;
    /** Nothing to show: only a signal asks. */
    private static final long NEVER_MILLIS = Long.MAX_VALUE / 4_000_000;

    private static final String REPORT_SIGNAL = "USR1";

    private final Engine.LiveAnalyst analyst;
    private final Wishes wishes;
    private final Engine.Listening listening;
    private final Console console;
    private final Thread thread = new Thread(this::look, "onlooker");
    private volatile boolean reportWanted;
    private volatile OutputException failure;
    private LiveView view;

    /**
     * What is to be shown.
     *
     * @param transactions where they go as they are decided, null for nowhere
     * @param ownsStandardOutput whether the picture or the lines may go to standard output; else lines go to standard error
     * @param tells whether there is to be a picture or lines at all
     * @param conclusions what a report comes to
     */
    record Wishes(
            ResultFile transactions,
            boolean ownsStandardOutput,
            boolean tells,
            boolean colour,
            Function<Report, Conclusion> conclusions) {}

    Onlooker(Engine.LiveAnalyst analyst, Wishes wishes, Engine.Listening listening, Console console) {
        this.analyst = analyst;
        this.wishes = wishes;
        this.listening = listening;
        this.console = console;
    }

    /** Begins to look; from here on {@link #close} must come before anything else is written to the terminal. */
    void start() {
        if (wishes.transactions() != null) {
            analyst.withTransactions();
        }
        Signals.onSignal(REPORT_SIGNAL, () -> {
            reportWanted = true;
            analyst.hurry();
        });
        if (wishes.tells() && wishes.ownsStandardOutput() && console.outIsTerminal() && !isDumb()) {
            view = LiveView.open(
                    console.out(),
                    listening.source().summaries().stream()
                            .findFirst()
                            .map(summary -> summary.source())
                            .orElse(""),
                    wishes.colour(),
                    console.unicode(),
                    listening.source()::stop);
        }
        thread.setDaemon(true);
        thread.start();
    }

    private boolean isDumb() {
        return "dumb".equals(console.environment().apply("TERM"));
    }

    private void look() {
        boolean shows = wishes.tells() || wishes.transactions() != null;
        long interval = view != null ? PICTURE_MILLIS : shows ? LINES_MILLIS : NEVER_MILLIS;
        try {
            for (Snapshot snapshot; (snapshot = analyst.next(interval)) != null; ) {
                show(snapshot);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutputException e) {
            failure = e;
            listening.source().stop();
        }
    }

    private void show(Snapshot snapshot) throws OutputException {
        if (reportWanted) {
            reportWanted = false;
            interimReport(snapshot.report());
        }
        if (view != null) {
            view.show(snapshot);
        } else if (wishes.tells()) {
            for (Change change : snapshot.changes()) {
                say(ChangeLine.of(change, console.unicode()));
            }
        }
        if (wishes.transactions() != null
                && !snapshot.decided().isEmpty()
                && !wishes.transactions().append(out -> TransactionLines.write(snapshot.decided(), out))) {
            // nobody reads them any more
            listening.source().stop();
        }
    }

    private void say(String line) throws OutputException {
        if (wishes.ownsStandardOutput()) {
            ResultFile.onStandardOutput(console)
                    .write(out -> out.write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8)));
        } else {
            console.say(line);
        }
    }

    private void interimReport(Report report) {
        String text = TextReport.of(
                report, wishes.conclusions().apply(report), console.columns(), /* colour= */ false, console.unicode());
        if (view != null && console.errIsTerminal()) {
            view.showOver(() -> {
                console.err().print(text);
                console.err().flush();
            });
        } else {
            console.err().print(text);
            console.err().flush();
        }
    }

    /** Waits until the last snapshot is shown and gives the terminal back. */
    @Override
    public void close() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (view != null) {
            view.close();
        }
    }

    /** @throws OutputException what kept it from writing, if something did */
    void check() throws OutputException {
        if (failure != null) {
            throw failure;
        }
    }
}
