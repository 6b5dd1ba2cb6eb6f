package org.portwitness.analyzer;

/** A setting, table or endpoint file that does not parse. The message is for the user: what and where, one line each. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
