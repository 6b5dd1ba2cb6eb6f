package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;
import org.portwitness.capture.Frame;

/**
 * How far the walk through one frame's headers has come; reused for each frame, by one decoder.
 *
 * <p>Each step reads the header at {@link #at}, moves {@code at} behind it and returns what stands there: one of the {@code …} constants of
 * {@link Next}, or {@link Next#stop} with a {@link DecodeResult}. Steps narrow {@link #end} and {@link #wireEnd} to what the header they
 * read leaves to its payload, so padding and trailers of outer layers are never taken for content.
 */
final class Walk {
    /** Where the headers are written to. */
    PacketFacts facts;

    ByteBuffer bytes;

    /** Position of the header to be read next. */
    int at;

    /** Behind the last captured byte that belongs to the current layer. */
    int end;

    /** Where the current layer ends on the wire; not before {@link #end}, and beyond it where the frame was cut. */
    int wireEnd;

    /** Innermost Ethernet header so far, {@link PacketFacts#NONE} before there is one. */
    int ethernetAt;

    /** EtherType of what stands at {@link #at}, where the step before said {@link Next#ETHER_TYPE}. */
    int type;

    /** An IP header was read, so the facts hold an IP packet, whatever comes. */
    boolean ipSeen;

    /** The facts hold a whole UDP packet, and what is walked now is only believed to be in it. */
    boolean insideUdp;

    void begin(Frame frame, PacketFacts facts) {
        this.facts = facts;
        bytes = frame.bytes();
        at = frame.at();
        end = frame.end();
        wireEnd = wireEnd(frame);
        ethernetAt = PacketFacts.NONE;
        type = 0;
        ipSeen = false;
        insideUdp = false;
    }

    /** Never before the captured end, and an int even where a damaged record claims a frame of 2 GiB. */
    static int wireEnd(Frame frame) {
        long wireEnd = (long) frame.at() + frame.originalLength();
        return (int) Math.max(frame.end(), Math.min(wireEnd, Integer.MAX_VALUE));
    }

    int left() {
        return end - at;
    }

    /** Bounds the layer to so many bytes from {@link #at} on; a length beyond the outer layer's is not believed. */
    void bound(int length) {
        int bounded = Math.min(length, wireEnd - at);
        wireEnd = at + bounded;
        end = Math.min(end, wireEnd);
    }
}
