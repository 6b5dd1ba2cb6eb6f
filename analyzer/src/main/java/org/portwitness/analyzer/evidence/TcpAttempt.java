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
 * @param nearNanos SYN-ACK to the client's ACK: from the capture point to the client and back; {@link #NO_RTT} where the ACK is not seen for
 *     sure, or the SYN-ACK was sent again
 * @param answerTtl TTL or hop limit of the SYN-ACK, {@link #UNKNOWN_TTL} where there is none
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
        Refusal refusal,
        long nearNanos,
        int answerTtl) {

    public static final long NO_RTT = Long.MIN_VALUE;

    public static final int UNKNOWN_TTL = -1;

    /** An attempt of which the client's ACK and the TTL of the SYN-ACK are not known. */
    public TcpAttempt(
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
        this(
                client,
                server,
                isn,
                firstNanos,
                lastNanos,
                synPackets,
                synSendings,
                outcome,
                answeredNanos,
                rttNanos,
                ambiguous,
                refusal,
                NO_RTT,
                UNKNOWN_TTL);
    }

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
