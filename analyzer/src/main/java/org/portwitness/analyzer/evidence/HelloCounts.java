package org.portwitness.analyzer.evidence;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How many ClientHellos there were, whether or not the list had place for them.
 *
 * @param total all of them
 * @param withoutName those that named no server
 * @param byName of the others, how many named each server; names that were too many to be kept are missing
 */
public record HelloCounts(long total, long withoutName, Map<String, Long> byName) {
    /** Those of several lanes. */
    public static HelloCounts sum(Collection<HelloCounts> lanes) {
        Map<String, Long> byName = new HashMap<>();
        long total = 0;
        long withoutName = 0;
        for (HelloCounts lane : lanes) {
            total += lane.total;
            withoutName += lane.withoutName;
            lane.byName.forEach((name, count) -> byName.merge(name, count, Long::sum));
        }
        return new HelloCounts(total, withoutName, byName);
    }
}
