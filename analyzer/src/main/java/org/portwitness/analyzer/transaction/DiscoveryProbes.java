package org.portwitness.analyzer.transaction;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.wire.MirrorOp;

/**
 * MirrorOp discovery: who looked for receivers on UDP 1047-1049, and who answered.
 *
 * <p>Found by content, because these ports are also ordinary client ports. An exchange is the probes of one sender socket to one
 * destination and port until it is answered, refused or {@value #GIVES_UP_SECONDS} s old. Receivers answer a broadcast from their own
 * address, and not to the port it came from, so an answer is matched by the sender's address. The first answer decides an exchange;
 * further receivers, and answers that nobody asked for, are kept beside it as unsolicited.
 *
 * <p>Owned by one lane. Allocates only when it grows, up to a bound; then an exchange goes that a newer one is like, and what goes or finds no place
 * is counted ({@link #leftOut()}).
 *
 * <pre>
 *  0,1 sender   2,3 destination   4 sender port:16 | destination port:16 | flags:32   5 first   6 last packet   7 last sending
 *  8 last sending (run time)   9 sendings   10,11 who answered or refused   12 port of that, or ICMP numbers   13 when   14 round trip
 * 15 links plus one: next in chain:32 | before it:32
 * </pre>
 */
public final class DiscoveryProbes {
    static final int GIVES_UP_SECONDS = 5;
    static final long GIVES_UP_NANOS = GIVES_UP_SECONDS * 1_000_000_000L;

    private static final int NONE = -1;

    private static final int SENDER_HIGH = 0;
    private static final int SENDER_LOW = 1;
    private static final int DESTINATION_HIGH = 2;
    private static final int DESTINATION_LOW = 3;
    private static final int PORTS = 4;
    private static final int FIRST = 5;
    private static final int LAST = 6;
    private static final int SENDING = 7;
    private static final int LAST_RUN = 8;
    private static final int SENDINGS = 9;
    private static final int BY_HIGH = 10;
    private static final int BY_LOW = 11;
    private static final int BY_WHAT = 12;
    private static final int DECIDED = 13;
    private static final int RTT = 14;
    private static final int LINKS = 15;
    private static final int STRIDE = 16;

    /** What an exchange takes: its record and its chain's head. */
    public static final int SLOT_BYTES = STRIDE * Long.BYTES + Integer.BYTES;

    private static final long ANSWERED = 1;
    private static final long REFUSED = 2;
    private static final long BROADCAST = 4;
    private static final long UNSOLICITED = 8;
    private static final long OUTCOME = ANSWERED | REFUSED | UNSOLICITED;

    /** Recent exchanges of a sender that are looked at: someone who probes a whole network at once gets more exchanges, not more time. */
    private static final int LONGEST_SEARCH = 256;

    /** Exchanges that are looked at for one that may go. */
    private static final int EVICTION_SAMPLE = 4;

    private static final int FIRST_CAPACITY = 1 << 5;
    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    private final CaptureClock clock;
    private final Bound bound;
    private final long[][] pages;
    private int[] heads = new int[FIRST_CAPACITY];
    private int size;
    private int hand;
    private long leftOut;
    private long unkeptAnswers;

    /** @param bound of the exchanges kept, {@value #SLOT_BYTES} bytes each */
    public DiscoveryProbes(CaptureClock clock, Bound bound) {
        this.clock = clock;
        this.bound = bound;
        pages = new long[(bound.limit() + PAGE - 1) >>> PAGE_BITS][];
    }

    /** Whether a datagram from or to one of the ports is a probe, an answer, or anything from a receiver that was just asked. */
    boolean concerns(PacketFacts facts) {
        ByteBuffer bytes = facts.bytes;
        int at = facts.payloadAt;
        return isProbe(facts)
                || MirrorOp.isAnswer(bytes, at, facts.payloadLength, facts.payloadWireLength)
                || size > 0 && findAsked(facts, true) != NONE;
    }

    private static boolean isProbe(PacketFacts facts) {
        return MirrorOp.isPort(facts.destinationPort)
                && MirrorOp.isProbe(facts.bytes, facts.payloadAt, facts.payloadLength, facts.payloadWireLength);
    }

    /** A datagram that {@link #concerns} discovery. */
    void onDatagram(PacketFacts facts) {
        if (isProbe(facts)) {
            onProbe(facts);
        } else {
            onAnswer(facts);
        }
    }

