package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.portwitness.analyzer.transaction.TcpScene.ACK;
import static org.portwitness.analyzer.transaction.TcpScene.FIN;
import static org.portwitness.analyzer.transaction.TcpScene.RST;
import static org.portwitness.analyzer.transaction.TcpScene.SYN;

import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.MirrorSigns;

class TcpGapsTest {
    private final TcpScene scene = opened();

    private static TcpScene opened() {
        TcpScene scene = new TcpScene();
        scene.client().at(0, SYN, 100, 0);
        scene.server().at(10, SYN | ACK, 5000, 101);
        scene.client().at(11, ACK, 101, 5001);
        return scene;
    }

    private void expect(long unseenBytes, long stretches) {
        MirrorSigns signs = scene.gaps.signs(0, 0);
        assertEquals(unseenBytes, signs.unseenBytes());
        assertEquals(stretches, signs.unseenStretches());
    }

    @Test
    void aCompleteConversationHasNoGaps() {
        scene.client().payload(300).at(12, ACK, 101, 5001);
        scene.server().payload(1000).at(22, ACK, 5001, 401);
        scene.server().payload(1000).at(23, ACK, 6001, 401);
        scene.client().at(24, ACK, 401, 7001);
        scene.client().at(25, FIN | ACK, 401, 7001);
        scene.server().at(35, FIN | ACK, 7001, 402);
        scene.client().at(36, ACK, 402, 7002);
        expect(0, 0);
        assertEquals(2300, scene.gaps.signs(0, 0).tcpBytes());
    }

    @Test
    void aSegmentThatIsAcknowledgedAndNeverSeenIsTheCapturesLoss() {
        scene.server().payload(1000).at(20, ACK, 5001, 101);
        scene.server().payload(1000).at(22, ACK, 7001, 101);
        expect(0, 0);
        scene.client().at(23, ACK, 101, 8001);
        expect(1000, 1);
    }

    @Test
    void aSegmentThatTheNetworkLostIsSentAgainAndNoLossOfTheCapture() {
        scene.server().payload(1000).at(20, ACK, 5001, 101);
        scene.server().payload(1000).at(22, ACK, 7001, 101);
        scene.client().at(23, ACK, 101, 6001);
        scene.client().at(24, ACK, 101, 6001);
        scene.server().payload(1000).at(230, ACK, 6001, 101);
        scene.client().at(231, ACK, 101, 8001);
        scene.client().at(232, ACK, 101, 8001);
        expect(0, 0);
    }

    @Test
    void segmentsOutOfOrderAreNoLoss() {
        scene.server().payload(1000).at(20, ACK, 6001, 101);
        scene.server().payload(1000).at(21, ACK, 5001, 101);
        scene.client().at(23, ACK, 101, 7001);
        scene.client().at(24, ACK, 101, 7001);
        expect(0, 0);
    }

    @Test
    void anAcknowledgementThatOvertakesItsDataInTheMirrorIsNoLoss() {
        scene.client().at(23, ACK, 101, 6001);
        scene.server().payload(1000).at(23.1, ACK, 5001, 101);
        scene.client().at(24, ACK, 101, 6001);
        expect(0, 0);
    }

    @Test
    void whatIsMissingAtTheEndCountsWithTheSecondAcknowledgement() {
        scene.client().at(23, ACK, 101, 6001);
        expect(0, 0);
        scene.client().at(24, ACK, 101, 6001);
        expect(1000, 1);
    }

    @Test
    void aMirrorOfOneDirectionHasNoGaps() {
        TcpScene blind = new TcpScene();
        for (int i = 0; i < 10; i++) {
            blind.client().at(i, ACK, 101, 5001 + i * 2000);
        }
        assertEquals(0, blind.gaps.signs(0, 0).unseenBytes());
    }

    @Test
    void madeUpNumbersAreNoGap() {
        scene.server().at(20, RST, 9_999_999, 0);
        scene.client().at(21, ACK, 101, 3_000_000_000L);
        scene.client().at(22, ACK, 101, 3_000_000_000L);
        scene.server().payload(100).at(30, ACK, 2_000_000_000L, 101);
        scene.client().at(31, ACK, 101, 2_000_000_100L);
        expect(0, 0);
    }
}
