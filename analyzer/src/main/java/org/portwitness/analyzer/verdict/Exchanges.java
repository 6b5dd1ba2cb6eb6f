package org.portwitness.analyzer.verdict;

import static org.portwitness.analyzer.verdict.Exchange.Result.NO_PROOF;
import static org.portwitness.analyzer.verdict.Exchange.Result.OK;
import static org.portwitness.analyzer.verdict.Exchange.Result.ONE_WAY;
import static org.portwitness.analyzer.verdict.Exchange.Result.ONE_WAY_BACK;
import static org.portwitness.analyzer.verdict.Exchange.Result.REFUSED;
import static org.portwitness.analyzer.verdict.Exchange.Result.SILENT;
import static org.portwitness.analyzer.verdict.Exchange.Result.TLS_FAILED;
import static org.portwitness.analyzer.verdict.Exchange.Result.UNDECIDED;
import static org.portwitness.analyzer.verdict.Exchange.Result.UNREACHABLE;

import java.util.List;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DhcpExchange;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.evidence.UdpConversation;

/** What each kind of evidence says as an {@link Exchange}: did it work, and if not, how did it fail. */
final class Exchanges {
    /** One side sends for so long and nothing comes back: one-way media. A shorter pause is normal while a call is set up. */
    static final long ONE_WAY_NANOS = 5_000_000_000L;

    /** A client that closes sooner has not waited for the proxy, which itself waits for the destination. */
    private static final long CONNECT_PATIENCE_NANOS = 5_000_000_000L;

    private static final int TCP = 6;
    static final int UDP = 17;
    private static final int DHCP_CLIENT_PORT = 68;
    private static final int DHCP_SERVER_PORT = 67;
    private static final Address BROADCAST = Address.ofIpv4(-1);

    private Exchanges() {}

    /** Null where the connection holds no attempt and no payload both ways, so that it says nothing. */
    static Exchange of(TcpConnection connection) {
        TcpAttempt attempt = connection.attempt();
        if (attempt == null) {
            Exchange inside = ofContent(connection);
            if (inside != null) {
                return inside;
            }
            return connection.payloadBothWays() ? tcp(connection, OK, null, null) : null;
        }
        return switch (attempt.outcome()) {
            case ANSWERED, PROCEEDED -> {
                Exchange inside = ofContent(connection);
                yield inside != null ? inside : tcp(connection, OK, null, null);
            }
            case REFUSED ->
                tcp(connection, REFUSED, refusedBy(attempt.refusal(), connection.server()), attempt.refusal());
            case UNREACHABLE ->
                tcp(connection, UNREACHABLE, refusedBy(attempt.refusal(), connection.server()), attempt.refusal());
            case UNANSWERED -> tcp(connection, SILENT, "no answer", null);
            case UNDECIDED -> tcp(connection, UNDECIDED, "the capture ends too soon after the last SYN", null);
        };
    }

