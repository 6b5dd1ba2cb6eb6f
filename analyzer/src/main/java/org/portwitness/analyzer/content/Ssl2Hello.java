package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;

/**
 * The ClientHello of clients that still knew SSL 2.0 and offered newer versions in its form, RFC 5246 appendix E.2. It has no extensions,
 * so it names no server; what follows are TLS records.
 *
 * <pre>
 *  0  2  80 and 15 bits: length of what follows      2  1  01 client_hello
 *  3  2  version   5  2  cipher specs, 3 bytes each   7  2  session id, 0 or 16 bytes   9  2  challenge, 16 to 32 bytes
 * 11     cipher specs, session id, challenge
 * </pre>
 */
final class Ssl2Hello {
    static final int HEADER_LENGTH = 11;

    private static final int LENGTH_PREFIX = 2;
    private static final int TYPE_AT = 2;
    private static final int VERSION_AT = 3;
    private static final int CIPHERS_AT = 5;
    private static final int SESSION_AT = 7;
    private static final int CHALLENGE_AT = 9;
    private static final int CIPHER_LENGTH = 3;
    private static final int SESSION_LENGTH = 16;
    private static final int SHORTEST_CHALLENGE = 16;
    private static final int LONGEST_CHALLENGE = 32;
    private static final int SSL_2_0 = 0x0002;

    private Ssl2Hello() {}

    /** Whether such a hello begins here; at least {@link #HEADER_LENGTH} bytes must be there. All its lengths must fit together. */
    static boolean check(ByteBuffer bytes, int at, int end) {
        if (end - at < HEADER_LENGTH || bytes.get(at) >= 0 || bytes.get(at + TYPE_AT) != ClientHello.MESSAGE_TYPE) {
            return false;
        }
        int version = version(bytes, at);
        int ciphers = bytes.getShort(at + CIPHERS_AT) & 0xffff;
        int session = bytes.getShort(at + SESSION_AT) & 0xffff;
        int challenge = bytes.getShort(at + CHALLENGE_AT) & 0xffff;
        return (version == SSL_2_0 || (version >= TlsVersion.SSL_3_0 && version <= TlsVersion.TLS_1_2))
                && ciphers > 0
                && ciphers % CIPHER_LENGTH == 0
                && (session == 0 || session == SESSION_LENGTH)
                && challenge >= SHORTEST_CHALLENGE
                && challenge <= LONGEST_CHALLENGE
                && length(bytes, at) == HEADER_LENGTH + ciphers + session + challenge;
    }

    /** All of it, the length itself too. */
    static int length(ByteBuffer bytes, int at) {
        return LENGTH_PREFIX + (bytes.getShort(at) & 0x7fff);
    }

    /** Highest version offered, as in TLS. */
    static int version(ByteBuffer bytes, int at) {
        return bytes.getShort(at + VERSION_AT) & 0xffff;
    }
}
