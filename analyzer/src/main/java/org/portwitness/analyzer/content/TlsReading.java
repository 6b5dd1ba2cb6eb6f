package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.facts.PacketFacts;

/** Walks the TLS records of both sides up to the point where the handshake is complete or has failed. */
final class TlsReading implements Reading {
    private static final int MESSAGE_HEADER_LENGTH = ClientHello.MESSAGE_HEADER_LENGTH;
    /** Record header, message header and version. */
    private static final int CLEAR_HELLO_PROOF = TlsRecord.HEADER_LENGTH + MESSAGE_HEADER_LENGTH + 2;

    private static final int LARGEST_MESSAGE = ByteStore.LARGEST;

    private final HelloLog hellos;
    private final Certificates certificates = new Certificates();
    private final ClientHello hello = new ClientHello();
    private final GivenUp givenUp;
    private final Reading turn;
    private final Marks marks;

    /** Told what turned out to be something else. */
    @FunctionalInterface
    interface Marks {
        void onPseudoTlsHello(Watch watch);
    }

    TlsReading(HelloLog hellos, GivenUp givenUp, Reading turn, Marks marks) {
        this.hellos = hellos;
        this.givenUp = givenUp;
        this.turn = turn;
        this.marks = marks;
    }

    @Override
    public int read(PacketFacts facts, Side side, ByteBuffer bytes, int from, int end) {
        int at = from;
        Watch watch = side.watch;
        boolean byClient = side.ofClient();
        if (side.atStart && !begins(side, bytes, at, end)) {
            return end;
        }
        if (side.stream.isLost()) {
            if (!TlsRecord.check(bytes, at, end)) {
                return end;
            }
            side.forgetMessage();
            side.stream.found();
        }
        side.atStart = false;
        while (at < end && !watch.isDone()) {
            if (side.recordRemaining > 0) {
                int length = Math.min(side.recordRemaining, end - at);
                if (isCut(facts)
                        && byClient
                        && side.messageLength == 0
                        && ClientHello.isCutPseudo(bytes, at, at + length, side.recordRemaining)) {
                    // the rest of it is not in the capture, and is not waited for
                    int behind = at + side.recordRemaining;
                    side.recordRemaining = 0;
                    onPseudoHello(side);
                    return behind;
                }
                side.recordRemaining -= length;
                handshake(facts, side, bytes, at, at + length);
                at += length;
                if (watch.reading != this) {
                    return at;
                }
                continue;
            }
            if (end - at < TlsRecord.HEADER_LENGTH) {
                return at;
            }
            if (byClient && !watch.tls.helloWhole() && Ssl2Hello.check(bytes, at, end)) {
                hello.readSsl2(bytes, at);
                watch.tls.onHello(hellos.add(facts, bytes, hello), NameTable.NONE, hello.version(), true);
                at += Ssl2Hello.length(bytes, at);
                continue;
            }
            if (!TlsRecord.check(bytes, at, end)) {
                notTls(side);
                return end;
            }
            int length = TlsRecord.length(bytes, at);
            int recordEnd = at + TlsRecord.HEADER_LENGTH + length;
            switch (TlsRecord.type(bytes, at)) {
                case TlsRecord.HANDSHAKE -> {
                    if (side.cipherChanged && end - at < CLEAR_HELLO_PROOF && end < recordEnd) {
                        return at;
                    }
                    if (!side.cipherChanged || isClearHello(bytes, at, end, byClient)) {
                        side.recordRemaining = length;
                        recordEnd = at + TlsRecord.HEADER_LENGTH;
                    }
                }
                case TlsRecord.CHANGE_CIPHER_SPEC -> {
                    side.cipherChanged = true;
                    watch.tls.onCipherChange(byClient);
                }
                case TlsRecord.ALERT -> {
                    if (length != TlsRecord.CLEAR_ALERT_LENGTH) {
                        watch.tls.onHiddenAlert(byClient);
                    } else if (end < recordEnd) {
                        return at;
                    } else {
                        watch.tls.onClearAlert(
                                byClient, TlsRecord.alertLevel(bytes, at), TlsRecord.alertNumber(bytes, at));
                    }
                }
                default -> watch.tls.onApplicationData(byClient, length);
            }
            if (watch.tls.hasEnded()) {
                watch.next = Watch.Next.SETTLE;
            }
            at = recordEnd;
        }
        return at;
    }

