package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.portwitness.analyzer.Settings.Deployment;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Connections;
import org.portwitness.analyzer.evidence.DhcpExchange;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.DnsName;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.Evidence.HostTraffic;
import org.portwitness.analyzer.evidence.Forgotten;
import org.portwitness.analyzer.evidence.HelloCounts;
import org.portwitness.analyzer.evidence.Hosts;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.evidence.TransactionId;
import org.portwitness.analyzer.evidence.UdpConversation;
import org.portwitness.analyzer.ports.AddressRange;
import org.portwitness.analyzer.ports.Endpoints;
import org.portwitness.analyzer.ports.FirmwareVersion;
import org.portwitness.analyzer.ports.PortTables;
import org.portwitness.analyzer.ports.ServerRole;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Verdict;

/** Evidence made by hand, for tests that say what a verdict must be: what was seen, then {@link #judged}. */
final class Seen {
    static final String UNIT = "10.20.30.40";
    static final String RELAY = "52.112.10.20";
    static final String EXCHANGE_ONLINE = "40.96.1.2";

    static final long SECOND = 1_000_000_000L;

    private final List<TcpConnection> connections = new ArrayList<>();
    private final List<StunTransaction> stun = new ArrayList<>();
    private final List<UdpConversation> udp = new ArrayList<>();
    private final List<DiscoveryProbe> discovery = new ArrayList<>();
    private final List<DnsQuery> dns = new ArrayList<>();
    private final List<DnsName> names = new ArrayList<>();
    private final List<DhcpExchange> dhcp = new ArrayList<>();
    private final Map<String, long[]> hosts = new LinkedHashMap<>();
    private final List<ServerRole> servers = new ArrayList<>();
    private List<AddressRange> units = List.of(AddressRange.parse(UNIT));
    private Deployment deployment = Deployment.AUTO;
    private FirmwareVersion version;
    private Forgotten forgotten = Forgotten.NOTHING;
    private long drops;
    private int nextPort = 40_000;
    private boolean unitHeard = true;

    Seen unit(String... addresses) {
        units = List.of(addresses).stream().map(AddressRange::parse).toList();
        return this;
    }

    Seen server(String role) {
        servers.add(ServerRole.parse(role));
        return this;
    }

    Seen deployment(Deployment value) {
        deployment = value;
        return this;
    }

    Seen version(String text) {
        version = FirmwareVersion.parse(text);
        return this;
    }

    Seen forgotten(Forgotten value) {
        forgotten = value;
        return this;
    }

    /** Of 1000 packets, so many more were lost. */
    Seen drops(long lost) {
        drops = lost;
        return this;
    }

    /** The mirror shows no packet that goes to the unit. */
    Seen onlyWhatTheUnitSends() {
        unitHeard = false;
        return this;
    }

    private Endpoint client(String address) {
        return new Endpoint(Address.parse(address), nextPort++);
    }

    private static Endpoint at(String address, int port) {
        return new Endpoint(Address.parse(address), port);
    }

    private void counted(String address, long sent, long received) {
        long[] n = hosts.computeIfAbsent(address, a -> new long[4]);
        n[0] += sent;
        n[1] += received;
    }

    private void handshake(String address, TcpAttempt.Outcome outcome) {
        long[] n = hosts.get(address);
        n[2] += outcome == TcpAttempt.Outcome.ANSWERED || outcome == TcpAttempt.Outcome.REFUSED ? 1 : 0;
        n[3] += outcome == TcpAttempt.Outcome.PROCEEDED ? 1 : 0;
    }

    Seen resolved(String name, String address) {
        names.add(new DnsName(Address.parse(UNIT), name, Address.parse(address), 1));
        return this;
    }

    Seen tcp(String from, String to, int port, TcpAttempt.Outcome outcome, int sendings) {
        return tcp(from, to, port, outcome, sendings, null, TcpContent.NOTHING, TcpConnection.Ending.OPEN);
    }

