package org.portwitness.analyzer.verdict;

import java.util.List;
import java.util.function.Predicate;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.ports.Protocol;
import org.portwitness.analyzer.ports.Role;
import org.portwitness.analyzer.ports.Scope;
import org.portwitness.analyzer.ports.ServiceKind;

/**
 * What the judgement says of single things on the wire: whose they are, which row they count for, how they ended, whether their silence
 * means anything. For whoever tells them one by one.
 */
public final class Assignments {
    private final Units units;
    private final PeerNames names;
    private final Conversations conversations;
    private final RowAssignment assignment;
    private final Distances distances;
    private final Certainty certainty;
    private final Predicate<PortRow> applicable;
    private final String capturePlace;
    private final Iterable<MediaStream> media;
    private OppositeStreams opposite;

    Assignments(
            Units units,
            PeerNames names,
            Conversations conversations,
            RowAssignment assignment,
            Distances distances,
            Certainty certainty,
            Predicate<PortRow> applicable,
            String capturePlace,
            Iterable<MediaStream> media) {
        this.units = units;
        this.names = names;
        this.conversations = conversations;
        this.assignment = assignment;
        this.distances = distances;
        this.certainty = certainty;
        this.applicable = applicable;
        this.capturePlace = capturePlace;
        this.media = media;
    }

    /** How something ended that was tried. */
    public enum Fate {
        OK,
        REFUSED,
        NO_ANSWER,
        FAILED,
        UNDECIDED
    }

    /**
     * @param how what went wrong, in words that end a sentence; null where nothing did
     * @param by who refused it, null where no packet did
     */
    public record Ending(Fate fate, String how, RefusedBy by) {}

    /** Who refused. */
    public enum RefusedBy {
        /** A device on the way to the server. */
        DEVICE_ON_THE_WAY,
        SERVER,
        /** It bears the server's address, and whether it is the server's cannot be told. */
        UNKNOWN
    }

    private RefusedBy by(Exchange exchange) {
        return exchange.refusal() == null
                ? null
                : switch (distances.of(exchange.refusal(), exchange.server().address())) {
                    case NEARER -> RefusedBy.DEVICE_ON_THE_WAY;
                    case SERVER -> RefusedBy.SERVER;
                    case UNKNOWN -> RefusedBy.UNKNOWN;
                };
    }

    /** The unit that the address belongs to, by the address under which it is judged; null for hosts that are no unit. */
    public Address unitOf(Address address) {
        return units.judged(address);
    }

    /** Id of the row that a connection counts for, null where none does or the row does not apply. */
    public String rowOf(TcpConnection connection) {
        return id(conversations.rowsOf(connection));
    }

    public String rowOf(StunTransaction stun) {
        return id(conversations.rowsOf(stun));
    }

    /** The row of media between a unit's socket and a peer's. */
    public String rowOfMedia(Endpoint unit, Endpoint peer, boolean overTcp, long nanos) {
        return id(assignment.ofMedia(
                overTcp ? Protocol.TCP : Protocol.UDP,
                peer,
                names.of(unit.address(), peer.address(), nanos),
                /* stun= */ false));
    }

    public String rowOfNameLookups() {
        return id(assignment.ofService(ServiceKind.DNS));
    }

    private String id(RowAssignment.Rows rows) {
        return rows.isEmpty() || !applicable.test(rows.rows().get(0))
                ? null
                : rows.rows().get(0).id();
    }

    /** All connections that units began. */
    public Iterable<TcpConnection> ofUnits(Evidence evidence) {
        return evidence.connections().of(units::contains);
    }

    /** All of them that can be {@link #isTurn TURN}: where no socket is used for media too, only what was recognised in them tells. */
    public Iterable<TcpConnection> mayBeTurn(Evidence evidence) {
        return assignment.knowsMediaSockets() ? ofUnits(evidence) : evidence.recognised();
    }

    /** A unit's connection to a relay: STUN or TURN over TCP, by what it says, by its name, or by its port. */
    public boolean isTurn(TcpConnection connection) {
        return units.contains(connection.client().address()) && assignment.isTurn(connection);
    }

