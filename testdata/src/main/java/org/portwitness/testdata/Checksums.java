package org.portwitness.testdata;

/** The Internet checksum (RFC 1071), also over the pseudo-headers of IPv4 and IPv6 (RFC 9293 3.1, RFC 8200 8.1). */
public final class Checksums {
    private Checksums() {}

    /** The checksum to store in a field that is zero in {@code bytes}; over bytes that hold a right one it is 0. */
    public static int internet(byte[] bytes) {
        return finish(sum(bytes));
    }

    /**
     * The checksum of a transport segment behind its pseudo-header.
     *
     * @param source 4 or 16 bytes
     * @param destination as long as {@code source}
     */
    public static int transport(byte[] source, byte[] destination, int ipProtocol, byte[] segment) {
        return finish(sum(source) + sum(destination) + ipProtocol + segment.length + sum(segment));
    }

    private static long sum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            int octet = bytes[i] & 0xFF;
            sum += (i & 1) == 0 ? octet << 8 : octet;
        }
        return sum;
    }

    private static int finish(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) (~folded & 0xFFFF);
    }
}
