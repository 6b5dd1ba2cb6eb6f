package org.portwitness.analyzer.evidence;

/**
 * All that a capture showed, merged from the lanes.
 *
 * <p>Each part is an {@link Iterable} that may make its records while they are asked for: iterate, keep what you need, do not collect a
 * part whole without a bound. The order is that of the lanes' tables, deterministic for the same capture.
 *
 * @param firstNanos smallest time stamp, nanoseconds since the epoch; 0 without packets
 * @param lastNanos largest time stamp
 * @param connections TCP attempts and connections, each once
 * @param tcpVisibility what the mirror shows of TCP conversations
 * @param hellos ClientHellos, the latest where they are too many
 * @param helloCounts of all of them
 * @param stun STUN transactions, transport UDP and TCP
 * @param stunIndications STUN messages that expect no answer
 * @param msTurnSpeakers addresses of clients that spoke MS-TURN or used its multiplex frames, each once, bounded
 * @param udp UDP conversations that more is known of than a few packets: media, STUN, a refusal, time from a server
 * @param media media streams of ten packets or more, in the order of their first packets
 * @param forgotten what did not fit
 * @param hosts packets that each address sent and received, all protocols over IP
 */
public record Evidence(
        Traffic traffic,
        long firstNanos,
        long lastNanos,
        Connections connections,
        TcpVisibility tcpVisibility,
        Iterable<TlsHello> hellos,
        HelloCounts helloCounts,
        Iterable<StunTransaction> stun,
        long stunIndications,
        Iterable<Address> msTurnSpeakers,
        Iterable<UdpConversation> udp,
        Iterable<MediaStream> media,
        Iterable<DiscoveryProbe> discovery,
        Iterable<DnsQuery> dns,
        Iterable<DnsName> names,
        Iterable<DhcpExchange> dhcp,
        Iterable<HardwareAddress> hardwareAddresses,
        Hosts hosts,
        Forgotten forgotten) {

    /** Those of the connections in whose payload something was recognised, in the same order. */
    public Iterable<TcpConnection> recognised() {
        return connections.recognised();
    }

    /**
     * Distinct TCP four-tuples without regard to direction.
     *
     * @param oneWay those with packets of one side only
     */
    public record TcpVisibility(long conversations, long oneWay) {}

    /**
     * Packets that an address sent and received, and what is known of TCP conversations and attempts that it took part in, as client or server.
     *
     * @param tcpTwoWay of the packets, the ones in TCP conversations that were captured in both directions
     * @param unseenStretches gaps in these conversations that the capture made, at most 62 of each
     * @param answered attempts with a visible SYN-ACK or RST
     * @param proceeded attempts that went on without one
     */
    public record HostTraffic(
            Address address,
            long sent,
            long received,
            long tcpTwoWay,
            long unseenStretches,
            long answered,
            long proceeded) {
        /** The same address in another lane. */
        public HostTraffic plus(HostTraffic other) {
            return new HostTraffic(
                    address,
                    sent + other.sent,
                    received + other.received,
                    tcpTwoWay + other.tcpTwoWay,
                    unseenStretches + other.unseenStretches,
                    answered + other.answered,
                    proceeded + other.proceeded);
        }
    }
}
