package org.portwitness.analyzer.evidence;

/**
 * What the packets tell of the mirror and the capture themselves.
 *
 * @param tcpBytes TCP payload captured while the other side of its conversation was captured too
 * @param unseenBytes bytes that their receiver acknowledged and that the capture does not hold: the capture lost them
 * @param unseenStretches gaps that those bytes make
 * @param superPackets frames longer than Ethernet's with a tag or two
 * @param longestFrame bytes of the longest frame
 * @param twoWayConversations TCP conversations captured in both directions with Ethernet headers
 * @param taggedOneWay of those, the ones that bear a VLAN tag in one direction only
 */
public record MirrorSigns(
        long tcpBytes,
        long unseenBytes,
        long unseenStretches,
        long superPackets,
        int longestFrame,
        long twoWayConversations,
        long taggedOneWay) {

    /** Nothing odd. */
    public static final MirrorSigns NONE = new MirrorSigns(0, 0, 0, 0, 0, 0, 0);

    /** Both together, as of lanes that share a capture. */
    public MirrorSigns plus(MirrorSigns other) {
        return new MirrorSigns(
                tcpBytes + other.tcpBytes,
                unseenBytes + other.unseenBytes,
                unseenStretches + other.unseenStretches,
                superPackets + other.superPackets,
                Math.max(longestFrame, other.longestFrame),
                twoWayConversations + other.twoWayConversations,
                taggedOneWay + other.taggedOneWay);
    }
}
