package org.portwitness.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.portwitness.testdata.Packets;
import org.portwitness.testdata.PcapBytes;
import org.portwitness.testdata.Scenario;

/** A capture packet by packet, for what no story tells: hosts other than the unit, odd times, parts of stories. */
final class Frames {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    private final List<Frame> frames = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record Frame(long nanos, byte[] bytes) {}

    private Frames() {}

    static Frames none() {
        return new Frames();
    }

    /** The packets of a story, to go on from. */
    static Frames of(Scenario scenario) {
        Frames all = new Frames();
        ByteBuffer file = ByteBuffer.wrap(scenario.pcap()).order(ByteOrder.LITTLE_ENDIAN);
        int at = FILE_HEADER;
        while (at < file.limit()) {
            long nanos = file.getInt(at) * 1_000_000_000L + file.getInt(at + 4) * 1000L;
            int length = file.getInt(at + 8);
            at += RECORD_HEADER;
            all.frames.add(new Frame(nanos, Arrays.copyOfRange(file.array(), at, at + length)));
            at += length;
        }
        return all;
    }

    /** A packet so many seconds after the start of all stories. */
    Frames at(double seconds, Packets packet) {
        frames.add(new Frame(Scenario.START + (long) (seconds * 1e9), packet.bytes()));
        return this;
    }

    Frames udp(double seconds, String from, int fromPort, String to, int toPort, byte[] payload) {
        int id = frames.size() + 1;
        return at(
                seconds,
                Packets.ethernet().ip(from, to).id(id).udp(fromPort, toPort).payload(payload));
    }

    Frames syn(double seconds, String from, int fromPort, String to, int toPort) {
        int id = frames.size() + 1;
        return at(
                seconds,
                Packets.ethernet().ip(from, to).id(id).tcpSyn(fromPort, toPort).seq(fromPort * 1000L));
    }

    Frames synAck(double seconds, String from, int fromPort, String to, int toPort) {
        return at(
                seconds,
                Packets.ethernet()
                        .ip(from, to)
                        .tcpSynAck(fromPort, toPort)
                        .seq(77)
                        .ack(toPort * 1000L + 1));
    }

    /** The refusal of {@link #syn}. */
    Frames rst(double seconds, String from, int fromPort, String to, int toPort) {
        return at(
                seconds,
                Packets.ethernet().ip(from, to).tcpRst(fromPort, toPort).ack(toPort * 1000L + 1));
    }

    /** All packets of another capture too. */
    Frames and(Frames other) {
        frames.addAll(other.frames);
        return this;
    }

    /** Keeps what {@code kept} says of the Ethernet frame. */
    Frames only(Predicate<byte[]> kept) {
        frames.removeIf(frame -> !kept.test(frame.bytes()));
        return this;
    }

    /** Changes each Ethernet frame in place. */
    Frames changed(Consumer<byte[]> change) {
        frames.forEach(frame -> change.accept(frame.bytes()));
        return this;
    }

    byte[] pcap() {
        frames.sort(Comparator.comparingLong(Frame::nanos));
        return unsorted();
    }

    /** In the order in which the packets were told. */
    byte[] unsorted() {
        PcapBytes file = PcapBytes.usual();
        frames.forEach(frame -> file.frame(frame.nanos(), frame.bytes()));
        return file.bytes();
    }
}
