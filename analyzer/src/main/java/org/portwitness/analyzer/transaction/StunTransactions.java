package org.portwitness.analyzer.transaction;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Beginnings;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.flow.Ordered;
import org.portwitness.analyzer.wire.MsMultiplex;
import org.portwitness.analyzer.wire.Stun;
import org.portwitness.analyzer.wire.StunAttributes;

/**
 * Every STUN request that a capture holds, over UDP and TCP, with what became of it.
 *
 * <p>A transaction is a distinct (client socket, server socket, transport, method, id) of requests. An answer is looked for by client
 * socket and id alone, because MS-TURN relays answer from other addresses than the one asked; it goes to the transaction whose server
 * sent it if there is one, else to the newest that is still open. An answer that stands before its request in the capture is kept for
 * a while and answers it without a round-trip time.
 *
 * <p>Indications, MS-TURN Send Requests and Data Indications expect nothing and are counted only; so are methods that no document
 * describes. Owned by one lane. Allocates only when it grows, up to a limit; past it, transactions that prove nothing go first, and
 * what could not be kept is counted ({@link #leftOut()}).
 */
public final class StunTransactions implements StunMessageSink {
    /** What a transaction takes. */
    public static final int SLOT_BYTES = StunLedger.SLOT_BYTES;

    private static final int EARLY_ANSWERS = 1 << 14;
    private static final int SPEAKERS = 4096;

    /** Further sendings of an id nearer than this to the first copy of a sending are copies made by the mirror. */
    static final long COPY_NANOS = 2_000_000;

    /** How many records are looked at for one that may go. */
    private static final int EVICTION_SAMPLE = 16;

    /** So long ago nothing answered: that may go where there is nothing else, or weeks of vain ICE checks would leave no place for today's failures. */
    private static final long LONG_AGO_NANOS = 3600L * 1_000_000_000;

    /** An error without a quoted id ends at most so many transactions of its socket pair. */
    private static final int MOST_REFUSED_AT_ONCE = 32;

    private final CaptureClock clock;
    private final UdpFlowNotes notes;
    private final StunLedger ledger;
    private final StunLedger early;
    private final StunOutcomes outcomes;
    private final AddressSet speakers = new AddressSet(SPEAKERS);
    private int hand;
    private int earlyHand;
    private long indications;
    private long leftOut;
    private long requestsWithoutPlace;
    private long unkeptAnswers;
    private long answersForgotten;
    private Beginnings decisions;

    /** @param bound of the transactions kept at a time, {@value #SLOT_BYTES} bytes each */
    public StunTransactions(FlowTable flows, CaptureClock clock, Bound bound) {
        this(new UdpFlowNotes(flows), clock, bound, EARLY_ANSWERS);
    }

    StunTransactions(UdpFlowNotes notes, CaptureClock clock, Bound bound, int earlyLimit) {
        this.notes = notes;
        this.clock = clock;
        ledger = new StunLedger(bound);
        early = new StunLedger(Bound.of(earlyLimit));
        outcomes = new StunOutcomes(ledger, clock);
    }

    UdpFlowNotes notes() {
        return notes;
    }

    /** A message found in a TCP stream. What has neither the cookie nor one of the classic types is nothing. */
    @Override
    public void onStunMessage(PacketFacts facts, ByteBuffer bytes, int at, int length) {
        if (Stun.check(bytes, at, length, length) || Stun.checkClassic(bytes, at, length, length)) {
            onMessage(facts, bytes, at, length);
        }
    }

    /**
     * A message that was recognised in a datagram; perhaps cut, but type and id are there.
     *
     * @param captured bytes of it that were captured
     */
    void onDatagramMessage(PacketFacts facts, int at, int captured) {
        notes.mark(facts.flow, UdpFlowNotes.STUN);
        onMessage(facts, facts.bytes, at, captured);
    }