    Seen tcp(
            String from,
            String to,
            int port,
            TcpAttempt.Outcome outcome,
            int sendings,
            Refusal refusal,
            TcpContent content,
            TcpConnection.Ending ending) {
        Endpoint client = client(from);
        boolean answered = outcome == TcpAttempt.Outcome.ANSWERED;
        long span = (sendings - 1) * SECOND;
        TcpAttempt attempt = new TcpAttempt(
                client,
                at(to, port),
                nextPort,
                10 * SECOND,
                10 * SECOND + span,
                sendings,
                sendings,
                outcome,
                answered ? 10 * SECOND + span + 11_000_000 : 0,
                answered ? 11_000_000 : TcpAttempt.NO_RTT,
                false,
                refusal);
        connections.add(new TcpConnection(
                client,
                at(to, port),
                attempt,
                10 * SECOND,
                20 * SECOND,
                sendings,
                answered ? 3 : 0,
                answered ? 400 : 0,
                answered ? 4000 : 0,
                0,
                0,
                ending,
                content));
        counted(from, sendings, answered ? 3 : 0);
        counted(to, answered ? 3 : 0, sendings);
        handshake(from, outcome);
        handshake(to, outcome);
        return this;
    }

    Seen works(String to, int port, String sni) {
        return tcp(
                UNIT,
                to,
                port,
                TcpAttempt.Outcome.ANSWERED,
                1,
                null,
                tls(sni, TcpContent.Progress.ESTABLISHED, -1),
                TcpConnection.Ending.OPEN);
    }

    Seen silent(String to, int port, int sendings) {
        return tcp(UNIT, to, port, TcpAttempt.Outcome.UNANSWERED, sendings);
    }

    Seen refused(String to, int port) {
        return tcp(
                UNIT,
                to,
                port,
                TcpAttempt.Outcome.REFUSED,
                1,
                new Refusal(Address.parse(to), Refusal.RST, 0, 60, false),
                TcpContent.NOTHING,
                TcpConnection.Ending.OPEN);
    }

    Seen prohibited(String to, int port, String by) {
        return tcp(
                UNIT,
                to,
                port,
                TcpAttempt.Outcome.UNREACHABLE,
                1,
                new Refusal(Address.parse(by), 3, 13, 63, false),
                TcpContent.NOTHING,
                TcpConnection.Ending.OPEN);
    }

    Seen tlsFails(String to, int port, String sni, TcpContent.Progress how, int alert) {
        return tcp(
                UNIT, to, port, TcpAttempt.Outcome.ANSWERED, 1, null, tls(sni, how, alert), TcpConnection.Ending.OPEN);
    }

    static TcpContent tls(String sni, TcpContent.Progress progress, int alert) {
        return new TcpContent(
                new TcpContent.Tls(
                        sni,
                        List.of("h2"),
                        "TLS 1.2",
                        progress,
                        alert,
                        List.of(),
                        null,
                        -1,
                        -1,
                        10 * SECOND,
                        false,
                        TcpContent.Tls.UNKNOWN_TIME,
                        TcpContent.Tls.UNKNOWN_TIME),
                null,
                false,
                false,
                false,
                false,
                false,
                false);
    }

    static TcpContent pseudoTls(boolean answered, boolean frames) {
        return new TcpContent(null, null, true, answered, frames, frames, false, false);
    }

    Seen stun(String from, String to, int port, StunTransaction.Outcome outcome, int sendings) {
        return stun(from, to, port, outcome, sendings, false);
    }

    Seen iceCheck(String from, String to, int port, StunTransaction.Outcome outcome, int sendings) {
        return stun(from, to, port, outcome, sendings, true);
    }

    private Seen stun(
            String from, String to, int port, StunTransaction.Outcome outcome, int sendings, boolean iceCheck) {
        Endpoint client = client(from);
        boolean answered = outcome == StunTransaction.Outcome.SUCCESS || outcome == StunTransaction.Outcome.ERROR;
        long last = 10 * SECOND + (sendings - 1) * SECOND;
        stun.add(new StunTransaction(
                client,
                at(to, port),
                17,
                iceCheck ? 1 : 3,
                new TransactionId(0x2112a442L << 32, nextPort),
                false,
                iceCheck,
                /* challenged= */ false,
                10 * SECOND,
                last,
                sendings,
                outcome,
                outcome == StunTransaction.Outcome.ERROR ? 401 : 0,
                answered ? at(to, port) : null,
                answered ? last + 20_000_000 : 0,
                answered ? 20_000_000 : TcpAttempt.NO_RTT,
                false,
                null));
        counted(from, sendings, answered ? 1 : 0);
        counted(to, answered ? 1 : 0, sendings);
        return this;
    }

    Seen media(String to, int port, long sent, long received, long seconds) {
        Endpoint client = client(UNIT);
        udp.add(new UdpConversation(
                client,
                at(to, port),
                10 * SECOND,
                (10 + seconds) * SECOND,
                sent,
                received,
                sent * 160,
                received * 160,
                (10 + seconds) * SECOND,
                received == 0 ? 0 : (10 + seconds) * SECOND,
                sent > 0,
                received > 0,
                false,
                false,
                null));
        counted(UNIT, sent, received);
        return this;
    }

