package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;

/**
 * A ServerHello handshake message, RFC 8446 section 4.1.3.
 *
 * <pre>
 *  0  1  handshake type 02        1  3  length
 *  4  2  legacy version           6 32  random; a fixed one makes it a HelloRetryRequest
 * 38  1  session id length s, then s bytes
 *        2 cipher suite, 1 compression method, 2 extensions length, extensions (supported_versions: version 2)
 * </pre>
 */
final class ServerHello {
    static final int MESSAGE_TYPE = 2;

    private static final int VERSION_AT = ClientHello.MESSAGE_HEADER_LENGTH;
    private static final int RANDOM_AT = VERSION_AT + 2;
    private static final int SESSION_ID_AT = RANDOM_AT + 32;
    private static final int CIPHER_AND_COMPRESSION_LENGTH = 3;
    private static final int SUPPORTED_VERSIONS = 0x002b;

    // RFC 8446 section 4.1.3: SHA-256 of "HelloRetryRequest"
    private static final long RETRY_0 = 0xcf21ad74e59a6111L;
    private static final long RETRY_1 = 0xbe1d8c021e65b891L;
    private static final long RETRY_2 = 0xc2a211167abb8c5eL;
    private static final long RETRY_3 = 0x079e09e2c8a8339cL;

    private ServerHello() {}

    /** Whether version and random are there. */
    static boolean check(ByteBuffer bytes, int at, int end) {
        return end - at >= SESSION_ID_AT && bytes.get(at) == MESSAGE_TYPE;
    }

    static boolean isRetryRequest(ByteBuffer bytes, int at) {
        return bytes.getLong(at + RANDOM_AT) == RETRY_0
                && bytes.getLong(at + RANDOM_AT + 8) == RETRY_1
                && bytes.getLong(at + RANDOM_AT + 16) == RETRY_2
                && bytes.getLong(at + RANDOM_AT + 24) == RETRY_3;
    }

    /** The version chosen: what supported_versions says, else the legacy field. */
    static int version(ByteBuffer bytes, int at, int end) {
        int version = TlsVersion.canonical(bytes.getShort(at + VERSION_AT) & 0xffff);
        if (end - at <= SESSION_ID_AT) {
            return version;
        }
        int extensionsAt =
                at + SESSION_ID_AT + 1 + (bytes.get(at + SESSION_ID_AT) & 0xff) + CIPHER_AND_COMPRESSION_LENGTH;
        int position = extensionsAt + 2;
        while (end - position >= 4) {
            int type = bytes.getShort(position) & 0xffff;
            int length = bytes.getShort(position + 2) & 0xffff;
            if (type == SUPPORTED_VERSIONS && length == 2 && end - position >= 6) {
                return TlsVersion.canonical(bytes.getShort(position + 4) & 0xffff);
            }
            position += 4 + length;
        }
        return version;
    }
}