    private void onProbe(PacketFacts facts) {
        int slot = findExchange(
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort);
        if (slot != NONE) {
            if (Math.abs(facts.timeNanos - get(slot, SENDING)) <= StunTransactions.COPY_NANOS) {
                set(slot, LAST, Math.max(get(slot, LAST), facts.timeNanos));
                return;
            }
            if (!has(slot, ANSWERED | REFUSED)) {
                set(slot, LAST, Math.max(get(slot, LAST), facts.timeNanos));
                set(slot, SENDING, facts.timeNanos);
                set(slot, SENDINGS, get(slot, SENDINGS) + 1);
                renew(slot);
                return;
            }
        }
        slot = add(
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort,
                facts.timeNanos);
        if (slot != NONE) {
            set(slot, SENDINGS, 1);
            if (isBroadcast(facts)) {
                mark(slot, BROADCAST);
            }
        }
    }

    /** To a group by its Ethernet address, or by its IP address as far as that can be told without the mask. */
    private static boolean isBroadcast(PacketFacts facts) {
        if (facts.ethernetAt >= 0 && (facts.bytes.get(facts.ethernetAt) & 1) != 0) {
            return true;
        }
        if (facts.ipVersion == 6) {
            return facts.destinationHigh >>> 56 == 0xff;
        }
        int address = (int) facts.destinationLow;
        return (address & 0xff) == 0xff || address >>> 28 == 0xe;
    }

    private void onAnswer(PacketFacts facts) {
        boolean marked = MirrorOp.isAnswer(facts.bytes, facts.payloadAt, facts.payloadLength, facts.payloadWireLength);
        int slot = findAsked(facts, !marked);
        if (slot != NONE) {
            long rtt = facts.timeNanos - get(slot, SENDING);
            clear(slot, REFUSED);
            mark(slot, ANSWERED);
            set(slot, BY_HIGH, facts.sourceHigh);
            set(slot, BY_LOW, facts.sourceLow);
            set(slot, BY_WHAT, facts.sourcePort);
            set(slot, DECIDED, facts.timeNanos);
            set(slot, RTT, rtt >= 0 ? rtt : TcpAttempt.NO_RTT);
        } else if (marked) {
            onUnasked(facts);
        }
    }

    /** A further receiver's answer, a copy of one, or one that nobody asked for. */
    private void onUnasked(PacketFacts facts) {
        int slot = head(facts.destinationHigh, facts.destinationLow);
        for (int i = 0; i < LONGEST_SEARCH && slot != NONE; i++, slot = next(slot)) {
            if (isOf(slot, facts.destinationHigh, facts.destinationLow)
                    && has(slot, ANSWERED)
                    && get(slot, BY_LOW) == facts.sourceLow
                    && get(slot, BY_HIGH) == facts.sourceHigh
                    && isRecent(slot)) {
                set(slot, LAST, Math.max(get(slot, LAST), facts.timeNanos));
                return;
            }
        }
        slot = add(
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort,
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.timeNanos);
        if (slot != NONE) {
            mark(slot, ANSWERED | UNSOLICITED);
            set(slot, BY_HIGH, facts.sourceHigh);
            set(slot, BY_LOW, facts.sourceLow);
            set(slot, BY_WHAT, facts.sourcePort);
            set(slot, DECIDED, facts.timeNanos);
            set(slot, RTT, TcpAttempt.NO_RTT);
        } else {
            unkeptAnswers++;
        }
    }

    /**
     * The open exchange that a datagram answers: one that asked just this receiver before a broadcast, and one to the port that the answer
     * comes from before others, then the newest.
     *
     * @param unicastOnly the datagram does not look like an answer: it counts only from a receiver that was asked itself
     */
    private int findAsked(PacketFacts facts, boolean unicastOnly) {
        int best = NONE;
        int bestRank = -1;
        int slot = head(facts.destinationHigh, facts.destinationLow);
        for (int i = 0; i < LONGEST_SEARCH && slot != NONE; i++, slot = next(slot)) {
            if (!isRecent(slot)) {
                break; // the chain is ordered by the last probe
            }
            if (has(slot, ANSWERED) || !isOf(slot, facts.destinationHigh, facts.destinationLow)) {
                continue;
            }
            boolean asked =
                    get(slot, DESTINATION_LOW) == facts.sourceLow && get(slot, DESTINATION_HIGH) == facts.sourceHigh;
            if (!asked && (unicastOnly || !has(slot, BROADCAST))) {
                continue;
            }
            int rank = (asked ? 2 : 0) + (destinationPort(slot) == facts.sourcePort ? 1 : 0);
            if (rank > bestRank) {
                bestRank = rank;
                best = slot;
            }
        }
        return best;
    }

    /** An ICMP error that quotes a datagram to one of the ports. */
    void onIcmpError(PacketFacts facts) {
        int slot = findExchange(
                facts.quotedSourceHigh,
                facts.quotedSourceLow,
                facts.quotedSourcePort,
                facts.quotedDestinationHigh,
                facts.quotedDestinationLow,
                facts.quotedDestinationPort);
        if (slot != NONE && !has(slot, ANSWERED | REFUSED)) {
            mark(slot, REFUSED);
            set(slot, BY_HIGH, facts.sourceHigh);
            set(slot, BY_LOW, facts.sourceLow);
            set(slot, BY_WHAT, UdpFlowNotes.numbers(facts));
            set(slot, DECIDED, facts.timeNanos);
        }
    }

