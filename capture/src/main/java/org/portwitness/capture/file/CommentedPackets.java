package org.portwitness.capture.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.capture.LinkType;

/**
 * Writes chosen packets of one or more captures into a pcapng file: comments on the section and on each packet, times in nanoseconds, an interface for
 * each capture and link type. Belongs to one thread.
 */
public final class CommentedPackets implements Closeable {
    private static final String APPLICATION = "Portwitness";

    /** Larger than any frame, so that no reader takes one for cut. */
    private static final int SNAP_LENGTH = 262_144;

    private final OutputStream out;
    private final PcapngWriter writer;
    private final Map<Origin, Integer> interfaces = new HashMap<>();

    private record Origin(String capture, int linkType) {}

    /**
     * @param out flushed at the end and left open
     * @param comments on the section as a whole
     */
    public CommentedPackets(OutputStream out, List<String> comments) {
        this.out = out;
        writer = new PcapngWriter(Channels.newChannel(out), APPLICATION, comments);
    }

    /**
     * @param capture name of the file or interface that the packet was captured in
     * @param linkType the registry's LINKTYPE number
     * @param packet from its position to its limit; not changed
     */
    public void write(
            String capture, int linkType, long timeNanos, ByteBuffer packet, int originalLength, List<String> comments)
            throws IOException {
        writer.write(number(capture, linkType), timeNanos, packet, originalLength, comments);
    }

    private int number(String capture, int linkType) throws IOException {
        Origin origin = new Origin(capture, linkType);
        Integer known = interfaces.get(origin);
        if (known == null) {
            known = writer.addInterface(capture, linkType, SNAP_LENGTH);
            interfaces.put(origin, known);
        }
        return known;
    }

    /** Ends the file; one without packets gets an interface all the same, as some readers want one. */
    @Override
    public void close() throws IOException {
        if (interfaces.isEmpty()) {
            writer.addInterface("none", LinkType.ETHERNET, SNAP_LENGTH);
        }
        writer.flush();
        out.flush();
    }
}
