package org.portwitness.analyzer.transaction;

import java.util.List;
import org.portwitness.analyzer.evidence.AnsweredPairs;
import org.portwitness.analyzer.evidence.Forgotten;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Beginnings;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.wire.TcpOptions;

/**
 * What became of each attempt to open a TCP connection: matches SYNs with SYN-ACKs, RSTs, ICMP errors and what the client does next.
 *
 * <p>An attempt is a distinct (client, server, initial sequence number) of SYNs. Signs are collected as flags in whatever order they
 * come; the outcome is the first that fits in the order of {@link TcpAttempt.Outcome}, asked for at the end. SYNs make no flow, so a
 * flood of them pushes no conversation out; every other TCP packet must have touched its flow before it comes here. Owned by one lane;
 * allocates only when it grows.
 *
 * <p>The latency runs from SYN to SYN-ACK at the capture point, from the first copy of the SYN. Where several sendings came before the
 * answer it errs downward (the last one is taken) unless the time-stamp echo names one. From the SYN-ACK to the client's ACK runs the other
 * half of the way, from the capture point to the client and back.
 */
public final class SynAttempts {
    /** Silence is final so long after the last SYN; shorter would take a slow path for a blocked one. */
    static final long SILENCE_NANOS = 3_000_000_000L;

    /** A mirror's copy comes at most so long after the first; stacks repeat a SYN after 1 s, or 0.2 s at the very least. */
    static final long COPY_NANOS = 100_000_000L;

    /** What an attempt takes, with what is kept of those whose SYN was repeated: one in eight. */
    public static final int SLOT_BYTES = SynLedger.SLOT_BYTES + SynSendings.ENTRY_BYTES / 8;

    /** Attempts with repeated SYNs whose sendings are remembered one by one, as a share of the ledger. */
    private static final int SENDINGS_SHARE = 8;

    private final FlowTable flows;
    private final CaptureClock clock;
    private final SynLedger ledger;
    private final SynSendings sendings;
    private final EarlyAnswers earlyAnswers = new EarlyAnswers();
    private final KnownHosts known = new KnownHosts();
    private final AnsweredPairs answeredPairs = new AnsweredPairs(AnsweredPairs.LIMIT);
    private HostSet units = HostSet.NONE;
    private long loneSynsNotKept;
    private long othersNotKept;
    private long answeredNotKept;

    /** @param limit most attempts kept, at least 1 */
    public SynAttempts(FlowTable flows, CaptureClock clock, int limit) {
        this(flows, clock, Bound.of(limit));
    }

    /** @param bound of the attempts kept, at least 1 and 2^26 at most; where there are more, single SYNs of which nothing came are forgotten first */
    public SynAttempts(FlowTable flows, CaptureClock clock, Bound bound) {
        this.flows = flows;
        this.clock = clock;
        ledger = new SynLedger(bound);
        sendings = new SynSendings(Math.max(1, bound.limit() / SENDINGS_SHARE));
    }

    /** From now on remembers at which packet each attempt began, so that several lanes' attempts can be put in order. */
    public void keepOrder() {
        ledger.keepOrder(new Beginnings(clock));
    }

    /** Attempts of these hosts are the last to be forgotten. */
    public void favour(HostSet hosts) {
        units = hosts;
    }

    /**
     * The first packet of the second direction of a conversation: both ends are there, unless it is a reset, which anybody sends who gets an answer
     * to somebody's made-up packet, or the SYN-ACK itself, which such a packet gets.
     */
    public void onAnswer(PacketFacts facts) {
        if (facts.protocol != PacketFacts.TCP || (facts.tcpFlags & (PacketFacts.RST | PacketFacts.SYN)) == 0) {
            known.add(facts.sourceHigh, facts.sourceLow);
            known.add(facts.destinationHigh, facts.destinationLow);
        }
    }

    /** SYN and neither ACK nor RST: what this class calls a SYN. */
    public static boolean isSyn(PacketFacts facts) {
        return (facts.tcpFlags & (PacketFacts.SYN | PacketFacts.ACK | PacketFacts.RST)) == PacketFacts.SYN;
    }

