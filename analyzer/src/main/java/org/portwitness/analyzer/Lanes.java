package org.portwitness.analyzer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.facts.LaneShare;
import org.portwitness.analyzer.transaction.HostSet;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

/**
 * Several lanes over one capture: each has a thread and a reader of its own, looks at every frame and keeps what falls to it
 * ({@link LaneShare}). Nothing is handed from one to another, so nothing is locked.
 *
 * <p>The first lane, on the caller's thread, leads: the others never overtake it. So all of them see the same packets, also where somebody stops the
 * leader's source, and where a file grows while it is read.
 */
final class Lanes {
    /**
     * A lane that is fewer packets behind the leader takes a rest: asking how far the leader is costs both processors more than looking at a
     * packet.
     */
    private static final int CLOSE = 1 << 8;

    /** How long the rest is: long for a processor, short for a chunk of packets. */
    private static final long PAUSE_NANOS = 50_000;

    private final FrameSource leader;
    private final List<Follower> followers = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();

    /**
     * How far the leader is. Told with every packet, before it waits for the next one: readers that share chunks wait for those that fall
     * behind, and a single packet can be larger than all of the chunks.
     */
    private final AtomicLong read = new AtomicLong();

    private volatile boolean over;

    /**
     * @param leader read by the caller's thread
     * @param others readers over the same capture, one for each further lane
     * @param units hosts to favour, see {@link Lane#favour}
     */
    Lanes(FrameSource leader, List<FrameSource> others, HostSet units) {
        this.leader = leader;
        int count = others.size() + 1;
        lanes.add(new Lane(new LaneShare(0, count)));
        for (FrameSource other : others) {
            Lane lane = new Lane(new LaneShare(lanes.size(), count));
            lanes.add(lane);
            followers.add(new Follower(other, lane));
        }
        lanes.forEach(lane -> lane.favour(units));
    }

    /** Reads to the end or the limit; gives the number of packets read. */
    long read(long packetLimit) {
        followers.forEach(Follower::start);
        try {
            lead(packetLimit);
        } catch (RuntimeException | Error e) {
            leader.close(); // so that no other reader waits for it
            throw e;
        } finally {
            over = true;
            followers.forEach(Follower::await);
        }
        followers.forEach(Follower::check);
        return read.get();
    }

    private void lead(long packetLimit) {
        Lane lane = lanes.get(0);
        Frame frame = new Frame();
        long packets = 0;
        while (packets < packetLimit && leader.next(frame)) {
            lane.onFrame(frame);
            packets++;
            read.lazySet(packets);
        }
        if (packets == packetLimit) {
            leader.stop();
            leader.next(frame); // which ends it, so that no other reader waits for it
        }
    }

    /** False where a file became shorter while it was read: then a lane missed packets that others saw. */
    boolean sawTheSame() {
        return followers.stream().allMatch(follower -> follower.packets == read.get());
    }

    int count() {
        return lanes.size();
    }

    Evidence evidence() {
        return Lane.evidence(lanes);
    }

    private final class Follower implements Runnable {
        private final FrameSource source;
        private final Lane lane;
        private final Thread thread;
        private long packets;
        private Throwable failure;

        Follower(FrameSource source, Lane lane) {
            this.source = source;
            this.lane = lane;
            thread = new Thread(this, "lane " + lanes.size());
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        @Override
        public void run() {
            try {
                Frame frame = new Frame();
                long allowed = 0;
                while (source.next(frame)) {
                    if (packets == allowed) {
                        allowed = allowed();
                        if (packets == allowed) {
                            return;
                        }
                    }
                    lane.onFrame(frame);
                    packets++;
                }
            } catch (RuntimeException | Error e) {
                failure = e;
                source.close(); // so that no other reader waits for it
            }
        }

        /** How far the leader is, beyond this lane; how far this lane is where the leader has ended there. */
        private long allowed() {
            boolean rested = false;
            while (true) {
                boolean ended = over;
                long known = read.get();
                if (ended || known - packets >= CLOSE || rested && known > packets) {
                    return known;
                }
                if (!source.readAhead()) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                rested = true;
            }
        }

        void await() {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void check() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
        }
    }
}
