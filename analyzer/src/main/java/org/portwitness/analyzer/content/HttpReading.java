package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.facts.PacketFacts;

/** Reads the head of a client's first HTTP request; answers are looked for where segments begin. */
final class HttpReading implements Reading {
    private final HttpHead head = new HttpHead();
    private final NameTable hosts;

    HttpReading(NameTable hosts) {
        this.hosts = hosts;
    }

    @Override
    public int read(PacketFacts facts, Side side, ByteBuffer bytes, int at, int end) {
        Watch watch = side.watch;
        if (!side.ofClient()) {
            int status = HttpHead.status(bytes, at, end);
            if (status > 0) {
                exchangeOf(watch).onStatus(status, (int) facts.sequence);
            }
            return end;
        }
        if (side.stream.isLost()) {
            watch.next = Watch.Next.SCAN;
            return end;
        }
        boolean nothingFollows = facts.payloadWireLength > facts.payloadLength;
        HttpHead.State state = head.read(bytes, at, end, nothingFollows);
        if (state == HttpHead.State.UNFINISHED) {
            return at;
        }
        if (state == HttpHead.State.WHOLE) {
            int host = intern(bytes, head.hostAt(), head.hostLength());
            int connectHost = intern(bytes, head.connectHostAt(), head.connectHostLength());
            exchangeOf(watch).onRequest(head.method(), host, connectHost, head.connectPort());
        }
        watch.next = Watch.Next.SCAN;
        return end;
    }

    private static HttpExchange exchangeOf(Watch watch) {
        if (watch.http == null) {
            watch.http = new HttpExchange();
        }
        return watch.http;
    }

    private int intern(ByteBuffer bytes, int at, int length) {
        return at < 0 || length <= 0 ? NameTable.NONE : hosts.intern(bytes, at, length);
    }

    @Override
    public void onGap(Side side) {
        if (side.ofClient()) {
            side.watch.next = Watch.Next.SCAN;
        }
    }
}
