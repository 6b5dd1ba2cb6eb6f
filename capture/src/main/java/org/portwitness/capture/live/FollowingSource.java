package org.portwitness.capture.live;

import java.util.List;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

/** The packets of an interface once more, for another thread than the one that leads: the same ones in the same order, up to where the leader is. */
final class FollowingSource implements FrameSource {
    private final BlockTurns turns;
    private final BlockReading reading;
    private long block;
    private boolean holdsBlock;
    private volatile boolean closed;

    FollowingSource(BlockTurns turns, BlockReading reading) {
        this.turns = turns;
        this.reading = reading;
    }

    @Override
    public boolean next(Frame frame) {
        while (!holdsBlock || !reading.next(frame)) {
            if (holdsBlock) {
                reading.end();
                turns.leave(turns.placeOf(block));
                block++;
                holdsBlock = false;
            }
            if (closed || !turns.awaitOpen(block)) {
                return false;
            }
            reading.begin(turns.placeOf(block));
            holdsBlock = true;
        }
        return true;
    }

    @Override
    public void stop() {
        closed = true;
    }

    @Override
    public long inputPosition() {
        return 0;
    }

    @Override
    public long inputLength() {
        return -1;
    }

    /** The leader tells. */
    @Override
    public List<CaptureSummary> summaries() {
        return List.of();
    }

    /** Any thread's: the reading thread ends with the block it has. */
    @Override
    public void close() {
        closed = true;
        turns.end();
    }
}