    private void onMessage(PacketFacts facts, ByteBuffer bytes, int at, int captured) {
        int type = Stun.type(bytes, at);
        boolean msTurn = StunAttributes.startsWithMagic(bytes, at + Stun.HEADER_LENGTH, at + captured);
        if (type == Stun.MS_SEND_REQUEST_TYPE && msTurn) {
            indications++;
            speakers.add(facts.sourceHigh, facts.sourceLow);
            return;
        }
        if (type == Stun.MS_DATA_INDICATION_TYPE && (msTurn || !Stun.hasCookie(bytes, at))) {
            indications++;
            if (msTurn) {
                speakers.add(facts.destinationHigh, facts.destinationLow);
            }
            return;
        }
        int method = Stun.method(type);
        int messageClass = Stun.messageClass(type);
        if (messageClass == Stun.INDICATION) {
            indications++;
        } else if (Stun.isKnownRequest(method)) {
            if (messageClass == Stun.REQUEST) {
                onRequest(facts, bytes, at, captured, method, msTurn);
            } else {
                onResponse(facts, bytes, at, captured, method, messageClass, msTurn);
            }
        }
    }

    private void onRequest(PacketFacts facts, ByteBuffer bytes, int at, int captured, int method, boolean msTurn) {
        if (msTurn) {
            speakers.add(facts.sourceHigh, facts.sourceLow);
        }
        long idHigh = Stun.idHigh(bytes, at);
        long idLow = Stun.idLow(bytes, at);
        int slot = ledger.first(facts.sourceHigh, facts.sourceLow, facts.sourcePort, facts.protocol, idHigh, idLow);
        while (slot != StunLedger.NONE
                && !(ledger.isTo(slot, facts.destinationHigh, facts.destinationLow, facts.destinationPort)
                        && isOfSource(slot, facts, method, idHigh, idLow))) {
            slot = ledger.next(slot);
        }
        if (slot != StunLedger.NONE) {
            countSending(slot, facts.timeNanos);
            return;
        }
        slot = open(facts, method, idHigh, idLow);
        if (slot == StunLedger.NONE) {
            leftOut++;
            requestsWithoutPlace++;
            return;
        }
        ledger.setFlags(slot, requestFlags(bytes, at, captured, method, msTurn));
        if (facts.isUdp()) {
            ledger.setPreviousOfFlow(slot, notes.latestTransaction(facts.flow));
            notes.setLatestTransaction(facts.flow, slot);
        }
        takeEarlyAnswer(slot, facts, method, idHigh, idLow);
    }

    private boolean isOfSource(int slot, PacketFacts facts, int method, long idHigh, long idLow) {
        return ledger.isOf(
                slot, facts.sourceHigh, facts.sourceLow, facts.sourcePort, method, facts.protocol, idHigh, idLow);
    }

    private int open(PacketFacts facts, int method, long idHigh, long idLow) {
        long ports = StunLedger.ports(facts.sourcePort, facts.destinationPort, method, facts.protocol);
        int slot = ledger.add(
                facts.sourceHigh, facts.sourceLow, facts.destinationHigh, facts.destinationLow, ports, idHigh, idLow);
        if (slot == StunLedger.NONE && makeRoom()) {
            slot = ledger.add(
                    facts.sourceHigh,
                    facts.sourceLow,
                    facts.destinationHigh,
                    facts.destinationLow,
                    ports,
                    idHigh,
                    idLow);
        }
        if (slot != StunLedger.NONE) {
            ledger.set(slot, StunLedger.FIRST, facts.timeNanos);
            ledger.set(slot, StunLedger.LAST, facts.timeNanos);
            ledger.set(slot, StunLedger.SENDING, facts.timeNanos);
            ledger.set(slot, StunLedger.FIRST_RUN, clock.runNanos());
            ledger.set(slot, StunLedger.LAST_RUN, clock.runNanos());
            ledger.addSending(slot);
        }
        return slot;
    }

