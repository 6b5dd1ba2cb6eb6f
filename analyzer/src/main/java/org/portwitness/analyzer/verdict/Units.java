package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.HardwareAddress;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.UdpConversation;
import org.portwitness.analyzer.ports.AddressRange;
import org.portwitness.analyzer.ports.PortTables;
import org.portwitness.analyzer.report.Report.Finding;

/**
 * The room units whose rows are judged, and how each was found: given by the user, else whoever asks for the vendor's cloud, answers
 * MirrorOp or speaks MS-TURN, else every client.
 */
final class Units {
    /** Most units that are judged; the rest is counted. */
    static final int MOST = 1000;

    /** Ways to find a unit, the surest first. */
    enum FoundBy {
        GIVEN("given"),
        KICKLE_NAME("kickle-name"),
        MIRROROP("mirrorop"),
        MS_TURN("ms-turn"),
        EVERY_CLIENT("every-client");

        private final String text;

        FoundBy(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final Map<Address, FoundBy> found;
    /** All addresses by which units speak. */
    private final Map<Address, Unit> units = new HashMap<>();

    private final Set<String> texts = new HashSet<>();
    private final long leftOut;

    /**
     * @param judged the address under which its rows are judged: of a device with several, the first
     * @param foundBy null where the bound left that address out
     */
    record Unit(Address judged, FoundBy foundBy) {
        /** Found by what it is; a mere client is not asked for MirrorOp. */
        boolean isRoomUnit() {
            return foundBy != null && foundBy != FoundBy.EVERY_CLIENT;
        }
    }

    /** {@code aliases}: further addresses of units, by which the same device speaks, as its IPv6 addresses beside an IPv4 one. */
    private Units(Map<Address, FoundBy> all, Map<Address, Address> aliases) {
        found = new LinkedHashMap<>();
        all.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Address, FoundBy> e) -> e.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST)
                .forEach(e -> found.put(e.getKey(), e.getValue()));
        found.forEach((address, by) -> units.put(address, new Unit(address, by)));
        aliases.forEach((alias, address) -> units.put(alias, new Unit(address, found.get(address))));
        units.keySet().forEach(a -> texts.add(a.toString()));
        leftOut = Math.max(0, all.size() - found.size());
    }

    /** {@code given} empty: look for them. */
    static Units find(Evidence evidence, List<AddressRange> given, PortTables tables) {
        Search search = new Search();
        if (!given.isEmpty()) {
            search.given(evidence, given);
            return new Units(search.all, aliases(evidence, search.all, true));
        }
        search.byName(evidence, tables);
        search.byMirrorOp(evidence);
        search.byMsTurn(evidence);
        Map<Address, Address> aliases = aliases(evidence, search.all, false);
        search.all.keySet().removeAll(aliases.keySet());
        if (search.all.isEmpty()) {
            search.everyClient(evidence);
        }
        return new Units(search.all, aliases);
    }

    /**
     * IPv6 addresses of IPv4 units, known by their hardware address. Judged apart, a site without IPv6 would fail its second "unit",
     * although the device falls back to IPv4 and works (contract: "IPv6 failing while IPv4 works: ok with a note"). A hardware address
     * that sends for several IPv4 hosts is a router's and joins nothing; what comes through a router, or without a hardware address,
     * belongs to the IPv4 unit where there is only one.
     *
     * @param given the user named the units: then no other address is one
     */
    private static Map<Address, Address> aliases(Evidence evidence, Map<Address, FoundBy> all, boolean given) {
        List<Address> ipv4 = all.keySet().stream().filter(Address::isIpv4).toList();
        if (ipv4.isEmpty()) {
            return Map.of();
        }
        Map<String, Address> owners = new HashMap<>();
        Set<String> routers = new HashSet<>();
        Map<Address, String> ipv6Hosts = new LinkedHashMap<>();
        for (HardwareAddress host : evidence.hardwareAddresses()) {
            if (!host.address().isIpv4()) {
                ipv6Hosts.put(host.address(), host.hardwareAddress());
            } else if (owners.put(host.hardwareAddress(), host.address()) != null) {
                routers.add(host.hardwareAddress());
            }
        }
        Map<Address, Address> aliases = new HashMap<>();
        ipv6Hosts.forEach((address, hardware) -> {
            Address owner = routers.contains(hardware) ? null : owners.get(hardware);
            if (owner != null && all.containsKey(owner) && (!given || all.containsKey(address))) {
                aliases.put(address, owner);
            }
        });
        for (Address address : all.keySet()) {
            String hardware = ipv6Hosts.get(address);
            if (!address.isIpv4() && ipv4.size() == 1 && (hardware == null || routers.contains(hardware))) {
                aliases.putIfAbsent(address, ipv4.get(0));
            }
        }
        return aliases;
    }

    private static final class Search {
        final Map<Address, FoundBy> all = new LinkedHashMap<>();

        void put(Address address, FoundBy by) {
            if (address != null && !address.isMulticast() && !isUnset(address) && !address.isBroadcast()) {
                all.merge(address, by, (a, b) -> a.compareTo(b) <= 0 ? a : b);
            }
        }

        private static boolean isUnset(Address address) {
            return address.high() == 0 && (address.low() == 0 || address.low() == 0xffff_0000_0000L);
        }

