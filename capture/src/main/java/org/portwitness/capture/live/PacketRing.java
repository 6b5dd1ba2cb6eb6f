package org.portwitness.capture.live;

import static org.portwitness.capture.live.RingLayout.*;

import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.portwitness.capture.Frame;

/**
 * The memory that kernel and program share: blocks that the kernel fills and the program gives back, in turn. {@link BlockTurns} says who may read which
 * block; after {@link #close} none may be touched.
 */
final class PacketRing {
    private static final VarHandle STATUS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final Pointer memory;
    private final long length;
    private final ByteBuffer[] headers;
    private final ByteBuffer[] frames;

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

    int blocks() {
        return headers.length;
    }

    /** Whether the kernel has handed over the block in that place. Everything in it may be read afterwards. */
    boolean isReady(int place) {
        return ((int) STATUS.getAcquire(headers[place], BLOCK_STATUS_AT) & BLOCK_IS_OURS) != 0;
    }

    /** Puts into the packets' bytes what the kernel keeps beside them. */
    void settle(int place, BlockWalk walk) {
        walk.settle(headers[place], frames[place]);
    }

    /** A reader of its own. */
    BlockReading reading(BlockWalk walk) {
        return new BlockReading() {
            @Override
            public void begin(int place) {
                walk.begin(headers[place], frames[place]);
            }

            @Override
            public boolean next(Frame frame) {
                return walk.next(frame);
            }

            @Override
            public void end() {
                walk.end();
            }
        };
    }

    void giveBack(int place) {
        STATUS.setRelease(headers[place], BLOCK_STATUS_AT, 0);
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
