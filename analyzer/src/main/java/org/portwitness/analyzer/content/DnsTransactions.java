package org.portwitness.analyzer.content;

import java.util.Arrays;
import org.portwitness.analyzer.evidence.AnsweredPairs;
import org.portwitness.analyzer.flow.Bound;

/**
 * DNS questions by client socket, server and id; bounded. When full, the one of a sample goes that was asked longest ago, as the capture runs and not
 * by its clock, which may be set back; what was not answered counts as {@value #GRACE_HOURS} h younger. Of answered ones it stays known who answered whom.
 */
final class DnsTransactions {
    /** What a question takes, with its bucket. */
    static final int SLOT_BYTES = 152;

    /** A client has few servers. */
    private static final int FORGOTTEN_PAIRS = 1 << 14;

    private static final int EVICTION_SAMPLE = 16;
    private static final int GRACE_HOURS = 1;
    private static final long GRACE_NANOS = GRACE_HOURS * 3600L * 1_000_000_000;

    private final Bound bound;
    private final GivenUp givenUp;
    private final AnsweredPairs forgottenAnswers = new AnsweredPairs(FORGOTTEN_PAIRS);
    private DnsTransaction[] all = new DnsTransaction[64];
    private DnsTransaction[] buckets = new DnsTransaction[128];
    private int size;
    private int hand;

    DnsTransactions(Bound bound, GivenUp givenUp) {
        this.bound = bound;
        this.givenUp = givenUp;
    }

    /**
     * @param name {@link NameTable#NONE} matches any, as does a type of −1: some failures come back without the question
     * @return null where there is none
     */
    DnsTransaction find(Key key, int name, int type) {
        DnsTransaction found = buckets[key.hash & buckets.length - 1];
        while (found != null && !(key.matches(found) && (type < 0 || found.name == name && found.type == type))) {
            found = found.nextInBucket;
        }
        return found;
    }

    DnsTransaction add(Key key, int name, int type) {
        DnsTransaction added;
        if (bound.admits(size)) {
            if (size == all.length) {
                all = Arrays.copyOf(all, size * 2);
                rebuildBuckets();
            }
            added = new DnsTransaction();
            all[size++] = added;
        } else {
            added = evict();
        }
        key.copyTo(added);
        added.start(name, type, key.id);
        link(added);
        return added;
    }

    private void link(DnsTransaction transaction) {
        int bucket = transaction.hash & buckets.length - 1;
        transaction.nextInBucket = buckets[bucket];
        buckets[bucket] = transaction;
    }

    private void rebuildBuckets() {
        buckets = new DnsTransaction[all.length * 2];
        for (int i = 0; i < size; i++) {
            link(all[i]);
        }
    }

    private DnsTransaction evict() {
        DnsTransaction victim = null;
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            hand = hand + 1 >= size ? 0 : hand + 1;
            DnsTransaction candidate = all[hand];
            if (victim == null || goesBefore(candidate, victim)) {
                victim = candidate;
            }
        }
        givenUp.add(GivenUp.Reason.DNS_QUERIES_NOT_KEPT);
        victim.rememberAnswer(forgottenAnswers);
        int bucket = victim.hash & buckets.length - 1;
        if (buckets[bucket] == victim) {
            buckets[bucket] = victim.nextInBucket;
        } else {
            DnsTransaction before = buckets[bucket];
            while (before.nextInBucket != victim) {
                before = before.nextInBucket;
            }
            before.nextInBucket = victim.nextInBucket;
        }
        return victim;
    }

    private static boolean goesBefore(DnsTransaction a, DnsTransaction b) {
        return freshness(a) < freshness(b);
    }

    /** A failure tells more, but not for ever: or in the end nothing but failures would be left. */
    private static long freshness(DnsTransaction transaction) {
        return transaction.lastRunNanos() + (transaction.isAnswered() ? 0 : GRACE_NANOS);
    }

    AnsweredPairs forgottenAnswers() {
        return forgottenAnswers;
    }

    int size() {
        return size;
    }

    DnsTransaction get(int i) {
        return all[i];
    }

    /** Who asks whom, and under which id; reused. */
    static final class Key {
        private long clientHigh;
        private long clientLow;
        private long serverHigh;
        private long serverLow;
        private int clientPort;
        private int serverPort;
        private int protocol;
        private int id;
        private int hash;

        Key client(long high, long low, int port) {
            clientHigh = high;
            clientLow = low;
            clientPort = port;
            return this;
        }

        Key server(long high, long low, int port) {
            serverHigh = high;
            serverLow = low;
            serverPort = port;
            return this;
        }

        Key message(int transportProtocol, int messageId) {
            protocol = transportProtocol;
            id = messageId;
            long h = clientLow * 0x9E3779B97F4A7C15L ^ clientHigh;
            h = (h ^ serverLow ^ Long.rotateLeft(serverHigh, 31)) * 0xC2B2AE3D27D4EB4FL;
            h = (h ^ (long) clientPort << 32 ^ (long) id << 8 ^ protocol) * 0x9E3779B97F4A7C15L;
            hash = (int) (h >>> 32);
            return this;
        }

        private boolean matches(DnsTransaction t) {
            return t.hash == hash
                    && t.id == id
                    && t.clientPort == clientPort
                    && t.serverPort == serverPort
                    && t.protocol == protocol
                    && t.clientLow == clientLow
                    && t.serverLow == serverLow
                    && t.clientHigh == clientHigh
                    && t.serverHigh == serverHigh;
        }

        private void copyTo(DnsTransaction t) {
            t.clientHigh = clientHigh;
            t.clientLow = clientLow;
            t.clientPort = clientPort;
            t.serverHigh = serverHigh;
            t.serverLow = serverLow;
            t.serverPort = serverPort;
            t.protocol = protocol;
            t.hash = hash;
        }
    }
}
