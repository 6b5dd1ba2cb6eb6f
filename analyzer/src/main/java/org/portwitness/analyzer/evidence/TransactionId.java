package org.portwitness.analyzer.evidence;

import java.util.HexFormat;

/**
 * The sixteen bytes that tell a STUN transaction from all others, from the place of the cookie on (RFC 8489 section 5, RFC 3489 section 11.1).
 * Numbers, not text: there may be hundreds of thousands, and few are ever shown.
 *
 * @param high the first eight bytes; in today's STUN they begin with the cookie, which is no part of the id
 */
public record TransactionId(long high, long low) {
    private static final int COOKIE = 0x2112a442;

    /** Lower-case hexadecimal: 24 digits behind the cookie, 32 without one. */
    public String text() {
        HexFormat hex = HexFormat.of();
        boolean isBehindCookie = (int) (high >>> Integer.SIZE) == COOKIE;
        return (isBehindCookie ? hex.toHexDigits((int) high) : hex.toHexDigits(high)) + hex.toHexDigits(low);
    }
}
