package org.portwitness.capture.file;

import java.nio.ByteOrder;

/**
 * The classic capture format.
 *
 * <pre>
 * file header, 24 bytes, in the writer's byte order
 *  0        4     6     8        12        16       20          24
 *  +--------+-----+-----+--------+---------+--------+-----------+
 *  | magic  |major|minor| zone   | accuracy| snaplen| link type |
 *  +--------+-----+-----+--------+---------+--------+-----------+
 *  link type: bits 0-15 the type, bit 26 set if bits 28-31 are the frame check sequence's length in units of 16 bits
 *
 * record header, 16 bytes, or 24 in the modified format (interface, protocol, packet type follow)
 *  0         4          8                 12                16
 *  +---------+----------+-----------------+-----------------+----------------
 *  | seconds | fraction | captured length | original length | captured bytes
 *  +---------+----------+-----------------+-----------------+----------------
 * </pre>
 *
 * <p>Versions before 2.3 have the two lengths the other way round. Source: draft-ietf-opsawg-pcap; libpcap's savefile code for the
 * old versions and the modified format.
 */
final class PcapLayout {
    static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    /** Alexey Kuznetzov's variant, which Red Hat and others shipped. */
    static final int MAGIC_MODIFIED = 0xa1b2cd34;

    static final int MAGIC_BYTES = 4;
    static final int MAJOR_AT = 4;
    static final int MINOR_AT = 6;
    static final int LINK_TYPE_AT = 20;
    static final int FILE_HEADER_BYTES = 24;

    static final int MAJOR = 2;
    /** The first minor version with the captured length before the original one. */
    static final int MINOR_OF_TODAYS_ORDER = 3;

    static final int LINK_TYPE_MASK = 0xffff;
    private static final int FCS_PRESENT = 0x0400_0000;
    private static final int FCS_SHIFT = 28;

    /** Seconds and their fraction. */
    static final int TIME_AT = 0;
    /** The captured and the original length. */
    static final int LENGTHS_AT = TIME_AT + 8;

    static final int RECORD_HEADER_BYTES = LENGTHS_AT + 8;
    static final int MODIFIED_RECORD_HEADER_BYTES = RECORD_HEADER_BYTES + 8;

    private PcapLayout() {}

    /** Byte order of a file that begins with these four bytes, read as big-endian; null if it is no classic capture. */
    static ByteOrder order(int magic) {
        if (isMagic(magic)) {
            return ByteOrder.BIG_ENDIAN;
        }
        return isMagic(Integer.reverseBytes(magic)) ? ByteOrder.LITTLE_ENDIAN : null;
    }

    private static boolean isMagic(int magic) {
        return magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS || magic == MAGIC_MODIFIED;
    }

    /** Bytes of the frame check sequence at the end of each whole frame. */
    static int fcsBytes(int linkTypeField) {
        return (linkTypeField & FCS_PRESENT) == 0 ? 0 : (linkTypeField >>> FCS_SHIFT) * 2;
    }
}
