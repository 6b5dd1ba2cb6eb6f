package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.portwitness.analyzer.Settings.Deployment;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.Forgotten;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.ports.AddressRange;
import org.portwitness.analyzer.ports.Endpoints;
import org.portwitness.analyzer.ports.FirmwareVersion;
import org.portwitness.analyzer.ports.Initiator;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.ports.PortTables;
import org.portwitness.analyzer.ports.Scope;
import org.portwitness.analyzer.ports.ServerRole;
import org.portwitness.analyzer.ports.ServiceKind;
import org.portwitness.analyzer.proof.Claim;
import org.portwitness.analyzer.report.Histogram;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Verdict;

/**
 * The judgement of one capture: from all evidence to a verdict for every row, the findings, and the rows of each transaction. Made once,
 * when the capture is over.
 */
public final class Judgement implements Findings.Verdicts {
    /** Peers that a report shows of a row. */
    private static final int MOST_PEERS = 100;

    private final Brief brief;
    private final Evidence evidence;
    private final PeerNames names;
    private final Units units;
    private final Report.CapturePoint capturePoint;
    private final PeerRoles roles;
    private final Certainty certainty;
    private final RowAssignment assignment;
    private final Distances distances;
    private final Conversations conversations;
    private final FailedNames failedNames;
    private final Findings findings;
    private final SideFailures sideFailures;
    private final CertificateFaults certificates = new CertificateFaults();
    private final OccasionalRefusals occasionalRefusals;
    private final Proxies proxies = new Proxies();
    private final IdentityHashMap<PortRow, RowEvidence> rows = new IdentityHashMap<>();
    private final RowEvidence.Room room = new RowEvidence.Room();
    private final IdentityHashMap<PortRow, Map<Address, RowVerdict>> verdicts = new IdentityHashMap<>();
    private final Map<Scope, Boolean> applies = new EnumMap<>(Scope.class);

    /**
     * What is judged and by what.
     *
     * @param units given ones, empty to find them
     * @param version firmware of the units, null when not told
     * @param packets packets in the capture
     * @param drops packets that the capturing side says it lost
     */
    public record Brief(
            PortTables tables,
            Endpoints endpoints,
            List<AddressRange> units,
            List<ServerRole> servers,
            Deployment deployment,
            FirmwareVersion version,
            long packets,
            long drops) {}

    /** {@code alongside} is shown each TCP connection in passing, as a walk along a million of them takes its time. */
    public Judgement(Evidence evidence, Brief brief, Consumer<TcpConnection> alongside) {
        this.brief = brief;
        this.evidence = evidence;
        names = new PeerNames(evidence);
        units = Units.find(evidence, brief.units(), brief.tables());
        capturePoint = new CapturePlace(units, evidence.hardwareAddresses()).inReport();
        roles = new PeerRoles(brief.servers(), brief.endpoints());
        certainty = new Certainty(evidence, brief.packets(), brief.drops());
        assignment = new RowAssignment(
                brief.tables(), roles, names, brief.deployment(), Conversations.mediaSockets(evidence));
        distances = new Distances(evidence);
        conversations = new Conversations(evidence, units, names, roles, assignment, distances);
        failedNames = new FailedNames(evidence);
        findings = new Findings(evidence.tcpVisibility().conversations());
        occasionalRefusals = new OccasionalRefusals(distances);
        sideFailures = new SideFailures(
                (unit, exchange) -> names.of(unit, exchange.server().address(), exchange.firstNanos()));
        brief.tables().rows().forEach(row -> rows.put(row, new RowEvidence(row, room)));

        TablesSeen seen = new TablesSeen();
        Autodiscover autodiscover = new Autodiscover();
        conversations.walk((unit, peer, assigned, exchange, kind, of) -> {
            if (of instanceof TcpConnection connection) {
                alongside.accept(connection);
                if (unit != null) {
                    sideFailures.addRequest(unit, connection, exchange);
                }
            }
            boolean later = unit != null
                    && (kind == Conversations.Kind.TCP || kind == Conversations.Kind.PROXY)
                    && autodiscover.holdsBack(unit, peer, assigned, exchange, kind, names);
            if (!later) {
                take(unit, peer, assigned, exchange, kind, seen);
            }
        });
        for (Autodiscover.HeldBack held : autodiscover.heldBack()) {
            boolean alone = held.rows().rows().stream()
                    .allMatch(row -> rows.get(row).servers(held.unit()).stream().noneMatch(ServerEvidence::works));
            boolean excused = alone && autodiscover.externalWorks(held.unit());
            RowAssignment.Rows assigned = excused ? RowAssignment.Rows.NONE : held.rows();
            take(held.unit(), held.peer(), assigned, held.exchange(), held.kind(), seen);
        }
        if (!occasionalRefusals.isEmpty()) {
            conversations.walkTcp(
                    occasionalRefusals::concerns,
                    (unit, peer, assigned, exchange, kind, of) -> occasionalRefusals.addAnswered(exchange, kind));
        }
        for (StunTransaction stun : evidence.stun()) {
            RowAssignment.Rows assigned = conversations.rowsOf(stun);
            findings.addRelayAnswer(
                    stun, assigned.isEmpty() ? null : assigned.rows().get(0));
        }
        applies.putAll(seen.applying(brief.deployment()));
        brief.tables().rows().forEach(row -> judge(rows.get(row)));
        judgeGroups();
    }

