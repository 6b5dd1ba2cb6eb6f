package org.portwitness.analyzer.proof;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.wire.Stun;

/**
 * What stays of one direction of a TCP connection:
 *
 * <ul>
 *   <li>TLS: record headers; handshake, alerts and ChangeCipherSpec whole; application data never. TURN's pseudo-TLS hello looks the same.
 *   <li>HTTP heads: see {@link HttpMask}. Bodies never.
 *   <li>MS-TURN frames and STUN over TCP: as {@link DatagramMask} has it, where the message stands in one segment.
 *   <li>MirrorOp: which message it is, never what it says; login codes travel in clear.
 * </ul>
 *
 * <p>Messages are followed in the order of sequence numbers. Behind a gap nothing is shown, as it is not known what it belongs to; what is sent again is
 * shown as it was the first time.
 */
final class StreamMask {
    private static final long SEQUENCE_MASK = 0xffff_ffffL;

    /** Handshakes are over long before. */
    private static final int LONGEST_SHOWN = 1 << 20;

    private static final int RECORD_HEADER = 5;
    private static final int LONGEST_RECORD = (1 << 14) + 2048;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int FRAME_HEADER = 4;
    private static final int TURN_CONTROL = 2;
    private static final int TURN_DATA = 3;

    private final long begin;
    private final ShownRanges ranges = new ShownRanges();
    private final HttpMask http = new HttpMask();
    private final byte[] header = new byte[RECORD_HEADER];
    private State state = State.MESSAGE;
    /** Of the header that is being read. */
    private int headerLength;
    /** Of the record or body that is being read. */
    private long remaining;

    private int position;

    private enum State {
        /** Something new begins here. */
        MESSAGE,
        RECORD_HEADER,
        SHOWN_RECORD,
        BLANKED,
        HTTP_HEAD,
        MIRROR_OP,
        /** Not known what this is, to the end. */
        UNKNOWN
    }

    /** @param begin sequence number of the first payload byte */
    StreamMask(long begin) {
        this.begin = begin & SEQUENCE_MASK;
    }

    boolean beginsAt(long sequence) {
        return begin == (sequence & SEQUENCE_MASK);
    }

    /** Shows what may be seen of a segment's payload. */
    void segment(Redaction redaction, int at, int end, long sequence) {
        int offset = (int) (sequence - begin);
        int behind = offset + (end - at);
        if (offset < 0 || behind < offset || offset > LONGEST_SHOWN) {
            return;
        }
        // what was sent before
        ranges.show(redaction, at - offset, offset, Math.min(behind, position));
        if (offset <= position && behind > position) {
            int from = at + position - offset;
            read(redaction, from, end, position - from);
            position = behind;
        }
    }

    /** @param shift from a place in the packet to a place in the stream */
    private void read(Redaction redaction, int from, int end, int shift) {
        int at = from;
        while (at < end) {
            at = switch (state) {
                case MESSAGE -> begin(redaction, at, end, shift);
                case RECORD_HEADER -> recordHeader(redaction, at, end, shift);
                case SHOWN_RECORD, BLANKED -> rest(redaction, at, end, shift);
                case HTTP_HEAD -> head(redaction, at, end, shift);
                case MIRROR_OP -> mirrorOp(redaction, at, end, shift);
                case UNKNOWN -> end;
            };
        }
    }

    private void keep(Redaction redaction, int from, int to, int shift) {
        redaction.keep(from, to);
        ranges.add(from + shift, to + shift);
    }

