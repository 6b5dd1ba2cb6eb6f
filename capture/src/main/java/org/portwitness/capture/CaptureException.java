package org.portwitness.capture;

/**
 * A capture that cannot be opened or is none. The message is one sentence for the user: what, where, and what would help.
 */
public final class CaptureException extends Exception {
    private static final long serialVersionUID = 1L;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
