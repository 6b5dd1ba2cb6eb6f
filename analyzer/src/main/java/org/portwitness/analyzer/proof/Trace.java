package org.portwitness.analyzer.proof;

import java.util.List;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.wire.Dhcp;
import org.portwitness.analyzer.wire.MirrorOp;

/**
 * By what the packets of one thing on the wire are known when the capture is read again. {@link TraceIndex} brings each packet to the traces of its
 * sockets; a trace then says whether the packet is part of it.
 */
public sealed interface Trace {
    /** Any address. */
    Address ANYWHERE = new Address(0, 0);

    /** Any port; 0 is used by nobody. */
    int ANY_PORT = 0;

    /** How a packet relates to the two sides of a trace. */
    enum Way {
        FROM_CLIENT,
        FROM_SERVER,
        /** An ICMP error that quotes a packet from the client. */
        ERROR
    }

    int protocol();

    Endpoint client();

    Endpoint server();

    boolean includes(PacketFacts packet, Way way);

    /**
     * An attempt to open a connection that failed: its SYNs (same initial sequence number, copies made by a mirror too); where it was refused,
     * also each RST of the server's that acknowledges the SYN and each ICMP error that quotes it.
     *
     * @param refused whether something refused it
     */
    record Attempt(Endpoint client, Endpoint server, long isn, long firstNanos, long lastNanos, boolean refused)
            implements Trace {
        private static final long SEQUENCE_MASK = 0xffff_ffffL;

        /** A SYN carries less. */
        private static final long MOST_SYN_PAYLOAD = 1 << 16;

        public static Attempt of(TcpAttempt attempt) {
            Refusal refusal = attempt.refusal();
            return new Attempt(
                    attempt.client(),
                    attempt.server(),
                    attempt.isn(),
                    attempt.firstNanos(),
                    Math.max(attempt.lastNanos(), attempt.answeredNanos()),
                    refusal != null);
        }

        @Override
        public int protocol() {
            return PacketFacts.TCP;
        }

        @Override
        public boolean includes(PacketFacts packet, Way way) {
            return switch (way) {
                case FROM_CLIENT ->
                    packet.has(PacketFacts.SYN)
                            && (packet.tcpFlags & (PacketFacts.ACK | PacketFacts.RST)) == 0
                            && packet.sequence == isn;
                case FROM_SERVER -> refused && packet.has(PacketFacts.RST) && answers(packet);
                case ERROR ->
                    refused
                            && (packet.quotedSequence == isn
                                    || packet.quotedSequence == PacketFacts.NONE && isWithin(packet));
            };
        }

        /** A reset without acknowledgement, which no stack sends to a SYN but some devices do, is known by its time alone. */
        private boolean answers(PacketFacts packet) {
            if (!packet.has(PacketFacts.ACK)) {
                return isWithin(packet);
            }
            long acknowledged = packet.acknowledgement - isn & SEQUENCE_MASK;
            return acknowledged >= 1 && acknowledged <= MOST_SYN_PAYLOAD;
        }

        private boolean isWithin(PacketFacts packet) {
            return packet.timeNanos >= firstNanos && packet.timeNanos <= lastNanos;
        }
    }

    /** A TCP connection whose inside failed: all its packets, and errors that quote them. */
    record Connection(Endpoint client, Endpoint server, long firstNanos, long lastNanos) implements Trace {
        @Override
        public int protocol() {
            return PacketFacts.TCP;
        }

        @Override
        public boolean includes(PacketFacts packet, Way way) {
            return packet.timeNanos >= firstNanos && packet.timeNanos <= lastNanos;
        }
    }

    /**
     * A STUN transaction: each packet from the client's socket to the server's that has its transaction id, wherever in the payload (inside {@code
     * ff10} frames and relayed data too), and ICMP errors that quote one.
     *
     * @param idHigh cookie and first four bytes of the id, see {@link org.portwitness.analyzer.wire.Stun#idHigh}
     */
    record Requests(int protocol, Endpoint client, Endpoint server, long idHigh, long idLow, long firstNanos)
            implements Trace {
        @Override
        public boolean includes(PacketFacts packet, Way way) {
            return switch (way) {
                case FROM_CLIENT -> hasId(packet, packet.payloadAt, packet.payloadLength, idHigh, idLow);
                case FROM_SERVER -> false;
                case ERROR ->
                    // the quote may end before the id
                    packet.quotedPayloadLength < 20
                            ? packet.timeNanos >= firstNanos
                            : hasId(packet, packet.quotedPayloadAt, packet.quotedPayloadLength, idHigh, idLow);
            };
        }
    }

    /** The responses of a STUN transaction, from whichever address they come. */
    record Responses(int protocol, Endpoint client, long idHigh, long idLow) implements Trace {
        @Override
        public Endpoint server() {
            return new Endpoint(ANYWHERE, ANY_PORT);
        }