    /** A unit's connection to a server that calls are set up with; calendars and the vendor's cloud are none. */
    public boolean servesCalls(TcpConnection connection) {
        List<PortRow> rows = conversations.rowsOf(connection).rows();
        if (rows.isEmpty() || !units.contains(connection.client().address())) {
            return false;
        }
        PortRow row = rows.get(0);
        boolean onlyCalendar = row.accepts(Role.EXCHANGE) && !row.accepts(Role.SFB) && !row.accepts(Role.OFFICE365);
        return row.scope() != Scope.ALWAYS && !onlyCalendar && !assignment.isCalendar(names.of(connection));
    }

    /** A name that calls are set up with; calendars, and names that exist inside of some sites only, are none. */
    public boolean isCallName(String name) {
        return assignment.isOfDeployment(name)
                && !assignment.isCalendar(List.of(name))
                && !name.startsWith("lyncdiscoverinternal.")
                && !name.startsWith("sipinternal.");
    }

    /** The certificate that the client did not take looks like the work of TLS inspection. */
    public boolean isIntercepted(TcpConnection connection) {
        List<PortRow> rows = conversations.rowsOf(connection).rows();
        return connection.content().tls() != null
                && Interception.isLikely(connection.content().tls(), rows.isEmpty() ? null : rows.get(0));
    }

    /** A device nearer than the server reset the connection after the TLS hello. */
    public static boolean isResetOnTheWay(TcpContent.Tls tls) {
        return Distances.ofReset(tls) == Distances.Refuser.NEARER;
    }

    /** How a connection ended: the attempt, the handshake inside, the proxy's answer. Null where the capture shows too little of it. */
    public Ending endingOf(TcpConnection connection) {
        Exchange exchange = conversations.exchangeOf(connection);
        if (exchange == null) {
            return null;
        }
        Fate fate = switch (exchange.result()) {
            case OK -> Fate.OK;
            case REFUSED, UNREACHABLE -> Fate.REFUSED;
            case SILENT -> Fate.NO_ANSWER;
            case TLS_FAILED, ONE_WAY, ONE_WAY_BACK -> Fate.FAILED;
            case UNDECIDED, NO_PROOF -> Fate.UNDECIDED;
        };
        return new Ending(fate, exchange.failure(), by(exchange));
    }

    public Ending endingOf(StunTransaction stun) {
        Exchange exchange = conversations.exchangeOf(stun, false);
        return new Ending(
                switch (exchange.result()) {
                    case OK -> Fate.OK;
                    case REFUSED, UNREACHABLE -> Fate.REFUSED;
                    case SILENT -> Fate.NO_ANSWER;
                    default -> Fate.UNDECIDED;
                },
                exchange.failure(),
                by(exchange));
    }

    /** The best name of a connection's server, null where nothing names it. */
    public String nameOf(TcpConnection connection) {
        return first(names.of(connection));
    }

    /** The best name of an address as that client knew it at that time, null where nothing names it. */
    public String nameOf(Address client, Address server, long nanos) {
        return first(names.of(client, server, nanos));
    }

    /** A literal address, as clients of relays put it into SNI, is no name. */
    private static String first(List<String> known) {
        return known.stream()
                .filter(name -> Address.parse(name) == null)
                .findFirst()
                .orElse(null);
    }

    /** All names that an address ever had for that client. */
    public List<String> namesOf(Address client, Address server) {
        return names.everOf(client, server);
    }

    /** A name of Office 365 or of the site's own servers, as far as the port tables know it. */
    public boolean isServiceName(String name) {
        return assignment.isOfDeployment(name);
    }

    /** How well a stream came; the findings say the same. */
    public StreamQuality qualityOf(MediaStream stream) {
        if (opposite == null) {
            opposite = new OppositeStreams(media);
        }
        return StreamQuality.of(stream, opposite.of(stream), certainty);
    }

    /** Why silence towards this unit proves nothing, as the end of a sentence; null where it does. */
    public String doubt(Address unit) {
        return certainty.doubt(unit);
    }

    /** {@code unit-side}, {@code beyond-nat} or {@code unknown}, as {@link Judgement#capturePoint}. */
    public String capturePlace() {
        return capturePlace;
    }
}
