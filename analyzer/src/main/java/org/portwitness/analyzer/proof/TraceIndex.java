package org.portwitness.analyzer.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.wire.Dhcp;

/**
 * Which claims a packet belongs to. Most packets of a capture belong to none, and for them a look at two bits is all: the sockets of a packet are
 * looked up only where the bit of its two addresses, or of its destination, is set.
 */
final class TraceIndex {
    private static final int BITS = 1 << 20;

    private final Map<Sockets, List<Entry>> entries = new HashMap<>();
    /** Pairs of addresses that a trace has, by a hash that is the same in both directions. */
    private final long[] pairs = new long[BITS / Long.SIZE];
    /** Clients of traces whose server may be anywhere. */
    private final long[] clients = new long[BITS / Long.SIZE];

    private record Sockets(
            int protocol,
            long clientHigh,
            long clientLow,
            int clientPort,
            long serverHigh,
            long serverLow,
            int serverPort) {}

    private record Entry(Trace trace, int claim) {}

    TraceIndex(List<Claim> claims) {
        for (int i = 0; i < claims.size(); i++) {
            for (Trace trace : claims.get(i).traces()) {
                add(trace, i);
            }
        }
    }

    private void add(Trace trace, int claim) {
        Address client = trace.client().address();
        Address server = trace.server().address();
        Sockets key = new Sockets(
                trace.protocol(),
                client.high(),
                client.low(),
                trace.client().port(),
                server.high(),
                server.low(),
                trace.server().port());
        entries.computeIfAbsent(key, k -> new ArrayList<>(1)).add(new Entry(trace, claim));
        if (server.equals(Trace.ANYWHERE)) {
            set(clients, half(client.high(), client.low()));
        } else {
            set(pairs, half(client.high(), client.low()) + half(server.high(), server.low()));
        }
    }

    private static long half(long high, long low) {
        return high * 0x9E3779B97F4A7C15L + low;
    }

    private static int bit(long value) {
        return (int) ((value ^ value >>> 32) * 0x9E3779B97F4A7C15L >>> 44);
    }

    private static void set(long[] bits, long value) {
        bits[bit(value) >>> 6] |= 1L << bit(value);
    }

    private static boolean isSet(long[] bits, long value) {
        return (bits[bit(value) >>> 6] >>> bit(value) & 1) != 0;
    }

    /** Adds the claims that a decoded packet belongs to, each once. */
    void find(PacketFacts p, List<Integer> claims) {
        if (p.protocol == PacketFacts.TCP || p.protocol == PacketFacts.UDP) {
            findOfPacket(p, claims);
        } else if (p.quotedProtocol == PacketFacts.TCP || p.quotedProtocol == PacketFacts.UDP) {
            findOfQuoted(p, claims);
        }
    }

    private void findOfPacket(PacketFacts p, List<Integer> claims) {
        long source = half(p.sourceHigh, p.sourceLow);
        long destination = half(p.destinationHigh, p.destinationLow);
        if (isSet(pairs, source + destination)) {
            withPorts(p, Trace.Way.FROM_CLIENT, p.sourcePort, p.destinationPort, claims);
            withPorts(p, Trace.Way.FROM_SERVER, p.destinationPort, p.sourcePort, claims);
        }
        if (isSet(clients, destination)) {
            look(p, Trace.Way.FROM_SERVER, p.destinationHigh, p.destinationLow, p.destinationPort, 0, 0, 0, claims);
        }
        if (p.sourcePort == Dhcp.SERVER_PORT || p.destinationPort == Dhcp.SERVER_PORT) {
            look(p, Trace.Way.FROM_CLIENT, 0, 0, Trace.ANY_PORT, 0, 0, Dhcp.SERVER_PORT, claims);
        }
    }

    private void withPorts(PacketFacts p, Trace.Way way, int client, int server, List<Integer> claims) {
        pair(p, way, client, server, claims);
        pair(p, way, Trace.ANY_PORT, server, claims);
        pair(p, way, client, Trace.ANY_PORT, claims);
        pair(p, way, Trace.ANY_PORT, Trace.ANY_PORT, claims);
    }

    private void pair(PacketFacts p, Trace.Way way, int client, int server, List<Integer> claims) {
        if (way == Trace.Way.FROM_CLIENT) {
            look(p, way, p.sourceHigh, p.sourceLow, client, p.destinationHigh, p.destinationLow, server, claims);
        } else {
            look(p, way, p.destinationHigh, p.destinationLow, client, p.sourceHigh, p.sourceLow, server, claims);
        }
    }

    private void findOfQuoted(PacketFacts p, List<Integer> claims) {
        long sender = half(p.quotedSourceHigh, p.quotedSourceLow);
        if (!isSet(pairs, sender + half(p.quotedDestinationHigh, p.quotedDestinationLow))) {
            return;
        }
        quoted(p, p.quotedSourcePort, p.quotedDestinationPort, claims);
        quoted(p, Trace.ANY_PORT, p.quotedDestinationPort, claims);
        quoted(p, p.quotedSourcePort, Trace.ANY_PORT, claims);
        quoted(p, Trace.ANY_PORT, Trace.ANY_PORT, claims);
    }

    private void quoted(PacketFacts p, int client, int server, List<Integer> claims) {
        look(
                p,
                Trace.Way.ERROR,
                p.quotedSourceHigh,
                p.quotedSourceLow,
                client,
                p.quotedDestinationHigh,
                p.quotedDestinationLow,
                server,
                claims);
    }

    private void look(
            PacketFacts p,
            Trace.Way way,
            long clientHigh,
            long clientLow,
            int clientPort,
            long serverHigh,
            long serverLow,
            int serverPort,
            List<Integer> claims) {
        int protocol = way == Trace.Way.ERROR ? p.quotedProtocol : p.protocol;
        List<Entry> found = entries.get(
                new Sockets(protocol, clientHigh, clientLow, clientPort, serverHigh, serverLow, serverPort));
        if (found == null) {
            return;
        }
        for (Entry entry : found) {
            if (entry.trace.includes(p, way) && !claims.contains(entry.claim)) {
                claims.add(entry.claim);
            }
        }
    }
}