    private void countSending(int slot, long nanos) {
        ledger.set(slot, StunLedger.LAST, Math.max(ledger.get(slot, StunLedger.LAST), nanos));
        if (Math.abs(nanos - ledger.get(slot, StunLedger.SENDING)) <= COPY_NANOS) {
            return;
        }
        ledger.set(slot, StunLedger.SENDING, nanos);
        ledger.set(slot, StunLedger.LAST_RUN, clock.runNanos());
        ledger.addSending(slot);
    }

    private static int requestFlags(ByteBuffer bytes, int at, int captured, int method, boolean msTurn) {
        int flags = msTurn ? StunOutcomes.MS_TURN : 0;
        int end = at + captured;
        if (method != Stun.BINDING) {
            int nonce = msTurn ? StunAttributes.MS_NONCE : StunAttributes.NONCE;
            int found = StunAttributes.find(bytes, at + Stun.HEADER_LENGTH, end, nonce, !msTurn);
            return found == StunAttributes.NONE ? flags : flags | StunOutcomes.CHALLENGED;
        }
        int attribute = at + Stun.HEADER_LENGTH;
        while (StunAttributes.check(bytes, attribute, end)) {
            switch (StunAttributes.type(bytes, attribute)) {
                case StunAttributes.USERNAME,
                        StunAttributes.PRIORITY,
                        StunAttributes.ICE_CONTROLLED,
                        StunAttributes.ICE_CONTROLLING -> flags |= StunOutcomes.ICE_CHECK;
                case StunAttributes.IMPLEMENTATION_VERSION, StunAttributes.CANDIDATE_IDENTIFIER ->
                    flags |= StunOutcomes.MS_ICE;
                default -> {
                    // says nothing about who asks
                }
            }
            attribute = StunAttributes.next(bytes, attribute, !msTurn);
        }
        return flags;
    }

    private void onResponse(
            PacketFacts facts, ByteBuffer bytes, int at, int captured, int method, int messageClass, boolean msTurn) {
        int error = messageClass == Stun.ERROR ? errorCode(bytes, at, captured, msTurn) : 0;
        long idHigh = Stun.idHigh(bytes, at);
        long idLow = Stun.idLow(bytes, at);
        int slot = ledger.first(
                facts.destinationHigh, facts.destinationLow, facts.destinationPort, facts.protocol, idHigh, idLow);
        int newestOpen = StunLedger.NONE;
        boolean known = false;
        for (; slot != StunLedger.NONE; slot = ledger.next(slot)) {
            if (ledger.isOf(
                    slot,
                    facts.destinationHigh,
                    facts.destinationLow,
                    facts.destinationPort,
                    method,
                    facts.protocol,
                    idHigh,
                    idLow)) {
                known = true;
                boolean open = (ledger.flags(slot) & StunOutcomes.ANSWERED) == 0;
                if (ledger.isTo(slot, facts.sourceHigh, facts.sourceLow, facts.sourcePort)) {
                    newestOpen = open ? slot : StunLedger.NONE;
                    break;
                }
                if (open && newestOpen == StunLedger.NONE) {
                    newestOpen = slot;
                }
            }
        }
        if (newestOpen != StunLedger.NONE) {
            answer(
                    newestOpen,
                    facts.sourceHigh,
                    facts.sourceLow,
                    facts.sourcePort,
                    facts.timeNanos,
                    messageClass == Stun.SUCCESS ? StunOutcomes.SUCCEEDED : StunOutcomes.FAILED,
                    error);
        } else if (!known) {
            unkeptAnswers += requestsWithoutPlace > 0 ? 1 : 0;
            keepEarlyAnswer(facts, method, messageClass, error, idHigh, idLow);
        }
        if (known && facts.isUdp()) {
            notes.mark(facts.flow, UdpFlowNotes.EXCHANGED);
        }
    }

