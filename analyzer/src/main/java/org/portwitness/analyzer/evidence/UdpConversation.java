package org.portwitness.analyzer.evidence;

/**
 * One UDP conversation. The opener sent its first packet; who is client and who is server is for the judgement to say.
 *
 * @param lastOpenerNanos time of the opener's last packet
 * @param lastResponderNanos time of the responder's last packet, 0 where it sent none
 * @param rtpOfOpener RTP or SRTP recognised by content, or RTCP, from the opener
 * @param multiplexed MS-TURN {@code ff10} frames were seen
 * @param stun STUN was seen in either direction
 * @param refusal an ICMP error quoting a packet of the opener, null where there was none
 */
public record UdpConversation(
        Endpoint opener,
        Endpoint responder,
        long firstNanos,
        long lastNanos,
        long openerPackets,
        long responderPackets,
        long openerBytes,
        long responderBytes,
        long lastOpenerNanos,
        long lastResponderNanos,
        boolean rtpOfOpener,
        boolean rtpOfResponder,
        boolean multiplexed,
        boolean stun,
        Refusal refusal)
        implements Observation {}
