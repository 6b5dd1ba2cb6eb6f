package org.portwitness.capture.live;

import static org.portwitness.capture.live.RingLayout.*;

import java.nio.ByteBuffer;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

/**
 * Goes through the packets of one block of the ring after the other. Belongs to the reading thread and allocates nothing.
 *
 * <p>The kernel takes VLAN tags out and keeps them beside the packet; here they are put back where they were on the wire, over bytes
 * in front of the packet that the kernel left free for that.
 */
final class BlockWalk {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int ADDRESSES_BYTES = 12;
    private static final int TAG_BYTES = 4;
    private static final int USUAL_TAG_TYPE = 0x8100;

    private final int linkType;
    private final int snapLength;
    private final boolean skipsOutgoing;
    private final FrameTest rest;

    private final Frame settled = new Frame();

    private ByteBuffer headers;
    private ByteBuffer bytes;
    private int at;
    private int left;
    private long misread;

    /**
     * @param skipsOutgoing on the loopback interface each packet passes twice, once as it is sent and once as it arrives
     * @param rest what else is asked of each packet, null for nothing
     */
    BlockWalk(int linkType, int snapLength, boolean skipsOutgoing, FrameTest rest) {
        this.linkType = linkType;
        this.snapLength = snapLength;
        this.skipsOutgoing = skipsOutgoing;
        this.rest = rest;
    }

    /**
     * Begins with a block.
     *
     * @param machine the block in the machine's byte order
     * @param network the same memory in network byte order
     */
    void begin(ByteBuffer machine, ByteBuffer network) {
        headers = machine;
        bytes = network;
        left = machine.getInt(PACKETS_AT);
        at = machine.getInt(FIRST_PACKET_AT);
        if (left < 0 || (left > 0 && !isPacketAt(at))) {
            giveUp();
        }
    }

    /** Goes through a whole block before others read it too, so that none of them has to write: puts all tags back. */
    void settle(ByteBuffer machine, ByteBuffer network) {
        long before = misread;
        begin(machine, network);
        while (next(settled)) {
            // looking at a packet puts its tag back
        }
        end();
        // it is counted when it is read
        misread = before;
    }

    /** Lets go of the block. */
    void end() {
        headers = null;
        bytes = null;
        left = 0;
    }

    boolean isEmpty() {
        return left == 0;
    }

    /** Moves {@code frame} to the next wanted packet of the block; false when there is none. */
    boolean next(Frame frame) {
        while (left > 0) {
            int packetAt = at;
            left--;
            if (left > 0) {
                at = packetAt + headers.getInt(packetAt + NEXT_AT);
                if (at <= packetAt || !isPacketAt(at)) {
                    giveUp();
                }
            }
            if (skipsOutgoing && headers.get(packetAt + PACKET_TYPE_AT) == SocketLayout.OUTGOING) {
                continue;
            }
            if (set(frame, packetAt) && isWanted(frame)) {
                return true;
            }
        }
        return false;
    }

    private boolean set(Frame frame, int packetAt) {
        int dataAt = packetAt + (headers.getShort(packetAt + LINK_LAYER_AT) & 0xffff);
        int captured = headers.getInt(packetAt + CAPTURED_AT);
        int original = headers.getInt(packetAt + ORIGINAL_AT);
        if (captured < 0 || captured > headers.limit() - dataAt || original < 0) {
            misread++;
            return false;
        }
        long time = (headers.getInt(packetAt + SECONDS_AT) & 0xffff_ffffL) * NANOS_PER_SECOND
                + headers.getInt(packetAt + NANOS_AT);
        int tag = headers.getInt(packetAt + VLAN_TAG_AT);
        int status = headers.getInt(packetAt + PACKET_STATUS_AT);
        if ((tag != 0 || (status & VLAN_TAG_VALID) != 0)
                && linkType == LinkType.ETHERNET
                && captured >= ADDRESSES_BYTES
                && dataAt - TAG_BYTES >= packetAt + BEFORE_PACKET_BYTES) {
            int type = (status & VLAN_TYPE_VALID) == 0 ? USUAL_TAG_TYPE : headers.getShort(packetAt + VLAN_TYPE_AT);
            dataAt -= TAG_BYTES;
            insertTag(dataAt, type, tag);
            captured = Math.min(captured + TAG_BYTES, snapLength);
            original += TAG_BYTES;
            describe(packetAt, dataAt, captured, original, status);
        }
        frame.set(bytes, dataAt, captured, original, linkType, time);
        return true;
    }

    /** Says in the packet's header what is there now, for whoever reads it once more. */
    private void describe(int packetAt, int dataAt, int captured, int original, int status) {
        headers.putShort(packetAt + LINK_LAYER_AT, (short) (dataAt - packetAt));
        headers.putInt(packetAt + CAPTURED_AT, captured);
        headers.putInt(packetAt + ORIGINAL_AT, original);
        headers.putInt(packetAt + VLAN_TAG_AT, 0);
        headers.putInt(packetAt + PACKET_STATUS_AT, status & ~(VLAN_TAG_VALID | VLAN_TYPE_VALID));
    }

    private void insertTag(int frameAt, int type, int tag) {
        long first = bytes.getLong(frameAt + TAG_BYTES);
        int last = bytes.getInt(frameAt + TAG_BYTES + Long.BYTES);
        bytes.putLong(frameAt, first);
        bytes.putInt(frameAt + Long.BYTES, last);
        bytes.putShort(frameAt + ADDRESSES_BYTES, (short) type);
        bytes.putShort(frameAt + ADDRESSES_BYTES + 2, (short) tag);
    }

    private boolean isWanted(Frame frame) {
        return rest == null || rest.accepts(frame.bytes(), frame.at(), frame.capturedLength(), frame.originalLength());
    }

    private boolean isPacketAt(int packetAt) {
        return packetAt >= BLOCK_HEADER_BYTES && packetAt <= headers.limit() - BEFORE_PACKET_BYTES;
    }

    /** The kernel's own bookkeeping does not lie, so what looks wrong is a layout misunderstood: better less than nonsense. */
    private void giveUp() {
        misread += Math.max(1, left);
        left = 0;
    }

    /** Packets that could not be read, because their place or length was impossible. */
    long misread() {
        return misread;
    }
}