    private static int errorCode(ByteBuffer bytes, int at, int captured, boolean msTurn) {
        int end = at + captured;
        int first = at + Stun.HEADER_LENGTH;
        int attribute = StunAttributes.find(bytes, first, end, StunAttributes.ERROR_CODE, !msTurn);
        return attribute == StunAttributes.NONE ? 0 : StunAttributes.errorCode(bytes, attribute);
    }

    private void answer(int slot, long byHigh, long byLow, int byPort, long nanos, int how, int errorCode) {
        ledger.setFlags(slot, ledger.flags(slot) | how);
        ledger.setErrorCode(slot, errorCode);
        ledger.set(slot, StunLedger.BY_HIGH, byHigh);
        ledger.set(slot, StunLedger.BY_LOW, byLow);
        ledger.set(slot, StunLedger.BY_WHAT, byPort);
        ledger.set(slot, StunLedger.DECIDED, nanos);
        if (decisions != null) {
            decisions.note(slot);
        }
    }

    private void keepEarlyAnswer(PacketFacts facts, int method, int messageClass, int error, long idHigh, long idLow) {
        int slot = addEarly(facts, method, idHigh, idLow);
        if (slot == StunLedger.NONE) {
            early.remove(earlyHand);
            answersForgotten++;
            earlyHand = earlyHand + 1 == early.size() ? 0 : earlyHand + 1;
            slot = addEarly(facts, method, idHigh, idLow);
        }
        early.setFlags(slot, messageClass == Stun.SUCCESS ? StunOutcomes.SUCCEEDED : StunOutcomes.FAILED);
        early.setErrorCode(slot, error);
        early.set(slot, StunLedger.DECIDED, facts.timeNanos);
    }

    private int addEarly(PacketFacts facts, int method, long idHigh, long idLow) {
        return early.add(
                facts.destinationHigh,
                facts.destinationLow,
                facts.sourceHigh,
                facts.sourceLow,
                StunLedger.ports(facts.destinationPort, facts.sourcePort, method, facts.protocol),
                idHigh,
                idLow);
    }

    private void takeEarlyAnswer(int slot, PacketFacts facts, int method, long idHigh, long idLow) {
        int found = StunLedger.NONE;
        int here = early.first(facts.sourceHigh, facts.sourceLow, facts.sourcePort, facts.protocol, idHigh, idLow);
        for (; here != StunLedger.NONE; here = early.next(here)) {
            if (early.isOf(
                    here, facts.sourceHigh, facts.sourceLow, facts.sourcePort, method, facts.protocol, idHigh, idLow)) {
                found = here;
                if (early.isTo(here, facts.destinationHigh, facts.destinationLow, facts.destinationPort)) {
                    break;
                }
            }
        }
        if (found != StunLedger.NONE) {
            answerWith(slot, early, found, StunOutcomes.ANSWER_FIRST);
            early.remove(found);
            if (facts.isUdp()) {
                notes.mark(facts.flow, UdpFlowNotes.EXCHANGED);
            }
        }
    }

    private void answerWith(int slot, StunLedger answers, int of, int flags) {
        answer(
                slot,
                answers.get(of, StunLedger.SERVER_HIGH),
                answers.get(of, StunLedger.SERVER_LOW),
                answers.serverPort(of),
                answers.get(of, StunLedger.DECIDED),
                answers.flags(of) | flags,
                answers.errorCode(of));
    }

    /**
     * An ICMP error that quotes a UDP datagram, as sent. Where the quotation reaches to the id, that transaction is refused; where it ends
     * behind the ports, all that are open between these sockets.
     *
     * @param flow the quoted flow, {@link FlowTable#NONE} where it is not known
     */
    void onIcmpError(PacketFacts facts, int flow) {
        int at = facts.quotedPayloadAt;
        int captured = at == PacketFacts.NONE ? 0 : facts.quotedPayloadLength;
        if (MsMultiplex.isMarked(facts.bytes, at, captured)) {
            at += MsMultiplex.HEADER_LENGTH;
            captured -= MsMultiplex.HEADER_LENGTH;
        }
        if (captured >= Stun.HEADER_LENGTH) {
            refuseQuoted(facts, at);
        } else if (flow != FlowTable.NONE && (captured <= 0 || (facts.bytes.get(at) & 0xc0) == 0)) {
            refuseOpen(facts, notes.latestTransaction(flow));
        }
    }

