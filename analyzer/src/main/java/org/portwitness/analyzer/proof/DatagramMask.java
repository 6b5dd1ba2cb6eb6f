package org.portwitness.analyzer.proof;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.wire.Dhcp;
import org.portwitness.analyzer.wire.MirrorOp;
import org.portwitness.analyzer.wire.MsMultiplex;
import org.portwitness.analyzer.wire.Rtp;
import org.portwitness.analyzer.wire.Stun;
import org.portwitness.analyzer.wire.StunAttributes;

/**
 * What stays of a UDP payload, by what it is (the order of `protocols.md` 1):
 *
 * <ul>
 *   <li>DNS: header and question. MirrorOp's discovery: the mark, and of an answer address and ports. DHCP: addresses, message type and server.
 *   <li>{@code ff10} frames, TURN's ChannelData and DATA attributes: their headers, and what is inside by the same rules.
 *   <li>STUN: types and lengths of all attributes, values of those that name addresses, errors, versions and roles; never names, credentials, nonces.
 *   <li>RTP: the header with contributing sources and extension. RTCP: the first header, and the figures of a sender or receiver report.
 *   <li>DTLS: record headers, and handshake records that are not encrypted.
 * </ul>
 */
final class DatagramMask {
    private static final int DNS_PORT = 53;
    private static final int MULTIPLEX_HEADER = MsMultiplex.HEADER_LENGTH;
    private static final int CHANNEL_HEADER = 4;
    private static final int MOST_LAYERS = 4;
    private static final int SHOWN_OF_DISCOVERY_ANSWER = 14;
    private static final int ATTRIBUTE_HEADER = 4;

    private DatagramMask() {}

    /** @param wireLength bytes of the payload on the wire, from {@code at} on */
    static void keep(Redaction redaction, int at, int end, int wireLength, int sourcePort, int destinationPort) {
        ByteBuffer bytes = redaction.bytes();
        if (sourcePort == DNS_PORT || destinationPort == DNS_PORT) {
            redaction.keep(at, DnsQuestion.end(bytes, at, end));
        } else if (isDhcp(sourcePort) || isDhcp(destinationPort)) {
            dhcp(redaction, at, end);
        } else if (MirrorOp.isPort(sourcePort) || MirrorOp.isPort(destinationPort)) {
            discovery(redaction, at, end, wireLength);
        } else {
            media(redaction, at, end, wireLength, 0);
        }
    }

    private static boolean isDhcp(int port) {
        return port == Dhcp.SERVER_PORT || port == Dhcp.CLIENT_PORT;
    }

    private static void discovery(Redaction redaction, int at, int end, int wireLength) {
        if (MirrorOp.isProbe(redaction.bytes(), at, end - at, wireLength)) {
            redaction.keep(at, end);
        } else if (MirrorOp.isAnswer(redaction.bytes(), at, end - at, wireLength)) {
            redaction.keep(at, Math.min(end, at + SHOWN_OF_DISCOVERY_ANSWER));
        }
    }

    /** Addresses and hardware address stand before the names; of the options: 50 requested address, 53 message type, 54 server. */
    private static void dhcp(Redaction redaction, int at, int end) {
        ByteBuffer bytes = redaction.bytes();
        int namesAt = at + 44;
        int cookieAt = at + 236;
        redaction.keep(at, Math.min(end, namesAt));
        if (!Dhcp.check(bytes, at, end - at)) {
            return;
        }
        redaction.keep(cookieAt, cookieAt + 4);
        int here = cookieAt + 4;
        while (end - here >= 2) {
            int option = bytes.get(here) & 0xff;
            if (option == 0) {
                here++;
                continue;
            }
            if (option == 255) {
                redaction.keep(here, here + 1);
                return;
            }
            int behind = here + 2 + (bytes.get(here + 1) & 0xff);
            boolean shown = option == 50 || option == 53 || option == 54;
            redaction.keep(here, Math.min(end, shown ? behind : here + 2));
            here = behind;
        }
    }

    private static void media(Redaction redaction, int at, int end, int wireLength, int layer) {
        ByteBuffer bytes = redaction.bytes();
        int captured = end - at;
        if (captured < CHANNEL_HEADER || layer >= MOST_LAYERS) {
            return;
        }
        int first = bytes.get(at) & 0xff;
        if (MsMultiplex.isMarked(bytes, at, captured)) {
            redaction.keep(at, at + MULTIPLEX_HEADER);
            media(redaction, at + MULTIPLEX_HEADER, end, wireLength - MULTIPLEX_HEADER, layer + 1);
        } else if (first < 4) {
            if (Stun.check(bytes, at, captured, wireLength) || Stun.checkClassic(bytes, at, captured, wireLength)) {
                stun(redaction, at, end, wireLength, layer);
            }
        } else if (first >= 20 && first < 64) {
            dtls(redaction, at, end);
        } else if (first >= 64 && first < 80) {
            int length = bytes.getShort(at + 2) & 0xffff;
            if (length <= wireLength - CHANNEL_HEADER) {
                redaction.keep(at, at + CHANNEL_HEADER);
                media(redaction, at + CHANNEL_HEADER, Math.min(end, at + CHANNEL_HEADER + length), length, layer + 1);
            }
        } else if (Rtp.checkRtcp(bytes, at, captured, wireLength)) {
            rtcp(redaction, at, end);
        } else if (Rtp.check(bytes, at, captured, wireLength)) {
            rtp(redaction, at, end);
        }
    }

