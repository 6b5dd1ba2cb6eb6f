package org.portwitness.capture.file;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a file or a pipe as they are stored, with the first ones to be looked at before they are read.
 *
 * <p>Plain captures are read with {@link #read(ByteBuffer)}, straight into the reader's chunk; decompressors read it as a stream,
 * through a buffer of its own. {@link #available()} is what lies in that buffer, so a reader that goes on only while it is
 * positive never waits for a pipe although it has something to hand out.
 */
final class RawBytes extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private final InputStream stream;
    private final boolean ours;
    private final long length;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int limit;
    private boolean ended;
    private IOException failure;
    private long fetched;
    private volatile long position;

    private RawBytes(FileChannel channel, InputStream stream, boolean ours, long length) {
        this.channel = channel;
        this.stream = stream;
        this.ours = ours;
        this.length = length;
    }

    /** A file, or something else with a path that can be read, such as a named pipe; then the length is not known. */
    static RawBytes of(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return new RawBytes(channel, null, true, Files.isRegularFile(path) ? channel.size() : -1);
    }

    /** A stream of the caller's, which is not closed here. */
    static RawBytes of(InputStream stream) {
        return stream.getClass() == FileInputStream.class
                ? new RawBytes(((FileInputStream) stream).getChannel(), null, false, -1)
                : new RawBytes(null, stream, false, -1);
    }

    /** Copies the first bytes without consuming them; fewer than asked for only at the end of the input. */
    int peek(byte[] head) throws IOException {
        while (limit < head.length && !ended) {
            int got = fetch(ByteBuffer.wrap(buffer, limit, buffer.length - limit));
            limit += Math.max(got, 0);
        }
        int count = Math.min(limit, head.length);
        System.arraycopy(buffer, 0, head, 0, count);
        return count;
    }

    /** Reads what is there, at least one byte, waiting for it if need be; −1 at the end. */
    int read(ByteBuffer target) throws IOException {
        if (at < limit) {
            int count = Math.min(limit - at, target.remaining());
            target.put(buffer, at, count);
            at += count;
            return count;
        }
        if (channel != null) {
            return fetch(target);
        }
        if (!fill()) {
            return -1;
        }
        return read(target);
    }

    @Override
    public int read() throws IOException {
        return at < limit || fill() ? buffer[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (at == limit && !fill()) {
            return -1;
        }
        int got = Math.min(limit - at, count);
        System.arraycopy(buffer, at, target, from, got);
        at += got;
        return got;
    }

    @Override
    public int available() {
        return limit - at;
    }

    /** Gives back bytes that were read last; possible as long as nothing was fetched since. */
    void unread(int count) {
        at -= count;
    }

    private boolean fill() throws IOException {
        at = 0;
        limit = 0;
        limit = Math.max(fetch(ByteBuffer.wrap(buffer)), 0);
        return limit > 0;
    }

    private int fetch(ByteBuffer target) throws IOException {
        if (ended) {
            return -1;
        }
        try {
            int got = channel != null ? channel.read(target) : readStream(target);
            if (got < 0) {
                ended = true;
            } else {
                fetched += got;
                position = fetched;
            }
            return got;
        } catch (IOException e) {
            ended = true;
            failure = e;
            throw e;
        }
    }

    private int readStream(ByteBuffer target) throws IOException {
        int got;
        do {
            got = stream.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
        } while (got == 0);
        return got;
    }

    /** Whether the end was met: what is still wanted then is missing from the input. */
    boolean ended() {
        return ended;
    }

    /** What went wrong when the input was read, null if nothing did. */
    IOException failure() {
        return failure;
    }

    /** Bytes that were handed out. */
    long consumed() {
        return fetched - (limit - at);
    }

    /** Bytes fetched so far; any thread may ask. */
    long position() {
        return position;
    }

    /** Bytes in all, −1 where that is not known. */
    long length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        at = 0;
        limit = 0;
        buffer = new byte[0];
        if (ours) {
            channel.close();
        }
    }
}
