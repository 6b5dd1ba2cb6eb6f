package org.portwitness.analyzer.flow;

/**
 * The only notion of "now" in the analysis: how long the capture has been running, made from the packets' time stamps.
 *
 * <p>Time stamps may jump (a merged file, a clock that was set) or run backwards. Deadlines therefore do not compare time stamps: they
 * compare {@link #runNanos()}, which grows with the newest time stamp seen and stands still across a seam. So a SYN at the end of one
 * part of a merged capture is not "unanswered for five years", and one just before the clock was set back is not forgotten.
 * Errs towards "not decided yet", never towards "unanswered". Owned by one lane.
 *
 * <p>Two captures merged without regard to their clocks make the time jump to and fro with every other packet. Such leaps forward are no
 * silence: soon after a step back, a long step forward counts only for what lies beyond the newest time stamp of all.
 */
public final class CaptureClock {
    /** A longer forward step than this is a seam: smaller would cut quiet captures apart, larger would join unrelated ones. */
    static final long LONGEST_SILENCE_NANOS = 24L * 3600 * 1_000_000_000;

    /** A longer backward step than this is a seam; shorter ones are packets out of order. */
    static final long LONGEST_DISORDER_NANOS = 10L * 1_000_000_000;

    /** Packets after a step back until a long step forward is taken for silence again; fewer lets merged captures race the clock. */
    static final int UNSETTLED_PACKETS = 1000;

    private long newestNanos;
    private long peakNanos;
    private int unsettled;
    private long previousNanos;
    private long runNanos;
    private long firstNanos;
    private long lastNanos;
    private long timeGoesBack;
    private boolean started;
    private long packets;

    /** Every packet's time passes here, in capture order. */
    public void advanceTo(long timeNanos) {
        packets++;
        if (!started) {
            started = true;
            newestNanos = peakNanos = previousNanos = firstNanos = lastNanos = timeNanos;
            return;
        }
        if (timeNanos < previousNanos) {
            timeGoesBack++;
        }
        previousNanos = timeNanos;
        firstNanos = Math.min(firstNanos, timeNanos);
        lastNanos = Math.max(lastNanos, timeNanos);
        if (timeNanos >= newestNanos) {
            runOn(timeNanos);
        } else if (isLong(newestNanos - timeNanos)) {
            newestNanos = timeNanos;
            unsettled = UNSETTLED_PACKETS;
        }
    }

    /**
     * Lets a capture that is still going on run on although nothing comes: it has been watched until then without a packet. Only a live capture can
     * know that; a recorded one never calls this. Counts as no packet.
     *
     * @param timeNanos on the packets' scale; not later than the true time, so that packets on their way are not overtaken
     */
    public void quietUntil(long timeNanos) {
        if (started && timeNanos > newestNanos) {
            runNanos += timeNanos - newestNanos;
            newestNanos = timeNanos;
            peakNanos = Math.max(peakNanos, timeNanos);
        }
    }

    private void runOn(long timeNanos) {
        long step = timeNanos - newestNanos;
        if (unsettled > 0) {
            unsettled--;
            if (isLong(step)) {
                step = Math.max(0, timeNanos - peakNanos);
            }
        }
        if (step >= 0 && step <= LONGEST_SILENCE_NANOS) {
            runNanos += step;
        }
        newestNanos = timeNanos;
        peakNanos = Math.max(peakNanos, timeNanos);
    }

    /** A difference that overflows is long too: it shows as negative. */
    private static boolean isLong(long stepNanos) {
        return stepNanos < 0 || stepNanos > LONGEST_DISORDER_NANOS;
    }

    /** Packets that passed; while one is looked at, its number in the capture, from 1 on. */
    public long packets() {
        return packets;
    }

    /** How long the capture has run by now; starts at 0 and never falls. */
    public long runNanos() {
        return runNanos;
    }

    /** Smallest time stamp seen, nanoseconds since the epoch; 0 before the first packet. */
    public long firstNanos() {
        return firstNanos;
    }

    /** Largest time stamp seen, likewise. */
    public long lastNanos() {
        return lastNanos;
    }

    /** The time until which the capture has come on the packets' scale, quiet stretches of a live capture included; 0 before the first packet. */
    public long newestNanos() {
        return newestNanos;
    }

    /** Packets whose time stamp is smaller than that of the packet before. */
    public long timeGoesBack() {
        return timeGoesBack;
    }
}
