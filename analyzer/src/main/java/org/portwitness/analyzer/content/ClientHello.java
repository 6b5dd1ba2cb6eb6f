package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;

/**
 * Reads a ClientHello handshake message, RFC 8446 section 4.1.2; reused. Positions are absolute in the buffer that was read.
 *
 * <pre>
 *  0  1  handshake type 01        1  3  length of what follows
 *  4  2  legacy version           6 32  random
 * 38  1  session id length s, then s bytes
 *        2 cipher suites length c, c bytes, 1 compression methods length m, m bytes
 *        2 extensions length; each extension: type 2, length 2, data
 *          0000 server_name: list length 2, { name type 1, length 2, name }
 *          0010 ALPN: list length 2, { length 1, name }
 *          002b supported_versions: list length 1, { version 2 }
 * </pre>
 */
final class ClientHello {
    static final int MESSAGE_TYPE = 1;
    static final int MESSAGE_HEADER_LENGTH = 4;

    private static final int VERSION_AT = MESSAGE_HEADER_LENGTH;
    private static final int RANDOM_AT = VERSION_AT + 2;
    private static final int SESSION_ID_AT = RANDOM_AT + 32;

    private static final int SERVER_NAME = 0x0000;
    private static final int ALPN = 0x0010;
    private static final int SUPPORTED_VERSIONS = 0x002b;
    private static final int HOST_NAME = 0;

    /** MS-TURN 2.1.1: handshake length, and the only cipher suite (DH_anon RC4-128 MD5) of the fake hello. */
    private static final int PSEUDO_LENGTH = 0x29;

    private static final int PSEUDO_CIPHER_SUITE = 0x0018;

    private static final int NONE = -1;

    private int serverNameAt;
    private int serverNameLength;
    private int alpnAt;
    private int alpnLength;
    private int version;
    private boolean pseudo;

    /** Whether what stands here can be the beginning of a ClientHello, as far as it is there. */
    static boolean mayBegin(ByteBuffer bytes, int at, int end) {
        int there = end - at;
        return (there < 1 || bytes.get(at) == MESSAGE_TYPE)
                && (there < 2 || bytes.get(at + 1) == 0)
                && (there < 5 || bytes.get(at + VERSION_AT) == 3)
                && (there < 6 || (bytes.get(at + VERSION_AT + 1) & 0xff) <= 4);
    }

    /**
     * Reads as far as it goes; what was found stays readable.
     *
     * @param end end of the message or of what is there of it
     * @return whether all of it was there and well formed
     */
    boolean read(ByteBuffer bytes, int at, int end) {
        serverNameAt = NONE;
        serverNameLength = NONE;
        alpnAt = NONE;
        alpnLength = NONE;
        version = NONE;
        pseudo = false;
        if (end - at <= SESSION_ID_AT) {
            return false;
        }
        version = bytes.getShort(at + VERSION_AT) & 0xffff;
        int sessionIdLength = bytes.get(at + SESSION_ID_AT) & 0xff;
        int ciphersAt = at + SESSION_ID_AT + 1 + sessionIdLength;
        if (end - ciphersAt < 2) {
            return false;
        }
        int ciphersLength = bytes.getShort(ciphersAt) & 0xffff;
        int compressionAt = ciphersAt + 2 + ciphersLength;
        if (end - compressionAt < 1) {
            return false;
        }
        int extensionsAt = compressionAt + 1 + (bytes.get(compressionAt) & 0xff);
        if (end <= extensionsAt) {
            pseudo = end == extensionsAt
                    && end - at == MESSAGE_HEADER_LENGTH + PSEUDO_LENGTH
                    && sessionIdLength == 0
                    && ciphersLength == 2
                    && bytes.getShort(ciphersAt + 2) == PSEUDO_CIPHER_SUITE;
            return end == extensionsAt;
        }
        if (end - extensionsAt < 2) {
            return false;
        }
        int extensionsEnd = extensionsAt + 2 + (bytes.getShort(extensionsAt) & 0xffff);
        return readExtensions(bytes, extensionsAt + 2, Math.min(end, extensionsEnd)) && extensionsEnd <= end;
    }

    /**
     * Whether a message of which the end is not in the capture is the fake hello. No true one is as short: without a session id its length
     * leaves room for a single cipher suite and no extension.
     *
     * @param recordLength of the record that holds the message, and nothing else
     */
    static boolean isCutPseudo(ByteBuffer bytes, int at, int end, int recordLength) {
        return recordLength == MESSAGE_HEADER_LENGTH + PSEUDO_LENGTH
                && end - at >= MESSAGE_HEADER_LENGTH
                && bytes.getInt(at) == (MESSAGE_TYPE << 24 | PSEUDO_LENGTH)
                && (end - at <= SESSION_ID_AT || bytes.get(at + SESSION_ID_AT) == 0);
    }

    /** Reads a hello in the form of SSL 2.0, see {@link Ssl2Hello}. */
    void readSsl2(ByteBuffer bytes, int at) {
        serverNameAt = NONE;
        serverNameLength = NONE;
        alpnAt = NONE;
        alpnLength = NONE;
        pseudo = false;
        version = Ssl2Hello.version(bytes, at);
    }

    private boolean readExtensions(ByteBuffer bytes, int from, int end) {
        int at = from;
        while (end - at >= 4) {
            int type = bytes.getShort(at) & 0xffff;
            int dataAt = at + 4;
            int dataEnd = dataAt + (bytes.getShort(at + 2) & 0xffff);
            if (dataEnd > end) {
                return false;
            }
            switch (type) {
                case SERVER_NAME -> readServerName(bytes, dataAt, dataEnd);
                case ALPN -> {
                    if (dataEnd - dataAt > 2) {
                        alpnAt = dataAt + 2;
                        alpnLength = dataEnd - alpnAt;
                    }
                }
                case SUPPORTED_VERSIONS -> readVersions(bytes, dataAt + 1, dataEnd);
                default -> {
                    // of no interest
                }
            }
            at = dataEnd;
        }
        return at == end;
    }

    private void readServerName(ByteBuffer bytes, int from, int end) {
        int at = from + 2;
        while (end - at >= 3 && serverNameAt == NONE) {
            int length = bytes.getShort(at + 1) & 0xffff;
            if (length > end - at - 3) {
                return;
            }
            if (bytes.get(at) == HOST_NAME && length > 0) {
                serverNameAt = at + 3;
                serverNameLength = length;
            }
            at += 3 + length;
        }
    }

    private void readVersions(ByteBuffer bytes, int from, int end) {
        for (int at = from; end - at >= 2; at += 2) {
            int offered = TlsVersion.canonical(bytes.getShort(at) & 0xffff);
            if (TlsVersion.isKnown(offered) && offered > version) {
                version = offered;
            }
        }
    }

    boolean hasServerName() {
        return serverNameAt != NONE;
    }

    int serverNameAt() {
        return serverNameAt;
    }

    int serverNameLength() {
        return serverNameLength;
    }

    boolean hasAlpn() {
        return alpnAt != NONE;
    }

    /** Position of the first length-prefixed protocol name. */
    int alpnAt() {
        return alpnAt;
    }

    int alpnLength() {
        return alpnLength;
    }

    /** Highest version offered; −1 where the message ends before it. */
    int version() {
        return version;
    }

    /** The fake hello of MS-TURN 2.1.1, see protocols of TURN over TCP; never a TLS handshake. */
    boolean isPseudo() {
        return pseudo;
    }
}