    /** The newest exchange with these sockets that was probed within the time to give up. */
    private int findExchange(
            long senderHigh,
            long senderLow,
            int senderPort,
            long destinationHigh,
            long destinationLow,
            int destinationPort) {
        int slot = head(senderHigh, senderLow);
        for (int i = 0; i < LONGEST_SEARCH && slot != NONE; i++, slot = next(slot)) {
            if (!isRecent(slot)) {
                return NONE;
            }
            if (!has(slot, UNSOLICITED)
                    && isOf(slot, senderHigh, senderLow)
                    && senderPort(slot) == senderPort
                    && destinationPort(slot) == destinationPort
                    && get(slot, DESTINATION_LOW) == destinationLow
                    && get(slot, DESTINATION_HIGH) == destinationHigh) {
                return slot;
            }
        }
        return NONE;
    }

    private boolean isRecent(int slot) {
        return clock.runNanos() - get(slot, LAST_RUN) < GIVES_UP_NANOS;
    }

    private int add(
            long senderHigh,
            long senderLow,
            int senderPort,
            long destinationHigh,
            long destinationLow,
            int destinationPort,
            long nanos) {
        int slot = bound.admits(size) ? grow() : spare();
        if (slot == NONE) {
            leftOut++;
            return NONE;
        }
        set(slot, SENDER_HIGH, senderHigh);
        set(slot, SENDER_LOW, senderLow);
        set(slot, DESTINATION_HIGH, destinationHigh);
        set(slot, DESTINATION_LOW, destinationLow);
        set(slot, PORTS, (long) senderPort << 48 | (long) destinationPort << 32);
        set(slot, FIRST, nanos);
        set(slot, LAST, nanos);
        set(slot, SENDING, nanos);
        set(slot, LAST_RUN, clock.runNanos());
        if (size > heads.length) {
            rebuild();
        } else {
            link(slot);
        }
        return slot;
    }

    private int grow() {
        if ((size & PAGE - 1) == 0) {
            pages[size >>> PAGE_BITS] = new long[Math.min(PAGE, bound.limit() - size) * STRIDE];
        }
        return size++;
    }

