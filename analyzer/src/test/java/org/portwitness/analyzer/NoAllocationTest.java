package org.portwitness.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.LaneScene.ACK;
import static org.portwitness.analyzer.LaneScene.CLIENT;
import static org.portwitness.analyzer.LaneScene.FIN;
import static org.portwitness.analyzer.LaneScene.RST;
import static org.portwitness.analyzer.LaneScene.SERVER;
import static org.portwitness.analyzer.LaneScene.SYN;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class NoAllocationTest {
    private static final int PACKETS = 1_000_000;

    /** Less than one object for every thousand packets: class loading, the measurement itself. */
    private static final long SMALL_CHANGE = PACKETS / 1000 * 16L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final LaneScene scene = new LaneScene(new Lane(4096, 8192));
    private long micros;
    private int isn = 1;

    @Test
    void aMillionTcpPacketsAllocateNothing() {
        for (int i = 0; i < 20_000; i++) {
            connection(i);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        int packets = 0;
        for (int i = 0; packets < PACKETS; i++) {
            packets += connection(i);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < SMALL_CHANGE, allocated + " bytes for " + packets + " packets");
        assertEquals(
                8192,
                scene.connections().stream().filter(c -> c.attempt() != null).count());
    }

    /** One of five kinds of story on one of 2000 socket pairs; returns its packets. */
    private int connection(int number) {
        int port = 10_000 + number % 2000;
        int server = SERVER + number % 7;
        isn += 64_000;
        micros += 500;
        switch (number % 5) {
            case 0 -> {
                packet(port, server, SYN, isn, 0, 0);
                answer(port, server, SYN | ACK, 7, isn + 1, 0);
                packet(port, server, ACK, isn + 1, 8, 0);
                for (int i = 0; i < 10; i++) {
                    packet(port, server, ACK, isn + 1 + i * 100, 8 + i * 900, 100);
                    answer(port, server, ACK, 8 + i * 900, isn + 1 + i * 100, 900);
                }
                packet(port, server, FIN | ACK, isn + 1001, 9008, 0);
                return 24;
            }
            case 1 -> {
                packet(port, server, SYN, isn, 0, 0);
                answer(port, server, RST | ACK, 0, isn + 1, 0);
                return 2;
            }
            case 2 -> {
                for (int i = 0; i < 3; i++) {
                    packet(port, server, SYN, isn, 0, 0);
                }
                return 3;
            }
            case 3 -> {
                packet(port, server, SYN, isn, 0, 0);
                scene.unreachable(micros++, 0x0a000001, 1, CLIENT, port, server, 443, isn);
                return 2;
            }
            default -> {
                answer(port, server, ACK, 7, 8, 500);
                return 1;
            }
        }
    }

    private void packet(int port, int server, int flags, int sequence, int acknowledgement, int payload) {
        scene.tcp(micros++, CLIENT, port, server, 443, flags, sequence, acknowledgement, payload);
    }

    private void answer(int port, int server, int flags, int sequence, int acknowledgement, int payload) {
        scene.tcp(micros++, server, 443, CLIENT, port, flags, sequence, acknowledgement, payload);
    }
}
