package org.portwitness.analyzer.transaction;

import java.util.Arrays;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.FlowTable;

/**
 * What this package keeps in the transaction word of a UDP flow, and the refusals that do not fit there.
 *
 * <pre>
 * latest STUN transaction + 1 : 32 | refusal + 1 : 24 | flags : 8
 * </pre>
 */
final class UdpFlowNotes {
    /** STUN was seen in either direction. */
    static final int STUN = 1;

    /** MS-TURN multiplex frames were seen. */
    static final int MULTIPLEXED = 2;

    /** A STUN request of this flow was answered in it. */
    static final int EXCHANGED = 4;

    /** Its first packets were QUIC's. */
    static final int QUIC = 8;

    private static final int REFUSAL_SHIFT = 8;
    private static final long REFUSAL_MASK = 0xff_ffffL << REFUSAL_SHIFT;

    /** Refused flows that can be told apart: a scan of dead ports should not cost memory without end. */
    private static final int REFUSALS = 1 << 16;

    private static final int STRIDE = 3;

    private final FlowTable flows;
    private long[] refusals = new long[64 * STRIDE];
    private int refusalCount;
    private int freeRefusal;
    private long refusalsLeftOut;

    UdpFlowNotes(FlowTable flows) {
        this.flows = flows;
    }

    boolean has(int flow, int flag) {
        return (flows.transactionWord(flow) & flag) != 0;
    }

    /** Whether there is any note, a refusal included. */
    boolean hasAny(int flow) {
        return (flows.transactionWord(flow) & (STUN | MULTIPLEXED | EXCHANGED | REFUSAL_MASK)) != 0;
    }

    void mark(int flow, int flags) {
        long word = flows.transactionWord(flow);
        if ((word & flags) != flags) {
            flows.setTransactionWord(flow, word | flags);
        }
    }

    int latestTransaction(int flow) {
        return (int) (flows.transactionWord(flow) >>> 32) - 1;
    }

    void setLatestTransaction(int flow, int slot) {
        flows.setTransactionWord(flow, flows.transactionWord(flow) & 0xffff_ffffL | (long) (slot + 1) << 32);
    }

    /** Keeps the first refusal of a flow. */
    void refuse(int flow, PacketFacts facts) {
        long word = flows.transactionWord(flow);
        if ((word & REFUSAL_MASK) != 0) {
            return;
        }
        int entry;
        if (freeRefusal != 0) {
            entry = freeRefusal;
            freeRefusal = (int) refusals[(entry - 1) * STRIDE];
        } else if (refusalCount < REFUSALS) {
            entry = ++refusalCount;
            if (entry * STRIDE > refusals.length) {
                refusals = Arrays.copyOf(refusals, refusals.length * 2);
            }
        } else {
            refusalsLeftOut++;
            return;
        }
        int at = (entry - 1) * STRIDE;
        refusals[at] = facts.sourceHigh;
        refusals[at + 1] = facts.sourceLow;
        refusals[at + 2] = numbers(facts);
        flows.setTransactionWord(flow, word | (long) entry << REFUSAL_SHIFT);
    }

    /** The flow's slot is given away. */
    void onEviction(int flow) {
        int entry = (int) ((flows.transactionWord(flow) & REFUSAL_MASK) >>> REFUSAL_SHIFT);
        if (entry != 0) {
            refusals[(entry - 1) * STRIDE] = freeRefusal;
            freeRefusal = entry;
        }
    }

    /** Null where the flow was not refused. */
    Refusal refusal(int flow) {
        int entry = (int) ((flows.transactionWord(flow) & REFUSAL_MASK) >>> REFUSAL_SHIFT);
        if (entry == 0) {
            return null;
        }
        int at = (entry - 1) * STRIDE;
        return refusal(refusals[at], refusals[at + 1], refusals[at + 2]);
    }

    long refusalsLeftOut() {
        return refusalsLeftOut;
    }

    /** Type, code, TTL and family of an ICMP error in one word. */
    static long numbers(PacketFacts facts) {
        long ipv6 = facts.protocol == PacketFacts.ICMPV6 ? 1 : 0;
        return ipv6 << 24 | (long) (facts.icmpType & 0xff) << 16 | (facts.icmpCode & 0xff) << 8 | facts.ttl & 0xff;
    }

    static Refusal refusal(long byHigh, long byLow, long numbers) {
        return new Refusal(
                new Address(byHigh, byLow),
                (int) (numbers >>> 16) & 0xff,
                (int) (numbers >>> 8) & 0xff,
                (int) numbers & 0xff,
                numbers >>> 24 != 0);
    }

    /**
     * The packet is an error that means the quoted one did not arrive: unreachable, hop limit, bad header. Not "fragmentation needed" or
     * "too big", which ask for smaller packets, nor quenches and redirects.
     */
    static boolean isHardError(PacketFacts facts) {
        if (facts.protocol == PacketFacts.ICMPV6) {
            return facts.icmpType == 1 || facts.icmpType == 3 || facts.icmpType == 4;
        }
        return facts.protocol == PacketFacts.ICMP
                && (facts.icmpType == 3 && facts.icmpCode != 4 || facts.icmpType == 11 || facts.icmpType == 12);
    }
}
