package org.portwitness.capture.live;

import static org.portwitness.capture.live.SocketLayout.*;

import com.sun.jna.Memory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

/**
 * An interface read through Linux's packet ring: frames are handed on where the kernel put them. One thread reads and closes;
 * others may follow it through the same ring ({@link #another}), and must have ended before it is closed.
 *
 * <p>After {@link #stop} it still hands on what had arrived by then, within bounds. An interface that goes down is waited for; one that vanishes
 * ends the capture.
 */
final class RingCapture implements LiveSource {
    /** How long to sleep at most while nothing comes: as often the interface is looked after and the pause task runs. */
    private static final int SLEEP_MILLIS = 250;

    private static final long COUNTERS_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The kernel's counters have 32 bits and are read long before they could wrap. */
    private static final int BLOCKS_BETWEEN_COUNTERS = 64;

    private final Device device;
    private final PacketSocket socket;
    private final PacketRing ring;
    private final BlockTurns turns;
    private final Supplier<BlockWalk> walks;
    private final BlockWalk walk;
    private final InterfaceWatch watch;
    private final InterfaceDrops interfaceDrops;
    private final Memory polled = new Memory(2L * POLL_BYTES);
    private final int wake;
    private final Counts counts = new Counts();
    private final Patience patience;
    private final Ending ending = new Ending(PacketSocket.RETIRE_MILLIS);
    private final BlockReading reading;

    private Runnable pauseTask = () -> {};
    private int place;
    private boolean holdsBlock;
    private boolean ended;
    private String endDetail;
    private int blocksSinceCounters;
    private long countersReadAt = System.nanoTime();
    private volatile long position;
    private boolean closed;

    /** Takes over a socket that is set up and not bound yet, and its ring; they are closed with this. */
    RingCapture(
            Device device, PacketSocket socket, PacketRing ring, Supplier<BlockWalk> walks, Consumer<String> notices)
            throws CaptureException {
        this.device = device;
        this.socket = socket;
        this.ring = ring;
        this.walks = walks;
        walk = walks.get();
        turns = new BlockTurns(ring.blocks(), ring::giveBack);
        reading = ring.reading(walk);
        watch = new InterfaceWatch(device, socket.file(), notices);
        interfaceDrops = new InterfaceDrops(device.name());
        patience = new Patience(ring.blocks(), System.nanoTime());
        wake = LinuxCalls.eventfd(0, EVENT_CLOEXEC | EVENT_NONBLOCK);
        if (wake < 0) {
            throw new CaptureException("No event can be made: " + LinuxCalls.text(LinuxCalls.lastError()) + ".");
        }
        polled.clear();
        polled.setInt(POLL_FILE_AT, socket.file());
        polled.setShort(POLL_WANTED_AT, (short) POLL_IN);
        polled.setInt(POLL_BYTES + POLL_FILE_AT, wake);
        polled.setShort(POLL_BYTES + POLL_WANTED_AT, (short) POLL_IN);
    }

    @Override
    public boolean next(Frame frame) {
        while (true) {
            if (walk.next(frame)) {
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
            giveBack();
        }
        turns.awaitFree(place);
        while (!ring.isReady(place)) {
            if (!sleep()) {
                return false;
            }
        }
        if (ending.isOverdue()) {
            return false;
        }
        if (turns.isShared()) {
            ring.settle(place, walk);
        }
        turns.open();
        reading.begin(place);
        holdsBlock = true;
        return true;
    }

    private void giveBack() {
        reading.end();
        turns.leave(place);
        place = place + 1 == ring.blocks() ? 0 : place + 1;
        holdsBlock = false;
        position = counts.bytes();
        patience.add(1, System.nanoTime());
        if (++blocksSinceCounters >= BLOCKS_BETWEEN_COUNTERS) {
            readCounters();
        }
        pauseTask.run();
    }

    private void readCounters() {
        socket.drops();
        blocksSinceCounters = 0;
        countersReadAt = System.nanoTime();
    }

    /** Waits for a block; false where none will come any more. */
    private boolean sleep() {
        if (ending.isDrained()) {
            return false;
        }
        if (System.nanoTime() - countersReadAt > COUNTERS_NANOS) {
            readCounters();
        }
        pauseTask.run();
        polled.setShort(POLL_HAPPENED_AT, (short) 0);
        // once awake for good, the event would never let it sleep again
        boolean endsSoon = ending.isWished();
        int happened = LinuxCalls.poll(polled, endsSoon ? 1 : 2, endsSoon ? PacketSocket.RETIRE_MILLIS : SLEEP_MILLIS);
        if (happened < 0) {
            int error = LinuxCalls.lastError();
            if (error != LinuxCalls.INTERRUPTED) {
                endDetail = "waiting for packets of " + device.name() + " failed: " + LinuxCalls.text(error);
                return false;
            }
            return true;
        }
        if ((polled.getShort(POLL_HAPPENED_AT) & POLL_ERROR) != 0) {
            return survives(socket.takeError());
        }
        return happened > 0 && !watch.isDown() || lookAfterInterface();
    }

    private boolean survives(int error) {
        if (error != 0 && error != LinuxCalls.NETWORK_DOWN) {
            endDetail = "capturing from " + device.name() + " failed: " + LinuxCalls.text(error);
            return false;
        }
        return lookAfterInterface();
    }

    private boolean lookAfterInterface() {
        if (!watch.look()) {
            endDetail = watch.end();
            return false;
        }
        return true;
    }

    @Override
    public void onPause(Runnable task) {
        pauseTask = task;
    }

    long ringBytes() {
        return ring.bytes();
    }

    @Override
    public long patienceNanos() {
        return patience.nanos(System.nanoTime());
    }

    @Override
    public FrameSource another() {
        return turns.addReader() ? new FollowingSource(turns, ring.reading(walks.get())) : null;
    }

    @Override
    public synchronized void stop() {
        ending.wish();
        if (!closed) {
            try (Memory one = new Memory(Long.BYTES)) {
                one.setLong(0, 1);
                // fails only where the counter is full, and then the thread is awake anyway
                LinuxCalls.write(wake, one, Long.BYTES);
            }
        }
    }

    @Override
    public long inputPosition() {
        return position;
    }

    @Override
    public long inputLength() {
        return -1;
    }

    @Override
    public Drops drops() {
        return new Drops(socket.drops(), interfaceDrops.count(), 0);
    }

    @Override
    public List<CaptureSummary> summaries() {
        String detail = endDetail;
        if (walk.misread() > 0) {
            detail =
                    (detail == null ? "" : detail + "; ") + walk.misread() + " packets could not be read from the ring";
        }
        return List.of(counts.summary(device.name(), device.linkType(), detail, drops()));
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ended = true;
            turns.end();
            reading.end();
            socket.drops();
            ring.close();
            socket.close();
            LinuxCalls.close(wake);
        }
    }
}
