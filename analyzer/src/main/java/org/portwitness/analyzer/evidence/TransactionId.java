package org.portwitness.analyzer.evidence;

/**
 * The sixteen bytes that tell a STUN transaction from all others, from the place of the cookie on (RFC 8489 section 5, RFC 3489 section 11.1).
 * Numbers, not text: there may be hundreds of thousands, and few are ever shown.
 *
 * @param high the first eight bytes; in today's STUN they begin with the cookie, which is no part of the id
 */
public record TransactionId(long high, long low) {
    private static final int COOKIE = 0x2112a442;
    private static final int LONG_DIGITS = Long.BYTES * 2;
    private static final int COOKIE_DIGITS = Integer.BYTES * 2;

    /** Lower-case hexadecimal: 24 digits behind the cookie, 32 without one. */
    public String text() {
        String digits = digits(high) + digits(low);
        return (int) (high >>> Integer.SIZE) == COOKIE ? digits.substring(COOKIE_DIGITS) : digits;
    }

    private static String digits(long value) {
        String digits = Long.toHexString(value);
        return "0".repeat(LONG_DIGITS - digits.length()) + digits;
    }
}
