package org.portwitness.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

class BlockWalkTest {
    private static final int BLOCK_BYTES = 4096;
    private static final String MACS = "020000000001020000000002";

    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.nativeOrder());
    private int end = RingLayout.BLOCK_HEADER_BYTES;
    private int last = -1;

    /** Puts a packet behind the others, laid out as the kernel does with four bytes of reserve. */
    private void packet(String hex, int original, int type, int tag, int tagType, int status) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (last >= 0) {
            block.putInt(last + RingLayout.NEXT_AT, end - last);
        } else {
            block.putInt(RingLayout.FIRST_PACKET_AT, end);
        }
        last = end;
        int dataAt = 86;
        block.putInt(end + RingLayout.SECONDS_AT, (int) 3_000_000_000L);
        block.putInt(end + RingLayout.NANOS_AT, 7);
        block.putInt(end + RingLayout.CAPTURED_AT, bytes.length);
        block.putInt(end + RingLayout.ORIGINAL_AT, original);
        block.putInt(end + RingLayout.PACKET_STATUS_AT, status);
        block.putShort(end + RingLayout.LINK_LAYER_AT, (short) dataAt);
        block.putInt(end + RingLayout.VLAN_TAG_AT, tag);
        block.putShort(end + RingLayout.VLAN_TYPE_AT, (short) tagType);
        block.put(end + RingLayout.PACKET_TYPE_AT, (byte) type);
        block.put(end + dataAt, bytes);
        block.putInt(RingLayout.PACKETS_AT, block.getInt(RingLayout.PACKETS_AT) + 1);
        end += (dataAt + bytes.length + 15) & ~15;
    }

    private List<String> walked(BlockWalk walk) {
        walk.begin(block, block.duplicate().order(ByteOrder.BIG_ENDIAN));
        List<String> seen = new ArrayList<>();
        Frame frame = new Frame();
        while (walk.next(frame)) {
            byte[] bytes = new byte[frame.capturedLength()];
            frame.bytes().get(frame.at(), bytes);
            seen.add(HexFormat.of().formatHex(bytes) + " " + frame.originalLength() + " " + frame.timeNanos());
        }
        assertTrue(walk.isEmpty());
        return seen;
    }

    private static BlockWalk ethernet(boolean skipsOutgoing, FrameTest rest) {
        return new BlockWalk(LinkType.ETHERNET, 262_144, skipsOutgoing, rest);
    }

    @Test
    void aBlockThatIsReadSeveralTimesHasItsTagsOnce() {
        packet(MACS + "0800", 14, 0, 5, 0x8100, 1 | RingLayout.VLAN_TAG_VALID | RingLayout.VLAN_TYPE_VALID);
        packet(MACS + "0806", 14, 0, 0, 0, 1);
        ethernet(false, null).settle(block, block.duplicate().order(ByteOrder.BIG_ENDIAN));
        List<String> expected =
                List.of(MACS + "810000050800 18 3000000000000000007", MACS + "0806 14 3000000000000000007");
        assertEquals(expected, walked(ethernet(false, null)));
        assertEquals(expected, walked(ethernet(false, null)));
    }

    @Test
    void packetsComeInTheirOrderWithTimeAndLength() {
        packet(MACS + "080045", 99, 0, 0, 0, 1);
        packet(MACS + "0806", 14, 0, 0, 0, 1);
        assertEquals(
                List.of(MACS + "080045 99 3000000000000000007", MACS + "0806 14 3000000000000000007"),
                walked(ethernet(false, null)));
    }

    @Test
    void aBlockWithoutPacketsIsOverAtOnce() {
        assertEquals(List.of(), walked(ethernet(false, null)));
    }

    @Test
    void tagsGoBackBehindTheAddresses() {
        int valid = RingLayout.VLAN_TAG_VALID;
        packet(MACS + "0800", 60, 0, 0x2005, 0, 1);
        packet(MACS + "0800", 60, 0, 0, 0, 1 | valid);
        packet(MACS + "0800", 60, 0, 7, 0x88a8, 1 | valid | RingLayout.VLAN_TYPE_VALID);
        assertEquals(
                List.of(
                        MACS + "810020050800 64 3000000000000000007",
                        MACS + "810000000800 64 3000000000000000007",
                        MACS + "88a800070800 64 3000000000000000007"),
                walked(ethernet(false, null)));
    }

    @Test
    void aTagDoesNotMakeAPacketLongerThanTheSnapLength() {
        packet(MACS + "0800", 60, 0, 5, 0, 1);
        assertEquals(
                List.of(MACS + "81000005 64 3000000000000000007"),
                walked(new BlockWalk(LinkType.ETHERNET, 16, false, null)));
    }

    @Test
    void aFrameTooShortForAddressesAndWhatIsNoEthernetGetNoTag() {
        packet("0102", 2, 0, 5, 0, 1);
        assertEquals(List.of("0102 2 3000000000000000007"), walked(ethernet(false, null)));
        assertEquals(List.of("0102 2 3000000000000000007"), walked(new BlockWalk(LinkType.RAW, 262_144, false, null)));
    }

    @Test
    void onlyOnTheLoopbackInterfaceSentCopiesAreSkipped() {
        packet("01", 1, SocketLayout.OUTGOING, 0, 0, 1);
        packet("02", 1, 0, 0, 0, 1);
        assertEquals(List.of("02 1 3000000000000000007"), walked(ethernet(true, null)));
        assertEquals(2, walked(ethernet(false, null)).size());
    }

    @Test
    void whatTheRestOfTheFilterRefusesIsSkipped() {
        packet("01", 1, 0, 0, 0, 1);
        packet("02", 1, 0, 0, 0, 1);
        assertEquals(
                List.of("02 1 3000000000000000007"),
                walked(ethernet(false, (bytes, at, captured, original) -> bytes.get(at) == 2)));
    }

    @Test
    void aPacketThatWouldReachOutOfTheBlockIsCountedAndTheOthersStay() {
        packet("01", 1, 0, 0, 0, 1);
        block.putInt(last + RingLayout.CAPTURED_AT, BLOCK_BYTES);
        packet("02", 1, 0, 0, 0, 1);
        BlockWalk walk = ethernet(false, null);
        assertEquals(List.of("02 1 3000000000000000007"), walked(walk));
        assertEquals(1, walk.misread());
    }

    @Test
    void noBlockMakesItFailOrRunForEver() {
        Random random = new Random(20_261_123);
        packet(MACS + "080045", 99, 0, 5, 0, 1);
        packet(MACS + "0806", 14, 0, 0, 0, 1);
        byte[] whole = block.array().clone();
        for (int i = 0; i < 100_000; i++) {
            System.arraycopy(whole, 0, block.array(), 0, BLOCK_BYTES);
            for (int j = random.nextInt(4); j >= 0; j--) {
                block.put(random.nextInt(end), (byte) random.nextInt(256));
            }
            BlockWalk walk = ethernet(random.nextBoolean(), null);
            assertFalse(walked(walk).size() > BLOCK_BYTES / RingLayout.BEFORE_PACKET_BYTES);
        }
    }
}
