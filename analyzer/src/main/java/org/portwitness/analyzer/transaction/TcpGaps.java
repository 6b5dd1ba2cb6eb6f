package org.portwitness.analyzer.transaction;

import java.util.Arrays;
import org.portwitness.analyzer.evidence.MirrorSigns;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.wire.EtherType;

/**
 * Bytes of TCP that their receiver acknowledged although the capture does not hold them. The network delivered them, so the mirror or the
 * capturing machine lost them, and what is silent may have been lost with them.
 *
 * <p>Each direction of a flow remembers the sequence number that comes next and how many bytes before it are missing. Missing bytes that
 * come late, out of order or sent again, are no longer missing; those that are still missing when the receiver acknowledges beyond them
 * for the second time are lost (the first time the acknowledgement may only have overtaken its data on the way through the mirror). So
 * the count errs downwards. Resets are not looked at, as their numbers mean little, and neither are copies.
 *
 * <p>Inside: a word for each direction of each flow, in pages beside the flow table, as the table's own words have other owners. Owned by
 * one lane; allocates only when it grows.
 *
 * <pre>
 *  0  known   1  its first packet bore a VLAN tag   2  its first packet had an Ethernet header
 *  3..7  stretches lost, at most 31    8..31  bytes missing    32..63  next sequence number
 * </pre>
 */
public final class TcpGaps {
    /** What a flow takes here: a word for each direction. */
    public static final int SLOT_BYTES = 2 * Long.BYTES;

    private static final long KNOWN = 1;
    private static final long TAGGED = 1 << 1;
    private static final long FRAMED = 1 << 2;
    private static final int STRETCHES_SHIFT = 3;
    private static final long ONE_STRETCH = 1L << STRETCHES_SHIFT;
    private static final long STRETCHES = 31L << STRETCHES_SHIFT;
    private static final int MISSING_SHIFT = 8;
    private static final long MISSING = (1L << 24) - 1 << MISSING_SHIFT;
    private static final int NEXT_SHIFT = 32;
    private static final long ALL_BUT_NEXT = (1L << NEXT_SHIFT) - 1;

    /** Farther ahead or back than this is another connection or a made-up number, not a gap. */
    private static final int FARTHEST = 1 << 24;

    private static final int ETHER_TYPE_AT = 12;

    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;

    private final FlowTable flows;
    private long[][] pages = new long[1][];
    private long seenBytes;
    private long unseenBytes;
    private long unseenStretches;

    public TcpGaps(FlowTable flows) {
        this.flows = flows;
    }

    /** Takes each TCP packet that has a flow and is neither a SYN nor a copy. */
    public void onPacket(PacketFacts facts) {
        int flags = facts.tcpFlags;
        if ((flags & PacketFacts.RST) != 0 || flags == 0) {
            return;
        }
        int slot = facts.flow;
        boolean ofOpener = facts.fromOpener;
        long own = word(slot, ofOpener);
        long other = word(slot, !ofOpener);
        int begin = (int) facts.sequence;
        int end = begin + facts.payloadWireLength + (flags & PacketFacts.FIN) + (flags >> 1 & 1);
        if ((own & KNOWN) == 0 || begin != next(own) || facts.firstFragment) {
            setWord(slot, ofOpener, outOfOrder(own, facts, begin, end));
        } else if (end != begin) {
            setWord(slot, ofOpener, withNext(own, end));
        }
        if ((flags & PacketFacts.ACK) == 0 || (other & KNOWN) == 0) {
            return;
        }
        seenBytes += facts.payloadWireLength;
        int ahead = (int) facts.acknowledgement - next(other);
        if (ahead >= 0 && (ahead > 0 || (other & MISSING) != 0)) {
            setWord(slot, !ofOpener, acknowledged(other, ahead));
        }
    }

    /** To be told before a slot of the flow table is given to another flow. */
    public void onEviction(int slot) {
        int page = slot >>> PAGE_BITS;
        if (page < pages.length && pages[page] != null) {
            pages[page][at(slot, true)] = 0;
            pages[page][at(slot, false)] = 0;
        }
    }