    private static boolean isCut(PacketFacts facts) {
        return facts.payloadWireLength > facts.payloadLength;
    }

    private void onPseudoHello(Side side) {
        Watch watch = side.watch;
        watch.tls = null;
        watch.pseudoTls = true;
        watch.reading = turn;
        side.framing = StunFraming.UNKNOWN;
        marks.onPseudoTlsHello(watch);
    }

    /** Looks at the first bytes of the server's answer; false where they are no TLS. */
    private static boolean begins(Side side, ByteBuffer bytes, int at, int end) {
        if (side.ofClient()
                || bytes.get(at) >= TlsRecord.CHANGE_CIPHER_SPEC && bytes.get(at) <= TlsRecord.APPLICATION_DATA) {
            return true;
        }
        side.atStart = false;
        if (side.stream.isLost()) {
            return false;
        }
        if (end - at >= 5 && bytes.getInt(at) == ('H' << 24 | 'T' << 16 | 'T' << 8 | 'P') && bytes.get(at + 4) == '/'
                || bytes.get(at) == '<') {
            side.watch.tls.onHttpAnswer();
            side.watch.next = side.watch.tls.hasEnded() ? Watch.Next.SETTLE : Watch.Next.READ;
        }
        side.stream.lose();
        return false;
    }

    /**
     * With a HelloRetryRequest both sides may send ChangeCipherSpec before their next hello, which is in clear all the same (RFC 8446
     * appendix D.4).
     */
    private static boolean isClearHello(ByteBuffer bytes, int recordAt, int end, boolean byClient) {
        int at = recordAt + TlsRecord.HEADER_LENGTH;
        return end - recordAt >= CLEAR_HELLO_PROOF
                && bytes.get(at) == (byClient ? ClientHello.MESSAGE_TYPE : ServerHello.MESSAGE_TYPE)
                && bytes.getShort(at + MESSAGE_HEADER_LENGTH) == 0x0303
                && MESSAGE_HEADER_LENGTH + (bytes.getInt(at) & 0xff_ffff) == TlsRecord.length(bytes, recordAt);
    }

    private static void notTls(Side side) {
        if (side.ofClient() && !side.watch.tls.helloWhole() && !side.stream.incomplete()) {
            // began like a hello and was none
            side.watch.next = Watch.Next.SCAN;
        }
        side.stream.lose();
        side.forgetMessage();
    }

    /** Takes clear handshake bytes, which may begin and end anywhere in a message. */
    private void handshake(PacketFacts facts, Side side, ByteBuffer bytes, int from, int end) {
        int at = from;
        while (at < end && !side.watch.isDone() && side.watch.reading == this) {
            if (side.messageSkip > 0) {
                int skipped = Math.min(side.messageSkip, end - at);
                side.messageSkip -= skipped;
                at += skipped;
            } else if (side.messageLength > 0) {
                at = collect(facts, side, bytes, at, end);
            } else if (end - at < MESSAGE_HEADER_LENGTH) {
                at = keep(side, bytes, at, end - at);
            } else if (isNoHello(side, bytes.get(at))) {
                notTls(side);
                return;
            } else {
                int length = MESSAGE_HEADER_LENGTH + (bytes.getInt(at) & 0xff_ffff);
                if (!isWanted(side, bytes.get(at), length)) {
                    side.messageSkip = length;
                } else if (length <= end - at) {
                    message(facts, side, bytes, at, at + length);
                    at += length;
                } else {
                    at = keep(side, bytes, at, end - at);
                }
            }
        }
    }

