package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.portwitness.analyzer.verdict.Words;

/**
 * A time in which media of a flow paused, in one direction or in both.
 *
 * @param missing packets that were sent in it and did not come by, as their sequence numbers tell; 0: the sender paused
 * @param toTheEnd media of that side never came again, while the other's went on: no sequence number tells whether any was sent
 */
record Pause(MediaFlow flow, Whose whose, long startNanos, long endNanos, long missing, boolean toTheEnd) {
    /** Shorter ones are what every network and every silence suppression has. */
    private static final long SHORTEST_NANOS = 2_000_000_000L;

    /** Who hangs up first is silent for a moment before the other notices. */
    private static final long SHORTEST_AT_THE_END_NANOS = 5_000_000_000L;

    /** Keepalives come more often. */
    static final long DEAD_NANOS = 15_000_000_000L;

    /** What comes so soon after the last media belongs to it. */
    private static final long HEARD_NANOS = 1_000_000_000L;

    /** Whose media paused. */
    enum Whose {
        UNIT,
        PEER,
        BOTH
    }

    private record Hole(long start, long end) {
        long overlap(Hole other) {
            return Math.min(end, other.end) - Math.max(start, other.start);
        }

        long length() {
            return end - start;
        }
    }

    /** The pauses of a flow that ran in both directions, in time order. */
    static List<Pause> in(MediaFlow flow) {
        if (flow.directions() != MediaFlow.Directions.BOTH) {
            return List.of();
        }
        List<Hole> ofUnit = holes(flow.sent());
        List<Hole> ofPeer = holes(flow.received());
        List<Pause> pauses = new ArrayList<>();
        for (Hole hole : ofUnit) {
            boolean both = ofPeer.removeIf(other -> other.overlap(hole) * 2 >= Math.max(hole.length(), other.length()));
            pauses.add(of(flow, both ? Whose.BOTH : Whose.UNIT, hole));
        }
        ofPeer.forEach(hole -> pauses.add(of(flow, Whose.PEER, hole)));
        long lastOfUnit = MediaFlow.last(flow.sent());
        long lastOfPeer = MediaFlow.last(flow.received());
        if (Math.abs(lastOfUnit - lastOfPeer) >= SHORTEST_AT_THE_END_NANOS) {
            pauses.add(new Pause(
                    flow,
                    lastOfUnit < lastOfPeer ? Whose.UNIT : Whose.PEER,
                    Math.min(lastOfUnit, lastOfPeer),
                    Math.max(lastOfUnit, lastOfPeer),
                    /* missing= */ 0,
                    /* toTheEnd= */ true));
        }
        pauses.sort(Comparator.comparingLong(Pause::startNanos));
        return pauses;
    }

    private static List<Hole> holes(List<MediaFlow.Stretch> stretches) {
        List<MediaFlow.Stretch> inOrder = new ArrayList<>(stretches);
        inOrder.sort(Comparator.comparingLong(MediaFlow.Stretch::firstNanos));
        List<Hole> holes = new ArrayList<>();
        long until = Long.MAX_VALUE;
        for (MediaFlow.Stretch stretch : inOrder) {
            if (until != Long.MAX_VALUE && stretch.firstNanos() - until >= SHORTEST_NANOS) {
                holes.add(new Hole(until, stretch.firstNanos()));
            }
            until = until == Long.MAX_VALUE ? stretch.lastNanos() : Math.max(until, stretch.lastNanos());
        }
        return holes;
    }

    private static Pause of(MediaFlow flow, Whose whose, Hole hole) {
        long missing = flow.missing().stream()
                .filter(m -> whose == Whose.BOTH || m.ofUnit() == (whose == Whose.UNIT))
                .filter(m -> new Hole(m.startNanos(), m.endNanos()).overlap(hole) > 0)
                .mapToLong(MediaFlow.Missing::packets)
                .sum();
        return new Pause(flow, whose, hole.start(), hole.end(), missing, /* toTheEnd= */ false);
    }

    /** Nothing at all came from that side any more, neither RTCP nor STUN, which come every few seconds while anybody is there. */
    boolean isDead() {
        long last = whose == Whose.UNIT ? flow.lastOfUnitNanos() : flow.lastOfPeerNanos();
        return toTheEnd && last > 0 && endNanos - last >= DEAD_NANOS;
    }

    /** RTCP or STUN came from that side after its media had ended. */
    boolean isHeard() {
        long last = whose == Whose.UNIT ? flow.lastOfUnitNanos() : flow.lastOfPeerNanos();
        return last - startNanos >= HEARD_NANOS;
    }

    long lengthNanos() {
        return endNanos - startNanos;
    }

    /** {@code Nothing from 52.112.40.9:3479 for 6.0 s; 100 packets are missing}, without an end. */
    String inWords() {
        String length = Words.duration(lengthNanos());
        if (toTheEnd) {
            return whose == Whose.PEER
                    ? "Nothing more from " + flow.peer() + " for the last " + length + ", while media to it went on"
                    : "Nothing more from the unit to " + flow.peer() + " for the last " + length
                            + ", while media from it went on";
        }
        String lost = missing == 0
                ? "no packet is missing"
                : Words.count(missing, "packets") + (missing == 1 ? " is" : " are") + " missing";
        return switch (whose) {
            case PEER -> "Nothing from " + flow.peer() + " for " + length + "; " + lost;
            case UNIT -> "Nothing from the unit to " + flow.peer() + " for " + length + "; " + lost;
            case BOTH -> "Media with " + flow.peer() + " stops in both directions for " + length + "; " + lost;
        };
    }
}
