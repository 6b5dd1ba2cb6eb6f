package org.portwitness.analyzer.evidence;

/**
 * One attempt to open a TCP connection: a distinct (client, server, initial sequence number) of SYNs.
 *
 * @param firstNanos first SYN
 * @param lastNanos last SYN
 * @param synPackets SYNs in the capture, copies and those after the answer too
 * @param synSendings SYNs as the client sent them: copies made by a mirror are not counted
 * @param answeredNanos time of the packet that decided an answered or refused attempt, 0 otherwise
 * @param rttNanos SYN-ACK minus the SYN it answers; {@link #NO_RTT} where there is no SYN-ACK or it stands before its SYN
 * @param ambiguous several sendings, and no time-stamp echo tells which of them was answered
 * @param refusal who refused it and how, null unless the outcome is REFUSED or UNREACHABLE
 */
public record TcpAttempt(
        Endpoint client,
        Endpoint server,
        long isn,
        long firstNanos,
        long lastNanos,
        int synPackets,
        int synSendings,
        Outcome outcome,
        long answeredNanos,
        long rttNanos,
        boolean ambiguous,
        Refusal refusal) {

    public static final long NO_RTT = Long.MIN_VALUE;

    /** The first that fits, in this order. */
    public enum Outcome {
        /** A SYN-ACK whose acknowledgement fits. */
        ANSWERED,
        /** A RST of the server. */
        REFUSED,
        /** An ICMP or ICMPv6 error quoting it. */
        UNREACHABLE,
        /** The client went on to acknowledge data: the SYN-ACK was not captured. */
        PROCEEDED,
        /** Nothing, and the capture ran on for 3 s or more after the last SYN. */
        UNANSWERED,
        /** Nothing, and the capture ends sooner. */
        UNDECIDED
    }
}
