package org.portwitness.analyzer.ports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Name patterns with a value each, compiled for lookup: the longest pattern that matches a name wins, of equals the one that was
 * added first. Immutable once built.
 */
public final class NamePatterns<T> {
    private final Map<String, Match<T>> exact;
    /** By what follows the star, with its leading dot. */
    private final Map<String, Match<T>> suffixes;
    /** All other shapes; few, so they are tried one by one. Longest first. */
    private final List<Match<T>> others;

    private NamePatterns(Map<String, Match<T>> exact, Map<String, Match<T>> suffixes, List<Match<T>> others) {
        this.exact = exact;
        this.suffixes = suffixes;
        this.others = others;
    }

    /** A pattern that matched, and what was stored with it. */
    public record Match<T>(NamePattern pattern, T value) {}

    /** Collects patterns. */
    public static final class Builder<T> {
        private final Map<String, Match<T>> exact = new HashMap<>();
        private final Map<String, Match<T>> suffixes = new HashMap<>();
        private final List<Match<T>> others = new ArrayList<>();

        public Builder<T> add(NamePattern pattern, T value) {
            Match<T> match = new Match<>(pattern, value);
            if (pattern.isExact()) {
                exact.putIfAbsent(pattern.toString(), match);
            } else if (pattern.isSuffix()) {
                suffixes.putIfAbsent(pattern.toString().substring(1), match);
            } else {
                others.add(match);
            }
            return this;
        }

        public NamePatterns<T> build() {
            others.sort(
                    (a, b) -> Integer.compare(b.pattern().length(), a.pattern().length()));
            return new NamePatterns<>(Map.copyOf(exact), Map.copyOf(suffixes), List.copyOf(others));
        }
    }

    /** The longest pattern that matches; null where none does. */
    public Match<T> find(String name) {
        String normal = NamePattern.normal(name);
        Match<T> best = exact.get(normal);
        if (best != null) {
            return best;
        }
        for (int dot = normal.indexOf('.'); dot >= 0 && best == null; dot = normal.indexOf('.', dot + 1)) {
            best = suffixes.get(normal.substring(dot));
        }
        for (Match<T> other : others) {
            if (best != null && other.pattern().length() <= best.pattern().length()) {
                break;
            }
            if (other.pattern().matches(normal)) {
                return other;
            }
        }
        return best;
    }

    public boolean isEmpty() {
        return exact.isEmpty() && suffixes.isEmpty() && others.isEmpty();
    }
}