    /** What the payload says against the connection; null where it says nothing against it. */
    private static Exchange ofContent(TcpConnection connection) {
        TcpContent content = connection.content();
        if (connection.serverPackets() == 0) {
            // the mirror shows the client's side only: its silence is the mirror's
            return null;
        }
        if (content.pseudoTlsAnswered() && !content.turnFramesOfServer()) {
            // reached, so the port is open; that is all
            return tcp(
                    connection,
                    OK,
                    content.turnFramesOfClient()
                            ? "TURN not answered behind the pseudo-TLS hello"
                            : "no TURN request followed the pseudo-TLS hello",
                    null);
        }
        if (content.pseudoTlsHello() && !content.pseudoTlsAnswered() && !content.turnFramesOfServer()) {
            return ofKilledPseudoTls(connection);
        }
        Exchange proxied = ofConnect(connection);
        if (proxied != null) {
            return proxied;
        }
        TcpContent.Tls tls = content.tls();
        if (tls == null) {
            return null;
        }
        return switch (tls.progress()) {
            case ESTABLISHED, HELLO_INCOMPLETE -> null;
            case HELLO_PENDING, SERVER_HELLO_SEEN ->
                tcp(
                        connection,
                        UNDECIDED,
                        connection.ending() == TcpConnection.Ending.OPEN
                                ? "the capture ends in the middle of the TLS handshake"
                                : "the capture shows the TLS handshake only in part",
                        null);
            case SILENCE_UNACKNOWLEDGED ->
                tlsFailed(
                        connection, "no acknowledgement of the TLS hello: a packet size limit or a filter on the way");
            case SILENCE_ACKNOWLEDGED -> tlsFailed(connection, "the TLS hello was acknowledged but never answered");
            case RESET_AFTER_HELLO -> tlsFailed(connection, resetAfterHello(connection, tls));
            case CLOSED_BY_SERVER ->
                tlsFailed(
                        connection,
                        connection.serverBytes() == 0
                                ? speaker(connection) + " closed the connection after the TLS hello, in good order and"
                                        + " without an answer"
                                : speaker(connection) + " closed the connection in the middle of the TLS handshake");
            case ALERT_BY_CLIENT ->
                tlsFailed(
                        connection,
                        (tls.alert() < 0
                                        ? "the client ended the handshake, probably with an alert (it is encrypted)"
                                        : "the client refused the server with alert " + TlsAlert.inWords(tls.alert()))
                                + issuedBy(tls));
            case ALERT_BY_SERVER ->
                tlsFailed(
                        connection,
                        tls.alert() < 0
                                ? "the server ended the handshake, probably with an alert (it is encrypted)"
                                : "the server refused with alert " + TlsAlert.inWords(tls.alert()));
            case ABORTED_BY_CLIENT ->
                tlsFailed(connection, "the client gave up in the middle of the TLS handshake" + issuedBy(tls));
            case HTTP_INSTEAD ->
                tlsFailed(connection, "plain HTTP came back instead of TLS: a proxy or a captive portal");
        };
    }

    private static Exchange ofKilledPseudoTls(TcpConnection connection) {
        if (connection.serverBytes() > 0) {
            return null;
        }
        return switch (connection.ending()) {
            case RESET_BY_SERVER ->
                tcp(
                        connection,
                        REFUSED,
                        "the connection was reset after the TURN client's first 50 bytes, which TLS inspection does not let pass",
                        null);
            case CLOSED_BY_SERVER ->
                tcp(
                        connection,
                        REFUSED,
                        "the connection was closed from the server's side after the TURN client's first 50 bytes, which TLS"
                                + " inspection does not let pass",
                        null);
            case CLOSED_BY_CLIENT, RESET_BY_CLIENT ->
                tcp(connection, SILENT, "no answer to the TURN client's first 50 bytes", null);
            case OPEN -> tcp(connection, UNDECIDED, "no answer yet to the TURN client's first 50 bytes", null);
        };
    }

    /** A proxy that was asked to CONNECT and did not; 407 alone is the usual challenge. */
    private static Exchange ofConnect(TcpConnection connection) {
        TcpContent.Http http = connection.content().http();
        if (http == null || http.connectHost() == null) {
            return null;
        }
        List<Integer> statuses = http.statuses();
        if (statuses.isEmpty()) {
            return ofUnansweredConnect(connection);
        }
        if (statuses.stream().anyMatch(s -> s >= 200 && s < 300)) {
            return null;
        }
        int last = statuses.get(statuses.size() - 1);
        if (last == 407) {
            return tcp(connection, UNDECIDED, PROXY_ASKS_FOR_CREDENTIALS, null);
        }
        return tcp(
                connection,
                REFUSED,
                "the proxy " + connection.server() + " answered CONNECT " + asked(connection) + " with " + last
                        + (last >= 502 && last <= 504 ? PROXY_CANNOT_REACH : ""),
                null);
    }

