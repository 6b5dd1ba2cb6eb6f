package org.portwitness.analyzer.verdict;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether a relay asks for credentials without end. A client sends its first request without any, is challenged with 401, and perhaps
 * once more with 438 because the nonce was old (RFC 8489 section 9.2); whoever is challenged {@value #ENDLESS} times on one socket and
 * never served has credentials that the relay does not accept, or none.
 */
public final class ChallengeLoop {
    private static final int ENDLESS = 4;
    private static final int UNAUTHENTICATED = 401;
    private static final int STALE_NONCE = 438;

    /** Sockets followed: a unit asks from a few. */
    private static final int MOST_SOCKETS = 1000;

    private final Map<Integer, Integer> challenges = new HashMap<>();
    private boolean endless;
    private long notFollowed;

    public static boolean isChallenge(int errorCode) {
        return errorCode == UNAUTHENTICATED || errorCode == STALE_NONCE;
    }

    /** An answer to the client's socket with that port; only challenges count. */
    public void add(int clientPort, int errorCode) {
        if (!isChallenge(errorCode)) {
            return;
        }
        if (challenges.size() < MOST_SOCKETS || challenges.containsKey(clientPort)) {
            endless |= challenges.merge(clientPort, 1, Integer::sum) >= ENDLESS;
        } else {
            notFollowed++;
        }
    }

    /** Challenges on sockets beyond the bound, of which nobody knows whether they would go on. */
    long notFollowed() {
        return notFollowed;
    }

    /** Only where no request succeeded beside them. */
    public boolean isEndless() {
        return endless;
    }
}
