package org.portwitness.capture.filter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Programs as {@code tcpdump -ddd} prints them, and frames as hex. */
final class Listings {
    private Listings() {}

    /** The instructions of a listing, without its leading count; semicolons stand for line ends. */
    static List<BpfInstruction> instructions(String listing) {
        List<BpfInstruction> instructions = new ArrayList<>();
        for (String line : listing.split(";", -1)) {
            String[] fields = line.strip().split(" ", -1);
            instructions.add(new BpfInstruction(
                    Integer.parseInt(fields[0]),
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    Integer.parseUnsignedInt(fields[3])));
        }
        return instructions;
    }

    static PacketFilter filter(String listing) {
        try {
            return new PacketFilter(BpfProgram.of(instructions(listing)));
        } catch (FilterException e) {
            throw new AssertionError(e);
        }
    }

    /** The bytes of a frame, at an offset as in a source's buffer: bytes before and behind must not be looked at. */
    static ByteBuffer frame(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        ByteBuffer buffer = ByteBuffer.allocateDirect(AT + bytes.length + 8);
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) 0xff);
        }
        buffer.put(AT, bytes);
        return buffer;
    }

    /** Where {@link #frame} puts the first byte. */
    static final int AT = 5;

    static int length(String hex) {
        return hex.replace(" ", "").length() / 2;
    }

    static boolean accepts(PacketFilter filter, String hex) {
        return filter.accepts(frame(hex), AT, length(hex), length(hex));
    }

    static String ethernet(String type, String payload) {
        return "020000000001 020000000002" + type + payload;
    }

    /** IPv4 with UDP from 10.0.0.1 to 10.0.0.2, four bytes of payload. */
    static String udp(int sourcePort, int destinationPort) {
        return "45 00 0020 0001 0000 40 11 0000 0a000001 0a000002"
                + HexFormat.of().toHexDigits((short) sourcePort)
                + HexFormat.of().toHexDigits((short) destinationPort) + "000c 0000 01020304";
    }
}
