package org.portwitness.capture;

import java.util.List;

/**
 * What was read from one file, pipe or interface.
 *
 * @param source the path as given, {@code -} for standard input, or the interface's name
 * @param format {@code pcap}, {@code pcapng} or {@code live}
 * @param compression {@code gzip}, {@code zstd}, {@code lz4}, {@code xz}, {@code bzip2}, or null where there is none
 * @param linkTypes names of the link types in the order they appeared, without repeats, as {@link LinkType#name(int)} has them
 * @param bytes captured bytes of all packets, without the file format's own
 * @param firstNanos smallest time stamp in nanoseconds since the epoch; meaningless when there is no packet
 * @param lastNanos largest time stamp, likewise
 * @param endDetail one sentence that says where and why the capture ended, null when it is complete
 * @param dropped what the capturing side says that it lost; each figure −1 where it says nothing
 */
public record CaptureSummary(
        String source,
        String format,
        String compression,
        List<String> linkTypes,
        long packets,
        long bytes,
        long firstNanos,
        long lastNanos,
        EndReason end,
        String endDetail,
        Drops dropped) {

    /**
     * Packets lost before they reached the capture, as its own statistics tell; −1 is "not known".
     *
     * @param kernel dropped for want of buffer space
     * @param networkInterface dropped by the interface or its driver
     * @param buffer dropped between kernel and capturing program
     */
    public record Drops(long kernel, long networkInterface, long buffer) {
        public static final Drops UNKNOWN = new Drops(-1, -1, -1);

        /** All losses that are known, at least 0. */
        public long total() {
            return Math.max(0, kernel) + Math.max(0, networkInterface) + Math.max(0, buffer);
        }
    }
}
