package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Reused arrays of 2 KiB to 64 KiB for all streams of a lane, never more than a given sum. */
final class ByteStore {
    /** Larger would let one hostile stream hold more; smaller would lose legal ClientHellos. */
    static final int LARGEST = 1 << 16;

    /** Room for the hello with a post-quantum key share in one piece. */
    private static final int SMALLEST_BITS = 11;

    private final long limit;
    private final GivenUp givenUp;
    private final ArrayDeque<ByteBuffer>[] idle;
    private long allocated;
    private KeptBytes longestWaiting;
    private KeptBytes newest;

    @SuppressWarnings({"unchecked", "rawtypes"})
    ByteStore(long limit, GivenUp givenUp) {
        this.limit = Math.max(limit, 4L * LARGEST);
        this.givenUp = givenUp;
        idle = new ArrayDeque[Integer.numberOfTrailingZeros(LARGEST) - SMALLEST_BITS + 1];
        for (int i = 0; i < idle.length; i++) {
            idle[i] = new ArrayDeque<>();
        }
    }

    private static int sizeClass(int capacity) {
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(capacity, 1) - 1);
        return Math.max(bits - SMALLEST_BITS, 0);
    }

    /** An array for that holder, who becomes the last in the list of holders. */
    ByteBuffer take(int capacity, KeptBytes holder) {
        int size = sizeClass(capacity);
        ByteBuffer found = idle[size].poll();
        if (found == null) {
            int bytes = 1 << (size + SMALLEST_BITS);
            while (allocated + bytes > limit && dropIdle()) {
                // until there is room
            }
            while (allocated + bytes > limit && longestWaiting != null) {
                KeptBytes victim = longestWaiting == holder && holder.next != null ? holder.next : longestWaiting;
                forget(victim);
                allocated -= victim.surrender().capacity();
                givenUp.add(GivenUp.Reason.BYTES_NOT_KEPT);
            }
            allocated += bytes;
            found = ByteBuffer.allocate(bytes);
        }
        forget(holder);
        append(holder);
        return found;
    }

    private boolean dropIdle() {
        for (int i = idle.length - 1; i >= 0; i--) {
            ByteBuffer dropped = idle[i].poll();
            if (dropped != null) {
                allocated -= dropped.capacity();
                return true;
            }
        }
        return false;
    }

    void giveBack(ByteBuffer bytes) {
        idle[sizeClass(bytes.capacity())].push(bytes);
    }

    private void append(KeptBytes holder) {
        holder.previous = newest;
        holder.next = null;
        if (newest != null) {
            newest.next = holder;
        } else {
            longestWaiting = holder;
        }
        newest = holder;
    }

    void forget(KeptBytes holder) {
        if (holder.previous == null && longestWaiting != holder) {
            return;
        }
        if (holder.previous != null) {
            holder.previous.next = holder.next;
        } else {
            longestWaiting = holder.next;
        }
        if (holder.next != null) {
            holder.next.previous = holder.previous;
        } else {
            newest = holder.previous;
        }
        holder.previous = null;
        holder.next = null;
    }
}