    private void take(
            Address unit,
            Endpoint peer,
            RowAssignment.Rows assigned,
            Exchange exchange,
            Conversations.Kind kind,
            TablesSeen seen) {
        if (unit != null && units.contains(exchange.client().address())) {
            sideFailures.add(unit, exchange, kind);
            proxies.add(exchange);
            occasionalRefusals.add(assigned.isEmpty() ? null : assigned.rows().get(0), exchange, kind);
            certificates.add(unit, assigned.isEmpty() ? null : assigned.rows().get(0), exchange);
        }
        add(unit, peer, assigned, exchange);
        seen.add(assigned, exchange, kind, unit != null && isNamed(unit, peer));
        findings.add(unit, assigned.isEmpty() ? null : assigned.rows().get(0), exchange, kind);
    }

    private boolean isNamed(Address unit, Endpoint peer) {
        return !brief.servers().isEmpty()
                && !roles.given(peer.address(), names.of(unit, peer.address(), Long.MAX_VALUE))
                        .isEmpty();
    }

    private void add(Address unit, Endpoint peer, RowAssignment.Rows assigned, Exchange exchange) {
        if (unit == null) {
            return;
        }
        for (PortRow row : assigned.rows()) {
            rows.get(row).add(unit, peer, exchange, assigned.ambiguous());
        }
        if (assigned.ambiguous() && assigned.generic() != null && exchange.isOk()) {
            rows.get(assigned.generic()).add(unit, peer, exchange, false);
        }
    }

    private void judge(RowEvidence row) {
        Map<Address, RowVerdict> byUnit = new LinkedHashMap<>();
        verdicts.put(row.row, byUnit);
        if (!isApplicable(row.row)) {
            return;
        }
        for (Address unit : units.judged()) {
            Excuses excuses = new Excuses(server -> names.everOf(unit, server));
            byUnit.put(unit, RowVerdict.of(row.row, row.servers(unit), row.sum(unit), certainty.doubt(unit), excuses));
        }
    }

    /** In a one-of group a row that fails is partial at worst while another one of the group works for the unit. */
    private void judgeGroups() {
        for (PortRow row : brief.tables().rows()) {
            if (row.group() == null) {
                continue;
            }
            for (Map.Entry<Address, RowVerdict> entry : verdicts.get(row).entrySet()) {
                RowVerdict own = entry.getValue();
                String working = workingInGroup(row, entry.getKey());
                if (working != null && own.verdict().isFailure() && own.verdict() != Verdict.PARTIAL) {
                    entry.setValue(new RowVerdict(
                            Verdict.PARTIAL,
                            own.why() + " Not needed as long as " + working + " works.",
                            own.failing()));
                }
            }
        }
    }

