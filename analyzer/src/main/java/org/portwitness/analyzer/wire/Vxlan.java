package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * VXLAN header and its generic protocol extension.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-------------------------------+---------------+
 *  |G|R|V V|I|P|B|O|   reserved, or group policy   |next (GPE, P)  |
 *  +-+-+-+-+-+-+-+-+-------------------------------+---------------+
 *  |            network identifier                 |   reserved    |
 *  +-----------------------------------------------+---------------+
 * </pre>
 *
 * <p>Source: RFC 7348 section 5, draft-ietf-nvo3-vxlan-gpe-13 section 3, draft-smith-vxlan-group-policy-05.
 */
public final class Vxlan {
    public static final int FLAGS_AT = 0;
    public static final int NEXT_AT = FLAGS_AT + 3;
    public static final int NETWORK_AT = NEXT_AT + 1;
    public static final int LENGTH = NETWORK_AT + 4;

    /** The network identifier is valid: always set. */
    private static final int HAS_NETWORK = 0x08;
    /** Extension: the next protocol is valid. */
    private static final int HAS_NEXT = 0x04;
    /** Extension: version, 0. */
    private static final int VERSION = 0x30;

    public static final int NEXT_IPV4 = 1;
    public static final int NEXT_IPV6 = 2;
    public static final int NEXT_ETHERNET = 3;
    public static final int NEXT_MPLS = 5;

    private Vxlan() {}

    public static boolean check(ByteBuffer bytes, int at, int end) {
        return end - at >= LENGTH && (bytes.get(at + FLAGS_AT) & (HAS_NETWORK | VERSION)) == HAS_NETWORK;
    }

    /** What follows: Ethernet unless the extension says otherwise. Plain VXLAN keeps both flag and field 0. */
    public static int next(ByteBuffer bytes, int at) {
        boolean extended = (bytes.get(at + FLAGS_AT) & HAS_NEXT) != 0;
        return extended ? bytes.get(at + NEXT_AT) & 0xff : NEXT_ETHERNET;
    }
}
