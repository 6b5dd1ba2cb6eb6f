package org.portwitness.analyzer.evidence;

import java.util.SortedMap;

/**
 * Counts of what the packets were; every packet is in exactly one of tcp, udp, icmp, otherTransport, notIp, laterFragments and
 * undecodable.
 *
 * @param undecodableReasons why packets could not be decoded, in words, with counts
 * @param cutBySnaplen packets whose captured part is shorter than the packet
 * @param duplicates copies made by the mirror
 * @param givenUp other ways in which evidence was given up (tables full, messages too large), in words, with counts
 * @param mirror what the packets tell of the mirror itself
 */
public record Traffic(
        long packets,
        long tcp,
        long udp,
        long icmp,
        long otherTransport,
        long notIp,
        long laterFragments,
        long undecodable,
        SortedMap<String, Long> undecodableReasons,
        long cutBySnaplen,
        long duplicates,
        long timeGoesBack,
        SortedMap<String, Long> givenUp,
        MirrorSigns mirror) {

    /** Of a capture that shows nothing odd of its mirror. */
    public Traffic(
            long packets,
            long tcp,
            long udp,
            long icmp,
            long otherTransport,
            long notIp,
            long laterFragments,
            long undecodable,
            SortedMap<String, Long> undecodableReasons,
            long cutBySnaplen,
            long duplicates,
            long timeGoesBack,
            SortedMap<String, Long> givenUp) {
        this(
                packets,
                tcp,
                udp,
                icmp,
                otherTransport,
                notIp,
                laterFragments,
                undecodable,
                undecodableReasons,
                cutBySnaplen,
                duplicates,
                timeGoesBack,
                givenUp,
                MirrorSigns.NONE);
    }
}
