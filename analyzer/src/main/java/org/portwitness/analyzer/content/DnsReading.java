package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.facts.PacketFacts;

/** Takes DNS messages out of a TCP stream: each has its length before it, RFC 1035 section 4.2.2. */
final class DnsReading implements Reading {
    private static final int LENGTH_PREFIX = 2;

    private final DnsExchanges dns;

    DnsReading(DnsExchanges dns) {
        this.dns = dns;
    }

    @Override
    public int read(PacketFacts facts, Side side, ByteBuffer bytes, int from, int end) {
        int at = from;
        while (end - at >= LENGTH_PREFIX) {
            int length = bytes.getShort(at) & 0xffff;
            if (length < DnsMessage.HEADER_LENGTH) {
                side.stream.lose();
                return end;
            }
            if (end - at - LENGTH_PREFIX < length) {
                return at;
            }
            side.stream.found();
            dns.onMessage(facts, bytes, at + LENGTH_PREFIX, length);
            at += LENGTH_PREFIX + length;
        }
        return at;
    }

    @Override
    public void onGap(Side side) {
        // the next segment is tried from its start
    }
}
