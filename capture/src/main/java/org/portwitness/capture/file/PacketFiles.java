package org.portwitness.capture.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.Frame;

/**
 * Where packets are kept: one pcapng file, or a series of which the oldest are deleted. Belongs to one thread.
 *
 * <p>The files of a series are called after the one that was named, with a number and the time of their first packet (UTC) in between, as
 * {@code room_00001_20260301093000.pcapng}.
 */
public final class PacketFiles implements Closeable {
    private static final String APPLICATION = "Portwitness";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path target;
    private final Rotation rotation;
    private final String interfaceName;
    private final int snapLength;
    private final Deque<Path> made = new ArrayDeque<>();
    /** Until the first packet tells the link type. */
    private WritableByteChannel opened;
    /** Where everything goes into a stream, which may collect bytes itself. */
    private final OutputStream stream;

    private PcapngWriter writer;
    private long firstNanos;
    private int number;

    /**
     * When a new file begins.
     *
     * @param bytes once a file has so many; {@link Long#MAX_VALUE} for never
     * @param nanos once its first packet is so old, by the packets' own time; likewise
     * @param files how many are kept, 0 for all
     */
    public record Rotation(long bytes, long nanos, int files) {
        public static final Rotation NONE = new Rotation(Long.MAX_VALUE, Long.MAX_VALUE, 0);

        boolean isNone() {
            return bytes == Long.MAX_VALUE && nanos == Long.MAX_VALUE;
        }
    }

    private PacketFiles(
            Path target,
            Rotation rotation,
            String interfaceName,
            int snapLength,
            WritableByteChannel opened,
            OutputStream stream) {
        this.target = target;
        this.rotation = rotation;
        this.interfaceName = interfaceName;
        this.snapLength = snapLength;
        this.opened = opened;
        this.stream = stream;
    }

    /** Opens a file, or sees that a series can be written where it shall be; what was in the file is lost. */
    public static PacketFiles open(Path target, Rotation rotation, String interfaceName, int snapLength)
            throws IOException {
        if (rotation.isNone()) {
            return new PacketFiles(target, rotation, interfaceName, snapLength, create(target), null);
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(String.valueOf(folder));
        }
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
        return new PacketFiles(target, rotation, interfaceName, snapLength, null, null);
    }

    /** Writes one file into a stream, which is closed at the end. */
    public static PacketFiles into(OutputStream out, String interfaceName, int snapLength) {
        return new PacketFiles(null, Rotation.NONE, interfaceName, snapLength, Channels.newChannel(out), out);
    }

    private static FileChannel create(Path path) throws IOException {
        return FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    public void write(Frame frame) throws IOException {
        if (writer != null && isFull(frame.timeNanos())) {
            writer.close();
            writer = null;
        }
        if (writer == null) {
            begin(frame.timeNanos(), frame.linkType());
        }
        writer.write(frame);
    }

    private boolean isFull(long timeNanos) {
        return writer.length() >= rotation.bytes() || timeNanos - firstNanos >= rotation.nanos();
    }

    private void begin(long timeNanos, int linkType) throws IOException {
        firstNanos = timeNanos;
        WritableByteChannel channel = opened;
        opened = null;
        if (channel == null) {
            number++;
            Path path = path(target, number, timeNanos);
            channel = create(path);
            made.addLast(path);
            while (rotation.files() > 0 && made.size() > rotation.files()) {
                Files.deleteIfExists(made.removeFirst());
            }
        }
        writer = new PcapngWriter(channel, APPLICATION, interfaceName, linkType, snapLength);
    }

    static Path path(Path target, int number, long timeNanos) {
        String name = String.valueOf(target.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot <= 0 ? name : name.substring(0, dot);
        String ending = dot <= 0 ? "" : name.substring(dot);
        Instant first = Instant.ofEpochSecond(0, timeNanos);
        return target.resolveSibling(stem + String.format(Locale.ROOT, "_%05d_", number) + TIME.format(first) + ending);
    }

    /** Lets others see what was written so far. */
    public void flush() throws IOException {
        if (writer != null) {
            writer.flush();
            if (stream != null) {
                stream.flush();
            }
        }
    }

    /**
     * Ends the last file with the figures of the capture.
     *
     * @param linkType of a capture that had no packets, whose file says so as well
     */
    public void finish(Drops drops, int linkType) throws IOException {
        if (writer == null && opened != null) {
            begin(0, linkType);
        }
        if (writer != null) {
            writer.statistics(drops);
        }
        close();
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            PcapngWriter last = writer;
            writer = null;
            last.close();
        }
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
