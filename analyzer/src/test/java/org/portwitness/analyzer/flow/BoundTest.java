package org.portwitness.analyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.flow.Filling.fill;

import org.junit.jupiter.api.Test;

final class BoundTest {
    /** A step of room: what is taken at a time. */
    private static final int STEP = (1 << 19) / 100;

    @Test
    void aTableHasItsOwnShareWhereThereIsNoRoom() {
        assertEquals(70, fill(new Bound(70, 1000, 100, new Room(99))));
    }

    @Test
    void beyondItItGrowsAsLongAsThereIsRoom() {
        Room room = new Room(100L * 2 * STEP + 50);

        assertEquals(70 + 2 * STEP, fill(new Bound(70, 1_000_000, 100, room)));
        assertEquals(50, room.left());
    }

    @Test
    void itNeverGrowsBeyondItsLimit() {
        Room room = new Room(1L << 40);

        assertEquals(1000, fill(new Bound(70, 1000, 100, room)));
        assertEquals((1L << 40) - 930 * 100, room.left());
    }

    @Test
    void whatOneTookAnotherHasNot() {
        Room room = new Room(100L * STEP);
        Bound first = new Bound(10, 1_000_000, 100, room);
        Bound second = new Bound(20, 1_000_000, 100, room);

        assertEquals(10 + STEP, fill(first));
        assertEquals(20, fill(second));
    }

    @Test
    void askingTwiceTakesOnce() {
        Room room = new Room(100L * STEP);
        Bound bound = new Bound(10, 1_000_000, 100, room);

        assertTrue(bound.admits(10));
        assertTrue(bound.admits(10));
        assertEquals(0, room.left());
    }

    @Test
    void aRefusalStands() {
        Bound bound = new Bound(10, 1_000_000, 100, new Room(0));

        assertFalse(bound.admits(10));
        assertEquals(10, bound.limit());
    }
}
