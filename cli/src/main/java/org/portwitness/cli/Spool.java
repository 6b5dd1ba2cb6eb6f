package org.portwitness.cli;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Copies standard input into a temporary file of at most {@value #MOST_BYTES} bytes while it is read, so that it can be read again. Where it cannot be
 * copied any more, reading goes on all the same.
 */
final class Spool implements Closeable {
    static final long MOST_BYTES = 4L << 30;

    private final long mostBytes;
    private final Path file;
    private final FileChannel channel;
    private long copied;
    /** Why the copy ends early, null where it does not. */
    private String ended;

    Spool() throws IOException {
        this(MOST_BYTES);
    }

    Spool(long mostBytes) throws IOException {
        this.mostBytes = mostBytes;
        file = Files.createTempFile("portwitness-", ".copy");
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }

    InputStream copying(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                if (count > 0) {
                    copy(ByteBuffer.wrap(bytes, offset, count));
                }
                return count;
            }

            @Override
            public long skip(long count) throws IOException {
                // what is skipped belongs into the copy too
                return super.read(new byte[(int) Math.min(count, 1 << 16)]);
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }

    private void copy(ByteBuffer bytes) {
        if (ended != null) {
            return;
        }
        if (copied + bytes.remaining() > mostBytes) {
            ended = "after " + (mostBytes >> 20) + " MiB";
            return;
        }
        try {
            copied += bytes.remaining();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            ended = "early: " + e.getMessage();
        }
    }

    /** The copy, from its beginning. */
    InputStream again() throws IOException {
        return new FileInputStream(file.toFile());
    }

    /** Where and why the copy ends early, null where it is whole. */
    String ended() {
        return ended;
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // a temporary file stays behind, for the system to take away
            ended = e.getMessage();
        }
    }
}