    private static Exchange ofUnansweredConnect(TcpConnection connection) {
        return switch (connection.ending()) {
            case CLOSED_BY_SERVER, RESET_BY_SERVER ->
                tcp(
                        connection,
                        REFUSED,
                        "the proxy " + connection.server() + " ended the connection instead of an answer to CONNECT "
                                + asked(connection),
                        null);
            case CLOSED_BY_CLIENT, RESET_BY_CLIENT ->
                connection.lastClientNanos() - connection.firstNanos() >= CONNECT_PATIENCE_NANOS
                        ? tcp(connection, SILENT, "the proxy " + connection.server() + " does not answer", null)
                        : tcp(connection, UNDECIDED, "the client did not wait for the proxy's answer", null);
            case OPEN -> tcp(connection, UNDECIDED, "the proxy has not answered the CONNECT", null);
        };
    }

    static final String PROXY_ASKS_FOR_CREDENTIALS = "the proxy asked for credentials and the CONNECT was not repeated";

    /** Ends the sentence of a proxy that would, but finds no way. */
    static final String PROXY_CANNOT_REACH = " (it cannot reach the destination itself)";

    private static String resetAfterHello(TcpConnection connection, TcpContent.Tls tls) {
        String server = speaker(connection);
        String ttls = "TTL " + tls.resetTtl() + ", " + server + "'s is " + tls.serverTtl();
        return switch (Distances.ofReset(tls)) {
            case NEARER ->
                "reset after the TLS hello by something nearer than " + server + " (" + ttls
                        + "): a filter on the server name";
            case SERVER -> "reset by " + server + " after the TLS hello";
            case UNKNOWN ->
                "reset after the TLS hello in a way unlike the other packets of " + server + " (" + ttls
                        + "), perhaps by a filter on the server name";
        };
    }

    /** Who answers there. */
    private static String speaker(TcpConnection connection) {
        return asked(connection) == null ? "the server" : "the proxy";
    }

    private static String issuedBy(TcpContent.Tls tls) {
        if (tls.issuer() == null) {
            return "";
        }
        String time = CertificateFaults.outOfTime(tls);
        boolean seemsExpired = time == null
                && tls.alert() == TlsAlert.CERTIFICATE_EXPIRED
                && tls.validToNanos() != TcpContent.Tls.UNKNOWN_TIME;
        return " (certificate " + (tls.selfIssued() ? "self-signed: " : "issued by ") + tls.issuer()
                + (time == null ? "" : ", which " + time)
                + (seemsExpired ? ", valid when it was shown: the client's clock may be wrong" : "") + ")";
    }

    private static Exchange tlsFailed(TcpConnection connection, String how) {
        return tcp(connection, TLS_FAILED, how, null);
    }

    /** What a connection that came about was asked for, as far as verdicts tell it apart. */
    static final String CONNECT_REQUESTS = "CONNECT requests";

    static final String TURN_HELLOS = "TURN hellos";

    private static String what(TcpConnection c, boolean opened) {
        if (!opened) {
            return "SYNs";
        }
        return asked(c) != null ? CONNECT_REQUESTS : TURN_HELLOS;
    }

    /** What a proxy was asked to connect to; null where it was not asked. */
    private static String asked(TcpConnection c) {
        TcpContent.Http http = c.content().http();
        return http == null || http.connectHost() == null
                ? null
                : (http.connectHost().indexOf(':') < 0 ? http.connectHost() : "[" + http.connectHost() + "]") + ":"
                        + http.connectPort();
    }

    private static Exchange tcp(TcpConnection c, Exchange.Result result, String failure, Refusal refusal) {
        TcpAttempt attempt = c.attempt();
        boolean opened = attempt == null
                || attempt.outcome() == TcpAttempt.Outcome.ANSWERED
                || attempt.outcome() == TcpAttempt.Outcome.PROCEEDED;
        return new Exchange(
                c.client(),
                c.server(),
                TCP,
                what(c, opened),
                result,
                opened ? 1 : attempt.synSendings(),
                attempt == null ? c.firstNanos() : attempt.firstNanos(),
                opened ? c.lastNanos() : Math.max(attempt.lastNanos(), attempt.answeredNanos()),
                attempt == null || attempt.ambiguous() ? TcpAttempt.NO_RTT : attempt.rttNanos(),
                failure,
                refusal,
                opened ? c.content().tls() : null,
                false,
                opened ? asked(c) : null,
                attempt == null ? TcpAttempt.NO_RTT : attempt.nearNanos());
    }

