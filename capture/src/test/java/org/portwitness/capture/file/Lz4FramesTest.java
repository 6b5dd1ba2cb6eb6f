package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames made by hand, with all that their headers can ask for and all that can be wrong with them. */
final class Lz4FramesTest {
    private static final int LINKED = 0x40;
    private static final int INDEPENDENT = 0x60;
    private static final int BLOCK_CHECKSUM = 0x10;
    private static final int CONTENT_LENGTH = 0x08;
    private static final int CONTENT_CHECKSUM = 0x04;
    private static final int SIZES_64_KIB = 0x40;

    /** "abcdefgh", then the last four of them again, then "xyz". */
    private static final byte[] BLOCK = {(byte) 0x80, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 4, 0, 0x30, 'x', 'y', 'z'
    };

    private static final String CONTENT = "abcdefghefghxyz";

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int hash(byte[] bytes) {
        XxHash32 hash = new XxHash32();
        hash.update(bytes, 0, bytes.length);
        return hash.value();
    }

    private Lz4FramesTest word(int word) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            stream.write(word >>> shift);
        }
        return this;
    }

    private Lz4FramesTest bytes(byte[] bytes) {
        stream.writeBytes(bytes);
        return this;
    }

    private Lz4FramesTest header(int flags, int sizes, byte... more) {
        byte[] described = new byte[2 + more.length];
        described[0] = (byte) flags;
        described[1] = (byte) sizes;
        System.arraycopy(more, 0, described, 2, more.length);
        word(0x184d2204).bytes(described);
        stream.write(hash(described) >>> 8);
        return this;
    }

    private Lz4FramesTest block(byte[] data) {
        return word(data.length).bytes(data);
    }

    private Lz4FramesTest storedBlock(byte[] data) {
        return word(data.length | 0x80000000).bytes(data);
    }

    /** What came, and the failure's message, null where there was none. */
    private record Outcome(String text, String failure) {}

    private Outcome outcome() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String failure = decode(stream.toByteArray(), out);
        return new Outcome(out.toString(StandardCharsets.ISO_8859_1), failure);
    }

    private static String decode(byte[] stored, ByteArrayOutputStream out) {
        byte[] target = new byte[1000];
        try (RawBytes raw = RawBytes.of(new ByteArrayInputStream(stored))) {
            Lz4Frames frames = new Lz4Frames(raw);
            for (int got = frames.read(target, 0, target.length);
                    got >= 0;
                    got = frames.read(target, 0, target.length)) {
                out.write(target, 0, got);
            }
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private void assertContent(String expected) {
        assertEquals(new Outcome(expected, null), outcome());
    }

    private void assertFails(String contentBefore, String failure) {
        assertEquals(new Outcome(contentBefore, failure), outcome());
    }

    @Test
    void aBlockOfLiteralsAndAMatch() {
        header(LINKED, SIZES_64_KIB).block(BLOCK).word(0);
        assertContent(CONTENT);
    }

    @Test
    void aMatchMayOverlapWhatItWrites() {
        // "ab", then 19 + 200 + 4 bytes from two bytes before
        header(LINKED, SIZES_64_KIB)
                .block(new byte[] {0x2f, 'a', 'b', 2, 0, (byte) 204, 0x10, 'z'})
                .word(0);
        assertContent("ab".repeat(1 + 111) + "a" + "z");
    }

    @Test
    void aStoredBlockIsTakenAsItIs() {
        header(LINKED, SIZES_64_KIB).storedBlock(ascii("as it is")).word(0);
        assertContent("as it is");
    }

    @Test
    void allChecksumsAndTheLengthAreCompared() {
        header(INDEPENDENT | BLOCK_CHECKSUM | CONTENT_LENGTH | CONTENT_CHECKSUM, SIZES_64_KIB, new byte[] {
                    15, 0, 0, 0, 0, 0, 0, 0
                })
                .block(BLOCK)
                .word(hash(BLOCK))
                .word(0)
                .word(hash(ascii(CONTENT)));
        assertContent(CONTENT);
    }

    @Test
    void aWrongChecksumOfABlockIsDamageBehindIt() {
        header(INDEPENDENT | BLOCK_CHECKSUM, SIZES_64_KIB)
                .block(BLOCK)
                .word(hash(BLOCK) ^ 1)
                .word(0);
        assertFails(CONTENT, "the checksum of a block does not match");
    }

    @Test
    void aWrongChecksumOfTheContentIsDamageBehindIt() {
        header(INDEPENDENT | CONTENT_CHECKSUM, SIZES_64_KIB)
                .block(BLOCK)
                .word(0)
                .word(hash(ascii(CONTENT)) ^ 1);
        assertFails(CONTENT, "the checksum of a frame does not match");
    }

    @Test
    void aWrongLengthOfTheContentIsDamageBehindIt() {
        header(INDEPENDENT | CONTENT_LENGTH, SIZES_64_KIB, new byte[] {16, 0, 0, 0, 0, 0, 0, 0})
                .block(BLOCK)
                .word(0);
        assertFails(CONTENT, "the length of a frame does not match");
    }

    @Test
    void skippableFramesStandBetweenOthers() {
        header(LINKED, SIZES_64_KIB).block(BLOCK).word(0);
        word(0x184d2a53).word(5).bytes(ascii("other"));
        header(LINKED, SIZES_64_KIB).storedBlock(ascii("end")).word(0);
        assertContent(CONTENT + "end");
    }

    @Test
    void aLinkedBlockReachesIntoTheOneBefore() {
        header(LINKED, SIZES_64_KIB)
                .block(BLOCK)
                .block(new byte[] {0, 3, 0, 0x10, '!'})
                .word(0);
        assertContent(CONTENT + "xyzx!");
    }

    @Test
    void anIndependentBlockDoesNot() {
        header(INDEPENDENT, SIZES_64_KIB)
                .block(BLOCK)
                .block(new byte[] {0x10, '-', 2, 0, 0x10, '!'})
                .word(0);
        assertFails(CONTENT + "-", "a match reaches back behind the beginning");
    }

    @Test
    void neitherDoesTheNextFrame() {
        header(LINKED, SIZES_64_KIB).block(BLOCK).word(0);
        header(LINKED, SIZES_64_KIB)
                .block(new byte[] {0x10, '-', 2, 0, 0x10, '!'})
                .word(0);
        assertFails(CONTENT + "-", "a match reaches back behind the beginning");
    }

    @Test
    void aMatchThatReachesNowhereIsDamage() {
        header(LINKED, SIZES_64_KIB)
                .block(new byte[] {0x10, 'a', 0, 0, 0x10, 'b'})
                .word(0);
        assertFails("a", "a match reaches back behind the beginning");
    }

    @Test
    void aBlockThatEndsInsideASequenceIsDamage() {
        for (int length : new int[] {3, 10}) {
            stream.reset();
            header(LINKED, SIZES_64_KIB).block(Arrays.copyOf(BLOCK, length)).word(0);
            assertFails(CONTENT.substring(0, Math.min(length - 1, 8)), "a block ends inside a sequence");
        }
        stream.reset();
        header(LINKED, SIZES_64_KIB)
                .block(new byte[] {(byte) 0xf0, (byte) 0xff})
                .word(0);
        assertFails("", "a block ends inside a sequence");
    }

    @Test
    void aBlockThatIsLongerThanItsFrameAllowsIsDamage() {
        header(LINKED, SIZES_64_KIB).word(65_537).bytes(BLOCK);
        assertFails("", "a block is longer than its frame allows");
        stream.reset();
        // a match of 300 times 255 bytes
        byte[] bomb = new byte[305];
        Arrays.fill(bomb, (byte) 0xff);
        System.arraycopy(new byte[] {0x1f, 'a', 1, 0}, 0, bomb, 0, 4);
        bomb[304] = 0;
        header(LINKED, SIZES_64_KIB).block(bomb).word(0);
        assertFails("a".repeat(1 + 300 * 255 + 19), "a block holds more than its frame allows");
    }

    @Test
    void whatTheHeaderCannotMeanIsRefused() {
        header(LINKED, SIZES_64_KIB);
        byte[] good = stream.toByteArray();
        good[6] ^= 1;
        stream.reset();
        bytes(good).block(BLOCK).word(0);
        assertFails("", "the checksum of a header does not match");
        stream.reset();
        header(LINKED | 1, SIZES_64_KIB, new byte[] {1, 2, 3, 4}).block(BLOCK).word(0);
        assertFails("", "it asks for a preset dictionary");
        for (int[] sizes :
                new int[][] {{0x80, SIZES_64_KIB}, {LINKED | 2, SIZES_64_KIB}, {LINKED, 0x30}, {LINKED, 0x41}}) {
            stream.reset();
            header(sizes[0], sizes[1]).block(BLOCK).word(0);
            assertFails("", "its header has reserved flags set");
        }
        stream.reset();
        header(LINKED, SIZES_64_KIB).block(BLOCK).word(0).word(0x184d2203);
        assertFails(CONTENT, "what follows a frame is no lz4");
    }

    @Test
    void everyPrefixGivesItsBeginningAndMissesTheEnd() {
        header(INDEPENDENT | BLOCK_CHECKSUM | CONTENT_CHECKSUM, SIZES_64_KIB)
                .block(BLOCK)
                .word(hash(BLOCK))
                .word(0)
                .word(hash(ascii(CONTENT)));
        byte[] whole = stream.toByteArray();
        int before = 0;
        for (int length = 0; length < whole.length; length++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertEquals("the end is missing", decode(Arrays.copyOf(whole, length), out));
            assertEquals(CONTENT.substring(0, out.size()), out.toString(StandardCharsets.US_ASCII));
            assertEquals(true, out.size() >= before);
            before = out.size();
        }
        assertEquals(CONTENT.length(), before);
    }

    /** Megabytes of sequences of all lengths and distances, so that each kind meets the window's end. */
    @Test
    void longStreamsComeOutAsTheyWereMeant() {
        Random random = new Random(17);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        byte[] content = new byte[3 << 20];
        int length = 0;
        header(LINKED | CONTENT_CHECKSUM, 0x70);
        while (length < 2 << 20) {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            for (int sequence = random.nextInt(200); sequence >= 0; sequence--) {
                int literals = random.nextInt(8) == 0 ? random.nextInt(3000) : random.nextInt(20);
                literals = length == 0 ? Math.max(1, literals) : literals;
                int match = random.nextInt(8) == 0 ? random.nextInt(3000) : random.nextInt(30);
                block.write(Math.min(literals, 15) << 4 | Math.min(match, 15));
                lengthBytes(block, literals);
                byte[] fresh = new byte[literals];
                random.nextBytes(fresh);
                block.writeBytes(fresh);
                System.arraycopy(fresh, 0, content, length, literals);
                length += literals;
                int reach = Math.min(length, 65_535);
                int offset = 1 + (random.nextBoolean() ? random.nextInt(reach) : random.nextInt(Math.min(reach, 20)));
                block.write(offset);
                block.write(offset >>> 8);
                lengthBytes(block, match);
                for (int i = 0; i < match + 4; i++, length++) {
                    content[length] = content[length - offset];
                }
            }
            block.write(0x10);
            block.write('!');
            content[length++] = '!';
            block(block.toByteArray());
        }
        byte[] whole = Arrays.copyOf(content, length);
        word(0).word(hash(whole));
        assertNull(decode(stream.toByteArray(), expected));
        assertArrayEquals(whole, expected.toByteArray());
    }

    private static void lengthBytes(ByteArrayOutputStream block, int length) {
        if (length >= 15) {
            int left = length - 15;
            for (; left >= 255; left -= 255) {
                block.write(255);
            }
            block.write(left);
        }
    }
}
