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
    /** Most packets fit. */
    private static final int SMALLEST_SEAM = 1 << 12;

    private final CaptureInput input;
    private final ChunkPool pool;
    /** Offset in the (decompressed) input of the chunk's first byte. */
    private long base;

    private boolean ended;

    /** Null as long as this is the only reader of its input. */
    private SharedChunks shared;

    private SharedChunks.Seat seat;
    /** Bytes of the shared chunk at hand that were taken. */
    private int taken;
    /** Holds the record that straddles two shared chunks; else null or unused. */
    private ByteBuffer seam;

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

    private ChunkedBytes(CaptureInput input, ChunkPool pool, SharedChunks shared) {
        this.input = input;
        this.pool = pool;
        sit(shared);
        bytes = seat.bytes();
        little = seat.little();
        limit = seat.length();
    }

    /**
     * The same bytes from the beginning for another reader, in another thread, without reading them once more. Null where this is too late, as
     * the beginning has passed.
     *
     * @param again the same input, from which nothing will be read
     */
    ChunkedBytes another(CaptureInput again) {
        if (base > 0 || bytes == null || bytes.capacity() != pool.chunkBytes()) {
            return null;
        }
        if (shared == null) {
            sit(new SharedChunks(input, bytes, limit));
        }
        return new ChunkedBytes(again, pool, shared);
    }

    private void sit(SharedChunks ring) {
        shared = ring;
        seat = ring.takeSeat();
        taken = seat.length();
    }

    /** Reads ahead where others read too; false where there is nothing that could be done now. */
    boolean readAhead() {
        return seat != null && seat.readAhead();
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
            if (!readOn(count)) {
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
            if (!readOn(1)) {
                return false;
            }
        }
        at += (int) left;
        return true;
    }

    /** Adds what is there to the bytes from {@link #at} on; where chunks are shared no more than {@code wanted} need. */
    private boolean readOn(int wanted) {
        if (ended || stopRequested) {
            return false;
        }
        if (seat != null) {
            return at == limit ? viewNext() : patch(wanted);
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

    /** What is left of the shared chunk at hand, or else the next one, in place. */
    private boolean viewNext() {
        long offset = offset();
        if (!hasUntaken()) {
            return false;
        }
        bytes = seat.bytes();
        little = seat.little();
        at = taken;
        limit = seat.length();
        taken = limit;
        base = offset - at;
        return true;
    }

    /** Puts together what two shared chunks have of one record. */
    private boolean patch(int wanted) {
        long offset = offset();
        int left = limit - at;
        moveToSeam(left, left);
        base = offset;
        limit = left;
        if (!hasUntaken()) {
            return false;
        }
        int more = Math.min(wanted - left, seat.length() - taken);
        moveToSeam(left, left + more);
        seam.put(left, seat.bytes(), taken, more);
        taken += more;
        limit += more;
        return true;
    }

    /** Moves what is left to the front of the seam, which grows with what is really there, as a chunk does. */
    private void moveToSeam(int left, int room) {
        if (seam == null || seam.capacity() < room) {
            seam = ByteBuffer.allocateDirect(Math.max(SMALLEST_SEAM, Integer.highestOneBit(room) * 2));
        }
        seam.put(0, bytes, at, left);
        view(seam);
        at = 0;
    }

    /** Whether something of the shared chunk at hand is left, once it is the next one. */
    private boolean hasUntaken() {
        if (taken == seat.length()) {
            if (!seat.moveOn(this)) {
                ended = true;
                return false;
            }
            taken = 0;
        }
        return true;
    }

    private void grow() {
        ByteBuffer larger = ByteBuffer.allocateDirect(bytes.capacity() * 2);
        bytes.limit(limit).position(0);
        larger.put(bytes);
        bytes.clear();
        pool.giveBack(bytes);
        view(larger.clear());
    }

    /** Nothing more is wanted: from now on nobody who shares the input waits for this reader. */
    void leave() {
        if (seat != null) {
            ended = true;
            seat.leave();
        }
    }

    /** Gives the chunk back; nothing may be read from it afterwards. */
    void release() {
        if (bytes != null) {
            if (seat == null) {
                pool.giveBack(bytes);
            }
            leave();
            bytes = null;
            little = null;
            at = 0;
            limit = 0;
            ended = true;
        }
    }
}