    /** {@code privateProofless}: a private peer that nobody named; an unanswered ICE check to it proves nothing. */
    static Exchange of(StunTransaction stun, boolean privateProofless) {
        boolean check = stun.iceCheck();
        Exchange.Result result = switch (stun.outcome()) {
            case SUCCESS, ERROR -> OK;
            case UNREACHABLE -> check && privateProofless ? NO_PROOF : UNREACHABLE;
            case UNANSWERED -> check && privateProofless ? NO_PROOF : SILENT;
            case UNDECIDED -> check && privateProofless ? NO_PROOF : UNDECIDED;
        };
        return new Exchange(
                stun.client(),
                stun.server(),
                stun.protocol(),
                stun.methodName() + " requests",
                result,
                stun.sendings(),
                stun.firstNanos(),
                stun.isAnswered() ? Math.max(stun.lastNanos(), stun.answeredNanos()) : stun.lastNanos(),
                stun.ambiguous() ? TcpAttempt.NO_RTT : stun.rttNanos(),
                result == UNREACHABLE
                        ? refusedBy(stun.refusal(), stun.server())
                        : result == UNDECIDED ? "the capture ends too soon after the last request" : null,
                stun.refusal(),
                null,
                check);
    }

    /**
     * A UDP conversation as media between the unit and a peer; null where it shows no media.
     *
     * @param unit the unit's side
     */
    static Exchange ofMedia(UdpConversation udp, Endpoint unit) {
        boolean unitOpened = udp.opener().equals(unit);
        Endpoint peer = unitOpened ? udp.responder() : udp.opener();
        if (!udp.rtpOfOpener() && !udp.rtpOfResponder() && !udp.multiplexed()) {
            return null;
        }
        Exchange.Result result;
        String failure = null;
        if (udp.openerPackets() > 0 && udp.responderPackets() > 0) {
            result = OK;
        } else {
            Endpoint silent = udp.responderPackets() == 0 ? udp.responder() : udp.opener();
            long span = udp.lastNanos() - udp.firstNanos();
            if (udp.refusal() != null) {
                result = UNREACHABLE;
                failure = refusedBy(udp.refusal(), peer);
            } else if (span >= ONE_WAY_NANOS && (udp.rtpOfOpener() || udp.rtpOfResponder())) {
                result = silent.equals(peer) ? ONE_WAY : ONE_WAY_BACK;
                failure = (silent.equals(peer) ? "media goes to " + peer : "media comes from " + peer) + " for "
                        + Words.duration(span) + " and nothing "
                        + (silent.equals(peer) ? "comes back" : "goes back");
            } else {
                result = UNDECIDED;
                failure = "media in one direction for " + Words.duration(span) + " is too short to tell";
            }
        }
        return new Exchange(
                unit,
                peer,
                UDP,
                "media packets",
                result,
                1,
                udp.firstNanos(),
                udp.lastNanos(),
                TcpAttempt.NO_RTT,
                failure,
                udp.refusal(),
                null,
                true);
    }

    /** A clock's client repeats its question after 2 s at the soonest; the same patience as for DNS. */
    private static final long NTP_PATIENCE_NANOS = 5_000_000_000L;

