package org.portwitness.capture.filter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.portwitness.capture.LinkType;
import org.portwitness.capture.live.LibpcapFilterCompiler;

/** Makes a program of a filter expression such as {@code udp port 3478 and host 10.0.0.1}; libpcap does the work. */
public final class FilterCompiler {
    /*
     * 0        4     6     8               16       20          24
     * +--------+-----+-----+---------------+--------+-----------+
     * | magic  |major|minor| zone, accuracy| snaplen| link type |   draft-ietf-opsawg-pcap, section 4
     * +--------+-----+-----+---------------+--------+-----------+
     */
    private static final int MAGIC_AT = 0;
    private static final int MAJOR_AT = MAGIC_AT + 4;
    private static final int MINOR_AT = MAJOR_AT + 2;
    private static final int SNAPLEN_AT = MINOR_AT + 2 + 8;
    private static final int LINK_TYPE_AT = SNAPLEN_AT + 4;
    private static final int HEADER_BYTES = LINK_TYPE_AT + 4;
    private static final int MAGIC = 0xa1b2c3d4;

    /** A filter that long is no filter but an accident; libpcap's parser works on the stack. */
    private static final int LONGEST_EXPRESSION = 100_000;

    private FilterCompiler() {}

    /**
     * Compiles an expression for frames of one kind.
     *
     * @param linkType the registry's LINKTYPE number, see {@link LinkType}
     * @param order of the machine that captured; matters where a link layer's own header has that order, as BSD loopback does
     * @param snaplen most bytes of a frame that are looked at
     * @throws FilterException where the expression does not parse or does not fit the link type (with libpcap's own message), or
     *     where libpcap is missing
     */
    public static BpfProgram compile(String expression, int linkType, ByteOrder order, int snaplen)
            throws FilterException {
        if (expression.length() > LONGEST_EXPRESSION || expression.indexOf('\0') >= 0) {
            throw new FilterException(
                    "The filter has " + expression.length() + " characters; up to " + LONGEST_EXPRESSION
                            + " are taken, without zero characters.",
                    false);
        }
        LibpcapFilterCompiler.Compilation compilation =
                LibpcapFilterCompiler.compile(expression, header(linkType, order, snaplen));
        if (compilation.libraryMissing()) {
            throw new FilterException(
                    "Filters need libpcap, which cannot be loaded; install it with \"apt install libpcap0.8\", with \"dnf"
                            + " install libpcap\", or as Npcap on Windows (" + compilation.refusal() + ").",
                    true);
        }
        if (compilation.refusal() != null) {
            throw new FilterException(
                    "The filter \"" + shortened(expression) + "\" cannot be used on " + LinkType.name(linkType)
                            + " frames: " + compilation.refusal() + ".",
                    false);
        }
        List<BpfInstruction> instructions = new ArrayList<>();
        for (long packed : compilation.program()) {
            instructions.add(new BpfInstruction(
                    (int) (packed >>> 48), (int) (packed >>> 40) & 0xff, (int) (packed >>> 32) & 0xff, (int) packed));
        }
        return BpfProgram.of(instructions);
    }

    /** The header of a pcap file with such frames. */
    private static byte[] header(int linkType, ByteOrder order, int snaplen) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(order)
                .putInt(MAGIC_AT, MAGIC)
                .putShort(MAJOR_AT, (short) 2)
                .putShort(MINOR_AT, (short) 4)
                .putInt(SNAPLEN_AT, snaplen)
                .putInt(LINK_TYPE_AT, registered(linkType))
                .array();
    }

    /** Some systems wrote their own number for raw IP into files; libpcap knows its own system's only. */
    private static int registered(int linkType) {
        return switch (linkType) {
            case LinkType.RAW_DLT_12, LinkType.RAW_DLT_14 -> LinkType.RAW;
            default -> linkType;
        };
    }

    private static String shortened(String expression) {
        String line = expression.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }
}
