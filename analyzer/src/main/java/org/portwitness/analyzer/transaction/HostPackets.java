package org.portwitness.analyzer.transaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence.HostTraffic;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.FlowTable;

/**
 * How many packets each address sent and received, summed from flows and SYNs when somebody asks.
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

    private final Map<Address, long[]> counts = new LinkedHashMap<>();
    private long leftOut;

    private HostPackets() {}

    /** Sums up what the tables hold by now. */
    public static HostPackets of(FlowTable flows, SynAttempts attempts) {
        HostPackets hosts = new HostPackets();
        hosts.addFlows(flows, true);
        hosts.addFlows(flows, false);
        hosts.addSyns(attempts.ledger());
        return hosts;
    }

    public List<HostTraffic> list() {
        List<HostTraffic> list = new ArrayList<>(counts.size());
        counts.forEach((address, count) ->
                list.add(new HostTraffic(address, count[SENT], count[RECEIVED], count[TCP_TWO_WAY], count[UNSEEN])));
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
                boolean tcp = twoWay && flows.protocol(slot) == PacketFacts.TCP;
                long ofTcp = tcp ? ofOpener + ofResponder : 0;
                int unseen = tcp ? TcpGaps.stretches(flows, slot) : 0;
                add(flows.openerHigh(slot), flows.openerLow(slot), ofOpener, ofResponder, ofTcp, unseen);
                add(flows.responderHigh(slot), flows.responderLow(slot), ofResponder, ofOpener, ofTcp, unseen);
            }
        }
    }

    private void addSyns(SynLedger ledger) {
        for (int attempt = 0; attempt < ledger.size(); attempt++) {
            if (!ledger.isFree(attempt)) {
                int packets = ledger.packets(attempt);
                add(ledger.clientHigh(attempt), ledger.clientLow(attempt), packets, 0, 0, 0);
                add(ledger.serverHigh(attempt), ledger.serverLow(attempt), 0, packets, 0, 0);
            }
        }
    }

    private void add(long high, long low, long sent, long received, long tcpTwoWay, int unseen) {
        Address address = new Address(high, low);
        long[] count = counts.get(address);
        if (count == null) {
            if (counts.size() >= LIMIT) {
                leftOut += sent + received;
                return;
            }
            count = new long[4];
            counts.put(address, count);
        }
        count[SENT] += sent;
        count[RECEIVED] += received;
        count[TCP_TWO_WAY] += tcpTwoWay;
        count[UNSEEN] += unseen;
    }
}
