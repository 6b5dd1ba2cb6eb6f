package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.portwitness.analyzer.evidence.MediaStream;

/**
 * How well one media stream came, and where what is missing of it was lost.
 *
 * <p>Measured by what Microsoft asks of the way between a client and the edge of its network: less than 1 % lost in any 15 s, less than 10 % in
 * any 200 ms, jitter below 30 ms in any 15 s, less than 0.05 % out of order ("Media Quality and Network Connectivity Performance in Skype for
 * Business Online", 2018-01-22). One packet of speech is 10 % of 200 ms: that target counts from 30 % on.
 *
 * @param missed the targets it missed, each as a phrase; empty where it came well
 * @param lossy packets are missing, more than the targets allow
 * @param fault where to look for it, null where nothing was missed
 * @param worstNanos when the worst of it began, as far as that is known; else the stream's first packet
 */
public record StreamQuality(List<String> missed, boolean lossy, Fault fault, long worstNanos) {
    private static final double MOST_LOST_15S = 0.01;
    private static final double MOST_REORDERED = 0.0005;
    private static final double MOST_JITTER_NANOS = 30e6;
    private static final double SURE_BURST = 0.30;
    private static final long FEWEST_LOST = 5;
    private static final long FEWEST_REORDERED = 10;

    /** Where a stream is shorter than 15 s, all of it counts, if it holds so many packets. */
    private static final long ENOUGH_OF_SHORT = 200;

    private static final long FEWEST_LOST_BEHIND = 10;
    private static final long WINDOW_15S_NANOS = 15_000_000_000L;
    private static final int TCP = 6;

    private static final StreamQuality GOOD = new StreamQuality(List.of(), false, null, 0);

    /** Where packets were lost or delayed, seen from the capture point. */
    public enum Fault {
        /** On the sender's side of it. */
        BEFORE,
        /** Before they got into the TCP connection that carries them, all of which was seen. */
        BEFORE_TCP,
        /** On the receiver's side: what passed here did not arrive, as the receiver reports. */
        BEHIND,
        /** Perhaps nowhere: the capture itself lost packets. */
        CAPTURE,
        /** Nowhere: the receiver got more than the capture shows. */
        CAPTURE_ALONE,
        /** Perhaps nowhere: both directions are missing at the same moment. */
        BOTH_AT_ONCE
    }

    /** What is missing need not be missing in the call. */
    public boolean isDoubtful() {
        return fault == Fault.CAPTURE || fault == Fault.CAPTURE_ALONE || fault == Fault.BOTH_AT_ONCE;
    }

    public boolean isPoor() {
        return !missed.isEmpty();
    }

    /** {@code 7.1 % of the packets lost in the worst 15 s (target: less than 1 %), 40 % lost in the worst 200 ms (…)}. */
    public String inWords() {
        return String.join(", ", missed);
    }

    /** @param opposite streams of the other direction between the same sockets */
    static StreamQuality of(MediaStream stream, List<MediaStream> opposite, Certainty certainty) {
        List<String> missed = new ArrayList<>();
        double share = stream.worst15s() != null
                ? stream.worst15s().share()
                : stream.expected() >= ENOUGH_OF_SHORT ? (double) stream.lost() / stream.expected() : 0;
        boolean lossy = stream.lost() >= FEWEST_LOST && share >= MOST_LOST_15S;
        if (lossy) {
            missed.add(percent(share) + " of the packets lost in "
                    + (stream.worst15s() != null ? "the worst 15 s" : Words.duration(stream.durationNanos()))
                    + " (target: less than 1 %)");
        }
        if (stream.worst200ms() != null && stream.worst200ms().share() >= SURE_BURST) {
            missed.add(percent(stream.worst200ms().share()) + " lost in the worst 200 ms (target: less than 10 %)");
            lossy = true;
        }
        boolean otherwise = addJitterAndOrder(stream, missed);
        String behind = lostBehind(stream);
        if (behind != null) {
            missed.add(behind);
        }
        if (missed.isEmpty()) {
            return GOOD;
        }
        Fault fault = lossy
                ? faultOfLoss(stream, opposite, certainty)
                : otherwise || behind == null ? Fault.BEFORE : Fault.BEHIND;
        return new StreamQuality(List.copyOf(missed), lossy, fault, worst(stream));
    }

