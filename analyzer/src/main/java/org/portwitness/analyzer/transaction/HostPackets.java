package org.portwitness.analyzer.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence.HostTraffic;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.FlowTable;

/**
 * How many packets each address sent and received, and how its TCP attempts fared, summed from flows and SYNs when somebody asks.
 *
 * <p>Hosts with conversations in both directions come first, so that a flood of invented addresses cannot fill the list before them.
 * Packets of flows that were pushed out are missing.
 */
public final class HostPackets {
    /** Most addresses told; about 120 bytes each. */
    static final int LIMIT = 1 << 17;

    private static final int SENT = 0;
    private static final int RECEIVED = 1;
    private static final int TCP_TWO_WAY = 2;
    private static final int UNSEEN = 3;
    private static final int ANSWERED = 4;
    private static final int PROCEEDED = 5;
    private static final int COUNTS = 6;

    private final AddressSet addresses = new AddressSet(LIMIT);
    private long[] counts = new long[64 * COUNTS];
    private long leftOut;

    private HostPackets() {}

    /** Sums up what the tables hold by now. */
    public static HostPackets of(FlowTable flows, SynAttempts attempts, TcpGaps gaps) {
        HostPackets hosts = new HostPackets();
        hosts.addFlows(flows, gaps, true);
        hosts.addFlows(flows, gaps, false);
        hosts.addSyns(attempts);
        return hosts;
    }

    public List<HostTraffic> list() {
        List<HostTraffic> list = new ArrayList<>(addresses.size());
        int at = 0;
        for (Address address : addresses) {
            list.add(new HostTraffic(
                    address,
                    counts[at + SENT],
                    counts[at + RECEIVED],
                    counts[at + TCP_TWO_WAY],
                    counts[at + UNSEEN],
                    counts[at + ANSWERED],
                    counts[at + PROCEEDED]));
            at += COUNTS;
        }
        return list;
    }

    /** Packets not counted because there were too many addresses. */
    public long leftOut() {
        return leftOut;
    }

    private void addFlows(FlowTable flows, TcpGaps gaps, boolean twoWay) {
        for (int slot = 0; slot < flows.size(); slot++) {
            long ofOpener = flows.packets(slot, true);
            long ofResponder = flows.packets(slot, false);
            if ((ofOpener > 0 && ofResponder > 0) == twoWay) {
                boolean tcp = twoWay && flows.protocol(slot) == PacketFacts.TCP;
                long ofTcp = tcp ? ofOpener + ofResponder : 0;
                int unseen = tcp ? gaps.stretches(slot) : 0;
                int opener = add(flows.openerHigh(slot), flows.openerLow(slot), ofOpener, ofResponder);
                count(opener, TCP_TWO_WAY, ofTcp);
                count(opener, UNSEEN, unseen);
                int responder = add(flows.responderHigh(slot), flows.responderLow(slot), ofResponder, ofOpener);
                count(responder, TCP_TWO_WAY, ofTcp);
                count(responder, UNSEEN, unseen);
            }
        }
    }

    private void addSyns(SynAttempts attempts) {
        SynLedger ledger = attempts.ledger();
        for (int attempt = 0; attempt < ledger.size(); attempt++) {
            if (!ledger.isFree(attempt)) {
                int packets = ledger.packets(attempt);
                int client = add(ledger.clientHigh(attempt), ledger.clientLow(attempt), packets, 0);
                int server = add(ledger.serverHigh(attempt), ledger.serverLow(attempt), 0, packets);
                switch (attempts.outcome(attempt)) {
                    case ANSWERED, REFUSED -> {
                        count(client, ANSWERED, 1);
                        count(server, ANSWERED, 1);
                    }
                    case PROCEEDED -> {
                        count(client, PROCEEDED, 1);
                        count(server, PROCEEDED, 1);
                    }
                    case UNREACHABLE, UNANSWERED, UNDECIDED -> {}
                }
            }
        }
    }

    private void count(int host, int what, long many) {
        if (host != AddressSet.LEFT_OUT) {
            counts[host * COUNTS + what] += many;
        }
    }

    private int add(long high, long low, long sent, long received) {
        int host = addresses.add(high, low);
        if (host == AddressSet.LEFT_OUT) {
            leftOut += sent + received;
            return host;
        }
        int at = host * COUNTS;
        if (at == counts.length) {
            counts = Arrays.copyOf(counts, counts.length * 2);
        }
        counts[at + SENT] += sent;
        counts[at + RECEIVED] += received;
        return host;
    }
}
