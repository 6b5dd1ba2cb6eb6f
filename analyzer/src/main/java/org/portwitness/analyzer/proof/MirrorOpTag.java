package org.portwitness.analyzer.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How the messages of MirrorOp over TCP begin (`protocols.md` 9.2, 9.3): a word, behind {@code wppcmd} three bytes that say which command. Whatever
 * comes next, names and login codes among it, is no part of the tag.
 */
final class MirrorOpTag {
    private static final int COMMAND_BYTES = 3;

    private record Word(List<Byte> bytes, int length) {}

    private static final List<Word> WORDS = List.of(
            word("wppcmd", COMMAND_BYTES),
            word("wppaliveROCK", 0),
            word("wppaliveROLL", 0),
            word("wppib", 0),
            word("SenderId", 0),
            word("AWINDIB ", 0));

    private MirrorOpTag() {}

    private static Word word(String text, int more) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            bytes.add(b);
        }
        return new Word(List.copyOf(bytes), bytes.size() + more);
    }

    /** Bytes of the tag at that place, 0 where there is none. */
    static int length(ByteBuffer bytes, int at, int end) {
        for (Word word : WORDS) {
            if (end - at >= word.bytes().size() && isAt(bytes, at, word.bytes())) {
                return Math.min(word.length(), end - at);
            }
        }
        return 0;
    }

    private static boolean isAt(ByteBuffer bytes, int at, List<Byte> word) {
        for (int i = 0; i < word.size(); i++) {
            if (bytes.get(at + i) != word.get(i)) {
                return false;
            }
        }
        return true;
    }
}