    /** The place of an exchange that is over and that a newer one is like, taken out; {@link #NONE} where none of a few is such. */
    private int spare() {
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            hand = hand + 1 >= size ? 0 : hand + 1;
            if (!isRecent(hand) && hasNewerLike(hand)) {
                leftOut++;
                unlink(hand);
                Arrays.fill(pages[hand >>> PAGE_BITS], at(hand), at(hand) + STRIDE, 0L);
                return hand;
            }
        }
        return NONE;
    }

    /** Of the same sender, to the same receiver, with the same outcome. */
    private boolean hasNewerLike(int slot) {
        int other = head(get(slot, SENDER_HIGH), get(slot, SENDER_LOW));
        for (int i = 0; i < LONGEST_SEARCH && other != NONE && other != slot; i++, other = next(other)) {
            if (isOf(other, get(slot, SENDER_HIGH), get(slot, SENDER_LOW))
                    && ((get(other, PORTS) ^ get(slot, PORTS)) & OUTCOME) == 0
                    && destinationPort(other) == destinationPort(slot)
                    && get(other, DESTINATION_LOW) == get(slot, DESTINATION_LOW)
                    && get(other, DESTINATION_HIGH) == get(slot, DESTINATION_HIGH)
                    && get(other, BY_LOW) == get(slot, BY_LOW)
                    && get(other, BY_HIGH) == get(slot, BY_HIGH)) {
                return true;
            }
        }
        return false;
    }

    /** The exchange was probed again: to the front of its chain, which is ordered by that. */
    private void renew(int slot) {
        unlink(slot);
        set(slot, LAST_RUN, clock.runNanos());
        link(slot);
    }

    private void link(int slot) {
        int bucket = bucket(get(slot, SENDER_HIGH), get(slot, SENDER_LOW));
        int following = heads[bucket] - 1;
        setLinks(slot, following, NONE);
        if (following != NONE) {
            setLinks(following, next(following), slot);
        }
        heads[bucket] = slot + 1;
    }

    private void unlink(int slot) {
        int before = before(slot);
        int following = next(slot);
        if (before == NONE) {
            heads[bucket(get(slot, SENDER_HIGH), get(slot, SENDER_LOW))] = following + 1;
        } else {
            setLinks(before, following, before(before));
        }
        if (following != NONE) {
            setLinks(following, next(following), before);
        }
    }

    /** Twice as many chains; a chain is split front to back, so both parts keep its order. */
    private void rebuild() {
        int[] old = heads;
        heads = new int[old.length * 2];
        int[] tails = new int[heads.length];
        for (int head : old) {
            int slot = head - 1;
            while (slot != NONE) {
                int following = next(slot);
                append(slot, tails);
                slot = following;
            }
        }
        link(size - 1);
    }

    private void append(int slot, int[] tails) {
        int bucket = bucket(get(slot, SENDER_HIGH), get(slot, SENDER_LOW));
        int before = tails[bucket] - 1;
        setLinks(slot, NONE, before);
        if (before == NONE) {
            heads[bucket] = slot + 1;
        } else {
            setLinks(before, slot, before(before));
        }
        tails[bucket] = slot + 1;
    }

    private int bucket(long high, long low) {
        long h = (low ^ Long.rotateLeft(high, 31)) * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32) & heads.length - 1;
    }

    private int head(long senderHigh, long senderLow) {
        return heads[bucket(senderHigh, senderLow)] - 1;
    }

    private int next(int slot) {
        return (int) (get(slot, LINKS) >>> 32) - 1;
    }

    private int before(int slot) {
        return (int) get(slot, LINKS) - 1;
    }

    private void setLinks(int slot, int next, int before) {
        set(slot, LINKS, (long) (next + 1) << 32 | before + 1);
    }

    private boolean isOf(int slot, long senderHigh, long senderLow) {
        return get(slot, SENDER_LOW) == senderLow && get(slot, SENDER_HIGH) == senderHigh;
    }

    private int senderPort(int slot) {
        return (int) (get(slot, PORTS) >>> 48);
    }

    private int destinationPort(int slot) {
        return (int) (get(slot, PORTS) >>> 32) & 0xffff;
    }

    private boolean has(int slot, long flags) {
        return (get(slot, PORTS) & flags) != 0;
    }

    private void mark(int slot, long flags) {
        set(slot, PORTS, get(slot, PORTS) | flags);
    }

    private void clear(int slot, long flags) {
        set(slot, PORTS, get(slot, PORTS) & ~flags);
    }

    private static int at(int slot) {
        return (slot & PAGE - 1) * STRIDE;
    }

    private long get(int slot, int field) {
        return pages[slot >>> PAGE_BITS][at(slot) + field];
    }

    private void set(int slot, int field, long value) {
        pages[slot >>> PAGE_BITS][at(slot) + field] = value;
    }

    /** Exchanges that were not kept, or not for long, because the table was full. */
    public long leftOut() {
        return leftOut;
    }

    /** Answers among those: to probes that were not kept either, perhaps. */
    public long unkeptAnswers() {
        return unkeptAnswers;
    }

    /** All exchanges, in the order they began until one has to take another's place; each record is made when it is asked for. */
    public Iterable<DiscoveryProbe> probes() {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public DiscoveryProbe next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                return probe(next++);
            }
        };
    }

    private DiscoveryProbe probe(int slot) {
        DiscoveryProbe.Outcome outcome = outcome(slot);
        boolean answered = outcome == DiscoveryProbe.Outcome.ANSWERED;
        long sendings = get(slot, SENDINGS);
        return new DiscoveryProbe(
                new Endpoint(new Address(get(slot, SENDER_HIGH), get(slot, SENDER_LOW)), senderPort(slot)),
                new Endpoint(
                        new Address(get(slot, DESTINATION_HIGH), get(slot, DESTINATION_LOW)), destinationPort(slot)),
                has(slot, BROADCAST),
                get(slot, FIRST),
                get(slot, LAST),
                (int) Math.min(sendings, Integer.MAX_VALUE),
                outcome,
                answered
                        ? new Endpoint(new Address(get(slot, BY_HIGH), get(slot, BY_LOW)), (int) get(slot, BY_WHAT))
                        : null,
                answered ? get(slot, DECIDED) : 0,
                answered ? get(slot, RTT) : TcpAttempt.NO_RTT,
                answered && sendings > 1,
                has(slot, UNSOLICITED),
                outcome == DiscoveryProbe.Outcome.UNREACHABLE
                        ? UdpFlowNotes.refusal(get(slot, BY_HIGH), get(slot, BY_LOW), get(slot, BY_WHAT))
                        : null);
    }

    private DiscoveryProbe.Outcome outcome(int slot) {
        if (has(slot, ANSWERED)) {
            return DiscoveryProbe.Outcome.ANSWERED;
        }
        if (has(slot, REFUSED)) {
            return DiscoveryProbe.Outcome.UNREACHABLE;
        }
        return isRecent(slot) ? DiscoveryProbe.Outcome.UNDECIDED : DiscoveryProbe.Outcome.UNANSWERED;
    }
}
