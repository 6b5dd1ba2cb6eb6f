package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.facts.PacketFacts;

/**
 * One direction of a TCP connection, put in order: what was sent again is dropped, what came too early waits.
 *
 * <p>The reader gets bytes in place wherever possible. It answers how far it came: less than it was given and the rest is kept and offered
 * again with what follows; more and the bytes ahead are skipped unread. A gap is waited for within bounds ({@value #MOST_SEGMENTS}
 * segments, 64 KiB, one second of capture); then the stream has lost its track: the reader is told, and from there on each segment is offered
 * from its own start until {@link #found()} says that one began with something known.
 */
final class TcpStream {
    private static final int MOST_SEGMENTS = 12;
    private static final long LONGEST_GAP_NANOS = 1_000_000_000L;

    /** Farther back than any retransmission: an earlier jump ahead was bogus. */
    private static final int FARTHEST_BACK = 1 << 24;

    /** What makes sense of the bytes. */
    interface Reader {
        /** Position behind what was read; beyond {@code end} to skip bytes that are still to come. */
        int read(PacketFacts facts, ByteBuffer bytes, int at, int end);

        /** Bytes are missing for good: what was begun cannot be completed. */
        void onGap();

        /** Nothing more is wanted. */
        boolean isDone();
    }

    private final Reader reader;
    private final KeptBytes kept;
    private final int[] starts = new int[MOST_SEGMENTS];
    private final int[] ends = new int[MOST_SEGMENTS];
    private int segments;
    private int contiguous;
    private int next;
    private boolean lost;
    private boolean cut;
    private boolean incomplete;
    private boolean anywhere;
    private long gapSinceRunNanos;

    TcpStream(Reader reader, ByteStore store) {
        this.reader = reader;
        kept = new KeptBytes(store);
    }

    /** Begins anew; the first byte has this sequence number. */
    void start(int sequence) {
        kept.release();
        segments = 0;
        contiguous = 0;
        next = sequence;
        lost = false;
        cut = false;
        incomplete = false;
        anywhere = false;
    }

    /** Begins anew, with the first segment that comes: where messages begin is not known. */
    void startAnywhere() {
        start(0);
        lost = true;
        anywhere = true;
    }

    void release() {
        kept.release();
        segments = 0;
        contiguous = 0;
    }

    /** Sequence number of the first byte that was not read yet. */
    int next() {
        return next;
    }

    /** Bytes were missing at some point: absence of something proves nothing. */
    boolean incomplete() {
        return incomplete || segments > 0;
    }

    /** Where messages begin is not known; what is offered begins at a segment's start. */
    boolean isLost() {
        return lost;
    }

    /** The reader knows again where messages begin. */
    void found() {
        lost = false;
    }

    /** The reader does not understand what it reads. */
    void lose() {
        lost = true;
        incomplete = true;
    }

    /** Segments wait behind a gap, and the receiver says that it has got all of them: what is missing was not captured. */
    boolean gapIsAcknowledged(int acknowledgement) {
        return segments > 0 && acknowledgement - next - ends[segments - 1] >= 0;
    }

    /** Waits no longer for the bytes before the early segments. */
    void giveUpGap(PacketFacts facts) {
        abandonTo(facts, ends[segments - 1]);
    }

    /** Takes a segment's payload. */
    void offer(PacketFacts facts, int sequence, long runNanos) {
        if (anywhere) {
            anywhere = false;
            next = sequence;
        }
        int offset = sequence - next;
        int length = facts.payloadLength;
        if (offset < -FARTHEST_BACK) {
            abandon(sequence);
            offset = 0;
        } else if (offset + length <= 0) {
            return;
        }
        int at = facts.payloadAt;
        if (offset < 0) {
            at -= offset;
            length += offset;
            offset = 0;
        }
        if (kept.wasTaken()) {
            abandon(sequence(facts, sequence, at));
            offset = 0;
        }
        if (offset > contiguous && (lost || !keepEarly(facts.bytes, at, length, offset, runNanos))) {
            abandonTo(facts, offset);
            if (reader.isDone()) {
                return;
            }
            offset = sequence(facts, sequence, at) - next;
        }
        if (offset <= contiguous) {
            if (contiguous == 0 && segments == 0 && offset == 0) {
                readInPlace(facts, at, at + length);
            } else {
                append(facts, at, length, offset);
            }
        }
        if (facts.payloadWireLength > facts.payloadLength) {
            cut = true;
        }
    }

