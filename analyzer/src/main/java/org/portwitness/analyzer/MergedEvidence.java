package org.portwitness.analyzer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.Evidence.HostTraffic;
import org.portwitness.analyzer.evidence.Evidence.TcpVisibility;
import org.portwitness.analyzer.evidence.Forgotten;
import org.portwitness.analyzer.evidence.HelloCounts;
import org.portwitness.analyzer.evidence.Hosts;
import org.portwitness.analyzer.evidence.MirrorSigns;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.transaction.HardwareAddresses;

/**
 * What several lanes saw of one capture, as the {@link Evidence} that one lane alone would have given, in the same order. It differs only where
 * a table was full: each lane has tables of its own.
 */
final class MergedEvidence {
    private final List<Evidence> lanes;

    private MergedEvidence(List<Evidence> lanes) {
        this.lanes = lanes;
    }

    /**
     * Puts together what is in the first lane's shard alone, what is added up, and what is put in order.
     *
     * @param lanes evidence of lanes that kept the order, STUN already joined; the first one's first
     */
    static Evidence of(List<Evidence> lanes) {
        return new MergedEvidence(lanes).merged();
    }

    private Evidence merged() {
        Evidence first = lanes.get(0);
        return new Evidence(
                traffic(),
                first.firstNanos(),
                first.lastNanos(),
                new MergedConnections(lanes.stream().map(Evidence::connections).toList()),
                new TcpVisibility(
                        sum(e -> e.tcpVisibility().conversations()),
                        sum(e -> e.tcpVisibility().oneWay())),
                inOrder(Evidence::hellos),
                HelloCounts.sum(lanes.stream().map(Evidence::helloCounts).toList()),
                inOrder(Evidence::stun),
                sum(Evidence::stunIndications),
                msTurnSpeakers(),
                inOrder(Evidence::udp),
                inOrder(Evidence::media),
                first.discovery(),
                first.dns(),
                first.names(),
                first.dhcp(),
                HardwareAddresses.merged(lanes.stream()
                        .map(e -> (HardwareAddresses) e.hardwareAddresses())
                        .toList()),
                hosts(),
                forgotten());
    }

    private <T> InOrder<T> inOrder(Function<Evidence, Iterable<T>> part) {
        return InOrder.of(lanes.stream().map(part).toList());
    }

    private long sum(ToLongFunction<Evidence> count) {
        return lanes.stream().mapToLong(count).sum();
    }

    private long sumOfTraffic(ToLongFunction<Traffic> count) {
        return lanes.stream().map(Evidence::traffic).mapToLong(count).sum();
    }

    private Traffic traffic() {
        return new Traffic(
                sumOfTraffic(Traffic::packets),
                sumOfTraffic(Traffic::tcp),
                sumOfTraffic(Traffic::udp),
                sumOfTraffic(Traffic::icmp),
                sumOfTraffic(Traffic::otherTransport),
                sumOfTraffic(Traffic::notIp),
                sumOfTraffic(Traffic::laterFragments),
                sumOfTraffic(Traffic::undecodable),
                sums(Traffic::undecodableReasons),
                sumOfTraffic(Traffic::cutBySnaplen),
                sumOfTraffic(Traffic::duplicates),
                lanes.get(0).traffic().timeGoesBack(),
                sums(Traffic::givenUp),
                lanes.stream().map(e -> e.traffic().mirror()).reduce(MirrorSigns.NONE, MirrorSigns::plus));
    }

    private SortedMap<String, Long> sums(Function<Traffic, SortedMap<String, Long>> words) {
        SortedMap<String, Long> sums = new TreeMap<>();
        for (Evidence lane : lanes) {
            words.apply(lane.traffic()).forEach((word, count) -> sums.merge(word, count, Long::sum));
        }
        return sums;
    }

    private Set<Address> msTurnSpeakers() {
        Set<Address> speakers = new LinkedHashSet<>();
        lanes.forEach(lane -> lane.msTurnSpeakers().forEach(speakers::add));
        return speakers;
    }

    /** A pair of addresses belongs to one lane. */
    private Forgotten forgotten() {
        List<Forgotten.Answered> answered = new ArrayList<>();
        List<Forgotten.Answered> queries = new ArrayList<>();
        lanes.forEach(lane -> lane.forgotten().answered().forEach(answered::add));
        lanes.forEach(lane -> lane.forgotten().answeredQueries().forEach(queries::add));
        return new Forgotten(
                sum(e -> e.forgotten().loneSyns()),
                sum(e -> e.forgotten().attempts()),
                answered,
                sum(e -> e.forgotten().unknownAnswers()),
                queries,
                sum(e -> e.forgotten().unkeptAnswers()));
    }

    private Hosts hosts() {
        Map<Address, HostTraffic> hosts = new LinkedHashMap<>();
        for (Evidence lane : lanes) {
            for (HostTraffic host : lane.hosts()) {
                hosts.merge(host.address(), host, HostTraffic::plus);
            }
        }
        return new MergedHosts(hosts);
    }

    private record MergedHosts(Map<Address, HostTraffic> hosts) implements Hosts {
        @Override
        public HostTraffic of(Address address) {
            return hosts.get(address);
        }

        @Override
        public Iterator<HostTraffic> iterator() {
            return hosts.values().iterator();
        }
    }
}
