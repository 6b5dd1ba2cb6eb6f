package org.portwitness.analyzer.verdict;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.StunTransaction;

/**
 * Answers of relays that reached their clients and not the capture, as the clients' next requests show: who asks without credentials and
 * then on the same socket with a nonce has been challenged in between (RFC 8489 section 9.2.4). Where hardly any answer of a client is missing,
 * the mirror lost one by chance, and no silence is doubted for it.
 */
final class UnseenAnswers {
    private static final int ALLOCATE = 3;
    private static final int MOST_SOCKETS = 100_000;

    /** Of so many that are seen, one that is not is an accident. */
    private static final int SEEN_FOR_EACH = 10;

    private final Map<Address, long[]> clients = new HashMap<>();

    /** {@code stun} in the order in which the transactions began. */
    UnseenAnswers(Iterable<StunTransaction> stun) {
        Set<Endpoint> unanswered = new HashSet<>();
        for (StunTransaction one : stun) {
            if (one.method() != ALLOCATE || one.protocol() != Exchanges.UDP) {
                continue;
            }
            if (one.isAnswered()) {
                unanswered.remove(one.client());
                count(one.client())[0]++;
            } else if (!one.challenged()) {
                if (unanswered.size() < MOST_SOCKETS) {
                    unanswered.add(one.client());
                }
            } else if (unanswered.remove(one.client())) {
                count(one.client())[1]++;
            }
        }
    }

    private long[] count(Endpoint client) {
        return clients.computeIfAbsent(client.address(), a -> new long[2]);
    }

    /** Answers to the host are missing, and not only few of many. */
    boolean areOf(Address host) {
        long[] counts = clients.get(host);
        return counts != null && counts[1] > 0 && counts[1] * SEEN_FOR_EACH > counts[0];
    }
}