    private int begin(Redaction redaction, int at, int end, int shift) {
        ByteBuffer bytes = redaction.bytes();
        int first = bytes.get(at) & 0xff;
        int length = end - at;
        if (isRecord(first) && (length < 2 || bytes.get(at + 1) == 3)) {
            state = State.RECORD_HEADER;
            headerLength = 0;
            return at;
        }
        if (HttpMask.begins(bytes, at, end)) {
            http.begin();
            state = State.HTTP_HEAD;
            return at;
        }
        if (MirrorOpTag.length(bytes, at, end) > 0) {
            state = State.MIRROR_OP;
            return at;
        }
        if ((first == TURN_CONTROL || first == TURN_DATA) && length >= FRAME_HEADER && bytes.get(at + 1) == 0) {
            return frame(redaction, at, end, shift);
        }
        if (length >= Stun.HEADER_LENGTH && Stun.hasCookie(bytes, at) && first < 4) {
            return message(redaction, at, end, Stun.HEADER_LENGTH + Stun.length(bytes, at), shift);
        }
        // RFC 4571: a length before each message
        if (length >= 2 + Stun.HEADER_LENGTH && Stun.hasCookie(bytes, at + 2) && (bytes.get(at + 2) & 0xfc) == 0) {
            keep(redaction, at, at + 2, shift);
            return message(redaction, at + 2, end, bytes.getShort(at) & 0xffff, shift);
        }
        state = State.UNKNOWN;
        return end;
    }

    private static boolean isRecord(int type) {
        return type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA;
    }

    private int recordHeader(Redaction redaction, int from, int end, int shift) {
        int at = from;
        while (at < end && headerLength < RECORD_HEADER) {
            header[headerLength++] = redaction.bytes().get(at++);
        }
        if (headerLength < RECORD_HEADER) {
            return at;
        }
        int type = header[0] & 0xff;
        int length = (header[3] & 0xff) << 8 | header[4] & 0xff;
        if (!isRecord(type) || header[1] != 3 || length > LONGEST_RECORD) {
            state = State.UNKNOWN;
            return end;
        }
        keep(redaction, Math.max(from, at - RECORD_HEADER), at, shift);
        remaining = length;
        state = length == 0
                ? State.MESSAGE
                : type == HANDSHAKE || type == ALERT || type == CHANGE_CIPHER_SPEC ? State.SHOWN_RECORD : State.BLANKED;
        return at;
    }

    private int rest(Redaction redaction, int at, int end, int shift) {
        int to = (int) Math.min(end, at + remaining);
        if (state == State.SHOWN_RECORD) {
            keep(redaction, at, to, shift);
        }
        remaining -= to - at;
        if (remaining == 0) {
            state = State.MESSAGE;
        }
        return to;
    }

    private int frame(Redaction redaction, int at, int end, int shift) {
        int length = redaction.bytes().getShort(at + 2) & 0xffff;
        keep(redaction, at, at + FRAME_HEADER, shift);
        boolean control = redaction.bytes().get(at) == TURN_CONTROL;
        if (control) {
            return message(redaction, at + FRAME_HEADER, end, length, shift);
        }
        return blank(at + FRAME_HEADER, end, length);
    }

    /** A message of known length: shown as STUN where it is one and there as a whole. */
    private int message(Redaction redaction, int at, int end, int length, int shift) {
        if (length <= end - at && Stun.check(redaction.bytes(), at, length, length)) {
            DatagramMask.stun(redaction, at, at + length, length, 0);
            // sent again it is blanked but for its header: what was shown inside is not remembered
            ranges.add(at + shift, at + Math.min(length, Stun.HEADER_LENGTH) + shift);
        }
        return blank(at, end, length);
    }

    private int blank(int at, int end, long length) {
        int to = (int) Math.min(end, at + length);
        remaining = length - (to - at);
        state = remaining == 0 ? State.MESSAGE : State.BLANKED;
        return to;
    }

    private int head(Redaction redaction, int from, int end, int shift) {
        int at = http.read(redaction.bytes(), from, end, (a, b) -> keep(redaction, a, b, shift));
        if (http.isOver()) {
            long body = http.bodyLength();
            if (body == HttpMask.UNKNOWN_LENGTH) {
                state = State.UNKNOWN;
                return end;
            }
            remaining = body;
            state = body == 0 ? State.MESSAGE : State.BLANKED;
        }
        return at;
    }

    /** Messages have no common length; one is recognised where a segment begins with it. */
    private int mirrorOp(Redaction redaction, int at, int end, int shift) {
        int tag = MirrorOpTag.length(redaction.bytes(), at, end);
        if (tag > 0) {
            keep(redaction, at, at + tag, shift);
        }
        return end;
    }
}
