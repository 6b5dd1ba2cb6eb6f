package org.portwitness.capture.live;

/**
 * A block of a TPACKET_V3 ring, in the machine's byte order.
 *
 * <pre>
 * block    0 version  4 offset of private area  8 status  12 packets  16 offset of the first packet  20 used bytes
 *          24 sequence number (64)  32 first time stamp (s, ns)  40 last time stamp (s, ns)                      48 bytes
 *
 * packet   0 offset of the next packet, from this one  4 seconds  8 nanoseconds  12 captured  16 length on the wire
 *          20 status  24 offset of the link layer (16)  26 offset of the network layer (16)  28 hash
 *          32 VLAN tag  36 VLAN type (16)  38 padding                                                            48 bytes
 *          48 sockaddr_ll, see {@link SocketLayout}; then at the said offsets the bytes of the packet
 * </pre>
 *
 * <p>The kernel fills a block while the status is 0, then sets {@link #BLOCK_IS_OURS}; writing 0 gives it back. The status is the only
 * word that both sides write, and orders all others.
 *
 * <p>Source: Linux {@code if_packet.h}, Documentation/networking/packet_mmap.rst.
 */
final class RingLayout {
    static final int VERSION_AT = 0;
    static final int BLOCK_STATUS_AT = VERSION_AT + 8;
    static final int PACKETS_AT = BLOCK_STATUS_AT + 4;
    static final int FIRST_PACKET_AT = PACKETS_AT + 4;
    static final int USED_AT = FIRST_PACKET_AT + 4;
    static final int SEQUENCE_AT = USED_AT + 4;
    static final int BLOCK_HEADER_BYTES = SEQUENCE_AT + 8 + 16;

    static final int NEXT_AT = 0;
    static final int SECONDS_AT = NEXT_AT + 4;
    static final int NANOS_AT = SECONDS_AT + 4;
    static final int CAPTURED_AT = NANOS_AT + 4;
    static final int ORIGINAL_AT = CAPTURED_AT + 4;
    static final int PACKET_STATUS_AT = ORIGINAL_AT + 4;
    static final int LINK_LAYER_AT = PACKET_STATUS_AT + 4;
    static final int VLAN_TAG_AT = LINK_LAYER_AT + 2 + 2 + 4;
    static final int VLAN_TYPE_AT = VLAN_TAG_AT + 4;
    /** The kernel must say so too, or this drawing is not of its ring. */
    static final int PACKET_HEADER_BYTES = VLAN_TYPE_AT + 12;

    static final int PACKET_TYPE_AT = PACKET_HEADER_BYTES + SocketLayout.ADDRESS_PACKET_TYPE_AT;

    /** Header and address; the packet's own bytes lie behind them. */
    static final int BEFORE_PACKET_BYTES = PACKET_HEADER_BYTES + SocketLayout.ADDRESS_BYTES;

    static final int BLOCK_IS_OURS = 1;
    static final int VLAN_TAG_VALID = 0x10;
    static final int VLAN_TYPE_VALID = 0x40;

    private RingLayout() {}
}
