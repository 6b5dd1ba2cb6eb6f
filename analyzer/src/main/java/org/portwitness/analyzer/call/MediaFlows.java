package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Carriage;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.UdpConversation;

/**
 * The media of all units by socket pair: streams put together, split where a pair rested long enough for another call, and
 * conversations where no stream is known.
 */
final class MediaFlows {
    /** After such a rest the same sockets may serve another call; within one call the parts are joined again. */
    static final long REST_NANOS = 20_000_000_000L;

    private static final int TCP = 6;

    private final UnaryOperator<Address> unitOf;
    private final int most;
    private final Map<Pair, Streams> streams = new LinkedHashMap<>();
    private final List<Owned> flows = new ArrayList<>();
    private long leftOut;

    /** With a hash of its own: the one that records get is put together at run time, which a short run feels. */
    private record Pair(Endpoint unit, Endpoint peer, boolean tcp) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pair pair && unit.equals(pair.unit) && peer.equals(pair.peer) && tcp == pair.tcp;
        }

        @Override
        public int hashCode() {
            return 31 * unit.hashCode() + peer.hashCode();
        }
    }

    /** A flow and whose it is. */
    record Owned(Address unit, MediaFlow flow) {}

    private static final class Streams {
        final List<MediaStream> all = new ArrayList<>(2);
        Refusal refusal;
        long lastOfUnitNanos;
        long lastOfPeerNanos;

        /** What the conversation tells besides: when anything came last, and who refused. */
        void add(UdpConversation udp, boolean unitOpened) {
            lastOfUnitNanos = Math.max(lastOfUnitNanos, unitOpened ? udp.lastOpenerNanos() : udp.lastResponderNanos());
            lastOfPeerNanos = Math.max(lastOfPeerNanos, unitOpened ? udp.lastResponderNanos() : udp.lastOpenerNanos());
            refusal = unitOpened && udp.refusal() != null ? udp.refusal() : refusal;
        }
    }

    /**
     * @param unitOf the unit of an address, null for hosts that are none
     * @param most flows and streams kept
     */
    MediaFlows(
            Iterable<MediaStream> media,
            Iterable<UdpConversation> conversations,
            UnaryOperator<Address> unitOf,
            int most) {
        this.unitOf = unitOf;
        this.most = most;
        int kept = 0;
        for (MediaStream stream : media) {
            boolean tcp = stream.protocol() == TCP;
            if (unitOf.apply(stream.source().address()) != null) {
                kept += add(new Pair(stream.source(), stream.destination(), tcp), stream, kept);
            }
            if (unitOf.apply(stream.destination().address()) != null) {
                kept += add(new Pair(stream.destination(), stream.source(), tcp), stream, kept);
            }
        }
        for (UdpConversation udp : conversations) {
            conversation(udp, true);
            conversation(udp, false);
        }
        streams.forEach(this::flows);
    }

    private int add(Pair pair, MediaStream stream, int kept) {
        if (kept >= most) {
            leftOut++;
            return 0;
        }
        streams.computeIfAbsent(pair, p -> new Streams()).all.add(stream);
        return 1;
    }

    private void conversation(UdpConversation udp, boolean ofOpener) {
        Endpoint unit = ofOpener ? udp.opener() : udp.responder();
        Endpoint peer = ofOpener ? udp.responder() : udp.opener();
        Streams known = streams.get(new Pair(unit, peer, false));
        if (known != null) {
            known.add(udp, ofOpener);
            return;
        }
        Address owner = unitOf.apply(unit.address());
        if (owner == null) {
            return;
        }
        MediaFlow flow = MediaFlow.of(udp, ofOpener);
        if (flow == null) {
            return;
        }
        if (flows.size() >= most) {
            leftOut++;
            return;
        }
        flows.add(new Owned(owner, flow));
    }

    /** One part of a stream without a long pause in it. */
    private record Part(boolean sent, MediaFlow.Stretch stretch, MediaFlow.Missing missingBefore, MediaStream stream) {}

    private void flows(Pair pair, Streams ofPair) {
        List<Part> parts = new ArrayList<>();
        for (MediaStream stream : ofPair.all) {
            parts(stream, stream.source().equals(pair.unit()), parts);
        }
        parts.sort(Comparator.comparingLong(p -> p.stretch().firstNanos()));
        Address owner = unitOf.apply(pair.unit().address());
        List<Part> together = new ArrayList<>();
        long last = Long.MIN_VALUE;
        for (Part part : parts) {
            if (!together.isEmpty() && part.stretch().firstNanos() - last >= REST_NANOS) {
                flows.add(new Owned(owner, flow(pair, together, ofPair)));
                together.clear();
            }
            together.add(part);
            last = Math.max(last, part.stretch().lastNanos());
        }
        flows.add(new Owned(owner, flow(pair, together, ofPair)));
    }

    private static void parts(MediaStream stream, boolean sent, List<Part> parts) {
        long from = stream.firstNanos();
        MediaFlow.Missing missing = null;
        for (MediaStream.Gap gap : stream.gaps()) {
            parts.add(new Part(sent, new MediaFlow.Stretch(from, Math.max(from, gap.startNanos())), missing, stream));
            missing = gap.lost() > 0 ? new MediaFlow.Missing(sent, gap.startNanos(), gap.endNanos(), gap.lost()) : null;
            from = gap.endNanos();
        }
        parts.add(new Part(sent, new MediaFlow.Stretch(from, Math.max(from, stream.lastNanos())), missing, stream));
    }

    private static MediaFlow flow(Pair pair, List<Part> parts, Streams ofPair) {
        boolean wrapped =
                parts.stream().map(p -> p.stream().carriage()).anyMatch(c -> c != Carriage.UDP && c != Carriage.TCP);
        return new MediaFlow(
                pair.unit(),
                pair.peer(),
                pair.tcp(),
                wrapped,
                parts.stream().filter(Part::sent).map(Part::stretch).toList(),
                parts.stream().filter(p -> !p.sent()).map(Part::stretch).toList(),
                parts.stream()
                        .filter(p -> p.missingBefore() != null)
                        .map(Part::missingBefore)
                        .toList(),
                parts.stream().anyMatch(p -> p.stream().answered()),
                ofPair.refusal,
                parts.stream().map(Part::stream).distinct().toList(),
                ofPair.lastOfUnitNanos,
                ofPair.lastOfPeerNanos);
    }

    List<Owned> flows() {
        return flows;
    }

    long leftOut() {
        return leftOut;
    }
}
