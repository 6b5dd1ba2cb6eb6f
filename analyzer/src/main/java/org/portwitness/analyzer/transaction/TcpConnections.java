package org.portwitness.analyzer.transaction;

import java.util.BitSet;
import java.util.NoSuchElementException;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Connections;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Evidence.TcpVisibility;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.flow.Ordered;

/**
 * TCP attempts and flows joined into connections: one for each attempt, with its flow where it has one, then one for each flow of which
 * the capture holds no SYN.
 *
 * <p>Makes its records while they are asked for. To be read by the lane's own thread, or once the lane is at rest.
 */
public final class TcpConnections implements Ordered<TcpConnection>, Connections {
    /** What the content stage knows of a flow. */
    public interface Contents {
        /** {@link TcpContent#NOTHING} where nothing was recognised. */
        TcpContent contentOf(int flow, boolean openerIsClient);

        /** Who sent what only a client sends, as a ClientHello: {@link #OPENER}, {@link #RESPONDER} or {@link #UNKNOWN}. */
        int clientOf(int flow);

        /** Whether {@link #contentOf} gives something. */
        boolean hasContent(int flow);

        int UNKNOWN = 0;
        int OPENER = 1;
        int RESPONDER = 2;
    }

    /** More packets than any capture has: flows without an attempt come behind all attempts. */
    private static final long BEHIND_ATTEMPTS = 1L << 60;

    private final FlowTable flows;
    private final SynAttempts attempts;
    private final SynLedger ledger;
    private final Contents contents;
    /** Found once, as it is asked for again and again; null before. */
    private Recognised recognised;

    public TcpConnections(FlowTable flows, SynAttempts attempts, Contents contents) {
        this.flows = flows;
        this.attempts = attempts;
        ledger = attempts.ledger();
        this.contents = contents;
    }

    /** Attempts, and flows without one, in whose payload something was recognised. */
    private record Recognised(BitSet attempts, BitSet flows) {}

    @Override
    public Walk<TcpConnection> iterator() {
        return walk(this::nextAttempt, this::nextFlow);
    }

    @Override
    public Ordered<TcpConnection> recognised() {
        if (recognised == null) {
            recognised = recognise();
        }
        BitSet ofAttempts = recognised.attempts();
        BitSet ofFlows = recognised.flows();
        return () -> walk(from -> next(ofAttempts, from, ledger.size()), from -> next(ofFlows, from, flows.size()));
    }

    private Recognised recognise() {
        Recognised found = new Recognised(new BitSet(), new BitSet());
        for (int attempt = nextAttempt(0); attempt < ledger.size(); attempt = nextAttempt(attempt + 1)) {
            int slot = ledger.flow(attempt);
            if (slot != FlowTable.NONE && contents.hasContent(slot)) {
                found.attempts().set(attempt);
            }
        }
        for (int slot = nextFlow(0); slot < flows.size(); slot = nextFlow(slot + 1)) {
            if (contents.hasContent(slot)) {
                found.flows().set(slot);
            }
        }
        return found;
    }

    private static int next(BitSet chosen, int from, int end) {
        int next = chosen.nextSetBit(from);
        return next < 0 ? end : next;
    }

    @Override
    public Ordered<TcpConnection> of(Predicate<Address> wanted) {
        return () -> walk(
                from -> {
                    int attempt = nextAttempt(from);
                    while (attempt < ledger.size() && !wanted.test(clientOf(attempt))) {
                        attempt = nextAttempt(attempt + 1);
                    }
                    return attempt;
                },
                from -> {
                    int slot = nextFlow(from);
                    while (slot < flows.size() && !wanted.test(side(slot, openerIsClient(slot)))) {
                        slot = nextFlow(slot + 1);
                    }
                    return slot;
                });
    }

    @Override
    public Iterable<Address> clients() {
        AddressSet clients = new AddressSet(Integer.MAX_VALUE);
        for (int attempt = nextAttempt(0); attempt < ledger.size(); attempt = nextAttempt(attempt + 1)) {
            clients.add(ledger.clientHigh(attempt), ledger.clientLow(attempt));
        }
        for (int slot = nextFlow(0); slot < flows.size(); slot = nextFlow(slot + 1)) {
            if (flows.payloadBytes(slot, true) > 0 && flows.payloadBytes(slot, false) > 0) {
                if (openerIsClient(slot)) {
                    clients.add(flows.openerHigh(slot), flows.openerLow(slot));
                } else {
                    clients.add(flows.responderHigh(slot), flows.responderLow(slot));
                }
            }
        }
        return clients;
    }

