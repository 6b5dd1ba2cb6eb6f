package org.portwitness.analyzer.evidence;

/**
 * One TCP connection or attempt at one, with what was seen inside.
 *
 * @param attempt the SYN's story; null where the capture holds no SYN of it
 * @param clientPackets packets of the client, SYNs included
 * @param clientBytes payload bytes the client sent, as headers tell
 * @param lastClientNanos time of the client's last packet, 0 where it sent none
 * @param ending how it ended as far as the capture shows
 * @param content what its first bytes showed; {@link TcpContent#NOTHING} where there was nothing to recognise
 */
public record TcpConnection(
        Endpoint client,
        Endpoint server,
        TcpAttempt attempt,
        long firstNanos,
        long lastNanos,
        long clientPackets,
        long serverPackets,
        long clientBytes,
        long serverBytes,
        long lastClientNanos,
        long lastServerNanos,
        Ending ending,
        TcpContent content)
        implements Observation {

    /** The first FIN or RST seen. */
    public enum Ending {
        OPEN,
        CLOSED_BY_CLIENT,
        CLOSED_BY_SERVER,
        RESET_BY_CLIENT,
        RESET_BY_SERVER
    }

    /** Payload in both directions, so whatever the SYN's story is, the port is open. */
    public boolean payloadBothWays() {
        return clientBytes > 0 && serverBytes > 0;
    }
}