    private void refuseQuoted(PacketFacts facts, int at) {
        int method = Stun.method(Stun.type(facts.bytes, at));
        long idHigh = Stun.idHigh(facts.bytes, at);
        long idLow = Stun.idLow(facts.bytes, at);
        int slot = ledger.first(
                facts.quotedSourceHigh, facts.quotedSourceLow, facts.quotedSourcePort, PacketFacts.UDP, idHigh, idLow);
        for (; slot != StunLedger.NONE; slot = ledger.next(slot)) {
            if (isQuoted(facts, slot)
                    && ledger.method(slot) == method
                    && ledger.get(slot, StunLedger.ID_HIGH) == idHigh
                    && ledger.get(slot, StunLedger.ID_LOW) == idLow) {
                refuse(slot, facts);
                return;
            }
        }
    }

    private void refuseOpen(PacketFacts facts, int latest) {
        int slot = latest;
        for (int i = 0; i < MOST_REFUSED_AT_ONCE && slot != StunLedger.NONE && slot < ledger.size(); i++) {
            if (isQuoted(facts, slot)) {
                refuse(slot, facts);
            } else if (!isQuotedReversed(facts, slot)) {
                return; // the slot belongs to another flow by now
            }
            slot = ledger.previousOfFlow(slot);
        }
    }

    private boolean isQuoted(PacketFacts facts, int slot) {
        return ledger.get(slot, StunLedger.CLIENT_LOW) == facts.quotedSourceLow
                && ledger.get(slot, StunLedger.CLIENT_HIGH) == facts.quotedSourceHigh
                && ledger.clientPort(slot) == facts.quotedSourcePort
                && ledger.protocol(slot) == PacketFacts.UDP
                && ledger.isTo(
                        slot, facts.quotedDestinationHigh, facts.quotedDestinationLow, facts.quotedDestinationPort);
    }

    private boolean isQuotedReversed(PacketFacts facts, int slot) {
        return ledger.get(slot, StunLedger.CLIENT_LOW) == facts.quotedDestinationLow
                && ledger.get(slot, StunLedger.CLIENT_HIGH) == facts.quotedDestinationHigh
                && ledger.clientPort(slot) == facts.quotedDestinationPort
                && ledger.isTo(slot, facts.quotedSourceHigh, facts.quotedSourceLow, facts.quotedSourcePort);
    }

    private void refuse(int slot, PacketFacts facts) {
        int flags = ledger.flags(slot);
        if ((flags & (StunOutcomes.ANSWERED | StunOutcomes.REFUSED)) != 0) {
            return;
        }
        ledger.setFlags(slot, flags | StunOutcomes.REFUSED);
        ledger.set(slot, StunLedger.BY_HIGH, facts.sourceHigh);
        ledger.set(slot, StunLedger.BY_LOW, facts.sourceLow);
        ledger.set(slot, StunLedger.BY_WHAT, UdpFlowNotes.numbers(facts));
        ledger.set(slot, StunLedger.DECIDED, facts.timeNanos);
    }

    /** An address whose multiplex frames show that it speaks MS-TURN. */
    void addMsTurnSpeaker(long high, long low) {
        speakers.add(high, low);
    }

