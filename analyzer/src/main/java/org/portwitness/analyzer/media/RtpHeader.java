package org.portwitness.analyzer.media;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.evidence.Carriage;
import org.portwitness.analyzer.wire.Rtp;

/** What one RTP packet says of itself and when and how it passed; reused, so fields are written once and read a few times. */
final class RtpHeader {
    long timeNanos;

    /** Number of the packet in the capture. */
    long place;

    int ssrc;
    int sequence;
    int timestamp;
    int payloadType;
    boolean marker;
    int dscp;
    Carriage carriage;

    /** The fixed header that stands there and was checked. */
    void read(ByteBuffer bytes, int at) {
        sequence = Rtp.sequence(bytes, at);
        timestamp = Rtp.timestamp(bytes, at);
        ssrc = Rtp.ssrc(bytes, at);
        payloadType = Rtp.payloadType(bytes, at);
        marker = Rtp.marker(bytes, at);
    }
}