    /** First the attempts, then the flows without one; {@code next...} give the first to take from a place on, the table's size behind the last. */
    private Walk<TcpConnection> walk(IntUnaryOperator nextOfAttempts, IntUnaryOperator nextOfFlows) {
        return new Walk<>() {
            private int attempt = nextOfAttempts.applyAsInt(0);
            private int flow = nextOfFlows.applyAsInt(0);

            @Override
            public boolean hasNext() {
                return attempt < ledger.size() || flow < flows.size();
            }

            @Override
            public TcpConnection next() {
                if (attempt < ledger.size()) {
                    TcpConnection connection = ofAttempt(attempt);
                    attempt = nextOfAttempts.applyAsInt(attempt + 1);
                    return connection;
                }
                if (flow < flows.size()) {
                    TcpConnection connection = ofFlow(flow);
                    flow = nextOfFlows.applyAsInt(flow + 1);
                    return connection;
                }
                throw new NoSuchElementException();
            }

            @Override
            public long place() {
                return attempt < ledger.size() ? ledger.beganAt(attempt) : BEHIND_ATTEMPTS + flows.beganAt(flow);
            }
        };
    }

    private int nextAttempt(int from) {
        return from < ledger.size() && ledger.isFree(from) ? from + 1 : from;
    }

    private int nextFlow(int from) {
        int slot = from;
        while (slot < flows.size() && !standsAlone(slot)) {
            slot++;
        }
        return slot;
    }

    private boolean standsAlone(int slot) {
        return flows.protocol(slot) == PacketFacts.TCP && !TcpFlowWord.hasAttempt(flows.transactionWord(slot));
    }

    private Address clientOf(int attempt) {
        return new Address(ledger.clientHigh(attempt), ledger.clientLow(attempt));
    }

    private Address side(int slot, boolean opener) {
        return opener
                ? new Address(flows.openerHigh(slot), flows.openerLow(slot))
                : new Address(flows.responderHigh(slot), flows.responderLow(slot));
    }

    private TcpConnection ofAttempt(int attempt) {
        Endpoint client = new Endpoint(clientOf(attempt), ledger.clientPort(attempt));
        Endpoint server = new Endpoint(
                new Address(ledger.serverHigh(attempt), ledger.serverLow(attempt)), ledger.serverPort(attempt));
        TcpAttempt story = story(attempt, client, server);
        int slot = ledger.flow(attempt);
        if (slot == FlowTable.NONE) {
            return new TcpConnection(
                    client,
                    server,
                    story,
                    story.firstNanos(),
                    story.lastNanos(),
                    story.synPackets(),
                    0,
                    ledger.payload(attempt),
                    0,
                    story.lastNanos(),
                    0,
                    TcpConnection.Ending.OPEN,
                    TcpContent.NOTHING);
        }
        boolean opener = TcpFlowWord.attempt(flows.transactionWord(slot), true) == attempt;
        long lastServer = flows.lastNanos(slot, !opener);
        long lastClient = Math.max(story.lastNanos(), flows.lastNanos(slot, opener));
        return new TcpConnection(
                client,
                server,
                story,
                Math.min(story.firstNanos(), flows.firstNanos(slot)),
                Math.max(lastClient, lastServer),
                story.synPackets() + flows.packets(slot, opener),
                flows.packets(slot, !opener),
                ledger.payload(attempt) + flows.payloadBytes(slot, opener),
                flows.payloadBytes(slot, !opener),
                lastClient,
                lastServer,
                ending(slot, opener),
                contents.contentOf(slot, opener));
    }

    private TcpAttempt story(int attempt, Endpoint client, Endpoint server) {
        TcpAttempt.Outcome outcome = attempts.outcome(attempt);
        boolean answered = outcome == TcpAttempt.Outcome.ANSWERED;
        int sendings = ledger.sendings(attempt);
        return new TcpAttempt(
                client,
                server,
                ledger.isn(attempt),
                ledger.firstNanos(attempt),
                ledger.lastNanos(attempt),
                ledger.packets(attempt),
                sendings,
                outcome,
                ledger.decidedNanos(attempt),
                answered ? ledger.rttNanos(attempt) : TcpAttempt.NO_RTT,
                answered && sendings > 1 && !ledger.has(attempt, SynLedger.ECHOED),
                refusal(attempt, outcome, server.address()),
                answered ? ledger.nearNanos(attempt) : TcpAttempt.NO_RTT,
                answered ? ledger.decidingTtl(attempt) : TcpAttempt.UNKNOWN_TTL);
    }

    private Refusal refusal(int attempt, TcpAttempt.Outcome outcome, Address server) {
        if (outcome == TcpAttempt.Outcome.REFUSED) {
            return new Refusal(server, Refusal.RST, 0, ledger.decidingTtl(attempt), !server.isIpv4());
        }
        if (outcome == TcpAttempt.Outcome.UNREACHABLE) {
            Address by = new Address(ledger.icmpSenderHigh(attempt), ledger.icmpSenderLow(attempt));
            return new Refusal(
                    by, ledger.icmpType(attempt), ledger.icmpCode(attempt), ledger.decidingTtl(attempt), !by.isIpv4());
        }
        return null;
    }

    private TcpConnection ofFlow(int slot) {
        boolean opener = openerIsClient(slot);
        Endpoint one = new Endpoint(side(slot, true), flows.openerPort(slot));
        Endpoint other = new Endpoint(side(slot, false), flows.responderPort(slot));
        long lastClient = flows.lastNanos(slot, opener);
        long lastServer = flows.lastNanos(slot, !opener);
        return new TcpConnection(
                opener ? one : other,
                opener ? other : one,
                null,
                flows.firstNanos(slot),
                lastClient == 0 ? lastServer : lastServer == 0 ? lastClient : Math.max(lastClient, lastServer),
                flows.packets(slot, opener),
                flows.packets(slot, !opener),
                flows.payloadBytes(slot, opener),
                flows.payloadBytes(slot, !opener),
                lastClient,
                lastServer,
                ending(slot, opener),
                contents.contentOf(slot, opener));
    }

