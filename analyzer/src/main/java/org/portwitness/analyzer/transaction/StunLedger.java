package org.portwitness.analyzer.transaction;

import java.util.Arrays;
import org.portwitness.analyzer.flow.Beginnings;
import org.portwitness.analyzer.flow.Bound;

/**
 * STUN transactions as records of primitives, found by client socket, transport and id: what an answer carries.
 *
 * <p>One id sent to several servers makes several records with the same key, so a search yields a chain, newest first. Grows page
 * by page up to its bound; then {@link #add} says {@link #NONE} and the owner decides what may go.
 *
 * <pre>
 *  0,1 client   2,3 server   4 client port:16 | server port:16 | method:16 | protocol:8 | 0:8
 *  5,6 id       7 first sending   8 last packet of a sending   9 first copy of the last sending (nanoseconds)
 * 10 first sending   11 last sending (run time)   12 sendings:32 | error code:16 | flags:16
 * 13,14 who answered or refused   15 port of that, or ICMP numbers   16 when   17 next in chain:32 | previous of flow:32
 * </pre>
 */
final class StunLedger {
    static final int NONE = -1;

    static final int CLIENT_HIGH = 0;
    static final int CLIENT_LOW = 1;
    static final int SERVER_HIGH = 2;
    static final int SERVER_LOW = 3;
    static final int PORTS_AND_METHOD = 4;
    static final int ID_HIGH = 5;
    static final int ID_LOW = 6;
    static final int FIRST = 7;
    static final int LAST = 8;
    static final int SENDING = 9;
    static final int FIRST_RUN = 10;
    static final int LAST_RUN = 11;
    static final int COUNTS = 12;
    static final int BY_HIGH = 13;
    static final int BY_LOW = 14;
    static final int BY_WHAT = 15;
    static final int DECIDED = 16;
    private static final int LINKS = 17;
    private static final int STRIDE = 18;

    /** What a transaction takes: its record and its chain's head. */
    static final int SLOT_BYTES = STRIDE * Long.BYTES + Integer.BYTES;

    private static final int FIRST_CAPACITY = 1 << 8;
    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    private final Bound bound;
    private final long[][] pages;
    private int[] heads;
    private int size;
    private int free = NONE;
    private Beginnings beginnings;

    StunLedger(Bound bound) {
        this.bound = bound;
        pages = new long[(bound.limit() + PAGE - 1) >>> PAGE_BITS][];
        heads = new int[FIRST_CAPACITY];
    }

    private long[] page(int slot) {
        return pages[slot >>> PAGE_BITS];
    }

    private static int at(int slot) {
        return (slot & PAGE - 1) * STRIDE;
    }

    void keepOrder(Beginnings ofRecords) {
        beginnings = ofRecords;
    }

    /** The packet that began the record, where {@link #keepOrder} was asked for. */
    long beganAt(int slot) {
        return beginnings.of(slot);
    }

    static long ports(int clientPort, int serverPort, int method, int protocol) {
        return (long) clientPort << 48 | (long) serverPort << 32 | (long) method << 16 | (long) (protocol & 0xff) << 8;
    }

    /** Newest record that may have the key, {@link #NONE} without one; go on with {@link #next}, compare with {@link #isOf}. */
    int first(long clientHigh, long clientLow, int clientPort, int protocol, long idHigh, long idLow) {
        return heads[hash(clientHigh, clientLow, clientPort, protocol, idHigh, idLow) & heads.length - 1] - 1;
    }

    int next(int slot) {
        return (int) (page(slot)[at(slot) + LINKS] >>> 32) - 1;
    }

    /** Whether a record of a chain has this key: client socket, transport, method and id. */
    boolean isOf(
            int slot,
            long clientHigh,
            long clientLow,
            int clientPort,
            int method,
            int protocol,
            long idHigh,
            long idLow) {
        long[] records = page(slot);
        int at = at(slot);
        return records[at + ID_LOW] == idLow
                && records[at + ID_HIGH] == idHigh
                && records[at + CLIENT_LOW] == clientLow
                && records[at + CLIENT_HIGH] == clientHigh
                && ((records[at + PORTS_AND_METHOD] ^ ports(clientPort, 0, method, protocol)) & ~(0xffffL << 32)) == 0;
    }

    boolean isTo(int slot, long serverHigh, long serverLow, int serverPort) {
        long[] records = page(slot);
        int at = at(slot);
        return records[at + SERVER_LOW] == serverLow
                && records[at + SERVER_HIGH] == serverHigh
                && serverPort(slot) == serverPort;
    }

