package org.portwitness.cli;

import java.nio.file.Path;

/**
 * What is asked of a live capture, checked as far as that is possible without the machine.
 *
 * @param interfaceName name or number
 * @param filter a libpcap filter expression, null for all packets
 * @param keep where the packets are kept, null for nowhere
 */
record LiveRequest(
        String interfaceName,
        Way engine,
        int snapLength,
        boolean promiscuous,
        int bufferMebibytes,
        String filter,
        Keep keep) {
    /** How the packets come. */
    enum Way {
        AUTO,
        AFPACKET,
        PCAP
    }

    /**
     * A file for the packets, or a series of files.
     *
     * @param target null for standard output
     * @param bytes a new file once one has so many; {@link Long#MAX_VALUE} for never
     * @param nanos a new file once one is so old; likewise
     * @param files how many are kept, 0 for all
     */
    record Keep(Path target, long bytes, long nanos, int files) {}
}
