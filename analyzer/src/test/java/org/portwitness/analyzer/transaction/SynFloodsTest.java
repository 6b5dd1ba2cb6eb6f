package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.transaction.TcpScene.ACK;
import static org.portwitness.analyzer.transaction.TcpScene.SYN;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.AnsweredPairs;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Forgotten;
import org.portwitness.analyzer.evidence.TcpAttempt.Outcome;
import org.portwitness.analyzer.evidence.TcpConnection;

/** What is forgotten where the tables are full, and what is not. */
class SynFloodsTest {
    private static final long ISN = 1000;

    @Test
    void aFloodOfSynsPushesOutNoFlow() {
        TcpScene scene = new TcpScene(16, 64);
        scene.client()
                .at(0, SYN, ISN, 0)
                .server()
                .at(1, SYN | ACK, 77, ISN + 1)
                .client()
                .at(2, ACK, ISN + 1, 78);
        for (int i = 0; i < 10_000; i++) {
            scene.between("198.18." + (i >> 8 & 255) + "." + (i & 255), 1000 + i, TcpScene.CLIENT, 443)
                    .at(3 + i * 0.001, SYN, i, 0);
        }
        assertEquals(0, scene.flows.evicted());
        assertEquals(1, scene.flows.size());
        assertEquals(10_001 - 64, scene.attempts.notKept());
        assertEquals(0, scene.attempts.answeredNotKept());
        List<TcpConnection> all = scene.connections();
        assertEquals(64, all.size());
        assertEquals(
                1,
                all.stream()
                        .filter(c -> c.attempt().outcome() == Outcome.ANSWERED)
                        .count());
        scene.client().payload(10).at(20, ACK, ISN + 1, 78);
        assertEquals(1, scene.flows.size());
    }

    @Test
    void aFloodForgetsSingleSynsBeforeRepeatedOnes() {
        TcpScene scene = new TcpScene(16, 64).client().at(0, SYN, ISN, 0).at(1000, SYN, ISN, 0);
        for (int i = 0; i < 5000; i++) {
            scene.between("198.18.0.1", 1 + i, TcpScene.CLIENT, 443).at(1000 + i * 0.01, SYN, i, 0);
        }
        assertTrue(scene.connections().stream()
                .anyMatch(c -> c.attempt().isn() == ISN && c.attempt().synSendings() == 2));
        assertEquals(64, scene.connections().size());
    }

    private static TcpScene floodedAfterOneSynOfTheClient(TcpScene scene) {
        scene.client().at(10, SYN, ISN, 0);
        for (int i = 0; i < 5000; i++) {
            scene.between("198.18." + (i >> 8) + "." + (i & 255), 1 + i, TcpScene.CLIENT, 443)
                    .at(20 + i * 0.01, SYN, i, 0);
        }
        return scene;
    }

    @Test
    void aFloodForgetsAUnitsSingleSynLast() {
        TcpScene scene = new TcpScene(16, 64);
        Address unit = Address.parse(TcpScene.CLIENT);
        scene.attempts.favour((high, low) -> high == unit.high() && low == unit.low());
        floodedAfterOneSynOfTheClient(scene);
        assertTrue(scene.connections().stream().anyMatch(c -> c.attempt().isn() == ISN));
        assertEquals(5001 - 64, scene.attempts.forgotten().loneSyns());
        assertEquals(0, scene.attempts.forgotten().attempts());
    }

    @Test
    void aFloodForgetsTheSingleSynOfAHostThatTalksWithOthersLast() {
        TcpScene scene = new TcpScene(16, 64)
                .between(TcpScene.CLIENT, 40000, TcpScene.ROUTER, 80)
                .at(0, SYN, 5, 0)
                .between(TcpScene.ROUTER, 80, TcpScene.CLIENT, 40000)
                .at(1, SYN | ACK, 77, 6)
                .between(TcpScene.CLIENT, 40000, TcpScene.ROUTER, 80)
                .at(2, ACK, 6, 78);
        floodedAfterOneSynOfTheClient(scene);
        assertTrue(scene.connections().stream()
                .anyMatch(c -> c.attempt() != null && c.attempt().isn() == ISN));
    }

    @Test
    void aFloodForgetsAStrangersSingleSynAsAnyOther() {
        TcpScene scene = floodedAfterOneSynOfTheClient(new TcpScene(16, 64));
        assertFalse(scene.connections().stream().anyMatch(c -> c.attempt().isn() == ISN));
    }

