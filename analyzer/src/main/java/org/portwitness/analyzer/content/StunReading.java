package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.media.FramedMedia;
import org.portwitness.analyzer.transaction.StunMessageSink;

/** Takes STUN messages and media packets out of a TCP stream, whatever their framing, and hands them on. */
final class StunReading implements Reading {
    private final StunMessageSink sink;
    private final FramedMedia media;
    private final Marks marks;

    /** Told what a side showed. */
    interface Marks {
        void onTurn(Side side);

        void onPseudoTlsAnswer(Side side);
    }

    StunReading(StunMessageSink sink, FramedMedia media, Marks marks) {
        this.sink = sink;
        this.media = media;
        this.marks = marks;
    }

    @Override
    public int read(PacketFacts facts, Side side, ByteBuffer bytes, int from, int end) {
        int at = from;
        if (side.atStart) {
            side.atStart = false;
            if (side.watch.pseudoTls && !side.ofClient() && bytes.get(at) == TlsRecord.HANDSHAKE) {
                if (!PseudoTls.mayBeAnswer(bytes, at, end)) {
                    side.stream.lose();
                    return end;
                }
                boolean cut = facts.payloadWireLength > facts.payloadLength && end - at >= PseudoTls.TELLING_LENGTH;
                if (end - at < PseudoTls.ANSWER_LENGTH && !cut) {
                    side.atStart = true;
                    return at;
                }
                marks.onPseudoTlsAnswer(side);
                at += PseudoTls.ANSWER_LENGTH;
            }
        }
        if (side.stream.isLost()) {
            side.framing = StunFraming.UNKNOWN;
        }
        if (side.framing == StunFraming.UNKNOWN && at < end) {
            side.framing =
                    side.watch.pseudoTls ? StunFraming.expectingFrames(bytes, at, end) : StunFraming.of(bytes, at, end);
            if (side.framing != StunFraming.UNKNOWN) {
                marks.onTurn(side);
            } else if (FramedMedia.fills(bytes, at, end)) {
                side.framing = StunFraming.RFC_4571;
            } else {
                if (end - at < StunFraming.ENOUGH_PROOF && !side.stream.isLost()) {
                    return at;
                }
                side.stream.lose();
                return end;
            }
            side.stream.found();
        }
        while (at < end) {
            int to = switch (side.framing) {
                case StunFraming.PLAIN -> plain(facts, bytes, at, end);
                case StunFraming.RFC_4571 -> prefixed(facts, bytes, at, end);
                default -> framed(facts, bytes, at, end);
            };
            if (to < 0) {
                side.stream.lose();
                return end;
            }
            if (to == at) {
                return at;
            }
            at = to;
        }
        return at;
    }

    /** Position behind the message, the same position where more bytes are needed, −1 where it is none. */
    private int plain(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        if (StunFraming.isChannelData(bytes, at)) {
            return channelData(facts, bytes, at, end);
        }
        if (end - at < StunFraming.MESSAGE_HEADER_LENGTH) {
            return at;
        }
        if (!StunFraming.beginsMessage(bytes, at, end)) {
            return -1;
        }
        int length = StunFraming.messageLength(bytes, at);
        if (end - at < length) {
            return at;
        }
        sink.onStunMessage(facts, bytes, at, length);
        return at + length;
    }

    private int channelData(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        int dataAt = at + StunFraming.CHANNEL_HEADER_LENGTH;
        if (end < dataAt) {
            return at;
        }
        int to = at + StunFraming.channelDataLength(bytes, at);
        int length = StunFraming.channelDataContent(bytes, at);
        if (length == 0 || end > dataAt && !FramedMedia.isMarked(bytes, dataAt)) {
            return to;
        }
        if (end < dataAt + length) {
            return at;
        }
        media.onFramed(facts, bytes, dataAt, length, true);
        return to;
    }

    private int prefixed(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        if (end - at < StunFraming.LENGTH_PREFIX) {
            return at;
        }
        int length = StunFraming.prefix(bytes, at);
        int messageAt = at + StunFraming.LENGTH_PREFIX;
        int to = messageAt + length;
        if (length > 0 && messageAt < end && FramedMedia.isMarked(bytes, messageAt)) {
            if (end < to) {
                return at;
            }
            media.onFramed(facts, bytes, messageAt, length, false);
            return to;
        }
        if (length < StunFraming.MESSAGE_HEADER_LENGTH) {
            return to;
        }
        if (end - messageAt < StunFraming.MESSAGE_HEADER_LENGTH) {
            return at;
        }
        if (!StunFraming.beginsMessage(bytes, messageAt, end)
                || StunFraming.messageLength(bytes, messageAt) != length) {
            return to;
        }
        if (end < to) {
            return at;
        }
        sink.onStunMessage(facts, bytes, messageAt, length);
        return to;
    }

    private int framed(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        if (end - at < StunFraming.FRAME_HEADER_LENGTH) {
            return at;
        }
        if (!StunFraming.isFrame(bytes, at, end)) {
            return -1;
        }
        int to = at + StunFraming.frameLength(bytes, at);
        int contentAt = at + StunFraming.FRAME_HEADER_LENGTH;
        if (!StunFraming.isControl(bytes, at)) {
            int messageAt = contentAt + StunFraming.LENGTH_PREFIX;
            if (to <= messageAt) {
                return to;
            }
            if (end <= messageAt) {
                return at;
            }
            if (!FramedMedia.isMarked(bytes, messageAt)) {
                int needed = messageAt + StunFraming.MESSAGE_HEADER_LENGTH;
                if (to < needed) {
                    return to;
                }
                if (end < needed) {
                    return at;
                }
                if (!StunFraming.beginsMessage(bytes, messageAt, end)) {
                    return to;
                }
            }
            if (end < to) {
                return at;
            }
            int message = contentAt;
            while (message < to) {
                int next = prefixed(facts, bytes, message, to);
                if (next <= message) {
                    break;
                }
                message = next;
            }
            return to;
        }
        if (end < to) {
            return at;
        }
        if (StunFraming.isControlFrame(bytes, at, end)) {
            sink.onStunMessage(facts, bytes, contentAt, StunFraming.messageLength(bytes, contentAt));
        }
        return to;
    }

    @Override
    public void onGap(Side side) {
        side.framing = StunFraming.UNKNOWN;
    }
}
