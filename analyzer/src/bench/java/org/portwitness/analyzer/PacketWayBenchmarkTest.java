package org.portwitness.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.PacketWayBenchmark.FLOWS;
import static org.portwitness.analyzer.PacketWayBenchmark.PACKETS;
import static org.portwitness.analyzer.PacketWayBenchmark.STUN_PACKETS;

import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.flow.FlowTable;

/** What is measured gives the right answer. */
class PacketWayBenchmarkTest {
    private final PacketWayBenchmark benchmark = new PacketWayBenchmark();

    @BeforeEach
    void prepare() throws Exception {
        benchmark.prepare();
    }

    @AfterEach
    void forget() throws Exception {
        benchmark.forget();
    }

    @Test
    void readingGivesEveryPacket() throws Exception {
        assertEquals(PACKETS, benchmark.read());
    }

    @Test
    void decodingFindsAsManyPayloadBytesAsTheFlowsCount() {
        FlowTable flows = benchmark.flowLookup();
        long payload = 0;
        for (int flow = 0; flow < flows.size(); flow++) {
            payload += flows.payloadBytes(flow, true) + flows.payloadBytes(flow, false);
        }
        assertEquals(payload, benchmark.decode());
    }

    @Test
    void eachFlowIsFoundAgain() {
        int flows = benchmark.flowLookup().size();
        assertTrue(flows > FLOWS && flows <= FLOWS + 200, flows + " flows");
        FlowTable table = benchmark.flowLookup();
        assertEquals(flows, table.size());
        long packets = 0;
        for (int flow = 0; flow < flows; flow++) {
            packets += table.packets(flow, true) + table.packets(flow, false);
        }
        assertEquals(2L * PACKETS, packets);
    }

    @Test
    void eachRequestIsMatchedWithItsAnswer() {
        Iterable<StunTransaction> transactions = benchmark.stunMatching().transactions();
        assertEquals(
                STUN_PACKETS / 2,
                StreamSupport.stream(transactions.spliterator(), false)
                        .filter(StunTransaction::isAnswered)
                        .count());
    }

    @Test
    void aLaneCountsAndMatchesAll() {
        Lane lane = benchmark.lane();
        Traffic traffic = lane.evidence().traffic();
        assertEquals(PACKETS, traffic.packets());
        assertEquals(PACKETS, traffic.tcp() + traffic.udp());
        assertEquals(
                STUN_PACKETS / 2,
                StreamSupport.stream(lane.evidence().stun().spliterator(), false)
                        .filter(StunTransaction::isAnswered)
                        .count());
    }
}