    private String workingInGroup(PortRow row, Address unit) {
        for (PortRow other : brief.tables().group(row.group())) {
            RowVerdict verdict = verdicts.get(other).get(unit);
            if (verdict != null && verdict.verdict() == Verdict.OK) {
                return other.id();
            }
        }
        return null;
    }

    private boolean isApplicable(PortRow row) {
        return applies.get(row.scope()) && row.appliesTo(brief.version());
    }

    /** Which of the two deployments' tables have peers in this capture (option {@code --deployment auto}). */
    private static final class TablesSeen {
        private boolean online;
        private boolean onPremises;
        private boolean onPremisesMedia;

        /** {@code named}: the user says which role the peer plays. */
        void add(RowAssignment.Rows assigned, Exchange exchange, Conversations.Kind kind, boolean named) {
            for (PortRow row : assigned.rows()) {
                if (row.scope() == Scope.ONLINE) {
                    online = true;
                } else if (row.scope() == Scope.ON_PREMISES) {
                    if (row.serves(ServiceKind.MEDIA) && kind != Conversations.Kind.TCP && !named) {
                        // whoever takes part in a call may be a media peer; it says little of where the servers are
                        onPremisesMedia |= exchange.isOk() || !exchange.weak();
                    } else {
                        onPremises = true;
                    }
                }
            }
        }

        Map<Scope, Boolean> applying(Deployment deployment) {
            boolean onPremisesSeen = onPremises || (onPremisesMedia && !online);
            Map<Scope, Boolean> applies = new EnumMap<>(Scope.class);
            applies.put(Scope.ALWAYS, true);
            switch (deployment) {
                case ONLINE -> {
                    applies.put(Scope.ONLINE, true);
                    applies.put(Scope.ON_PREMISES, false);
                }
                case ON_PREMISES -> {
                    applies.put(Scope.ONLINE, false);
                    applies.put(Scope.ON_PREMISES, true);
                }
                case HYBRID -> {
                    applies.put(Scope.ONLINE, true);
                    applies.put(Scope.ON_PREMISES, true);
                }
                case AUTO -> {
                    applies.put(Scope.ONLINE, online || !onPremisesSeen);
                    applies.put(Scope.ON_PREMISES, onPremisesSeen);
                }
            }
            return applies;
        }
    }

    @Override
    public Verdict of(PortRow row, Address unit) {
        RowVerdict verdict = verdicts.get(row).get(unit);
        return verdict == null ? Verdict.NOT_APPLICABLE : verdict.verdict();
    }

    @Override
    public boolean blames(PortRow row, Address unit, Endpoint server, String asked) {
        RowVerdict verdict = verdicts.get(row).get(unit);
        return verdict != null && verdict.failing().stream().anyMatch(s -> s.is(server, asked));
    }

    /** Rows for the report, in table order. */
    public List<Report.Row> rows() {
        return brief.tables().rows().stream().map(row -> row(rows.get(row))).toList();
    }

