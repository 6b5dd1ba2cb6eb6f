package org.portwitness.analyzer;

import java.util.concurrent.locks.LockSupport;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

/**
 * A further lane of a live analysis, on a thread of its own: it reads what the leading lane reads, behind it, and keeps its share. While the leader makes
 * a pause, and this has seen all that the leader has, its tables are at rest and anybody's.
 */
final class FollowingLane implements Runnable {
    private static final long NAP_NANOS = 20_000;

    private final FrameSource source;
    private final Lane lane;
    private final long packetLimit;
    private final Thread thread;
    private volatile long packets;
    private volatile Throwable failure;

    FollowingLane(FrameSource source, Lane lane, long packetLimit, String name) {
        this.source = source;
        this.lane = lane;
        this.packetLimit = packetLimit;
        thread = new Thread(this, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            Frame frame = new Frame();
            for (long seen = 0; seen < packetLimit && source.next(frame); ) {
                lane.onFrame(frame);
                packets = ++seen;
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Waits until it has seen as many packets as the leader. */
    void awaitPackets(long ofLeader) {
        while (packets < ofLeader && thread.isAlive()) {
            LockSupport.parkNanos(NAP_NANOS);
        }
        check();
        if (packets < ofLeader) {
            throw new IllegalStateException(thread.getName() + " ended before the capture did");
        }
    }

    /** Ends it where it stands. */
    void end() {
        source.close();
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

    private void check() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }
}
