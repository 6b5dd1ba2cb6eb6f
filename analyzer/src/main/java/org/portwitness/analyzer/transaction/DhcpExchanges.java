package org.portwitness.analyzer.transaction;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DhcpExchange;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.wire.Dhcp;

/**
 * What each client's DHCP came to, by hardware address: asked, answered, by whom, with which address.
 *
 * <p>An OFFER answers the DISCOVERs of its transaction id, an ACK or NAK the REQUESTs and INFORMs. Only the latest few ids of a client are
 * remembered for that. Owned by one lane; allocates for a client it has not seen, up to a limit.
 */
public final class DhcpExchanges {
    /** Most clients kept: a whole site's; a flood of made-up addresses stops there. */
    public static final int LIMIT = 1 << 16;

    static final long GIVES_UP_NANOS = 5_000_000_000L;

    private final CaptureClock clock;
    private final int limit;
    private Client[] clients = new Client[16];
    private int[] index = new int[32];
    private int size;
    private long leftOut;

    public DhcpExchanges(CaptureClock clock) {
        this(clock, LIMIT);
    }

    DhcpExchanges(CaptureClock clock, int limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** A datagram between ports 67 and 68; what is not DHCP by content is nothing. */
    void onDatagram(PacketFacts facts) {
        ByteBuffer bytes = facts.bytes;
        int at = facts.payloadAt;
        if (!Dhcp.check(bytes, at, facts.payloadLength)) {
            return;
        }
        int type = Dhcp.messageType(bytes, at, facts.payloadLength);
        boolean fromClient = Dhcp.isFromClient(bytes, at);
        boolean request = fromClient && (type == Dhcp.DISCOVER || type == Dhcp.REQUEST || type == Dhcp.INFORM);
        boolean answer = !fromClient && (type == Dhcp.OFFER || type == Dhcp.ACK || type == Dhcp.NAK);
        if (!request && !answer) {
            return;
        }
        Client client = find(Dhcp.hardwareAddress(bytes, at), facts.timeNanos);
        if (client == null) {
            leftOut++;
            return;
        }
        client.lastNanos = Math.max(client.lastNanos, facts.timeNanos);
        if (request) {
            client.onRequest(facts, type, clock.runNanos());
        } else {
            client.onAnswer(facts, type);
        }
    }

    /** Null where the client is new and the table full. */
    private Client find(long hardwareAddress, long nanos) {
        int position = position(hardwareAddress);
        if (index[position] != 0) {
            return clients[index[position] - 1];
        }
        if (size >= limit) {
            return null;
        }
        if (size == clients.length) {
            clients = Arrays.copyOf(clients, size * 2);
            index = new int[size * 4];
            for (int i = 0; i < size; i++) {
                index[position(clients[i].hardwareAddress)] = i + 1;
            }
            position = position(hardwareAddress);
        }
        Client client = new Client(hardwareAddress, nanos);
        clients[size] = client;
        index[position] = ++size;
        return client;
    }

    private int position(long hardwareAddress) {
        int position = (int) (hardwareAddress * 0x9E3779B97F4A7C15L >>> 32) & index.length - 1;
        while (index[position] != 0 && clients[index[position] - 1].hardwareAddress != hardwareAddress) {
            position = position + 1 & index.length - 1;
        }
        return position;
    }

    /** Messages of clients that were not kept because there were too many. */
    public long leftOut() {
        return leftOut;
    }

    /** One for each hardware address, in the order they were first seen. */
    public Iterable<DhcpExchange> exchanges() {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public DhcpExchange next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                return clients[next++].exchange(clock.runNanos());
            }
        };
    }

    /** Requests of one kind with one transaction id. */
    private static final class Pending {
        int xid;
        boolean discover;
        int unanswered;
        long lastNanos;
        long lastRunNanos;
        int lastType;
    }

    private static final class Client {
        private static final int REMEMBERED = 4;

        final long hardwareAddress;
        final long firstNanos;
        final Pending[] pending = new Pending[REMEMBERED];
        int hand;
        long lastNanos;
        int requests;
        int answered;
        int ownAddress;
        int givenAddress;
        int server;
        int askedServer;
        long forgottenNanos;
        long forgottenRunNanos;

        Client(long hardwareAddress, long nanos) {
            this.hardwareAddress = hardwareAddress;
            firstNanos = nanos;
            lastNanos = nanos;
            for (int i = 0; i < REMEMBERED; i++) {
                pending[i] = new Pending();
            }
        }

        void onRequest(PacketFacts facts, int type, long runNanos) {
            int xid = Dhcp.xid(facts.bytes, facts.payloadAt);
            boolean discover = type == Dhcp.DISCOVER;
            Pending of = find(xid, discover);
            if (of == null) {
                of = pending[hand];
                hand = (hand + 1) % REMEMBERED;
                if (of.unanswered > 0 && of.lastNanos >= forgottenNanos) {
                    forgottenNanos = of.lastNanos;
                    forgottenRunNanos = of.lastRunNanos;
                }
                of.xid = xid;
                of.discover = discover;
                of.unanswered = 0;
            } else if (of.lastType == type && Math.abs(facts.timeNanos - of.lastNanos) <= StunTransactions.COPY_NANOS) {
                return;
            }
            of.lastType = type;
            of.lastNanos = facts.timeNanos;
            of.lastRunNanos = runNanos;
            of.unanswered++;
            requests++;
            int address = Dhcp.clientAddress(facts.bytes, facts.payloadAt);
            if (address != 0) {
                ownAddress = address;
            }
            int destination = (int) facts.destinationLow;
            if (facts.ipVersion == 4 && destination != -1) {
                askedServer = destination;
            }
        }

        void onAnswer(PacketFacts facts, int type) {
            ByteBuffer bytes = facts.bytes;
            int at = facts.payloadAt;
            Pending of = find(Dhcp.xid(bytes, at), type == Dhcp.OFFER);
            if (of != null) {
                answered += of.unanswered;
                of.unanswered = 0;
            }
            int identifier = Dhcp.serverIdentifier(bytes, at, facts.payloadLength);
            if (identifier != 0) {
                server = identifier;
            } else if (facts.ipVersion == 4) {
                server = (int) facts.sourceLow;
            }
            if (type == Dhcp.ACK && Dhcp.yourAddress(bytes, at) != 0) {
                givenAddress = Dhcp.yourAddress(bytes, at);
            } else if (type == Dhcp.OFFER && givenAddress == 0) {
                givenAddress = Dhcp.yourAddress(bytes, at);
            }
        }

        private Pending find(int xid, boolean discover) {
            for (Pending of : pending) {
                if (of.lastType != 0 && of.xid == xid && of.discover == discover) {
                    return of;
                }
            }
            return null;
        }

        DhcpExchange exchange(long runNanos) {
            long unansweredNanos = forgottenNanos;
            long unansweredRun = forgottenRunNanos;
            for (Pending of : pending) {
                if (of.unanswered > 0 && of.lastNanos >= unansweredNanos) {
                    unansweredNanos = of.lastNanos;
                    unansweredRun = of.lastRunNanos;
                }
            }
            int address = givenAddress != 0 ? givenAddress : ownAddress;
            int by = server != 0 ? server : askedServer;
            return new DhcpExchange(
                    HexFormat.of().toHexDigits(hardwareAddress, 12),
                    address == 0 ? null : Address.ofIpv4(address),
                    by == 0 ? null : Address.ofIpv4(by),
                    requests,
                    answered,
                    firstNanos,
                    lastNanos,
                    unansweredNanos,
                    unansweredNanos != 0 && runNanos - unansweredRun >= GIVES_UP_NANOS);
        }
    }
}
