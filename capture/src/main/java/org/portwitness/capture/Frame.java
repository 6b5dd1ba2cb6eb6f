package org.portwitness.capture;

import java.nio.ByteBuffer;

/**
 * A reused view of one captured frame; valid only until the source it came from is asked for the next one.
 *
 * <p>The bytes lie in a buffer that belongs to the source and holds other frames too: read with absolute gets from {@link #at()}
 * to {@link #end()} and nowhere else. The buffer's byte order is big-endian, as the network's. One writer, one reader, the same
 * thread.
 */
public final class Frame {
    private ByteBuffer bytes;
    private int at;
    private int capturedLength;
    private int originalLength;
    private int linkType;
    private long timeNanos;

    /**
     * Points this view at another frame.
     *
     * @param linkType the registry's LINKTYPE number, see {@link LinkType}
     * @param timeNanos capture time in nanoseconds since the epoch, UTC
     * @param originalLength bytes on the wire, as the capture says; at least 0
     */
    public void set(ByteBuffer bytes, int at, int capturedLength, int originalLength, int linkType, long timeNanos) {
        this.bytes = bytes;
        this.at = at;
        this.capturedLength = capturedLength;
        this.originalLength = originalLength;
        this.linkType = linkType;
        this.timeNanos = timeNanos;
    }

    public ByteBuffer bytes() {
        return bytes;
    }

    /** Index of the frame's first byte in {@link #bytes()}. */
    public int at() {
        return at;
    }

    /** Index behind the frame's last captured byte. */
    public int end() {
        return at + capturedLength;
    }

    public int capturedLength() {
        return capturedLength;
    }

    /** Bytes on the wire; more than {@link #capturedLength()} where a snap length cut the frame. */
    public int originalLength() {
        return originalLength;
    }

    /** The registry's LINKTYPE number. */
    public int linkType() {
        return linkType;
    }

    /** Capture time in nanoseconds since the epoch, UTC. It may jump or run backwards from one frame to the next. */
    public long timeNanos() {
        return timeNanos;
    }
}
