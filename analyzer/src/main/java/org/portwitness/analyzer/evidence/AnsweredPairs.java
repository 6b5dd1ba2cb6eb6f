package org.portwitness.analyzer.evidence;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Forgotten.Answered;

/**
 * Clients and servers of answered attempts or queries that had to be forgotten, each pair once: without them, what is left of a pair could be its silences
 * alone. Owned by one lane; allocates only when it grows; pairs beyond the bound are counted.
 *
 * <p>Records are seven longs: client in two, server in two, its port, first SYN, last answer.
 */
public final class AnsweredPairs implements Iterable<Answered> {
    /** Pairs; 72 bytes each. */
    public static final int LIMIT = 1 << 16;

    private static final int STRIDE = 7;
    private static final int PORT = 4;
    private static final int FIRST = 5;
    private static final int LAST = 6;

    private final int limit;
    private long[] pairs = new long[16 * STRIDE];
    private int[] index = new int[32];
    private int size;
    private long leftOut;

    public AnsweredPairs(int limit) {
        this.limit = limit;
    }

    public void add(
            long clientHigh,
            long clientLow,
            long serverHigh,
            long serverLow,
            int serverPort,
            long firstNanos,
            long lastNanos) {
        int position = position(clientHigh, clientLow, serverHigh, serverLow, serverPort);
        if (index[position] == 0) {
            if (size == limit) {
                leftOut++;
                return;
            }
            if ((size + 1) * STRIDE > pairs.length) {
                grow();
                position = position(clientHigh, clientLow, serverHigh, serverLow, serverPort);
            }
            int at = size * STRIDE;
            pairs[at] = clientHigh;
            pairs[at + 1] = clientLow;
            pairs[at + 2] = serverHigh;
            pairs[at + 3] = serverLow;
            pairs[at + PORT] = serverPort;
            pairs[at + FIRST] = firstNanos;
            pairs[at + LAST] = lastNanos;
            index[position] = ++size;
            return;
        }
        int at = (index[position] - 1) * STRIDE;
        pairs[at + FIRST] = Math.min(pairs[at + FIRST], firstNanos);
        pairs[at + LAST] = Math.max(pairs[at + LAST], lastNanos);
    }

    private void grow() {
        pairs = Arrays.copyOf(pairs, pairs.length * 2);
        index = new int[index.length * 2];
        for (int pair = 0; pair < size; pair++) {
            int at = pair * STRIDE;
            index[position(pairs[at], pairs[at + 1], pairs[at + 2], pairs[at + 3], (int) pairs[at + PORT])] = pair + 1;
        }
    }

    /** Where the pair stands in the index or would be put; the index is never more than half full. */
    private int position(long clientHigh, long clientLow, long serverHigh, long serverLow, int serverPort) {
        long h = (clientLow ^ Long.rotateLeft(clientHigh, 31)) * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 29 ^ serverLow ^ Long.rotateLeft(serverHigh, 23) ^ serverPort) * 0xC2B2AE3D27D4EB4FL;
        int position = (int) (h >>> 32) & index.length - 1;
        while (index[position] != 0) {
            int at = (index[position] - 1) * STRIDE;
            if (pairs[at + 1] == clientLow
                    && pairs[at + 3] == serverLow
                    && pairs[at + PORT] == serverPort
                    && pairs[at] == clientHigh
                    && pairs[at + 2] == serverHigh) {
                break;
            }
            position = position + 1 & index.length - 1;
        }
        return position;
    }

    /** Answered attempts of pairs that could not be kept. */
    public long leftOut() {
        return leftOut;
    }

    @Override
    public Iterator<Answered> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public Answered next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                int at = STRIDE * next++;
                return new Answered(
                        new Address(pairs[at], pairs[at + 1]),
                        new Endpoint(new Address(pairs[at + 2], pairs[at + 3]), (int) pairs[at + PORT]),
                        pairs[at + FIRST],
                        pairs[at + LAST]);
            }
        };
    }
}
