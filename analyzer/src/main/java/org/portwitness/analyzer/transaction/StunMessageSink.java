package org.portwitness.analyzer.transaction;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.facts.PacketFacts;

/** Where the content stage puts STUN messages that it found in a TCP stream. */
@FunctionalInterface
public interface StunMessageSink {
    /**
     * One whole STUN message, framing removed.
     *
     * @param facts the packet that completed it: time, addresses, ports, flow
     * @param bytes holds the message; not always the packet's own buffer, as a message may span segments
     * @param at position of its first byte
     * @param length 20 + the length in its header
     */
    void onStunMessage(PacketFacts facts, ByteBuffer bytes, int at, int length);
}
