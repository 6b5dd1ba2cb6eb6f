package org.portwitness.analyzer.ports;

/** The kind of site that a row applies to; a hybrid site has both. */
public enum Scope implements Word {
    ON_PREMISES("on-premises"),
    ONLINE("online"),
    ALWAYS("always");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
