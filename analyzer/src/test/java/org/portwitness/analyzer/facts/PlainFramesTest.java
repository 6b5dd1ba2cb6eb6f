package org.portwitness.analyzer.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

/** The straight path says what the walk says, and neither allocates. */
final class PlainFramesTest {
    private static final long SEED = 20260120L;
    private static final int ROUNDS = 40_000;

    /** Two more tags make the same packet one for the walk, eight bytes further on. */
    private static final String TWO_TAGS = "8100 0001 8100 0002 ";

    private static final int SHIFT = 8;

    private static final List<String> PACKETS = List.of(
            "0800" + Samples.IPV4_SYN + "0000",
            "86dd" + Samples.IPV6_SYN,
            "0800" + Samples.ipv4(17, 12) + Samples.udp(40000, 53, 4) + "deadbeef 0000",
            "86dd" + Samples.ipv6(17, 12) + Samples.udp(40000, 53, 4) + "deadbeef");

    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts plain = new PacketFacts();
    private final PacketFacts walked = new PacketFacts();

    @Test
    void bothPathsSayTheSameOfDamagedFramesToo() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            String packet = PACKETS.get(random.nextInt(PACKETS.size()));
            byte[] plainBytes = HexFrame.bytes(Samples.MACS + packet);
            byte[] walkedBytes = HexFrame.bytes(Samples.MACS + TWO_TAGS + packet);
            for (int change = random.nextInt(3); change > 0; change--) {
                int at = 14 + random.nextInt(plainBytes.length - 14);
                plainBytes[at] = (byte) random.nextInt(256);
                walkedBytes[at + SHIFT] = plainBytes[at];
            }
            int captured = random.nextBoolean() ? plainBytes.length : 14 + random.nextInt(plainBytes.length - 13);

            int plainResult = decoder.decode(frame(plainBytes, captured), plain);
            int walkedResult = decoder.decode(frame(walkedBytes, captured + SHIFT), walked);

            assertEquals(walkedResult, plainResult);
            if (DecodeResult.isIp(plainResult)) {
                assertSame();
            }
        }
    }

    @Test
    void decodingAllocatesNothing() {
        Frame[] frames = Samples.all().values().stream()
                .map(sample -> HexFrame.of(sample.linkType(), sample.hex()))
                .toArray(Frame[]::new);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        decodeAll(frames, 200);
        long before = threads.getThreadAllocatedBytes(thread);
        long sum = decodeAll(frames, 2_000);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertEquals(2_000L * frames.length * 443, sum);
        assertTrue(allocated < 4_096, () -> allocated + " bytes");
    }

    private long decodeAll(Frame[] frames, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            for (Frame frame : frames) {
                decoder.decode(frame, plain);
                sum += plain.destinationPort;
            }
        }
        return sum;
    }

    private static Frame frame(byte[] bytes, int captured) {
        return HexFrame.of(LinkType.ETHERNET, bytes, captured, bytes.length);
    }

    private void assertSame() {
        assertEquals(walked.protocol, plain.protocol);
        assertEquals(walked.ipVersion, plain.ipVersion);
        assertEquals(walked.ipAt - SHIFT, plain.ipAt);
        assertEquals(walked.ethernetAt, plain.ethernetAt);
        assertEquals(walked.ttl, plain.ttl);
        assertEquals(walked.ipId, plain.ipId);
        assertEquals(walked.dscp, plain.dscp);
        assertEquals(walked.firstFragment, plain.firstFragment);
        assertEquals(walked.sourceHigh, plain.sourceHigh);
        assertEquals(walked.sourceLow, plain.sourceLow);
        assertEquals(walked.destinationHigh, plain.destinationHigh);
        assertEquals(walked.destinationLow, plain.destinationLow);
        assertEquals(walked.sourcePort, plain.sourcePort);
        assertEquals(walked.destinationPort, plain.destinationPort);
        assertEquals(walked.transportAt - SHIFT, plain.transportAt);
        assertEquals(walked.payloadAt - SHIFT, plain.payloadAt);
        assertEquals(walked.payloadLength, plain.payloadLength);
        assertEquals(walked.payloadWireLength, plain.payloadWireLength);
        assertEquals(walked.sequence, plain.sequence);
        assertEquals(walked.acknowledgement, plain.acknowledgement);
        assertEquals(walked.tcpFlags, plain.tcpFlags);
        assertEquals(walked.icmpType, plain.icmpType);
        assertEquals(walked.quotedProtocol, plain.quotedProtocol);
    }
}
