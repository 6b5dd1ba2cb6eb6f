package org.portwitness.cli.live;

import java.io.OutputStream;
import org.portwitness.analyzer.Snapshot;
import org.portwitness.cli.render.LiveScreen;

/**
 * The live analysis on a terminal. {@code q} ends the capture, {@code p} lets the picture stand still while the capture goes on, Ctrl-L paints
 * anew. Shown and closed by one thread; keys come on another.
 */
public final class LiveView implements AutoCloseable {
    private static final int CTRL_L = 12;

    private final LiveScreen picture;
    private final Runnable quit;
    private final long began = System.nanoTime();
    private TerminalScreen screen;
    private long shownAt = began;
    private long elapsedWhenPaused;
    private boolean paused;

    private LiveView(LiveScreen picture, Runnable quit) {
        this.picture = picture;
        this.quit = quit;
    }

    /**
     * @param name what is captured from
     * @param quit what {@code q} does
     * @return null where the terminal cannot be taken over
     */
    public static LiveView open(OutputStream out, String name, boolean colour, boolean unicode, Runnable quit) {
        LiveView view = new LiveView(new LiveScreen(name, colour, unicode), quit);
        view.screen = TerminalScreen.open(out, unicode, view::onKey);
        if (view.screen == null) {
            return null;
        }
        view.paint();
        return view;
    }

    private void onKey(int key) {
        switch (key) {
            case 'q', 'Q' -> quit.run();
            case 'p', 'P', ' ' -> togglePause();
            case CTRL_L -> repaint();
            default -> {}
        }
    }

    private synchronized void togglePause() {
        paused = !paused;
        elapsedWhenPaused = System.nanoTime() - began;
        paint();
    }

    private synchronized void repaint() {
        paint();
    }

    /** Shows the next snapshot, unless the picture stands still; what is new in it is not lost. */
    public synchronized void show(Snapshot snapshot) {
        long now = System.nanoTime();
        if (!paused) {
            picture.take(snapshot, now - shownAt);
            shownAt = now;
        } else {
            picture.remember(snapshot.changes());
        }
        paint();
    }

    /** Lets something be written where the screen was before, to be seen there when the picture goes away. */
    public synchronized void showOver(Runnable writing) {
        screen.aside(writing);
        paint();
    }

    private void paint() {
        if (screen != null) {
            screen.measure();
            long elapsed = paused ? elapsedWhenPaused : System.nanoTime() - began;
            // clearing to the end of the line would take the last column's character with it
            screen.paint(picture.lines(screen.columns() - 1, screen.rows(), elapsed, paused));
        }
    }

    @Override
    public void close() {
        screen.close();
    }
}
