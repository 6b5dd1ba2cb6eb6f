package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.evidence.UdpConversation;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.report.Report.Finding;

/**
 * Media that came, but badly, or came to an end too soon.
 *
 * <p>{@code poor-media}: {@link StreamQuality} says what is poor. What the capture misses was lost before the capture point, or by the mirror: where
 * packets were dropped, where TCP shows gaps that the mirror made, where both directions are missing at once, or where the receiver has got what we
 * miss, it is a note at most. What the receiver misses beyond that was lost behind the capture point.
 *
 * <p>{@code media-silence}: both sides sent, then one of them sends nothing at all, RTCP and STUN included, while the other goes on with media for
 * {@value #SILENCE_SECONDS} s or more; keepalives come more often than that.
 */
final class MediaFindings {
    static final int SILENCE_SECONDS = 15;

    private static final long NANOS = 1_000_000_000L;
    private static final int TCP = 6;

    private final Units units;
    private final Certainty certainty;
    private final Conversations conversations;

    MediaFindings(Units units, Certainty certainty, Conversations conversations) {
        this.units = units;
        this.certainty = certainty;
        this.conversations = conversations;
    }

    private record Key(String kind, Address source, Endpoint destination) {}

    /** One for each kind, source, destination and destination port: the worst of their streams speaks for all. */
    List<Finding> of(Iterable<MediaStream> media, Iterable<UdpConversation> udp) {
        Map<Key, Finding> found = new LinkedHashMap<>();
        OppositeStreams streams = new OppositeStreams(media);
        Map<Endpoint, Long> lastHeard = new HashMap<>();
        for (MediaStream stream : media) {
            lastHeard.merge(stream.destination(), stream.lastNanos(), Math::max);
            Finding poor = poor(stream, StreamQuality.of(stream, streams.of(stream), certainty));
            if (poor != null) {
                merge(found, poor, stream.destination());
            }
        }
        for (UdpConversation conversation : udp) {
            if ((conversation.rtpOfOpener() || conversation.rtpOfResponder()) && conversation.responderPackets() > 0) {
                addSilence(found, conversation, streams, lastHeard);
            }
        }
        return new ArrayList<>(found.values());
    }

    private static void merge(Map<Key, Finding> found, Finding finding, Endpoint destination) {
        found.merge(new Key(finding.kind(), Address.parse(finding.source()), destination), finding, Findings::together);
    }

    private Finding poor(MediaStream stream, StreamQuality quality) {
        if (!quality.isPoor()) {
            return null;
        }
        boolean ofUnit = units.contains(stream.source().address())
                || units.contains(stream.destination().address());
        String where = switch (quality.fault()) {
            case BEFORE ->
                quality.lossy()
                        ? " Lost before the capture point, on the sender's side of it, unless the mirror lost them."
                        : "";
            case BEFORE_TCP -> " TCP itself lost nothing here: they were missing before they got into the connection.";
            case BEHIND -> "";
            case CAPTURE -> " The capture itself lost packets, perhaps these.";
            case CAPTURE_ALONE -> " The receiver reports fewer losses: the mirror lost packets, not the call.";
            case BOTH_AT_ONCE ->
                " Both directions are missing at the same moment, so the capture itself may have lost them.";
        };
        return new Finding(
                "poor-media",
                row(stream),
                ofUnit && !quality.isDoubtful() ? "problem" : "note",
                stream.protocol() == TCP ? "TCP" : "UDP",
                stream.source().address().toString(),
                stream.source().port(),
                stream.destination().address().toString(),
                stream.destination().port(),
                stream.firstNanos(),
                stream.lastNanos(),
                1,
                stream.packets(),
                "Poor media from " + stream.source() + " to " + stream.destination() + ": " + quality.inWords() + "."
                        + where);
    }

    /** {@code lastHeard}: until when any media came to a socket. */
    private void addSilence(
            Map<Key, Finding> found,
            UdpConversation conversation,
            OppositeStreams streams,
            Map<Endpoint, Long> lastHeard) {
        boolean openerFellSilent = conversation.lastOpenerNanos() < conversation.lastResponderNanos();
        Endpoint silent = openerFellSilent ? conversation.opener() : conversation.responder();
        Endpoint talking = openerFellSilent ? conversation.responder() : conversation.opener();
        long since = Math.min(conversation.lastOpenerNanos(), conversation.lastResponderNanos());
        MediaStream going = streams.between(talking, silent).stream()
                .max(Comparator.comparingLong(MediaStream::lastNanos))
                .orElse(null);
        Address witness = units.contains(talking.address()) ? talking.address() : silent.address();
        if (lastHeard.getOrDefault(talking, 0L) - since >= SILENCE_SECONDS * NANOS) {
            // its media comes from another address, as relays in pairs do
            return;
        }
        if (going == null || isAfterAClockSetBack(since, streams.between(silent, talking))) {
            return;
        }
        // a clock that was set back leaves a stream's latest time far behind where the conversation goes on
        long until = Math.min(
                going.lastNanos(), Math.max(conversation.lastOpenerNanos(), conversation.lastResponderNanos()));
        if (until - since < SILENCE_SECONDS * NANOS || !certainty.believes(witness)) {
            return;
        }
        boolean ofUnit = units.contains(silent.address()) || units.contains(talking.address());
        merge(
                found,
                new Finding(
                        "media-silence",
                        row(going),
                        ofUnit ? "problem" : "note",
                        "UDP",
                        silent.address().toString(),
                        silent.port(),
                        talking.address().toString(),
                        talking.port(),
                        since,
                        until,
                        1,
                        openerFellSilent ? conversation.openerPackets() : conversation.responderPackets(),
                        silent + " sent nothing more to " + talking + ", which went on for "
                                + Words.duration(until - since) + "."),
                talking);
    }

    /** The side that seems silent sent later than its last packet: the clock was set back meanwhile, and times say nothing of who went on. */
    private static boolean isAfterAClockSetBack(long lastOfSilent, List<MediaStream> ofSilent) {
        return ofSilent.stream().anyMatch(stream -> stream.lastNanos() - lastOfSilent > NANOS);
    }

    private String row(MediaStream stream) {
        List<PortRow> rows = conversations.rowsOf(stream).rows();
        return rows.isEmpty() ? null : rows.get(0).id();
    }
}
