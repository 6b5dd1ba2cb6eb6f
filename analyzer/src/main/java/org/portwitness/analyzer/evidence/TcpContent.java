package org.portwitness.analyzer.evidence;

import java.util.List;

/**
 * What the payload of one TCP connection showed.
 *
 * @param tls null where no TLS record was seen; a pseudo-TLS hello is never TLS
 * @param http null where neither side spoke HTTP
 * @param pseudoTlsHello the client sent the fake hello of MS-TURN over TCP
 * @param pseudoTlsAnswered the server sent the fake hello's 83-byte answer
 * @param turnFramesOfClient MS-TURN frames, STUN or RFC 4571 framed STUN from the client
 * @param turnFramesOfServer likewise from the server
 * @param mirrorOpOfClient the client sent bytes of the MirrorOp protocol
 * @param mirrorOpOfServer likewise the server
 */
public record TcpContent(
        Tls tls,
        Http http,
        boolean pseudoTlsHello,
        boolean pseudoTlsAnswered,
        boolean turnFramesOfClient,
        boolean turnFramesOfServer,
        boolean mirrorOpOfClient,
        boolean mirrorOpOfServer) {

    public static final TcpContent NOTHING = new TcpContent(null, null, false, false, false, false, false, false);

    /** Nothing was recognised. */
    public boolean isNothing() {
        return tls == null
                && http == null
                && !pseudoTlsHello
                && !pseudoTlsAnswered
                && !turnFramesOfClient
                && !turnFramesOfServer
                && !mirrorOpOfClient
                && !mirrorOpOfServer;
    }

    /**
     * How far a TLS handshake came.
     *
     * @param serverName SNI of the first ClientHello, lower case; null where it has none
     * @param alpn protocols offered, null where the extension is missing
     * @param version the highest version offered, then the one chosen, as {@code TLS 1.2}; null where unknown
     * @param progress the furthest point or the way it failed
     * @param alert alert number for the two alert outcomes; −1 otherwise and where it was encrypted: then it only probably was an alert
     * @param certificateNames names in the server's certificate where it was in clear, else empty
     * @param issuer issuer of that certificate, null where not seen
     * @param resetTtl TTL of the RST that ended it, −1 otherwise
     * @param serverTtl TTL of the server's other packets, −1 where unknown
     * @param helloNanos time of the first ClientHello
     * @param selfIssued the certificate's issuer is its subject: nobody vouches for it
     * @param validFromNanos begin of the certificate's validity, {@link #UNKNOWN_TIME} where not seen; likewise the end
     */
    public record Tls(
            String serverName,
            List<String> alpn,
            String version,
            Progress progress,
            int alert,
            List<String> certificateNames,
            String issuer,
            int resetTtl,
            int serverTtl,
            long helloNanos,
            boolean selfIssued,
            long validFromNanos,
            long validToNanos) {
        public static final long UNKNOWN_TIME = Long.MIN_VALUE;

        /** Names that are told of a certificate; one with as many may have more. */
        public static final int MOST_CERTIFICATE_NAMES = 100;
    }

    /** The end of a TLS handshake, as `protocols.md` 7.3 tells them apart. */
    public enum Progress {
        /** The client sent protected data after the server's flight (TLS 1.3), both sides ChangeCipherSpec (up to 1.2). */
        ESTABLISHED,
        /** Only a part of the ClientHello was captured or sent. */
        HELLO_INCOMPLETE,
        /** Hello sent; nothing from the server and the capture or connection went no further within the time to decide. */
        HELLO_PENDING,
        /** Hello sent, never acknowledged, and 3 s passed, or the client closed after waiting 1 s: silence after the hello. */
        SILENCE_UNACKNOWLEDGED,
        /** Hello acknowledged, no payload came back for 10 s or more, or the client closed after waiting 1 s. */
        SILENCE_ACKNOWLEDGED,
        /** RST after the hello, from the server's side. */
        RESET_AFTER_HELLO,
        /** The server's FIN before the client's: instead of an answer to the hello, or in the middle of the handshake. */
        CLOSED_BY_SERVER,
        /** The client sent an alert, or what looks like an encrypted one before it closed. */
        ALERT_BY_CLIENT,
        /** The server sent an alert. */
        ALERT_BY_SERVER,
        /** The server answered, then the client gave up (FIN or RST) before the handshake was complete. */
        ABORTED_BY_CLIENT,
        /** Plain HTTP came back: a proxy or captive portal. */
        HTTP_INSTEAD,
        /** ServerHello seen, the rest neither completed nor failed before the capture ended. */
        SERVER_HELLO_SEEN
    }

    /**
     * The first HTTP request and its answer.
     *
     * @param host Host header, lower case without port; null where missing
     * @param method as {@code GET}; null where only the answer was seen
     * @param connectHost host of a CONNECT request, null for other methods
     * @param connectPort port of it, 0 likewise
     * @param statuses status codes of the answers in order, at most 8
     */
    public record Http(String host, String method, String connectHost, int connectPort, List<Integer> statuses) {}
}