    /**
     * A SYN. Leaves {@code facts.flow} at {@link PacketFacts#NONE}, except for one whose data may reach the application (TCP Fast Open):
     * that one has a flow, though it is not counted there.
     */
    public void onSyn(PacketFacts facts) {
        int newest = ledger.newest(
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort);
        int attempt = ledger.withIsn(newest, facts.sequence);
        int timestampValue = timestampValue(facts);
        int mark = facts.ipId != PacketFacts.NONE ? facts.ipId : hashOfSegment(facts);
        if (attempt == SynLedger.NONE) {
            attempt = begin(facts, timestampValue, mark);
        } else {
            repeat(attempt, facts, timestampValue, mark);
        }
        facts.flow = PacketFacts.NONE;
        if (facts.payloadLength > 0
                && TcpOptions.hasFastOpen(facts.bytes, facts.transportAt + TCP_HEADER, facts.tcpOptionsEnd)) {
            int slot = flows.enter(facts);
            if ((flows.transactionWord(slot) & TcpFlowWord.LOOKED_UP) == 0) {
                lookUp(facts, slot);
            }
        }
    }

    private static final int TCP_HEADER = 20;

    private int begin(PacketFacts facts, int timestampValue, int mark) {
        if (ledger.isFull() || ledger.hasLoneSynToSpare()) {
            forget(ledger.leastTelling());
        }
        int attempt = ledger.add(
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort,
                facts.sequence,
                facts.payloadWireLength,
                facts.timeNanos);
        ledger.setRun(attempt, clock.runNanos());
        ledger.setLatestSending(attempt, facts.timeNanos, timestampValue, mark);
        if (known.contains(facts.sourceHigh, facts.sourceLow) || units.contains(facts.sourceHigh, facts.sourceLow)) {
            ledger.setFlag(attempt, SynLedger.FAVOURED);
        }
        int early = earlyAnswer(facts);
        if (early != EarlyAnswers.NONE) {
            if (earlyAnswers.isSynAck(early)) {
                ledger.answer(
                        attempt,
                        earlyAnswers.nanos(early),
                        earlyAnswers.ttl(early),
                        TcpAttempt.NO_RTT,
                        false,
                        SynLedger.NONE);
            } else {
                ledger.refuse(attempt, earlyAnswers.nanos(early), earlyAnswers.ttl(early));
            }
        }
        if (flows.peek(facts) != FlowTable.NONE) {
            if (early != EarlyAnswers.NONE) {
                joinFlowOfEarlyAnswer(attempt, facts);
            } else {
                flows.renew(facts);
            }
        }
        return attempt;
    }

    private int earlyAnswer(PacketFacts facts) {
        int found = earlyAnswer(facts, facts.sequence + 1);
        return found == EarlyAnswers.NONE && facts.payloadWireLength > 0
                ? earlyAnswer(facts, facts.sequence + 1 + facts.payloadWireLength)
                : found;
    }

    private int earlyAnswer(PacketFacts facts, long acknowledgement) {
        return earlyAnswers.find(
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort,
                acknowledgement & 0xffff_ffffL);
    }

    private void joinFlowOfEarlyAnswer(int attempt, PacketFacts facts) {
        int slot = facts.flow;
        long word = flows.transactionWord(slot);
        detachOther(word, facts.fromOpener, slot);
        flows.setTransactionWord(slot, TcpFlowWord.withAttempt(word, facts.fromOpener, attempt, waits(attempt)));
        ledger.setFlow(attempt, slot);
    }

    /** An older attempt on the same side of the flow loses it. */
    private void detachOther(long word, boolean ofOpener, int slot) {
        int other = TcpFlowWord.attempt(word, ofOpener);
        if (other != TcpFlowWord.NONE && ledger.flow(other) == slot) {
            ledger.setFlow(other, SynLedger.NONE);
        }
    }

    private void repeat(int attempt, PacketFacts facts, int timestampValue, int mark) {
        ledger.countPacket(attempt, facts.payloadWireLength, facts.timeNanos);
        ledger.setRun(attempt, clock.runNanos());
        int count = ledger.sendings(attempt);
        int entry = ledger.sendingsEntry(attempt);
        boolean copy = entry == SynSendings.NONE
                ? ledger.latestMark(attempt) == mark
                        && Math.abs(facts.timeNanos - ledger.latestSendingNanos(attempt)) <= COPY_NANOS
                : sendings.isCopy(entry, count, facts.timeNanos, mark, COPY_NANOS);
        if (copy) {
            return;
        }
        if (count == 1) {
            entry = sendings.open();
            ledger.setSendingsEntry(attempt, entry);
            if (entry != SynSendings.NONE) {
                sendings.put(
                        entry,
                        0,
                        ledger.latestSendingNanos(attempt),
                        ledger.latestTimestampValue(attempt),
                        ledger.latestMark(attempt));
            }
        }
        if (entry != SynSendings.NONE) {
            sendings.put(entry, count, facts.timeNanos, timestampValue, mark);
        }
        ledger.countSending(attempt);
        ledger.setLatestSending(attempt, facts.timeNanos, timestampValue, mark);
    }