    @Test
    void answeredAttemptsAreForgottenBeforeSilentOnesOfAUnitAndLeaveTheirPairBehind() {
        TcpScene scene = new TcpScene(4, 64);
        scene.attempts.favour((high, low) -> true);
        scene.client().at(0, SYN, ISN, 0).at(1000, SYN, ISN, 0);
        for (int i = 0; i < 500; i++) {
            scene.between(TcpScene.CLIENT, 1000 + i, TcpScene.ROUTER, 443)
                    .at(2000 + i, SYN, ISN, 0)
                    .between(TcpScene.ROUTER, 443, TcpScene.CLIENT, 1000 + i)
                    .at(2000.5 + i, SYN | ACK, 5, ISN + 1);
        }
        assertTrue(scene.connections().stream()
                .anyMatch(c -> c.attempt() != null && c.attempt().synSendings() == 2));
        List<Forgotten.Answered> pairs = new ArrayList<>();
        scene.attempts.forgotten().answered().forEach(pairs::add);
        assertEquals(1, pairs.size());
        assertEquals(Address.parse(TcpScene.CLIENT), pairs.get(0).client());
        assertEquals(
                new Endpoint(Address.parse(TcpScene.ROUTER), 443), pairs.get(0).server());
        assertEquals(501 - 64, scene.attempts.forgotten().attempts());
        assertEquals(0, scene.attempts.forgotten().unknownAnswers());
    }

    @Test
    void pairsBeyondTheBoundAreCounted() {
        AnsweredPairs pairs = new AnsweredPairs(100);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 120; i++) {
                pairs.add(0, i, 0, 7, 443, 10L - round, 20L + round);
            }
        }
        assertEquals(40, pairs.leftOut());
        int next = 0;
        for (Forgotten.Answered pair : pairs) {
            assertEquals(new Address(0, next++), pair.client());
            assertEquals(new Endpoint(new Address(0, 7), 443), pair.server());
            assertEquals(9, pair.firstNanos());
            assertEquals(21, pair.lastNanos());
        }
        assertEquals(100, next);
    }

    @Test
    void aTableFullOfAnsweredAttemptsForgetsAndCountsThem() {
        TcpScene scene = new TcpScene(1000, 8);
        for (int i = 0; i < 20; i++) {
            scene.between(TcpScene.CLIENT, 1000 + i, TcpScene.SERVER, 443)
                    .at(i, SYN, ISN, 0)
                    .between(TcpScene.SERVER, 443, TcpScene.CLIENT, 1000 + i)
                    .at(i + 0.5, SYN | ACK, 5, ISN + 1);
        }
        assertEquals(12, scene.attempts.notKept());
        assertEquals(12, scene.attempts.answeredNotKept());
        List<TcpConnection> all = scene.connections();
        assertEquals(20, all.size());
        assertEquals(12, all.stream().filter(c -> c.attempt() == null).count());
    }

    @Test
    void manyAttemptsOfOneSocketPairDoNotSlowTheSearchDown() {
        TcpScene scene = new TcpScene(16, 1 << 17).client();
        for (int i = 0; i < 100_000; i++) {
            scene.at(i * 0.001, SYN, i * 7L, 0);
        }
        assertEquals(100_000, scene.connections().size());
        scene.server().at(200, SYN | ACK, 1, 99_999 * 7L + 1);
        assertEquals(
                1,
                scene.connections().stream()
                        .filter(c -> c.attempt().outcome() == Outcome.ANSWERED)
                        .count());
    }

    @Test
    void aFlowThatWasPushedOutLeavesItsAttemptIntact() {
        TcpScene scene = new TcpScene(2, 100);
        for (int i = 0; i < 4; i++) {
            scene.between(TcpScene.CLIENT, 1000 + i, TcpScene.SERVER, 443)
                    .at(i, SYN, ISN, 0)
                    .between(TcpScene.SERVER, 443, TcpScene.CLIENT, 1000 + i)
                    .at(i + 0.5, SYN | ACK, 5, ISN + 1);
        }
        List<TcpConnection> all = scene.connections();
        assertEquals(4, all.size());
        assertEquals(2, scene.flows.evicted());
        assertEquals(2, all.stream().filter(c -> c.serverPackets() == 1).count());
        assertTrue(all.stream().allMatch(c -> c.attempt().outcome() == Outcome.ANSWERED));
    }
}
