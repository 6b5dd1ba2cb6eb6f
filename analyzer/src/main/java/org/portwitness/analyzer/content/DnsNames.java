package org.portwitness.analyzer.content;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsName;

/**
 * Names that DNS answers gave to addresses: each (client, name, address) once, with the time it was first said. Bounded.
 *
 * <pre>
 *  0,1  client (0,0 for multicast)    2,3  address    4  nanoseconds    5  name
 * </pre>
 */
final class DnsNames implements Iterable<DnsName> {
    private static final int STRIDE = 6;

    private final int limit;
    private final NameTable names;
    private final GivenUp givenUp;
    private long[] records = new long[64 * STRIDE];
    private int[] index = new int[128];
    private int size;

    DnsNames(int limit, NameTable names, GivenUp givenUp) {
        this.limit = limit;
        this.names = names;
        this.givenUp = givenUp;
    }

    void add(long clientHigh, long clientLow, int name, long addressHigh, long addressLow, long nanos) {
        if (name == NameTable.NONE) {
            givenUp.add(GivenUp.Reason.DNS_NAMES_NOT_KEPT);
            return;
        }
        int mask = index.length - 1;
        int slot = hash(clientHigh, clientLow, name, addressHigh, addressLow) & mask;
        while (index[slot] != 0) {
            int at = (index[slot] - 1) * STRIDE;
            if (records[at + 1] == clientLow
                    && records[at + 3] == addressLow
                    && records[at + 5] == name
                    && records[at] == clientHigh
                    && records[at + 2] == addressHigh) {
                return;
            }
            slot = (slot + 1) & mask;
        }
        if (size == limit) {
            givenUp.add(GivenUp.Reason.DNS_NAMES_NOT_KEPT);
            return;
        }
        if ((size + 1) * STRIDE > records.length) {
            records = Arrays.copyOf(records, records.length * 2);
        }
        int at = size * STRIDE;
        records[at] = clientHigh;
        records[at + 1] = clientLow;
        records[at + 2] = addressHigh;
        records[at + 3] = addressLow;
        records[at + 4] = nanos;
        records[at + 5] = name;
        index[slot] = ++size;
        if (size * 2 > index.length) {
            rebuildIndex();
        }
    }

    private void rebuildIndex() {
        index = new int[index.length * 2];
        int mask = index.length - 1;
        for (int i = 0; i < size; i++) {
            int at = i * STRIDE;
            int slot =
                    hash(records[at], records[at + 1], (int) records[at + 5], records[at + 2], records[at + 3]) & mask;
            while (index[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            index[slot] = i + 1;
        }
    }

    private static int hash(long clientHigh, long clientLow, int name, long addressHigh, long addressLow) {
        long h = (clientLow ^ Long.rotateLeft(clientHigh, 23)) * 0x9E3779B97F4A7C15L;
        h = (h ^ addressLow ^ Long.rotateLeft(addressHigh, 31)) * 0xC2B2AE3D27D4EB4FL;
        h = (h ^ name) * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32);
    }

    @Override
    public Iterator<DnsName> iterator() {
        return new Iterator<>() {
            private int position;

            @Override
            public boolean hasNext() {
                return position < size;
            }

            @Override
            public DnsName next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int at = position++ * STRIDE;
                boolean toGroup = records[at] == 0 && records[at + 1] == 0;
                return new DnsName(
                        toGroup ? null : new Address(records[at], records[at + 1]),
                        names.text((int) records[at + 5]),
                        new Address(records[at + 2], records[at + 3]),
                        records[at + 4]);
            }
        };
    }
}