    /**
     * Takes one record out where that makes nothing look worse than it was: a lone sending without any answer proves nothing, and an answered
     * transaction is not missed while a later one of the same client and server stays. Where there is none such, the oldest goes that nothing
     * answered long ago.
     */
    private boolean makeRoom() {
        int start = hand;
        int oldest = StunLedger.NONE;
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            int slot = (start + i) % ledger.size();
            hand = (slot + 1) % ledger.size();
            boolean answered = (ledger.flags(slot) & StunOutcomes.ANSWERED) != 0;
            if (answered ? hasLike(slot, start) : ledger.sendings(slot) == 1 && outcomes.isFinal(slot)) {
                ledger.remove(slot);
                leftOut++;
                return true;
            }
            if (!answered
                    && (oldest == StunLedger.NONE
                            || ledger.get(slot, StunLedger.LAST_RUN) < ledger.get(oldest, StunLedger.LAST_RUN))) {
                oldest = slot;
            }
        }
        if (oldest == StunLedger.NONE || clock.runNanos() - ledger.get(oldest, StunLedger.LAST_RUN) < LONG_AGO_NANOS) {
            return false;
        }
        ledger.remove(oldest);
        leftOut++;
        return true;
    }

    private boolean hasLike(int slot, int start) {
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            int other = (start + i) % ledger.size();
            if (other != slot
                    && (ledger.flags(other) & StunOutcomes.ANSWERED) != 0
                    && ledger.get(other, StunLedger.CLIENT_LOW) == ledger.get(slot, StunLedger.CLIENT_LOW)
                    && ledger.get(other, StunLedger.CLIENT_HIGH) == ledger.get(slot, StunLedger.CLIENT_HIGH)
                    && ledger.get(other, StunLedger.FIRST) >= ledger.get(slot, StunLedger.FIRST)
                    && ledger.protocol(other) == ledger.protocol(slot)
                    && ledger.isTo(
                            other,
                            ledger.get(slot, StunLedger.SERVER_HIGH),
                            ledger.get(slot, StunLedger.SERVER_LOW),
                            ledger.serverPort(slot))) {
                return true;
            }
        }
        return false;
    }

    /** From now on remembers at which packet things happened: for {@link StunJoin}, and to put several lanes' transactions in order. */
    public void keepOrder() {
        ledger.keepOrder(new Beginnings(clock));
        early.keepOrder(new Beginnings(clock));
        decisions = new Beginnings(clock);
    }

    StunLedger ledger() {
        return ledger;
    }

    /** Answers to which no request was seen. */
    StunLedger unaskedAnswers() {
        return early;
    }

    /** The packet that answered a transaction, where {@link #keepOrder} was asked for. */
    long answeredAt(int slot) {
        return decisions.of(slot);
    }

    /** Lets an answer that another lane received answer a transaction of this one. */
    void answerFrom(int slot, StunTransactions other, int answer) {
        boolean first = other.early.beganAt(answer) < ledger.beganAt(slot);
        int flags = ledger.flags(slot) & ~(StunOutcomes.ANSWERED | StunOutcomes.ANSWER_FIRST);
        ledger.setFlags(slot, flags);
        answerWith(slot, other.early, answer, first ? StunOutcomes.ANSWER_FIRST : 0);
        decisions.set(slot, other.early.beganAt(answer));
    }

    /** Answers without a request that were forgotten because there were too many; among several lanes a request may miss its answer so. */
    public long answersForgotten() {
        return answersForgotten;
    }

    /** Messages that expect no answer, those of MS-TURN included. */
    public long indications() {
        return indications;
    }

    /** Transactions that were not kept because the table was full. */
    public long leftOut() {
        return leftOut;
    }

    /** Answers to no request that is known, once a request had no place: the server may be one that seems silent. */
    public long unkeptAnswers() {
        return unkeptAnswers;
    }

    /** Clients that spoke MS-TURN, in the order they began. */
    public Iterable<Address> msTurnSpeakers() {
        return speakers;
    }

    /** All transactions in the order their first requests stand in the capture; each record is made when it is asked for. */
    public Ordered<StunTransaction> transactions() {
        return outcomes;
    }
}
