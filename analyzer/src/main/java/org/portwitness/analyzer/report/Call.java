package org.portwitness.analyzer.report;

import java.util.List;

/**
 * The story of one call of one unit, in time order.
 *
 * @param unit the unit's address
 */
public record Call(String unit, long firstNanos, long lastNanos, List<Step> steps) {

    /**
     * @param step what was done, one of a small set of words that scripts can rely on
     * @param row id of the row it counts for, null where none does
     * @param peer {@code ip:port} or a name, null where there is none
     * @param outcome one word
     * @param detail one sentence
     */
    public record Step(long timeNanos, String step, String row, String peer, String outcome, String detail) {}
}
