package org.portwitness.analyzer.wire;

import java.nio.ByteBuffer;

/**
 * MirrorOp's discovery datagrams on UDP 1047-1049 (published reverse engineering of the AirMedia and wePresent family).
 *
 * <pre>
 * probe    0  4  "WPPS", then nothing or NULs
 * answer   0  4  "AWPP"   4 receiver's IPv4   8 ports   14 name, model, firmware; 128 bytes, other makers vary
 * </pre>
 */
public final class MirrorOp {
    static final int MARK_AT = 0;
    static final int REST_AT = MARK_AT + 4;

    public static final int FIRST_PORT = 1047;
    public static final int LAST_PORT = 1049;

    private static final int PROBE = 0x5750_5053;
    private static final int ANSWER = 0x4157_5050;

    /** A probe with more padding than this was never seen. */
    private static final int LONGEST_PROBE = 64;

    private static final int SHORTEST_ANSWER = 100;
    private static final int LONGEST_ANSWER = 200;

    private MirrorOp() {}

    public static boolean isPort(int port) {
        return port >= FIRST_PORT && port <= LAST_PORT;
    }

    /** "WPPS" and at most NULs behind it, as far as captured. */
    public static boolean isProbe(ByteBuffer bytes, int at, int captured, int wireLength) {
        if (captured < REST_AT || wireLength > LONGEST_PROBE || bytes.getInt(at + MARK_AT) != PROBE) {
            return false;
        }
        for (int i = REST_AT; i < captured; i++) {
            if (bytes.get(at + i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** "AWPP" in a datagram of a plausible size. */
    public static boolean isAnswer(ByteBuffer bytes, int at, int captured, int wireLength) {
        return captured >= REST_AT
                && wireLength >= SHORTEST_ANSWER
                && wireLength <= LONGEST_ANSWER
                && bytes.getInt(at + MARK_AT) == ANSWER;
    }
}