    /** A new record with its key and all else 0, in front of its chain; {@link #NONE} where the limit is reached. */
    int add(
            long clientHigh,
            long clientLow,
            long serverHigh,
            long serverLow,
            long portsAndMethod,
            long idHigh,
            long idLow) {
        int slot;
        if (free != NONE) {
            slot = free;
            free = next(slot);
        } else if (bound.admits(size)) {
            slot = size++;
            if ((slot & PAGE - 1) == 0) {
                pages[slot >>> PAGE_BITS] = new long[Math.min(PAGE, bound.limit() - slot) * STRIDE];
            }
            if (size > heads.length) {
                rebuild(heads.length * 2, slot);
            }
        } else {
            return NONE;
        }
        long[] records = page(slot);
        int at = at(slot);
        Arrays.fill(records, at, at + STRIDE, 0L);
        records[at + CLIENT_HIGH] = clientHigh;
        records[at + CLIENT_LOW] = clientLow;
        records[at + SERVER_HIGH] = serverHigh;
        records[at + SERVER_LOW] = serverLow;
        records[at + PORTS_AND_METHOD] = portsAndMethod;
        records[at + ID_HIGH] = idHigh;
        records[at + ID_LOW] = idLow;
        link(slot);
        if (beginnings != null) {
            beginnings.note(slot);
        }
        return slot;
    }

    /** Takes a record out; its slot will be used again and reads as empty until then. */
    void remove(int slot) {
        int bucket = bucketOf(slot);
        int here = heads[bucket] - 1;
        if (here == slot) {
            heads[bucket] = next(slot) + 1;
        } else {
            while (here != NONE && next(here) != slot) {
                here = next(here);
            }
            if (here == NONE) {
                return;
            }
            setNext(here, next(slot));
        }
        Arrays.fill(page(slot), at(slot), at(slot) + STRIDE, 0L);
        setNext(slot, free);
        free = slot;
    }

    /** Slots ever used; some may be empty again. */
    int size() {
        return size;
    }

    boolean isEmpty(int slot) {
        return page(slot)[at(slot) + PORTS_AND_METHOD] == 0;
    }

    long get(int slot, int field) {
        return page(slot)[at(slot) + field];
    }

    void set(int slot, int field, long value) {
        page(slot)[at(slot) + field] = value;
    }

    int clientPort(int slot) {
        return (int) (page(slot)[at(slot) + PORTS_AND_METHOD] >>> 48);
    }

    int serverPort(int slot) {
        return (int) (page(slot)[at(slot) + PORTS_AND_METHOD] >>> 32) & 0xffff;
    }

    int method(int slot) {
        return (int) (page(slot)[at(slot) + PORTS_AND_METHOD] >>> 16) & 0xffff;
    }

    int protocol(int slot) {
        return (int) (page(slot)[at(slot) + PORTS_AND_METHOD] >>> 8) & 0xff;
    }

    int sendings(int slot) {
        return (int) (page(slot)[at(slot) + COUNTS] >>> 32);
    }

    void addSending(int slot) {
        if (sendings(slot) < Integer.MAX_VALUE) {
            page(slot)[at(slot) + COUNTS] += 1L << 32;
        }
    }

    int errorCode(int slot) {
        return (int) (page(slot)[at(slot) + COUNTS] >>> 16) & 0xffff;
    }

    void setErrorCode(int slot, int code) {
        long[] records = page(slot);
        int at = at(slot) + COUNTS;
        records[at] = records[at] & ~(0xffffL << 16) | (long) (code & 0xffff) << 16;
    }

    int flags(int slot) {
        return (int) page(slot)[at(slot) + COUNTS] & 0xffff;
    }

    void setFlags(int slot, int flags) {
        long[] records = page(slot);
        int at = at(slot) + COUNTS;
        records[at] = records[at] & ~0xffffL | flags & 0xffff;
    }

    /** The transaction before this one in the same flow; may have been given to another since. */
    int previousOfFlow(int slot) {
        return (int) page(slot)[at(slot) + LINKS] - 1;
    }

    void setPreviousOfFlow(int slot, int previous) {
        long[] records = page(slot);
        int at = at(slot) + LINKS;
        records[at] = records[at] & ~0xffff_ffffL | (previous + 1) & 0xffff_ffffL;
    }

    private void setNext(int slot, int next) {
        long[] records = page(slot);
        int at = at(slot) + LINKS;
        records[at] = records[at] & 0xffff_ffffL | (long) (next + 1) << 32;
    }

    private void link(int slot) {
        int bucket = bucketOf(slot);
        setNext(slot, heads[bucket] - 1);
        heads[bucket] = slot + 1;
    }

    private int bucketOf(int slot) {
        long[] records = page(slot);
        int at = at(slot);
        return hash(
                        records[at + CLIENT_HIGH],
                        records[at + CLIENT_LOW],
                        clientPort(slot),
                        protocol(slot),
                        records[at + ID_HIGH],
                        records[at + ID_LOW])
                & heads.length - 1;
    }

    private static int hash(long clientHigh, long clientLow, int clientPort, int protocol, long idHigh, long idLow) {
        long h = (idLow ^ Long.rotateLeft(idHigh, 23)) * 0x9E3779B97F4A7C15L;
        h ^= h >>> 29;
        h ^= (clientLow ^ clientHigh ^ (long) clientPort << 40 ^ (long) protocol << 56) * 0xC2B2AE3D27D4EB4FL;
        h ^= h >>> 32;
        h *= 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32);
    }

    /** Links every record below {@code end} anew, oldest first, so that chains stay newest first. */
    private void rebuild(int length, int end) {
        heads = new int[length];
        for (int slot = 0; slot < end; slot++) {
            if (!isEmpty(slot)) {
                link(slot);
            }
        }
    }
}
