package org.portwitness.analyzer.evidence;

/**
 * The packet that refused an attempt or a request.
 *
 * @param by sender of the RST or the ICMP error
 * @param icmpType {@link #RST} for a TCP reset
 * @param ttl TTL or hop limit it arrived with
 * @param ipv6 whether the ICMP numbers are ICMPv6's
 */
public record Refusal(Address by, int icmpType, int icmpCode, int ttl, boolean ipv6) {
    public static final int RST = -1;

    public boolean isReset() {
        return icmpType == RST;
    }

    /** A firewall says no: ICMPv4 3/9, 3/10, 3/13; ICMPv6 1/1, 1/5, 1/6. */
    public boolean isProhibited() {
        return ipv6
                ? icmpType == 1 && (icmpCode == 1 || icmpCode == 5 || icmpCode == 6)
                : icmpType == 3 && (icmpCode == 9 || icmpCode == 10 || icmpCode == 13);
    }

    /** The refusal in the field's words, as {@code RST} or {@code ICMP 3/13 administratively prohibited}. */
    public String inWords() {
        if (isReset()) {
            return "RST";
        }
        String numbers = (ipv6 ? "ICMPv6 " : "ICMP ") + icmpType + "/" + icmpCode;
        return numbers + " " + meaning();
    }

    private String meaning() {
        if (isProhibited()) {
            return "administratively prohibited";
        }
        if (ipv6) {
            return icmpType == 1 && icmpCode == 4
                    ? "port unreachable"
                    : icmpType == 1 && icmpCode == 0
                            ? "no route"
                            : icmpType == 3 ? "hop limit exceeded" : "destination unreachable";
        }
        if (icmpType == 11) {
            return "time exceeded";
        }
        return switch (icmpCode) {
            case 0 -> "network unreachable";
            case 1 -> "host unreachable";
            case 2 -> "protocol unreachable";
            case 3 -> "port unreachable";
            case 4 -> "fragmentation needed";
            default -> "destination unreachable";
        };
    }
}
