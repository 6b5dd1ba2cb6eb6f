package org.portwitness.analyzer.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.facts.PacketFacts;

class TcpStreamTest {
    private static final int START = 0xffff_fff0;

    /** Reads messages of a length byte and that many bytes; skips those with an odd length unread. */
    private static final class LengthPrefixed implements TcpStream.Reader {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private int gaps;

        @Override
        public int read(PacketFacts facts, ByteBuffer bytes, int from, int end) {
            int at = from;
            while (at < end) {
                int length = 1 + (bytes.get(at) & 0xff);
                if ((length & 1) == 0) {
                    at += length;
                    continue;
                }
                if (end - at < length) {
                    return at;
                }
                for (int i = 0; i < length; i++) {
                    read.write(bytes.get(at + i));
                }
                at += length;
            }
            return at;
        }

        @Override
        public void onGap() {
            gaps++;
        }

        @Override
        public boolean isDone() {
            return false;
        }
    }

    private static byte[] messages(Random random, int count, ByteArrayOutputStream wanted) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            byte[] message = Bytes.join(Bytes.u8(body.length), body);
            all.writeBytes(message);
            if ((message.length & 1) == 1) {
                wanted.writeBytes(message);
            }
        }
        return all.toByteArray();
    }

    private static void offer(TcpStream stream, byte[] bytes, int from, int to) {
        PacketFacts facts = new PacketFacts();
        facts.bytes = ByteBuffer.wrap(bytes);
        facts.payloadAt = from;
        facts.payloadLength = to - from;
        facts.payloadWireLength = to - from;
        stream.offer(facts, START + from, 0);
    }

    @Test
    void whateverTheSegmentsAndTheirOrderTheReaderGetsTheStream() {
        Random random = new Random(20260101);
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream wanted = new ByteArrayOutputStream();
            byte[] all = messages(random, 40, wanted);
            LengthPrefixed reader = new LengthPrefixed();
            TcpStream stream = new TcpStream(reader, new ByteStore(1 << 20, new GivenUp()));
            stream.start(START);
            int at = 0;
            while (at < all.length) {
                // a window of segments comes shuffled, some twice, some reaching back
                List<int[]> window = new ArrayList<>();
                for (int i = 0; i < 6 && at < all.length; i++) {
                    int to = Math.min(all.length, at + 1 + random.nextInt(150));
                    window.add(new int[] {Math.max(0, at - random.nextInt(40)), to});
                    if (random.nextInt(5) == 0) {
                        window.add(new int[] {at, to});
                    }
                    at = to;
                }
                Collections.shuffle(window, random);
                for (int[] segment : window) {
                    offer(stream, all, segment[0], segment[1]);
                }
            }
            assertArrayEquals(wanted.toByteArray(), reader.read.toByteArray(), "round " + round);
            assertEquals(0, reader.gaps);
            assertFalse(stream.incomplete());
        }
    }

    @Test
    void aGapIsWaitedForTwelveSegmentsAndNoLonger() {
        byte[] message = Bytes.join(Bytes.u8(2), new byte[] {7, 8});
        byte[] all = new byte[0];
        for (int i = 0; i < 20; i++) {
            all = Bytes.join(all, message);
        }
        LengthPrefixed reader = new LengthPrefixed();
        TcpStream stream = new TcpStream(reader, new ByteStore(1 << 20, new GivenUp()));
        stream.start(START);
        offer(stream, all, 0, 3);
        for (int i = 2; i < 14; i++) {
            offer(stream, all, 3 * i, 3 * i + 3);
        }
        assertEquals(3, reader.read.size());
        assertTrue(stream.incomplete());
        assertEquals(0, reader.gaps);
        offer(stream, all, 42, 45);
        assertEquals(1, reader.gaps);
        assertEquals(42, reader.read.size(), "all but the message in the gap");
        assertTrue(stream.isLost());
    }

    @Test
    void randomNonsenseNeverFailsAndNeverKeepsMoreThanItsBound() {
        Random random = new Random(7);
        GivenUp givenUp = new GivenUp();
        ByteStore store = new ByteStore(1 << 18, givenUp);
        List<TcpStream> streams = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            TcpStream stream = new TcpStream(new LengthPrefixed(), store);
            stream.start(random.nextInt());
            streams.add(stream);
        }
        byte[] bytes = new byte[1500];
        PacketFacts facts = new PacketFacts();
        facts.bytes = ByteBuffer.wrap(bytes);
        for (int i = 0; i < 200_000; i++) {
            random.nextBytes(bytes);
            TcpStream stream = streams.get(random.nextInt(streams.size()));
            facts.payloadAt = random.nextInt(100);
            facts.payloadLength = 1 + random.nextInt(1400);
            facts.payloadWireLength = facts.payloadLength + (random.nextInt(10) == 0 ? 5 : 0);
            int reach = 1 << random.nextInt(18);
            stream.offer(facts, stream.next() + random.nextInt(reach) - reach / 4, i * 1_000_000L);
        }
        assertTrue(givenUp.count(GivenUp.Reason.BYTES_NOT_KEPT) > 0);
    }
}
