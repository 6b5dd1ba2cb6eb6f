package org.portwitness.analyzer.evidence;

/**
 * One MirrorOp discovery exchange: probes of one sender socket to one destination and port, until answered or given up.
 *
 * @param sender who asks
 * @param destination the broadcast address or the unit
 * @param broadcast sent to a broadcast or multicast address, by IP or by Ethernet: silence then proves nothing
 * @param sendings probes as sent: copies made by a mirror are not counted
 * @param answeredBy the receiver that answered, null where none did
 * @param rttNanos answer minus the last probe before it; {@link TcpAttempt#NO_RTT} where there is none
 * @param unsolicited an answer without a probe in the capture; {@code destination} is then the receiver
 * @param refusal ICMP error quoting a probe, null where there was none
 */
public record DiscoveryProbe(
        Endpoint sender,
        Endpoint destination,
        boolean broadcast,
        long firstNanos,
        long lastNanos,
        int sendings,
        Outcome outcome,
        Endpoint answeredBy,
        long answeredNanos,
        long rttNanos,
        boolean ambiguous,
        boolean unsolicited,
        Refusal refusal)
        implements Observation {

    /** How it ended; given up after 5 s of capture. */
    public enum Outcome {
        ANSWERED,
        UNREACHABLE,
        UNANSWERED,
        UNDECIDED
    }
}
