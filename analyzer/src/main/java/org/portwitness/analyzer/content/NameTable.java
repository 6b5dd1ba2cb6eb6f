package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Byte strings, each kept once under a small number; looking a known one up allocates nothing. Bounded in number and bytes. */
final class NameTable {
    /** No such name, or no room for it. */
    static final int NONE = -1;

    /** Longer ones are cut; a host name has at most 255 bytes. */
    static final int LONGEST = 1024;

    /** Names are this long at most on average: twice what is usual. Without a bound of bytes hostile names could take a hundred MB. */
    private static final int MEAN_LENGTH = 64;

    private final int limit;
    private final long mostBytes;
    private final boolean foldCase;
    private final long seed = new SplittableRandom().nextLong() | 1;
    private final byte[] scratch = new byte[LONGEST];
    private byte[] arena = new byte[1 << 12];
    private int arenaEnd;
    private int[] starts = new int[1 << 8];
    private int[] hashes = new int[1 << 8];
    private long[] counts = new long[1 << 8];
    private int[] index = new int[1 << 9];
    private int size;

    /** Made when they are asked for, and only once: a name is shared by thousands of connections. */
    private String[] texts = new String[0];

    /**
     * @param limit most names; each takes its bytes and about 28 more
     * @param foldCase whether ASCII capitals are the same as small letters, and small ones are kept
     */
    NameTable(int limit, boolean foldCase) {
        this.limit = limit;
        mostBytes = Math.max(LONGEST, (long) limit * MEAN_LENGTH);
        this.foldCase = foldCase;
    }

    int intern(ByteBuffer bytes, int at, int length) {
        int kept = Math.min(length, LONGEST);
        bytes.get(at, scratch, 0, kept);
        return intern(scratch, kept);
    }

    int intern(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(bytes.length, LONGEST);
        System.arraycopy(bytes, 0, scratch, 0, kept);
        return intern(scratch, kept);
    }

    /** The bytes are folded in place where the table folds. */
    int intern(byte[] bytes, int length) {
        int slot = slotOf(bytes, length);
        int entry = index[slot];
        if (entry != 0) {
            return entry - 1;
        }
        return add(slot, bytes, length);
    }

    /** As {@link #intern} but adds nothing. */
    int find(byte[] bytes, int length) {
        return index[slotOf(bytes, length)] - 1;
    }

    private int slotOf(byte[] bytes, int length) {
        long h = seed;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (foldCase && b >= 'A' && b <= 'Z') {
                b = (byte) (b | 0x20);
                bytes[i] = b;
            }
            h = (h ^ b) * 0x9E3779B97F4A7C15L;
            h ^= h >>> 29;
        }
        int hash = (int) (h >>> 17);
        int mask = index.length - 1;
        int slot = hash & mask;
        while (index[slot] != 0 && !matches(index[slot] - 1, hash, bytes, length)) {
            slot = (slot + 1) & mask;
        }
        lastHash = hash;
        return slot;
    }

    private int lastHash;

    private boolean matches(int id, int hash, byte[] bytes, int length) {
        int start = starts[id];
        return hashes[id] == hash && Arrays.equals(arena, start, end(id), bytes, 0, length);
    }

    private int end(int id) {
        return id + 1 < size ? starts[id + 1] : arenaEnd;
    }

    private int add(int slot, byte[] bytes, int length) {
        if (size == limit || arenaEnd + length > mostBytes) {
            return NONE;
        }
        if (arenaEnd + length > arena.length) {
            arena = Arrays.copyOf(arena, Math.max(arena.length * 2, arenaEnd + length));
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        System.arraycopy(bytes, 0, arena, arenaEnd, length);
        starts[size] = arenaEnd;
        hashes[size] = lastHash;
        arenaEnd += length;
        index[slot] = ++size;
        if (size * 2 > index.length) {
            rebuildIndex();
        }
        return size - 1;
    }

    private void rebuildIndex() {
        index = new int[index.length * 2];
        int mask = index.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] & mask;
            while (index[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            index[slot] = id + 1;
        }
    }

    /** One more use of that name; nothing for {@link #NONE}. */
    void count(int id) {
        if (id >= 0) {
            counts[id]++;
        }
    }

    /** The bytes themselves. */
    byte[] bytes(int id) {
        return Arrays.copyOfRange(arena, starts[id], end(id));
    }

    /** The name in printable ASCII, other bytes as {@code \xNN}; null for {@link #NONE}. */
    String text(int id) {
        if (id < 0) {
            return null;
        }
        if (id >= texts.length) {
            texts = Arrays.copyOf(texts, starts.length);
        }
        if (texts[id] == null) {
            texts[id] = PlainText.of(arena, starts[id], end(id));
        }
        return texts[id];
    }

    /** Names that were counted, with their counts. */
    Map<String, Long> counts() {
        Map<String, Long> result = new HashMap<>(size * 2);
        for (int id = 0; id < size; id++) {
            if (counts[id] > 0) {
                result.merge(text(id), counts[id], Long::sum);
            }
        }
        return result;
    }

    int size() {
        return size;
    }
}
