package org.portwitness.capture.live;

/**
 * How to capture.
 *
 * @param engine which way the packets come
 * @param snapLength most bytes of a packet to keep
 * @param promiscuous whether the interface shall take packets that are not for this machine
 * @param bufferMebibytes size of the kernel's buffer
 * @param filter which packets, null for all
 */
public record LiveSettings(
        EngineChoice engine, int snapLength, boolean promiscuous, int bufferMebibytes, SocketFilter filter) {
    /** As libpcap's own: more than any packet has. */
    public static final int LARGEST_SNAP_LENGTH = 262_144;

    /** Room for some hundred thousand small packets: half a second at the highest rates, while other programs have the processor. */
    public static final int USUAL_BUFFER_MEBIBYTES = 64;

    /** Ways to capture. */
    public enum EngineChoice {
        /** The ring where the system has it and the interface's link layer suits, else libpcap. */
        AUTO,
        /** Linux's packet ring, read in place. */
        AFPACKET,
        /** libpcap or Npcap. */
        PCAP
    }

    /** Everything, with the usual buffer. */
    public static final LiveSettings USUAL =
            new LiveSettings(EngineChoice.AUTO, LARGEST_SNAP_LENGTH, true, USUAL_BUFFER_MEBIBYTES, null);
}
