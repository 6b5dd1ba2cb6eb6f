package org.portwitness.analyzer.verdict;

import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.Evidence.HostTraffic;
import org.portwitness.analyzer.evidence.Hosts;
import org.portwitness.analyzer.evidence.MirrorSigns;

/**
 * Whether a silence in this capture can be believed: the two-way test and the drop limit of `protocols.md` 12.
 *
 * <p>A mirror that shows one direction only makes every request look unanswered. So silence counts against a host's traffic only where
 * the capture holds packets both from it and to it, and where its TCP handshakes are not all half-seen.
 */
final class Certainty {
    /** Drops from this share on make silence meaningless: a smaller limit would doubt good captures, a larger believe bad ones. */
    private static final int DROP_LIMIT_PERCENT = 1;

    /** Fewer gaps than these can be an accident at the capture's begin or end. */
    static final int FEWEST_GAPS = 3;

    /** Payload of a TCP segment, about: a gap that is smaller stands for a lost packet all the same. */
    private static final double USUAL_SEGMENT = 1000;

    /** A host with so many packets in two-way TCP conversations and no gap: at 1 % loss this comes about once in twenty times. */
    private static final int ENOUGH_TO_TRUST = 300;

    private final Hosts hosts;
    private final boolean tooManyDrops;
    private final long drops;
    private final long packets;
    private final boolean losesTooMuch;
    private final MirrorSigns mirror;
    private final long unknownAnswers;
    private final long unkeptAnswers;
    private final boolean wholePackets;
    private final UnseenAnswers unseenAnswers;

    /**
     * @param packets packets in the capture
     * @param drops packets that the capturing side says it lost
     */
    Certainty(Evidence evidence, long packets, long drops) {
        this.drops = drops;
        this.packets = packets;
        unknownAnswers = evidence.forgotten().unknownAnswers();
        unkeptAnswers = evidence.forgotten().unkeptAnswers();
        tooManyDrops = reachesDropLimit(packets, drops);
        mirror = evidence.traffic().mirror();
        wholePackets = evidence.traffic().cutBySnaplen() == 0;
        losesTooMuch = losesTooMuch(mirror);
        hosts = evidence.hosts();
        unseenAnswers = new UnseenAnswers(evidence.stun());
    }

    /** Drops of 1 % of the packets or more. */
    static boolean reachesDropLimit(long packets, long drops) {
        return drops > 0 && drops >= packets * (DROP_LIMIT_PERCENT / 100.0);
    }

    /**
     * Receivers acknowledged 1 % or more of the TCP bytes without the capture holding them: it loses as much of everything else. The same
     * limit as for drops that are admitted.
     */
    static boolean losesTooMuch(MirrorSigns mirror) {
        return mirror.unseenStretches() >= FEWEST_GAPS
                && mirror.unseenBytes() * 100 >= mirror.tcpBytes() + mirror.unseenBytes();
    }

    /** The host's own conversations have the gaps, or the capture as a whole has and the host is too quiet to be the exception. */
    private boolean losesPacketsOf(HostTraffic host) {
        boolean own = host.unseenStretches() >= FEWEST_GAPS
                && host.unseenStretches() * 100 >= host.tcpTwoWay() * DROP_LIMIT_PERCENT;
        return own || (losesTooMuch && (host.unseenStretches() > 0 || host.tcpTwoWay() < ENOUGH_TO_TRUST));
    }

    boolean believes(Address host) {
        return doubt(host) == null;
    }

    /** Why silence towards or from this host proves nothing, as the end of a sentence; null where it does. */
    String doubt(Address host) {
        if (tooManyDrops) {
            return "the capture lost " + drops + " packets, so the answers may be among them";
        }
        if (unknownAnswers > 0) {
            return unknownAnswers
                    + " answered connections were forgotten, as there were too many, and its own may be among them";
        }
        if (unkeptAnswers > 0) {
            return unkeptAnswers
                    + " answers over UDP were not kept, as there were too many requests, and its own may be among them";
        }
        HostTraffic seen = hosts.of(host);
        if (seen == null || seen.received() == 0) {
            return "the capture holds no packet to " + host + ", so the mirror may show one direction only";
        }
        if (seen.sent() == 0) {
            return "the capture holds no packet from " + host + ", so the mirror may show one direction only";
        }
        if (losesPacketsOf(seen)) {
            return "the capture lacks packets that were delivered (" + Words.count(mirror.unseenStretches(), "gaps")
                    + " in its TCP streams), so the answers may be among them";
        }
        if (seen.proceeded() > 0 && seen.answered() == 0) {
            return "other connections of " + host
                    + " went on without a visible SYN-ACK, so the mirror misses one direction";
        }
        if (unseenAnswers.areOf(host)) {
            return host
                    + " repeats its requests to relays with what only an answer can have told it, and the capture holds no"
                    + " such answer, so the mirror misses some";
        }
        return null;
    }

    boolean lostTooMuch() {
        return tooManyDrops;
    }

    /** Packets were lost beside the admitted drops, as acknowledgements of bytes that the capture does not hold show. */
    boolean hasGaps() {
        return losesTooMuch;
    }

    /** Nothing hints at a byte of a TCP stream that the capture lacks. */
    boolean hasAllOfTcp() {
        return wholePackets && drops == 0 && mirror.unseenStretches() == 0;
    }

    /**
     * The share of packets that the capture may have lost of anything, 0 where nothing shows that it lost any. What surely is missing of TCP is a
     * sample: where it has {@code n} gaps, n + 2 √n + 2 would be no surprise either. Drops that are admitted may have fallen into media more than
     * elsewhere.
     */
    double shareThatMayBeLost() {
        long gaps = mirror.unseenStretches();
        double ofGaps = 0;
        if (gaps > 0) {
            double missing = Math.max((double) mirror.unseenBytes(), gaps * USUAL_SEGMENT);
            double all = (double) mirror.tcpBytes() + (double) mirror.unseenBytes();
            ofGaps = missing / Math.max(missing, all) * (gaps + 2 * Math.sqrt((double) gaps) + 2) / gaps;
        }
        double ofDrops = drops == 0 ? 0 : 2.0 * drops / ((double) packets + (double) drops);
        return Math.min(1, ofGaps + ofDrops);
    }

    long sent(Address host) {
        HostTraffic seen = hosts.of(host);
        return seen == null ? 0 : seen.sent();
    }

    long received(Address host) {
        HostTraffic seen = hosts.of(host);
        return seen == null ? 0 : seen.received();
    }
}