    private Report.Row row(RowEvidence seen) {
        PortRow row = seen.row;
        Map<Address, RowVerdict> byUnit = verdicts.get(row);
        boolean applicable = isApplicable(row);
        ServerEvidence total = applicable ? seen.total() : new ServerEvidence(null, 0);
        Map.Entry<Address, RowVerdict> worst = byUnit.entrySet().stream()
                .min(Comparator.comparing(e -> e.getValue().verdict()))
                .orElse(null);
        Verdict verdict = !applicable
                ? Verdict.NOT_APPLICABLE
                : worst == null ? Verdict.NOT_SEEN : worst.getValue().verdict();
        List<Report.RowUnit> rowUnits = new ArrayList<>();
        byUnit.forEach((unit, v) -> {
            ServerEvidence sum = seen.sum(unit);
            if (byUnit.size() == 1 || sum.attempts() > 0) {
                rowUnits.add(new Report.RowUnit(unit.toString(), v.verdict(), v.why(), sum.attempts(), sum.answered()));
            }
        });
        List<RowEvidence.Peer> peers = applicable ? sorted(seen) : List.of();
        return new Report.Row(
                row.id(),
                row.table(),
                row.from().text(),
                row.to(),
                row.protocolNames(),
                row.ports().toString(),
                row.purpose(),
                row.requirement().text(),
                row.group(),
                verdict,
                why(row, verdict, worst, byUnit),
                advice(seen, verdict, byUnit),
                new Report.Counts(
                        total.attempts(),
                        total.answered(),
                        total.failures.refused,
                        total.failures.unreachable,
                        total.failures.silent + total.failures.oneWay,
                        total.failures.undecided + total.failures.noProof),
                applicable ? seen.latency.histogram() : Histogram.EMPTY,
                applicable ? seen.nearLatency.histogram() : Histogram.EMPTY,
                rowUnits,
                ServerEvidence.orNull(total.firstOk),
                ServerEvidence.orNull(total.lastOk),
                ServerEvidence.orNull(total.failures.firstFailed),
                ServerEvidence.orNull(total.failures.lastFailed),
                peers.stream().limit(MOST_PEERS).map(this::peer).toList(),
                Math.max(0, peers.size() - MOST_PEERS) + (applicable ? seen.peersNotKept() : 0),
                permissions(seen, byUnit));
    }

    private static List<RowEvidence.Peer> sorted(RowEvidence seen) {
        return seen.peers().stream()
                .sorted(Comparator.comparing((RowEvidence.Peer p) -> !(p.failed && p.answered == 0))
                        .thenComparing(p -> -p.attempts)
                        .thenComparing(p -> p.endpoint))
                .toList();
    }

    private Report.Peer peer(RowEvidence.Peer peer) {
        List<String> known = names.of(peer.unit, peer.endpoint.address(), peer.nanos);
        return new Report.Peer(
                peer.endpoint.address().toString(),
                peer.endpoint.port(),
                peer.protocol == 6 ? "TCP" : "UDP",
                known.isEmpty() ? null : known.get(0),
                peer.attempts,
                peer.answered,
                peer.meanNanos(),
                peer.nearNanos());
    }

    private String why(
            PortRow row, Verdict verdict, Map.Entry<Address, RowVerdict> worst, Map<Address, RowVerdict> byUnit) {
        if (verdict == Verdict.NOT_APPLICABLE) {
            return applies.get(row.scope())
                    ? "Not needed from firmware " + row.belowVersion() + " on."
                    : "Not part of this deployment: no peer of that table was seen.";
        }
        if (verdict == Verdict.NOT_SEEN) {
            String name = failedNames.of(row, roles, units, certainty);
            if (name != null) {
                return "Not seen because of DNS: no address for " + name + ".";
            }
            return units.addresses().isEmpty() ? "Not seen: the capture shows no unit." : "Not seen in this capture.";
        }
        String why = worst.getValue().why();
        long same = byUnit.values().stream().filter(v -> v.verdict() == verdict).count();
        if (units.judged().size() <= 1) {
            return why;
        }
        String unit = worst.getKey().isIpv4() ? worst.getKey().toString() : "[" + worst.getKey() + "]";
        return unit + (same > 1 ? " and " + Words.count(same - 1, "other units") : "") + ": " + why;
    }

