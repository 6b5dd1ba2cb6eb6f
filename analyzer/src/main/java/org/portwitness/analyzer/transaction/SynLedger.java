package org.portwitness.analyzer.transaction;

import java.util.Arrays;

/**
 * Every connection attempt a lane has seen, one small record each, found by its four-tuple.
 *
 * <p>Apart from the flow table, because a flood makes millions of attempts and no flows. Owned by one lane; allocates only when it
 * grows. Attempts of one four-tuple are chained, newest first; the index holds the newest. Slots of attempts are stable.
 *
 * <p>Inside: records of {@value #STRIDE} longs (two cache lines); links are stored plus one, so that 0 is "none".
 *
 * <pre>
 *  0,1  client address    2,3  server address    4  client port:16 | server port:16 | ISN:32
 *  5  first SYN   6  last SYN    7  run of the clock at the last SYN; once unreachable ICMP type:8 | code:8; once answered RTT
 *  8  TTL of the refusal:8 | flags:8 | SYN payload:16 | sendings:12 | packets:20
 *  9  time of the latest sending's first copy     10  its TSval:32 | its mark:32
 * 11  time of the packet that decided             12,13  sender of the ICMP error
 * 14  older attempt:32 | newer attempt:32         15  flow:32 | entry in the table of sendings:32
 * </pre>
 */
final class SynLedger {
    static final int NONE = -1;

    /** A SYN-ACK fits. */
    static final int ANSWERED = 1;
    /** A RST of the server fits. */
    static final int REFUSED = 1 << 1;
    /** An ICMP error quotes it. */
    static final int UNREACHABLE = 1 << 2;
    /** The client acknowledged something. */
    static final int PROCEEDED = 1 << 3;
    /** The SYN-ACK's time-stamp echo says which sending it answers. */
    static final int ECHOED = 1 << 4;
    /** Scratch for the export: the server's side of the socket pair was seen too. */
    static final int SERVER_SEEN = 1 << 5;

    private static final int STRIDE = 16;
    private static final int PORTS_AND_ISN = 4;
    private static final int FIRST = 5;
    private static final int LAST = 6;
    private static final int RUN_OR_RESULT = 7;
    private static final int STATE = 8;
    private static final int SENDING = 9;
    private static final int MARKS = 10;
    private static final int DECIDED = 11;
    private static final int BY_HIGH = 12;
    private static final int BY_LOW = 13;
    private static final int CHAIN = 14;
    private static final int LINKS = 15;

    private static final int MOST_PACKETS = (1 << 20) - 1;
    private static final int MOST_SENDINGS = (1 << 12) - 1;
    private static final int SENDINGS_SHIFT = 20;
    private static final int PAYLOAD_SHIFT = 32;
    private static final int FLAGS_SHIFT = 48;
    private static final int TTL_SHIFT = 56;
    private static final long LOW = 0xffff_ffffL;

    private static final int FIRST_CAPACITY = 1 << 12;

    /** Attempts an eviction looks at: more spares better evidence, fewer costs less in a flood. */
    private static final int EVICTION_SAMPLE = 8;

    /** Attempts of one four-tuple that are searched for a number: bounds the work when a flood keeps to one socket pair. */
    private static final int LONGEST_SEARCH = 64;

    private final int limit;
    private long[] records;

    /**
     * Hash in the upper half, slot plus one in the lower: in a flood nearly every search is for something new, and with the hash at hand it
     * ends without a look at anybody's record.
     */
    private long[] index;

    private int mask;
    private int size;
    private int free = NONE;
    private int hand;

    /** @param limit most attempts kept, at least 1; 144 to 160 bytes each */
    SynLedger(int limit) {
        this.limit = limit;
        records = new long[Math.min(limit, FIRST_CAPACITY) * STRIDE];
        index = new long[FIRST_CAPACITY * 2];
        mask = index.length - 1;
    }

    /** The newest attempt of the four-tuple, {@link #NONE} where there is none. */
    int newest(long clientHigh, long clientLow, int clientPort, long serverHigh, long serverLow, int serverPort) {
        long ports = ports(clientPort, serverPort);
        int hash = hash(clientHigh, clientLow, serverHigh, serverLow, ports);
        return (int) index[find(hash, clientHigh, clientLow, serverHigh, serverLow, ports)] - 1;
    }

    /** From this attempt on the way to older ones of its four-tuple: the one that began with {@code isn}, else {@link #NONE}. */
    int withIsn(int attempt, long isn) {
        int candidate = attempt;
        for (int i = 0; i < LONGEST_SEARCH && candidate != NONE; i++) {
            if ((records[candidate * STRIDE + PORTS_AND_ISN] & LOW) == isn) {
                return candidate;
            }
            candidate = older(candidate);
        }
        return NONE;
    }

