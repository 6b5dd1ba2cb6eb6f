package org.portwitness.analyzer.flow;

/**
 * Memory that the tables of a lane share beyond what each has for itself. A capture that is full of one thing keeps much of it that way, and one that
 * is full of everything, as that of a mirror port after weeks, still fits. Owned by one lane.
 */
public final class Room {
    private long bytes;

    public Room(long bytes) {
        this.bytes = bytes;
    }

    /** Takes so many bytes for good; takes none where there are fewer. */
    boolean take(long wanted) {
        if (wanted > bytes) {
            return false;
        }
        bytes -= wanted;
        return true;
    }

    /** Bytes that nobody has taken. */
    long left() {
        return bytes;
    }
}
