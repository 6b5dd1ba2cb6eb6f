package org.portwitness.capture.file;

import java.util.Arrays;
import org.portwitness.capture.CaptureSummary;

/** The interfaces of the section at hand, and what they and those of earlier sections lost. One thread. */
final class PcapngInterfaces {
    /** A file of empty interface descriptions must not take memory without end; real captures have a few hundred. */
    static final int LIMIT = 1 << 16;

    /** Counters beyond this are held here: sums of many and their percentages stay within a long. */
    private static final long COUNTER_LIMIT = 1L << 40;

    private static final long UNKNOWN = -1;

    private int count;
    private int[] linkTypes = new int[4];
    private int[] snapLengths = new int[4];
    private TimestampScale[] scales = new TimestampScale[4];
    /** As the latest statistics block has them. */
    private long[] interfaceDrops = new long[4];

    private long[] systemDrops = new long[4];
    /** Sum of what packet blocks tell. */
    private long[] packetDrops = new long[4];

    private long earlierInterfaceDrops = UNKNOWN;
    private long earlierSystemDrops = UNKNOWN;
    private long earlierPacketDrops = UNKNOWN;

    int count() {
        return count;
    }

    int linkType(int index) {
        return linkTypes[index];
    }

    /** Unsigned; 0 means no limit. */
    int snapLength(int index) {
        return snapLengths[index];
    }

    TimestampScale scale(int index) {
        return scales[index];
    }

    void add(int linkType, int snapLength, TimestampScale scale) {
        if (count == linkTypes.length) {
            int capacity = count * 2;
            linkTypes = Arrays.copyOf(linkTypes, capacity);
            snapLengths = Arrays.copyOf(snapLengths, capacity);
            scales = Arrays.copyOf(scales, capacity);
            interfaceDrops = Arrays.copyOf(interfaceDrops, capacity);
            systemDrops = Arrays.copyOf(systemDrops, capacity);
            packetDrops = Arrays.copyOf(packetDrops, capacity);
        }
        linkTypes[count] = linkType;
        snapLengths[count] = snapLength;
        scales[count] = scale;
        interfaceDrops[count] = UNKNOWN;
        systemDrops[count] = UNKNOWN;
        packetDrops[count] = UNKNOWN;
        count++;
    }

    /** A packet of this interface says how many were lost just before it. */
    void lostBefore(int index, long packets) {
        packetDrops[index] = sum(packetDrops[index], held(packets));
    }

    /** Statistics count from the start of the capture, so the latest replace earlier ones. */
    void interfaceDropped(int index, long packets) {
        interfaceDrops[index] = held(packets);
    }

    void systemDropped(int index, long packets) {
        systemDrops[index] = held(packets);
    }

    /** A new section begins: its interfaces are numbered anew, the losses stay. */
    void nextSection() {
        CaptureSummary.Drops sofar = dropped();
        earlierInterfaceDrops = sofar.networkInterface();
        earlierSystemDrops = sofar.kernel();
        earlierPacketDrops = sofar.buffer();
        count = 0;
    }

    /**
     * Losses over all sections. What packets tell counts only for interfaces without statistics: both count the same losses.
     */
    CaptureSummary.Drops dropped() {
        long byInterface = earlierInterfaceDrops;
        long bySystem = earlierSystemDrops;
        long byPackets = earlierPacketDrops;
        for (int i = 0; i < count; i++) {
            byInterface = sum(byInterface, interfaceDrops[i]);
            bySystem = sum(bySystem, systemDrops[i]);
            if (interfaceDrops[i] == UNKNOWN && systemDrops[i] == UNKNOWN) {
                byPackets = sum(byPackets, packetDrops[i]);
            }
        }
        return new CaptureSummary.Drops(bySystem, byInterface, byPackets);
    }

    private static long held(long unsigned) {
        return unsigned < 0 ? COUNTER_LIMIT : Math.min(unsigned, COUNTER_LIMIT);
    }

    private static long sum(long a, long b) {
        if (a == UNKNOWN || b == UNKNOWN) {
            return Math.max(a, b);
        }
        return Math.min(a + b, COUNTER_LIMIT);
    }
}
