package org.portwitness.analyzer.transaction;

/**
 * The transaction word of a TCP flow: which attempts it belongs to and how it ended.
 *
 * <pre>
 *  0..26  attempt of the opener + 1    27..53  attempt of the responder + 1 (a simultaneous open has both)
 *  54  attempts were looked up         55, 56  attempt of opener, of responder waits for a sign that the client went on
 *  57..59  first FIN or RST            60, 61  opener, responder sent a SYN-ACK
 * </pre>
 */
final class TcpFlowWord {
    static final int NONE = -1;

    /** Attempts that can be named: the ledger must be smaller. */
    static final int MOST_ATTEMPTS = (1 << 27) - 2;

    static final long LOOKED_UP = 1L << 54;

    static final int OPEN = 0;
    static final int FIN_OF_OPENER = 1;
    static final int FIN_OF_RESPONDER = 2;
    static final int RST_OF_OPENER = 3;
    static final int RST_OF_RESPONDER = 4;

    private static final int RESPONDER_SHIFT = 27;
    private static final long ATTEMPT = (1L << 27) - 1;
    private static final long OPENER_WAITS = 1L << 55;
    private static final long RESPONDER_WAITS = 1L << 56;
    private static final int ENDING_SHIFT = 57;
    private static final long ENDING = 7L << ENDING_SHIFT;
    private static final long SYN_ACK_OF_OPENER = 1L << 60;
    private static final long SYN_ACK_OF_RESPONDER = 1L << 61;

    private TcpFlowWord() {}

    static int attempt(long word, boolean ofOpener) {
        return (int) (ofOpener ? word & ATTEMPT : word >>> RESPONDER_SHIFT & ATTEMPT) - 1;
    }

    static boolean hasAttempt(long word) {
        return (word & (ATTEMPT | ATTEMPT << RESPONDER_SHIFT)) != 0;
    }

    static boolean waits(long word, boolean forOpener) {
        return (word & (forOpener ? OPENER_WAITS : RESPONDER_WAITS)) != 0;
    }

    static long withAttempt(long word, boolean ofOpener, int attempt, boolean waits) {
        long bare = without(word, ofOpener);
        long linked = bare | (long) (attempt + 1) << (ofOpener ? 0 : RESPONDER_SHIFT);
        return waits ? linked | (ofOpener ? OPENER_WAITS : RESPONDER_WAITS) : linked;
    }

    static long without(long word, boolean ofOpener) {
        return word & ~(ofOpener ? ATTEMPT | OPENER_WAITS : ATTEMPT << RESPONDER_SHIFT | RESPONDER_WAITS);
    }

    static long settled(long word, boolean ofOpener) {
        return word & ~(ofOpener ? OPENER_WAITS : RESPONDER_WAITS);
    }

    static int ending(long word) {
        return (int) (word >>> ENDING_SHIFT) & 7;
    }

    /** Keeps the first ending. */
    static long withEnding(long word, boolean reset, boolean byOpener) {
        if ((word & ENDING) != 0) {
            return word;
        }
        int ending = reset ? byOpener ? RST_OF_OPENER : RST_OF_RESPONDER : byOpener ? FIN_OF_OPENER : FIN_OF_RESPONDER;
        return word | (long) ending << ENDING_SHIFT;
    }

    static boolean sentSynAck(long word, boolean opener) {
        return (word & (opener ? SYN_ACK_OF_OPENER : SYN_ACK_OF_RESPONDER)) != 0;
    }

    static long withSynAck(long word, boolean ofOpener) {
        return word | (ofOpener ? SYN_ACK_OF_OPENER : SYN_ACK_OF_RESPONDER);
    }
}