    /** A UDP conversation with a time server, begun by the client; {@code endNanos} is when the capture ended. */
    static Exchange ofNtp(UdpConversation udp, long endNanos) {
        Exchange.Result result = udp.responderPackets() > 0
                ? OK
                : udp.refusal() != null
                        ? UNREACHABLE
                        : endNanos - udp.lastOpenerNanos() >= NTP_PATIENCE_NANOS ? SILENT : UNDECIDED;
        return new Exchange(
                udp.opener(),
                udp.responder(),
                UDP,
                "NTP requests",
                result,
                (int) Math.min(udp.openerPackets(), Integer.MAX_VALUE),
                udp.firstNanos(),
                udp.lastNanos(),
                TcpAttempt.NO_RTT,
                result == UNREACHABLE
                        ? refusedBy(udp.refusal(), udp.responder())
                        : result == UNDECIDED ? "the capture ends too soon after the last request" : null,
                udp.refusal(),
                null,
                false);
    }

    static Exchange of(DnsQuery query) {
        Exchange.Result result = switch (query.outcome()) {
            case ANSWERED, FAILED -> OK;
            case UNREACHABLE -> UNREACHABLE;
            case UNANSWERED -> SILENT;
            case UNDECIDED -> UNDECIDED;
        };
        return new Exchange(
                query.client(),
                query.server(),
                query.protocol(),
                "queries",
                result,
                query.sendings(),
                query.firstNanos(),
                result == OK ? Math.max(query.lastNanos(), query.answeredNanos()) : query.lastNanos(),
                query.rttNanos(),
                result == UNREACHABLE
                        ? refusedBy(query.refusal(), query.server())
                        : result == UNDECIDED ? "the capture ends too soon after the last query" : null,
                query.refusal(),
                null,
                false);
    }

    /** {@code unit}: the receiver it counts for; its port is the one that was probed. */
    static Exchange of(DiscoveryProbe probe, Endpoint unit) {
        Exchange.Result result = switch (probe.outcome()) {
            case ANSWERED -> OK;
            case UNREACHABLE -> UNREACHABLE;
            case UNANSWERED -> probe.broadcast() ? NO_PROOF : SILENT;
            case UNDECIDED -> UNDECIDED;
        };
        return new Exchange(
                probe.sender(),
                unit,
                UDP,
                "discovery probes",
                result,
                probe.sendings(),
                probe.firstNanos(),
                result == OK ? Math.max(probe.lastNanos(), probe.answeredNanos()) : probe.lastNanos(),
                probe.ambiguous() ? TcpAttempt.NO_RTT : probe.rttNanos(),
                switch (result) {
                    case UNREACHABLE -> refusedBy(probe.refusal(), unit);
                    case NO_PROOF ->
                        "broadcast probes without an answer prove nothing: the unit may be in another subnet";
                    case UNDECIDED -> "the capture ends too soon after the last probe";
                    default -> null;
                },
                probe.refusal(),
                null,
                false);
    }

    /** Where a unit's DHCP goes: the server that answered or was asked, else the broadcast address. */
    static Endpoint dhcpServer(DhcpExchange dhcp) {
        return new Endpoint(dhcp.server() == null ? BROADCAST : dhcp.server(), DHCP_SERVER_PORT);
    }

    static Exchange of(DhcpExchange dhcp, Address unit) {
        Exchange.Result result;
        if (dhcp.answered() > 0) {
            result = OK;
        } else if (!dhcp.decided()) {
            result = UNDECIDED;
        } else {
            result = dhcp.server() == null ? NO_PROOF : SILENT;
        }
        return new Exchange(
                new Endpoint(unit, DHCP_CLIENT_PORT),
                dhcpServer(dhcp),
                UDP,
                "DHCP requests",
                result,
                dhcp.requests(),
                dhcp.firstNanos(),
                dhcp.lastNanos(),
                TcpAttempt.NO_RTT,
                null,
                null,
                null,
                false);
    }

    private static String refusedBy(Refusal refusal, Endpoint server) {
        if (refusal == null) {
            return "refused";
        }
        return refusal.by().equals(server.address())
                ? refusal.inWords() + " from the server itself"
                : refusal.inWords() + " from " + refusal.by();
    }
}
