package org.portwitness.analyzer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What looks like RTP in one packet and is none, what is broken, and what a packet costs. */
class NoMediaTest {
    private static final int PACKETS = 1_000_000;

    /** Less than one object for every thousand packets: class loading, the measurement itself. */
    private static final long SMALL_CHANGE = PACKETS / 1000 * 16L;

    private static void assertNone(MediaScene scene) {
        assertEquals(List.of(), scene.streams());
        assertFalse(scene.media.isMedia(0, true));
    }

    @Test
    void encryptedDatagramsWithRandomFirstBytesAreNone() {
        Random random = new Random(1);
        byte[] payload = new byte[200];
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(payload);
            payload[0] = (byte) (0x80 | payload[0] & 0x3f);
            scene.bytes.put(0, payload);
            scene.millis += 1;
            scene.datagram(true, payload.length, payload.length, /* trusted= */ false);
        }
        assertEquals(List.of(), scene.streams());
    }

    @Test
    void norAreTheyWhereStunWasExchangedBefore() {
        Random random = new Random(2);
        byte[] payload = new byte[200];
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(payload);
            payload[0] = (byte) (0x80 | payload[0] & 0x3f);
            scene.bytes.put(0, payload);
            scene.millis += 1;
            scene.datagram(true, payload.length, payload.length, /* trusted= */ true);
        }
        assertEquals(List.of(), scene.streams());
    }

    @Test
    void aSequenceNumberThatStandsStillIsNone() {
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 100; i++) {
            scene.packet(0x0110, i, 5, false).millis += 20;
        }
        assertNone(scene);
    }

    @Test
    void norIsACounterBesideASourceThatChanges() {
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 100; i++) {
            scene.ssrc = i * 7919;
            scene.packet(i, i * 160, 0, false).millis += 20;
        }
        assertNone(scene);
    }

    @Test
    void norIsACounterBesideATimeStampThatIsDrawn() {
        Random random = new Random(3);
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 100; i++) {
            scene.packet(i, random.nextInt(), 0, false).millis += 20;
        }
        assertNone(scene);
    }

    @Test
    void norIsACounterBesideATimeStampThatStandsStill() {
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 100; i++) {
            scene.packet(i, 0, 0, false).millis += 20;
        }
        assertEquals(List.of(), scene.streams());
    }

    @Test
    void norIsACounterThatJumps() {
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 1000; i++) {
            scene.packet(i * 60, i * 160, 0, false).millis += 20;
        }
        assertNone(scene);
    }

    @Test
    void norAreTypesThatRtcpUses() {
        MediaScene scene = new MediaScene();
        scene.payloadType = 72;
        assertNone(scene.send(100));
    }

    @Test
    void everyPrefixOfAPacketIsTakenOrLeftWithoutHarm() {
        for (int captured = 1; captured < 60; captured++) {
            MediaScene scene = new MediaScene().send(20);
            for (int i = 0; i < 40; i++) {
                scene.header(scene.sequence, scene.timestamp, i % 2 == 0 ? 0 : 72, false);
                scene.bytes.put(0, (byte) (0x80 | i));
                scene.datagram(true, captured, 172, i % 3 == 0).skip(1);
            }
            assertEquals(1, scene.streams().size());
        }
    }

    @Test
    void mutatedPacketsDoNoHarm() {
        Random random = new Random(4);
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 200_000; i++) {
            scene.payloadType = random.nextInt(4) == 0 ? random.nextInt(128) : 0;
            scene.header(scene.sequence, scene.timestamp, scene.payloadType, random.nextInt(50) == 0);
            for (int mutations = random.nextInt(3); mutations > 0; mutations--) {
                scene.bytes.put(random.nextInt(40), (byte) random.nextInt());
            }
            scene.bytes.put(0, (byte) (scene.bytes.get(0) & 0x3f | 0x80));
            scene.datagram(random.nextInt(10) != 0, 1 + random.nextInt(200), 200, random.nextBoolean());
            scene.skip(random.nextInt(100) == 0 ? random.nextInt(70_000) : 1);
            if (random.nextInt(100) == 0) {
                scene.millis += random.nextInt(1 << 30) - (1 << 29);
            }
        }
        assertTrue(scene.streams().size() > 0);
    }

    @Test
    void aMillionPacketsOfLossyStreamsAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        MediaScene scene = new MediaScene();
        talk(scene, 60_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        talk(scene, PACKETS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < SMALL_CHANGE, allocated + " bytes");
        assertEquals(6, scene.streams().size());
    }

    /** Three sources on each of two sockets, with losses, late packets, copies, keys, pauses; and packets that are no stream. */
    private static void talk(MediaScene scene, int packets) {
        for (int i = 0; i < packets; i++) {
            scene.talkerPort = 50_000 + i % 2;
            scene.ssrc = 1 + i / 2 % 3;
            if (i % 97 < 2) {
                scene.ssrc = i;
            }
            int number = scene.sequence + i / 6;
            scene.packet(
                    i % 101 == 0 ? number - 3 : number,
                    (scene.sequence + i / 6) * 960,
                    i % 1009 < 6 ? 101 : 120,
                    i % 211 == 0);
            scene.millis += i % 50_021 == 0 ? 40_000 : 1;
        }
        scene.sequence += packets / 6;
    }
}
