package org.portwitness.analyzer.call;

import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.UdpConversation;

/**
 * Media between a socket of a unit and one of a peer, as far as it was recognised by its content.
 *
 * @param overTcp TURN over TCP carried it
 * @param wrapped in frames that only relays use
 * @param sent packets from the unit, all of the socket pair
 * @param lastSentNanos time of the last one, 0 where there was none; likewise received
 * @param refusal an ICMP error quoting the unit's packet, null where there was none
 */
record MediaFlow(
        Endpoint unit,
        Endpoint peer,
        boolean overTcp,
        boolean wrapped,
        long firstNanos,
        long lastNanos,
        long sent,
        long received,
        long lastSentNanos,
        long lastReceivedNanos,
        Refusal refusal) {
    /** One side sends for so long and nothing comes back: one-way. A shorter pause is normal while a call is set up. */
    private static final long ONE_WAY_NANOS = 5_000_000_000L;

    private static final int FIRST_RELAY_PORT = 3478;
    private static final int LAST_RELAY_PORT = 3481;

    /** How the directions went. */
    enum Directions {
        BOTH,
        /** The unit sends and nothing comes back. */
        ONLY_SENT,
        /** The peer sends and the unit sends nothing. */
        ONLY_RECEIVED,
        /** One direction, and too short to tell. */
        SHORT
    }

    /** Null where the conversation shows no media. */
    static MediaFlow of(UdpConversation udp, boolean unitOpened) {
        if (!udp.rtpOfOpener() && !udp.rtpOfResponder()) {
            return null;
        }
        return new MediaFlow(
                unitOpened ? udp.opener() : udp.responder(),
                unitOpened ? udp.responder() : udp.opener(),
                false,
                udp.multiplexed(),
                udp.firstNanos(),
                udp.lastNanos(),
                unitOpened ? udp.openerPackets() : udp.responderPackets(),
                unitOpened ? udp.responderPackets() : udp.openerPackets(),
                unitOpened ? udp.lastOpenerNanos() : udp.lastResponderNanos(),
                unitOpened ? udp.lastResponderNanos() : udp.lastOpenerNanos(),
                unitOpened ? udp.refusal() : null);
    }

    Directions directions() {
        if (sent > 0 && received > 0) {
            return Directions.BOTH;
        }
        if (spanNanos() < ONE_WAY_NANOS) {
            return Directions.SHORT;
        }
        return sent > 0 ? Directions.ONLY_SENT : Directions.ONLY_RECEIVED;
    }

    long spanNanos() {
        return lastNanos - firstNanos;
    }

    /** The peer's port is one of those that relays serve media on. */
    boolean isRelayPort() {
        return peer.port() >= FIRST_RELAY_PORT && peer.port() <= LAST_RELAY_PORT;
    }
}
