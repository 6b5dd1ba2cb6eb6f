package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;

/**
 * The server's answer to the fake hello of TURN over TCP, MS-TURN 2.1.1: ServerHello and ServerHelloDone in one record, nothing else.
 *
 * <pre>
 *  0  1  16          1  2  version 0301    3  2  record length 004e
 *  5  1  02          6  3  length 000046
 *  9  2  0301       11 32  random         43  1  20     44 32  session id    76  3  0018 00
 * 79  4  0e 000000
 * </pre>
 *
 * The fake hello itself is recognised by {@link ClientHello#isPseudo()}.
 */
final class PseudoTls {
    static final int ANSWER_LENGTH = 83;

    /** Where a snap length cut the rest away: in a record of that length a true hello would leave no room for a certificate. */
    static final int TELLING_LENGTH = 9;

    private static final int RECORD_LENGTH = 0x4e;
    private static final int HELLO_AT = TlsRecord.HEADER_LENGTH;
    private static final int HELLO_TYPE_AND_LENGTH = 0x02000046;
    private static final int DONE_AT = HELLO_AT + ClientHello.MESSAGE_HEADER_LENGTH + 0x46;
    private static final int DONE = 0x0e000000;

    private PseudoTls() {}

    /** Whether the bytes can be the answer, as far as they are there. */
    static boolean mayBeAnswer(ByteBuffer bytes, int at, int end) {
        int there = end - at;
        return (there < 1 || bytes.get(at) == TlsRecord.HANDSHAKE)
                && (there < TlsRecord.HEADER_LENGTH || TlsRecord.length(bytes, at) == RECORD_LENGTH)
                && (there < HELLO_AT + 4 || bytes.getInt(at + HELLO_AT) == HELLO_TYPE_AND_LENGTH)
                && (there < ANSWER_LENGTH || bytes.getInt(at + DONE_AT) == DONE);
    }
}
