package org.portwitness.capture.file;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes gzip (RFC 1952), one member after the other.
 *
 * <p>Own code over the JDK's inflater because the ready-made streams throw away what they had decoded when the call that meets the
 * damage fails, and those are the last packets before it. Zero bytes behind the last member are padding; anything else is damage.
 */
final class GzipMembers {
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 0x02;
    private static final int EXTRA = 0x04;
    private static final int NAME = 0x08;
    private static final int COMMENT = 0x10;
    private static final int RESERVED = 0xe0;
    private static final int INPUT_BYTES = 1 << 14;

    private final RawBytes raw;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] input = new byte[INPUT_BYTES];
    private boolean inMember;
    private boolean finished;
    private boolean anyMember;
    private IOException damage;

    GzipMembers(RawBytes raw) {
        this.raw = raw;
    }

    /** Decoded bytes, at least one; −1 at the end. Damage is thrown by the call after the one that returned the last good bytes. */
    int read(byte[] target, int from, int count) throws IOException {
        if (damage != null) {
            throw damage;
        }
        while (!finished) {
            if (!inMember && !beginMember()) {
                finished = true;
                break;
            }
            int got = inflate(target, from, count);
            if (got > 0) {
                checksum.update(target, from, got);
                return got;
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int from, int count) throws IOException {
        long before = inflater.getBytesWritten();
        try {
            int got = inflater.inflate(target, from, count);
            if (got == 0) {
                if (inflater.finished()) {
                    endMember();
                } else if (inflater.needsDictionary()) {
                    throw new IOException("it asks for a preset dictionary");
                } else {
                    int fetched = raw.read(input, 0, input.length);
                    if (fetched < 0) {
                        throw new EOFException("the end is missing");
                    }
                    inflater.setInput(input, 0, fetched);
                }
            }
            return got;
        } catch (DataFormatException e) {
            damage = new IOException(e.getMessage() == null ? "invalid deflate data" : e.getMessage(), e);
            int salvaged = (int) (inflater.getBytesWritten() - before);
            if (salvaged == 0) {
                throw damage;
            }
            return salvaged;
        }
    }

    private boolean beginMember() throws IOException {
        int first = raw.read();
        while (anyMember && first == 0) {
            first = raw.read();
        }
        if (first < 0 && anyMember) {
            return false;
        }
        if (first != 0x1f || octet() != 0x8b || octet() != DEFLATE) {
            throw new IOException(anyMember ? "what follows a member is no gzip" : "its header is no gzip header");
        }
        int flags = octet();
        if ((flags & RESERVED) != 0) {
            throw new IOException("its header has reserved flags set");
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(octet() | octet() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        checksum.reset();
        inMember = true;
        anyMember = true;
        return true;
    }

    private void endMember() throws IOException {
        raw.unread(inflater.getRemaining());
        long written = inflater.getBytesWritten() & 0xffff_ffffL;
        inMember = false;
        if (word() != checksum.getValue()) {
            throw new IOException("the checksum of a member does not match");
        }
        if (word() != written) {
            throw new IOException("the length of a member does not match");
        }
    }

    private long word() throws IOException {
        return octet() | octet() << 8 | octet() << 16 | (long) octet() << 24;
    }

    private int octet() throws IOException {
        int octet = raw.read();
        if (octet < 0) {
            throw new EOFException("the end is missing");
        }
        return octet;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            octet();
        }
    }

    private void skipText() throws IOException {
        while (octet() != 0) {
            // the text ends with a zero byte
        }
    }

    void close() {
        inflater.end();
    }
}
