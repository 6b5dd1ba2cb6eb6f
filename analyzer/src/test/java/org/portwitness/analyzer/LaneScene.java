package org.portwitness.analyzer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

/** Ethernet frames with IPv4 inside, written into one reused buffer and given to a lane. Times are microseconds after the beginning. */
final class LaneScene {
    static final long START = 1_700_000_000_000_000_000L;
    static final int CLIENT = 0x0a000005;
    static final int SERVER = 0x34700009;
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    private static final int IP = 14;
    private static final int TRANSPORT = IP + 20;

    final Lane lane;
    private final Frame frame = new Frame();
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(2048);
    private int id;

    LaneScene(Lane lane) {
        this.lane = lane;
        for (int i = 0; i < 6; i++) {
            bytes.put(i, (byte) 0x02).put(6 + i, (byte) (0xa0 + i));
        }
        bytes.putShort(12, (short) 0x0800);
    }

    LaneScene tcp(
            long micros, int from, int fromPort, int to, int toPort, int flags, int sequence, int ack, int payload) {
        ip(6, 20 + payload, from, to);
        bytes.putShort(TRANSPORT, (short) fromPort).putShort(TRANSPORT + 2, (short) toPort);
        bytes.putInt(TRANSPORT + 4, sequence).putInt(TRANSPORT + 8, ack);
        bytes.put(TRANSPORT + 12, (byte) 0x50).put(TRANSPORT + 13, (byte) flags);
        bytes.putInt(TRANSPORT + 16, 0);
        return give(micros, TRANSPORT + 20 + payload, LinkType.ETHERNET);
    }

    LaneScene udp(long micros, int from, int fromPort, int to, int toPort, int payload) {
        ip(17, 8 + payload, from, to);
        bytes.putShort(TRANSPORT, (short) fromPort).putShort(TRANSPORT + 2, (short) toPort);
        bytes.putShort(TRANSPORT + 4, (short) (8 + payload)).putShort(TRANSPORT + 6, (short) 0);
        return give(micros, TRANSPORT + 8 + payload, LinkType.ETHERNET);
    }

    /** A destination unreachable that quotes the first 8 bytes of a TCP packet. */
    LaneScene unreachable(long micros, int router, int code, int from, int fromPort, int to, int toPort, int sequence) {
        ip(1, 8 + 28, router, from);
        bytes.putInt(TRANSPORT, 0x0300_0000 | code << 16).putInt(TRANSPORT + 4, 0);
        int quoted = TRANSPORT + 8;
        bytes.putInt(quoted, 0x4500_0028).putInt(quoted + 4, 0).putInt(quoted + 8, 0x4006_0000);
        bytes.putInt(quoted + 12, from).putInt(quoted + 16, to);
        bytes.putShort(quoted + 20, (short) fromPort).putShort(quoted + 22, (short) toPort);
        bytes.putInt(quoted + 24, sequence);
        return give(micros, quoted + 28, LinkType.ETHERNET);
    }

    /** A frame of another kind: its type stands where IPv4's would. */
    LaneScene other(long micros, int etherType) {
        bytes.putShort(12, (short) etherType);
        give(micros, 60, LinkType.ETHERNET);
        bytes.putShort(12, (short) 0x0800);
        return this;
    }

    LaneScene protocol(long micros, int protocol, int fragment) {
        ip(protocol, 40, CLIENT, SERVER);
        bytes.putShort(IP + 6, (short) fragment);
        return give(micros, TRANSPORT + 40, LinkType.ETHERNET);
    }

    /** The same frame as last time, cut to so many bytes. */
    LaneScene cutTo(long micros, int length, int wireLength) {
        frame.set(bytes, 0, length, wireLength, LinkType.ETHERNET, START + micros * 1000);
        lane.onFrame(frame);
        return this;
    }

    /** The same frame once more, byte for byte. */
    LaneScene again(long micros) {
        return give(micros, frame.capturedLength(), frame.linkType());
    }

    private void ip(int protocol, int length, int from, int to) {
        bytes.putShort(IP, (short) 0x4500).putShort(IP + 2, (short) (20 + length));
        bytes.putShort(IP + 4, (short) ++id).putShort(IP + 6, (short) 0);
        bytes.put(IP + 8, (byte) 64).put(IP + 9, (byte) protocol).putShort(IP + 10, (short) 0);
        bytes.putInt(IP + 12, from).putInt(IP + 16, to);
    }

    private LaneScene give(long micros, int length, int linkType) {
        frame.set(bytes, 0, length, length, linkType, START + micros * 1000);
        lane.onFrame(frame);
        return this;
    }

    List<TcpConnection> connections() {
        List<TcpConnection> all = new ArrayList<>();
        lane.evidence().connections().forEach(all::add);
        return all;
    }
}
