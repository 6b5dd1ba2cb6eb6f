package org.portwitness.capture.file;

/** Files that people take for captures, told by their first bytes, so that a refusal can say what would help. */
enum ForeignFormat {
    SNOOP("a Solaris snoop capture", true, "snoop\0\0\0"),
    NETWORK_MONITOR("a Microsoft Network Monitor capture", true, "GMBU"),
    NETWORK_MONITOR_1("a Microsoft Network Monitor 1 capture", true, "RTSS"),
    SNIFFER("a Sniffer capture", true, "TRSNIFF data    \u001a"),
    NETXRAY("a NetXRay or Windows Sniffer capture", true, "XCP\0"),
    OBSERVER("a Network Instruments Observer capture", true, "ObserverPktBuffe"),
    BTSNOOP("a Bluetooth snoop log", true, "btsnoop\0"),
    PEEK_TAGGED("an OmniPeek capture", true, "\u007fver"),
    IXIA_HARDWARE("an Ixia lcap capture", true, "\u00ac\u0001\u0000\u001c"),
    IXIA_SOFTWARE("an Ixia lcap capture", true, "\u00ab\u0001\u0000\u001c"),
    ZIP("a ZIP archive; unpack it first", false, "PK\3\4"),
    SEVEN_ZIP("a 7-Zip archive; unpack it first", false, "7z\u00bc\u00af'\u001c"),
    RAR("a RAR archive; unpack it first", false, "Rar!\u001a\7"),
    COMPRESS("compressed with compress; undo that with gzip -d", false, "\u001f\u009d"),
    LZ4_LEGACY("compressed as legacy lz4; undo that with lz4 -d", false, "\u0002!L\u0018"),
    LZIP("compressed with lzip; undo that with lzip -d", false, "LZIP");

    /** As many first bytes as {@link #clause} looks at. */
    static final int HEAD_BYTES = 17;

    /** Endace's format has no magic: its records begin with a time stamp. The type follows at this offset. */
    private static final int ERF_TYPE_AT = 8;

    private static final int ERF_LENGTH_AT = 10;

    private final String description;
    private final boolean convertible;
    /** One character for each byte. */
    private final String magic;

    ForeignFormat(String description, boolean convertible, String magic) {
        this.description = description;
        this.convertible = convertible;
        this.magic = magic;
    }

    /** What to say of a file that begins like this: a clause that follows "is no pcap or pcapng capture". */
    static String clause(byte[] head, int count) {
        for (ForeignFormat format : values()) {
            if (format.begins(head, count)) {
                return format.convertible ? convert(format.description) : " (it looks like " + format.description + ")";
            }
        }
        if (looksLikeErf(head, count)) {
            return convert("an Endace ERF capture");
        }
        return looksLikeText(head, count)
                ? " (it looks like text; a hex dump becomes one with text2pcap)"
                : "; if another program made it, editcap -F pcapng may convert it";
    }

    private static String convert(String description) {
        return " (it looks like " + description + "); convert it with editcap -F pcapng";
    }

    private boolean begins(byte[] head, int count) {
        if (count < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((head[i] & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Type 2 is Ethernet, by far the most frequent; the record length is big-endian and at least header and padding. */
    private static boolean looksLikeErf(byte[] head, int count) {
        if (count < HEAD_BYTES) {
            return false;
        }
        int length = (head[ERF_LENGTH_AT] & 0xff) << 8 | head[ERF_LENGTH_AT + 1] & 0xff;
        int wire = (head[ERF_LENGTH_AT + 4] & 0xff) << 8 | head[ERF_LENGTH_AT + 5] & 0xff;
        return (head[ERF_TYPE_AT] & 0x7f) == 2 && length >= 18 && length % 8 == 0 && wire > 0 && wire <= length;
    }

    private static boolean looksLikeText(byte[] head, int count) {
        for (int i = 0; i < count; i++) {
            int character = head[i] & 0xff;
            boolean printable = character >= ' ' && character != 0x7f || character >= '\t' && character <= '\r';
            if (!printable) {
                return false;
            }
        }
        return true;
    }
}
