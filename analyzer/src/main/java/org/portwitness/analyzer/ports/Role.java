package org.portwitness.analyzer.ports;

/** What a server of a row is there for. */
public enum Role implements Word {
    /** Skype for Business front ends, directors and their reverse proxy. */
    SFB("sfb"),
    /** The A/V and access Edge: STUN, TURN, relayed media. */
    EDGE("edge"),
    /** The web conferencing Edge: PSOM. */
    WEBCONF("webconf"),
    EXCHANGE("exchange"),
    OFFICE365("office365"),
    /** The vendor's cloud. */
    KICKLE("kickle"),
    /** The room unit itself, where others connect to it. */
    UNIT("unit"),
    /** Any server at all. */
    ANY("any");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
