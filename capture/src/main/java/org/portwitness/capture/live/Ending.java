package org.portwitness.capture.live;

import java.util.concurrent.TimeUnit;

/**
 * The end of a capture, from the moment when somebody wishes it until what had arrived by then is handed on: the kernel keeps the last packets for a
 * moment before it lets them be seen. Any thread may wish, the reading thread asks.
 */
final class Ending {
    /** Under a stream that never pauses, an end has to be made. */
    private static final long LONGEST_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final long quietNanos;
    private volatile long wishedAt;
    private volatile boolean wished;

    /** @param keepsMillis how long the kernel keeps a packet at most before it can be seen */
    Ending(int keepsMillis) {
        quietNanos = TimeUnit.MILLISECONDS.toNanos(3L * keepsMillis);
    }

    void wish() {
        if (!wished) {
            wishedAt = System.nanoTime();
            wished = true;
        }
    }

    boolean isWished() {
        return wished;
    }

    /** Whether what had arrived before the wish would have been seen by now, where nothing waits. */
    boolean isDrained() {
        return wished && System.nanoTime() - wishedAt > quietNanos;
    }

    /** Whether it has to end, whatever still waits. */
    boolean isOverdue() {
        return wished && System.nanoTime() - wishedAt > LONGEST_DRAIN_NANOS;
    }
}
