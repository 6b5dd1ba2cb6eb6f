package org.portwitness.analyzer.evidence;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** An IP address in network order; IPv4 as the mapped form {@code ::ffff:a.b.c.d}. Ordered by family, then by value. */
public record Address(long high, long low) implements Comparable<Address> {
    private static final long MAPPED = 0xffffL << 32;

    public static Address ofIpv4(int address) {
        return new Address(0, MAPPED | (address & 0xffff_ffffL));
    }

    /** Reads an address literal; never asks a name server. Null where the text is no literal. */
    public static Address parse(String text) {
        long quad = plainQuad(text);
        if (quad >= 0) {
            return ofIpv4((int) quad);
        }
        if (!looksLikeLiteral(text)) {
            return null;
        }
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            if (bytes.length == 4) {
                return ofIpv4(
                        (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff);
            }
            long high = 0;
            long low = 0;
            for (int i = 0; i < 8; i++) {
                high = high << 8 | bytes[i] & 0xff;
                low = low << 8 | bytes[i + 8] & 0xff;
            }
            return new Address(high, low);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Four numbers up to 255 without leading zeros, as nearly all addresses are written, in the low bits; −1 where the text is something else. */
    private static long plainQuad(String text) {
        long quad = 0;
        int number = -1;
        int points = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && number >= 0) {
                quad = quad << 8 | number;
                number = -1;
                points++;
            } else if (c >= '0' && c <= '9' && number != 0) {
                number = Math.max(number, 0) * 10 + c - '0';
            } else {
                return -1;
            }
            if (number > 255 || points > 3) {
                return -1;
            }
        }
        return points == 3 && number >= 0 ? quad << 8 | number : -1;
    }

    private static boolean looksLikeLiteral(String text) {
        if (text.isEmpty() || text.length() > 45) {
            return false;
        }
        if (text.indexOf(':') >= 0) {
            // a leading point would make the JDK take the text for a host name and ask for it
            return text.charAt(0) != '.' && consistsOf(text, "0123456789abcdefABCDEF:.");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !consistsOf(part, "0123456789")) {
                return false;
            }
            if (Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean consistsOf(String text, String allowed) {
        for (int i = 0; i < text.length(); i++) {
            if (allowed.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** 255.255.255.255 and what ends like a /24's broadcast address; a receiver cannot be told apart from its subnet. */
    public boolean isBroadcast() {
        return isIpv4() && ((int) low == -1 || (low & 0xff) == 0xff);
    }

    public boolean isMulticast() {
        return isIpv4() ? (low >>> 28 & 0xf) == 0xe : high >>> 56 == 0xff;
    }

    /** Addresses that are not routed in the internet: RFC 1918, 100.64/10, loopback, link-local, fc00::/7. */
    public boolean isPrivate() {
        if (isIpv4()) {
            int a = (int) low;
            return a >>> 24 == 10
                    || a >>> 20 == 0xac1
                    || a >>> 16 == 0xc0a8
                    || a >>> 22 == 0x191
                    || a >>> 16 == 0xa9fe
                    || a >>> 24 == 127;
        }
        return high >>> 57 == 0x7e || high >>> 54 == 0x3fa || (high == 0 && low == 1);
    }

    /**
     * By hand, as the report's maps ask it millions of times and a record's own is slow until it is compiled. Keys of two addresses add up their hashes:
     * those of neighbours lie far apart, or the pairs of two networks would fall together.
     */
    @Override
    public int hashCode() {
        return (int) ((low + 31 * high) * 0x9E3779B97F4A7C15L >>> 32);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address address && address.low == low && address.high == high;
    }

    @Override
    public int compareTo(Address other) {
        if (isIpv4() != other.isIpv4()) {
            return isIpv4() ? -1 : 1;
        }
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    /** Dotted quad, or RFC 5952 text for IPv6. */
    @Override
    public String toString() {
        if (isIpv4()) {
            int a = (int) low;
            return (a >>> 24) + "." + (a >>> 16 & 0xff) + "." + (a >>> 8 & 0xff) + "." + (a & 0xff);
        }
        int bestAt = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int n = 0;
            while (i + n < 8 && group(i + n) == 0) {
                n++;
            }
            if (n > bestLength) {
                bestAt = i;
                bestLength = n;
            }
        }
        StringBuilder text = new StringBuilder(40);
        for (int i = 0; i < 8; i++) {
            if (i == bestAt) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int i) {
        long half = i < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (i & 3))) & 0xffff;
    }
}
