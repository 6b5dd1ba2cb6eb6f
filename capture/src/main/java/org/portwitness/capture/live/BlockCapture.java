package org.portwitness.capture.live;

import java.util.List;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

/**
 * An interface read block by block: what both engines have in common. One thread reads and closes; others may follow it through the same blocks
 * ({@link #another}), and must have ended before it is closed.
 *
 * <p>After {@link #stop} it still hands on what had arrived by then, within bounds. Once closed it has lost nothing more: what comes then is not part of
 * the capture.
 */
abstract sealed class BlockCapture implements LiveSource permits PcapCapture, RingCapture {
    final Device device;
    final Counts counts = new Counts();
    final Ending ending;
    private final int linkType;
    private final Patience patience;
    private final BlockTurns turns;
    private final BlockReading reading;
    private final InterfaceDrops interfaceDrops;

    private Runnable pauseTask = () -> {};
    private int place;
    private boolean holdsBlock;
    private boolean ended;
    private volatile long position;
    private boolean closed;
    private Drops dropsAtEnd;

    /**
     * The blocks, and who reads them.
     *
     * @param room how many of what {@link #used} counts the buffer has
     */
    record Blocks(BlockTurns turns, BlockReading reading, long room) {}

    /** @param keepsMillis how long a packet is kept at most before it can be seen */
    BlockCapture(Device device, int linkType, Blocks blocks, int keepsMillis) {
        this.device = device;
        this.linkType = linkType;
        turns = blocks.turns;
        reading = blocks.reading;
        interfaceDrops = new InterfaceDrops(device.name());
        patience = new Patience(blocks.room, System.nanoTime());
        ending = new Ending(keepsMillis);
    }

    /** Waits until the block in that place can be read; false where none will come any more. */
    abstract boolean await(int place);

    /** How much of the buffer's room has been read since the last time somebody asked, by the unit that room is told in. */
    abstract long used();

    /** What there is to be done now and then beside the packets: after each block, and while nothing comes. */
    abstract void tend(long now);

    /** A reader of its own for a thread that follows. */
    abstract BlockReading anotherReading();

    /** What the kernel has lost so far; never asked once closed. */
    abstract long kernelDrops();

    /** Why and how it ended, null where somebody wished it. */
    abstract String endDetail();

    /** Gives everything back, once. */
    abstract void release();

    @Override
    public final boolean next(Frame frame) {
        while (true) {
            if (reading.next(frame)) {
                counts.add(frame);
                return true;
            }
            if (ended || !nextBlock()) {
                ended = true;
                turns.end();
                return false;
            }
        }
    }

    private boolean nextBlock() {
        if (holdsBlock) {
            leave();
        }
        turns.awaitFree(place);
        if (!await(place)) {
            return false;
        }
        turns.open();
        reading.begin(place);
        holdsBlock = true;
        return true;
    }

    private void leave() {
        reading.end();
        turns.leave(place);
        place = turns.placeOf(place + 1L);
        holdsBlock = false;
        long now = System.nanoTime();
        patience.add(used(), now);
        position = counts.bytes();
        pause(now);
    }

    /** To be called while nothing comes, too. */
    final void pause(long now) {
        tend(now);
        pauseTask.run();
    }

    /** Whether several threads read each block. */
    final boolean isShared() {
        return turns.isShared();
    }

    @Override
    public final void onPause(Runnable task) {
        pauseTask = task;
    }

    @Override
    public final long patienceNanos() {
        return patience.nanos(System.nanoTime());
    }

    @Override
    public final FrameSource another() {
        return turns.addReader() ? new FollowingSource(turns, anotherReading()) : null;
    }

    @Override
    public void stop() {
        ending.wish();
    }

    @Override
    public final long inputPosition() {
        return position;
    }

    @Override
    public final long inputLength() {
        return -1;
    }

    @Override
    public final synchronized Drops drops() {
        return closed ? dropsAtEnd : new Drops(kernelDrops(), interfaceDrops.count(), 0);
    }

    @Override
    public final List<CaptureSummary> summaries() {
        return List.of(counts.summary(device.name(), linkType, endDetail(), drops()));
    }

    @Override
    public final synchronized void close() {
        if (closed) {
            return;
        }
        dropsAtEnd = drops();
        closed = true;
        ended = true;
        turns.end();
        reading.end();
        release();
    }

    final synchronized boolean isClosed() {
        return closed;
    }
}
