package org.portwitness.analyzer.media;

import org.portwitness.analyzer.evidence.Carriage;

/**
 * The latest headers that look like RTP in directions where no stream is known yet, so that a stream that is recognised at its fifth packet
 * is counted from its first one on. Headers of one direction are chained, latest first. A ring: what is overwritten is forgotten, the caller
 * sees it by the chain's end.
 *
 * <pre>
 * 0 time   1 place   2 SSRC : 32 | time stamp : 32   3 sequence : 16 | marker : 1 | type : 7 | DSCP : 8
 * 4 owner : 32 | the owner's header before : 32
 * </pre>
 *
 * Writing goes forward through memory, which costs little even where every packet of a capture looks like RTP and none is.
 */
final class HeaderLog {
    /** Headers kept: a second of 16,000 such packets. */
    static final int CAPACITY = 1 << 14;

    /** No header; numbers begin at 1 and may wrap. */
    static final int NONE = 0;

    private static final int STRIDE = 5;

    private final long[] entries = new long[CAPACITY * STRIDE];
    private final Carriage[] carriages = new Carriage[CAPACITY];
    private int next = 1;

    /**
     * @param owner the direction, not 0
     * @param previous number of the owner's header before, {@link #NONE} for the first
     * @return the header's number
     */
    int add(int owner, int previous, RtpHeader header) {
        int number = next++;
        if (number == NONE) {
            number = next++;
        }
        int at = at(number);
        entries[at] = header.timeNanos;
        entries[at + 1] = header.place;
        entries[at + 2] = (long) header.ssrc << 32 | header.timestamp & 0xffff_ffffL;
        entries[at + 3] = (long) header.sequence << 16
                | (header.marker ? 1L : 0L) << 15
                | (long) header.payloadType << 8
                | header.dscp;
        carriages[number & CAPACITY - 1] = header.carriage;
        entries[at + 4] = (long) owner << 32 | previous & 0xffff_ffffL;
        return number;
    }

    private static int at(int number) {
        return (number & CAPACITY - 1) * STRIDE;
    }

    /** A number of which the higher bits were cut off, completed: it is the latest that ends like that. */
    int complete(int number, int bits) {
        int mask = (1 << bits) - 1;
        return next - 1 - ((next - 1 - number) & mask);
    }

    /** The header is still there and is that owner's. */
    boolean has(int number, int owner) {
        int age = next - number;
        return number != NONE && age > 0 && age <= CAPACITY && (int) (entries[at(number) + 4] >>> 32) == owner;
    }

    int previous(int number) {
        return (int) entries[at(number) + 4];
    }

    long timeNanos(int number) {
        return entries[at(number)];
    }

    int ssrc(int number) {
        return (int) (entries[at(number) + 2] >>> 32);
    }

    int timestamp(int number) {
        return (int) entries[at(number) + 2];
    }

    int sequence(int number) {
        return (int) (entries[at(number) + 3] >>> 16) & 0xffff;
    }

    void read(int number, RtpHeader header) {
        int at = at(number);
        header.timeNanos = entries[at];
        header.place = entries[at + 1];
        header.ssrc = ssrc(number);
        header.timestamp = timestamp(number);
        header.sequence = sequence(number);
        long rest = entries[at + 3];
        header.marker = (rest >>> 15 & 1) != 0;
        header.payloadType = (int) (rest >>> 8) & 0x7f;
        header.dscp = (int) rest & 0xff;
        header.carriage = carriages[number & CAPACITY - 1];
    }
}
