package org.portwitness.analyzer.evidence;

/**
 * One STUN transaction: a distinct (client socket, server socket, transport, method, transaction id) of requests.
 *
 * @param protocol 6 over TCP, 17 over UDP
 * @param method STUN method number, as 1 for Binding
 * @param msTurn the request carries MS-TURN's magic attribute
 * @param iceCheck the request carries USERNAME, PRIORITY or an ICE role and is no Allocate
 * @param challenged the request is no Binding and bears a nonce, which only an answer of a server can have given its client
 * @param sendings requests as the client sent them: copies made by a mirror are not counted
 * @param errorCode of an error response, 0 otherwise
 * @param answeredBy sender of the first response, null where there is none
 * @param rttNanos first response minus the only sending; {@link TcpAttempt#NO_RTT} where there is none
 * @param ambiguous answered after several sendings
 * @param refusal the ICMP error of an unreachable one, else null
 */
public record StunTransaction(
        Endpoint client,
        Endpoint server,
        int protocol,
        int method,
        TransactionId id,
        boolean msTurn,
        boolean iceCheck,
        boolean challenged,
        long firstNanos,
        long lastNanos,
        int sendings,
        Outcome outcome,
        int errorCode,
        Endpoint answeredBy,
        long answeredNanos,
        long rttNanos,
        boolean ambiguous,
        Refusal refusal)
        implements Observation {

    /** How it ended. */
    public enum Outcome {
        SUCCESS,
        ERROR,
        UNREACHABLE,
        UNANSWERED,
        UNDECIDED
    }

    /** The field's name of the method, {@code 0x200} and the like for one that no document names. */
    public String methodName() {
        return switch (method) {
            case 1 -> "Binding";
            case 2 -> "SharedSecret";
            case 3 -> "Allocate";
            case 4 -> "Refresh";
            case 6 -> msTurn ? "SetActiveDestination" : "Send";
            case 8 -> "CreatePermission";
            case 9 -> "ChannelBind";
            case 10 -> "Connect";
            case 11 -> "ConnectionBind";
            default -> "0x" + Integer.toHexString(method);
        };
    }

    public boolean isAnswered() {
        return outcome == Outcome.SUCCESS || outcome == Outcome.ERROR;
    }
}
