package org.portwitness.testdata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private static final int MILLIS_PER_SECOND = 1000;

    /** A record of a classic little-endian file: milliseconds after the start, and the frame. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Seen(long millis, byte[] frame) {
        String source() {
            return (frame[26] & 0xFF) + "." + (frame[27] & 0xFF) + "." + (frame[28] & 0xFF) + "." + (frame[29] & 0xFF);
        }

        boolean isIpv4() {
            return frame[12] == 0x08 && frame[13] == 0;
        }
    }

    @Test
    void aBlockedConnectionIsOneSynAtItsFourTimes() {
        List<Seen> seen = read(Scenario.start().tcpBlocked("192.0.2.1", 443));
        assertEquals(
                List.of(0L, 1000L, 3000L, 7000L),
                seen.stream().map(Seen::millis).toList());
        for (Seen syn : seen) {
            assertEquals(Packets.SYN, syn.frame()[47]);
            assertArrayEquals(sequenceNumber(seen.get(0)), sequenceNumber(syn));
        }
    }

    @Test
    void theRefusalOfASynAcknowledgesIt() {
        List<Seen> seen = read(Scenario.start().tcpRefused("192.0.2.1", 443));
        assertEquals(2, seen.size());
        assertEquals(Packets.RST | Packets.ACK, seen.get(1).frame()[47]);
        int isn = ByteBuffer.wrap(seen.get(0).frame()).getInt(38);
        assertEquals(isn + 1, ByteBuffer.wrap(seen.get(1).frame()).getInt(42));
    }

    @Test
    void anAllocateIsSentTenTimesAsTheSameBytes() {
        Scenario s = Scenario.start();
        MediaTalk.from(s, 50_016).allocateBlocked("192.0.2.1", 3478);
        List<Seen> seen = read(s);
        assertEquals(10, seen.size());
        assertEquals(9 * 650, seen.get(9).millis());
        assertArrayEquals(payload(seen.get(0)), payload(seen.get(9)));
    }

    @Test
    void whatRunsMeanwhileIsSortedIntoTheRest() {
        Scenario s = Scenario.start()
                .meanwhile(other -> other.pause(0.5).tcpBlocked("192.0.2.2", 443))
                .tcpBlocked("192.0.2.1", 443);
        assertEquals(
                List.of(0L, 500L, 1000L, 1500L, 3000L, 3500L, 7000L, 7500L),
                read(s).stream().map(Seen::millis).toList());
    }

    @Test
    void aMirrorOfOneDirectionKeepsNothingThatTheUnitReceives() {
        List<Seen> seen = read(Scenario.start().https("a.example", "192.0.2.1").onlySentBy(Scenario.UNIT));
        assertEquals(
                List.of(Scenario.UNIT),
                seen.stream().map(Seen::source).distinct().toList());
    }

    @Test
    void aDoubledMirrorAddsEachFrameOnceMore() {
        Scenario s = Scenario.start().https("a.example", "192.0.2.1");
        int once = s.packets();
        assertEquals(2 * once, s.mirroredTwice().packets());
    }

    @Test
    void beyondTheNatNeitherTheUnitNorTheSiteIsSeen() {
        List<Seen> seen = read(Scenario.start()
                .beyondNat("192.0.2.40")
                .resolve("a.example", "198.51.100.1")
                .https("a.example", "198.51.100.1"));
        assertEquals(
                List.of("192.0.2.40", "198.51.100.1"),
                seen.stream().filter(Seen::isIpv4).map(Seen::source).distinct().toList());
    }

    @Test
    void aCaptureThatWasStoppedHoldsNothingLater() {
        assertEquals(
                List.of(0L, 1000L),
                read(Scenario.start().tcpBlocked("192.0.2.1", 443).stoppedAfter(2.9)).stream()
                        .map(Seen::millis)
                        .toList());
    }

    private static byte[] sequenceNumber(Seen seen) {
        return Arrays.copyOfRange(seen.frame(), 38, 42);
    }

    private static byte[] payload(Seen seen) {
        return Arrays.copyOfRange(seen.frame(), 42, seen.frame().length);
    }

    private static List<Seen> read(Scenario scenario) {
        ByteBuffer file = ByteBuffer.wrap(scenario.pcap()).order(ByteOrder.LITTLE_ENDIAN);
        List<Seen> seen = new ArrayList<>();
        file.position(24);
        while (file.hasRemaining()) {
            long seconds = file.getInt() - Scenario.START / Scenario.SECOND;
            long millis = seconds * MILLIS_PER_SECOND + file.getInt() / MILLIS_PER_SECOND;
            byte[] frame = new byte[file.getInt()];
            file.getInt();
            file.get(frame);
            seen.add(new Seen(millis, frame));
        }
        return seen;
    }
}
