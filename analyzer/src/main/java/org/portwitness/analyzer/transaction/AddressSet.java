package org.portwitness.analyzer.transaction;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Address;

/**
 * A bounded set of addresses in the order they came, with some counters each; what comes after the bound is left out and counted. An address and
 * its counters lie side by side.
 */
final class AddressSet implements Iterable<Address> {
    static final int LEFT_OUT = -1;

    private static final int ADDRESS = 2;
    private static final int FIRST_CAPACITY = 8;

    /** The index is at most a quarter full, so that most searches end where they begin. */
    private static final int SPARSENESS = 4;

    private final int limit;
    private final int stride;
    private long[] records;
    private int[] index;
    private int size;
    private long leftOut;

    AddressSet(int limit) {
        this(limit, 0);
    }

    AddressSet(int limit, int counters) {
        this.limit = limit;
        stride = ADDRESS + counters;
        records = new long[FIRST_CAPACITY * stride];
        index = new int[FIRST_CAPACITY * SPARSENESS];
    }

    /** Gives the place of the address in the order they came, {@link #LEFT_OUT} where the set is full. */
    int add(long high, long low) {
        int position = position(high, low);
        if (index[position] != 0) {
            return index[position] - 1;
        }
        if (size >= limit) {
            leftOut++;
            return LEFT_OUT;
        }
        if (size * stride == records.length) {
            grow();
            position = position(high, low);
        }
        records[size * stride] = high;
        records[size * stride + 1] = low;
        index[position] = ++size;
        return size - 1;
    }

    /** The place of the address, {@link #LEFT_OUT} where it is not in the set. */
    int find(long high, long low) {
        return index[position(high, low)] - 1;
    }

    private void grow() {
        records = Arrays.copyOf(records, records.length * 2);
        index = new int[index.length * 2];
        for (int i = 0; i < size; i++) {
            index[position(records[i * stride], records[i * stride + 1])] = i + 1;
        }
    }

    /** Where the address stands in the index or would be put. */
    private int position(long high, long low) {
        long h = (low ^ Long.rotateLeft(high, 31)) * 0x9E3779B97F4A7C15L;
        int position = (int) (h >>> 32) & index.length - 1;
        while (index[position] != 0) {
            int at = (index[position] - 1) * stride;
            if (records[at] == high && records[at + 1] == low) {
                break;
            }
            position = position + 1 & index.length - 1;
        }
        return position;
    }

    void count(int place, int counter, long many) {
        records[place * stride + ADDRESS + counter] += many;
    }

    long count(int place, int counter) {
        return records[place * stride + ADDRESS + counter];
    }

    Address address(int place) {
        return new Address(records[place * stride], records[place * stride + 1]);
    }

    int size() {
        return size;
    }

    long leftOut() {
        return leftOut;
    }

    @Override
    public Iterator<Address> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public Address next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                return address(next++);
            }
        };
    }
}
