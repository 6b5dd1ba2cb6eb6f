package org.portwitness.analyzer.evidence;

/**
 * One DNS question and what became of it: a distinct (client socket, server, id, name, type).
 *
 * @param protocol 6 over TCP, 17 over UDP
 * @param name lower case, without a trailing dot
 * @param type question type, as 1 for A
 * @param responseCode RCODE of the answer, −1 where there was none
 * @param addresses how many A and AAAA records the answer held
 * @param rttNanos answer minus the only sending; {@link TcpAttempt#NO_RTT} where there is none or several sendings
 */
public record DnsQuery(
        Endpoint client,
        Endpoint server,
        int protocol,
        String name,
        int type,
        long firstNanos,
        long lastNanos,
        int sendings,
        Outcome outcome,
        int responseCode,
        int addresses,
        long answeredNanos,
        long rttNanos,
        Refusal refusal)
        implements Observation {

    /** How it ended; given up after 5 s of capture. */
    public enum Outcome {
        /** NOERROR, with or without records. */
        ANSWERED,
        /** Another response code: the server was reached. */
        FAILED,
        UNREACHABLE,
        UNANSWERED,
        UNDECIDED
    }
}
