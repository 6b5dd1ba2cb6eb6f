package org.portwitness.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.flow.Filling.fill;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.analyzer.content.DnsExchanges;
import org.portwitness.analyzer.content.TcpContents;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.media.MediaStreams;
import org.portwitness.analyzer.transaction.DiscoveryProbes;
import org.portwitness.analyzer.transaction.StunTransactions;
import org.portwitness.analyzer.transaction.SynAttempts;
import org.portwitness.analyzer.transaction.TcpGaps;

final class LaneMemoryTest {
    /** Half of the launcher's heap and a little more: the rest is for judging what is in the tables. */
    private static final long MOST_BYTES = 215_000_000;

    /** Of the {@link #tables}. */
    private static final List<Integer> SLOT_BYTES = List.of(
            FlowTable.SLOT_BYTES + TcpGaps.SLOT_BYTES,
            SynAttempts.SLOT_BYTES,
            StunTransactions.SLOT_BYTES,
            DiscoveryProbes.SLOT_BYTES,
            DnsExchanges.SLOT_BYTES,
            TcpContents.WATCH_BYTES,
            TcpContents.HELLO_BYTES,
            MediaStreams.STREAM_BYTES);

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

    @Test
    void aMillionConversationsAtOnceHavePlace() {
        assertTrue(fill(LaneMemory.ofOneAmong(1).flows) >= 1_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void allTablesFullTogetherStayBelowHalfOfTheHeap(int lanes) {
        List<Bound> tables = tables(LaneMemory.ofOneAmong(lanes));
        long bytes = 0;
        for (int i = 0; i < tables.size(); i++) {
            bytes += (long) fill(tables.get(i)) * SLOT_BYTES.get(i);
        }
        assertTrue(lanes * bytes < MOST_BYTES, bytes + " bytes in each of " + lanes + " lanes");
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
