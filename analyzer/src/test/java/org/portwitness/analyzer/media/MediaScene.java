package org.portwitness.analyzer.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Carriage;
import org.portwitness.analyzer.evidence.MediaStream;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;

/** A talker that sends every 20 ms to a listener, and what is made of it; with G.711 unless told otherwise. */
final class MediaScene {
    static final long START = 1_700_000_000_000_000_000L;
    static final long MILLI = 1_000_000L;
    static final Address TALKER = Address.parse("10.20.30.40");
    static final Address LISTENER = Address.parse("52.112.18.5");

    final CaptureClock clock = new CaptureClock();
    final FlowTable flows;
    final MediaStreams media;
    final PacketFacts facts = new PacketFacts();
    final ByteBuffer bytes = ByteBuffer.allocate(2048);

    /** Milliseconds since the start of the capture. */
    double millis;

    int talkerPort = 50_016;
    int listenerPort = 3479;
    int payloadType;
    int ssrc = 0x74ec;
    int sequence = 100;
    int timestamp = 4000;
    int ticks = 160;
    int stepMillis = 20;

    MediaScene() {
        this(1 << 12, 64);
    }

    MediaScene(int flowLimit, int streamLimit) {
        flows = new FlowTable(flowLimit);
        media = new MediaStreams(flows, clock, Bound.of(streamLimit));
        flows.onEviction(media::onEviction);
    }

    /** So many packets, as they should come. */
    MediaScene send(int count) {
        for (int i = 0; i < count; i++) {
            packet(sequence, timestamp, payloadType, false);
            skip(1);
        }
        return this;
    }

    /** Time, sequence and time stamp go on, nothing comes. */
    MediaScene skip(int count) {
        sequence += count;
        timestamp += ticks * count;
        millis += (double) stepMillis * count;
        return this;
    }

    MediaScene packet(int number, int stamp, int type, boolean marker) {
        header(number, stamp, type, marker);
        return datagram(true, 172);
    }

    void header(int number, int stamp, int type, boolean marker) {
        bytes.put(0, (byte) 0x80).put(1, (byte) (type | (marker ? 0x80 : 0)));
        bytes.putShort(2, (short) number).putInt(4, stamp).putInt(8, ssrc);
    }

    /** What lies in {@link #bytes}, sent by the talker or the listener. */
    MediaScene datagram(boolean byTalker, int length) {
        return datagram(byTalker, length, length, false);
    }

    MediaScene datagram(boolean byTalker, int captured, int length, boolean trusted) {
        facts(byTalker, length);
        flows.touch(facts);
        media.onPayload(facts, bytes, 0, captured, length, Carriage.UDP, trusted);
        return this;
    }

    private void facts(boolean byTalker, int length) {
        facts.protocol = PacketFacts.UDP;
        facts.timeNanos = START + (long) (millis * MILLI);
        clock.advanceTo(facts.timeNanos);
        facts.payloadWireLength = length;
        facts.dscp = 46;
        facts.sourceHigh = byTalker ? TALKER.high() : LISTENER.high();
        facts.sourceLow = byTalker ? TALKER.low() : LISTENER.low();
        facts.sourcePort = byTalker ? talkerPort : listenerPort;
        facts.destinationHigh = byTalker ? LISTENER.high() : TALKER.high();
        facts.destinationLow = byTalker ? LISTENER.low() : TALKER.low();
        facts.destinationPort = byTalker ? listenerPort : talkerPort;
    }

    /** Anything comes back. */
    MediaScene answer() {
        facts(false, 20);
        flows.touch(facts);
        return this;
    }

    MediaScene bytes(String hex) {
        byte[] parsed = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
        bytes.put(0, parsed);
        return this;
    }

    List<MediaStream> streams() {
        List<MediaStream> streams = new ArrayList<>();
        media.streams().forEach(streams::add);
        return streams;
    }

    MediaStream only() {
        List<MediaStream> streams = streams();
        if (streams.size() != 1) {
            throw new AssertionError(streams.size() + " streams: " + streams);
        }
        return streams.get(0);
    }

    static double millisOf(long nanos) {
        return (nanos - START) / (double) MILLI;
    }
}