    private static int at(int slot, boolean ofOpener) {
        return (slot & PAGE - 1) << 1 | (ofOpener ? 0 : 1);
    }

    private long word(int slot, boolean ofOpener) {
        int page = slot >>> PAGE_BITS;
        return page < pages.length && pages[page] != null ? pages[page][at(slot, ofOpener)] : 0;
    }

    private void setWord(int slot, boolean ofOpener, long word) {
        int page = slot >>> PAGE_BITS;
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
        }
        if (pages[page] == null) {
            pages[page] = new long[2 * PAGE];
        }
        pages[page][at(slot, ofOpener)] = word;
    }

    private static long outOfOrder(long own, PacketFacts facts, int begin, int end) {
        if (facts.firstFragment) {
            // its length is not told: the packet after it begins anew
            return own & STRETCHES;
        }
        if ((own & KNOWN) == 0) {
            return withNext(own & STRETCHES | KNOWN | linkOf(facts), end);
        }
        int jump = begin - next(own);
        int ahead = end - next(own);
        if (jump > FARTHEST || jump < -FARTHEST) {
            return withNext(own & ~MISSING, end);
        }
        int missing = missing(own);
        if (ahead <= 0) {
            return withMissing(own, Math.max(0, missing - facts.payloadWireLength));
        }
        return withNext(withMissing(own, jump > 0 ? missing + jump : Math.max(0, missing + jump)), end);
    }

    private static long linkOf(PacketFacts facts) {
        if (facts.ethernetAt == PacketFacts.NONE) {
            return 0;
        }
        int type = facts.bytes.getShort(facts.ethernetAt + ETHER_TYPE_AT) & 0xffff;
        return type == EtherType.VLAN || type == EtherType.SERVICE_VLAN ? FRAMED | TAGGED : FRAMED;
    }

    /** The receiver has everything up to {@code ahead} bytes beyond what was seen to be sent. */
    private long acknowledged(long sent, int ahead) {
        if (ahead > FARTHEST) {
            return sent;
        }
        long word = sent;
        int missing = missing(word);
        if (missing > 0) {
            unseenBytes += missing;
            unseenStretches++;
            word = (word & STRETCHES) == STRETCHES ? word : word + ONE_STRETCH;
        }
        return withNext(withMissing(word, ahead), next(word) + ahead);
    }

    private static int next(long word) {
        return (int) (word >>> NEXT_SHIFT);
    }

    private static long withNext(long word, int next) {
        return word & ALL_BUT_NEXT | (long) next << NEXT_SHIFT;
    }

    private static int missing(long word) {
        return (int) ((word & MISSING) >>> MISSING_SHIFT);
    }

    private static long withMissing(long word, int missing) {
        return word & ~MISSING | Math.min((long) missing << MISSING_SHIFT, MISSING);
    }

    /** Stretches lost of a TCP flow's two directions, at most 62. */
    int stretches(int slot) {
        return stretches(word(slot, true)) + stretches(word(slot, false));
    }

    private static int stretches(long word) {
        return (int) ((word & STRETCHES) >>> STRETCHES_SHIFT);
    }

    /** What the capture shows of its own gaps by now, and of tags in the flows at hand. */
    public MirrorSigns signs(long superPackets, int longestFrame) {
        long twoWay = 0;
        long taggedOneWay = 0;
        for (int slot = 0; slot < flows.size(); slot++) {
            if (flows.protocol(slot) != PacketFacts.TCP) {
                continue;
            }
            long ofOpener = word(slot, true);
            long ofResponder = word(slot, false);
            if ((ofOpener & ofResponder & FRAMED) != 0) {
                twoWay++;
                taggedOneWay += (ofOpener ^ ofResponder) >> 1 & 1;
            }
        }
        return new MirrorSigns(
                seenBytes, unseenBytes, unseenStretches, superPackets, longestFrame, twoWay, taggedOneWay);
    }
}