    /** Likewise, the one that {@code acknowledgement} fits: ISN + 1 .. ISN + 1 + SYN payload, modulo 2^32. */
    int acknowledgedBy(int attempt, long acknowledgement) {
        int candidate = attempt;
        for (int i = 0; i < LONGEST_SEARCH && candidate != NONE; i++) {
            long distance = acknowledgement - 1 - (records[candidate * STRIDE + PORTS_AND_ISN] & LOW) & LOW;
            if (distance <= payload(candidate)) {
                return candidate;
            }
            candidate = older(candidate);
        }
        return NONE;
    }

    boolean isFull() {
        return size == limit && free == NONE;
    }

    /**
     * The attempt whose loss costs least: a single SYN of which nothing came, then refusals, then repeated SYNs, answered ones last;
     * among equals the oldest. Looks at a few only.
     */
    int leastTelling() {
        int least = hand;
        long leastRank = Long.MAX_VALUE;
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            hand = hand + 1 == size ? 0 : hand + 1;
            long rank = (long) worth(hand) << 61 | records[hand * STRIDE + LAST] >>> 3;
            if (rank < leastRank) {
                leastRank = rank;
                least = hand;
            }
        }
        return least;
    }

    private int worth(int attempt) {
        int flags = flags(attempt);
        if ((flags & (ANSWERED | PROCEEDED)) != 0) {
            return 3;
        }
        if ((flags & (REFUSED | UNREACHABLE)) != 0) {
            return 1;
        }
        return packets(attempt) == 1 ? 0 : 2;
    }

    /** Begins an attempt with its first SYN; the ledger must not be full. */
    int add(
            long clientHigh,
            long clientLow,
            int clientPort,
            long serverHigh,
            long serverLow,
            int serverPort,
            long isn,
            int payload,
            long nanos) {
        int slot = free;
        if (slot != NONE) {
            free = NONE;
        } else {
            slot = size++;
            if (size * STRIDE > records.length) {
                records = Arrays.copyOf(records, (int) Math.min((long) limit * STRIDE, records.length * 2L));
            }
            if (size * 2 > index.length) {
                rebuildIndex(index.length * 2);
            }
        }
        long ports = ports(clientPort, serverPort);
        int hash = hash(clientHigh, clientLow, serverHigh, serverLow, ports);
        int position = find(hash, clientHigh, clientLow, serverHigh, serverLow, ports);
        int previous = (int) index[position] - 1;
        index[position] = entry(hash, slot);
        int at = slot * STRIDE;
        records[at] = clientHigh;
        records[at + 1] = clientLow;
        records[at + 2] = serverHigh;
        records[at + 3] = serverLow;
        records[at + PORTS_AND_ISN] = ports | isn;
        Arrays.fill(records, at + FIRST, at + STRIDE, 0L);
        records[at + FIRST] = nanos;
        records[at + LAST] = nanos;
        records[at + STATE] = (long) Math.min(payload, 0xffff) << PAYLOAD_SHIFT | 1L << SENDINGS_SHIFT | 1;
        records[at + CHAIN] = (long) (previous + 1) << 32;
        if (previous != NONE) {
            records[previous * STRIDE + CHAIN] |= slot + 1;
        }
        return slot;
    }

    /** Gives the slot of an attempt free for the next one. */
    void remove(int attempt) {
        int older = older(attempt);
        int newer = (int) records[attempt * STRIDE + CHAIN] - 1;
        if (older != NONE) {
            long chain = records[older * STRIDE + CHAIN];
            records[older * STRIDE + CHAIN] = chain & ~LOW | newer + 1;
        }
        if (newer != NONE) {
            long chain = records[newer * STRIDE + CHAIN];
            records[newer * STRIDE + CHAIN] = chain & LOW | (long) (older + 1) << 32;
        } else if (older != NONE) {
            int position = positionOf(attempt);
            index[position] = index[position] & ~LOW | older + 1;
        } else {
            closeGap(positionOf(attempt));
        }
        free = attempt;
    }

    /** One more SYN packet of the attempt. */
    void countPacket(int attempt, int payload, long nanos) {
        int at = attempt * STRIDE;
        records[at + FIRST] = Math.min(records[at + FIRST], nanos);
        records[at + LAST] = Math.max(records[at + LAST], nanos);
        if (packets(attempt) < MOST_PACKETS) {
            records[at + STATE]++;
        }
        if (payload > payload(attempt)) {
            records[at + STATE] = records[at + STATE] & ~(0xffffL << PAYLOAD_SHIFT)
                    | (long) Math.min(payload, 0xffff) << PAYLOAD_SHIFT;
        }
    }

    /** Remembers how long the capture had run at the latest SYN, for as long as nothing came of the attempt. */
    void setRun(int attempt, long runNanos) {
        if ((flags(attempt) & (ANSWERED | REFUSED | UNREACHABLE)) == 0) {
            records[attempt * STRIDE + RUN_OR_RESULT] = runNanos;
        }
    }

    void countSending(int attempt) {
        if (sendings(attempt) < MOST_SENDINGS) {
            records[attempt * STRIDE + STATE] += 1L << SENDINGS_SHIFT;
        }
    }

    /** The latest sending: time of its first copy, its TSval (0 = none) and what tells it from others. */
    void setLatestSending(int attempt, long nanos, int timestampValue, int mark) {
        records[attempt * STRIDE + SENDING] = nanos;
        records[attempt * STRIDE + MARKS] = (long) timestampValue << 32 | mark & LOW;
    }

    void answer(int attempt, long nanos, long rttNanos, boolean echoed) {
        int at = attempt * STRIDE;
        records[at + STATE] |= (long) (echoed ? ANSWERED | ECHOED : ANSWERED) << FLAGS_SHIFT;
        records[at + DECIDED] = nanos;
        records[at + RUN_OR_RESULT] = rttNanos;
    }

    void refuse(int attempt, long nanos, int ttl) {
        setFlag(attempt, REFUSED);
        setDecision(attempt, nanos, ttl);
    }

    void unreachable(int attempt, long nanos, int ttl, int icmpType, int icmpCode, long byHigh, long byLow) {
        setFlag(attempt, UNREACHABLE);
        setDecision(attempt, nanos, ttl);
        int at = attempt * STRIDE;
        records[at + RUN_OR_RESULT] = (long) icmpType << 8 | icmpCode;
        records[at + BY_HIGH] = byHigh;
        records[at + BY_LOW] = byLow;
    }

    private void setDecision(int attempt, long nanos, int ttl) {
        int at = attempt * STRIDE;
        records[at + DECIDED] = nanos;
        records[at + STATE] = records[at + STATE] & ~(0xffL << TTL_SHIFT) | (long) (ttl & 0xff) << TTL_SHIFT;
    }

    void setFlag(int attempt, int flag) {
        records[attempt * STRIDE + STATE] |= (long) flag << FLAGS_SHIFT;
    }

    void clearFlag(int attempt, int flag) {
        records[attempt * STRIDE + STATE] &= ~((long) flag << FLAGS_SHIFT);
    }

    void setFlow(int attempt, int flow) {
        int at = attempt * STRIDE + LINKS;
        records[at] = records[at] & LOW | (long) (flow + 1) << 32;
    }

    void setSendingsEntry(int attempt, int entry) {
        int at = attempt * STRIDE + LINKS;
        records[at] = records[at] & ~LOW | entry + 1;
    }

    /** Slots in use, a free one among them perhaps: see {@link #isFree}. */
    int size() {
        return size;
    }

    boolean isFree(int attempt) {
        return attempt == free;
    }

    boolean isNewest(int attempt) {
        return (int) records[attempt * STRIDE + CHAIN] == 0;
    }

    int older(int attempt) {
        return (int) (records[attempt * STRIDE + CHAIN] >>> 32) - 1;
    }

    int flow(int attempt) {
        return (int) (records[attempt * STRIDE + LINKS] >>> 32) - 1;
    }

    int sendingsEntry(int attempt) {
        return (int) records[attempt * STRIDE + LINKS] - 1;
    }

    int flags(int attempt) {
        return (int) (records[attempt * STRIDE + STATE] >>> FLAGS_SHIFT) & 0xff;
    }

    boolean has(int attempt, int anyOf) {
        return (flags(attempt) & anyOf) != 0;
    }

    int packets(int attempt) {
        return (int) records[attempt * STRIDE + STATE] & MOST_PACKETS;
    }

    int sendings(int attempt) {
        return (int) (records[attempt * STRIDE + STATE] >>> SENDINGS_SHIFT) & MOST_SENDINGS;
    }

    int payload(int attempt) {
        return (int) (records[attempt * STRIDE + STATE] >>> PAYLOAD_SHIFT) & 0xffff;
    }

    int refusalTtl(int attempt) {
        return (int) (records[attempt * STRIDE + STATE] >>> TTL_SHIFT) & 0xff;
    }

    long clientHigh(int attempt) {
        return records[attempt * STRIDE];
    }

    long clientLow(int attempt) {
        return records[attempt * STRIDE + 1];
    }

    long serverHigh(int attempt) {
        return records[attempt * STRIDE + 2];
    }

    long serverLow(int attempt) {
        return records[attempt * STRIDE + 3];
    }

    int clientPort(int attempt) {
        return (int) (records[attempt * STRIDE + PORTS_AND_ISN] >>> 48);
    }

    int serverPort(int attempt) {
        return (int) (records[attempt * STRIDE + PORTS_AND_ISN] >>> 32) & 0xffff;
    }

    long isn(int attempt) {
        return records[attempt * STRIDE + PORTS_AND_ISN] & LOW;
    }

    long firstNanos(int attempt) {
        return records[attempt * STRIDE + FIRST];
    }

    long lastNanos(int attempt) {
        return records[attempt * STRIDE + LAST];
    }

    /** Time of the packet that decided: SYN-ACK, RST or ICMP error; 0 where none did. */
    long decidedNanos(int attempt) {
        return records[attempt * STRIDE + DECIDED];
    }

    /** Meaningful only while the attempt is neither answered nor refused nor unreachable. */
    long runAtLastSyn(int attempt) {
        return records[attempt * STRIDE + RUN_OR_RESULT];
    }

    /** Meaningful only once the attempt is answered. */
    long rttNanos(int attempt) {
        return records[attempt * STRIDE + RUN_OR_RESULT];
    }

    /** Meaningful, as the code and the sender, only while the attempt is unreachable and nothing better. */
    int icmpType(int attempt) {
        return (int) records[attempt * STRIDE + RUN_OR_RESULT] >>> 8;
    }

    int icmpCode(int attempt) {
        return (int) records[attempt * STRIDE + RUN_OR_RESULT] & 0xff;
    }

    long icmpSenderHigh(int attempt) {
        return records[attempt * STRIDE + BY_HIGH];
    }

    long icmpSenderLow(int attempt) {
        return records[attempt * STRIDE + BY_LOW];
    }

    long latestSendingNanos(int attempt) {
        return records[attempt * STRIDE + SENDING];
    }

    int latestTimestampValue(int attempt) {
        return (int) (records[attempt * STRIDE + MARKS] >>> 32);
    }

    int latestMark(int attempt) {
        return (int) records[attempt * STRIDE + MARKS];
    }

    private static long ports(int clientPort, int serverPort) {
        return (long) clientPort << 48 | (long) serverPort << 32;
    }

    private static int hash(long clientHigh, long clientLow, long serverHigh, long serverLow, long ports) {
        long h = (clientLow ^ ports) * 0x9E3779B97F4A7C15L;
        h ^= (serverLow ^ Long.rotateLeft(h, 29)) * 0xC2B2AE3D27D4EB4FL;
        if ((clientHigh | serverHigh) != 0) {
            h ^= (clientHigh * 0x9E3779B97F4A7C15L) ^ Long.rotateLeft(serverHigh * 0xC2B2AE3D27D4EB4FL, 17);
        }
        h ^= h >>> 32;
        h *= 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32);
    }

    private static long entry(int hash, int slot) {
        return (long) hash << 32 | slot + 1;
    }

    /** Where the four-tuple stands in the index, or the empty place where it belongs. */
    private int find(int hash, long clientHigh, long clientLow, long serverHigh, long serverLow, long ports) {
        int position = hash & mask;
        while (true) {
            long entry = index[position];
            if (entry == 0) {
                return position;
            }
            if ((int) (entry >>> 32) == hash) {
                int at = ((int) entry - 1) * STRIDE;
                if (records[at + 1] == clientLow
                        && records[at + 3] == serverLow
                        && (records[at + PORTS_AND_ISN] & ~LOW) == ports
                        && records[at] == clientHigh
                        && records[at + 2] == serverHigh) {
                    return position;
                }
            }
            position = (position + 1) & mask;
        }
    }

    /** Where the newest attempt of a four-tuple stands in the index. */
    private int positionOf(int attempt) {
        int at = attempt * STRIDE;
        int hash = hash(
                records[at], records[at + 1], records[at + 2], records[at + 3], records[at + PORTS_AND_ISN] & ~LOW);
        long entry = entry(hash, attempt);
        int position = hash & mask;
        while (index[position] != entry) {
            position = (position + 1) & mask;
        }
        return position;
    }

    /** Empties a place of the index so that no search stops too early. */
    private void closeGap(int position) {
        int hole = position;
        int next = hole;
        while (true) {
            next = (next + 1) & mask;
            long entry = index[next];
            if (entry == 0) {
                break;
            }
            int home = (int) (entry >>> 32) & mask;
            // an entry may move back into the hole unless its home lies cyclically between the hole and where it is
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                index[hole] = entry;
                hole = next;
            }
        }
        index[hole] = 0;
    }

    private void rebuildIndex(int length) {
        long[] old = index;
        index = new long[length];
        mask = length - 1;
        for (long entry : old) {
            if (entry != 0) {
                int position = (int) (entry >>> 32) & mask;
                while (index[position] != 0) {
                    position = (position + 1) & mask;
                }
                index[position] = entry;
            }
        }
    }
}
