package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * Cisco metadata, mostly a security group tag, as it stands behind EtherType 0x8909.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |  version, 1   | length, words |   kind and length of option   |
 *  +---------------+---------------+-------------------------------+
 *  |      security group tag       |      type of what follows     |
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>Source: Cisco TrustSec documents; checked against captures.
 */
public final class CiscoMetadata {
    public static final int VERSION_AT = 0;
    public static final int WORDS_AT = VERSION_AT + 1;
    public static final int OPTIONS_AT = WORDS_AT + 1;

    private static final int TYPE_LENGTH = 2;

    private CiscoMetadata() {}

    public static boolean check(ByteBuffer bytes, int at, int end) {
        return end - at >= OPTIONS_AT && end - at >= length(bytes, at);
    }

    /** Bytes from the first to behind the type that follows. */
    public static int length(ByteBuffer bytes, int at) {
        return OPTIONS_AT + ((bytes.get(at + WORDS_AT) & 0xff) << 2) + TYPE_LENGTH;
    }

    public static int type(ByteBuffer bytes, int at) {
        return bytes.getShort(at + length(bytes, at) - TYPE_LENGTH) & 0xffff;
    }
}