    Seen query(String server, String name, DnsQuery.Outcome outcome, int responseCode, int sendings) {
        dns.add(new DnsQuery(
                client(UNIT),
                at(server, 53),
                17,
                name,
                1,
                5 * SECOND,
                5 * SECOND + (sendings - 1) * SECOND,
                sendings,
                outcome,
                responseCode,
                0,
                0,
                TcpAttempt.NO_RTT,
                null));
        counted(UNIT, sendings, responseCode >= 0 ? 1 : 0);
        return this;
    }

    Seen probe(
            String sender,
            String to,
            boolean broadcast,
            DiscoveryProbe.Outcome outcome,
            String answeredBy,
            int sendings) {
        discovery.add(new DiscoveryProbe(
                at(sender, 1047),
                at(to, 1047),
                broadcast,
                10 * SECOND,
                10 * SECOND + (sendings - 1) * SECOND,
                sendings,
                outcome,
                answeredBy == null ? null : at(answeredBy, 1047),
                answeredBy == null ? 0 : 10 * SECOND + 2_000_000,
                answeredBy == null ? TcpAttempt.NO_RTT : 2_000_000,
                false,
                false,
                null));
        counted(sender, sendings, answeredBy == null ? 0 : 1);
        return this;
    }

    /** The unit has everyday traffic in both directions, so that its silences can be believed. */
    Seen everydayTraffic() {
        counted(UNIT, 20, 20);
        return this;
    }

    Judged judged() {
        Map<Address, HostTraffic> traffic = new LinkedHashMap<>();
        hosts.forEach((name, n) -> {
            Address address = Address.parse(name);
            traffic.put(
                    address,
                    new HostTraffic(address, n[0], name.equals(UNIT) && !unitHeard ? 0 : n[1], 0, 0, n[2], n[3]));
        });
        Evidence evidence = new Evidence(
                new Traffic(1000, 500, 500, 0, 0, 0, 0, 0, new TreeMap<>(), 0, 0, 0, new TreeMap<>()),
                10 * SECOND,
                600 * SECOND,
                new Listed(connections),
                new Evidence.TcpVisibility(connections.size(), 0),
                List.of(),
                new HelloCounts(0, 0, Map.of()),
                stun,
                0,
                List.of(),
                udp,
                List.of(),
                discovery,
                dns,
                names,
                dhcp,
                List.of(),
                new Counted(traffic),
                forgotten);
        return new Judged(new Judgement(
                evidence,
                new Judgement.Brief(
                        PortTables.builtIn(), Endpoints.builtIn(), units, servers, deployment, version, 1000, drops),
                connection -> {}));
    }

    /** Packets likewise. */
    private record Counted(Map<Address, HostTraffic> all) implements Hosts {
        @Override
        public HostTraffic of(Address address) {
            return all.get(address);
        }

        @Override
        public Iterator<HostTraffic> iterator() {
            return all.values().iterator();
        }
    }

    /** Connections that were thought up. */
    private record Listed(List<TcpConnection> all) implements Connections {
        @Override
        public Iterator<TcpConnection> iterator() {
            return all.iterator();
        }

        @Override
        public Iterable<TcpConnection> recognised() {
            return all.stream().filter(c -> !c.content().isNothing()).toList();
        }

        @Override
        public Iterable<TcpConnection> of(Predicate<Address> wanted) {
            return all.stream().filter(c -> wanted.test(c.client().address())).toList();
        }

        @Override
        public Iterable<Address> clients() {
            return all.stream()
                    .filter(c -> c.attempt() != null || c.payloadBothWays())
                    .map(c -> c.client().address())
                    .distinct()
                    .toList();
        }
    }

    /** What came out of it. */
    record Judged(Judgement judgement) {
        Report.Row row(String id) {
            return judgement.rows().stream()
                    .filter(r -> r.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        Verdict verdict(String id) {
            return row(id).verdict();
        }

        String why(String id) {
            return row(id).why();
        }

        String advice(String id) {
            return row(id).advice();
        }

        List<Finding> findings() {
            return judgement.findings().findings();
        }

        /** As {@code kind source destination:port attempts}. */
        List<String> findingsInBrief() {
            return findings().stream()
                    .map(f -> f.kind() + " " + f.source() + " " + f.destination() + ":" + f.destinationPort() + " "
                            + f.attempts())
                    .toList();
        }
    }
}
