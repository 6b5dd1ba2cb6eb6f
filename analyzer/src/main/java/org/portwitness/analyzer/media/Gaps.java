package org.portwitness.analyzer.media;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.portwitness.analyzer.evidence.MediaStream;

/** The longest pauses of one stream. */
final class Gaps {
    /** A shorter pause is not told. */
    static final long SHORTEST_NANOS = 1_000_000_000L;

    private static final int MOST = 32;

    private final long[] starts = new long[MOST];
    private final long[] ends = new long[MOST];
    private final long[] lost = new long[MOST];
    private int size;

    void clear() {
        size = 0;
    }

    void add(long startNanos, long endNanos, long lostMeanwhile) {
        int place = size;
        if (size < MOST) {
            size++;
        } else {
            place = 0;
            for (int i = 1; i < MOST; i++) {
                if (ends[i] - starts[i] < ends[place] - starts[place]) {
                    place = i;
                }
            }
            if (ends[place] - starts[place] >= endNanos - startNanos) {
                return;
            }
        }
        starts[place] = startNanos;
        ends[place] = endNanos;
        lost[place] = lostMeanwhile;
    }

    List<MediaStream.Gap> toList() {
        List<MediaStream.Gap> gaps = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            gaps.add(new MediaStream.Gap(starts[i], ends[i], lost[i]));
        }
        gaps.sort(Comparator.comparingLong(MediaStream.Gap::startNanos));
        return gaps;
    }
}
