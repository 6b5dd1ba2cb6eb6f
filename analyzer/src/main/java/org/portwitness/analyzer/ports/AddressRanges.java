package org.portwitness.analyzer.ports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.portwitness.analyzer.evidence.Address;

/**
 * Address blocks with a value each, compiled for lookup: the longest prefix that contains an address wins, of equal blocks the one
 * that was added first. Immutable once built; any thread may ask.
 *
 * <p>Blocks either nest or lie apart, so they cut the address space into disjoint pieces, each with one innermost block. The
 * pieces' first addresses stand sorted in two arrays, and a binary search finds the piece.
 */
public final class AddressRanges<T> {
    /** No block covers the piece. */
    private static final int NONE = -1;

    private final long[] startHigh;
    private final long[] startLow;
    private final int[] rangeOf;
    private final List<Match<T>> ranges;

    private AddressRanges(long[] startHigh, long[] startLow, int[] rangeOf, List<Match<T>> ranges) {
        this.startHigh = startHigh;
        this.startLow = startLow;
        this.rangeOf = rangeOf;
        this.ranges = ranges;
    }

    /** A block that contains the address, and what was stored with it. */
    public record Match<T>(AddressRange range, T value) {}

    /** Collects blocks. */
    public static final class Builder<T> {
        private final List<Match<T>> ranges = new ArrayList<>();

        public Builder<T> add(AddressRange range, T value) {
            ranges.add(new Match<>(range, value));
            return this;
        }

        public AddressRanges<T> build() {
            return new Pieces<>(ranges).compile();
        }
    }

    /** The innermost block that contains the address; null where none does. */
    public Match<T> find(Address address) {
        int range = indexOf(address.high(), address.low());
        return range == NONE ? null : ranges.get(range);
    }

    public boolean contains(Address address) {
        return contains(address.high(), address.low());
    }

    /** As {@link #contains(Address)}, for the two halves of an address as packets have them. */
    public boolean contains(long high, long low) {
        return indexOf(high, low) != NONE;
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    private int indexOf(long high, long low) {
        int from = 0;
        int to = startHigh.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = Long.compareUnsigned(startHigh[middle], high);
            if (order == 0) {
                order = Long.compareUnsigned(startLow[middle], low);
            }
            if (order == 0) {
                return rangeOf[middle];
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return to < 0 ? NONE : rangeOf[to];
    }

    /** Sweeps over the blocks in address order, outer before inner, with the open ones on a stack. */
    private static final class Pieces<T> {
        /** IPv4 lies inside IPv6's address space; a block such as ::/0 must not take it along. */
        private static final AddressRange IPV4 = new AddressRange(Address.ofIpv4(0), AddressRange.IPV4_BITS);

        private final List<Match<T>> ranges;
        private final List<Address> starts = new ArrayList<>();
        private final List<Integer> owners = new ArrayList<>();
        private final Deque<Open> open = new ArrayDeque<>();

        private record Open(AddressRange range, int owner) {}

        Pieces(List<Match<T>> ranges) {
            this.ranges = List.copyOf(ranges);
        }

        AddressRanges<T> compile() {
            List<Open> order = new ArrayList<>();
            // before the others: where a block is given twice the later one of the sweep is innermost
            order.add(new Open(IPV4, NONE));
            for (int i = ranges.size() - 1; i >= 0; i--) {
                order.add(new Open(ranges.get(i).range(), i));
            }
            order.sort(Pieces::outerFirst);
            for (Open next : order) {
                closeBefore(next.range());
                open.push(next);
                begin(next.range().first(), next.owner());
            }
            while (!open.isEmpty()) {
                closeInnermost();
            }
            long[] high = new long[starts.size()];
            long[] low = new long[starts.size()];
            int[] owner = new int[starts.size()];
            for (int i = 0; i < owner.length; i++) {
                high[i] = starts.get(i).high();
                low[i] = starts.get(i).low();
                owner[i] = owners.get(i);
            }
            return new AddressRanges<>(high, low, owner, ranges);
        }

        private static int outerFirst(Open a, Open b) {
            int order = compare(a.range().first(), b.range().first());
            return order != 0
                    ? order
                    : Integer.compare(a.range().bits(), b.range().bits());
        }

        private void closeBefore(AddressRange next) {
            while (!open.isEmpty() && compare(open.peek().range().last(), next.first()) < 0) {
                closeInnermost();
            }
        }

        private void closeInnermost() {
            Address last = open.pop().range().last();
            if (last.high() == -1 && last.low() == -1) {
                return;
            }
            Address behind = new Address(last.low() == -1 ? last.high() + 1 : last.high(), last.low() + 1);
            begin(behind, open.isEmpty() ? NONE : open.peek().owner());
        }

        private void begin(Address at, int owner) {
            int last = starts.size() - 1;
            if (last >= 0 && starts.get(last).equals(at)) {
                owners.set(last, owner);
            } else {
                starts.add(at);
                owners.add(owner);
            }
        }

        /** Plain 128-bit order; the order of {@link Address} itself puts IPv4 first. */
        private static int compare(Address a, Address b) {
            int order = Long.compareUnsigned(a.high(), b.high());
            return order != 0 ? order : Long.compareUnsigned(a.low(), b.low());
        }
    }
}
