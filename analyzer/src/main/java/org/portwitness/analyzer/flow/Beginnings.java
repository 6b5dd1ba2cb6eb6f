package org.portwitness.analyzer.flow;

import java.util.Arrays;

/**
 * At which packet of the capture each record of a table began. Only lanes that share a capture keep it, 8 bytes a record: every lane sees all
 * packets pass, so these numbers put the records of several lanes into the order in which one lane would have made them. Owned by one lane.
 */
public final class Beginnings {
    private static final int FIRST_CAPACITY = 1 << 8;

    private final CaptureClock clock;
    private long[] packets = new long[FIRST_CAPACITY];

    public Beginnings(CaptureClock clock) {
        this.clock = clock;
    }

    /** The record in that slot begins with the packet at hand, whatever was in the slot before. */
    public void note(int slot) {
        set(slot, clock.packets());
    }

    /** The record in that slot begins with that packet. */
    public void set(int slot, long packet) {
        if (slot >= packets.length) {
            packets = Arrays.copyOf(packets, Math.max(slot + 1, packets.length * 2));
        }
        packets[slot] = packet;
    }

    /** Number of that packet, from 1 on. */
    public long of(int slot) {
        return packets[slot];
    }
}
