package org.portwitness.analyzer.ports;

/** How badly a row is needed. */
public enum Requirement implements Word {
    REQUIRED("required"),
    OPTIONAL("optional"),
    /** One row of the group must work. */
    ONE_OF("one-of"),
    /** Needed only by firmware below a version. */
    LEGACY("legacy");

    private final String text;

    Requirement(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
