package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.wire.Ipv6;
import org.portwitness.analyzer.wire.Tcp;
import org.portwitness.analyzer.wire.Udp;

/**
 * Tells the copies that a mirror makes of a packet from packets that were sent twice.
 *
 * <p>A mirror that sees a packet at two ports, or in both directions of one, delivers it twice, mostly within microseconds. A copy has all
 * of the first one's bytes; only what routers and switches change (TTL, MAC addresses, tags) may differ. For TCP it stands at most 0.1 s
 * from the first copy, with the same sequence number and the same IPv4 id, or the same checksum where there is no id; for UDP at most 2 ms
 * from it, as many stacks send id 0 and applications do repeat themselves.
 *
 * <p>Approximate by design: packets are known by 64 bits of a hash, and each remembers one place in a table that any later packet may take.
 * So a copy is missed when another packet took its place, and what is none is taken for one about once in 2<sup>50</sup> packets. Pure TCP
 * acknowledgements without an IPv4 id are never called copies: receivers repeat those on purpose.
 *
 * <p>One lane owns one instance; all packets of a conversation must pass through the same one.
 */
public final class MirrorCopies {
    /**
     * Copies are looked for among about so many last packets of a {@link LaneShare shard}, so that lanes miss the same ones together as one
     * would alone. Fewer miss copies on a busy mirror, more leave the processor's cache.
     */
    private static final int PLACES = 1024;

    /** The highest bits of a signature choose its place. */
    private static final int PLACE_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(PLACES);

    private static final long TCP_WINDOW_NANOS = 100_000_000L;
    private static final long UDP_WINDOW_NANOS = 2_000_000L;

    // Odd multipliers for a sum of products: they do not wait for one another as rounds of mixing would. Their bits are
    // those of square
    // roots of primes, the last one set, as SHA-384 and SHA-512 use them: nobody chose them.
    private static final long K1 = 0xcbbb9d5dc1059ed9L;
    private static final long K2 = 0x629a292a367cd507L;
    private static final long K3 = 0x9159015a3070dd17L;
    private static final long K4 = 0x152fecd8f70e5939L;
    private static final long K5 = 0x67332667ffc00b31L;
    private static final long K6 = 0x8eb44a8768581511L;
    private static final long K7 = 0xdb0c2e0d64f98fa7L;
    private static final long K8 = 0x47b5481dbefa4fa5L;
    private static final long K9 = 0x6a09e667f3bcc909L;
    private static final long K10 = 0xbb67ae8584caa73bL;

    /** Two longs a place: signature, and the time of the first copy. */
    private final long[] seen = new long[2 * PLACES * LaneShare.SHARDS];

    /**
     * True where a packet with the same content was passed in shortly before; to be asked once for each decoded packet. Always false for
     * packets whose transport header was not read, later fragments among them: too little is known of them.
     */
    public boolean isCopy(PacketFacts facts) {
        if (facts.payloadAt == facts.transportAt) {
            return false;
        }
        if (facts.protocol == PacketFacts.TCP) {
            return !isRepeatedOnPurpose(facts) && isCopy(facts, tcpSignature(facts), TCP_WINDOW_NANOS);
        }
        return facts.protocol == PacketFacts.UDP && isCopy(facts, udpSignature(facts), UDP_WINDOW_NANOS);
    }

    private boolean isCopy(PacketFacts facts, long signature, long windowNanos) {
        long timeNanos = facts.timeNanos;
        int place = LaneShare.shardOfPacket(facts) * 2 * PLACES + ((int) (signature >>> PLACE_SHIFT) << 1);
        long age = timeNanos - seen[place + 1];
        if (seen[place] == signature && age >= -windowNanos && age <= windowNanos) {
            return true;
        }
        seen[place] = signature;
        seen[place + 1] = timeNanos;
        return false;
    }

    /** Duplicate acknowledgements ask for a lost segment; without an IPv4 id nothing tells them from copies. */
    private static boolean isRepeatedOnPurpose(PacketFacts facts) {
        return facts.payloadWireLength == 0
                && facts.ipId <= 0
                && (facts.tcpFlags & (PacketFacts.SYN | PacketFacts.FIN | PacketFacts.RST)) == 0;
    }

    private static long tcpSignature(PacketFacts facts) {
        long hash = conversation(facts)
                + (facts.sequence << 32 | facts.acknowledgement) * K5
                + ((long) facts.payloadWireLength << 32 | (long) facts.tcpFlags << 16 | facts.ipId & 0xffff) * K6;
        boolean idTells = facts.ipId > 0;
        return mix(idTells ? hash : hash + checksums(facts) * K7 + ends(facts));
    }

    private static long udpSignature(PacketFacts facts) {
        long checksum = Udp.checksum(facts.bytes, facts.transportAt);
        return mix(conversation(facts)
                + ((long) facts.payloadWireLength << 32 | checksum << 16 | facts.ipId & 0xffff) * K6
                + ends(facts));
    }

    /** Window and checksum, 0 where the header was cut before them. */
    private static long checksums(PacketFacts facts) {
        return facts.payloadAt - facts.transportAt < Tcp.URGENT_AT
                ? 0
                : Tcp.windowAndChecksum(facts.bytes, facts.transportAt);
    }

    private static long conversation(PacketFacts facts) {
        long ports = (long) facts.protocol << 32 | (long) facts.sourcePort << 16 | facts.destinationPort;
        long hash = facts.sourceLow * K1 + facts.destinationLow * K2 + ports * K3;
        return facts.ipVersion == Ipv6.VERSION ? hash + ipv6Header(facts) : hash;
    }

    /** What an IPv6 header adds; hosts that repeat a packet often give it another flow label. */
    private static long ipv6Header(PacketFacts facts) {
        long labelled = Ipv6.versionClassAndLabel(facts.bytes, facts.ipAt);
        return (facts.sourceHigh ^ labelled) * K4 + facts.destinationHigh * K8;
    }

    /** The first and the last eight captured bytes of the payload; the checksum stands for what lies between. */
    private static long ends(PacketFacts facts) {
        int at = facts.payloadAt;
        int end = at + facts.payloadLength;
        ByteBuffer bytes = facts.bytes;
        if (end - at >= Long.BYTES) {
            return bytes.getLong(at) * K9 + bytes.getLong(end - Long.BYTES) * K10;
        }
        long value = 0;
        for (int i = at; i < end; i++) {
            value = value << 8 | bytes.get(i) & 0xff;
        }
        return value * K9;
    }

    /** Finalizer of MurmurHash3: every input bit changes about half of the output bits. */
    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ mixed >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
