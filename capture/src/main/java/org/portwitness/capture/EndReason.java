package org.portwitness.capture;

/** How a capture came to its end. */
public enum EndReason {
    /** Read to a proper end. */
    COMPLETE,
    /** Ends in the middle of a packet or a compressed block: the writer was interrupted, or the copy is not whole. */
    CUT,
    /** The bytes stop making sense; everything before was read. */
    CORRUPT,
    /** Stopped on purpose: by the user, a packet limit or a duration. */
    STOPPED
}
