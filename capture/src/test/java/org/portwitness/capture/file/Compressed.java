package org.portwitness.capture.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.tukaani.xz.LZMA2Options;

/** Compresses test captures. */
final class Compressed {
    private Compressed() {}

    static byte[] by(Compression compression, byte[] plain) {
        return by(compression, plain, 0, plain.length);
    }

    static byte[] by(Compression compression, byte[] plain, int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = encoder(compression, bytes)) {
            out.write(plain, from, to - from);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static OutputStream encoder(Compression compression, OutputStream out) throws IOException {
        return switch (compression) {
            case GZIP -> new GZIPOutputStream(out);
            case ZSTD ->
                ZstdCompressorOutputStream.builder()
                        .setOutputStream(out)
                        .setChecksum(true)
                        .get();
            case LZ4 -> new FramedLZ4CompressorOutputStream(out);
            case XZ ->
                XZCompressorOutputStream.builder()
                        .setOutputStream(out)
                        .setLzma2Options(new LZMA2Options(0))
                        .get(); // a small dictionary: readers allocate it
            case BZIP2 -> new BZip2CompressorOutputStream(out, 1);
        };
    }
}
