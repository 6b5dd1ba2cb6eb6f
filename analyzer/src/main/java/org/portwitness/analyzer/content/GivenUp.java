package org.portwitness.analyzer.content;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts of what was given up to stay within bounds, in words for the report's reader. */
final class GivenUp {
    /** Why something was given up. */
    enum Reason {
        CONNECTIONS_NOT_FOLLOWED("openings of TCP connections no longer followed because too many were open"),
        CONTENT_NOT_KEPT("TCP connections whose content was not kept because there were too many"),
        BYTES_NOT_KEPT("TCP streams not put together because too many were waiting for missing segments"),
        MESSAGE_TOO_LARGE("TLS handshake messages larger than 64 KiB"),
        HELLOS_NOT_LISTED("TLS hellos counted but not listed"),
        NAMES_NOT_KEPT("server names not kept because there were too many"),
        DNS_QUERIES_NOT_KEPT("DNS queries pushed out because there were too many"),
        DNS_NAMES_NOT_KEPT("DNS names of addresses not kept because there were too many"),
        DNS_NOT_READABLE("DNS messages that could not be read");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private final long[] counts = new long[Reason.values().length];

    void add(Reason reason) {
        counts[reason.ordinal()]++;
    }

    long count(Reason reason) {
        return counts[reason.ordinal()];
    }

    /** Only reasons that occurred. */
    SortedMap<String, Long> inWords() {
        SortedMap<String, Long> words = new TreeMap<>();
        for (Reason reason : Reason.values()) {
            if (counts[reason.ordinal()] > 0) {
                words.put(reason.words, counts[reason.ordinal()]);
            }
        }
        return words;
    }
}
