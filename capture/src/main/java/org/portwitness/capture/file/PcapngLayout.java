package org.portwitness.capture.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The pcapng format: blocks, each in its section's byte order.
 *
 * <pre>
 * any block
 *  0      4              8                          length-4       length
 *  +------+--------------+-- ... ------------------+---------------+
 *  | type | total length | body, padded to 4 bytes | total length  |
 *  +------+--------------+-- ... ------------------+---------------+
 *
 * section header   8 byte-order magic  12 major  14 minor  16 section length (64 bits)  24 options
 * interface        8 link type  10 reserved  12 snap length  16 options
 * enhanced packet  8 interface  12 ticks, high  16 ticks, low  20 captured  24 original  28 bytes, padded; options
 * packet (old)     8 interface  10 drops  12 ticks, high  16 ticks, low  20 captured  24 original  28 bytes, padded; options
 * simple packet    8 original  12 bytes, padded
 * statistics       8 interface  12 ticks, high  16 ticks, low  20 options
 *
 * option           0 code  2 length  4 value, padded to 4 bytes; code 0 ends the list
 * </pre>
 *
 * <p>Source: draft-ietf-opsawg-pcapng, sections 3 and 4, and its appendix on the old packet block.
 */
final class PcapngLayout {
    static final int TYPE_AT = 0;
    static final int LENGTH_AT = 4;
    static final int BODY_AT = 8;
    static final int TRAILER_BYTES = 4;
    static final int SMALLEST_BLOCK_BYTES = BODY_AT + TRAILER_BYTES;

    /** Reads the same in either byte order. */
    static final int SECTION_HEADER = 0x0a0d0d0a;

    static final int INTERFACE = 1;
    static final int OLD_PACKET = 2;
    static final int SIMPLE_PACKET = 3;
    static final int STATISTICS = 5;
    static final int ENHANCED_PACKET = 6;

    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    static final int BYTE_ORDER_AT = BODY_AT;
    static final int MAJOR_AT = BYTE_ORDER_AT + 4;
    static final int MINOR_AT = MAJOR_AT + 2;
    static final int SECTION_LENGTH_AT = MINOR_AT + 2;
    static final int SECTION_OPTIONS_AT = SECTION_LENGTH_AT + 8;
    static final int MAJOR = 1;

    static final int LINK_TYPE_AT = BODY_AT;
    static final int SNAP_LENGTH_AT = LINK_TYPE_AT + 4;
    static final int INTERFACE_OPTIONS_AT = SNAP_LENGTH_AT + 4;

    static final int PACKET_INTERFACE_AT = BODY_AT;
    /** Of the old packet block only, whose interface has 16 bits. */
    static final int OLD_DROPS_AT = PACKET_INTERFACE_AT + 2;

    static final int TICKS_HIGH_AT = PACKET_INTERFACE_AT + 4;
    static final int TICKS_LOW_AT = TICKS_HIGH_AT + 4;
    static final int CAPTURED_AT = TICKS_LOW_AT + 4;
    static final int ORIGINAL_AT = CAPTURED_AT + 4;
    static final int PACKET_AT = ORIGINAL_AT + 4;
    /** What a packet block has beside packet and options. */
    static final int PACKET_OVERHEAD_BYTES = PACKET_AT + TRAILER_BYTES;

    static final int OLD_DROPS_UNKNOWN = 0xffff;

    static final int SIMPLE_ORIGINAL_AT = BODY_AT;
    static final int SIMPLE_PACKET_AT = SIMPLE_ORIGINAL_AT + 4;
    static final int SIMPLE_OVERHEAD_BYTES = SIMPLE_PACKET_AT + TRAILER_BYTES;

    static final int STATISTICS_OPTIONS_AT = TICKS_LOW_AT + 4;

    static final int END_OF_OPTIONS = 0;
    static final int OPTION_HEADER_BYTES = 4;
    /** Of any block, and as often as wanted. */
    static final int COMMENT = 1;

    static final int SHB_USERAPPL = 4;
    static final int IF_NAME = 2;
    static final int IF_TSRESOL = 9;
    static final int IF_TSOFFSET = 14;
    static final int EPB_DROPCOUNT = 4;
    static final int ISB_IFRECV = 4;
    static final int ISB_IFDROP = 5;
    static final int ISB_OSDROP = 7;

    private PcapngLayout() {}

    /** The byte order a section header at {@code at} states, null if it states none; {@code bytes} are big-endian. */
    static ByteOrder order(ByteBuffer bytes, int at) {
        int magic = bytes.getInt(at + BYTE_ORDER_AT);
        if (magic == BYTE_ORDER_MAGIC) {
            return ByteOrder.BIG_ENDIAN;
        }
        return Integer.reverseBytes(magic) == BYTE_ORDER_MAGIC ? ByteOrder.LITTLE_ENDIAN : null;
    }

    /**
     * Index of the value of the first option with this code and at least {@code valueBytes} bytes in the options from {@code at} to
     * {@code end}, −1 if there is none. A list that runs over its end has ended there.
     */
    static int option(ByteBuffer section, int at, int end, int code, int valueBytes) {
        int optionAt = at;
        while (end - optionAt >= OPTION_HEADER_BYTES) {
            int found = section.getShort(optionAt) & 0xffff;
            int length = section.getShort(optionAt + 2) & 0xffff;
            int valueAt = optionAt + OPTION_HEADER_BYTES;
            if (found == END_OF_OPTIONS || length > end - valueAt) {
                return -1;
            }
            if (found == code && length >= valueBytes) {
                return valueAt;
            }
            optionAt = valueAt + padded(length);
        }
        return -1;
    }

    static int padded(int length) {
        return (length + 3) & ~3;
    }

    /** What sentences call a block. */
    static String name(int type) {
        return switch (type) {
            case SECTION_HEADER -> "section header block";
            case INTERFACE -> "interface description block";
            case OLD_PACKET -> "packet block";
            case SIMPLE_PACKET -> "simple packet block";
            case STATISTICS -> "interface statistics block";
            case ENHANCED_PACKET -> "enhanced packet block";
            default -> "block of type 0x" + Integer.toHexString(type);
        };
    }
}
