package org.portwitness.capture.live;

import static org.portwitness.capture.live.RingLayout.*;

import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The memory that kernel and program share: blocks that the kernel fills and the program gives back, in turn. Belongs to the reading thread;
 * after {@link #close} none of its buffers may be touched.
 */
final class PacketRing {
    private static final VarHandle STATUS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final Pointer memory;
    private final long length;
    private final ByteBuffer[] headers;
    private final ByteBuffer[] frames;
    private int current;

    PacketRing(Pointer memory, int blockBytes, int blocks) {
        this.memory = memory;
        length = (long) blockBytes * blocks;
        headers = new ByteBuffer[blocks];
        frames = new ByteBuffer[blocks];
        for (int i = 0; i < blocks; i++) {
            ByteBuffer block = memory.getByteBuffer((long) i * blockBytes, blockBytes);
            headers[i] = block.duplicate().order(ByteOrder.nativeOrder());
            frames[i] = block.duplicate().order(ByteOrder.BIG_ENDIAN);
        }
    }

    /** Whether the first block, which the kernel has opened already, looks as {@link RingLayout} says. */
    boolean looksRight() {
        ByteBuffer first = headers[0];
        return first.getInt(VERSION_AT) == SocketLayout.TPACKET_V3
                && first.getInt(FIRST_PACKET_AT) == BLOCK_HEADER_BYTES
                && first.getLong(SEQUENCE_AT) == 1;
    }

    /** Whether the kernel has handed over the block whose turn it is. Everything in it may be read afterwards. */
    boolean isReady() {
        return ((int) STATUS.getAcquire(headers[current], BLOCK_STATUS_AT) & BLOCK_IS_OURS) != 0;
    }

    void beginWith(BlockWalk walk) {
        walk.begin(headers[current], frames[current]);
    }

    /** Gives the block back and turns to the next one. */
    void giveBack() {
        STATUS.setRelease(headers[current], BLOCK_STATUS_AT, 0);
        current = current + 1 == headers.length ? 0 : current + 1;
    }

    long bytes() {
        return length;
    }

    void close() {
        Arrays.fill(headers, null);
        Arrays.fill(frames, null);
        LinuxCalls.munmap(memory, length);
    }
}
