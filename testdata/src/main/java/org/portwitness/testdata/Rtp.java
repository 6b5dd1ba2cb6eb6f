package org.portwitness.testdata;

/** RTP, RTCP (RFC 3550) and their secured look (RFC 3711): headers in clear, the rest noise. */
public final class Rtp {
    public static final int SENDER_REPORT = 200;
    public static final int RECEIVER_REPORT = 201;

    private Rtp() {}

    public static byte[] packet(int payloadType, int sequence, long timestamp, long ssrc, int payloadLength) {
        return packet(payloadType, false, sequence, timestamp, ssrc, payloadLength);
    }

    /** A packet whose payload is noise; {@code sequence} and {@code timestamp} wrap by themselves. */
    public static byte[] packet(
            int payloadType, boolean marker, int sequence, long timestamp, long ssrc, int payloadLength) {
        return Bytes.start()
                .u8(0x80)
                .u8((marker ? 0x80 : 0) | payloadType)
                .u16(sequence)
                .u32(timestamp)
                .u32(ssrc)
                .raw(Bytes.noise(ssrc * 65_537 + sequence, payloadLength))
                .toArray();
    }

    /** SRTP: as RTP with a tag of 10 bytes behind the payload. */
    public static byte[] secured(int payloadType, int sequence, long timestamp, long ssrc, int payloadLength) {
        return packet(payloadType, sequence, timestamp, ssrc, payloadLength + 10);
    }

    public static byte[] senderReport(long ssrc, long ntpTime, long rtpTime, long packets, long octets) {
        return Bytes.start()
                .u8(0x80)
                .u8(SENDER_REPORT)
                .u16(6)
                .u32(ssrc)
                .u64(ntpTime)
                .u32(rtpTime)
                .u32(packets)
                .u32(octets)
                .toArray();
    }

    public static byte[] receiverReport(long ssrc, long aboutSsrc) {
        return Bytes.start()
                .u8(0x81)
                .u8(RECEIVER_REPORT)
                .u16(7)
                .u32(ssrc)
                .u32(aboutSsrc)
                .zeros(20)
                .toArray();
    }

    /** SRTCP: 14 bytes of index and tag behind the report, so the length field falls short of the payload. */
    public static byte[] securedReport(byte[] report, int index) {
        return Bytes.start()
                .raw(report)
                .u32(0x80000000L | index)
                .raw(Bytes.noise(index, 10))
                .toArray();
    }

    /** RFC 4571: the length in front, as media goes over TCP. */
    public static byte[] framed(byte[] packet) {
        return Bytes.start().u16(packet.length).raw(packet).toArray();
    }
}
