package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;

/**
 * Bytes of one stream or message that must outlive the packet they came in; empty most of the time.
 *
 * <p>The array comes from a {@link ByteStore} that all streams of a lane share. When the store is exhausted it takes the array of whoever
 * has waited longest; the owner finds {@link #wasTaken()} then.
 */
final class KeptBytes {
    private final ByteStore store;
    private ByteBuffer bytes;
    private boolean taken;

    /** Neighbours in the store's list of holders, longest waiting first. */
    KeptBytes previous;

    KeptBytes next;

    KeptBytes(ByteStore store) {
        this.store = store;
    }

    /** Copies bytes to a position of its own; false where there is no room for that many. */
    boolean put(int index, ByteBuffer source, int at, int length) {
        if (!ensure(index + length)) {
            return false;
        }
        bytes.put(index, source, at, length);
        return true;
    }

    private boolean ensure(int capacity) {
        if (capacity > ByteStore.LARGEST) {
            return false;
        }
        if (bytes != null && bytes.capacity() >= capacity) {
            return true;
        }
        ByteBuffer larger = store.take(capacity, this);
        if (bytes != null) {
            larger.put(0, bytes, 0, bytes.capacity());
            store.giveBack(bytes);
        }
        bytes = larger;
        return true;
    }

    /** Drops the first bytes, so that what stood at {@code count} stands at 0. */
    void shift(int count, int end) {
        // overlapping is allowed: the bytes move as if by way of a copy
        bytes.put(0, bytes, count, end - count);
    }

    /** Null while nothing is kept. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** The store needed the array for others; what was kept is lost. Cleared by {@link #release()}. */
    boolean wasTaken() {
        return taken;
    }

    void release() {
        taken = false;
        if (bytes != null) {
            store.giveBack(bytes);
            store.forget(this);
            bytes = null;
        }
    }

    /** Called by the store only. */
    ByteBuffer surrender() {
        ByteBuffer mine = bytes;
        bytes = null;
        taken = true;
        return mine;
    }
}
