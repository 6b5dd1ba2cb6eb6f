package org.portwitness.analyzer.ports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** One or more port ranges, ascending. As text {@code 443}, {@code 3478-3481}, {@code 80,443}. */
public record PortSet(List<PortRange> ranges) {
    public PortSet {
        List<PortRange> ascending = new ArrayList<>(ranges);
        Collections.sort(ascending);
        ranges = List.copyOf(ascending);
    }

    public static PortSet of(PortRange range) {
        return new PortSet(List.of(range));
    }

    /**
     * Reads a list of ranges with commas between them, blanks allowed.
     *
     * @throws IllegalArgumentException where a part is no range, with a sentence for the user
     */
    public static PortSet parse(String text) {
        List<PortRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            ranges.add(PortRange.parse(part));
        }
        return new PortSet(ranges);
    }

    public boolean contains(int port) {
        for (PortRange range : ranges) {
            if (range.contains(port)) {
                return true;
            }
        }
        return false;
    }

    /** How many ports these are; the fewer, the more a match says. */
    public int size() {
        return ranges.stream().mapToInt(range -> range.high() - range.low() + 1).sum();
    }

    @Override
    public String toString() {
        return ranges.stream().map(PortRange::toString).collect(Collectors.joining(","));
    }
}
