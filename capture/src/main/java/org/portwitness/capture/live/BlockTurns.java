package org.portwitness.capture.live;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Whose turn it is with the blocks of a ring: one thread, the leader, opens them in order; it and any number of others read each of them; who leaves a
 * block last gives it back.
 *
 * <p>So all readers see the same packets in the same order, nothing is copied, and a reader that is slow holds up the ring as a slow program would: the
 * kernel counts what it loses then. Costs are for each block, not for each packet.
 */
final class BlockTurns {
    private static final int FREE = -1;
    private static final long NAP_NANOS = 20_000;

    private final AtomicIntegerArray stillReading;
    private final IntConsumer giveBack;
    private int readers = 1;
    private volatile long opened;
    private volatile boolean over;

    /** @param giveBack takes the place of a block that nobody reads any more, on the thread that left it last */
    BlockTurns(int blocks, IntConsumer giveBack) {
        stillReading = new AtomicIntegerArray(blocks);
        for (int i = 0; i < blocks; i++) {
            stillReading.set(i, FREE);
        }
        this.giveBack = giveBack;
    }

    /** One more thread will read; false where it is too late for that, because blocks were opened before. */
    boolean addReader() {
        if (opened > 0) {
            return false;
        }
        readers++;
        return true;
    }

    boolean isShared() {
        return readers > 1;
    }

    /** Where the block with that number lies, counted from 0 on in the order of opening. */
    int placeOf(long block) {
        return (int) (block % stillReading.length());
    }

    /** The leader's: waits until everybody has left what was in that place before. */
    void awaitFree(int place) {
        while (stillReading.get(place) != FREE) {
            LockSupport.parkNanos(this, NAP_NANOS);
        }
    }

    /** The leader's: everybody may read the next block. */
    void open() {
        long block = opened;
        stillReading.set(placeOf(block), readers);
        // nobody else writes it
        opened = block + 1;
        if (isShared()) {
            wakeAll();
        }
    }

    private synchronized void wakeAll() {
        notifyAll();
    }

    /** Every reader's, for each block once. */
    void leave(int place) {
        if (stillReading.decrementAndGet(place) == 0) {
            giveBack.accept(place);
            stillReading.set(place, FREE);
        }
    }

    /** Another reader's: waits until that block is open; false where it never will be. */
    boolean awaitOpen(long block) {
        if (opened <= block) {
            synchronized (this) {
                while (opened <= block && !over) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                }
            }
        }
        return opened > block;
    }

    /** No more blocks will be opened. Any thread. */
    synchronized void end() {
        over = true;
        notifyAll();
    }
}