    private String advice(RowEvidence seen, Verdict verdict, Map<Address, RowVerdict> byUnit) {
        if (verdict == Verdict.INCONCLUSIVE) {
            return inconclusiveAdvice(seen, byUnit);
        }
        return verdict.isFailure()
                ? asked(seen, verdict, byUnit, List.copyOf(byUnit.keySet())).sentence()
                : null;
    }

    /** What is missing for the units that the row fails for; a port that another one of its group stands in for is not. */
    private List<Report.Permission> permissions(RowEvidence seen, Map<Address, RowVerdict> byUnit) {
        List<Address> inNeed = byUnit.keySet().stream()
                .filter(unit -> seen.row.group() == null || workingInGroup(seen.row, unit) == null)
                .toList();
        return byUnit.values().stream()
                .map(RowVerdict::verdict)
                .filter(Verdict::isFailure)
                .distinct()
                .sorted()
                .map(verdict -> asked(seen, verdict, byUnit, inNeed).permission())
                .filter(Objects::nonNull)
                .toList();
    }

    /** {@code among}: units to look at; of those, the ones that the verdict is about. */
    private Advice.Asked asked(
            RowEvidence seen, Verdict verdict, Map<Address, RowVerdict> byUnit, List<Address> among) {
        List<Address> affected = new ArrayList<>();
        List<ServerEvidence> failing = new ArrayList<>();
        for (Address unit : among) {
            if (byUnit.get(unit).verdict() == verdict) {
                affected.add(unit);
                failing.addAll(byUnit.get(unit).failing());
            }
        }
        if (affected.isEmpty()) {
            return Advice.Asked.NOTHING;
        }
        Set<Address> senders = new TreeSet<>();
        if (seen.row.from() == Initiator.SENDER) {
            seen.peers().stream()
                    .filter(p -> p.failed && p.answered == 0)
                    .forEach(p -> senders.add(p.endpoint.address()));
        }
        Address first = affected.get(0);
        return new Advice(brief.endpoints(), server -> names.of(first, server, Long.MAX_VALUE), distances)
                .of(seen.row, verdict, failing, affected, List.copyOf(senders));
    }

    private String inconclusiveAdvice(RowEvidence seen, Map<Address, RowVerdict> byUnit) {
        for (Map.Entry<Address, RowVerdict> entry : byUnit.entrySet()) {
            if (entry.getValue().verdict() != Verdict.INCONCLUSIVE) {
                continue;
            }
            ServerEvidence all = seen.sum(entry.getKey());
            if (all.isSilentForSure() || all.failures.oneWay > 0 || all.failures.tlsSilent > 0) {
                return certainty.lostTooMuch() || certainty.hasGaps()
                        ? "Capture again without drops: a filter, a larger buffer or a faster disk helps."
                        : "Mirror both directions of the unit's port and capture again.";
            }
            if (Exchanges.PROXY_ASKS_FOR_CREDENTIALS.equals(all.failures.undecidedHow)) {
                return "Give the unit credentials that the proxy takes, or let the proxy pass it without.";
            }
            if (all.failures.undecided > 0 || all.failures.silent > 0) {
                return "Capture again and go on for a minute after the attempt.";
            }
        }
        return null;
    }

    public List<Report.Unit> units() {
        return units.addresses().stream()
                .map(a -> new Report.Unit(
                        a.toString(), units.foundBy(a).text(), certainty.sent(a), certainty.received(a)))
                .toList();
    }

    public long unitsLeftOut() {
        return units.leftOut();
    }

    /** Media streams, the units' own first where they are too many. */
    public Report.Media media() {
        return ReportedMedia.of(evidence.media(), units);
    }

    /** Findings and how many the bound left out. */
    public record FoundFindings(List<Report.Finding> findings, long leftOut) {}

