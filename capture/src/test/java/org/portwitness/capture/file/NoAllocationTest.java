package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

class NoAllocationTest {
    private static final int PACKETS = 300_000;
    /** Chunks come and go as objects of no size worth mentioning; one object a packet would be 16 bytes times the packets. */
    private static final long ALLOWED_BYTES = 200_000;

    @TempDir
    Path folder;

    @Test
    void readingPcapAllocatesNothingForAPacket() throws Exception {
        CaptureBytes file = CaptureBytes.pcap();
        for (int i = 0; i < PACKETS; i++) {
            file.record(i, i, "sixteen bytes...");
        }
        assertNoAllocation(List.of(written("a.pcap", file)), PACKETS);
    }

    @Test
    void readingPcapngAllocatesNothingForAPacket() throws Exception {
        CaptureBytes file = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).describe(1, 0);
        byte[] drops = file.option(4, 0);
        for (int i = 0; i < PACKETS / 3; i++) {
            file.enhanced(0, i, "sixteen bytes...")
                    .enhanced(0, i, "with options", drops)
                    .simple(4, "none");
        }
        assertNoAllocation(List.of(written("a.pcapng", file)), PACKETS);
    }

    @Test
    void mergingAllocatesNothingForAPacket() throws Exception {
        CaptureBytes even = CaptureBytes.pcap();
        CaptureBytes odd = CaptureBytes.pcap();
        for (int i = 0; i < PACKETS / 2; i++) {
            even.record(2L * i, 0, "sixteen bytes...");
            odd.record(2L * i + 1, 0, "sixteen bytes...");
        }
        assertNoAllocation(List.of(written("even.pcap", even), written("odd.pcap", odd)), PACKETS);
    }

    private String written(String name, CaptureBytes file) throws Exception {
        return Files.write(folder.resolve(name), file.bytes()).toString();
    }

    private static void assertNoAllocation(List<String> files, int packets) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (FrameSource source = CaptureFiles.open(files, System.in)) {
            Frame frame = new Frame();
            for (int i = 0; i < 100; i++) {
                assertTrue(source.next(frame));
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            int count = 100;
            while (source.next(frame)) {
                count++;
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertEquals(packets, count);
            assertTrue(allocated < ALLOWED_BYTES, allocated + " bytes allocated");
        }
    }
}
