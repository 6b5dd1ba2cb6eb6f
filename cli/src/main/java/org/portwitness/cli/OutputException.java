package org.portwitness.cli;

import java.io.IOException;

/** A result could not be written, as when the disk is full. */
final class OutputException extends Exception {
    private static final long serialVersionUID = 1L;

    OutputException(String target, IOException cause) {
        super("cannot write " + target + ": " + cause.getMessage(), cause);
    }
}
