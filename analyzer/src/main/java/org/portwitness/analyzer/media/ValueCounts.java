package org.portwitness.analyzer.media;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many packets had each value of a small field; nearly always it is the value of the packet before. */
final class ValueCounts {
    private static final int NONE = -1;

    private int[] values = new int[2];
    private long[] counts = new long[2];
    private int size;

    /** The value added last and how many it has; entered in the table when another one comes. */
    private int latest = NONE;

    private long latestCount;

    void clear() {
        size = 0;
        latest = NONE;
        latestCount = 0;
    }

    /** @param value of a field of seven bits at most, so that the table stays small */
    void add(int value) {
        if (value != latest) {
            change(value);
        }
        latestCount++;
    }

    private void change(int value) {
        if (latest != NONE) {
            counts[indexOf(latest)] = latestCount;
        }
        latest = value;
        int at = indexOf(value); // which may replace the table
        latestCount = counts[at];
    }

    private int indexOf(int value) {
        for (int i = 0; i < size; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        values[size] = value;
        counts[size] = 0;
        return size++;
    }

    /** Of the value added last. */
    long latestCount() {
        return latestCount;
    }

    SortedMap<Integer, Long> toMap() {
        SortedMap<Integer, Long> map = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            map.put(values[i], values[i] == latest ? latestCount : counts[i]);
        }
        return map;
    }
}
