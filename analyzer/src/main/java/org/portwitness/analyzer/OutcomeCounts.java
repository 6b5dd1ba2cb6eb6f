package org.portwitness.analyzer;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each outcome came, for a report that names them all. */
final class OutcomeCounts<E extends Enum<E>> {
    private final Map<E, long[]> counts;

    OutcomeCounts(Class<E> outcomes) {
        counts = new EnumMap<>(outcomes);
        for (E outcome : outcomes.getEnumConstants()) {
            counts.put(outcome, new long[1]);
        }
    }

    void add(E outcome) {
        counts.get(outcome)[0]++;
    }

    SortedMap<String, Long> inWords() {
        SortedMap<String, Long> words = new TreeMap<>();
        counts.forEach((outcome, count) -> words.put(outcome.name().toLowerCase(Locale.ROOT), count[0]));
        return words;
    }
}
