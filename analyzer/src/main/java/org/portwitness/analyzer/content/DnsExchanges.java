package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import org.portwitness.analyzer.evidence.DnsName;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Forgotten;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.CaptureClock;

/**
 * DNS questions with what became of them, and the names that answers gave to addresses.
 *
 * <p>Questions are taken from and to port 53. Answers of mDNS (5353) and LLMNR (5355) give names that belong to no client. Owned by one
 * lane; a question counts as unanswered after 5 s of capture. The tables are bounded; what does not fit is counted.
 */
public final class DnsExchanges {
    private static final int DNS_PORT = 53;
    private static final int MDNS_PORT = 5353;
    private static final int LLMNR_PORT = 5355;

    /** What a question takes. */
    public static final int SLOT_BYTES = DnsTransactions.SLOT_BYTES;

    private static final int MOST_NAMES = 1 << 17;
    private static final int MOST_RECORDED_NAMES = 1 << 17;

    private final CaptureClock clock;
    private final GivenUp givenUp = new GivenUp();
    private final NameTable texts;
    private final DnsTransactions transactions;
    private final DnsNames names;
    private final DnsMessage message;
    private final DnsTransactions.Key key = new DnsTransactions.Key();
    private final int[] chain = new int[DnsMessage.MOST_RECORDS + 1];

    /** @param bound of the questions kept at a time, {@value #SLOT_BYTES} bytes each; a resolver of a large site asks 100,000 in minutes */
    public DnsExchanges(CaptureClock clock, Bound bound) {
        this(clock, bound, MOST_NAMES);
    }

    DnsExchanges(CaptureClock clock, Bound bound, int mostNames) {
        this.clock = clock;
        texts = new NameTable(MOST_RECORDED_NAMES, true);
        transactions = new DnsTransactions(bound, givenUp);
        names = new DnsNames(mostNames, texts, givenUp);
        message = new DnsMessage(texts);
    }

    /** Whether UDP datagrams between these ports are for {@link #onMessage}. */
    public static boolean isDns(int sourcePort, int destinationPort) {
        return sourcePort == DNS_PORT
                || destinationPort == DNS_PORT
                || sourcePort == MDNS_PORT
                || sourcePort == LLMNR_PORT;
    }

    /**
     * Takes one message, whole or cut by a snap length.
     *
     * @param facts the packet that held or completed it
     * @param at position of the message's id, without TCP's length prefix
     * @param length bytes that are there
     */
    public void onMessage(PacketFacts facts, ByteBuffer bytes, int at, int length) {
        if (!message.read(bytes, at, length)) {
            givenUp.add(GivenUp.Reason.DNS_NOT_READABLE);
            return;
        }
        if (!message.isStandardQuery()) {
            return;
        }
        if (message.isResponse()) {
            if (facts.sourcePort == DNS_PORT) {
                onAnswer(facts);
            } else if (facts.sourcePort == MDNS_PORT || facts.sourcePort == LLMNR_PORT) {
                keepNames(0, 0, facts.timeNanos);
            }
        } else if (facts.destinationPort == DNS_PORT && message.hasQuestion()) {
            onQuery(facts, PayloadHash.of(bytes, at, length));
        }
    }

    private void onQuery(PacketFacts facts, long hash) {
        key.client(facts.sourceHigh, facts.sourceLow, facts.sourcePort)
                .server(facts.destinationHigh, facts.destinationLow, facts.destinationPort)
                .message(facts.protocol, message.id());
        DnsTransaction transaction = transactions.find(key, message.questionName(), message.questionType());
        if (transaction == null) {
            transaction = transactions.add(key, message.questionName(), message.questionType());
        }
        transaction.onQuery(facts, hash, clock.runNanos());
    }

    private void onAnswer(PacketFacts facts) {
        key.client(facts.destinationHigh, facts.destinationLow, facts.destinationPort)
                .server(facts.sourceHigh, facts.sourceLow, facts.sourcePort)
                .message(facts.protocol, message.id());
        DnsTransaction transaction = transactions.find(key, message.questionName(), message.questionType());
        if (transaction != null) {
            transaction.onAnswer(facts, message.responseCode(), message.addresses());
        }
        if (message.responseCode() == 0) {
            keepNames(facts.destinationHigh, facts.destinationLow, facts.timeNanos);
        }
    }

    /** Every name on the chain of aliases that ends at an address is a name of that address. */
    private void keepNames(long clientHigh, long clientLow, long nanos) {
        for (int i = 0; i < message.addresses(); i++) {
            int length = 0;
            chain[length++] = message.addressOwner(i);
            for (int n = 0; n < length; n++) {
                names.add(clientHigh, clientLow, chain[n], message.addressHigh(i), message.addressLow(i), nanos);
                int alias = message.nextAlias(chain[n], -1);
                while (alias >= 0) {
                    if (length < chain.length && !contains(message.aliasOwner(alias), length)) {
                        chain[length++] = message.aliasOwner(alias);
                    }
                    alias = message.nextAlias(chain[n], alias);
                }
            }
        }
    }

    private boolean contains(int name, int length) {
        for (int i = 0; i < length; i++) {
            if (chain[i] == name) {
                return true;
            }
        }
        return false;
    }

    /** Takes an ICMP error; one that quotes a DNS query over UDP says that the query got nowhere. */
    public void onIcmpError(PacketFacts facts) {
        if (facts.quotedProtocol != PacketFacts.UDP
                || facts.quotedDestinationPort != DNS_PORT
                || facts.quotedPayloadAt == PacketFacts.NONE
                || facts.quotedPayloadLength < Short.BYTES) {
            return;
        }
        int id = facts.bytes.getShort(facts.quotedPayloadAt) & 0xffff;
        key.client(facts.quotedSourceHigh, facts.quotedSourceLow, facts.quotedSourcePort)
                .server(facts.quotedDestinationHigh, facts.quotedDestinationLow, facts.quotedDestinationPort)
                .message(PacketFacts.UDP, id);
        DnsTransaction transaction = transactions.find(key, NameTable.NONE, -1);
        if (transaction != null) {
            transaction.onRefusal(facts);
        }
    }

    /** What became of each question by now. */
    public Iterable<DnsQuery> queries() {
        return () -> new Iterator<>() {
            private int position;

            @Override
            public boolean hasNext() {
                return position < transactions.size();
            }

            @Override
            public DnsQuery next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return transactions.get(position++).toEvidence(texts, clock.runNanos());
            }
        };
    }

    /** Who was answered by whom in queries that were pushed out. */
    public Iterable<Forgotten.Answered> forgottenAnswers() {
        return transactions.forgottenAnswers();
    }

    /** Answered queries that were pushed out and are not among {@link #forgottenAnswers}. */
    public long unkeptAnswers() {
        return transactions.forgottenAnswers().leftOut();
    }

    /** Each name of an address that a client was told, once. */
    public Iterable<DnsName> names() {
        return names;
    }

    /** What was given up to stay within bounds, in words, with counts. */
    public SortedMap<String, Long> givenUp() {
        return givenUp.inWords();
    }
}
