package org.portwitness.capture.filter;

/** A filter that cannot be used. The message is one sentence for the user. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean libraryMissing;

    FilterException(String message, boolean libraryMissing) {
        super(message);
        this.libraryMissing = libraryMissing;
    }

    /** The expression may be right: libpcap, which compiles it, is not installed. */
    public boolean isLibraryMissing() {
        return libraryMissing;
    }
}
