package org.portwitness.capture.file;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Chunks of one size for the readers of one capture, so that a ring of a thousand files needs one or two. One thread. */
final class ChunkPool {
    private final int chunkBytes;
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    ChunkPool(int chunkBytes) {
        this.chunkBytes = chunkBytes;
    }

    int chunkBytes() {
        return chunkBytes;
    }

    ByteBuffer take() {
        ByteBuffer chunk = free.poll();
        return chunk == null ? ByteBuffer.allocateDirect(chunkBytes) : chunk;
    }

    /** Takes a chunk back; one that was made larger for a large packet is left to the collector. */
    void giveBack(ByteBuffer chunk) {
        if (chunk.capacity() == chunkBytes) {
            free.push(chunk);
        }
    }
}
