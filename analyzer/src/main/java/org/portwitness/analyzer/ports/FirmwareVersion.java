package org.portwitness.analyzer.ports;

import java.util.ArrayList;
import java.util.List;

/**
 * A firmware version such as {@code 2.0.17317.02}, ordered number by number: {@code .2} equals {@code .02}, and a part that is
 * missing counts as 0. Prints as it was written.
 */
public final class FirmwareVersion implements Comparable<FirmwareVersion> {
    private static final int MOST_PARTS = 8;
    /** So that a part fits an int. */
    private static final int MOST_DIGITS = 9;

    private final String text;
    private final List<Integer> parts;

    private FirmwareVersion(String text, List<Integer> parts) {
        this.text = text;
        this.parts = parts;
    }

    /**
     * Reads numbers with points between them.
     *
     * @throws IllegalArgumentException where the text is none, with a sentence for the user
     */
    public static FirmwareVersion parse(String text) {
        String stripped = text.strip();
        List<Integer> parts = new ArrayList<>();
        for (String part : stripped.split("\\.", -1)) {
            if (part.isEmpty()
                    || part.length() > MOST_DIGITS
                    || parts.size() == MOST_PARTS
                    || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IllegalArgumentException("\"" + stripped
                        + "\" is no firmware version; write numbers with points, such as 2.0.17317.02.");
            }
            parts.add(Integer.parseInt(part));
        }
        while (parts.size() > 1 && parts.get(parts.size() - 1) == 0) {
            parts.remove(parts.size() - 1);
        }
        return new FirmwareVersion(stripped, List.copyOf(parts));
    }

    public boolean isBelow(FirmwareVersion other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(FirmwareVersion other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int order = Integer.compare(part(i), other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int part(int i) {
        return i < parts.size() ? parts.get(i) : 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FirmwareVersion version && parts.equals(version.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
