package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.facts.PacketFacts;

/** A way of making sense of a watched connection's bytes; without state of its own, that is in the {@link Side} and its {@link Watch}. */
interface Reading {
    /** As {@link TcpStream.Reader#read}. */
    int read(PacketFacts facts, Side side, ByteBuffer bytes, int at, int end);

    /** As {@link TcpStream.Reader#onGap}. */
    void onGap(Side side);
}
