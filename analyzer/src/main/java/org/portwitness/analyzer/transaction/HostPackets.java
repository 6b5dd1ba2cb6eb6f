package org.portwitness.analyzer.transaction;

import java.util.BitSet;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence.HostTraffic;
import org.portwitness.analyzer.evidence.Hosts;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.FlowTable;

/**
 * How many packets each address sent and received, and how its TCP attempts fared, summed from flows and SYNs when somebody asks.
 *
 * <p>Hosts with conversations in both directions come first, so that a flood of invented addresses cannot fill the list before them.
 * Packets of flows that were pushed out are missing.
 */
public final class HostPackets implements Hosts {
    /** Most addresses told; about 100 bytes each. */
    static final int LIMIT = 1 << 17;

    private static final int SENT = 0;
    private static final int RECEIVED = 1;
    private static final int TCP_TWO_WAY = 2;
    private static final int UNSEEN = 3;
    private static final int ANSWERED = 4;
    private static final int PROCEEDED = 5;
    private static final int COUNTS = 6;

    /** With its counters an address fills a cache line. */
    private final AddressSet hosts = new AddressSet(LIMIT, COUNTS);

    private long leftOut;

    private HostPackets() {}

    /** Sums up what the tables hold by now. */
    public static HostPackets of(FlowTable flows, SynAttempts attempts, TcpGaps gaps) {
        HostPackets packets = new HostPackets();
        packets.addFlows(flows, gaps);
        packets.addSyns(attempts);
        return packets;
    }

    @Override
    public HostTraffic of(Address address) {
        int host = hosts.find(address.high(), address.low());
        return host == AddressSet.LEFT_OUT ? null : traffic(host);
    }

    private HostTraffic traffic(int host) {
        return new HostTraffic(
                hosts.address(host),
                hosts.count(host, SENT),
                hosts.count(host, RECEIVED),
                hosts.count(host, TCP_TWO_WAY),
                hosts.count(host, UNSEEN),
                hosts.count(host, ANSWERED),
                hosts.count(host, PROCEEDED));
    }

    @Override
    public Iterator<HostTraffic> iterator() {
        return IntStream.range(0, hosts.size()).mapToObj(this::traffic).iterator();
    }

    /** Packets not counted because there were too many addresses. */
    public long leftOut() {
        return leftOut;
    }

    private void addFlows(FlowTable flows, TcpGaps gaps) {
        BitSet oneWay = new BitSet(flows.size());
        for (int slot = 0; slot < flows.size(); slot++) {
            if (flows.packets(slot, true) == 0 || flows.packets(slot, false) == 0) {
                oneWay.set(slot);
            } else if (flows.protocol(slot) == PacketFacts.TCP) {
                addFlow(flows, slot, flows.packets(slot, true) + flows.packets(slot, false), gaps.stretches(slot));
            } else {
                addFlow(flows, slot, 0, 0);
            }
        }
        for (int slot = oneWay.nextSetBit(0); slot >= 0; slot = oneWay.nextSetBit(slot + 1)) {
            addFlow(flows, slot, 0, 0);
        }
    }

    private void addFlow(FlowTable flows, int slot, long tcpTwoWay, int unseen) {
        long ofOpener = flows.packets(slot, true);
        long ofResponder = flows.packets(slot, false);
        int opener = add(flows.openerHigh(slot), flows.openerLow(slot), ofOpener, ofResponder);
        int responder = add(flows.responderHigh(slot), flows.responderLow(slot), ofResponder, ofOpener);
        if (tcpTwoWay > 0) {
            count(opener, TCP_TWO_WAY, tcpTwoWay);
            count(opener, UNSEEN, unseen);
            count(responder, TCP_TWO_WAY, tcpTwoWay);
            count(responder, UNSEEN, unseen);
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
            hosts.count(host, what, many);
        }
    }

    private int add(long high, long low, long sent, long received) {
        int host = hosts.add(high, low);
        if (host == AddressSet.LEFT_OUT) {
            leftOut += sent + received;
            return host;
        }
        hosts.count(host, SENT, sent);
        hosts.count(host, RECEIVED, received);
        return host;
    }
}
