package org.portwitness.analyzer.media;

import java.util.Arrays;

/**
 * Extended sequence numbers of one source: how many were expected, came, came twice, came late. After RFC 3550 A.1: a large jump is believed
 * when a second packet follows on from it (the sender began anew), or at once when the time stamps moved on as the clock did (an outage).
 */
final class SequenceNumbers {
    /** Of so many latest numbers it is known whether they came; half a second of a fast video stream. */
    private static final int REMEMBERED = 1024;

    /** RFC 3550's MAX_DROPOUT: a minute of speech. */
    private static final int LARGEST_STEP = 3000;

    /** What {@link #take} says of a packet that fills a hole. */
    static final int LATE = -1;

    private static final int NOTHING = -1;

    private final long[] seen = new long[REMEMBERED / Long.SIZE];
    private long lowest;
    private long highest;
    private long expectedBefore;
    private long distinct;
    private long duplicates;
    private long reordered;
    private long restarts;
    private int following = NOTHING;

    void start(int sequence) {
        Arrays.fill(seen, 0);
        lowest = sequence + 0x1_0000L;
        highest = lowest;
        expectedBefore = 0;
        distinct = 1;
        duplicates = 0;
        reordered = 0;
        restarts = 0;
        following = NOTHING;
        mark(highest);
    }

    /** Only an outage or a new beginning explains that number. */
    boolean isFarAhead(int sequence) {
        return (short) (sequence - (int) highest) > LARGEST_STEP;
    }

    /**
     * Takes the next packet.
     *
     * @param continues far ahead, the number can be the next after an outage: the time stamp moved on with the clock
     * @return how far the highest number moved, 1 where nothing is missing; 0 for a duplicate; {@link #LATE}
     */
    int take(int sequence, boolean continues) {
        int step = (short) (sequence - (int) highest);
        if (step == 1) {
            highest++;
            distinct++;
            mark(highest);
            return 1;
        }
        if (step > 0) {
            return step <= LARGEST_STEP || continues ? ahead(step) : astray(sequence);
        }
        return step > -REMEMBERED ? behind(highest + step) : astray(sequence);
    }

    private int ahead(int step) {
        if (step >= REMEMBERED) {
            Arrays.fill(seen, 0);
        } else {
            for (long missing = highest + 1; missing < highest + step; missing++) {
                seen[word(missing)] &= ~(1L << missing);
            }
        }
        highest += step;
        distinct++;
        mark(highest);
        return step;
    }

    private int behind(long number) {
        if ((seen[word(number)] >>> number & 1) != 0 && number >= lowest) {
            duplicates++;
            return 0;
        }
        reordered++;
        distinct++;
        mark(number);
        if (number < lowest) {
            // it was sent before the one that came first
            lowest = number;
            return 0;
        }
        return LATE;
    }

    /** Far from where the source was: believed when another one follows on from it. */
    private int astray(int sequence) {
        if (sequence != following) {
            following = sequence + 1 & 0xffff;
            return 0;
        }
        expectedBefore += highest - lowest + 1;
        restarts++;
        following = NOTHING;
        Arrays.fill(seen, 0);
        lowest = (sequence - 1 & 0xffff) + 0x1_0000L;
        highest = lowest + 1;
        distinct += 2;
        mark(lowest);
        mark(highest);
        return 1;
    }

    private void mark(long number) {
        seen[word(number)] |= 1L << number;
    }

    private static int word(long number) {
        return (int) (number >>> 6) & REMEMBERED / Long.SIZE - 1;
    }

    long expected() {
        return expectedBefore + highest - lowest + 1;
    }

    long lost() {
        return expected() - distinct;
    }

    long duplicates() {
        return duplicates;
    }

    long reordered() {
        return reordered;
    }

    long restarts() {
        return restarts;
    }
}
