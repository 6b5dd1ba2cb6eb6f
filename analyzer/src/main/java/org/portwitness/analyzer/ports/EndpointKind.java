package org.portwitness.analyzer.ports;

/** The part of the Office 365 endpoint list that a row's servers stand in. */
public enum EndpointKind implements Word {
    /** Media relays and peers: entry 11. */
    MEDIA("media"),
    /** Web services of Exchange, Skype and the sign-in. */
    WEB("web");

    private final String text;

    EndpointKind(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