        void given(Evidence evidence, List<AddressRange> given) {
            for (AddressRange range : given) {
                if (range.bits() == 128) {
                    all.put(range.first(), FoundBy.GIVEN);
                }
            }
            // whoever only receives in a range may be its broadcast address
            boolean anySends = false;
            for (Evidence.HostTraffic host : evidence.hosts()) {
                anySends |= host.sent() > 0 && isIn(given, host.address());
            }
            TreeSet<Address> inRanges = new TreeSet<>();
            for (Evidence.HostTraffic host : evidence.hosts()) {
                if (isIn(given, host.address()) && (host.sent() > 0 || !anySends)) {
                    inRanges.add(host.address());
                }
            }
            inRanges.forEach(a -> all.put(a, FoundBy.GIVEN));
        }

        private static boolean isIn(List<AddressRange> ranges, Address address) {
            return ranges.stream().anyMatch(range -> range.contains(address));
        }

        /**
         * By what a host itself says: an address that another host knows by the vendor's name may be a crowded CDN's. Whoever asks on behalf
         * of others, a DNS server or a proxy, is no unit.
         */
        void byName(Evidence evidence, PortTables tables) {
            Set<Address> onBehalf = new HashSet<>();
            for (DnsQuery query : evidence.dns()) {
                if (isVendorName(tables, query.name())) {
                    put(query.client().address(), FoundBy.KICKLE_NAME);
                    onBehalf.add(query.server().address());
                }
            }
            for (TcpConnection connection : evidence.recognised()) {
                for (String name : PeerNames.ownNames(connection)) {
                    if (isVendorName(tables, name)) {
                        put(connection.client().address(), FoundBy.KICKLE_NAME);
                        if (PeerNames.connectHost(connection) != null) {
                            onBehalf.add(connection.server().address());
                        }
                    }
                }
            }
            all.keySet().removeAll(onBehalf);
        }

        private static boolean isVendorName(PortTables tables, String name) {
            return tables.unitNames().stream().anyMatch(p -> p.matches(name));
        }

        void byMirrorOp(Evidence evidence) {
            for (DiscoveryProbe probe : evidence.discovery()) {
                if (probe.answeredBy() != null) {
                    put(probe.answeredBy().address(), FoundBy.MIRROROP);
                }
            }
            for (TcpConnection connection : evidence.recognised()) {
                if (connection.content().mirrorOpOfServer()) {
                    put(connection.server().address(), FoundBy.MIRROROP);
                }
            }
        }

        void byMsTurn(Evidence evidence) {
            evidence.msTurnSpeakers().forEach(a -> put(a, FoundBy.MS_TURN));
            for (StunTransaction stun : evidence.stun()) {
                if (stun.msTurn() && !stun.iceCheck()) {
                    put(stun.client().address(), FoundBy.MS_TURN);
                }
            }
            for (TcpConnection connection : evidence.recognised()) {
                if (connection.content().pseudoTlsHello()) {
                    put(connection.client().address(), FoundBy.MS_TURN);
                }
            }
        }

        void everyClient(Evidence evidence) {
            evidence.connections().clients().forEach(client -> put(client, FoundBy.EVERY_CLIENT));
            for (StunTransaction stun : evidence.stun()) {
                put(near(stun.client().address(), stun.server().address()), FoundBy.EVERY_CLIENT);
            }
            for (DnsQuery query : evidence.dns()) {
                put(query.client().address(), FoundBy.EVERY_CLIENT);
            }
            for (UdpConversation udp : evidence.udp()) {
                if (udp.rtpOfOpener() || udp.rtpOfResponder() || udp.multiplexed()) {
                    put(near(udp.opener().address(), udp.responder().address()), FoundBy.EVERY_CLIENT);
                }
            }
        }

        /** In a call either side asks first. Of a private and a public address the private one is the site's, whoever began. */
        private static Address near(Address opener, Address other) {
            return !opener.isPrivate() && other.isPrivate() ? other : opener;
        }
    }

    /** The unit that the address belongs to; null for hosts that are no unit. */
    Unit of(Address address) {
        return units.get(address);
    }

    boolean contains(Address address) {
        return units.containsKey(address);
    }

    /** The unit's address under which its rows are judged; null for hosts that are no unit. */
    Address judged(Address address) {
        Unit unit = units.get(address);
        return unit == null ? null : unit.judged();
    }

    boolean isRoomUnit(Address address) {
        Unit unit = units.get(address);
        return unit != null && unit.isRoomUnit();
    }

    FoundBy foundBy(Address address) {
        return found.get(address);
    }

    /** Addresses of all units, as the report lists them. */
    List<Address> addresses() {
        return new ArrayList<>(found.keySet());
    }

    /** Addresses whose rows are judged: of a device with several, the first. */
    List<Address> judged() {
        return found.keySet().stream().filter(a -> a.equals(judged(a))).toList();
    }

    /** Whether a finding is about a unit, as source or destination. */
    boolean concerns(Finding finding) {
        return texts.contains(finding.source()) || texts.contains(finding.destination());
    }

    long leftOut() {
        return leftOut;
    }

    boolean areEveryClient() {
        return found.containsValue(FoundBy.EVERY_CLIENT);
    }
}
