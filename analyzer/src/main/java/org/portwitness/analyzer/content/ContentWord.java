package org.portwitness.analyzer.content;

/**
 * The content stage's word in the flow table.
 *
 * <pre>
 *  bits 0-1   what to do with the next packet: {@link #SCAN}, {@link #WATCH}, {@link #SETTLED}
 *  bits 2-13  flags below     bits 16-23  TTL of the SYN-ACK, 0 unknown
 *  bits 32-63 number of the watch, or the sequence number of the client's first byte
 * </pre>
 */
final class ContentWord {
    /** Look at how each segment begins. */
    static final int SCAN = 0;

    /** Put the streams in order and read them. */
    static final int WATCH = 1;

    /** Nothing more to learn. */
    static final int SETTLED = 2;

    static final int STATE = 3;

    static final int HAS_WATCH = 1 << 2;
    static final int HAS_FIRST_SEQUENCE = 1 << 3;
    static final int OPENER_SPOKE = 1 << 4;
    static final int RESPONDER_SPOKE = 1 << 5;
    static final int MIRROR_OP_OF_OPENER = 1 << 6;
    static final int MIRROR_OP_OF_RESPONDER = 1 << 7;
    static final int TURN_OF_OPENER = 1 << 8;
    static final int TURN_OF_RESPONDER = 1 << 9;
    static final int PSEUDO_TLS_HELLO = 1 << 10;
    static final int PSEUDO_TLS_ANSWER = 1 << 11;
    static final int CLIENT_IS_KNOWN = 1 << 12;
    static final int CLIENT_IS_OPENER = 1 << 13;

    /** Anything that {@link TcpContents#contentOf} would tell. */
    static final int FOUND = HAS_WATCH
            | MIRROR_OP_OF_OPENER
            | MIRROR_OP_OF_RESPONDER
            | TURN_OF_OPENER
            | TURN_OF_RESPONDER
            | PSEUDO_TLS_HELLO
            | PSEUDO_TLS_ANSWER;

    private static final int TTL_SHIFT = 16;
    private static final int NUMBER_SHIFT = 32;

    private ContentWord() {}

    static int state(long word) {
        return (int) word & STATE;
    }

    static long withState(long word, int state) {
        return word & ~STATE | state;
    }

    static boolean has(long word, int flags) {
        return (word & flags) != 0;
    }

    static int ttl(long word) {
        return (int) (word >>> TTL_SHIFT) & 0xff;
    }

    static long withTtl(long word, int ttl) {
        return word & ~(0xffL << TTL_SHIFT) | (long) (ttl & 0xff) << TTL_SHIFT;
    }

    /** Watch number or first sequence number, as the flags say. */
    static int number(long word) {
        return (int) (word >>> NUMBER_SHIFT);
    }

    static long withWatch(long word, int number) {
        return word & 0xffff_ffffL & ~HAS_FIRST_SEQUENCE | HAS_WATCH | (long) number << NUMBER_SHIFT;
    }

    static long withFirstSequence(long word, int sequence) {
        return word & 0xffff_ffffL | HAS_FIRST_SEQUENCE | (long) sequence << NUMBER_SHIFT;
    }

    static long withoutNumber(long word) {
        return word & 0xffff_ffffL & ~(HAS_WATCH | HAS_FIRST_SEQUENCE);
    }
}
