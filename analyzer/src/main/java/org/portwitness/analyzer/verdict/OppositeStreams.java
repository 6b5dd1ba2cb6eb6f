package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.MediaStream;

/** Media streams by the sockets between which they ran: what went the other way. As many as the media stage kept. */
final class OppositeStreams {
    private final Map<Sockets, List<MediaStream>> streams = new HashMap<>();

    /** With a hash of its own: the one that records get is put together at run time, which a short run feels. */
    private record Sockets(Endpoint from, Endpoint to) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Sockets sockets && from.equals(sockets.from) && to.equals(sockets.to);
        }

        @Override
        public int hashCode() {
            return 31 * from.hashCode() + to.hashCode();
        }
    }

    OppositeStreams(Iterable<MediaStream> media) {
        for (MediaStream stream : media) {
            streams.computeIfAbsent(new Sockets(stream.source(), stream.destination()), s -> new ArrayList<>(2))
                    .add(stream);
        }
    }

    /** Streams from one socket to the other. */
    List<MediaStream> between(Endpoint from, Endpoint to) {
        return streams.getOrDefault(new Sockets(from, to), List.of());
    }

    List<MediaStream> of(MediaStream stream) {
        return between(stream.destination(), stream.source());
    }
}
