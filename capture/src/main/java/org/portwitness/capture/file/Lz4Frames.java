package org.portwitness.capture.file;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes lz4 frames (LZ4 frame format 1.6), one after the other, as the lz4 program writes them: blocks that hang on those before or not, with or
 * without checksums, which are all compared.
 *
 * <p>Own code because the ready-made stream takes each byte through several objects and reaches a tenth of what this does. A frame:
 *
 * <pre>
 *   magic  flags  sizes  [content length]  [dictionary]  header checksum
 *     4      1      1           8               4              1
 *   (length  data  [checksum])...   0   [checksum of the content]
 *      4                4           4            4
 * </pre>
 *
 * and the data of a block, unless the top bit of its length says that it is stored as it is:
 *
 * <pre>
 *   (token  [more literals]  literals  offset  [more match])...  token  [more literals]  literals
 *      1                                  2
 * </pre>
 */
final class Lz4Frames {
    private static final int MAGIC = 0x184d2204;
    private static final int SKIPPABLE = 0x184d2a50;
    private static final int SKIPPABLE_MASK = 0xffff_fff0;
    private static final int STORED = 0x8000_0000;

    private static final int VERSION_MASK = 0xc0;
    private static final int VERSION = 0x40;
    private static final int INDEPENDENT = 0x20;
    private static final int BLOCK_CHECKSUM = 0x10;
    private static final int CONTENT_LENGTH = 0x08;
    private static final int CONTENT_CHECKSUM = 0x04;
    private static final int RESERVED_FLAG = 0x02;
    private static final int DICTIONARY = 0x01;
    private static final int RESERVED_SIZES = 0x8f;

    /** A match reaches back no further. */
    private static final int HISTORY_BYTES = 1 << 16;

    private static final int WINDOW_BYTES = HISTORY_BYTES + (1 << 18);
    private static final int SHORTEST_MATCH = 4;
    /** Further bytes add to a length that is all ones. */
    private static final int LONGER = 15;

    private static final int SHORT_COPY_BYTES = 12;
    private static final int FIRST_BLOCK_BYTES = 1 << 16;

    private final RawBytes raw;
    private final XxHash32 contentHash = new XxHash32();
    private final XxHash32 hash = new XxHash32();

    /** What a match may reach back to, then what was decoded of late. */
    private final byte[] window = new byte[WINDOW_BYTES];
    /** The oldest byte that a match may reach. */
    private int oldest;

    private int handedOut;
    private int decoded;

    private boolean anyFrame;
    private boolean inFrame;
    private boolean independent;
    private boolean blockChecksum;
    private boolean contentChecksum;
    private long contentLength;
    private long contentSoFar;
    private int largestBlock;

    /** The block at hand as far as it was fetched; grows with what is really there. */
    private byte[] block = new byte[FIRST_BLOCK_BYTES];

    private boolean inBlock;
    /** The input ends inside it. */
    private boolean cut;

    private boolean stored;
    private int blockLength;
    private int fetched;
    private int blockAt;
    private int blockDecoded;
    /** Literals and bytes of a match that had no place in the window yet. */
    private int literalsLeft;

    private boolean matchFollows;
    private int shortMatch;
    private int matchLeft;
    private int matchOffset;

    private boolean finished;
    private IOException damage;

    Lz4Frames(RawBytes raw) {
        this.raw = raw;
    }

    /**
     * Decoded bytes; 0 where more of the input is needed first, which the next call waits for; −1 at the end. Damage is thrown by the call after the
     * one that returned the last good bytes.
     */
    int read(byte[] target, int from, int count) throws IOException {
        if (handedOut == decoded && damage == null && !finished) {
            try {
                advance();
            } catch (IOException e) {
                damage = e;
            }
        }
        int got = Math.min(decoded - handedOut, count);
        if (got > 0) {
            System.arraycopy(window, handedOut, target, from, got);
            handedOut += got;
            return got;
        }
        if (damage != null) {
            throw damage;
        }
        return finished ? -1 : 0;
    }

    /** One step on: a frame's header, what there is of a block, or as much decoded as the window takes. */
    private void advance() throws IOException {
        if (!inFrame) {
            beginFrame();
        } else if (!inBlock) {
            beginBlock();
        } else if (fetched < blockLength) {
            fetch();
        } else {
            decodeOn();
        }
    }