    /** Without a SYN: who sends a SYN-ACK is the server, who sends a hello the client; else the ports tell. */
    private boolean openerIsClient(int slot) {
        long word = flows.transactionWord(slot);
        if (TcpFlowWord.sentSynAck(word, true) != TcpFlowWord.sentSynAck(word, false)) {
            return TcpFlowWord.sentSynAck(word, false);
        }
        int client = contents.clientOf(slot);
        if (client != Contents.UNKNOWN) {
            return client == Contents.OPENER;
        }
        int openerPort = flows.openerPort(slot);
        int responderPort = flows.responderPort(slot);
        if (ServerPorts.contains(openerPort) != ServerPorts.contains(responderPort)) {
            return ServerPorts.contains(responderPort);
        }
        return openerPort >= responderPort;
    }

    private TcpConnection.Ending ending(int slot, boolean openerIsClient) {
        int ending = TcpFlowWord.ending(flows.transactionWord(slot));
        boolean byOpener = ending == TcpFlowWord.FIN_OF_OPENER || ending == TcpFlowWord.RST_OF_OPENER;
        boolean byClient = byOpener == openerIsClient;
        return switch (ending) {
            case TcpFlowWord.FIN_OF_OPENER, TcpFlowWord.FIN_OF_RESPONDER ->
                byClient ? TcpConnection.Ending.CLOSED_BY_CLIENT : TcpConnection.Ending.CLOSED_BY_SERVER;
            case TcpFlowWord.RST_OF_OPENER, TcpFlowWord.RST_OF_RESPONDER ->
                byClient ? TcpConnection.Ending.RESET_BY_CLIENT : TcpConnection.Ending.RESET_BY_SERVER;
            default -> TcpConnection.Ending.OPEN;
        };
    }

    /** Counts the distinct socket pairs, however often one was used again. */
    public TcpVisibility visibility() {
        long conversations = 0;
        long oneWay = 0;
        for (int attempt = 0; attempt < ledger.size(); attempt++) {
            ledger.clearFlag(attempt, SynLedger.SERVER_SEEN);
        }
        for (int slot = 0; slot < flows.size(); slot++) {
            if (flows.protocol(slot) == PacketFacts.TCP && !noteDirections(slot)) {
                conversations++;
                oneWay += flows.packets(slot, true) == 0 || flows.packets(slot, false) == 0 ? 1 : 0;
            }
        }
        for (int attempt = 0; attempt < ledger.size(); attempt++) {
            if (ledger.isFree(attempt) || !ledger.isNewest(attempt)) {
                continue;
            }
            int opposite = opposite(attempt);
            if (opposite != SynLedger.NONE && opposite < attempt) {
                continue;
            }
            conversations++;
            oneWay += opposite == SynLedger.NONE && !ledger.has(attempt, SynLedger.SERVER_SEEN) ? 1 : 0;
        }
        return new TcpVisibility(conversations, oneWay);
    }

    /** Notes with the newest attempt of the flow's socket pair that its server was seen; false where it has no attempt. */
    private boolean noteDirections(int slot) {
        int ofOpener = newest(slot, true);
        int ofResponder = newest(slot, false);
        if (ofOpener != SynLedger.NONE && flows.packets(slot, false) > 0) {
            ledger.setFlag(ofOpener, SynLedger.SERVER_SEEN);
        }
        if (ofResponder != SynLedger.NONE && flows.packets(slot, true) > 0) {
            ledger.setFlag(ofResponder, SynLedger.SERVER_SEEN);
        }
        return ofOpener != SynLedger.NONE || ofResponder != SynLedger.NONE;
    }

    /** The newest attempt of the flow's socket pair that this side made: mostly the flow's own. */
    private int newest(int slot, boolean ofOpener) {
        int own = TcpFlowWord.attempt(flows.transactionWord(slot), ofOpener);
        if (own != TcpFlowWord.NONE && ledger.isNewest(own)) {
            return own;
        }
        return ofOpener
                ? ledger.newest(
                        flows.openerHigh(slot),
                        flows.openerLow(slot),
                        flows.openerPort(slot),
                        flows.responderHigh(slot),
                        flows.responderLow(slot),
                        flows.responderPort(slot))
                : ledger.newest(
                        flows.responderHigh(slot),
                        flows.responderLow(slot),
                        flows.responderPort(slot),
                        flows.openerHigh(slot),
                        flows.openerLow(slot),
                        flows.openerPort(slot));
    }

    private int opposite(int attempt) {
        return ledger.newest(
                ledger.serverHigh(attempt),
                ledger.serverLow(attempt),
                ledger.serverPort(attempt),
                ledger.clientHigh(attempt),
                ledger.clientLow(attempt),
                ledger.clientPort(attempt));
    }
}
