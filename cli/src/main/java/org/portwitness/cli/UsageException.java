package org.portwitness.cli;

/** A command line that cannot be carried out as it is. The message says what is wrong and where, without a full stop. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
