package org.portwitness.analyzer.ports;

/** What is spoken on a row's ports, and so what kind of evidence can satisfy it. */
public enum ServiceKind implements Word {
    /** TLS that carries web traffic: a completed handshake. */
    HTTPS("https"),
    /** Plain HTTP: an answer. */
    HTTP("http"),
    /** STUN or TURN over TCP: pseudo-TLS, MS-TURN frames or real TLS to a relay. */
    TURN_TCP("turn-tcp"),
    /** STUN or TURN over UDP: any response. */
    STUN("stun"),
    /** Audio, video, sharing: an answered connectivity check, or media both ways. */
    MEDIA("media"),
    /** Web conferencing inside TLS: a completed handshake. */
    PSOM("psom"),
    MIRROROP_COMMAND("mirrorop-command"),
    MIRROROP_DATA("mirrorop-data"),
    MIRROROP_AUDIO("mirrorop-audio"),
    MIRROROP_DISCOVERY("mirrorop-discovery"),
    DNS("dns"),
    DHCP("dhcp");

    private final String text;

    ServiceKind(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
