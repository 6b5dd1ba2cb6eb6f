package org.portwitness.capture.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An input as one reused chunk after the other, with a record that straddles two moved to the front of the second.
 *
 * <p>The fields are open to the readers beside it because they stand in their innermost loop. {@link #at} is the reader's to move
 * on; everything from it to {@link #limit} is there. After {@link #require} and {@link #skip} all of them may have changed.
 *
 * <p>Read in chunks and not mapped: a fresh page for each 4 KiB costs more than copying them into a chunk that stays in the cache
 * (a third of the rate on packets of mixed sizes), and a mapped file that its writer shortens kills the reader. Smaller chunks than
 * 256 KiB cost more system calls, larger ones than 1 MiB leave the cache.
 */
final class ChunkedBytes {
    private final CaptureInput input;
    private final ChunkPool pool;
    /** Offset in the (decompressed) input of the chunk's first byte. */
    private long base;

    private boolean ended;

    /** Set by any thread; looked at before each packet and each read, so a pipe that goes quiet ends with its next bytes. */
    volatile boolean stopRequested;

    /** The chunk, big-endian as frames want it. */
    ByteBuffer bytes;
    /** The same bytes for little-endian headers. */
    ByteBuffer little;

    int at;
    int limit;

    ChunkedBytes(CaptureInput input, ChunkPool pool) {
        this.input = input;
        this.pool = pool;
        view(pool.take());
    }

    private void view(ByteBuffer chunk) {
        bytes = chunk;
        little = chunk.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The chunk as a file in that byte order has to read it. */
    ByteBuffer inOrder(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? bytes : little;
    }

    ChunkPool pool() {
        return pool;
    }

    /** Offset of {@link #at} in the input. */
    long offset() {
        return base + at;
    }

    int available() {
        return limit - at;
    }

    /**
     * Waits until {@code count} bytes are there and not for more; false when the input ends before. The chunk grows only when it is
     * full, so a length that is not followed by as many bytes takes no memory.
     */
    boolean require(int count) {
        while (limit - at < count) {
            if (!readOn()) {
                return false;
            }
        }
        return true;
    }

    /** Moves on by {@code count} bytes without keeping them; false when the input ends before. */
    boolean skip(long count) {
        long left = count;
        while (left > limit - at) {
            left -= limit - at;
            at = limit;
            if (!readOn()) {
                return false;
            }
        }
        at += (int) left;
        return true;
    }

    private boolean readOn() {
        if (ended || stopRequested) {
            return false;
        }
        moveToFront();
        if (limit == bytes.capacity()) {
            grow();
        }
        bytes.limit(bytes.capacity()).position(limit);
        int got = input.read(bytes);
        bytes.clear();
        if (got < 0) {
            ended = true;
            return false;
        }
        limit += got;
        return true;
    }

    private void moveToFront() {
        if (at > 0) {
            int left = limit - at;
            if (left > 0) {
                bytes.limit(limit).position(at);
                bytes.compact();
                bytes.clear();
            }
            base += at;
            at = 0;
            limit = left;
        }
    }

    private void grow() {
        ByteBuffer larger = ByteBuffer.allocateDirect(bytes.capacity() * 2);
        bytes.limit(limit).position(0);
        larger.put(bytes);
        bytes.clear();
        pool.giveBack(bytes);
        view(larger.clear());
    }

    /** Gives the chunk back; nothing may be read from it afterwards. */
    void release() {
        if (bytes != null) {
            pool.giveBack(bytes);
            bytes = null;
            little = null;
            at = 0;
            limit = 0;
            ended = true;
        }
    }
}