    /** A STUN message that begins at {@code at}; also one of a TCP stream, where it is there as a whole. */
    static void stun(Redaction redaction, int at, int end, int wireLength, int layer) {
        ByteBuffer bytes = redaction.bytes();
        int here = at + Stun.HEADER_LENGTH;
        redaction.keep(at, Math.min(end, here));
        boolean whole = end - at >= wireLength;
        boolean padded = !StunAttributes.startsWithMagic(bytes, here, end);
        if (whole && !endsExactly(bytes, here, end, padded)) {
            padded = !padded;
            if (!endsExactly(bytes, here, end, padded)) {
                // what cannot be read could be anything
                return;
            }
        }
        while (end - here >= ATTRIBUTE_HEADER) {
            int type = StunAttributes.type(bytes, here);
            int length = StunAttributes.length(bytes, here);
            int valueAt = StunAttributes.valueAt(here);
            int valueEnd = Math.min(end, valueAt + length);
            redaction.keep(here, valueAt);
            if (type == StunAttributes.DATA) {
                media(redaction, valueAt, valueEnd, length, layer + 1);
            } else if (isHarmless(type)) {
                redaction.keep(valueAt, valueEnd);
            }
            here = StunAttributes.next(bytes, here, padded);
        }
    }

    private static boolean endsExactly(ByteBuffer bytes, int from, int end, boolean padded) {
        int here = from;
        while (here < end && StunAttributes.check(bytes, here, end)) {
            here = StunAttributes.next(bytes, here, padded);
        }
        return here == end;
    }

    /** Addresses, errors, versions, roles, bandwidth; what stays out are names, passwords, realms, nonces, integrity, tokens and session ids. */
    private static boolean isHarmless(int type) {
        return switch (type) {
            case 0x0001, // MAPPED-ADDRESS
                    0x0009, // ERROR-CODE
                    0x000a, // UNKNOWN-ATTRIBUTES
                    0x000c, // CHANNEL-NUMBER
                    0x000d, // LIFETIME
                    0x000e, // Alternate Server of MS-TURN
                    0x000f, // Magic Cookie of MS-TURN
                    0x0010, // Bandwidth
                    0x0011, // Destination Address
                    0x0012, // XOR-PEER-ADDRESS, Remote Address
                    0x0016, // XOR-RELAYED-ADDRESS
                    0x0017, // REQUESTED-ADDRESS-FAMILY
                    0x0018, // EVEN-PORT
                    0x0019, // REQUESTED-TRANSPORT
                    0x0020, // XOR-MAPPED-ADDRESS
                    0x0024, // PRIORITY
                    0x0025, // USE-CANDIDATE
                    0x8008, // MS-Version
                    0x8020, // XOR Mapped Address of MS-TURN
                    0x8022, // SOFTWARE
                    0x8023, // ALTERNATE-SERVER
                    0x8028, // FINGERPRINT
                    0x8029, // ICE-CONTROLLED
                    0x802a, // ICE-CONTROLLING
                    0x8055, // Service Quality
                    0x8070 -> true; // Implementation Version
            default -> false;
        };
    }

    /** Records: type 1, version 2, epoch 2, sequence 6, length 2; epoch 0 is in clear, and 22 is the handshake, 21 an alert. */
    private static void dtls(Redaction redaction, int at, int end) {
        ByteBuffer bytes = redaction.bytes();
        int here = at;
        while (end - here >= 13 && bytes.get(here + 1) == (byte) 0xfe) {
            int type = bytes.get(here) & 0xff;
            boolean inClear = bytes.getShort(here + 3) == 0;
            int behind = here + 13 + (bytes.getShort(here + 11) & 0xffff);
            boolean shown = inClear && (type == 20 || type == 21 || type == 22);
            redaction.keep(here, Math.min(end, shown ? behind : here + 13));
            here = behind;
        }
    }

    private static void rtp(Redaction redaction, int at, int end) {
        ByteBuffer bytes = redaction.bytes();
        int flags = bytes.get(at);
        int length = Rtp.HEADER_LENGTH + (flags & 0xf) * 4;
        if ((flags & 0x10) != 0 && at + length + 4 <= end) {
            length += 4 + (bytes.getShort(at + length + 2) & 0xffff) * 4;
        }
        redaction.keep(at, Math.min(end, at + length));
    }

    /** Sender report 200: 20 bytes of figures; receiver report 201: none; then 24 for each of the reports on others. */
    private static void rtcp(Redaction redaction, int at, int end) {
        ByteBuffer bytes = redaction.bytes();
        int type = bytes.get(at + 1) & 0xff;
        int length = Rtp.RTCP_HEADER_LENGTH;
        if (type == 200 || type == 201) {
            length += (type == 200 ? 20 : 0) + (bytes.get(at) & 0x1f) * 24;
            length = Math.min(length, ((bytes.getShort(at + 2) & 0xffff) + 1) * 4);
        }
        redaction.keep(at, Math.min(end, at + length));
    }
}
