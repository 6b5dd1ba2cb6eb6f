package org.portwitness.analyzer;

import java.util.function.LongSupplier;

/**
 * The hand-over of snapshots from the thread that reads packets to one other thread. The reader looks at one flag a packet; all waiting is done by
 * the other.
 *
 * <p>A snapshot costs as much as a report: nothing with a few rooms, seconds with a million conversations. The other thread asks for the next only
 * when so much time has gone by that snapshots take {@link #LARGEST_SHARE} of it at most, unless the user asks ({@link #hurry}).
 */
public final class Snapshots {
    /** One part in so many of the time may go into snapshots. */
    private static final int LARGEST_SHARE = 20;

    private static final long AGAIN_NANOS = 1_000_000_000;

    private final LongSupplier nanoTime;
    private volatile boolean wanted;
    private volatile boolean wantsTransactions;
    private Snapshot handedOver;
    private Runnable whenPutOff = () -> {};
    private boolean told;
    private volatile boolean putOff;
    private volatile boolean ended;
    private volatile boolean hurried;
    private long madeAt;
    private long costNanos;

    Snapshots(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        madeAt = nanoTime.getAsLong();
    }

    /** From now on snapshots have the transactions that were decided. */
    public void withTransactions() {
        wantsTransactions = true;
    }

    /** Is told once, by the thread that asks for snapshots, when one is put off because the packets cannot wait for it. */
    public void whenPutOff(Runnable telling) {
        whenPutOff = telling;
    }

    /**
     * Waits until it is time for the next snapshot, asks for it and waits for it.
     *
     * @param intervalMillis time from the snapshot before, at least
     * @return null once the analysis has ended, with or without a report
     */
    public Snapshot next(long intervalMillis) throws InterruptedException {
        awaitTime(intervalMillis);
        while (true) {
            Snapshot snapshot = awaitAnother();
            if (snapshot != null || ended) {
                hurried = false;
                return snapshot;
            }
            if (putOff && !told) {
                told = true;
                whenPutOff.run();
            }
        }
    }

    private synchronized void awaitTime(long intervalMillis) throws InterruptedException {
        long due = madeAt + Math.max(intervalMillis * 1_000_000, costNanos * (LARGEST_SHARE - 1));
        for (long left; !ended && !hurried && (left = due - nanoTime.getAsLong()) > 0; ) {
            wait(left / 1_000_000 + 1);
        }
    }

    /** Asks, and waits for a while: one that was put off is asked for again, since packets may come more slowly by then. */
    private synchronized Snapshot awaitAnother() throws InterruptedException {
        ask();
        long until = nanoTime.getAsLong() + AGAIN_NANOS;
        for (long left; !ended && handedOver == null && (left = until - nanoTime.getAsLong()) > 0; ) {
            wait(left / 1_000_000 + 1);
        }
        return take();
    }

    /** Asks without waiting. */
    synchronized void ask() {
        wanted = !ended;
    }

    /** What was handed over since the last call, null where nothing was. */
    synchronized Snapshot take() {
        Snapshot snapshot = handedOver;
        handedOver = null;
        return snapshot;
    }

    /** Ends the pause before the next snapshot, whatever it costs; any thread. */
    public synchronized void hurry() {
        hurried = true;
        notifyAll();
    }

    boolean isWanted() {
        return wanted;
    }

    boolean isHurried() {
        return hurried;
    }

    /** The snapshot that was asked for would take longer than the packets can wait. */
    synchronized void putOff() {
        wanted = false;
        putOff = true;
    }

    boolean wantsTransactions() {
        return wantsTransactions;
    }

    synchronized void handOver(Snapshot snapshot, long cost) {
        wanted = false;
        putOff = false;
        handedOver = snapshot;
        costNanos = cost;
        madeAt = nanoTime.getAsLong();
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        wanted = false;
        notifyAll();
    }
}
