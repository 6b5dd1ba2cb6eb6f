package org.portwitness.capture.live;

import static org.portwitness.capture.live.SocketLayout.*;

import com.sun.jna.Memory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.portwitness.capture.CaptureException;

/**
 * An interface read through Linux's packet ring: frames are handed on where the kernel put them. An interface that goes down is waited for; one that
 * vanishes ends the capture.
 */
final class RingCapture extends BlockCapture {
    /** How long to sleep at most while nothing comes: as often the interface is looked after and the pause task runs. */
    private static final int SLEEP_MILLIS = 250;

    private static final long COUNTERS_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The kernel's counters have 32 bits and are read long before they could wrap. */
    private static final int BLOCKS_BETWEEN_COUNTERS = 64;

    private final PacketSocket socket;
    private final PacketRing ring;
    private final Supplier<BlockWalk> walks;
    private final BlockWalk walk;
    private final InterfaceWatch watch;
    private final Memory polled = new Memory(2L * POLL_BYTES);
    private final int wake;

    private String endDetail;
    private int blocksSinceCounters;
    private long countersReadAt = System.nanoTime();

    /** Takes over a socket that is set up and not bound yet, and its ring; they are closed with this. */
    RingCapture(
            Device device, PacketSocket socket, PacketRing ring, Supplier<BlockWalk> walks, Consumer<String> notices)
            throws CaptureException {
        this(device, socket, ring, walks, walks.get(), notices);
    }

    private RingCapture(
            Device device,
            PacketSocket socket,
            PacketRing ring,
            Supplier<BlockWalk> walks,
            BlockWalk walk,
            Consumer<String> notices)
            throws CaptureException {
        super(
                device,
                device.linkType(),
                new Blocks(new BlockTurns(ring.blocks(), ring::giveBack), ring.reading(walk), ring.blocks()),
                PacketSocket.RETIRE_MILLIS);
        this.socket = socket;
        this.ring = ring;
        this.walks = walks;
        this.walk = walk;
        watch = new InterfaceWatch(device, socket.file(), notices);
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
    boolean await(int place) {
        while (!ring.isReady(place)) {
            if (!sleep()) {
                return false;
            }
        }
        if (ending.isOverdue()) {
            return false;
        }
        if (isShared()) {
            ring.settle(place, walk);
        }
        return true;
    }

    /** Of a ring, blocks count: see {@link Patience}. */
    @Override
    long used() {
        return 1;
    }

    @Override
    void tend(long now) {
        if (++blocksSinceCounters >= BLOCKS_BETWEEN_COUNTERS || now - countersReadAt > COUNTERS_NANOS) {
            socket.drops();
            blocksSinceCounters = 0;
            countersReadAt = now;
        }
    }

    /** Waits for a block; false where none will come any more. */
    private boolean sleep() {
        if (ending.isDrained()) {
            return false;
        }
        pause(System.nanoTime());
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
    BlockReading anotherReading() {
        return ring.reading(walks.get());
    }

    long ringBytes() {
        return ring.bytes();
    }

    @Override
    public synchronized void stop() {
        super.stop();
        if (!isClosed()) {
            try (Memory one = new Memory(Long.BYTES)) {
                one.setLong(0, 1);
                // fails only where the counter is full, and then the thread is awake anyway
                LinuxCalls.write(wake, one, Long.BYTES);
            }
        }
    }

    @Override
    long kernelDrops() {
        return socket.drops();
    }

    @Override
    String endDetail() {
        return walk.misread() == 0
                ? endDetail
                : (endDetail == null ? "" : endDetail + "; ") + walk.misread()
                        + " packets could not be read from the ring";
    }

    @Override
    void release() {
        ring.close();
        socket.close();
        LinuxCalls.close(wake);
    }
}
