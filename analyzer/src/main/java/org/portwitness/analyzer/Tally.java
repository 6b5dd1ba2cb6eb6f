package org.portwitness.analyzer;

import java.util.SortedMap;
import java.util.TreeMap;
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
    private final long[] results = new long[DecodeResult.COUNT];
    private long packets;
    private long tcp;
    private long udp;
    private long icmp;
    private long otherTransport;
    private long cutBySnaplen;

    void count(Frame frame, int result, PacketFacts facts) {
        packets++;
        results[result]++;
        if (frame.capturedLength() < frame.originalLength()) {
            cutBySnaplen++;
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

    /**
     * @param givenUp what the stages gave up; headers that could not be used are added to it
     */
    Traffic traffic(long duplicates, long timeGoesBack, SortedMap<String, Long> givenUp) {
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
                all);
    }

    private void addIfAny(SortedMap<String, Long> words, int result) {
        if (results[result] > 0) {
            words.put(DecodeResult.inWords(result), results[result]);
        }
    }
}
