package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.media.FramedMedia;

/** What a TCP segment begins with, from its first bytes alone. */
final class Beginning {
    static final int NOTHING = 0;
    static final int TLS_HELLO = 1;

    /** TLS whose handshake is over: the capture began later. */
    static final int OPAQUE_TLS = 2;

    /** STUN, TURN, or the media packets that are framed as they are. */
    static final int STUN = 3;

    static final int HTTP_REQUEST = 4;
    static final int HTTP_ANSWER = 5;
    static final int MIRROR_OP = 6;

    /** In the middle of a connection fewer bytes than these could be anything. */
    private static final int LEAST_OF_LATER_HELLO = 3;

    private static final int HTTP = 'H' << 24 | 'T' << 16 | 'T' << 8 | 'P';

    private Beginning() {}

    /** @param first whether it is the first segment of its direction: then less proof is asked for */
    static int of(ByteBuffer bytes, int at, int end, boolean first) {
        int b = bytes.get(at);
        if (b == TlsRecord.HANDSHAKE) {
            return TlsRecord.mayBeginHello(bytes, at, end, first ? 1 : LEAST_OF_LATER_HELLO) ? TLS_HELLO : NOTHING;
        }
        if (b >= 0 && b <= 3 && StunFraming.of(bytes, at, end) != StunFraming.UNKNOWN) {
            return STUN;
        }
        if (b >= 0 && b <= FramedMedia.LONGEST >> 8) {
            return first && FramedMedia.fills(bytes, at, end) ? STUN : NOTHING;
        }
        if (b >= 'A' && b <= 'w' && end - at >= 4) {
            return ofText(bytes, at, end, b);
        }
        if (first && b < 0) {
            return Ssl2Hello.check(bytes, at, end) ? TLS_HELLO : NOTHING;
        }
        if (first && (b == TlsRecord.APPLICATION_DATA || b == TlsRecord.CHANGE_CIPHER_SPEC)) {
            return TlsRecord.check(bytes, at, end) ? OPAQUE_TLS : NOTHING;
        }
        return NOTHING;
    }

    private static int ofText(ByteBuffer bytes, int at, int end, int b) {
        if (bytes.getInt(at) == HTTP) {
            return HttpHead.status(bytes, at, end) > 0 ? HTTP_ANSWER : NOTHING;
        }
        // upper-case letters only begin a method
        if (b <= 'T' && HttpHead.mayBeginRequest(bytes, at, end)) {
            return HTTP_REQUEST;
        }
        return MirrorOp.begins(bytes, at, end) ? MIRROR_OP : NOTHING;
    }
}
