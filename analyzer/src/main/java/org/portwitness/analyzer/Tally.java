package org.portwitness.analyzer;

import java.util.SortedMap;
import java.util.TreeMap;
import org.portwitness.analyzer.evidence.MirrorSigns;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.facts.DecodeResult;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.capture.Frame;

/**
 * Counts what the packets were: each is in exactly one class of {@link Traffic}. Owned by one lane.
 *
 * <p>TCP, UDP and ICMP count packets whose innermost IP header names that protocol, also where the header behind it is cut or bogus;
 * later fragments are counted apart.
 */
final class Tally {
    /** 1500 bytes of payload behind an Ethernet header, with room for tags and a tunnel of a mirror. */
    private static final int LONGEST_ETHERNET = 1600;

    private final long[] results = new long[DecodeResult.COUNT];
    private long packets;
    private long tcp;
    private long udp;
    private long icmp;
    private long otherTransport;
    private long cutBySnaplen;
    private long superPackets;
    private int longestFrame;

    void count(Frame frame, int result, PacketFacts facts) {
        packets++;
        results[result]++;
        int length = frame.originalLength();
        if (frame.capturedLength() < length) {
            cutBySnaplen++;
        }
        if (length > LONGEST_ETHERNET) {
            superPackets++;
            longestFrame = Math.max(longestFrame, length);
        }
        if (result < DecodeResult.LATER_FRAGMENT) {
            countTransport(facts.protocol);
        }
    }

    private void countTransport(int protocol) {
        if (protocol == PacketFacts.UDP) {
            udp++;
        } else if (protocol == PacketFacts.TCP) {
            tcp++;
        } else if (protocol == PacketFacts.ICMP || protocol == PacketFacts.ICMPV6) {
            icmp++;
        } else {
            otherTransport++;
        }
    }

    long packets() {
        return packets;
    }

    /** Frames longer than those of an Ethernet without jumbo frames. */
    long superPackets() {
        return superPackets;
    }

    /** Length of the longest of them, 0 without any. */
    int longestFrame() {
        return longestFrame;
    }

    /**
     * @param givenUp what the stages gave up; headers that could not be used are added to it
     */
    Traffic traffic(long duplicates, long timeGoesBack, SortedMap<String, Long> givenUp, MirrorSigns mirror) {
        SortedMap<String, Long> reasons = new TreeMap<>();
        long undecodable = 0;
        for (int result = 0; result < results.length; result++) {
            if (DecodeResult.isUndecodable(result) && results[result] > 0) {
                reasons.put(DecodeResult.inWords(result), results[result]);
                undecodable += results[result];
            }
        }
        SortedMap<String, Long> all = new TreeMap<>(givenUp);
        addIfAny(all, DecodeResult.TRANSPORT_CUT);
        addIfAny(all, DecodeResult.TRANSPORT_BOGUS);
        return new Traffic(
                packets,
                tcp,
                udp,
                icmp,
                otherTransport,
                results[DecodeResult.NOT_IP],
                results[DecodeResult.LATER_FRAGMENT],
                undecodable,
                reasons,
                cutBySnaplen,
                duplicates,
                timeGoesBack,
                all,
                mirror);
    }

    private void addIfAny(SortedMap<String, Long> words, int result) {
        if (results[result] > 0) {
            words.put(DecodeResult.inWords(result), results[result]);
        }
    }
}
