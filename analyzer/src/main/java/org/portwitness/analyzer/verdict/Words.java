package org.portwitness.analyzer.verdict;

import java.util.List;
import java.util.Locale;

/** Figures and lists inside the sentences of verdicts and stories. */
public final class Words {
    private Words() {}

    /** A span as a person says it: {@code 0.4 s}, {@code 40 s}, {@code 3 min}, {@code 2.5 h}. */
    public static String duration(long nanos) {
        double seconds = Math.max(0, nanos) / 1e9;
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (seconds < 120) {
            return Math.round(seconds) + " s";
        }
        if (seconds < 7200) {
            return Math.round(seconds / 60) + " min";
        }
        return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    /** {@code  in 36 s}, with a blank before it; empty for a span that is none. */
    public static String within(long nanos) {
        return nanos < 50_000_000L ? "" : " in " + duration(nanos);
    }

    /** A latency: {@code 0.42 ms}, {@code 21.4 ms}, {@code 380 ms}, and from a second on as {@link #duration}. */
    public static String latency(long nanos) {
        double millis = Math.max(0, nanos) / 1e6;
        if (millis >= 999.5) {
            return duration(nanos);
        }
        return String.format(Locale.ROOT, millis < 0.995 ? "%.2f ms" : millis < 99.95 ? "%.1f ms" : "%.0f ms", millis);
    }

    /** In decimal units: {@code 812 bytes}, {@code 35 kB}, {@code 2.1 MB}. */
    public static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        return bytes < 999_500 ? Math.round(bytes / 1e3) + " kB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
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
