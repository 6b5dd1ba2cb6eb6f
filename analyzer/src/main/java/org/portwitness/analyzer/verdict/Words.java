package org.portwitness.analyzer.verdict;

import java.util.List;

/** Figures and lists inside the sentences of verdicts and stories. */
public final class Words {
    /** What is shorter would round to 0.0 s. */
    private static final long SHORTEST_OF_SECONDS = 50_000_000;

    private Words() {}

    /** A span as a person says it: {@code 12 ms}, {@code 0.4 s}, {@code 40 s}, {@code 3 min}, {@code 2.5 h}. */
    public static String duration(long nanos) {
        long span = Math.max(0, nanos);
        if (span < SHORTEST_OF_SECONDS) {
            return span < 1_000_000 ? "less than 1 ms" : nearest(span, 1_000_000) + " ms";
        }
        double seconds = span / 1e9;
        if (seconds < 9.95) {
            return tenths(nearest(span, 100_000_000)) + " s";
        }
        if (seconds < 120) {
            return Math.round(seconds) + " s";
        }
        if (seconds < 7200) {
            return Math.round(seconds / 60) + " min";
        }
        return tenths(nearest(span, 360_000_000_000L)) + " h";
    }

    /** Half of a unit counts as a whole one. A formatter would do the same, and load more classes than the rest of a short run. */
    private static long nearest(long value, long unit) {
        return value / unit + (value % unit * 2 >= unit ? 1 : 0);
    }

    private static String tenths(long n) {
        return n / 10 + "." + n % 10;
    }

    /** {@code  in 36 s}, with a blank before it; empty for a span that is none. */
    public static String within(long nanos) {
        return nanos < SHORTEST_OF_SECONDS ? "" : " in " + duration(nanos);
    }

    /** A latency: {@code 0.42 ms}, {@code 21.4 ms}, {@code 380 ms}, and from a second on as {@link #duration}. */
    public static String latency(long nanos) {
        long span = Math.max(0, nanos);
        if (span >= 999_500_000) {
            return duration(span);
        }
        if (span < 995_000) {
            long hundredths = nearest(span, 10_000);
            return "0." + hundredths / 10 + hundredths % 10 + " ms";
        }
        return (span < 99_950_000 ? tenths(nearest(span, 100_000)) : String.valueOf(nearest(span, 1_000_000))) + " ms";
    }

    /** In decimal units: {@code 812 bytes}, {@code 35 kB}, {@code 2.1 MB}. */
    public static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        return bytes < 999_500 ? Math.round(bytes / 1e3) + " kB" : tenths(nearest(bytes, 100_000)) + " MB";
    }

    /** {@code 1 SYN}, {@code 12 SYNs}: {@code plural} ends in s. */
    public static String count(long n, String plural) {
        return n + " " + (n == 1 ? singular(plural) : plural);
    }

    private static String singular(String plural) {
        return plural.endsWith("queries")
                ? plural.substring(0, plural.length() - 3) + "y"
                : plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
    }

    /** {@code a}, {@code a and b}, {@code a, b and 3 more}. */
    public static String list(List<String> items, int most) {
        if (items.isEmpty()) {
            return "";
        }
        if (items.size() > most) {
            return String.join(", ", items.subList(0, most)) + " and " + (items.size() - most) + " more";
        }
        if (items.size() == 1) {
            return items.get(0);
        }
        return String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.get(items.size() - 1);
    }
}
