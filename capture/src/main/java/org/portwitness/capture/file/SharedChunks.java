package org.portwitness.capture.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * One input in a ring of chunks that several readers look at in place, each in a thread of its own and at its own pace: so the bytes are copied
 * out of the system once, not once for each reader.
 *
 * <p>Whoever needs a chunk that is not there yet reads it, and whoever has nothing else to do reads ahead ({@link Seat#readAhead}). Nothing is
 * locked: one flag says that somebody reads, one number how many chunks are there, and each seat has a number that says from which chunk on it
 * still needs them.
 */
final class SharedChunks {
    /** Chunks in the ring: fewer let the readers wait for one another, more leave the cache that processors share. */
    private static final int SLOTS = 6;

    /** A wait for a reader that fell behind, or that is reading: about as long as it takes to look at a chunk of packets. */
    private static final long PAUSE_NANOS = 100_000;

    private final CaptureInput input;
    private final ByteBuffer[] slots = new ByteBuffer[SLOTS];
    private final int[] lengths = new int[SLOTS];
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile Seat[] seats = {};

    /** Chunks that were read so far; what belongs to them is written before it. */
    private volatile long filled = 1;

    private volatile boolean ended;

    /**
     * @param input from behind the first chunk on; read by all who have a seat, one at a time
     * @param first what was read of the input so far, and how much that is
     */
    SharedChunks(CaptureInput input, ByteBuffer first, int length) {
        this.input = input;
        for (int i = 1; i < SLOTS; i++) {
            slots[i] = ByteBuffer.allocateDirect(first.capacity());
        }
        slots[0] = first;
        lengths[0] = length;
    }

    /** A place for one more reader, which begins with the first chunk; to be asked for before anybody reads on. */
    Seat takeSeat() {
        Seat seat = new Seat();
        Seat[] more = Arrays.copyOf(seats, seats.length + 1);
        more[seats.length] = seat;
        seats = more;
        return seat;
    }

    /** Nobody needs any more what stands where the next chunk would go. */
    private boolean hasRoom() {
        long number = filled - SLOTS;
        for (Seat seat : seats) {
            if (seat.number <= number) {
                return false;
            }
        }
        return true;
    }

    /** Reads the next chunk where there is one, room for it, and nobody reading already; false where not. */
    private boolean fill() {
        if (ended || !hasRoom() || !reading.compareAndSet(false, true)) {
            return false;
        }
        try {
            if (ended || !hasRoom()) {
                return false;
            }
            long number = filled;
            int slot = (int) (number % SLOTS);
            int got = input.read(slots[slot].clear());
            if (got < 0) {
                ended = true;
                return false;
            }
            lengths[slot] = got;
            filled = number + 1; // nobody else writes it meanwhile
            return true;
        } finally {
            reading.set(false);
        }
    }

    /** Where one reader is. Belongs to that reader's thread. */
    final class Seat {
        private final ByteBuffer[] big = new ByteBuffer[SLOTS];
        private final ByteBuffer[] little = new ByteBuffer[SLOTS];

        /** The chunk at hand; those before it are given up. */
        private volatile long number;

        private Seat() {
            for (int i = 0; i < SLOTS; i++) {
                big[i] = slots[i].duplicate().clear();
                little[i] = slots[i].duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
            }
        }

        /** The chunk at hand, big-endian. */
        ByteBuffer bytes() {
            return big[(int) (number % SLOTS)];
        }

        /** The same for little-endian headers. */
        ByteBuffer little() {
            return little[(int) (number % SLOTS)];
        }

        int length() {
            return lengths[(int) (number % SLOTS)];
        }

        /** Gives the chunk at hand up for the next; false where there is none, or none before {@code reader} was told to stop. */
        boolean moveOn(ChunkedBytes reader) {
            long wanted = number + 1;
            number = wanted;
            while (filled <= wanted) {
                boolean last = ended; // before the number, which grows no more once it is set
                if (filled <= wanted && (last || reader.stopRequested)) {
                    return false;
                }
                if (!fill()) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            return true;
        }

        /** Reads one chunk more than is needed now, where there is room; false where nothing could be done. */
        boolean readAhead() {
            return fill();
        }

        /** Needs no more chunks. */
        void leave() {
            number = Long.MAX_VALUE;
        }
    }
}
