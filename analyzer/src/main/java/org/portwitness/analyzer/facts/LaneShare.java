package org.portwitness.analyzer.facts;

import org.portwitness.capture.Frame;

/**
 * Which packets fall to a lane when several lanes share a capture: every lane looks at each frame, and each frame is exactly one lane's.
 *
 * <p>Packets that explain one another must meet in one lane. So the division goes by the two addresses, in either order, into
 * {@value #SHARDS} shards, and lanes own shards. Three exceptions:
 *
 * <ul>
 *   <li>What is matched across addresses, or told to everybody, is in the first shard: DNS, DHCP, and MirrorOp's discovery.
 *   <li>UDP with a TURN relay goes by the client's address alone: relays answer from other addresses than the one asked.
 *   <li>An ICMP error goes where the packet went that it quotes.
 * </ul>
 *
 * <p>What has no addresses is in the first shard too. The shards are the same for any number of lanes, so a table that gives each shard a
 * part of its own forgets the same things whatever that number is.
 */
public final class LaneShare {
    /** So many lanes can share a capture at most. */
    public static final int SHARDS = 8;

    /** The whole capture. */
    public static final LaneShare ALL = new LaneShare(0, 1);

    public static final int MINE = 0;
    public static final int OTHERS = 1;
    /** It takes a full look. */
    public static final int UNDECIDED = 2;

    private static final int SHARD_SHIFT = Long.SIZE - 3;

    private static final int DNS = 53;
    private static final int DHCP_SERVER = 67;
    private static final int DHCP_CLIENT = 68;
    private static final int MIRROR_OP_FIRST = 1047;
    private static final int MIRROR_OP_LAST = 1049;
    private static final int RELAY_FIRST = 3478;
    private static final int RELAY_LAST = 3481;
    private static final int MDNS = 5353;
    private static final int LLMNR = 5355;

    /** One bit for the low six bits of each port above: most other ports find none and need no further question. */
    private static final long LOW_BITS = 1L << (DNS & 63)
            | 1L << (DHCP_SERVER & 63)
            | 1L << (DHCP_CLIENT & 63)
            | 7L << (MIRROR_OP_FIRST & 63)
            | 15L << (RELAY_FIRST & 63)
            | 1L << (MDNS & 63)
            | 1L << (LLMNR & 63);

    private final int lane;
    private final int lanes;

    /**
     * @param lane this lane, from 0 on
     * @param lanes how many there are, at most {@value #SHARDS}
     */
    public LaneShare(int lane, int lanes) {
        if (lanes < 1 || lanes > SHARDS || lane < 0 || lane >= lanes) {
            throw new IllegalArgumentException("lane " + lane + " of " + lanes);
        }
        this.lane = lane;
        this.lanes = lanes;
    }

    public int lanes() {
        return lanes;
    }

    /** The first lane: it counts what nobody else does. */
    public boolean isFirst() {
        return lane == 0;
    }

    /**
     * Whose a frame is as far as a look at its outer headers tells: {@link #MINE}, {@link #OTHERS} or {@link #UNDECIDED}. What is decided here
     * stands, also where the headers turn out to be damaged: all lanes must say the same.
     */
    public int claim(Frame frame) {
        if (lanes == 1) {
            return MINE;
        }
        int shard = PlainFrames.shard(frame);
        return shard == PlainFrames.NOT_PLAIN ? UNDECIDED : owns(shard) ? MINE : OTHERS;
    }

    /** Whether a frame that was undecided is this lane's, once it is decoded. */
    public boolean owns(int result, PacketFacts facts) {
        return owns(DecodeResult.isIp(result) ? shard(facts) : 0);
    }

    private boolean owns(int shard) {
        return shard * lanes / SHARDS == lane;
    }

    private static int shard(PacketFacts facts) {
        int quoted = facts.quotedProtocol;
        return quoted == PacketFacts.TCP || quoted == PacketFacts.UDP
                ? shard(
                        quoted,
                        facts.quotedSourceHigh ^ facts.quotedSourceLow,
                        facts.quotedSourcePort,
                        facts.quotedDestinationHigh ^ facts.quotedDestinationLow,
                        facts.quotedDestinationPort)
                : shardOfPacket(facts);
    }

    /** The shard of a packet that is no ICMP error. */
    static int shardOfPacket(PacketFacts facts) {
        return shard(
                facts.protocol,
                facts.sourceHigh ^ facts.sourceLow,
                facts.sourcePort,
                facts.destinationHigh ^ facts.destinationLow,
                facts.destinationPort);
    }

    /** The shard of packets between two sockets, whoever sends; an address is given by both halves, exclusively or-ed. */
    public static int shard(int protocol, long source, int sourcePort, long destination, int destinationPort) {
        if (((LOW_BITS >>> sourcePort | LOW_BITS >>> destinationPort) & 1) != 0) {
            if (isForAll(sourcePort) || isForAll(destinationPort)) {
                return 0;
            }
            boolean fromRelay = isRelay(sourcePort);
            if (protocol == PacketFacts.UDP && fromRelay != isRelay(destinationPort)) {
                return shard(fromRelay ? destination : source);
            }
        }
        return shard(source + destination);
    }

    private static int shard(long value) {
        return (int) ((value ^ value >>> 32) * 0x9E3779B97F4A7C15L >>> SHARD_SHIFT);
    }

    private static boolean isForAll(int port) {
        return port == DNS
                || port == DHCP_SERVER
                || port == DHCP_CLIENT
                || port >= MIRROR_OP_FIRST && port <= MIRROR_OP_LAST
                || port == MDNS
                || port == LLMNR;
    }

    private static boolean isRelay(int port) {
        return port >= RELAY_FIRST && port <= RELAY_LAST;
    }
}