    /** Makes room: an attempt and what hangs on it are forgotten, and counted. */
    private void forget(int attempt) {
        if (ledger.isLoneSyn(attempt)) {
            loneSynsNotKept++;
        } else {
            othersNotKept++;
        }
        if (ledger.has(attempt, SynLedger.ANSWERED)) {
            answeredNotKept++;
        }
        if (ledger.has(attempt, SynLedger.ANSWERED | SynLedger.PROCEEDED) && !standsAlone(ledger.flow(attempt))) {
            answeredPairs.add(
                    ledger.clientHigh(attempt),
                    ledger.clientLow(attempt),
                    ledger.serverHigh(attempt),
                    ledger.serverLow(attempt),
                    ledger.serverPort(attempt),
                    ledger.firstNanos(attempt),
                    Math.max(ledger.lastNanos(attempt), ledger.decidedNanos(attempt)));
        }
        int entry = ledger.sendingsEntry(attempt);
        if (entry != SynSendings.NONE) {
            sendings.close(entry);
        }
        int slot = ledger.flow(attempt);
        if (slot != FlowTable.NONE) {
            long word = flows.transactionWord(slot);
            word = TcpFlowWord.attempt(word, true) == attempt ? TcpFlowWord.without(word, true) : word;
            word = TcpFlowWord.attempt(word, false) == attempt ? TcpFlowWord.without(word, false) : word;
            flows.setTransactionWord(slot, word);
        }
        ledger.remove(attempt);
    }

    /** Whether the flow tells without its attempt that the port is open. */
    private boolean standsAlone(int slot) {
        return slot != FlowTable.NONE && flows.payloadBytes(slot, true) > 0 && flows.payloadBytes(slot, false) > 0;
    }

    /** Any TCP packet that is no SYN, after its flow was touched. */
    public void onPacket(PacketFacts facts) {
        int slot = facts.flow;
        long word = flows.transactionWord(slot);
        if ((word & TcpFlowWord.LOOKED_UP) == 0) {
            word = lookUp(facts, slot);
        }
        int flags = facts.tcpFlags;
        if ((flags & (PacketFacts.SYN | PacketFacts.FIN | PacketFacts.RST)) != 0) {
            onTurningPoint(facts, slot, word);
        } else if ((flags & PacketFacts.ACK) != 0 && TcpFlowWord.waits(word, facts.fromOpener)) {
            proceed(facts, slot, word);
        }
    }

    /**
     * The first packet of a flow: which attempts does it belong to? A SYN makes no flow, so the first packet is often the server's; the
     * side that sent the SYN is made the opener all the same, and so is the receiver of a SYN-ACK.
     */
    private long lookUp(PacketFacts facts, int slot) {
        int ofSender = ledger.newest(
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort);
        int ofReceiver = newestOfReceiver(facts);
        if (ofSender == SynLedger.NONE && (ofReceiver != SynLedger.NONE || isSynAck(facts))) {
            flows.makeReceiverOpener(facts);
        }
        long word = flows.transactionWord(slot) | TcpFlowWord.LOOKED_UP;
        word = joined(word, facts.fromOpener, ofSender, slot);
        word = joined(word, !facts.fromOpener, ofReceiver, slot);
        flows.setTransactionWord(slot, word);
        return word;
    }

    private static boolean isSynAck(PacketFacts facts) {
        return facts.has(PacketFacts.SYN | PacketFacts.ACK) && !facts.has(PacketFacts.RST);
    }

    private long joined(long word, boolean ofOpener, int attempt, int slot) {
        if (attempt == SynLedger.NONE || ledger.flow(attempt) != FlowTable.NONE) {
            return word;
        }
        ledger.setFlow(attempt, slot);
        return TcpFlowWord.withAttempt(word, ofOpener, attempt, waits(attempt));
    }

    private boolean waits(int attempt) {
        return !ledger.has(attempt, SynLedger.ANSWERED | SynLedger.PROCEEDED);
    }

    private void proceed(PacketFacts facts, int slot, long word) {
        if (facts.acknowledgement == 0) {
            return;
        }
        int attempt = TcpFlowWord.attempt(word, facts.fromOpener);
        if (ledger.has(attempt, SynLedger.ANSWERED)) {
            acknowledge(attempt, facts);
        } else {
            ledger.setFlag(attempt, SynLedger.PROCEEDED);
        }
        flows.setTransactionWord(slot, TcpFlowWord.settled(word, facts.fromOpener));
    }

