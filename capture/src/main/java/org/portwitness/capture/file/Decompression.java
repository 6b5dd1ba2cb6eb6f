package org.portwitness.capture.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/**
 * Decodes compressed captures, also where several compressed pieces stand one after the other; the only class that knows the
 * libraries that do it.
 *
 * <p>Its promise beyond theirs: what was decoded before damage or a missing end is handed out first, and the failure is thrown by
 * the call after it. The lz4 decoder keeps it itself; for the others see {@link GzipMembers}, {@link #bzip2} and
 * {@link #marked}.
 */
final class Decompression implements Closeable {
    /** What {@code xz -9} needs, twice; a header may ask for 4 GiB. With less, honest files are refused. */
    private static final int XZ_MEMORY_KIB = 128 << 10;

    /** More bytes in a call are decoded faster, but fewer of them can be told from the mark below when it fails. */
    private static final int STEP_BYTES = 1 << 14;

    private static final byte UNTOUCHED = (byte) 0xa5;

    private final Compression compression;
    private final RawBytes raw;
    private InputStream decoder;
    private GzipMembers gzip;
    private int filled;
    private boolean finished;
    private IOException failure;

    Decompression(Compression compression, RawBytes raw) {
        this.compression = compression;
        this.raw = raw;
    }

    /** Decoded bytes, at least one and as many as there are without waiting for more input; −1 at the end. */
    int read(byte[] target) throws IOException {
        if (failure != null) {
            throw failure;
        }
        filled = 0;
        try {
            while (!finished && filled < target.length && (filled == 0 || raw.available() > 0)) {
                step(target);
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            // the decoders meet some hostile input with an index out of bounds and the like
            failure = new IOException("the decoder gave up on it", e);
        } catch (LinkageError e) {
            failure = new IOException(
                    "the decoder's library does not load here; undo the compression with " + compression.label()
                            + " -d",
                    e);
        } catch (OutOfMemoryError e) {
            failure = new IOException("there is not enough memory to decode it", e);
        }
        if (failure instanceof MemoryLimitException) {
            failure =
                    new IOException("decoding it takes more than " + (XZ_MEMORY_KIB >> 10) + " MiB of memory", failure);
        }
        if (filled > 0) {
            return filled;
        }
        if (failure != null) {
            throw failure;
        }
        return -1;
    }

    private void step(byte[] target) throws IOException {
        switch (compression) {
            case GZIP -> gzip(target);
            case ZSTD, XZ -> marked(target);
            case BZIP2 -> bzip2(target);
            case LZ4 -> keep(decoder().read(target, filled, target.length - filled));
        }
    }

    private void gzip(byte[] target) throws IOException {
        if (gzip == null) {
            gzip = new GzipMembers(raw);
        }
        keep(gzip.read(target, filled, target.length - filled));
    }

    /** Byte by byte, as the decoder itself works: it would forget how far it came in the call that fails. */
    private void bzip2(byte[] target) throws IOException {
        InputStream bytes = decoder();
        while (filled < target.length) {
            int octet = bytes.read();
            if (octet < 0) {
                finished = true;
                return;
            }
            target[filled++] = (byte) octet;
        }
    }

    /**
     * The decoder writes as far as it comes and then fails without saying how far that was. So the array is marked beforehand;
     * behind the last byte that lost its mark nothing was written. A decoded byte that equals the mark can be missed, nothing can
     * be made up.
     */
    private void marked(byte[] target) throws IOException {
        int end = Math.min(target.length, filled + STEP_BYTES);
        Arrays.fill(target, filled, end, UNTOUCHED);
        try {
            keep(decoder().read(target, filled, end - filled));
        } catch (IOException e) {
            while (end > filled && target[end - 1] == UNTOUCHED) {
                end--;
            }
            filled = end;
            throw e;
        }
    }

    private void keep(int count) {
        if (count < 0) {
            finished = true;
        } else {
            filled += count;
        }
    }

    private InputStream decoder() throws IOException {
        if (decoder == null) {
            decoder = switch (compression) {
                case ZSTD -> new ZstdCompressorInputStream(raw);
                case LZ4 -> new FramedLZ4CompressorInputStream(raw, true);
                case XZ -> xz();
                case BZIP2 -> new BZip2CompressorInputStream(raw, true);
                case GZIP -> throw new IllegalStateException("gzip has its own decoder");
            };
        }
        return decoder;
    }

    private InputStream xz() throws IOException {
        return XZCompressorInputStream.builder()
                .setInputStream(raw)
                .setDecompressConcatenated(true)
                .setMemoryLimitKiB(XZ_MEMORY_KIB)
                .get();
    }

    @Override
    public void close() throws IOException {
        if (gzip != null) {
            gzip.close();
        }
        if (decoder != null) {
            decoder.close();
        }
    }
}
