package org.portwitness.analyzer.transaction;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Address;

/** A bounded set of addresses in the order they came; what comes after the bound is left out and counted. */
final class AddressSet implements Iterable<Address> {
    static final int LEFT_OUT = -1;

    private final int limit;
    private long[] addresses = new long[16];
    private int[] index = new int[32];
    private int size;
    private long leftOut;

    AddressSet(int limit) {
        this.limit = limit;
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
        if ((size + 1) * 2 > addresses.length) {
            addresses = Arrays.copyOf(addresses, addresses.length * 2);
            index = new int[addresses.length * 2];
            for (int i = 0; i < size; i++) {
                index[position(addresses[2 * i], addresses[2 * i + 1])] = i + 1;
            }
            position = position(high, low);
        }
        addresses[2 * size] = high;
        addresses[2 * size + 1] = low;
        index[position] = ++size;
        return size - 1;
    }

    /** Where the address stands in the index or would be put; the index is never more than half full. */
    private int position(long high, long low) {
        long h = (low ^ Long.rotateLeft(high, 31)) * 0x9E3779B97F4A7C15L;
        int position = (int) (h >>> 32) & index.length - 1;
        while (index[position] != 0) {
            int at = 2 * (index[position] - 1);
            if (addresses[at] == high && addresses[at + 1] == low) {
                break;
            }
            position = position + 1 & index.length - 1;
        }
        return position;
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
                int at = 2 * next++;
                return new Address(addresses[at], addresses[at + 1]);
            }
        };
    }
}
