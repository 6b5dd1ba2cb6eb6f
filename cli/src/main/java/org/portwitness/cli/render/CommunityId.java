package org.portwitness.cli.render;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;

/**
 * The name that Zeek, Suricata and others give to a conversation, the same in both directions, so that findings can be looked up
 * there.
 *
 * <pre>
 *   "1:" + base64(sha1( seed | smaller address | larger address | protocol | 0 | its port | its port ))
 *                       16 bit   32 or 128 bit each               8 bit      8   16 bit     16 bit
 * </pre>
 *
 * <p>Source: Community ID Flow Hashing, version 1, seed 0. One instance a thread.
 */
final class CommunityId {
    private static final int SEED = 0;

    private final MessageDigest sha1;
    private final ByteBuffer input = ByteBuffer.allocate(2 + 16 + 16 + 1 + 1 + 2 + 2);

    CommunityId() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /**
     * @param protocol the IP protocol number, 6 or 17
     */
    String of(int protocol, Endpoint one, Endpoint other) {
        boolean ordered = one.compareTo(other) <= 0;
        Endpoint first = ordered ? one : other;
        Endpoint second = ordered ? other : one;
        // a mixed pair cannot come from a packet; both as IPv6 then, so that the lengths stay told apart
        boolean ipv4 = one.address().isIpv4() && other.address().isIpv4();
        input.clear();
        input.putShort((short) SEED);
        put(first.address(), ipv4);
        put(second.address(), ipv4);
        input.put((byte) protocol).put((byte) 0);
        input.putShort((short) first.port()).putShort((short) second.port());
        sha1.update(input.flip());
        return "1:" + Base64.getEncoder().encodeToString(sha1.digest());
    }

    private void put(Address address, boolean ipv4) {
        if (ipv4) {
            input.putInt((int) address.low());
        } else {
            input.putLong(address.high()).putLong(address.low());
        }
    }
}