    public FoundFindings findings() {
        List<Report.Finding> all = new ArrayList<>(findings.list(certainty, this));
        all.addAll(failedNames.findings(brief.tables(), this::isApplicable, roles, units, certainty));
        all.addAll(occasionalRefusals.findings());
        all.addAll(sideFailures.findings(certainty));
        all.addAll(certificates.findings(this));
        SlowNames slowNames = new SlowNames(evidence, units, certainty);
        all.addAll(slowNames.findings());
        all.addAll(new MediaFindings(units, certainty, conversations).of(evidence.media(), evidence.udp()));
        Findings.Bounded bounded = Findings.bounded(all, units);
        return new FoundFindings(
                bounded.findings(),
                bounded.leftOut()
                        + findings.pairsNotFollowed()
                        + occasionalRefusals.notFollowed()
                        + proxies.notFollowed()
                        + failedNames.notFollowed()
                        + slowNames.notFollowed()
                        + certificates.notFollowed()
                        + sideFailures.notFollowed());
    }

    /** Where the capture was taken, as far as the units' packets tell, and what a silence means there. */
    public Report.CapturePoint capturePoint() {
        return capturePoint;
    }

    /** One sentence each on what weakens the verdicts as a whole. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (units.areEveryClient()) {
            notes.add("No unit was recognised: every client counts as one. Name yours with --unit ADDRESS.");
        }
        notes.addAll(proxies.notes());
        if (certainty.lostTooMuch()) {
            notes.add("The capture lost " + brief.drops() + " packets: silence proves nothing in it.");
        }
        Forgotten forgotten = evidence.forgotten();
        if (forgotten.loneSyns() > 0) {
            notes.add(Words.count(forgotten.loneSyns(), "single SYNs")
                    + " of strangers that nothing answered were not kept, as there were too many: a flood or a scan.");
        }
        if (forgotten.attempts() > 0) {
            notes.add(Words.count(forgotten.attempts(), "connection attempts")
                    + " were forgotten, as there were too many: attempts are counted too low, and a row that is not"
                    + " seen may have been tried. Analyse a shorter capture or less of it with --filter.");
        }
        if (room.addedUp() > 0) {
            notes.add("Too many servers to tell all of them apart: " + Words.count(room.addedUp(), "exchanges")
                    + " were judged together. Name the units with --unit ADDRESS.");
        }
        return notes;
    }

    /** What the report that was made of this judgement says, and the packets that prove it; walks all evidence once more. */
    public List<Claim> claims(Report report) {
        Proofs proofs = new Proofs(report);
        conversations.walk((unit, peer, assigned, exchange, kind, of) ->
                proofs.add(exchange, kind, of, failingBy(unit, assigned, exchange), findings.isForgiven(exchange)));
        for (StunTransaction stun : evidence.stun()) {
            if (findings.isRelayRefusalTold(stun)) {
                proofs.addRelayRefusal(stun);
            }
        }
        for (DnsQuery query : evidence.dns()) {
            Endpoint told = failedNames.toldUnder(query);
            if (told != null) {
                proofs.addFailedName(query, told);
            }
        }
        return proofs.claims();
    }

    /** Rows that fail for the unit and blame the exchange's server. */
    private Set<String> failingBy(Address unit, RowAssignment.Rows assigned, Exchange exchange) {
        Set<String> failing = new TreeSet<>();
        if (unit != null && exchange.failed()) {
            for (PortRow row : assigned.rows()) {
                if (of(row, unit).isFailure() && blames(row, unit, exchange.server(), exchange.asked())) {
                    failing.add(row.id());
                }
            }
        }
        return failing;
    }

    /** What the judgement says of single things, for the story of a call. */
    public Assignments assignments() {
        return new Assignments(
                units,
                names,
                conversations,
                assignment,
                distances,
                certainty,
                this::isApplicable,
                capturePoint.place(),
                evidence.media());
    }

    /** Rows and contents of the transactions file. */
    public Transactions transactions() {
        return transactions(Transactions.MOST_AT_ONCE);
    }

    Transactions transactions(int mostAtOnce) {
        return new Transactions(evidence, conversations, this::isApplicable, mostAtOnce);
    }
}
