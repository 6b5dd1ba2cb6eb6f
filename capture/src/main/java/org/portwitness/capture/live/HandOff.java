package org.portwitness.capture.live;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.portwitness.capture.Frame;

/**
 * Frames on their way from one thread to one other, copied into a fixed piece of memory that is used in a circle.
 *
 * <pre>
 *  0 captured (−1: the rest up to the end of the memory is not used)  4 original  8 time  16 bytes, padded to 8
 * </pre>
 *
 * <p>When it is full the giving thread waits: then the kernel's buffer fills up, and the kernel counts what is lost.
 */
final class HandOff {
    private static final int CAPTURED_AT = 0;
    private static final int ORIGINAL_AT = CAPTURED_AT + 4;
    private static final int TIME_AT = ORIGINAL_AT + 4;
    private static final int BYTES_AT = TIME_AT + 8;
    private static final int UNUSED = -1;
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ByteBuffer memory;
    private final int capacity;
    private final int linkType;
    /** Bytes ever written and ever read; their difference is what is waiting. */
    private final AtomicLong written = new AtomicLong();

    private final AtomicLong read = new AtomicLong();
    private volatile Thread sleepingReader;
    private volatile Thread sleepingWriter;
    private volatile boolean finished;
    private volatile boolean abandoned;
    private int heldBytes;

    /**
     * @param capacity bytes, a multiple of 8, at least twice the largest frame with its header
     */
    HandOff(int capacity, int linkType) {
        memory = ByteBuffer.allocateDirect(capacity).order(ByteOrder.BIG_ENDIAN);
        this.capacity = capacity;
        this.linkType = linkType;
    }

    /** The giving thread's: copies a frame in. Frames are lost only after {@link #abandon}. */
    void put(byte[] bytes, int captured, int original, long timeNanos) {
        int size = BYTES_AT + (captured + 7 & ~7);
        long from = written.get();
        int at = (int) (from % capacity);
        int unused = at + size > capacity ? capacity - at : 0;
        if (!awaitRoom(from + unused + size)) {
            return;
        }
        if (unused > 0) {
            memory.putInt(at + CAPTURED_AT, UNUSED);
            at = 0;
        }
        memory.putInt(at + CAPTURED_AT, captured);
        memory.putInt(at + ORIGINAL_AT, original);
        memory.putLong(at + TIME_AT, timeNanos);
        memory.put(at + BYTES_AT, bytes, 0, captured);
        written.set(from + unused + size);
        wake(sleepingReader);
    }

    private boolean awaitRoom(long end) {
        while (end - read.get() > capacity) {
            if (abandoned) {
                return false;
            }
            sleepingWriter = Thread.currentThread();
            if (end - read.get() > capacity && !abandoned) {
                LockSupport.parkNanos(this, NAP_NANOS);
            }
            sleepingWriter = null;
        }
        return !abandoned;
    }

    /** The giving thread's: nothing more will come. */
    void finish() {
        finished = true;
        wake(sleepingReader);
    }

    /** Any thread's: nothing more will be taken, so nobody needs to wait for room. */
    void abandon() {
        abandoned = true;
        wake(sleepingWriter);
    }

    boolean isFinished() {
        return finished;
    }

    /** The taking thread's: gives back the frame it had, and moves {@code frame} to the next one; false where none is waiting. */
    boolean poll(Frame frame) {
        release();
        while (true) {
            long from = read.get();
            if (from == written.get()) {
                return false;
            }
            int at = (int) (from % capacity);
            int captured = memory.getInt(at + CAPTURED_AT);
            if (captured == UNUSED) {
                read.set(from + capacity - at);
                continue;
            }
            frame.set(
                    memory,
                    at + BYTES_AT,
                    captured,
                    memory.getInt(at + ORIGINAL_AT),
                    linkType,
                    memory.getLong(at + TIME_AT));
            heldBytes = BYTES_AT + (captured + 7 & ~7);
            return true;
        }
    }

    private void release() {
        if (heldBytes > 0) {
            read.set(read.get() + heldBytes);
            heldBytes = 0;
            wake(sleepingWriter);
        }
    }

    /** The taking thread's: sleeps until something is there, it is finished, or a moment has passed. */
    void await() {
        sleepingReader = Thread.currentThread();
        if (read.get() == written.get() && !finished) {
            LockSupport.parkNanos(this, NAP_NANOS);
        }
        sleepingReader = null;
    }

    private static void wake(Thread sleeping) {
        if (sleeping != null) {
            LockSupport.unpark(sleeping);
        }
    }
}
