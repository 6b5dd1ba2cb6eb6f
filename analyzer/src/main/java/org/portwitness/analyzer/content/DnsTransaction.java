package org.portwitness.analyzer.content;

import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.AnsweredPairs;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.facts.PacketFacts;

/** One DNS question that a client asked a server, while the capture runs. Reused after an eviction. */
final class DnsTransaction {
    /** Longer than the usual time-outs of resolvers (1 to 5 s) together with the round trip. */
    static final long GIVES_UP_NANOS = 5_000_000_000L;

    /** Copies of a mirror: the same bytes within this time. */
    static final long COPY_NANOS = 2_000_000L;

    private static final int NOT_SEEN = -1;

    long clientHigh;
    long clientLow;
    long serverHigh;
    long serverLow;
    int clientPort;
    int serverPort;
    int protocol;
    int id;
    int name;
    int type;

    /** Others with the same hash. */
    DnsTransaction nextInBucket;

    int hash;

    private long firstNanos;
    private long lastNanos;
    private long lastRunNanos;
    private long bytesHash;
    private int sendings;
    private long answeredNanos;
    private int responseCode;
    private int addresses;
    private Refusal refusal;

    void start(int questionName, int questionType, int messageId) {
        name = questionName;
        type = questionType;
        id = messageId;
        sendings = 0;
        answeredNanos = 0;
        responseCode = NOT_SEEN;
        addresses = 0;
        refusal = null;
    }

    void onQuery(PacketFacts facts, long hashOfBytes, long runNanos) {
        if (sendings > 0
                && hashOfBytes == bytesHash
                && facts.timeNanos >= lastNanos
                && facts.timeNanos - lastNanos <= COPY_NANOS) {
            return;
        }
        if (sendings == 0) {
            firstNanos = facts.timeNanos;
        }
        sendings++;
        bytesHash = hashOfBytes;
        lastNanos = facts.timeNanos;
        lastRunNanos = runNanos;
    }

    void onAnswer(PacketFacts facts, int code, int addressRecords) {
        if (answeredNanos == 0) {
            answeredNanos = facts.timeNanos;
            responseCode = code;
            addresses = addressRecords;
        }
    }

    void onRefusal(PacketFacts facts) {
        if (refusal == null) {
            refusal = new Refusal(
                    new Address(facts.sourceHigh, facts.sourceLow),
                    facts.icmpType,
                    facts.icmpCode,
                    facts.ttl,
                    facts.protocol == PacketFacts.ICMPV6);
        }
    }

    boolean isAnswered() {
        return responseCode != NOT_SEEN;
    }

    /** When it was asked last, as long as the capture had been running then. */
    long lastRunNanos() {
        return lastRunNanos;
    }

    /** Before it is reused. */
    void rememberAnswer(AnsweredPairs pairs) {
        if (isAnswered()) {
            pairs.add(
                    clientHigh,
                    clientLow,
                    serverHigh,
                    serverLow,
                    serverPort,
                    firstNanos,
                    Math.max(lastNanos, answeredNanos));
        }
    }

    private DnsQuery.Outcome outcome(long runNanos) {
        if (isAnswered()) {
            return responseCode == 0 ? DnsQuery.Outcome.ANSWERED : DnsQuery.Outcome.FAILED;
        }
        if (refusal != null) {
            return DnsQuery.Outcome.UNREACHABLE;
        }
        return runNanos - lastRunNanos >= GIVES_UP_NANOS ? DnsQuery.Outcome.UNANSWERED : DnsQuery.Outcome.UNDECIDED;
    }

    DnsQuery toEvidence(NameTable names, long runNanos) {
        DnsQuery.Outcome outcome = outcome(runNanos);
        String text = names.text(name);
        boolean timed = isAnswered() && sendings == 1 && answeredNanos >= firstNanos;
        return new DnsQuery(
                new Endpoint(new Address(clientHigh, clientLow), clientPort),
                new Endpoint(new Address(serverHigh, serverLow), serverPort),
                protocol,
                text == null ? "" : text,
                type,
                firstNanos,
                lastNanos,
                sendings,
                outcome,
                responseCode,
                addresses,
                answeredNanos,
                timed ? answeredNanos - firstNanos : TcpAttempt.NO_RTT,
                outcome == DnsQuery.Outcome.UNREACHABLE ? refusal : null);
    }
}
