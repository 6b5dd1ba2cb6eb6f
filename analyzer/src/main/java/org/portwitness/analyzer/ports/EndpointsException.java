package org.portwitness.analyzer.ports;

/** An Office 365 endpoint file that cannot be used. The message is {@code file:line:column: what is wrong; what is expected}. */
public final class EndpointsException extends Exception {
    private static final long serialVersionUID = 1L;

    EndpointsException(String message) {
        super(message);
    }
}
