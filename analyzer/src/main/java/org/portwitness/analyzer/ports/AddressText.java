package org.portwitness.analyzer.ports;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import org.portwitness.analyzer.evidence.Address;

/**
 * Reads addresses and blocks from text; the only class that knows the address library. Used where tables and options are loaded,
 * never for packets.
 *
 * <p>The usual forms, {@code 10.1.2.3}, {@code 10.0.0.0/8} and {@code 2603:1063::/39}, are read without the library: the first use
 * of it costs a quarter of a second, more than all the rest of a start, and the built-in lists have 1,280 of them. All other text
 * goes to the library, which knows net masks and the rarer ways to write IPv6.
 */
final class AddressText {
    private static final int LONGEST_TEXT = 80;

    private AddressText() {}

    /** The block; null where the text is none. */
    static AddressRange range(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            return null;
        }
        AddressRange usual = usual(text);
        return usual != null ? usual : unusual(text);
    }

    /** ADDRESS or ADDRESS/BITS; null where the text is something else. */
    private static AddressRange usual(String text) {
        int slash = text.indexOf('/');
        Address address = Address.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null || hasLeadingZero(text)) {
            return null;
        }
        if (slash < 0) {
            return AddressRange.of(address);
        }
        int written = bits(text, slash + 1);
        // ::ffff:1.2.3.4/120 counts its bits from the start of IPv6
        int bits = written + (text.indexOf(':') < 0 ? AddressRange.IPV4_BITS : 0);
        return written < 0 || bits > 128 || address.isIpv4() && bits < AddressRange.IPV4_BITS
                ? null
                : new AddressRange(address, bits);
    }

    /** One to three digits from {@code at} to the end of the text; −1 where that is something else. */
    private static int bits(String text, int at) {
        int value = at == text.length() || text.length() - at > 3 ? -1 : 0;
        for (int i = at; i < text.length() && value >= 0; i++) {
            char c = text.charAt(i);
            value = c >= '0' && c <= '9' ? value * 10 + c - '0' : -1;
        }
        return value;
    }

    /** In a dotted quad: some read such a number as octal, so it is nobody's address. */
    private static boolean hasLeadingZero(String text) {
        for (int i = 0; i + 1 < text.length(); i++) {
            boolean first = i == 0 || text.charAt(i - 1) == '.';
            if (first && text.charAt(i) == '0' && Character.isDigit(text.charAt(i + 1))) {
                return text.indexOf('.') >= 0;
            }
        }
        return false;
    }

    private static AddressRange unusual(String text) {
        IPAddress address;
        try {
            address = new IPAddressString(text, Library.PLAIN).toAddress();
        } catch (AddressStringException | IncompatibleAddressException e) {
            return null;
        }
        if (address == null) {
            return null;
        }
        byte[] bytes = address.getLower().getBytes();
        int written = address.getNetworkPrefixLength() == null ? bytes.length * 8 : address.getNetworkPrefixLength();
        if (bytes.length == 4) {
            int value = (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
            return new AddressRange(Address.ofIpv4(value), AddressRange.IPV4_BITS + written);
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            high = high << 8 | bytes[i] & 0xff;
            low = low << 8 | bytes[i + 8] & 0xff;
        }
        Address first = new Address(high, low);
        // ::ffff:1.2.3.4/90 would be a block of both families
        return first.isIpv4() && written < AddressRange.IPV4_BITS ? null : new AddressRange(first, written);
    }

    /** Apart, so that the library is loaded only where it is needed. */
    private static final class Library {
        /**
         * The library reads much that people do not mean as an address ("1" is 0.0.0.1, "010.0.0.1" is octal or not, "*" is all):
         * only plain addresses and prefixes are let through.
         */
        private static final IPAddressStringParameters PLAIN = new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowPrefixOnly(false)
                .allowWildcardedSeparator(false)
                .setRangeOptions(RangeParameters.NO_RANGE)
                .getIPv4AddressParametersBuilder()
                .allow_inet_aton(false)
                .allowLeadingZeros(false)
                .allowBinary(false)
                .getParentBuilder()
                .getIPv6AddressParametersBuilder()
                .allowZone(false)
                .allowBase85(false)
                .allowBinary(false)
                .getParentBuilder()
                .toParams();
    }
}
