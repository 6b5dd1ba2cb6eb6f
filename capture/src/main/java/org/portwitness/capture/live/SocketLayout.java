package org.portwitness.capture.live;

/**
 * Numbers and structures of Linux packet sockets, in the machine's byte order.
 *
 * <pre>
 * sockaddr_ll      0 family (16)  2 protocol (16, network order)  4 interface  8 hardware type (16)  10 packet type (8)
 *                  11 address length (8)  12 address (8 bytes)                                                  20 bytes
 * packet_mreq      0 interface  4 kind (16)  6 address length (16)  8 address (8 bytes)                         16 bytes
 * sock_fprog       0 instructions (16)  8 pointer to them                                                       16 bytes
 * sock_filter      0 code (16)  2 jt (8)  3 jf (8)  4 k                                                          8 bytes
 * tpacket_req3     0 block size  4 blocks  8 frame size  12 frames  16 retire after ms  20 private  24 features 28 bytes
 * tpacket_stats_v3 0 packets  4 drops  8 times the queue was frozen                                             12 bytes
 * pollfd           0 file  4 wanted (16)  6 happened (16)                                                        8 bytes
 * ifreq            0 interface name (16 bytes, ends with 0)  16 answer (24 bytes)                               40 bytes
 * if_nameindex     0 index  8 pointer to the name                                                               16 bytes
 * </pre>
 *
 * <p>Source: Linux {@code if_packet.h}, {@code filter.h}, {@code if.h}; the same on 64-bit x86 and ARM.
 */
final class SocketLayout {
    static final int AF_INET = 2;
    static final int AF_PACKET = 17;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int ETH_P_ALL = 3;

    static final int SOL_SOCKET = 1;
    static final int SO_ERROR = 4;
    static final int SO_ATTACH_FILTER = 26;

    static final int SOL_PACKET = 263;
    static final int PACKET_ADD_MEMBERSHIP = 1;
    static final int PACKET_RX_RING = 5;
    static final int PACKET_STATISTICS = 6;
    static final int PACKET_VERSION = 10;
    static final int PACKET_HDRLEN = 11;
    static final int PACKET_RESERVE = 12;
    static final int TPACKET_V3 = 2;
    static final int PROMISCUOUS = 1;

    static final int ADDRESS_FAMILY_AT = 0;
    static final int ADDRESS_PROTOCOL_AT = ADDRESS_FAMILY_AT + 2;
    static final int ADDRESS_INTERFACE_AT = ADDRESS_PROTOCOL_AT + 2;
    static final int ADDRESS_HARDWARE_AT = ADDRESS_INTERFACE_AT + 4;
    static final int ADDRESS_PACKET_TYPE_AT = ADDRESS_HARDWARE_AT + 2;
    static final int ADDRESS_BYTES = ADDRESS_PACKET_TYPE_AT + 2 + 8;
    /** A packet that this machine sends. */
    static final int OUTGOING = 4;

    static final int MEMBERSHIP_INTERFACE_AT = 0;
    static final int MEMBERSHIP_KIND_AT = MEMBERSHIP_INTERFACE_AT + 4;
    static final int MEMBERSHIP_BYTES = MEMBERSHIP_KIND_AT + 4 + 8;

    static final int PROGRAM_LENGTH_AT = 0;
    static final int PROGRAM_POINTER_AT = 8;
    static final int PROGRAM_BYTES = PROGRAM_POINTER_AT + 8;
    static final int CODE_AT = 0;
    static final int JT_AT = CODE_AT + 2;
    static final int JF_AT = JT_AT + 1;
    static final int K_AT = JF_AT + 1;
    static final int INSTRUCTION_BYTES = K_AT + 4;

    static final int BLOCK_SIZE_AT = 0;
    static final int BLOCKS_AT = BLOCK_SIZE_AT + 4;
    static final int FRAME_SIZE_AT = BLOCKS_AT + 4;
    static final int FRAMES_AT = FRAME_SIZE_AT + 4;
    static final int RETIRE_AT = FRAMES_AT + 4;
    static final int PRIVATE_AT = RETIRE_AT + 4;
    static final int FEATURES_AT = PRIVATE_AT + 4;
    static final int RING_REQUEST_BYTES = FEATURES_AT + 4;

    static final int DROPS_AT = 4;
    static final int STATISTICS_BYTES = 12;

    static final int POLL_FILE_AT = 0;
    static final int POLL_WANTED_AT = POLL_FILE_AT + 4;
    static final int POLL_HAPPENED_AT = POLL_WANTED_AT + 2;
    static final int POLL_BYTES = POLL_HAPPENED_AT + 2;
    static final int POLL_IN = 1;
    static final int POLL_ERROR = 8;

    static final int EVENT_NONBLOCK = 0x800;
    static final int EVENT_CLOEXEC = 0x80000;

    static final int PROTECTION_READ_WRITE = 3;
    static final int MAP_SHARED = 1;
    static final long MAP_FAILED = -1;

    static final long ASK_NAME = 0x8910; // SIOCGIFNAME
    static final long ASK_FLAGS = 0x8913; // SIOCGIFFLAGS
    static final long ASK_HARDWARE = 0x8927; // SIOCGIFHWADDR, whose family is the hardware type
    static final int REQUEST_NAME_BYTES = 16;
    static final int REQUEST_ANSWER_AT = REQUEST_NAME_BYTES;
    static final int REQUEST_BYTES = REQUEST_ANSWER_AT + 24;
    static final int FLAG_UP = 0x1;
    static final int FLAG_RUNNING = 0x40;

    static final int NAME_INDEX_AT = 0;
    static final int NAME_POINTER_AT = 8;
    static final int NAME_INDEX_BYTES = NAME_POINTER_AT + 8;

    /** Hardware types, of the kernel's {@code if_arp.h}. */
    static final int HARDWARE_ETHERNET = 1;

    static final int HARDWARE_RAW_IP = 519;
    static final int HARDWARE_TUNNEL = 768;
    static final int HARDWARE_LOOPBACK = 772;
    static final int HARDWARE_SIT = 776;
    static final int HARDWARE_NONE = 0xfffe;

    private SocketLayout() {}
}
