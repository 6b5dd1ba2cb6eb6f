package org.portwitness.analyzer.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence.HostTraffic;
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
    private static final int ANSWERED = 2;
    private static final int PROCEEDED = 3;
    private static final int COUNTS = 4;

    private final AddressSet addresses = new AddressSet(LIMIT);
    private long[] counts = new long[64 * COUNTS];
    private long leftOut;

    private HostPackets() {}

    /** Sums up what the tables hold by now. */
    public static HostPackets of(FlowTable flows, SynAttempts attempts) {
        HostPackets hosts = new HostPackets();
        hosts.addFlows(flows, true);
        hosts.addFlows(flows, false);
        hosts.addSyns(attempts);
        return hosts;
    }

    public List<HostTraffic> list() {
        List<HostTraffic> list = new ArrayList<>(addresses.size());
        int at = 0;
        for (Address address : addresses) {
            list.add(new HostTraffic(
                    address, counts[at + SENT], counts[at + RECEIVED], counts[at + ANSWERED], counts[at + PROCEEDED]));
            at += COUNTS;
        }
        return list;
    }

    /** Packets not counted because there were too many addresses. */
    public long leftOut() {
        return leftOut;
    }

    private void addFlows(FlowTable flows, boolean twoWay) {
        for (int slot = 0; slot < flows.size(); slot++) {
            long ofOpener = flows.packets(slot, true);
            long ofResponder = flows.packets(slot, false);
            if ((ofOpener > 0 && ofResponder > 0) == twoWay) {
                add(flows.openerHigh(slot), flows.openerLow(slot), ofOpener, ofResponder);
                add(flows.responderHigh(slot), flows.responderLow(slot), ofResponder, ofOpener);
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
                        count(client, ANSWERED);
                        count(server, ANSWERED);
                    }
                    case PROCEEDED -> {
                        count(client, PROCEEDED);
                        count(server, PROCEEDED);
                    }
                    case UNREACHABLE, UNANSWERED, UNDECIDED -> {}
                }
            }
        }
    }

    private void count(int host, int what) {
        if (host != AddressSet.LEFT_OUT) {
            counts[host * COUNTS + what]++;
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