    private void beginFrame() throws IOException {
        int first = raw.read();
        if (first < 0 && anyFrame) {
            finished = true;
            return;
        }
        if (first < 0) {
            throw new EOFException("the end is missing");
        }
        int magic = first | octet() << 8 | octet() << 16 | octet() << 24;
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
            for (long left = word() & 0xffff_ffffL; left > 0; left--) {
                octet();
            }
            return;
        }
        if (magic != MAGIC) {
            throw new IOException(anyFrame ? "what follows a frame is no lz4" : "its header is no lz4 header");
        }
        byte[] header = new byte[14];
        int length = 0;
        header[length++] = (byte) octet();
        header[length++] = (byte) octet();
        int flags = header[0] & 0xff;
        int sizes = header[1] & 0xff;
        if ((flags & VERSION_MASK) != VERSION
                || (flags & RESERVED_FLAG) != 0
                || (sizes & RESERVED_SIZES) != 0
                || sizes >> 4 < 4) {
            throw new IOException("its header has reserved flags set");
        }
        if ((flags & CONTENT_LENGTH) != 0) {
            length = octets(header, length, 8);
        }
        if ((flags & DICTIONARY) != 0) {
            length = octets(header, length, 4);
        }
        hash.reset();
        hash.update(header, 0, length);
        if (octet() != (hash.value() >>> 8 & 0xff)) {
            throw new IOException("the checksum of a header does not match");
        }
        if ((flags & DICTIONARY) != 0) {
            throw new IOException("it asks for a preset dictionary");
        }
        independent = (flags & INDEPENDENT) != 0;
        blockChecksum = (flags & BLOCK_CHECKSUM) != 0;
        contentChecksum = (flags & CONTENT_CHECKSUM) != 0;
        contentLength = -1;
        if ((flags & CONTENT_LENGTH) != 0) {
            contentLength = 0;
            for (int i = 0; i < 8; i++) {
                contentLength |= (header[2 + i] & 0xffL) << 8 * i;
            }
        }
        // 64 KiB, 256 KiB, 1 MiB or 4 MiB
        largestBlock = 1 << 8 + 2 * (sizes >> 4);
        contentSoFar = 0;
        contentHash.reset();
        oldest = decoded;
        inFrame = true;
        anyFrame = true;
    }

    private void beginBlock() throws IOException {
        int word = word();
        if (word == 0) {
            endFrame();
            return;
        }
        stored = (word & STORED) != 0;
        blockLength = word & ~STORED;
        if (blockLength > largestBlock) {
            throw new IOException("a block is longer than its frame allows");
        }
        fetched = 0;
        blockAt = 0;
        blockDecoded = 0;
        literalsLeft = 0;
        matchFollows = false;
        matchLeft = 0;
        inBlock = true;
        if (independent) {
            oldest = decoded;
        }
    }

    private void endFrame() throws IOException {
        inFrame = false;
        if (contentLength >= 0 && contentLength != contentSoFar) {
            throw new IOException("the length of a frame does not match");
        }
        if (contentChecksum && word() != contentHash.value()) {
            throw new IOException("the checksum of a frame does not match");
        }
    }

    /** Takes what is there, waiting only where nothing is. */
    private void fetch() throws IOException {
        if (fetched == block.length) {
            block = Arrays.copyOf(block, block.length * 2);
        }
        int got = raw.read(block, fetched, Math.min(blockLength, block.length) - fetched);
        if (got < 0) {
            // as far as it goes
            cut = true;
            blockLength = fetched;
        } else {
            fetched += got;
        }
    }

    private void decodeOn() throws IOException {
        if (decoded == window.length) {
            slide();
        }
        int before = decoded;
        boolean ended;
        try {
            ended = stored ? copyOn() : decodeSequences();
        } finally {
            int more = decoded - before;
            contentSoFar += more;
            blockDecoded += more;
            if (contentChecksum) {
                contentHash.update(window, before, more);
            }
        }
        if (blockDecoded > largestBlock) {
            throw new IOException("a block holds more than its frame allows");
        }
        if (ended) {
            endBlock();
        }
    }

    private void endBlock() throws IOException {
        if (cut) {
            throw new EOFException("the end is missing");
        }
        inBlock = false;
        if (blockChecksum) {
            hash.reset();
            hash.update(block, 0, blockLength);
            if (word() != hash.value()) {
                throw new IOException("the checksum of a block does not match");
            }
        }
    }

    private void slide() {
        int by = decoded - HISTORY_BYTES;
        System.arraycopy(window, by, window, 0, HISTORY_BYTES);
        decoded -= by;
        handedOut -= by;
        oldest = Math.max(0, oldest - by);
    }

    /** The same as {@link #decodeSequences} for a block that is stored as it is. */
    private boolean copyOn() {
        int count = Math.min(blockLength - blockAt, window.length - decoded);
        System.arraycopy(block, blockAt, window, decoded, count);
        blockAt += count;
        decoded += count;
        return blockAt == blockLength;
    }

    /** Goes on until the window is full, false then, or the block has ended. */
    private boolean decodeSequences() throws IOException {
        byte[] in = block;
        byte[] out = window;
        int end = blockLength;
        int at = blockAt;
        int to = decoded;
        int literals = literalsLeft;
        int match = matchLeft;
        try {
            while (true) {
                if (literals > 0) {
                    int count = Math.min(literals, Math.min(out.length - to, end - at));
                    copy(in, at, out, to, count);
                    at += count;
                    to += count;
                    literals -= count;
                    if (literals > 0) {
                        if (at == end) {
                            throw endsInside();
                        }
                        return false;
                    }
                }
                if (matchFollows) {
                    if (at == end) {
                        matchFollows = false;
                        return true;
                    }
                    if (end - at < 2) {
                        throw endsInside();
                    }
                    matchOffset = in[at] & 0xff | (in[at + 1] & 0xff) << 8;
                    at += 2;
                    match = shortMatch + SHORTEST_MATCH;
                    if (shortMatch == LONGER) {
                        int more;
                        do {
                            if (at == end) {
                                match = 0;
                                throw endsInside();
                            }
                            more = in[at++] & 0xff;
                            match += more;
                        } while (more == 0xff);
                    }
                    if (matchOffset == 0 || matchOffset > to - oldest) {
                        match = 0;
                        throw new IOException("a match reaches back behind the beginning");
                    }
                    matchFollows = false;
                }
                if (match > 0) {
                    int count = Math.min(match, out.length - to);
                    repeat(out, to, matchOffset, count);
                    to += count;
                    match -= count;
                    if (match > 0) {
                        return false;
                    }
                }
                if (at == end) {
                    return true;
                }
                int token = in[at++] & 0xff;
                literals = token >>> 4;
                if (literals == LONGER) {
                    int more;
                    do {
                        if (at == end) {
                            literals = 0;
                            throw endsInside();
                        }
                        more = in[at++] & 0xff;
                        literals += more;
                    } while (more == 0xff);
                }
                shortMatch = token & LONGER;
                matchFollows = true;
            }
        } finally {
            blockAt = at;
            decoded = to;
            literalsLeft = literals;
            matchLeft = match;
        }
    }

    private IOException endsInside() {
        return cut ? new EOFException("the end is missing") : new IOException("a block ends inside a sequence");
    }

    private static void copy(byte[] from, int at, byte[] to, int toAt, int count) {
        if (count > SHORT_COPY_BYTES) {
            System.arraycopy(from, at, to, toAt, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[toAt + i] = from[at + i];
        }
    }

    /** Writes what stands {@code offset} bytes before again, and where that is shorter than {@code count} again and again. */
    private static void repeat(byte[] bytes, int to, int offset, int count) {
        int from = to - offset;
        int done = 0;
        while (done < count) {
            // never into itself: what was written so far is as good as what it was written from
            int some = Math.min(count - done, offset + done);
            copy(bytes, from, bytes, to + done, some);
            done += some;
        }
    }

    private int word() throws IOException {
        return octet() | octet() << 8 | octet() << 16 | octet() << 24;
    }

    private int octets(byte[] target, int from, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            target[from + i] = (byte) octet();
        }
        return from + count;
    }

    private int octet() throws IOException {
        int octet = raw.read();
        if (octet < 0) {
            throw new EOFException("the end is missing");
        }
        return octet;
    }
}
