package org.portwitness.analyzer;

import org.portwitness.analyzer.content.DnsExchanges;
import org.portwitness.analyzer.content.TcpContents;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.flow.Room;
import org.portwitness.analyzer.media.MediaStreams;
import org.portwitness.analyzer.transaction.DiscoveryProbes;
import org.portwitness.analyzer.transaction.StunTransactions;
import org.portwitness.analyzer.transaction.SynAttempts;
import org.portwitness.analyzer.transaction.TcpGaps;

/**
 * How much a lane's tables may hold. All of them full, as after weeks at a mirror port, must leave enough of the launcher's heap of 400 MB for judging what
 * is in them (145 MB on four days of a busy site) and for what is not counted here: names, streams being put together (about 30 MB). Lanes that share a capture share
 * the memory that one would have.
 *
 * <pre>
 *                own share   at most   bytes each   own share in MB
 * flows            524,288 1,048,576      160           84
 * attempts          65,536   524,288      160           10
 * STUN              32,768   524,288      148            5
 * discovery          8,192   262,144      132            1
 * DNS               16,384   131,072      152            2
 * read content      65,536   524,288      200           13
 * hellos            65,536 1,048,576       56            4
 * media streams        512     8,192    3,072            2
 * </pre>
 */
final class LaneMemory {
    /** Beyond all own shares; enough for a million flows. */
    static final long ROOM_BYTES = 86_000_000;

    final Bound flows;
    final Bound attempts;
    final Bound stun;
    final Bound discovery;
    final Bound dns;
    final Bound contents;
    final Bound hellos;
    final Bound media;

    private LaneMemory(int lanes, Room room, Bound flows, Bound attempts) {
        this.flows = flows;
        this.attempts = attempts;
        stun = bound(15, 19, StunTransactions.SLOT_BYTES, lanes, room);
        discovery = bound(13, 18, DiscoveryProbes.SLOT_BYTES, lanes, room);
        dns = bound(14, 17, DnsExchanges.SLOT_BYTES, lanes, room);
        contents = bound(16, 19, TcpContents.WATCH_BYTES, lanes, room);
        hellos = bound(16, 20, TcpContents.HELLO_BYTES, lanes, room);
        media = bound(9, 13, MediaStreams.STREAM_BYTES, lanes, room);
    }

    /** Of one among so many lanes. */
    static LaneMemory ofOneAmong(int lanes) {
        Room room = new Room(ROOM_BYTES / lanes);
        return new LaneMemory(
                lanes,
                room,
                bound(19, 20, FlowTable.SLOT_BYTES + TcpGaps.SLOT_BYTES, lanes, room),
                bound(16, 19, SynAttempts.SLOT_BYTES, lanes, room));
    }

    /** With that many flows and attempts, whatever else there is. */
    static LaneMemory with(int flowLimit, int attemptLimit) {
        return new LaneMemory(1, new Room(ROOM_BYTES), Bound.of(flowLimit), Bound.of(attemptLimit));
    }

    /** Own share and limit as powers of two. */
    private static Bound bound(int own, int limit, int slotBytes, int lanes, Room room) {
        // several lanes also keep when each thing began
        int all = lanes == 1 ? slotBytes : slotBytes + Long.BYTES;
        return new Bound((1 << own) / lanes, (1 << limit) / lanes, all, room);
    }
}
