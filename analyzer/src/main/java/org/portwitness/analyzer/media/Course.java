package org.portwitness.analyzer.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.portwitness.analyzer.evidence.MediaStream;

/**
 * How a stream went over time: packets, losses and jitter in equal steps. When there are too many steps two become one, so that a long stream is
 * told in {@value #MOST} / 2 to {@value #MOST} of them.
 */
final class Course {
    static final int MOST = 120;

    private final int[] packets = new int[MOST];
    private final int[] lost = new int[MOST];
    private final float[] jitter = new float[MOST];
    private int current;
    private int shift;

    void clear() {
        clear(0, MOST);
        current = 0;
        shift = 0;
    }

    private void clear(int from, int to) {
        Arrays.fill(packets, from, to, 0);
        Arrays.fill(lost, from, to, 0);
        Arrays.fill(jitter, from, to, Float.NaN);
    }

    /** Into the step at hand; {@code jitterNow} replaces what stands there. */
    void add(int packetsNow, int lostNow, float jitterNow) {
        packets[current] += packetsNow;
        lost[current] += lostNow;
        jitter[current] = jitterNow;
    }

    /** Time goes on to that bucket, numbered from the stream's beginning; so many packets were lost on the way. */
    void advanceTo(long bucket, long lostMeanwhile) {
        while (bucket >>> shift >= MOST) {
            halve();
        }
        int to = (int) (bucket >>> shift);
        int steps = to - current + 1;
        for (int i = 0; lostMeanwhile > 0 && i < steps; i++) {
            lost[current + i] += (int) (lostMeanwhile * (i + 1) / steps - lostMeanwhile * i / steps);
        }
        current = Math.max(current, to);
    }

    private void halve() {
        for (int i = 0; i < MOST / 2; i++) {
            packets[i] = packets[2 * i] + packets[2 * i + 1];
            lost[i] = lost[2 * i] + lost[2 * i + 1];
            jitter[i] = packets[2 * i + 1] > 0 ? jitter[2 * i + 1] : jitter[2 * i];
        }
        clear(MOST / 2, MOST);
        current /= 2;
        shift++;
    }

    /** A packet that was taken for lost has come. */
    void repair() {
        for (int i = current; i >= 0; i--) {
            if (lost[i] > 0) {
                lost[i]--;
                return;
            }
        }
    }

    /**
     * @param bucketNanos length of a bucket
     * @param hasClock otherwise no jitter is known
     */
    List<MediaStream.Interval> toList(long firstNanos, long bucketNanos, boolean hasClock) {
        List<MediaStream.Interval> intervals = new ArrayList<>(current + 1);
        for (int i = 0; i <= current; i++) {
            Double known = hasClock && packets[i] > 0 && !Float.isNaN(jitter[i]) ? (double) jitter[i] : null;
            intervals.add(new MediaStream.Interval(
                    firstNanos + ((long) i << shift) * bucketNanos, packets[i], Math.max(0, lost[i]), known));
        }
        return intervals;
    }

    /** As it stands with what is not yet entered. */
    Course with(int packetsNow, int lostNow, float jitterNow) {
        Course copy = new Course();
        System.arraycopy(packets, 0, copy.packets, 0, MOST);
        System.arraycopy(lost, 0, copy.lost, 0, MOST);
        System.arraycopy(jitter, 0, copy.jitter, 0, MOST);
        copy.current = current;
        copy.shift = shift;
        copy.add(packetsNow, lostNow, jitterNow);
        return copy;
    }
}