    /** The first ACK behind the SYN-ACK; one with data may have waited for the application, one with another number is a later one. */
    private void acknowledge(int attempt, PacketFacts facts) {
        long nanos = facts.timeNanos - ledger.decidedNanos(attempt);
        if (facts.payloadWireLength == 0
                && facts.acknowledgement == ledger.toAcknowledge(attempt)
                && nanos >= 0
                && !facts.has(PacketFacts.FIN)) {
            ledger.setNearNanos(attempt, nanos);
        }
    }

    private void onTurningPoint(PacketFacts facts, int slot, long oldWord) {
        long word = oldWord;
        if (facts.has(PacketFacts.RST)) {
            word = TcpFlowWord.withEnding(word, true, facts.fromOpener);
            flows.setTransactionWord(slot, word);
            if (!facts.has(PacketFacts.SYN)) {
                onReset(facts);
            }
        } else if (facts.has(PacketFacts.SYN)) {
            if (facts.has(PacketFacts.ACK)) {
                flows.setTransactionWord(slot, TcpFlowWord.withSynAck(word, facts.fromOpener));
                onSynAck(facts);
            }
        } else {
            word = TcpFlowWord.withEnding(word, false, facts.fromOpener);
            flows.setTransactionWord(slot, word);
            if (facts.has(PacketFacts.ACK) && TcpFlowWord.waits(word, facts.fromOpener)) {
                proceed(facts, slot, word);
            }
        }
    }

    private void onSynAck(PacketFacts facts) {
        int attempt = ledger.acknowledgedBy(newestOfReceiver(facts), facts.acknowledgement);
        if (attempt == SynLedger.NONE) {
            rememberEarly(facts, false);
            return;
        }
        if (ledger.has(attempt, SynLedger.ANSWERED)) {
            if (facts.timeNanos - ledger.decidedNanos(attempt) > COPY_NANOS) {
                // sent again: which of them the client's ACK answers cannot be told
                ledger.setToAcknowledge(attempt, SynLedger.NONE);
            }
            return;
        }
        answer(attempt, facts);
    }

    private void answer(int attempt, PacketFacts facts) {
        int echo = timestampEcho(facts);
        int entry = ledger.sendingsEntry(attempt);
        long sentNanos = ledger.latestSendingNanos(attempt);
        boolean echoed = false;
        if (echo != SynSendings.NO_TIMESTAMP) {
            if (entry == SynSendings.NONE) {
                echoed = ledger.sendings(attempt) == 1 && ledger.latestTimestampValue(attempt) == echo;
            } else {
                long echoedNanos = sendings.echoed(entry, ledger.sendings(attempt), echo);
                if (echoedNanos != Long.MIN_VALUE) {
                    echoed = true;
                    sentNanos = echoedNanos;
                }
            }
        }
        long rttNanos = facts.timeNanos - sentNanos;
        ledger.answer(
                attempt,
                facts.timeNanos,
                facts.ttl,
                rttNanos < 0 ? TcpAttempt.NO_RTT : rttNanos,
                echoed,
                ledger.has(attempt, SynLedger.PROCEEDED) ? SynLedger.NONE : facts.sequence + 1 & 0xffff_ffffL);
    }

    private void onReset(PacketFacts facts) {
        int newest = newestOfReceiver(facts);
        boolean acknowledges = facts.has(PacketFacts.ACK);
        int attempt = acknowledges ? ledger.acknowledgedBy(newest, facts.acknowledgement) : SynLedger.NONE;
        if (attempt == SynLedger.NONE) {
            if (newest == SynLedger.NONE) {
                if (acknowledges) {
                    rememberEarly(facts, true);
                }
                return;
            }
            // with another number, or none: it can only mean the newest, and no connection that the client already used
            attempt = newest;
            if (ledger.has(attempt, SynLedger.PROCEEDED)) {
                return;
            }
        }
        if (!ledger.has(attempt, SynLedger.ANSWERED | SynLedger.REFUSED)) {
            ledger.refuse(attempt, facts.timeNanos, facts.ttl);
        }
    }

    private void rememberEarly(PacketFacts facts, boolean reset) {
        earlyAnswers.remember(
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort,
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort,
                facts.acknowledgement,
                facts.timeNanos,
                facts.ttl,
                reset);
    }

    private int newestOfReceiver(PacketFacts facts) {
        return ledger.newest(
                facts.destinationHigh,
                facts.destinationLow,
                facts.destinationPort,
                facts.sourceHigh,
                facts.sourceLow,
                facts.sourcePort);
    }

