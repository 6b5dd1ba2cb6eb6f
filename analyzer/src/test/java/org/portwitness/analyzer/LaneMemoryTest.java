package org.portwitness.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.analyzer.flow.Bound;

final class LaneMemoryTest {
    /** Half of the launcher's heap and a little more: the rest is for judging what is in the tables. */
    private static final long MOST_BYTES = 215_000_000;

    private static List<Bound> tables(LaneMemory memory) {
        return List.of(
                memory.flows,
                memory.attempts,
                memory.stun,
                memory.discovery,
                memory.dns,
                memory.contents,
                memory.hellos,
                memory.media);
    }

    private static int fill(Bound bound) {
        int size = 0;
        while (bound.admits(size)) {
            size++;
        }
        return size;
    }

    @Test
    void aMillionConversationsAtOnceHavePlace() {
        assertTrue(fill(LaneMemory.ofOneAmong(1).flows) >= 1_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void allTablesFullTogetherStayBelowHalfOfTheHeap(int lanes) {
        long own = 0;
        for (Bound table : tables(LaneMemory.ofOneAmong(lanes))) {
            own += table.ownBytes();
        }
        assertTrue(
                lanes * (own + LaneMemory.ROOM_BYTES / lanes) < MOST_BYTES,
                own + " bytes in each of " + lanes + " lanes");
    }

    @Test
    void conversationsThatTakeAllTheRoomLeaveTheOthersTheirShare() {
        LaneMemory memory = LaneMemory.ofOneAmong(1);
        fill(memory.flows);
        fill(memory.attempts); // of which there is room for a few more

        List<Integer> left = new ArrayList<>();
        tables(memory).stream().skip(2).forEach(table -> left.add(fill(table)));
        assertEquals(List.of(1 << 15, 1 << 13, 1 << 14, 1 << 16, 1 << 16, 1 << 9), left);
    }

    @Test
    void aLaneKeepsAMillionConversationsAndPushesNoneOut() {
        Lane lane = new Lane();
        LaneScene scene = new LaneScene(lane);
        for (int i = 0; i < 1_000_000; i++) {
            scene.udp(i, LaneScene.CLIENT + i / 50_000, 10_000 + i % 50_000, LaneScene.SERVER, 3480, 12);
        }

        assertFalse(
                lane.evidence().traffic().givenUp().containsKey("conversations pushed out: table full"),
                () -> lane.evidence().traffic().givenUp().toString());
    }
}
