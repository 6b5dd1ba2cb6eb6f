package org.portwitness.analyzer.ports;

/** Ports from {@code low} to {@code high}, both included. As text {@code 443} or {@code 50000-59999}. */
public record PortRange(int low, int high) implements Comparable<PortRange> {
    public PortRange {
        if (low < 1 || high > 65_535 || low > high) {
            throw new IllegalArgumentException("Ports " + low + "-" + high
                    + " are no range; it runs from a lower to a higher port of 1 to 65535.");
        }
    }

    /**
     * Reads {@code 443} or {@code 1024-65535}, blanks allowed.
     *
     * @throws IllegalArgumentException where the text is no range, with a sentence for the user
     */
    public static PortRange parse(String text) {
        int dash = text.indexOf('-');
        int low = number(dash < 0 ? text : text.substring(0, dash));
        int high = dash < 0 ? low : number(text.substring(dash + 1));
        if (low < 0 || high < 0 || low > high) {
            throw new IllegalArgumentException("\"" + text.strip()
                    + "\" is no port range; write a port of 1 to 65535, or LO-HI such as 50000-59999.");
        }
        return new PortRange(low, high);
    }

    /** The port, or −1 where the text is none. */
    private static int number(String text) {
        String digits = text.strip();
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            port = port * 10 + digit;
            if (port > 65_535) {
                return -1;
            }
        }
        return port == 0 ? -1 : port;
    }

    public boolean contains(int port) {
        return port >= low && port <= high;
    }

    @Override
    public int compareTo(PortRange other) {
        return low != other.low ? Integer.compare(low, other.low) : Integer.compare(high, other.high);
    }

    @Override
    public String toString() {
        return low == high ? Integer.toString(low) : low + "-" + high;
    }
}