    private static int sequence(PacketFacts facts, int sequence, int at) {
        return sequence + at - facts.payloadAt;
    }

    private void readInPlace(PacketFacts facts, int at, int end) {
        while (at < end) {
            int to = reader.read(facts, facts.bytes, at, end);
            next += to - at;
            if (reader.isDone()) {
                return;
            }
            if (to == at) {
                if (kept.put(0, facts.bytes, at, end - at)) {
                    contiguous = end - at;
                } else {
                    abandon(next + end - at);
                }
                return;
            }
            at = to;
        }
    }

    private void append(PacketFacts facts, int at, int length, int offset) {
        int end = offset + length;
        if (end > contiguous) {
            int fresh = contiguous - offset;
            if (!kept.put(contiguous, facts.bytes, at + fresh, length - fresh) || kept.wasTaken()) {
                abandon(next + end);
                return;
            }
            contiguous = end;
            absorb();
        }
        drain(facts);
    }

    /** Joins early segments that the contiguous bytes have reached. */
    private void absorb() {
        int used = 0;
        while (used < segments && starts[used] <= contiguous) {
            contiguous = Math.max(contiguous, ends[used]);
            used++;
        }
        if (used > 0) {
            dropSegments(used);
        }
    }

    private void dropSegments(int count) {
        segments -= count;
        System.arraycopy(starts, count, starts, 0, segments);
        System.arraycopy(ends, count, ends, 0, segments);
    }

    private void drain(PacketFacts facts) {
        while (contiguous > 0) {
            int to = reader.read(facts, kept.bytes(), 0, contiguous);
            if (reader.isDone() || (to == 0 && !kept.wasTaken())) {
                return;
            }
            if (kept.wasTaken()) {
                abandon(next + contiguous);
                return;
            }
            advance(to);
        }
        if (segments == 0) {
            kept.release();
        }
    }

    /** Moves the origin; early segments that are passed by are dropped. */
    private void advance(int count) {
        next += count;
        int last = contiguous;
        for (int i = 0; i < segments; i++) {
            last = Math.max(last, ends[i]);
        }
        if (count < last) {
            kept.shift(count, last);
        }
        contiguous = Math.max(contiguous - count, 0);
        for (int i = 0; i < segments; i++) {
            starts[i] = Math.max(starts[i] - count, 0);
            ends[i] -= count;
        }
        int passed = 0;
        while (passed < segments && ends[passed] <= 0) {
            passed++;
        }
        if (passed > 0) {
            dropSegments(passed);
        }
        absorb();
    }

    private boolean keepEarly(ByteBuffer bytes, int at, int length, int offset, long runNanos) {
        if (segments == 0) {
            gapSinceRunNanos = runNanos;
        }
        if (cut || segments == MOST_SEGMENTS || runNanos - gapSinceRunNanos > LONGEST_GAP_NANOS) {
            return false;
        }
        int place = segments;
        while (place > 0 && starts[place - 1] > offset) {
            place--;
        }
        if (place > 0 && ends[place - 1] >= offset + length) {
            return true;
        }
        if (!kept.put(offset, bytes, at, length)) {
            return false;
        }
        System.arraycopy(starts, place, starts, place + 1, segments - place);
        System.arraycopy(ends, place, ends, place + 1, segments - place);
        starts[place] = offset;
        ends[place] = offset + length;
        segments++;
        return true;
    }

    /** The gap stays: reads what waits behind it segment by segment, then goes on with the packet at that offset. */
    private void abandonTo(PacketFacts facts, int offset) {
        int origin = next;
        reader.onGap();
        lost = true;
        incomplete = true;
        cut = false;
        contiguous = 0;
        for (int i = 0; i < segments && !kept.wasTaken(); i++) {
            int start = Math.max(starts[i], next - origin);
            if (start < ends[i] && start < offset) {
                next = origin + start;
                int to = reader.read(facts, kept.bytes(), start, ends[i]);
                if (reader.isDone()) {
                    break;
                }
                if (to < ends[i]) {
                    lost = true;
                    to = ends[i];
                }
                next += to - start;
            }
        }
        segments = 0;
        kept.release();
        if (next - (origin + offset) < 0) {
            next = origin + offset;
            lost = true;
        }
    }

    private void abandon(int sequence) {
        reader.onGap();
        lost = true;
        incomplete = true;
        contiguous = 0;
        segments = 0;
        kept.release();
        next = sequence;
    }
}
