package org.portwitness.analyzer.transaction;

import org.portwitness.analyzer.facts.LaneShare;
import org.portwitness.analyzer.facts.PacketFacts;

/**
 * SYN-ACKs and RSTs whose SYN the capture has not shown yet: a mirror that joins two directions may put an answer before its question.
 *
 * <p>A small direct-mapped table: a later one takes the place of an earlier one, since what belongs together stands close together.
 * Owned by one lane. Records of 8 longs: client address, server address, ports:32 | acknowledgement:32, time, kind and TTL.
 */
final class EarlyAnswers {
    static final int NONE = -1;

    /** Each shard has its part, so that several lanes forget what one would. */
    private static final int SLOTS_OF_SHARD = 1 << 8;

    private static final int SLOTS = SLOTS_OF_SHARD * LaneShare.SHARDS;
    private static final int STRIDE = 8;
    private static final long SYN_ACK = 1L << 8;
    private static final long RESET = 1L << 9;

    private final long[] records = new long[SLOTS * STRIDE];

    void remember(
            long clientHigh,
            long clientLow,
            int clientPort,
            long serverHigh,
            long serverLow,
            int serverPort,
            long acknowledgement,
            long nanos,
            int ttl,
            boolean reset) {
        int found = find(clientHigh, clientLow, clientPort, serverHigh, serverLow, serverPort, acknowledgement);
        if (found != NONE && (reset || isSynAck(found))) {
            return;
        }
        long key = key(clientPort, serverPort, acknowledgement);
        int at = place(clientHigh, clientLow, clientPort, serverHigh, serverLow, serverPort, key) * STRIDE;
        records[at] = clientHigh;
        records[at + 1] = clientLow;
        records[at + 2] = serverHigh;
        records[at + 3] = serverLow;
        records[at + 4] = key;
        records[at + 5] = nanos;
        records[at + 6] = (reset ? RESET : SYN_ACK) | ttl & 0xff;
    }

    /** The answer to the client's socket pair with this acknowledgement, {@link #NONE} where there is none. */
    int find(
            long clientHigh,
            long clientLow,
            int clientPort,
            long serverHigh,
            long serverLow,
            int serverPort,
            long acknowledgement) {
        long key = key(clientPort, serverPort, acknowledgement);
        int slot = place(clientHigh, clientLow, clientPort, serverHigh, serverLow, serverPort, key);
        int at = slot * STRIDE;
        return records[at + 4] == key
                        && records[at + 6] != 0
                        && records[at + 1] == clientLow
                        && records[at + 3] == serverLow
                        && records[at] == clientHigh
                        && records[at + 2] == serverHigh
                ? slot
                : NONE;
    }

    boolean isSynAck(int slot) {
        return (records[slot * STRIDE + 6] & SYN_ACK) != 0;
    }

    long nanos(int slot) {
        return records[slot * STRIDE + 5];
    }

    int ttl(int slot) {
        return (int) records[slot * STRIDE + 6] & 0xff;
    }

    private static long key(int clientPort, int serverPort, long acknowledgement) {
        return (long) clientPort << 48 | (long) serverPort << 32 | acknowledgement;
    }

    private static int place(
            long clientHigh,
            long clientLow,
            int clientPort,
            long serverHigh,
            long serverLow,
            int serverPort,
            long key) {
        int shard = LaneShare.shard(
                PacketFacts.TCP, clientHigh ^ clientLow, clientPort, serverHigh ^ serverLow, serverPort);
        long h = (clientLow * 31 + serverLow ^ key) * 0x9E3779B97F4A7C15L;
        return shard * SLOTS_OF_SHARD + ((int) (h >>> 32) & SLOTS_OF_SHARD - 1);
    }
}
