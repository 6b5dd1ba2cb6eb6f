package org.portwitness.analyzer.verdict;

import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpContent;

/**
 * One thing that was tried between a client and a server, reduced to what a verdict needs.
 *
 * @param server the side that was asked
 * @param protocol IP protocol number, 6 or 17
 * @param what in the plural, for sentences: {@code SYNs}, {@code Allocate requests}
 * @param sendings how often it was sent; copies made by a mirror are not counted
 * @param failure what went wrong, in words that end a sentence; null where nothing did
 * @param refusal the packet that refused it, null where none did
 * @param rttNanos latency, {@link TcpAttempt#NO_RTT} where there is none
 * @param tls the handshake of a connection that came about, null without
 * @param weak silence proves little: an ICE check, one of many tries of which few succeed
 * @param asked host and port that the server, a proxy, was asked to connect to; null where the server itself was meant
 * @param nearNanos of a TCP handshake, the part between the capture point and the client; {@link TcpAttempt#NO_RTT} where there is none
 */
record Exchange(
        Endpoint client,
        Endpoint server,
        int protocol,
        String what,
        Result result,
        int sendings,
        long firstNanos,
        long lastNanos,
        long rttNanos,
        String failure,
        Refusal refusal,
        TcpContent.Tls tls,
        boolean weak,
        String asked,
        long nearNanos) {

    /** An exchange with the server itself, without a near half. */
    Exchange(
            Endpoint client,
            Endpoint server,
            int protocol,
            String what,
            Result result,
            int sendings,
            long firstNanos,
            long lastNanos,
            long rttNanos,
            String failure,
            Refusal refusal,
            TcpContent.Tls tls,
            boolean weak) {
        this(
                client,
                server,
                protocol,
                what,
                result,
                sendings,
                firstNanos,
                lastNanos,
                rttNanos,
                failure,
                refusal,
                tls,
                weak,
                /* asked= */ null,
                TcpAttempt.NO_RTT);
    }

    /** What became of it. */
    enum Result {
        /** A complete exchange. */
        OK,
        REFUSED,
        UNREACHABLE,
        /** No answer, and there was time enough for one. */
        SILENT,
        TLS_FAILED,
        /** The client sends media and nothing comes back. */
        ONE_WAY,
        /** The server sends media and nothing goes back. */
        ONE_WAY_BACK,
        /** The capture ends too soon to tell. */
        UNDECIDED,
        /** Seen, but of a kind whose silence proves nothing. */
        NO_PROOF
    }

    /** The same with another side as the server: a request that a peer sent and the unit answered proves the peer's port. */
    Exchange towards(Endpoint peer) {
        return new Exchange(
                client,
                peer,
                protocol,
                what,
                result,
                sendings,
                firstNanos,
                lastNanos,
                rttNanos,
                failure,
                refusal,
                tls,
                weak,
                asked,
                nearNanos);
    }

    /** The same with other words for what went wrong. */
    Exchange with(String how) {
        return new Exchange(
                client,
                server,
                protocol,
                what,
                result,
                sendings,
                firstNanos,
                lastNanos,
                rttNanos,
                how,
                refusal,
                tls,
                weak,
                asked,
                nearNanos);
    }

    boolean isOk() {
        return result == Result.OK;
    }

    /** The TLS hello went out and nothing came back. */
    boolean isSilentTls() {
        return tls != null
                && (tls.progress() == TcpContent.Progress.SILENCE_ACKNOWLEDGED
                        || tls.progress() == TcpContent.Progress.SILENCE_UNACKNOWLEDGED);
    }

    boolean hasRtt() {
        return rttNanos != TcpAttempt.NO_RTT;
    }

    /** It was tried, could have worked, and did not. */
    boolean failed() {
        return switch (result) {
            case REFUSED, UNREACHABLE, SILENT, TLS_FAILED, ONE_WAY, ONE_WAY_BACK -> true;
            case OK, UNDECIDED, NO_PROOF -> false;
        };
    }
}