    private static boolean addJitterAndOrder(MediaStream stream, List<String> missed) {
        int before = missed.size();
        MediaStream.Jitter jitter = stream.jitter();
        if (jitter != null && jitter.worst15sNanos() != null && jitter.worst15sNanos() >= MOST_JITTER_NANOS) {
            missed.add("jitter of " + Math.round(jitter.worst15sNanos() / 1e6)
                    + " ms in the worst 15 s (target: less than 30 ms)");
        }
        if (stream.reordered() >= FEWEST_REORDERED && stream.reordered() > MOST_REORDERED * stream.packets()) {
            missed.add(percent((double) stream.reordered() / stream.packets())
                    + " out of order (target: less than 0.05 %)");
        }
        return missed.size() > before;
    }

    private static Fault faultOfLoss(MediaStream stream, List<MediaStream> opposite, Certainty certainty) {
        if (receiverHasMore(stream)) {
            return Fault.CAPTURE_ALONE;
        }
        if (!receiverConfirms(stream)
                && (certainty.lostTooMuch() || certainty.hasGaps() || mayBeOfCapture(stream, certainty))) {
            return Fault.CAPTURE;
        }
        // TCP loses nothing: what is missing there never got into it, or the capture lost it
        if (stream.protocol() == TCP) {
            return certainty.hasAllOfTcp() && !opposite.isEmpty() ? Fault.BEFORE_TCP : Fault.CAPTURE;
        }
        return lostWithTheOther(stream, opposite) ? Fault.BOTH_AT_ONCE : Fault.BEFORE;
    }

    /** Less what the capture itself may have lost, the stream would not be called lossy. */
    private static boolean mayBeOfCapture(MediaStream stream, Certainty certainty) {
        double mirror = certainty.shareThatMayBeLost();
        double whole = (double) stream.lost() / stream.expected();
        double worst = stream.worst15s() == null ? whole : stream.worst15s().share();
        return mirror > 0 && worst - mirror < MOST_LOST_15S && whole <= mirror + MOST_LOST_15S;
    }

    /** Most of what is missing fell into moments in which the other direction is missing as well. */
    private static boolean lostWithTheOther(MediaStream stream, List<MediaStream> opposite) {
        long together = 0;
        for (MediaStream.Gap gap : stream.gaps()) {
            boolean both = opposite.stream()
                    .flatMap(other -> other.gaps().stream())
                    .anyMatch(other -> other.lost() > 0 && overlap(gap, other) * 2 > gap.durationNanos());
            together += both ? gap.lost() : 0;
        }
        return together * 2 > stream.lost();
    }

    private static long overlap(MediaStream.Gap one, MediaStream.Gap other) {
        return Math.min(one.endNanos(), other.endNanos()) - Math.max(one.startNanos(), other.startNanos());
    }

    private static long worst(MediaStream stream) {
        return stream.worst15s() == null || stream.worst15s().share() < MOST_LOST_15S
                ? stream.firstNanos()
                : Math.max(stream.firstNanos(), stream.worst15s().endNanos() - WINDOW_15S_NANOS);
    }

    /** What the receiver misses and we do not, null where that is little or not known. */
    private static String lostBehind(MediaStream stream) {
        MediaStream.FarReport far = stream.farReport();
        if (far == null) {
            return null;
        }
        long behind = far.cumulativeLost() - stream.lost();
        return behind >= FEWEST_LOST_BEHIND && behind >= MOST_LOST_15S * stream.expected()
                ? Words.count(behind, "packets") + " lost behind the capture point, as the receiver reports"
                : null;
    }

    private static boolean receiverHasMore(MediaStream stream) {
        MediaStream.FarReport far = stream.farReport();
        return far != null && far.reports() > 1 && far.cumulativeLost() * 2 < stream.lost();
    }

    /** The receiver misses about as many as the capture: they are missing in the call, whatever the mirror lost elsewhere. */
    private static boolean receiverConfirms(MediaStream stream) {
        MediaStream.FarReport far = stream.farReport();
        return far != null && far.reports() > 1 && far.cumulativeLost() * 10 >= stream.lost() * 8;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.0995 ? "%.2g %%" : "%.0f %%", share * 100);
    }
}
