package org.portwitness.analyzer.verdict;

import java.util.Objects;
import org.portwitness.analyzer.evidence.Endpoint;

/** All exchanges of one kind between one unit (or other host) and one server, added up. */
final class ServerEvidence {
    static final long NEVER = Long.MIN_VALUE;

    /** Senders of a single SYN each: fewer may be a site's devices, more are nobody's who wants to share a screen. */
    private static final int FLOOD = 1000;

    final Endpoint server;
    /** What the server, a proxy, was asked to connect to; null where the server itself was meant. */
    final String asked;

    final int protocol;
    ServerFailures failures = ServerFailures.NONE;
    long ok;
    /** Of these, the ones that were reached and no more. */
    long okInPart;

    /** What was missing in them. */
    String okInPartHow;

    /** Exchanges that may as well belong to another row; their success proves nothing here. */
    long ambiguousOk;

    long firstOk = NEVER;
    long lastOk = NEVER;

    ServerEvidence(Endpoint server, int protocol) {
        this(server, null, protocol);
    }

    ServerEvidence(Endpoint server, String asked, int protocol) {
        this.server = server;
        this.asked = asked;
        this.protocol = protocol;
    }

    /** {@code 52.112.0.10:443}, or {@code portal.kickle.com:443 through the proxy 10.20.0.80:8080}. */
    String name() {
        return asked == null ? server.toString() : asked + " through the proxy " + server;
    }

    /** What stands for the server among those of a row: behind a proxy each destination is one of its own. */
    boolean is(Endpoint other, String otherAsked) {
        return server.equals(other) && Objects.equals(asked, otherAsked);
    }

    void add(Exchange exchange, boolean ambiguous) {
        if (!exchange.isOk()) {
            ownFailures().add(exchange);
        } else if (ambiguous) {
            ambiguousOk++;
        } else {
            ok++;
            if (exchange.failure() != null) {
                okInPart++;
                okInPartHow = exchange.failure();
            }
            firstOk = earlier(firstOk, exchange.firstNanos());
            lastOk = later(lastOk, exchange.lastNanos());
        }
    }

    private ServerFailures ownFailures() {
        if (failures == ServerFailures.NONE) {
            failures = new ServerFailures();
        }
        return failures;
    }

    /** Adds another server's figures, for sentences about several. */
    void addAll(ServerEvidence other) {
        ok += other.ok;
        okInPart += other.okInPart;
        okInPartHow = okInPartHow == null ? other.okInPartHow : okInPartHow;
        ambiguousOk += other.ambiguousOk;
        firstOk = earlier(firstOk, other.firstOk);
        lastOk = later(lastOk, other.lastOk);
        if (other.failures != ServerFailures.NONE) {
            ownFailures().addAll(other.failures);
        }
    }

    long attempts() {
        return ok + ambiguousOk + failures.attempts();
    }

    long answered() {
        return ok + ambiguousOk + failures.tlsFailed;
    }

    boolean works() {
        return ok > 0;
    }

    boolean isRefused() {
        return failures.refused + failures.unreachable > 0;
    }

    /**
     * Two sendings or two attempts, all final: a single packet without an answer can be an abandoned parallel attempt. Towards a unit, two of
     * the same sender; and where very many send one SYN each, two of one sender may be chance, and only a SYN that was sent again counts.
     */
    boolean isSilentForSure() {
        boolean sentAgain = failures.silentSendings > failures.silent;
        return sentAgain || failures.silent - failures.loneSilent - (isFlood() ? failures.severalSilent : 0) >= 2;
    }

    /** More senders than a site has send one SYN each and never again. */
    boolean isFlood() {
        return failures.loneSilent >= FLOOD;
    }

    /** TLS failed in a way that shows in a packet, or silently where silence is believed. */
    boolean tlsFailsFor(String doubt) {
        return doubt == null ? failures.tlsFailed > 0 : failures.tlsFailed > failures.tlsSilent;
    }

    /** Tried with enough evidence to be called a failure, were silence believed. */
    boolean isFailing() {
        return !works() && (isRefused() || isSilentForSure() || failures.tlsFailed > 0 || failures.oneWay > 0);
    }

    static Long orNull(long nanos) {
        return nanos == NEVER ? null : nanos;
    }

    static long earlier(long a, long b) {
        return a == NEVER ? b : b == NEVER ? a : Math.min(a, b);
    }

    static long later(long a, long b) {
        return Math.max(a, b);
    }
}
