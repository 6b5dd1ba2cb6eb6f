package org.portwitness.analyzer.proof;

/** Which parts of a stream were shown, so that what is sent again is shown alike. Ranges come in order; beyond a bound further ones are forgotten. */
final class ShownRanges {
    private static final int MOST = 64;

    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private int count;

    void add(int begin, int end) {
        if (count > 0 && to[count - 1] == begin) {
            to[count - 1] = end;
        } else if (count < MOST) {
            from[count] = begin;
            to[count++] = end;
        }
    }

    /**
     * Shows what of the stream between two places was shown.
     *
     * @param zero where the stream's beginning would stand in the packet
     */
    void show(Redaction redaction, int zero, int begin, int end) {
        for (int i = 0; i < count; i++) {
            int first = Math.max(begin, from[i]);
            int last = Math.min(end, to[i]);
            if (first < last) {
                redaction.keep(zero + first, zero + last);
            }
        }
    }
}
