package org.portwitness.analyzer.evidence;

/** What carries media packets. */
public enum Carriage {
    UDP("udp"),
    /** DATA attribute of an MS-TURN Send request or Data Indication, or of TURN's Send and Data indications. */
    MS_TURN("ms-turn"),
    /** MS-TURN multiplexed frame. */
    FF10("ff10"),
    CHANNEL_DATA("channel-data"),
    /** RFC 4571 framing, also inside MS-TURN's frames over TCP. */
    TCP("tcp");

    private final String text;

    Carriage(String text) {
        this.text = text;
    }

    /** As the contract writes it. */
    public String text() {
        return text;
    }
}
