package org.portwitness.analyzer.ports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.portwitness.analyzer.evidence.Address;

/**
 * A block of addresses with a common prefix, or a single one. As text {@code 52.112.0.0/14}; a single address stands alone.
 *
 * @param first lowest address of the block
 * @param bits prefix length in the 128-bit form that {@link Address} has, so 96 more than is written for IPv4
 */
public record AddressRange(Address first, int bits) implements Comparable<AddressRange> {
    /** IPv4 addresses begin behind this prefix of the mapped form. */
    static final int IPV4_BITS = 96;

    public AddressRange {
        if (bits < 0 || bits > 128 || first.isIpv4() && bits < IPV4_BITS) {
            throw new IllegalArgumentException("A prefix of " + bits + " bits does not fit " + first + ".");
        }
        first = new Address(first.high() & highMask(bits), first.low() & lowMask(bits));
    }

    public static AddressRange of(Address address) {
        return new AddressRange(address, 128);
    }

    /**
     * Reads an address, or a block such as {@code 10.0.0.0/8} or {@code 2603:1063::/39}; bits behind the prefix may be set. Never
     * asks a name server.
     *
     * @throws IllegalArgumentException where the text is neither, with a sentence for the user
     */
    public static AddressRange parse(String text) {
        AddressRange range = AddressText.range(text.strip());
        if (range == null) {
            throw new IllegalArgumentException("\"" + text.strip()
                    + "\" is no address; write one such as 10.1.2.3 or 2001:db8::1, or a block such as 10.0.0.0/8.");
        }
        return range;
    }

    public boolean isIpv4() {
        return first.isIpv4();
    }

    /** A block of one family contains nothing of the other, {@code ::/0} included. */
    public boolean contains(Address address) {
        return address.isIpv4() == first.isIpv4()
                && (address.high() & highMask(bits)) == first.high()
                && (address.low() & lowMask(bits)) == first.low();
    }

    /** Whether all of {@code other} lies inside. */
    public boolean contains(AddressRange other) {
        return bits <= other.bits && contains(other.first);
    }

    /** As few blocks as cover the same addresses, sorted: blocks inside others go, halves of a block become that block. */
    public static List<AddressRange> merged(Collection<AddressRange> ranges) {
        List<AddressRange> merged = new ArrayList<>();
        for (AddressRange next : new TreeSet<>(ranges)) {
            AddressRange last = next;
            while (!merged.isEmpty()) {
                AddressRange before = merged.get(merged.size() - 1);
                if (before.contains(last)) {
                    last = before;
                } else if (!before.isOtherHalf(last)) {
                    break;
                } else {
                    last = new AddressRange(before.first, before.bits - 1);
                }
                merged.remove(merged.size() - 1);
            }
            merged.add(last);
        }
        return List.copyOf(merged);
    }

    private boolean isOtherHalf(AddressRange other) {
        if (bits != other.bits || equals(other) || bits <= (isIpv4() ? IPV4_BITS : 0) || isIpv4() != other.isIpv4()) {
            return false;
        }
        AddressRange both = new AddressRange(first, bits - 1);
        return both.contains(other.first);
    }

    /** IPv4 first, then by address; an outer block stands before those inside it. */
    @Override
    public int compareTo(AddressRange other) {
        int order = first.compareTo(other.first);
        return order != 0 ? order : Integer.compare(bits, other.bits);
    }

    Address last() {
        return new Address(first.high() | ~highMask(bits), first.low() | ~lowMask(bits));
    }

    private static long highMask(int bits) {
        // a shift by 64 would be a shift by 0 in Java
        return bits == 0 ? 0 : bits >= 64 ? -1 : -1L << 64 - bits;
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << 128 - bits;
    }

    @Override
    public String toString() {
        return bits == 128 ? first.toString() : first + "/" + (isIpv4() ? bits - IPV4_BITS : bits);
    }
}
