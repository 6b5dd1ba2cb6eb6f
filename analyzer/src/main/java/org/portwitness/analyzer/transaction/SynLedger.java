package org.portwitness.analyzer.transaction;

import java.util.Arrays;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.flow.Beginnings;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.SlotIndex;

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
 *  8  TTL of what decided:8 | flags:8 | SYN payload:16 | sendings:12 | packets:20
 *  9  time of the latest sending's first copy     10  its TSval:32 | its mark:32
 * 11  time of the packet that decided             12,13  sender of the ICMP error; once answered SYN-ACK to ACK, and the number the ACK must have
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
    /** The client is one to favour: a unit, or somebody who was seen to talk with others. */
    static final int FAVOURED = 1 << 6;
    /** Scratch for the export: the server's side of the socket pair was seen too. */
    static final int SERVER_SEEN = 1 << 5;

    /** What an attempt takes: its record and its part of the index, which is half full at most. */
    static final int SLOT_BYTES = 128 + 16;

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
    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;

    /**
     * So many attempts may be single SYNs of strangers that nothing answered. At 100,000 a second they wait 1.3 s, longer than the first pause of any
     * system but Windows; fewer forget sooner, more cost a flood more time for each (ARCHITECTURE.md).
     */
    private static final int MANY = 1 << 17;

    /** Attempts an eviction looks at: more spares better evidence, fewer costs less in a flood. */
    private static final int EVICTION_SAMPLE = 8;

    /** Attempts of one four-tuple that are searched for a number: bounds the work when a flood keeps to one socket pair. */
    private static final int LONGEST_SEARCH = 64;

    private final Bound bound;

    /** Records of {@value #PAGE} attempts each, so that growing copies nothing. */
    private final long[][] pages;

    private final SlotIndex index = new SlotIndex(FIRST_CAPACITY);
    private int size;
    private int free = NONE;
    private int hand;
    private Beginnings beginnings;

    SynLedger(int limit) {
        this(Bound.of(limit));
    }

    /** @param bound of the attempts kept, at least 1; {@value #SLOT_BYTES} bytes each */
    SynLedger(Bound bound) {
        this.bound = bound;
        pages = new long[(bound.limit() + PAGE - 1) >>> PAGE_BITS][];
    }

    private long[] page(int attempt) {
        return pages[attempt >>> PAGE_BITS];
    }

    private static int at(int attempt) {
        return (attempt & PAGE - 1) * STRIDE;
    }

    void keepOrder(Beginnings ofAttempts) {
        beginnings = ofAttempts;
    }

    /** The packet that began the attempt, where {@link #keepOrder} was asked for. */
    long beganAt(int attempt) {
        return beginnings.of(attempt);
    }

    /** The newest attempt of the four-tuple, {@link #NONE} where there is none. */
    int newest(long clientHigh, long clientLow, int clientPort, long serverHigh, long serverLow, int serverPort) {
        long ports = ports(clientPort, serverPort);
        int hash = hash(clientHigh, clientLow, serverHigh, serverLow, ports);
        return SlotIndex.slot(index.entry(find(hash, clientHigh, clientLow, serverHigh, serverLow, ports)));
    }

    /** From this attempt on the way to older ones of its four-tuple: the one that began with {@code isn}, else {@link #NONE}. */
    int withIsn(int attempt, long isn) {
        int candidate = attempt;
        for (int i = 0; i < LONGEST_SEARCH && candidate != NONE; i++) {
            if ((page(candidate)[at(candidate) + PORTS_AND_ISN] & LOW) == isn) {
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
            long distance = acknowledgement - 1 - (page(candidate)[at(candidate) + PORTS_AND_ISN] & LOW) & LOW;
            if (distance <= payload(candidate)) {
                return candidate;
            }
            candidate = older(candidate);
        }
        return NONE;
    }

    boolean isFull() {
        return free == NONE && !bound.admits(size);
    }

    /**
     * Of many attempts the next one to look at is a stranger's single SYN, which may go before anything else does: then a flood turns round in a table
     * that stays near the processor instead of filling all there is. Each SYN still waits a whole round for its answer. Moves on by one at each
     * call; to be asked once for each new attempt.
     */
    boolean hasLoneSynToSpare() {
        if (size < MANY || free != NONE) {
            return false;
        }
        int next = hand + 1 == size ? 0 : hand + 1;
        if (worth(next) != 0) {
            hand = next;
            return false;
        }
        return true;
    }

    /**
     * The attempt whose loss costs least, see {@link #worth}; among equals the oldest. Looks at a few only, going round: the first single SYN in its way is one, so each waits a whole round for
     * its answer, and a flood, where each is one, costs one look.
     */
    int leastTelling() {
        int least = hand;
        long leastRank = Long.MAX_VALUE;
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            hand = hand + 1 == size ? 0 : hand + 1;
            long worth = worth(hand);
            if (worth == 0) {
                return hand;
            }
            long rank = worth << 60 | page(hand)[at(hand) + LAST] >>> 4;
            if (rank < leastRank) {
                leastRank = rank;
                least = hand;
            }
        }
        return least;
    }

    /**
     * Strangers' single SYNs of which nothing came are worth least, then refusals of strangers; then what was answered, as its success is
     * remembered by the pair; then strangers' repeated SYNs, and most what somebody to favour tried in vain.
     */
    private int worth(int attempt) {
        int flags = flags(attempt);
        if ((flags & (ANSWERED | PROCEEDED)) != 0) {
            return 2;
        }
        if ((flags & FAVOURED) != 0) {
            return 4;
        }
        if ((flags & (REFUSED | UNREACHABLE)) != 0) {
            return 1;
        }
        return packets(attempt) == 1 ? 0 : 3;
    }

    /** A single SYN of a stranger, of which nothing came. */
    boolean isLoneSyn(int attempt) {
        return worth(attempt) == 0;
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
            if ((slot & PAGE - 1) == 0) {
                pages[slot >>> PAGE_BITS] = new long[Math.min(PAGE, bound.limit() - slot) * STRIDE];
            }
            index.makeRoomFor(size);
        }
        long ports = ports(clientPort, serverPort);
        int hash = hash(clientHigh, clientLow, serverHigh, serverLow, ports);
        int position = find(hash, clientHigh, clientLow, serverHigh, serverLow, ports);
        int previous = SlotIndex.slot(index.entry(position));
        index.put(position, hash, slot);
        long[] page = page(slot);
        int at = at(slot);
        page[at] = clientHigh;
        page[at + 1] = clientLow;
        page[at + 2] = serverHigh;
        page[at + 3] = serverLow;
        page[at + PORTS_AND_ISN] = ports | isn;
        Arrays.fill(page, at + FIRST, at + STRIDE, 0L);
        page[at + FIRST] = nanos;
        page[at + LAST] = nanos;
        page[at + STATE] = (long) Math.min(payload, 0xffff) << PAYLOAD_SHIFT | 1L << SENDINGS_SHIFT | 1;
        page[at + CHAIN] = (long) (previous + 1) << 32;
        if (previous != NONE) {
            page(previous)[at(previous) + CHAIN] |= slot + 1;
        }
        if (beginnings != null) {
            beginnings.note(slot);
        }
        return slot;
    }

    /** Gives the slot of an attempt free for the next one. */
    void remove(int attempt) {
        int older = older(attempt);
        int newer = (int) page(attempt)[at(attempt) + CHAIN] - 1;
        if (older != NONE) {
            long chain = page(older)[at(older) + CHAIN];
            page(older)[at(older) + CHAIN] = chain & ~LOW | newer + 1;
        }
        if (newer != NONE) {
            long chain = page(newer)[at(newer) + CHAIN];
            page(newer)[at(newer) + CHAIN] = chain & LOW | (long) (older + 1) << 32;
        } else {
            int hash = hashOf(attempt);
            int position = index.positionOf(hash, attempt);
            if (older != NONE) {
                index.put(position, hash, older);
            } else {
                index.clear(position);
            }
        }
        free = attempt;
    }

    /** One more SYN packet of the attempt. */
    void countPacket(int attempt, int payload, long nanos) {
        long[] page = page(attempt);
        int at = at(attempt);
        page[at + FIRST] = Math.min(page[at + FIRST], nanos);
        page[at + LAST] = Math.max(page[at + LAST], nanos);
        if (packets(attempt) < MOST_PACKETS) {
            page[at + STATE]++;
        }
        if (payload > payload(attempt)) {
            page[at + STATE] =
                    page[at + STATE] & ~(0xffffL << PAYLOAD_SHIFT) | (long) Math.min(payload, 0xffff) << PAYLOAD_SHIFT;
        }
    }

    /** Remembers how long the capture had run at the latest SYN, for as long as nothing came of the attempt. */
    void setRun(int attempt, long runNanos) {
        if ((flags(attempt) & (ANSWERED | REFUSED | UNREACHABLE)) == 0) {
            page(attempt)[at(attempt) + RUN_OR_RESULT] = runNanos;
        }
    }

    void countSending(int attempt) {
        if (sendings(attempt) < MOST_SENDINGS) {
            page(attempt)[at(attempt) + STATE] += 1L << SENDINGS_SHIFT;
        }
    }

    /** The latest sending: time of its first copy, its TSval (0 = none) and what tells it from others. */
    void setLatestSending(int attempt, long nanos, int timestampValue, int mark) {
        page(attempt)[at(attempt) + SENDING] = nanos;
        page(attempt)[at(attempt) + MARKS] = (long) timestampValue << 32 | mark & LOW;
    }

    /** {@code toAcknowledge}: the number by which the client's ACK answers the SYN-ACK, {@link #NONE} where none can be told. */
    void answer(int attempt, long nanos, int ttl, long rttNanos, boolean echoed, long toAcknowledge) {
        setFlag(attempt, echoed ? ANSWERED | ECHOED : ANSWERED);
        setDecision(attempt, nanos, ttl);
        long[] page = page(attempt);
        int at = at(attempt);
        page[at + RUN_OR_RESULT] = rttNanos;
        page[at + BY_HIGH] = TcpAttempt.NO_RTT;
        page[at + BY_LOW] = toAcknowledge;
    }

    /** Meaningful, as what follows, only once the attempt is answered. */
    long toAcknowledge(int attempt) {
        return page(attempt)[at(attempt) + BY_LOW];
    }

    void setToAcknowledge(int attempt, long number) {
        page(attempt)[at(attempt) + BY_LOW] = number;
    }

    /** SYN-ACK to the client's ACK. */
    long nearNanos(int attempt) {
        return page(attempt)[at(attempt) + BY_HIGH];
    }

    void setNearNanos(int attempt, long nanos) {
        page(attempt)[at(attempt) + BY_HIGH] = nanos;
    }

    void refuse(int attempt, long nanos, int ttl) {
        setFlag(attempt, REFUSED);
        setDecision(attempt, nanos, ttl);
    }

    void unreachable(int attempt, long nanos, int ttl, int icmpType, int icmpCode, long byHigh, long byLow) {
        setFlag(attempt, UNREACHABLE);
        setDecision(attempt, nanos, ttl);
        long[] page = page(attempt);
        int at = at(attempt);
        page[at + RUN_OR_RESULT] = (long) icmpType << 8 | icmpCode;
        page[at + BY_HIGH] = byHigh;
        page[at + BY_LOW] = byLow;
    }

    private void setDecision(int attempt, long nanos, int ttl) {
        long[] page = page(attempt);
        int at = at(attempt);
        page[at + DECIDED] = nanos;
        page[at + STATE] = page[at + STATE] & ~(0xffL << TTL_SHIFT) | (long) (ttl & 0xff) << TTL_SHIFT;
    }

    void setFlag(int attempt, int flag) {
        page(attempt)[at(attempt) + STATE] |= (long) flag << FLAGS_SHIFT;
    }

    void clearFlag(int attempt, int flag) {
        page(attempt)[at(attempt) + STATE] &= ~((long) flag << FLAGS_SHIFT);
    }

    void setFlow(int attempt, int flow) {
        long[] page = page(attempt);
        int at = at(attempt) + LINKS;
        page[at] = page[at] & LOW | (long) (flow + 1) << 32;
    }

    void setSendingsEntry(int attempt, int entry) {
        long[] page = page(attempt);
        int at = at(attempt) + LINKS;
        page[at] = page[at] & ~LOW | entry + 1;
    }

    /** Slots in use, a free one among them perhaps: see {@link #isFree}. */
    int size() {
        return size;
    }

    boolean isFree(int attempt) {
        return attempt == free;
    }

    boolean isNewest(int attempt) {
        return (int) page(attempt)[at(attempt) + CHAIN] == 0;
    }

    int older(int attempt) {
        return (int) (page(attempt)[at(attempt) + CHAIN] >>> 32) - 1;
    }

    int flow(int attempt) {
        return (int) (page(attempt)[at(attempt) + LINKS] >>> 32) - 1;
    }

    int sendingsEntry(int attempt) {
        return (int) page(attempt)[at(attempt) + LINKS] - 1;
    }

    int flags(int attempt) {
        return (int) (page(attempt)[at(attempt) + STATE] >>> FLAGS_SHIFT) & 0xff;
    }

    boolean has(int attempt, int anyOf) {
        return (flags(attempt) & anyOf) != 0;
    }

    int packets(int attempt) {
        return (int) page(attempt)[at(attempt) + STATE] & MOST_PACKETS;
    }

    int sendings(int attempt) {
        return (int) (page(attempt)[at(attempt) + STATE] >>> SENDINGS_SHIFT) & MOST_SENDINGS;
    }

    int payload(int attempt) {
        return (int) (page(attempt)[at(attempt) + STATE] >>> PAYLOAD_SHIFT) & 0xffff;
    }

    /** TTL of the SYN-ACK, RST or ICMP error that decided. */
    int decidingTtl(int attempt) {
        return (int) (page(attempt)[at(attempt) + STATE] >>> TTL_SHIFT) & 0xff;
    }

    long clientHigh(int attempt) {
        return page(attempt)[at(attempt)];
    }

    long clientLow(int attempt) {
        return page(attempt)[at(attempt) + 1];
    }

    long serverHigh(int attempt) {
        return page(attempt)[at(attempt) + 2];
    }

    long serverLow(int attempt) {
        return page(attempt)[at(attempt) + 3];
    }

    int clientPort(int attempt) {
        return (int) (page(attempt)[at(attempt) + PORTS_AND_ISN] >>> 48);
    }

    int serverPort(int attempt) {
        return (int) (page(attempt)[at(attempt) + PORTS_AND_ISN] >>> 32) & 0xffff;
    }

    long isn(int attempt) {
        return page(attempt)[at(attempt) + PORTS_AND_ISN] & LOW;
    }

    long firstNanos(int attempt) {
        return page(attempt)[at(attempt) + FIRST];
    }

    long lastNanos(int attempt) {
        return page(attempt)[at(attempt) + LAST];
    }

    /** Time of the packet that decided: SYN-ACK, RST or ICMP error; 0 where none did. */
    long decidedNanos(int attempt) {
        return page(attempt)[at(attempt) + DECIDED];
    }

    /** Meaningful only while the attempt is neither answered nor refused nor unreachable. */
    long runAtLastSyn(int attempt) {
        return page(attempt)[at(attempt) + RUN_OR_RESULT];
    }

    /** Meaningful only once the attempt is answered. */
    long rttNanos(int attempt) {
        return page(attempt)[at(attempt) + RUN_OR_RESULT];
    }

    /** Meaningful, as the code and the sender, only while the attempt is unreachable and nothing better. */
    int icmpType(int attempt) {
        return (int) page(attempt)[at(attempt) + RUN_OR_RESULT] >>> 8;
    }

    int icmpCode(int attempt) {
        return (int) page(attempt)[at(attempt) + RUN_OR_RESULT] & 0xff;
    }

    long icmpSenderHigh(int attempt) {
        return page(attempt)[at(attempt) + BY_HIGH];
    }

    long icmpSenderLow(int attempt) {
        return page(attempt)[at(attempt) + BY_LOW];
    }

    long latestSendingNanos(int attempt) {
        return page(attempt)[at(attempt) + SENDING];
    }

    int latestTimestampValue(int attempt) {
        return (int) (page(attempt)[at(attempt) + MARKS] >>> 32);
    }

    int latestMark(int attempt) {
        return (int) page(attempt)[at(attempt) + MARKS];
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

    /** Where the four-tuple stands in the index, or the empty place where it belongs. */
    private int find(int hash, long clientHigh, long clientLow, long serverHigh, long serverLow, long ports) {
        int position = index.home(hash);
        while (true) {
            long entry = index.entry(position);
            if (entry == 0) {
                return position;
            }
            if (SlotIndex.hash(entry) == hash) {
                int slot = SlotIndex.slot(entry);
                long[] page = page(slot);
                int at = at(slot);
                if (page[at + 1] == clientLow
                        && page[at + 3] == serverLow
                        && (page[at + PORTS_AND_ISN] & ~LOW) == ports
                        && page[at] == clientHigh
                        && page[at + 2] == serverHigh) {
                    return position;
                }
            }
            position = index.next(position);
        }
    }

    private int hashOf(int attempt) {
        long[] page = page(attempt);
        int at = at(attempt);
        return hash(page[at], page[at + 1], page[at + 2], page[at + 3], page[at + PORTS_AND_ISN] & ~LOW);
    }
}
