package org.portwitness.analyzer.transaction;

/**
 * Hosts that were lately seen to talk with somebody: whose packets were answered, and who went on after the answer. The invented senders of a flood
 * never are. One host may take the place of another; that costs the other nothing but a favour.
 */
final class KnownHosts implements HostSet {
    private static final int PLACES = 1 << 14;

    private final long[] addresses = new long[PLACES * 2];

    void add(long high, long low) {
        int at = place(high, low);
        addresses[at] = high;
        addresses[at + 1] = low;
    }

    @Override
    public boolean contains(long high, long low) {
        int at = place(high, low);
        return addresses[at + 1] == low && addresses[at] == high;
    }

    private static int place(long high, long low) {
        long h = (low ^ Long.rotateLeft(high, 31)) * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 40) & (PLACES - 1) << 1;
    }
}