        @Override
        public boolean includes(PacketFacts packet, Way way) {
            return way == Way.FROM_SERVER && hasId(packet, packet.payloadAt, packet.payloadLength, idHigh, idLow);
        }
    }

    /** The requests of a transaction and, where it was answered, the responses. */
    static List<Trace> of(StunTransaction stun) {
        long high = stun.id().high();
        long low = stun.id().low();
        Trace requests = new Requests(stun.protocol(), stun.client(), stun.server(), high, low, stun.firstNanos());
        return stun.isAnswered()
                ? List.of(requests, new Responses(stun.protocol(), stun.client(), high, low))
                : List.of(requests);
    }

    private static boolean hasId(PacketFacts packet, int at, int length, long high, long low) {
        int last = at + Math.min(length, LONGEST_SEARCH) - 2 * Long.BYTES;
        for (int i = at; i <= last; i++) {
            if (packet.bytes.getLong(i) == high && packet.bytes.getLong(i + Long.BYTES) == low) {
                return true;
            }
        }
        return false;
    }

    /** Nothing puts a STUN header further inside a packet. */
    int LONGEST_SEARCH = 2048;

    /** MirrorOp's probes from a sender's socket to one destination, and errors that quote them. */
    record Probes(Endpoint client, Endpoint server, long firstNanos, long lastNanos) implements Trace {
        @Override
        public int protocol() {
            return PacketFacts.UDP;
        }

        @Override
        public boolean includes(PacketFacts packet, Way way) {
            return packet.timeNanos >= firstNanos
                    && switch (way) {
                        case FROM_CLIENT ->
                            packet.timeNanos <= lastNanos
                                    && MirrorOp.isProbe(
                                            packet.bytes,
                                            packet.payloadAt,
                                            packet.payloadLength,
                                            packet.payloadWireLength);
                        case FROM_SERVER -> false;
                        case ERROR -> true;
                    };
        }
    }

    /** A receiver's answers to a sender's discovery, whichever ports they use. */
    record Discovered(Address sender, Address receiver, long firstNanos, long lastNanos) implements Trace {
        @Override
        public int protocol() {
            return PacketFacts.UDP;
        }

        @Override
        public Endpoint client() {
            return new Endpoint(sender, ANY_PORT);
        }

        @Override
        public Endpoint server() {
            return new Endpoint(receiver, ANY_PORT);
        }

        @Override
        public boolean includes(PacketFacts packet, Way way) {
            return way == Way.FROM_SERVER
                    && packet.timeNanos >= firstNanos
                    && packet.timeNanos <= lastNanos
                    && MirrorOp.isAnswer(
                            packet.bytes, packet.payloadAt, packet.payloadLength, packet.payloadWireLength);
        }
    }

    /**
     * A DNS question: the packets that ask it, those that answer it, and errors that quote it.
     *
     * @param name lower case, as {@link org.portwitness.analyzer.evidence.DnsQuery} has it
     */
    record Question(
            int protocol, Endpoint client, Endpoint server, String name, int type, long firstNanos, long lastNanos)
            implements Trace {
        @Override
        public boolean includes(PacketFacts packet, Way way) {
            if (packet.timeNanos < firstNanos) {
                return false;
            }
            if (way == Way.ERROR) {
                return true;
            }
            return packet.timeNanos <= lastNanos
                    && (protocol == PacketFacts.TCP
                            || DnsQuestion.is(packet.bytes, packet.payloadAt, packet.payloadLength, name, type));
        }
    }

    /** One client's DHCP, whoever it talks to. */
    record Lease(long hardwareAddress, long firstNanos, long lastNanos) implements Trace {
        @Override
        public int protocol() {
            return PacketFacts.UDP;
        }

        @Override
        public Endpoint client() {
            return new Endpoint(ANYWHERE, ANY_PORT);
        }

        @Override
        public Endpoint server() {
            return new Endpoint(ANYWHERE, Dhcp.SERVER_PORT);
        }

        @Override
        public boolean includes(PacketFacts packet, Way way) {
            return way != Way.ERROR
                    && packet.timeNanos >= firstNanos
                    && packet.timeNanos <= lastNanos
                    && Dhcp.check(packet.bytes, packet.payloadAt, packet.payloadLength)
                    && Dhcp.hardwareAddress(packet.bytes, packet.payloadAt) == hardwareAddress;
        }
    }

    /**
     * Whatever went between two sides in a span of time.
     *
     * @param oneDirection only what the client sends, not what comes back
     */
    record Traffic(
            int protocol, Endpoint client, Endpoint server, long firstNanos, long lastNanos, boolean oneDirection)
            implements Trace {
        @Override
        public boolean includes(PacketFacts packet, Way way) {
            return packet.timeNanos >= firstNanos
                    && packet.timeNanos <= lastNanos
                    && (way != Way.FROM_SERVER || !oneDirection);
        }
    }
}
