package org.portwitness.analyzer.media;

/**
 * Ticks a second of RTP time stamps by payload type: those that RFC 3551 fixes (section 6, tables 4 and 5), and those that Microsoft's clients use
 * among the numbers 96 to 127, which any call may assign otherwise.
 */
final class ClockRates {
    /** Not known. */
    static final int UNKNOWN = 0;

    private ClockRates() {}

    /** Of a type whose clock no call can change. */
    static int fixed(int payloadType) {
        return switch (payloadType) {
            case 0, 3, 4, 5, 7, 8, 9, 12, 13, 15, 18 -> 8_000;
            case 6 -> 16_000;
            case 10, 11 -> 44_100;
            case 14, 25, 26, 28, 31, 32, 33, 34 -> 90_000;
            case 16 -> 11_025;
            case 17 -> 22_050;
            default -> UNKNOWN;
        };
    }

    /** Of a type as Microsoft's clients use it; only to be believed where the time stamps do not say otherwise. */
    static int microsoft(int payloadType) {
        return switch (payloadType) {
            // RED, telephone-event, SILK narrow, RTAudio narrow, G.726, G.722 stereo
            case 97, 101, 103, 115, 116, 117 -> 8_000;
            // SILK wide, Siren, G.722.1, RTAudio wide, comfort noise
            case 104, 111, 112, 114, 118 -> 16_000;
            // RTVideo, H.264UC, its FEC, desktop sharing
            case 121, 122, 123, 127 -> 90_000;
            default -> UNKNOWN;
        };
    }
}