    /** An ICMP or ICMPv6 error; those that quote no SYN of the capture change nothing. */
    public void onIcmpError(PacketFacts facts) {
        if (facts.quotedProtocol != PacketFacts.TCP || !saysUnreachable(facts)) {
            return;
        }
        int newest = ledger.newest(
                facts.quotedSourceHigh,
                facts.quotedSourceLow,
                facts.quotedSourcePort,
                facts.quotedDestinationHigh,
                facts.quotedDestinationLow,
                facts.quotedDestinationPort);
        int attempt = facts.quotedSequence < 0 ? newest : ledger.withIsn(newest, facts.quotedSequence);
        if (attempt != SynLedger.NONE
                && !ledger.has(attempt, SynLedger.ANSWERED | SynLedger.REFUSED | SynLedger.UNREACHABLE)) {
            ledger.unreachable(
                    attempt,
                    facts.timeNanos,
                    facts.ttl,
                    facts.icmpType,
                    facts.icmpCode,
                    facts.sourceHigh,
                    facts.sourceLow);
        }
    }

    /**
     * Destination unreachable, time exceeded, parameter problem. "Fragmentation needed" and "packet too big" ask for smaller packets,
     * source quench and redirect for other manners: none of them ends an attempt. Source: RFC 792, RFC 1191, RFC 4443.
     */
    private static boolean saysUnreachable(PacketFacts facts) {
        int type = facts.icmpType;
        return facts.protocol == PacketFacts.ICMPV6
                ? type == 1 || type == 3 || type == 4
                : type == 3 ? facts.icmpCode != 4 : type == 11 || type == 12;
    }

    /** To be told before a flow's slot is given away. */
    public void onFlowEviction(int slot) {
        long word = flows.transactionWord(slot);
        if (flows.protocol(slot) != PacketFacts.TCP) {
            return;
        }
        if (TcpFlowWord.hasAttempt(word)) {
            detachOther(word, true, slot);
            detachOther(word, false, slot);
        } else if (TcpFlowWord.sentSynAck(word, false) && standsAlone(slot)) {
            // its attempt was forgotten before
            answeredPairs.add(
                    flows.openerHigh(slot),
                    flows.openerLow(slot),
                    flows.responderHigh(slot),
                    flows.responderLow(slot),
                    flows.responderPort(slot),
                    flows.firstNanos(slot),
                    flows.lastNanos(slot, false));
        }
    }

    private static int timestampValue(PacketFacts facts) {
        long pair = TcpOptions.timestamps(facts.bytes, facts.transportAt + TCP_HEADER, facts.tcpOptionsEnd);
        return pair == TcpOptions.NONE ? SynSendings.NO_TIMESTAMP : (int) (pair >>> 32);
    }

    private static int timestampEcho(PacketFacts facts) {
        long pair = TcpOptions.timestamps(facts.bytes, facts.transportAt + TCP_HEADER, facts.tcpOptionsEnd);
        return pair == TcpOptions.NONE ? SynSendings.NO_TIMESTAMP : (int) pair;
    }

    /** IPv6 has no identification: what is byte for byte the same is a copy. */
    private static int hashOfSegment(PacketFacts facts) {
        int hash = 1;
        int end = facts.payloadAt + facts.payloadLength;
        for (int at = facts.transportAt; at < end; at++) {
            hash = hash * 31 + facts.bytes.get(at);
        }
        return hash;
    }

    /** Attempts that were forgotten because there were too many. */
    public long notKept() {
        return loneSynsNotKept + othersNotKept;
    }

    /** The same as evidence. */
    public Forgotten forgotten() {
        return new Forgotten(loneSynsNotKept, othersNotKept, answeredPairs, answeredPairs.leftOut(), List.of(), 0);
    }

    /** Those of them that were answered. */
    public long answeredNotKept() {
        return answeredNotKept;
    }

    SynLedger ledger() {
        return ledger;
    }

    /** The first outcome that fits, as far as the capture has run by now. */
    TcpAttempt.Outcome outcome(int attempt) {
        int flags = ledger.flags(attempt);
        if ((flags & SynLedger.ANSWERED) != 0) {
            return TcpAttempt.Outcome.ANSWERED;
        }
        if ((flags & SynLedger.REFUSED) != 0) {
            return TcpAttempt.Outcome.REFUSED;
        }
        if ((flags & SynLedger.UNREACHABLE) != 0) {
            return TcpAttempt.Outcome.UNREACHABLE;
        }
        if ((flags & SynLedger.PROCEEDED) != 0) {
            return TcpAttempt.Outcome.PROCEEDED;
        }
        return clock.runNanos() - ledger.runAtLastSyn(attempt) >= SILENCE_NANOS
                ? TcpAttempt.Outcome.UNANSWERED
                : TcpAttempt.Outcome.UNDECIDED;
    }
}
