package org.portwitness.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

class HandOffTest {
    private static final int FRAMES = 200_000;

    private static int length(Random random) {
        return random.nextInt(200);
    }

    @Test
    void everyFrameArrivesOnceAndInOrderHoweverOftenTheMemoryIsUsedAgain() throws Exception {
        HandOff handOff = new HandOff(4096, LinkType.ETHERNET);
        Thread giver = new Thread(() -> {
            Random random = new Random(1);
            byte[] bytes = new byte[200];
            for (int i = 0; i < FRAMES; i++) {
                int length = length(random);
                bytes[0] = (byte) i;
                handOff.put(bytes, length, length + 5, i);
            }
            handOff.finish();
        });
        giver.start();
        Random random = new Random(1);
        Frame frame = new Frame();
        int received = 0;
        while (true) {
            if (handOff.poll(frame)) {
                int length = length(random);
                assertEquals(length, frame.capturedLength());
                assertEquals(length + 5, frame.originalLength());
                assertEquals(received, frame.timeNanos());
                assertTrue(length == 0 || frame.bytes().get(frame.at()) == (byte) received);
                received++;
            } else if (handOff.isFinished() && !handOff.poll(frame)) {
                break;
            } else {
                handOff.await();
            }
        }
        giver.join();
        assertEquals(FRAMES, received);
    }

    @Test
    void whoeverWaitsForRoomIsLetGoWhenNobodyTakesAnyMore() {
        HandOff handOff = new HandOff(1024, LinkType.ETHERNET);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            Thread giver = new Thread(() -> {
                for (int i = 0; i < 100; i++) {
                    handOff.put(new byte[400], 400, 400, i);
                }
            });
            giver.start();
            handOff.abandon();
            giver.join();
        });
        assertFalse(handOff.isFinished());
    }
}
