package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.facts.PacketFacts;

/** One direction of a watched connection: its stream, and where its reading stands. Pooled. */
final class Side implements TcpStream.Reader {
    final TcpStream stream;

    /** Part of a TLS handshake message that spans segments or records. */
    final KeptBytes message;

    Watch watch;
    boolean ofOpener;

    /** Nothing was read of it yet. */
    boolean atStart;

    /** TLS: bytes of the current handshake record that are still to come. */
    int recordRemaining;

    /** TLS: bytes kept in {@link #message}. */
    int messageLength;

    /** TLS: bytes of a handshake message that are of no interest. */
    int messageSkip;

    /** TLS: this side switched encryption on. */
    boolean cipherChanged;

    /** STUN: how messages are framed, see {@link StunFraming}. */
    int framing;

    Side(ByteStore store) {
        stream = new TcpStream(this, store);
        message = new KeptBytes(store);
    }

    void start(Watch owner, boolean opener, int sequence) {
        watch = owner;
        ofOpener = opener;
        atStart = true;
        recordRemaining = 0;
        cipherChanged = false;
        framing = StunFraming.UNKNOWN;
        stream.start(sequence);
        forgetMessage();
    }

    void forgetMessage() {
        recordRemaining = 0;
        messageLength = 0;
        messageSkip = 0;
        message.release();
    }

    void release() {
        stream.release();
        message.release();
        watch = null;
    }

    boolean ofClient() {
        return ofOpener == watch.clientIsOpener;
    }

    @Override
    public int read(PacketFacts facts, ByteBuffer bytes, int at, int end) {
        return watch.reading.read(facts, this, bytes, at, end);
    }

    @Override
    public void onGap() {
        watch.reading.onGap(this);
    }

    @Override
    public boolean isDone() {
        return watch.isDone();
    }
}
