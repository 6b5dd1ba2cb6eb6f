package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;

/**
 * The header of a TLS record, RFC 8446 section 5.1.
 *
 * <pre>
 *  0  1  type       20 change_cipher_spec, 21 alert, 22 handshake, 23 application_data
 *  1  2  version    0300..0304
 *  3  2  length     of what follows; at most 2^14 + 2048 (RFC 5246 6.2.3, the larger bound of old versions)
 * </pre>
 */
final class TlsRecord {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    static final int TYPE_AT = 0;
    static final int VERSION_AT = TYPE_AT + 1;
    static final int LENGTH_AT = VERSION_AT + 2;
    static final int HEADER_LENGTH = LENGTH_AT + 2;

    static final int CLEAR_ALERT_LENGTH = 2;

    /** Longer is a certificate alert in disguise no more: type and tag of the largest AEAD around two bytes, RFC 8446 section 5.2. */
    static final int LONGEST_HIDDEN_ALERT = 2 + 1 + 16;

    private static final int MAJOR_VERSION = 3;
    private static final int HIGHEST_MINOR_VERSION = 4;
    private static final int LONGEST = (1 << 14) + 2048;

    private TlsRecord() {}

    /** Whether a record may begin here; at least {@link #HEADER_LENGTH} bytes must be there. */
    static boolean check(ByteBuffer bytes, int at, int end) {
        if (end - at < HEADER_LENGTH) {
            return false;
        }
        int type = type(bytes, at);
        int length = length(bytes, at);
        return type >= CHANGE_CIPHER_SPEC
                && type <= APPLICATION_DATA
                && isVersion(bytes, at)
                && length > 0
                && length <= LONGEST;
    }

    static boolean isVersion(ByteBuffer bytes, int at) {
        return bytes.get(at + VERSION_AT) == MAJOR_VERSION
                && (bytes.get(at + VERSION_AT + 1) & 0xff) <= HIGHEST_MINOR_VERSION;
    }

    static int type(ByteBuffer bytes, int at) {
        return bytes.get(at + TYPE_AT) & 0xff;
    }

    static int length(ByteBuffer bytes, int at) {
        return bytes.getShort(at + LENGTH_AT) & 0xffff;
    }

    /** Of a clear alert: 1 warning, 2 fatal. */
    static int alertLevel(ByteBuffer bytes, int at) {
        return bytes.get(at + HEADER_LENGTH) & 0xff;
    }

    static int alertNumber(ByteBuffer bytes, int at) {
        return bytes.get(at + HEADER_LENGTH + 1) & 0xff;
    }

    /**
     * Whether bytes at the start of a segment are, or may yet become, a record with a ClientHello. Fewer than {@code least} bytes are
     * taken for none.
     */
    static boolean mayBeginHello(ByteBuffer bytes, int at, int end, int least) {
        int there = end - at;
        if (there < least || bytes.get(at) != HANDSHAKE) {
            return false;
        }
        if (there >= 2 && bytes.get(at + VERSION_AT) != MAJOR_VERSION
                || there >= 3 && (bytes.get(at + VERSION_AT + 1) & 0xff) > HIGHEST_MINOR_VERSION) {
            return false;
        }
        if (there < HEADER_LENGTH) {
            return true;
        }
        int length = length(bytes, at);
        if (length == 0 || length > LONGEST) {
            return false;
        }
        return ClientHello.mayBegin(bytes, at + HEADER_LENGTH, Math.min(end, at + HEADER_LENGTH + length));
    }
}
