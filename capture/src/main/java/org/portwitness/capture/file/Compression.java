package org.portwitness.capture.file;

/** The compressions that are read, told by the first bytes and never by the file's name. */
enum Compression {
    GZIP("gzip"),
    ZSTD("zstd"),
    LZ4("lz4"),
    XZ("xz"),
    BZIP2("bzip2");

    /** As many first bytes as {@link #of} looks at. */
    static final int HEAD_BYTES = 6;

    private final String label;

    Compression(String label) {
        this.label = label;
    }

    /** The name the report uses, which is also that of the command that undoes it. */
    String label() {
        return label;
    }

    /** The compression that begins like this, or null. */
    static Compression of(byte[] head, int count) {
        if (count >= 2 && at(head, 0) == 0x1f && at(head, 1) == 0x8b) {
            return GZIP;
        }
        if (count >= 4 && at(head, 1) == 'Z' && at(head, 0) == 'B' && at(head, 2) == 'h' && isDigit(at(head, 3))) {
            return BZIP2;
        }
        if (count >= 4 && at(head, 1) == 0xb5 && at(head, 0) == 0x28 && at(head, 2) == 0x2f && at(head, 3) == 0xfd) {
            return ZSTD;
        }
        // a skippable frame first is what parallel zstd writes; lz4 could too, but no program is known that does
        if (count >= 4 && at(head, 0) >> 4 == 5 && at(head, 1) == 0x2a && at(head, 2) == 0x4d && at(head, 3) == 0x18) {
            return ZSTD;
        }
        if (count >= 4 && at(head, 0) == 0x04 && at(head, 1) == 0x22 && at(head, 2) == 0x4d && at(head, 3) == 0x18) {
            return LZ4;
        }
        if (count >= 6 && at(head, 0) == 0xfd && at(head, 1) == '7' && at(head, 2) == 'z' && at(head, 3) == 'X') {
            return XZ;
        }
        return null;
    }

    private static int at(byte[] head, int index) {
        return head[index] & 0xff;
    }

    private static boolean isDigit(int character) {
        return character >= '1' && character <= '9';
    }
}
