package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class XxHash32Test {
    private static int hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        XxHash32 hash = new XxHash32();
        hash.update(bytes, 0, bytes.length);
        return hash.value();
    }

    @Test
    void knownTextsHaveTheirKnownValues() {
        assertEquals(0x02cc5d05, hash(""));
        assertEquals(0x550d7456, hash("a"));
        assertEquals(0x32d153ff, hash("abc"));
        assertEquals(0xe2293b2f, hash("Nobody inspects the spammish repetition"));
    }

    @Test
    void piecesGiveTheSameAsTheWhole() {
        Random random = new Random(5);
        byte[] bytes = new byte[1000];
        random.nextBytes(bytes);
        XxHash32 whole = new XxHash32();
        whole.update(bytes, 0, bytes.length);
        XxHash32 pieces = new XxHash32();
        pieces.update(bytes, 0, 3);
        for (int round = 0; round < 200; round++) {
            pieces.reset();
            for (int at = 0; at < bytes.length; ) {
                int count = Math.min(random.nextInt(40), bytes.length - at);
                pieces.update(bytes, at, count);
                at += count;
            }
            assertEquals(whole.value(), pieces.value());
        }
    }
}
