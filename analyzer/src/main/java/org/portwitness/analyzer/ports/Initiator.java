package org.portwitness.analyzer.ports;

/** Who opens the connections of a row. */
public enum Initiator implements Word {
    /** The room unit. */
    UNIT("unit"),
    /** A PC or a mobile that shows its screen on the unit. */
    SENDER("sender");

    private final String text;

    Initiator(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
