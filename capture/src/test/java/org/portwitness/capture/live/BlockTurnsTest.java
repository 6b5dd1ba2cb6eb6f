package org.portwitness.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

class BlockTurnsTest {
    private static final int BLOCKS = 4;
    private static final int ROUNDS = 5_000;

    private final List<Integer> givenBack = new ArrayList<>();

    @Test
    void aBlockOfOneReaderGoesBackWhenItLeaves() {
        BlockTurns turns = new BlockTurns(BLOCKS, givenBack::add);
        turns.open();
        assertEquals(List.of(), givenBack);
        turns.leave(0);
        turns.awaitFree(0);
        assertEquals(List.of(0), givenBack);
    }

    @Test
    void aBlockOfSeveralReadersGoesBackWhenTheLastLeaves() {
        BlockTurns turns = new BlockTurns(BLOCKS, givenBack::add);
        assertTrue(turns.addReader());
        assertTrue(turns.addReader());
        turns.open();
        turns.leave(0);
        turns.leave(0);
        assertEquals(List.of(), givenBack);
        turns.leave(0);
        assertEquals(List.of(0), givenBack);
    }

    @Test
    void nobodyJoinsOnceBlocksAreOpen() {
        BlockTurns turns = new BlockTurns(BLOCKS, place -> {});
        turns.open();
        assertFalse(turns.addReader());
    }

    @Test
    void whatIsOpenIsReadEvenWhenNothingMoreWillBe() {
        BlockTurns turns = new BlockTurns(BLOCKS, place -> {});
        turns.addReader();
        turns.open();
        turns.end();
        assertTrue(turns.awaitOpen(0));
        assertFalse(turns.awaitOpen(1));
    }

    @Test
    void allReadersSeeTheSameAndNoBlockIsFilledWhileItIsRead() throws InterruptedException {
        int[] filled = new int[BLOCKS];
        BlockTurns turns = new BlockTurns(BLOCKS, place -> filled[place] = -1);
        List<List<Long>> seen = new ArrayList<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            turns.addReader();
            List<Long> mine = new ArrayList<>();
            seen.add(mine);
            FollowingSource source = new FollowingSource(turns, new OnePacketBlocks(filled));
            Thread reader = new Thread(() -> {
                Frame frame = new Frame();
                while (source.next(frame)) {
                    mine.add(frame.timeNanos());
                }
            });
            reader.start();
            readers.add(reader);
        }
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            int place = turns.placeOf(i);
            turns.awaitFree(place);
            filled[place] = i;
            turns.open();
            turns.leave(place);
            expected.add((long) i);
        }
        turns.end();
        for (Thread reader : readers) {
            reader.join();
        }
        assertEquals(List.of(expected, expected, expected), seen);
    }

    /** A block's one packet has the block's number for its time. */
    private static final class OnePacketBlocks implements BlockReading {
        private final int[] filled;
        private int number = -1;

        OnePacketBlocks(int[] filled) {
            this.filled = filled;
        }

        @Override
        public void begin(int place) {
            number = filled[place];
        }

        @Override
        public boolean next(Frame frame) {
            if (number < 0) {
                return false;
            }
            frame.set(ByteBuffer.allocate(0), 0, 0, 0, LinkType.ETHERNET, number);
            number = -1;
            return true;
        }

        @Override
        public void end() {
            number = -1;
        }
    }
}
