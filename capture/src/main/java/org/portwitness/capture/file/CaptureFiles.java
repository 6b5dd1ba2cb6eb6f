package org.portwitness.capture.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.FrameSource;

/**
 * Opens recorded captures: pcap and pcapng, plain or as .gz, .zst, .lz4, .xz or .bz2 (told by content, not by name).
 *
 * <p>A source is a file, a folder (the captures in it, not those in folders below) or {@code -} for standard input, which may be a
 * pipe that is still growing: frames come out as they arrive. One source is read as it is. Several are one capture in time order:
 * files that follow each other are read one after the other, files that overlap are interleaved by time stamp; within a file the
 * order is never changed.
 *
 * <p>What is wrong behind the beginning of a capture is no exception but told by its
 * {@link org.portwitness.capture.CaptureSummary}.
 */
public final class CaptureFiles {
    /** See {@link ChunkedBytes} on what smaller and larger ones cost. */
    private static final int CHUNK_BYTES = 1 << 19;

    /** Several files may all be open at once if they overlap. */
    private static final int CHUNK_BYTES_OF_MANY = 1 << 18;

    private CaptureFiles() {}

    /** Opens captures without telling what was passed over in folders. */
    public static FrameSource open(List<String> sources, InputStream standardInput) throws CaptureException {
        return open(sources, standardInput, notice -> {});
    }

    /**
     * Opens captures.
     *
     * @param sources paths of files and folders, and {@code -} at most once
     * @param standardInput read for {@code -} only, and not closed; a {@link java.io.FileInputStream} is read fastest
     * @param notices gets one sentence for each file in a folder that is passed over because it is no capture
     * @throws CaptureException if one of the sources cannot be opened or is no capture, or if a folder has no capture in it
     */
    public static FrameSource open(List<String> sources, InputStream standardInput, Consumer<String> notices)
            throws CaptureException {
        return open(sources, standardInput, notices, sources.size() == 1 ? CHUNK_BYTES : CHUNK_BYTES_OF_MANY);
    }

    /** For tests: frames must be the same whatever the chunk size. */
    static FrameSource open(List<String> sources, InputStream standardInput, Consumer<String> notices, int chunkBytes)
            throws CaptureException {
        if (sources.isEmpty()) {
            throw new CaptureException("There is no capture to read: name a file, a folder or - for standard input.");
        }
        ChunkPool pool = new ChunkPool(chunkBytes);
        if (sources.size() == 1 && !isFolder(sources.get(0))) {
            return openOne(sources.get(0), standardInput, pool);
        }
        List<MergedSources.Part> parts = new ArrayList<>();
        try {
            boolean standardInputSeen = false;
            for (String source : sources) {
                if (isFolder(source)) {
                    addFolder(source, parts, pool, notices);
                    continue;
                }
                if (source.equals(CaptureInput.STANDARD_INPUT)) {
                    if (standardInputSeen) {
                        throw new CaptureException("Standard input (-) is named twice; it can be read only once.");
                    }
                    standardInputSeen = true;
                }
                parts.add(MergedSources.Part.peek(source, standardInput, pool));
            }
        } catch (CaptureException e) {
            parts.forEach(MergedSources.Part::close);
            throw e;
        }
        if (parts.size() == 1 && parts.get(0).isReopenable()) {
            return openOne(parts.get(0).name(), standardInput, pool);
        }
        return new MergedSources(parts, pool);
    }

    private static boolean isFolder(String source) throws CaptureException {
        try {
            return !source.equals(CaptureInput.STANDARD_INPUT) && Files.isDirectory(Path.of(source));
        } catch (InvalidPathException e) {
            throw new CaptureException("No file can be called " + source + ": " + e.getReason() + ".", e);
        }
    }

    private static void addFolder(
            String folder, List<MergedSources.Part> parts, ChunkPool pool, Consumer<String> notices)
            throws CaptureException {
        int before = parts.size();
        for (Path file : filesIn(folder)) {
            try {
                parts.add(MergedSources.Part.peek(file.toString(), InputStream.nullInputStream(), pool));
            } catch (CaptureException e) {
                notices.accept("Passed over in folder " + folder + ": " + e.getMessage());
            }
        }
        if (parts.size() == before) {
            throw new CaptureException(
                    "There is no capture in folder " + folder + "; folders below it are not searched.");
        }
    }

    private static List<Path> filesIn(String folder) throws CaptureException {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            throw new CaptureException("Folder " + folder + " cannot be listed: " + e.getMessage() + ".", e);
        }
    }

    static RecordReader openOne(String source, InputStream standardInput, ChunkPool pool) throws CaptureException {
        CaptureInput input = CaptureInput.open(source, standardInput);
        ChunkedBytes chunks = new ChunkedBytes(input, pool);
        try {
            return openFormat(input, chunks);
        } catch (CaptureException e) {
            input.close();
            chunks.release();
            throw e;
        }
    }

    private static RecordReader openFormat(CaptureInput input, ChunkedBytes chunks) throws CaptureException {
        String name = CaptureInput.describe(input.name());
        if (!chunks.require(PcapLayout.MAGIC_BYTES)) {
            if (input.failure() != null) {
                throw new CaptureException(input.failureDetail());
            }
            throw new CaptureException(
                    chunks.available() == 0
                            ? name + " is empty; a capture without packets would still have a header."
                            : name + " has only " + chunks.available() + " bytes; that is no capture.");
        }
        int magic = chunks.bytes.getInt(chunks.at);
        ByteOrder order = PcapLayout.order(magic);
        if (order != null) {
            return PcapReader.open(input, chunks, order);
        }
        if (magic == PcapngLayout.SECTION_HEADER) {
            return PcapngReader.open(input, chunks);
        }
        chunks.require(ForeignFormat.HEAD_BYTES);
        byte[] head = new byte[Math.min(chunks.available(), ForeignFormat.HEAD_BYTES)];
        chunks.bytes.get(chunks.at, head);
        throw new CaptureException(
                name + " is no pcap or pcapng capture" + ForeignFormat.clause(head, head.length) + ".");
    }
}
