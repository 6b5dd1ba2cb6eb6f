package org.portwitness.analyzer.media;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many packets had each value of a small field; nearly always it is the value of the packet before. */
final class ValueCounts {
    private int[] values = new int[2];
    private long[] counts = new long[2];
    private int size;
    private int latest;

    void clear() {
        size = 0;
        latest = 0;
    }

    /** @param value of a field of seven bits at most, so that the table stays small */
    void add(int value) {
        if (size == 0 || values[latest] != value) {
            latest = indexOf(value);
        }
        counts[latest]++;
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
        return counts[latest];
    }

    SortedMap<Integer, Long> toMap() {
        SortedMap<Integer, Long> map = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            map.put(values[i], counts[i]);
        }
        return map;
    }
}
