package org.portwitness.capture.live;

import java.util.concurrent.TimeUnit;

/**
 * How long the kernel's buffer would last if nobody read it, going by how fast it was filled of late. Belongs to the reading thread.
 *
 * <p>Of a ring, blocks count and not bytes: the kernel closes a block after a while however little is in it.
 */
final class Patience {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long room;
    private long since;
    private long used;
    private double newest;

    /**
     * @param room units that the buffer has, whatever they are
     * @param now as {@link System#nanoTime} gives it, here and below
     */
    Patience(long room, long now) {
        this.room = room;
        since = now;
    }

    /** So many units were filled, and read. */
    void add(long units, long now) {
        used += units;
        if (now - since >= WINDOW_NANOS) {
            newest = rate(now);
            since = now;
            used = 0;
        }
    }

    /** Nanoseconds; {@link Long#MAX_VALUE} where nothing comes. */
    long nanos(long now) {
        double rate = now - since >= WINDOW_NANOS ? rate(now) : Math.max(newest, (double) used / WINDOW_NANOS);
        return rate == 0 ? Long.MAX_VALUE : Math.round(room / rate);
    }

    private double rate(long now) {
        return (double) used / (now - since);
    }
}
