package org.portwitness.capture.live;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.portwitness.capture.Frame;

/**
 * Packets copied out of libpcap, block by block, so that several readers can look at them. One thread fills a block, then all read it; {@link BlockTurns}
 * says whose turn it is.
 *
 * <pre>
 *  0 captured  4 length on the wire  8 time  16 bytes, padded to 8
 * </pre>
 */
final class PcapBlocks {
    private static final int CAPTURED_AT = 0;
    private static final int ORIGINAL_AT = CAPTURED_AT + 4;
    private static final int TIME_AT = ORIGINAL_AT + 4;
    private static final int BYTES_AT = TIME_AT + 8;

    /** What a processor's cache holds. */
    private static final int USUAL_BYTES = 256 << 10;

    private static final int SEVERAL = 8;

    private final ByteBuffer[] blocks;
    private final int[] used;
    private final int largest;
    private final int linkType;

    PcapBlocks(int snapLength, int linkType) {
        blocks = new ByteBuffer[SEVERAL];
        used = new int[SEVERAL];
        largest = BYTES_AT + (snapLength + 7 & ~7);
        this.linkType = linkType;
    }

    int count() {
        return SEVERAL;
    }

    /**
     * Copies what is there, as far as the block has room for the largest packet.
     *
     * @return what {@link PcapPackets#next} said last
     */
    int fill(int place, PcapPackets packets) {
        ByteBuffer block = block(place);
        int at = 0;
        int result = PcapPackets.PACKET;
        while (at + largest <= block.capacity() && (result = packets.next()) == PcapPackets.PACKET) {
            int captured = packets.captured();
            block.putInt(at + CAPTURED_AT, captured);
            block.putInt(at + ORIGINAL_AT, packets.original());
            block.putLong(at + TIME_AT, packets.timeNanos());
            block.put(at + BYTES_AT, packets.data(), 0, captured);
            at += BYTES_AT + (captured + 7 & ~7);
        }
        used[place] = at;
        return result;
    }

    boolean isEmpty(int place) {
        return used[place] == 0;
    }

    private ByteBuffer block(int place) {
        if (blocks[place] == null) {
            blocks[place] = ByteBuffer.allocateDirect(largest + USUAL_BYTES).order(ByteOrder.BIG_ENDIAN);
        }
        return blocks[place];
    }

    BlockReading reading() {
        return new BlockReading() {
            private ByteBuffer block;
            private int at;
            private int end;

            @Override
            public void begin(int place) {
                block = blocks[place];
                at = 0;
                end = used[place];
            }

            @Override
            public boolean next(Frame frame) {
                if (at >= end) {
                    return false;
                }
                int captured = block.getInt(at + CAPTURED_AT);
                frame.set(
                        block,
                        at + BYTES_AT,
                        captured,
                        block.getInt(at + ORIGINAL_AT),
                        linkType,
                        block.getLong(at + TIME_AT));
                at += BYTES_AT + (captured + 7 & ~7);
                return true;
            }

            @Override
            public void end() {
                at = end;
            }
        };
    }
}
