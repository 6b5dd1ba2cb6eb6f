package org.portwitness.analyzer.call;

/** The words of {@code step} in a call's story. Scripts rely on them: words are added, never renamed. */
enum StepKind {
    /** The capture begins when the call is already on. */
    CAPTURE_BEGIN("capture-begin"),
    /** A name was looked up. */
    DNS("dns"),
    /** A connection to a server that calls are set up with. */
    TCP("tcp"),
    /** A proxy was asked to connect. */
    PROXY("proxy"),
    /** The TLS handshake inside. */
    TLS("tls"),
    /** A Binding request to a STUN server: which address does the world see? */
    STUN("stun"),
    /** A relay was asked for an address, over UDP. */
    TURN_ALLOCATE("turn-allocate"),
    /** UDP to the relay came to nothing and the unit turned to TCP. */
    FALLBACK("fallback"),
    /** A relay over TCP, on whichever port. */
    TURN_OVER_443("turn-over-443"),
    /** Connectivity checks with the other party's candidates, or the relay's. */
    ICE_CHECK("ice-check"),
    /** The first media between a socket of the unit and a peer's. */
    MEDIA_START("media-start"),
    /** Media paused. */
    MEDIA_GAP("media-gap"),
    /** Media that came badly, at the time when it was worst. */
    MEDIA_QUALITY("media-quality"),
    /** The last media of the call. */
    MEDIA_END("media-end");

    private final String text;

    StepKind(String text) {
        this.text = text;
    }

    /** As the report writes it. */
    String text() {
        return text;
    }
}
