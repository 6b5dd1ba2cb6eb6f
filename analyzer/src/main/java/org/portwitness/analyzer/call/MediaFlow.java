package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.UdpConversation;

/**
 * Media between a socket of a unit and one of a peer, as far as it was recognised by its content.
 *
 * @param overTcp TCP carried it
 * @param wrapped in frames that only relays use
 * @param sent when the unit sent media, in time order; empty where it sent none
 * @param received likewise the peer
 * @param missing pauses in which sequence numbers are missing
 * @param answered anything at all came back from the side that sent no media: RTCP, STUN
 * @param refusal an ICMP error quoting the unit's packet, null where there was none
 * @param streams what it consists of, as far as streams were told apart
 * @param lastOfUnitNanos time of the unit's last packet whatever it was, 0 where that is not known; likewise of the peer's
 */
record MediaFlow(
        Endpoint unit,
        Endpoint peer,
        boolean overTcp,
        boolean wrapped,
        List<Stretch> sent,
        List<Stretch> received,
        List<Missing> missing,
        boolean answered,
        Refusal refusal,
        List<MediaStream> streams,
        long lastOfUnitNanos,
        long lastOfPeerNanos) {
    /** One side sends for so long and nothing comes back: one-way. A shorter pause is normal while a call is set up. */
    private static final long ONE_WAY_NANOS = 5_000_000_000L;

    private static final int FIRST_RELAY_PORT = 3478;
    private static final int LAST_RELAY_PORT = 3481;

    /** Sockets and the beginning tell flows apart; the hash that records get is put together at run time, of all their parts, which a short run feels. */
    @Override
    public int hashCode() {
        return 31 * (31 * unit.hashCode() + peer.hashCode()) + Long.hashCode(firstNanos());
    }

    /** Media without a pause of a second or more. */
    record Stretch(long firstNanos, long lastNanos) {}

    /**
     * Media that was sent and did not come by.
     *
     * @param ofUnit the unit's own
     * @param packets as the sequence numbers tell
     */
    record Missing(boolean ofUnit, long startNanos, long endNanos, long packets) {}

    /** How the directions went. */
    enum Directions {
        BOTH,
        /** The unit sends; RTCP or STUN comes back, and no media. */
        SENT_AND_HEARD,
        /** The peer sends; the unit answers with RTCP or STUN, and no media. */
        RECEIVED_AND_HEARD,
        /** The unit sends and nothing comes back. */
        ONLY_SENT,
        /** The peer sends and the unit sends nothing. */
        ONLY_RECEIVED,
        /** One direction, and too short to tell. */
        SHORT
    }

    /** A conversation of which no stream is known; null where it shows no media. */
    static MediaFlow of(UdpConversation udp, boolean unitOpened) {
        if (!udp.rtpOfOpener() && !udp.rtpOfResponder()) {
            return null;
        }
        boolean bySender = unitOpened ? udp.rtpOfOpener() : udp.rtpOfResponder();
        boolean byPeer = unitOpened ? udp.rtpOfResponder() : udp.rtpOfOpener();
        long lastSent = unitOpened ? udp.lastOpenerNanos() : udp.lastResponderNanos();
        long lastReceived = unitOpened ? udp.lastResponderNanos() : udp.lastOpenerNanos();
        return new MediaFlow(
                unitOpened ? udp.opener() : udp.responder(),
                unitOpened ? udp.responder() : udp.opener(),
                false,
                udp.multiplexed(),
                bySender ? List.of(new Stretch(udp.firstNanos(), lastSent)) : List.of(),
                byPeer ? List.of(new Stretch(udp.firstNanos(), lastReceived)) : List.of(),
                List.of(),
                udp.openerPackets() > 0 && udp.responderPackets() > 0,
                unitOpened ? udp.refusal() : null,
                List.of(),
                lastSent,
                lastReceived);
    }

    /** This and what came later between the same sockets. */
    MediaFlow with(MediaFlow later) {
        return new MediaFlow(
                unit,
                peer,
                overTcp,
                wrapped || later.wrapped,
                joined(sent, later.sent),
                joined(received, later.received),
                joined(missing, later.missing),
                answered || later.answered,
                refusal == null ? later.refusal : refusal,
                joined(streams, later.streams),
                Math.max(lastOfUnitNanos, later.lastOfUnitNanos),
                Math.max(lastOfPeerNanos, later.lastOfPeerNanos));
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }

    boolean isBetween(MediaFlow other) {
        return overTcp == other.overTcp && unit.equals(other.unit) && peer.equals(other.peer);
    }

    Directions directions() {
        if (!sent.isEmpty() && !received.isEmpty()) {
            return Directions.BOTH;
        }
        if (answered) {
            return sent.isEmpty() ? Directions.RECEIVED_AND_HEARD : Directions.SENT_AND_HEARD;
        }
        if (spanNanos() < ONE_WAY_NANOS) {
            return Directions.SHORT;
        }
        return sent.isEmpty() ? Directions.ONLY_RECEIVED : Directions.ONLY_SENT;
    }

    long firstNanos() {
        return Math.min(first(sent), first(received));
    }

    long lastNanos() {
        return Math.max(last(sent), last(received));
    }

    private static long first(List<Stretch> stretches) {
        return stretches.stream()
                .map(Stretch::firstNanos)
                .min(Comparator.naturalOrder())
                .orElse(Long.MAX_VALUE);
    }

    static long last(List<Stretch> stretches) {
        return stretches.stream()
                .map(Stretch::lastNanos)
                .max(Comparator.naturalOrder())
                .orElse(Long.MIN_VALUE);
    }

    long spanNanos() {
        return lastNanos() - firstNanos();
    }

    /** How long nothing at all came from the side that sent no media, until the other stopped; 0 where that is not known. */
    long silentNanos() {
        boolean unitSends = directions() == Directions.SENT_AND_HEARD;
        if (!unitSends && directions() != Directions.RECEIVED_AND_HEARD) {
            return 0;
        }
        long lastHeard = unitSends ? lastOfPeerNanos : lastOfUnitNanos;
        return lastHeard == 0 ? 0 : lastNanos() - lastHeard;
    }

    /** The peer's port is one of those that relays serve media on. */
    boolean isRelayPort() {
        return peer.port() >= FIRST_RELAY_PORT && peer.port() <= LAST_RELAY_PORT;
    }
}
