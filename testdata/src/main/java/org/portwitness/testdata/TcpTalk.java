package org.portwitness.testdata;

import java.util.Arrays;

/**
 * One TCP connection of a {@link Scenario}, told from the client's side; sequence numbers, acknowledgments and time stamps go on
 * by themselves.
 */
public final class TcpTalk {
    private static final int MSS = 1460;
    /** The time stamps option takes 12 of the bytes. */
    private static final int SEGMENT = MSS - 12;

    private final Scenario scenario;
    private final String client;
    private final int clientPort;
    private final String server;
    private final int port;
    private final long clientStart;
    private long clientNext;
    private long serverNext;
    private long lastFromClient;
    private long lastFromServer;

    TcpTalk(Scenario scenario, String client, int clientPort, String server, int port) {
        this.scenario = scenario;
        this.client = client;
        this.clientPort = clientPort;
        this.server = server;
        this.port = port;
        this.clientStart = 0x1000_0000L + clientPort * 65_537L + port;
        this.clientNext = clientStart;
        this.serverNext = 0x9000_0000L + clientPort * 99_991L;
    }

    /** A SYN; again and again it is the same one. */
    public Packets syn() {
        lastFromClient = ticks();
        clientNext = clientStart + 1;
        return scenario.send(
                scenario.now(),
                client,
                server,
                ip -> ip.tcpSyn(clientPort, port)
                        .seq(clientStart)
                        .mss(MSS)
                        .tcpOptions(Bytes.hex("0402"))
                        .tcpOptions(stamps(lastFromClient, 0))
                        .tcpOptions(Bytes.hex("01030307")));
    }

    /** The three packets of the handshake. */
    public TcpTalk open() {
        syn();
        scenario.advance(scenario.rtt(server));
        lastFromServer = ticks() + 77_000;
        long isn = serverNext;
        scenario.send(
                scenario.now(),
                server,
                client,
                ip -> ip.tcpSynAck(port, clientPort)
                        .seq(isn)
                        .ack(clientNext)
                        .mss(MSS)
                        .tcpOptions(Bytes.hex("0402"))
                        .tcpOptions(stamps(lastFromServer, lastFromClient))
                        .tcpOptions(Bytes.hex("01030308")));
        serverNext = isn + 1;
        scenario.advance(60 * Scenario.MICRO);
        fromClient(Packets.ACK, new byte[0]);
        return this;
    }

    /** The client sends each part in segments of its own and the server acknowledges. */
    public TcpTalk say(byte[]... parts) {
        for (byte[] part : parts) {
            sayUnheard(part);
        }
        scenario.advance(scenario.rtt(server));
        fromServer(Packets.ACK, new byte[0]);
        return this;
    }

    /** The client sends and nothing is heard of it yet. */
    public TcpTalk sayUnheard(byte[] content) {
        for (int at = 0; at < content.length; at += SEGMENT) {
            byte[] segment = Arrays.copyOfRange(content, at, Math.min(content.length, at + SEGMENT));
            fromClient(Packets.ACK | (at + SEGMENT >= content.length ? Packets.PSH : 0), segment);
            scenario.advance(12 * Scenario.MICRO);
        }
        return this;
    }

    /** Sends the same bytes at the same place: nothing was acknowledged. */
    public TcpTalk sayAgain(byte[] content) {
        long before = clientNext;
        sayUnheard(content);
        clientNext = before;
        return this;
    }

    /** Segments of the client cut where asked and sent in the order asked; then the server acknowledges all. */
    public TcpTalk sayInPieces(byte[] content, int cutAt, int... order) {
        byte[][] pieces = {Arrays.copyOf(content, cutAt), Arrays.copyOfRange(content, cutAt, content.length)};
        long begin = clientNext;
        for (int piece : order) {
            clientNext = begin + (piece == 0 ? 0 : cutAt);
            fromClient(Packets.ACK | Packets.PSH, pieces[piece]);
            scenario.advance(15 * Scenario.MICRO);
        }
        clientNext = begin + content.length;
        scenario.advance(scenario.rtt(server));
        fromServer(Packets.ACK, new byte[0]);
        return this;
    }

    /** The server sends and the client acknowledges. */
    public TcpTalk hear(byte[] content) {
        scenario.advance(2 * Scenario.MILLI);
        for (int at = 0; at < content.length; at += SEGMENT) {
            byte[] segment = Arrays.copyOfRange(content, at, Math.min(content.length, at + SEGMENT));
            fromServer(Packets.ACK | (at + SEGMENT >= content.length ? Packets.PSH : 0), segment);
            scenario.advance(12 * Scenario.MICRO);
        }
        scenario.advance(70 * Scenario.MICRO);
        fromClient(Packets.ACK, new byte[0]);
        return this;
    }

    /** FIN of the client, FIN of the server. */
    public void close() {
        fromClient(Packets.FIN | Packets.ACK, new byte[0]);
        clientNext++;
        scenario.advance(scenario.rtt(server));
        fromServer(Packets.FIN | Packets.ACK, new byte[0]);
        serverNext++;
        scenario.advance(50 * Scenario.MICRO);
        fromClient(Packets.ACK, new byte[0]);
    }

    /** FIN of the server, FIN of the client. */
    public void closeByServer() {
        fromServer(Packets.FIN | Packets.ACK, new byte[0]);
        serverNext++;
        scenario.advance(50 * Scenario.MICRO);
        fromClient(Packets.FIN | Packets.ACK, new byte[0]);
        clientNext++;
        scenario.advance(scenario.rtt(server));
        fromServer(Packets.ACK, new byte[0]);
    }

    /** A FIN that nobody answers. */
    public void giveUp() {
        fromClient(Packets.FIN | Packets.ACK, new byte[0]);
    }

    /** The RST that answers a SYN. */
    void refuse(int ttl) {
        scenario.send(
                scenario.now(),
                server,
                client,
                ttl,
                ip -> ip.tcpRst(port, clientPort).seq(0).ack(clientStart + 1).window(0));
    }

    /** A RST in the middle, in the server's name. */
    public void reset(int ttl) {
        scenario.send(
                scenario.now(),
                server,
                client,
                ttl,
                ip -> ip.tcpRst(port, clientPort)
                        .seq(serverNext)
                        .ack(clientNext)
                        .window(0));
    }

    private void fromClient(int flags, byte[] content) {
        lastFromClient = ticks();
        scenario.send(
                scenario.now(),
                client,
                server,
                ip -> ip.tcp(clientPort, port, flags)
                        .seq(clientNext)
                        .ack(serverNext)
                        .window(502)
                        .tcpOptions(Bytes.hex("0101"))
                        .tcpOptions(stamps(lastFromClient, lastFromServer))
                        .payload(content));
        clientNext += content.length;
    }

    private void fromServer(int flags, byte[] content) {
        lastFromServer = ticks() + 77_000;
        scenario.send(
                scenario.now(),
                server,
                client,
                ip -> ip.tcp(port, clientPort, flags)
                        .seq(serverNext)
                        .ack(clientNext)
                        .window(1026)
                        .tcpOptions(Bytes.hex("0101"))
                        .tcpOptions(stamps(lastFromServer, lastFromClient))
                        .payload(content));
        serverNext += content.length;
    }

    private static byte[] stamps(long value, long echo) {
        return Bytes.start().u8(8).u8(10).u32(value).u32(echo).toArray();
    }

    /** Milliseconds, as most systems count their time stamps. */
    private long ticks() {
        return (scenario.now() - Scenario.START) / Scenario.MILLI + 500_000;
    }
}
