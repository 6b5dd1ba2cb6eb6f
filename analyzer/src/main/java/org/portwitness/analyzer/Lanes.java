package org.portwitness.analyzer;

import java.util.ArrayList;
import java.util.List;
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
    /** Packets after which the leader says how far it is: fewer make the others' processors ask for it more often. */
    private static final int STEP = 1 << 10;

    /** What a lane waits when it has caught up with the leader: long for a processor, short for a chunk of packets. */
    private static final long PAUSE_NANOS = 50_000;

    private final FrameSource leader;
    private final List<Follower> followers = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private volatile long read;
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
        } finally {
            over = true;
            followers.forEach(Follower::await);
        }
        followers.forEach(Follower::check);
        return read;
    }

    private void lead(long packetLimit) {
        Lane lane = lanes.get(0);
        Frame frame = new Frame();
        long packets = 0;
        while (packets < packetLimit && leader.next(frame)) {
            lane.onFrame(frame);
            packets++;
            if (packets % STEP == 0) {
                read = packets;
            }
        }
        if (packets == packetLimit) {
            leader.stop();
        }
        read = packets;
    }

    /** False where a file became shorter while it was read: then a lane missed packets that others saw. */
    boolean sawTheSame() {
        return followers.stream().allMatch(follower -> follower.packets == read);
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
                for (long allowed = allowed(); packets < allowed; allowed = allowed()) {
                    while (packets < allowed) {
                        if (!source.next(frame)) {
                            return;
                        }
                        lane.onFrame(frame);
                        packets++;
                    }
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        /** How far the leader is, beyond this lane; how far this lane is where the leader has ended there. */
        private long allowed() {
            while (true) {
                boolean ended = over;
                long known = read;
                if (known > packets || ended) {
                    return known;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
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
