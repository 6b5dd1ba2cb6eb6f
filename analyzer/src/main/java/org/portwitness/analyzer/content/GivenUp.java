package org.portwitness.analyzer.content;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts of what was given up to stay within bounds, in words for the report's reader. */
@SuppressWarnings("EnumOrdinal") // an array rather than a map of boxes: in a flood there may be one for each packet
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

    /** One box a reason, made once: counting allocates nothing. */
    private final Map<Reason, long[]> counts = new EnumMap<>(Reason.class);

    GivenUp() {
        for (Reason reason : Reason.values()) {
            counts.put(reason, new long[1]);
        }
    }

    void add(Reason reason) {
        counts.get(reason)[0]++;
    }

    long count(Reason reason) {
        return counts.get(reason)[0];
    }

    /** Only reasons that occurred. */
    SortedMap<String, Long> inWords() {
        SortedMap<String, Long> words = new TreeMap<>();
        counts.forEach((reason, count) -> {
            if (count[0] > 0) {
                words.put(reason.words, count[0]);
            }
        });
        return words;
    }
}