    private int keep(Side side, ByteBuffer bytes, int at, int length) {
        if (side.message.put(side.messageLength, bytes, at, length) && !side.message.wasTaken()) {
            side.messageLength += length;
        } else {
            side.forgetMessage();
            side.stream.lose();
        }
        return at + length;
    }

    /** Goes on with a message of which a part is kept. */
    private int collect(PacketFacts facts, Side side, ByteBuffer bytes, int from, int end) {
        if (side.message.wasTaken()) {
            side.forgetMessage();
            side.stream.lose();
            return end;
        }
        int at = from;
        if (side.messageLength < MESSAGE_HEADER_LENGTH) {
            at = keep(side, bytes, at, Math.min(MESSAGE_HEADER_LENGTH - side.messageLength, end - at));
            if (side.messageLength < MESSAGE_HEADER_LENGTH) {
                return at;
            }
        }
        ByteBuffer kept = side.message.bytes();
        if (isNoHello(side, kept.get(0))) {
            notTls(side);
            return end;
        }
        int length = MESSAGE_HEADER_LENGTH + (kept.getInt(0) & 0xff_ffff);
        if (!isWanted(side, kept.get(0), length)) {
            side.messageSkip = length - side.messageLength;
            side.messageLength = 0;
            side.message.release();
            return at;
        }
        at = keep(side, bytes, at, Math.min(length - side.messageLength, end - at));
        if (side.messageLength == length) {
            message(facts, side, side.message.bytes(), 0, length);
            side.messageLength = 0;
            side.message.release();
        }
        return at;
    }

    /** The client's first message must be a hello, or this is not the beginning of a handshake. */
    private static boolean isNoHello(Side side, int type) {
        return type != ClientHello.MESSAGE_TYPE
                && side.ofClient()
                && !side.watch.tls.helloWhole()
                && !side.stream.incomplete();
    }

    private boolean isWanted(Side side, int type, int length) {
        boolean wanted = side.ofClient()
                ? type == ClientHello.MESSAGE_TYPE
                : type == ServerHello.MESSAGE_TYPE || type == CertificateNames.MESSAGE_TYPE;
        if (wanted && length > LARGEST_MESSAGE) {
            givenUp.add(GivenUp.Reason.MESSAGE_TOO_LARGE);
            return false;
        }
        return wanted;
    }

    private void message(PacketFacts facts, Side side, ByteBuffer bytes, int at, int end) {
        Watch watch = side.watch;
        switch (bytes.get(at)) {
            case ClientHello.MESSAGE_TYPE -> {
                hello.read(bytes, at, end);
                if (hello.isPseudo()) {
                    onPseudoHello(side);
                    return;
                }
                int name = hellos.add(facts, bytes, hello);
                watch.tls.onHello(name, hellos.alpnOf(bytes, hello), hello.version(), true);
            }
            case ServerHello.MESSAGE_TYPE -> {
                if (ServerHello.check(bytes, at, end) && !ServerHello.isRetryRequest(bytes, at)) {
                    watch.tls.onServerHello(ServerHello.version(bytes, at, end));
                }
            }
            default -> watch.tls.onCertificate(certificates.read(bytes, at, end));
        }
    }

    /** What is there of a hello may still tell the name; it is not counted. */
    @Override
    public void onGap(Side side) {
        Watch watch = side.watch;
        if (side.ofClient()
                && watch.tls != null
                && !watch.tls.helloWhole()
                && side.messageLength > 0
                && !side.message.wasTaken()) {
            ByteBuffer kept = side.message.bytes();
            hello.read(kept, 0, side.messageLength);
            watch.tls.onHello(hellos.nameOf(kept, hello), hellos.alpnOf(kept, hello), hello.version(), false);
        }
        side.forgetMessage();
    }
}
