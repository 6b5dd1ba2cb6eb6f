package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
 * <p>{@code poor-media} is measured by what Microsoft asks of the way between a client and the edge of its network: less than 1 % lost in any 15 s,
 * less than 10 % in any 200 ms, jitter below 30 ms in any 15 s, less than 0.05 % out of order ("Media Quality and Network Connectivity
 * Performance in Skype for Business Online", 2018-01-22). One packet of speech is 10 % of 200 ms: that target counts from 30 % on. What the capture
 * misses was lost before the capture point, or by the mirror: where packets were dropped, where TCP shows gaps that the mirror made, or where the
 * receiver has got what we miss, it is a note at most. What the receiver misses beyond that was lost behind the capture point.
 *
 * <p>{@code media-silence}: both sides sent, then one of them sends nothing at all, RTCP and STUN included, while the other goes on with media for
 * {@value #SILENCE_SECONDS} s or more; keepalives come more often than that.
 */
final class MediaFindings {
    static final double MOST_LOST_15S = 0.01;
    static final double MOST_LOST_200MS = 0.10;
    static final double MOST_REORDERED = 0.0005;
    static final double MOST_JITTER_NANOS = 30e6;

    static final int SILENCE_SECONDS = 15;

    private static final double SURE_BURST = 0.30;
    private static final long FEWEST_LOST = 5;
    private static final long FEWEST_REORDERED = 10;

    /** Where a stream is shorter than 15 s, all of it counts, if it holds so many packets. */
    private static final long ENOUGH_OF_SHORT = 200;

    private static final long FEWEST_LOST_BEHIND = 10;
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

    private record Sockets(Endpoint from, Endpoint to) {}

    /** One for each kind, source, destination and destination port: the worst of their streams speaks for all. */
    List<Finding> of(Iterable<MediaStream> media, Iterable<UdpConversation> udp) {
        Map<Key, Finding> found = new LinkedHashMap<>();
        Map<Sockets, MediaStream> latest = new HashMap<>();
        for (MediaStream stream : media) {
            Finding poor = poor(stream);
            if (poor != null) {
                merge(found, poor, stream.destination());
            }
            latest.merge(
                    new Sockets(stream.source(), stream.destination()),
                    stream,
                    (a, b) -> b.lastNanos() > a.lastNanos() ? b : a);
        }
        for (UdpConversation conversation : udp) {
            if (conversation.rtpOfOpener() && conversation.rtpOfResponder()) {
                addSilence(found, conversation, latest);
            }
        }
        return new ArrayList<>(found.values());
    }

    private static void merge(Map<Key, Finding> found, Finding finding, Endpoint destination) {
        found.merge(
                new Key(finding.kind(), Address.parse(finding.source()), destination),
                finding,
                MediaFindings::together);
    }

    private static Finding together(Finding one, Finding other) {
        Finding worse = other.severity().equals("problem") && !one.severity().equals("problem") ? other : one;
        return new Finding(
                worse.kind(),
                worse.row(),
                worse.severity(),
                worse.protocol(),
                worse.source(),
                one.sourcePort() != null && one.sourcePort().equals(other.sourcePort()) ? one.sourcePort() : null,
                worse.destination(),
                worse.destinationPort(),
                Math.min(one.firstNanos(), other.firstNanos()),
                Math.max(one.lastNanos(), other.lastNanos()),
                one.attempts() + other.attempts(),
                one.packets() + other.packets(),
                worse.detail());
    }

    private Finding poor(MediaStream stream) {
        List<String> missed = new ArrayList<>();
        double share = stream.worst15s() != null
                ? stream.worst15s().share()
                : stream.expected() >= ENOUGH_OF_SHORT ? (double) stream.lost() / stream.expected() : 0;
        boolean lossy = stream.lost() >= FEWEST_LOST && share >= MOST_LOST_15S;
        if (lossy) {
            missed.add(percent(share) + " of the packets lost in "
                    + (stream.worst15s() != null ? "the worst 15 s" : Words.duration(stream.durationNanos()))
                    + " (target: less than 1 %)");
        }
        if (stream.worst200ms() != null && stream.worst200ms().share() >= SURE_BURST) {
            missed.add(percent(stream.worst200ms().share()) + " lost in the worst 200 ms (target: less than 10 %)");
            lossy = true;
        }
        MediaStream.Jitter jitter = stream.jitter();
        if (jitter != null && jitter.worst15sNanos() != null && jitter.worst15sNanos() >= MOST_JITTER_NANOS) {
            missed.add("jitter of " + Math.round(jitter.worst15sNanos() / 1e6)
                    + " ms in the worst 15 s (target: less than 30 ms)");
        }
        if (stream.reordered() >= FEWEST_REORDERED && stream.reordered() > MOST_REORDERED * stream.packets()) {
            missed.add(percent((double) stream.reordered() / stream.packets())
                    + " out of order (target: less than 0.05 %)");
        }
        String behind = lostBehind(stream);
        if (behind != null) {
            missed.add(behind);
        }
        if (missed.isEmpty()) {
            return null;
        }
        // TCP loses nothing: what is missing there is missing in the capture alone
        boolean captureLost = certainty.lostTooMuch() || certainty.hasGaps() || stream.protocol() == TCP;
        boolean doubtful = lossy && (captureLost || receiverHasMore(stream));
        boolean ofUnit = units.contains(stream.source().address())
                || units.contains(stream.destination().address());
        StringBuilder detail = new StringBuilder("Poor media from ")
                .append(stream.source())
                .append(" to ")
                .append(stream.destination())
                .append(": ")
                .append(String.join(", ", missed))
                .append('.');
        if (doubtful) {
            detail.append(
                    receiverHasMore(stream)
                            ? " The receiver reports fewer losses: the mirror lost packets, not the call."
                            : " The capture itself lost packets, perhaps these.");
        } else if (lossy) {
            detail.append(" Lost before the capture point, on the sender's side of it, unless the mirror lost them.");
        }
        return new Finding(
                "poor-media",
                row(stream),
                ofUnit && !doubtful ? "problem" : "note",
                stream.protocol() == TCP ? "TCP" : "UDP",
                stream.source().address().toString(),
                stream.source().port(),
                stream.destination().address().toString(),
                stream.destination().port(),
                stream.firstNanos(),
                stream.lastNanos(),
                1,
                stream.packets(),
                detail.toString());
    }

    /** What the receiver misses and we do not, null where that is little or not known. */
    private static String lostBehind(MediaStream stream) {
        MediaStream.FarReport far = stream.farReport();
        if (far == null) {
            return null;
        }
        long behind = far.cumulativeLost() - stream.lost();
        return behind >= FEWEST_LOST_BEHIND && behind >= MOST_LOST_15S * stream.expected()
                ? Words.count(behind, "packets") + " lost behind the capture point, as the receiver reports"
                : null;
    }

    private static boolean receiverHasMore(MediaStream stream) {
        MediaStream.FarReport far = stream.farReport();
        return far != null && far.reports() > 1 && far.cumulativeLost() * 2 < stream.lost();
    }

    private void addSilence(Map<Key, Finding> found, UdpConversation conversation, Map<Sockets, MediaStream> latest) {
        boolean openerFellSilent = conversation.lastOpenerNanos() < conversation.lastResponderNanos();
        Endpoint silent = openerFellSilent ? conversation.opener() : conversation.responder();
        Endpoint talking = openerFellSilent ? conversation.responder() : conversation.opener();
        long since = Math.min(conversation.lastOpenerNanos(), conversation.lastResponderNanos());
        MediaStream going = latest.get(new Sockets(talking, silent));
        Address witness = units.contains(talking.address()) ? talking.address() : silent.address();
        if (going == null || going.lastNanos() - since < SILENCE_SECONDS * NANOS || !certainty.believes(witness)) {
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
                        going.lastNanos(),
                        1,
                        openerFellSilent ? conversation.openerPackets() : conversation.responderPackets(),
                        silent + " sent nothing more to " + talking + ", which went on for "
                                + Words.duration(going.lastNanos() - since) + "."),
                talking);
    }

    private String row(MediaStream stream) {
        List<PortRow> rows = conversations.rowsOf(stream).rows();
        return rows.isEmpty() ? null : rows.get(0).id();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.0995 ? "%.2g %%" : "%.0f %%", share * 100);
    }
}
