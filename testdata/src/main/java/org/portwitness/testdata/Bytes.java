package org.portwitness.testdata;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Grows a byte array field by field, in network byte order; and the few things about byte arrays that builders need. */
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Bytes() {}

    public static Bytes start() {
        return new Bytes();
    }

    /** Reads hexadecimal digits; white space, {@code :} and {@code |} between them are left out. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("[\\s:|]", ""));
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] join(byte[]... parts) {
        Bytes all = start();
        for (byte[] part : parts) {
            all.raw(part);
        }
        return all.toArray();
    }

    /** Bytes that look like keys or cipher text: the same for the same seed. */
    public static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        long state = seed;
        for (int i = 0; i < length; i++) {
            // SplitMix64, spelled out so that the committed samples cannot change with a library
            state += 0x9E3779B97F4A7C15L;
            long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
            bytes[i] = (byte) (mixed ^ (mixed >>> 31));
        }
        return bytes;
    }

    /**
     * An address literal as 4 or 16 bytes; names are never resolved.
     *
     * @throws IllegalArgumentException if the text is no address literal
     */
    public static byte[] address(String literal) {
        if (!literal.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("Not an IP address literal: " + literal);
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Not an IP address literal: " + literal, e);
        }
    }

    public static boolean isIpv6(String literal) {
        return literal.indexOf(':') >= 0;
    }

    public Bytes u8(int value) {
        out.write(value);
        return this;
    }

    public Bytes u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public Bytes u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    public Bytes u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public Bytes u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    /** The little-endian number that MirrorOp and the cooked NULL header use in an otherwise big-endian world. */
    public Bytes u32le(long value) {
        return u32(Integer.toUnsignedLong(Integer.reverseBytes((int) value)));
    }

    public Bytes raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        return this;
    }

    public Bytes text(String text) {
        return raw(ascii(text));
    }

    public Bytes zeros(int count) {
        return raw(new byte[count]);
    }

    /** Text cut or padded with NUL to {@code width} bytes. */
    public Bytes field(String text, int width) {
        return raw(Arrays.copyOf(ascii(text), width));
    }

    /** Zeros up to the next multiple of {@code alignment}. */
    public Bytes padTo(int alignment) {
        return zeros(Math.floorMod(-out.size(), alignment));
    }

    public int size() {
        return out.size();
    }

    public byte[] toArray() {
        return out.toByteArray();
    }
}
