package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * The long header that QUIC connections open with, RFC 9000 section 17.2 and RFC 8999.
 *
 * <pre>
 *  0  1  11xxxxxx    1  4  version    5  1  length of the destination's id, at most 20, then the id
 *        1  length of the source's id, at most 20, then the id
 * </pre>
 */
public final class Quic {
    private static final int LONG_HEADER = 0xc0;
    private static final int VERSION_AT = 1;
    private static final int ID_LENGTH_AT = VERSION_AT + 4;
    private static final int LEAST = ID_LENGTH_AT + 1;
    private static final int LONGEST_ID = 20;

    private static final int NEGOTIATION = 0;
    private static final int VERSION_1 = 1;
    /** RFC 9369. */
    private static final int VERSION_2 = 0x6b3343cf;
    /** Drafts of the working group, in the last byte their number. */
    private static final int DRAFTS = 0xff00_0000;

    /** Reserved to force negotiation, RFC 9000 section 15. */
    private static final int RESERVED = 0x0a0a_0a0a;

    private Quic() {}

    /** Whether a datagram of which so many bytes were captured begins with a long header of a known version. */
    public static boolean check(ByteBuffer bytes, int at, int captured) {
        if (captured < LEAST || (bytes.get(at) & LONG_HEADER) != LONG_HEADER) {
            return false;
        }
        int version = bytes.getInt(at + VERSION_AT);
        boolean known = version == VERSION_1
                || version == VERSION_2
                || version == NEGOTIATION
                || (version & 0xffff_ff00) == DRAFTS
                || (version & 0x0f0f_0f0f) == RESERVED;
        int idLength = bytes.get(at + ID_LENGTH_AT) & 0xff;
        int sourceIdAt = at + LEAST + idLength;
        return known
                && idLength <= LONGEST_ID
                && (sourceIdAt >= at + captured || (bytes.get(sourceIdAt) & 0xff) <= LONGEST_ID);
    }
}
