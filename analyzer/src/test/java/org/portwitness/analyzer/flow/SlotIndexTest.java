package org.portwitness.analyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlotIndexTest {
    private static void add(SlotIndex index, int hash, int slot) {
        int position = index.home(hash);
        while (index.entry(position) != 0) {
            position = index.next(position);
        }
        index.put(position, hash, slot);
    }

    @Test
    void slotsOfOneHashAndAtTheArraysEndAreFoundWhateverIsClearedBeforeThem() {
        for (long seed = 1; seed <= 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SlotIndex index = new SlotIndex(8);
            List<int[]> model = new ArrayList<>();
            for (int slot = 0; slot < 200; slot++) {
                // few hashes, the last places of the array among them, so that chains run round its end
                int hash = random.nextInt(4) == 0 ? -1 : random.nextInt(6);
                index.makeRoomFor(model.size() + 1);
                add(index, hash, slot);
                model.add(new int[] {hash, slot});
                if (random.nextInt(3) == 0) {
                    int[] gone = model.remove(random.nextInt(model.size()));
                    index.clear(index.positionOf(gone[0], gone[1]));
                    assertEquals(SlotIndex.NONE, index.positionOf(gone[0], gone[1]));
                }
                for (int[] each : model) {
                    long entry = index.entry(index.positionOf(each[0], each[1]));
                    assertEquals(each[0], SlotIndex.hash(entry));
                    assertEquals(each[1], SlotIndex.slot(entry));
                }
            }
        }
    }

    @Test
    void itGrowsBeforeMoreThanHalfOfItIsTaken() {
        SlotIndex index = new SlotIndex(4);
        for (int slot = 0; slot < 4; slot++) {
            assertFalse(index.makeRoomFor(slot + 1));
            add(index, slot, slot);
        }
        assertTrue(index.makeRoomFor(5));
        assertEquals(3, SlotIndex.slot(index.entry(index.positionOf(3, 3))));
        assertEquals(SlotIndex.NONE, SlotIndex.slot(0));
    }
}
