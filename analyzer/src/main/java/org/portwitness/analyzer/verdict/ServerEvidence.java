package org.portwitness.analyzer.verdict;

import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.TcpContent;

/** All exchanges of one kind between one unit (or other host) and one server, added up. */
final class ServerEvidence {
    /** Senders of a single SYN each: fewer may be a site's devices, more are nobody's who wants to share a screen. */
    private static final int FLOOD = 1000;

    private static final long NEVER = Long.MIN_VALUE;

    final Endpoint server;
    final int protocol;
    long ok;
    /** Of these, the ones that were reached and no more. */
    long okInPart;

    /** What was missing in them. */
    String okInPartHow;

    long refused;
    long unreachable;
    long silent;
    long silentSendings;
    /** Of the silent ones, those that were ICE checks. */
    long weakSilent;

    /** Of the silent ones towards a unit: sent once, by senders of which there is no other; see {@link Senders}. */
    long loneSilent;

    /** Likewise sent once, by senders with several such attempts. */
    long severalSilent;

    long tlsFailed;
    /** Of these, the ones in which nothing came back after the hello. */
    long tlsSilent;

    long oneWay;
    long undecided;
    long noProof;
    /** Exchanges that may as well belong to another row; their success proves nothing here. */
    long ambiguousOk;

    long firstOk = NEVER;
    long lastOk = NEVER;
    long first = NEVER;
    long last = NEVER;
    long firstFailed = NEVER;
    long lastFailed = NEVER;
    long firstSilent = NEVER;
    long lastSilent = NEVER;
    String silentWhat;
    String tlsFailure;
    TcpContent.Tls tls;
    String refusedHow;
    /** What was refused, see {@link Exchange#what}. */
    String refusedWhat;

    Refusal refusal;
    String oneWayHow;
    String undecidedHow;

    ServerEvidence(Endpoint server, int protocol) {
        this.server = server;
        this.protocol = protocol;
    }

    void add(Exchange exchange, boolean ambiguous) {
        first = earlier(first, exchange.firstNanos());
        last = later(last, exchange.lastNanos());
        switch (exchange.result()) {
            case OK -> {
                if (ambiguous) {
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
            case REFUSED -> {
                refused++;
                refusedHow = exchange.failure();
                refusedWhat = exchange.what();
                refusal = exchange.refusal();
            }
            case UNREACHABLE -> {
                unreachable++;
                refusedHow = exchange.failure();
                refusedWhat = exchange.what();
                refusal = exchange.refusal();
            }
            case SILENT -> {
                silent++;
                silentSendings += exchange.sendings();
                weakSilent += exchange.weak() ? 1 : 0;
                silentWhat = silentWhat == null || silentWhat.equals(exchange.what()) ? exchange.what() : "requests";
                firstSilent = earlier(firstSilent, exchange.firstNanos());
                lastSilent = later(lastSilent, exchange.lastNanos());
            }
            case TLS_FAILED -> {
                tlsFailed++;
                tlsSilent += exchange.isSilentTls() ? 1 : 0;
                tlsFailure = exchange.failure();
                tls = exchange.tls();
            }
            case ONE_WAY, ONE_WAY_BACK -> {
                oneWay++;
                oneWayHow = exchange.failure();
            }
            case UNDECIDED -> {
                undecided++;
                undecidedHow = exchange.failure();
            }
            case NO_PROOF -> noProof++;
        }
        if (exchange.failed()) {
            firstFailed = earlier(firstFailed, exchange.firstNanos());
            lastFailed = later(lastFailed, exchange.lastNanos());
        }
    }

    /** Adds another server's figures, for sentences about several. */
    void addAll(ServerEvidence other) {
        ok += other.ok;
        okInPart += other.okInPart;
        okInPartHow = okInPartHow == null ? other.okInPartHow : okInPartHow;
        refused += other.refused;
        unreachable += other.unreachable;
        silent += other.silent;
        silentSendings += other.silentSendings;
        weakSilent += other.weakSilent;
        loneSilent += other.loneSilent;
        severalSilent += other.severalSilent;
        tlsFailed += other.tlsFailed;
        tlsSilent += other.tlsSilent;
        oneWay += other.oneWay;
        undecided += other.undecided;
        noProof += other.noProof;
        ambiguousOk += other.ambiguousOk;
        first = earlier(first, other.first);
        last = later(last, other.last);
        firstOk = earlier(firstOk, other.firstOk);
        lastOk = later(lastOk, other.lastOk);
        firstFailed = earlier(firstFailed, other.firstFailed);
        lastFailed = later(lastFailed, other.lastFailed);
        firstSilent = earlier(firstSilent, other.firstSilent);
        lastSilent = later(lastSilent, other.lastSilent);
        if (other.silentWhat != null) {
            silentWhat = silentWhat == null || silentWhat.equals(other.silentWhat) ? other.silentWhat : "requests";
        }
        tlsFailure = tlsFailure == null ? other.tlsFailure : tlsFailure;
        tls = tls == null ? other.tls : tls;
        refusedHow = refusedHow == null ? other.refusedHow : refusedHow;
        refusedWhat = refusedWhat == null ? other.refusedWhat : refusedWhat;
        refusal = refusal == null ? other.refusal : refusal;
        oneWayHow = oneWayHow == null ? other.oneWayHow : oneWayHow;
        undecidedHow = undecidedHow == null ? other.undecidedHow : undecidedHow;
    }

    long attempts() {
        return ok + ambiguousOk + refused + unreachable + silent + tlsFailed + oneWay + undecided + noProof;
    }

    long answered() {
        return ok + ambiguousOk + tlsFailed;
    }

    boolean works() {
        return ok > 0;
    }

    boolean isRefused() {
        return refused + unreachable > 0;
    }

    /**
     * Two sendings or two attempts, all final: a single packet without an answer can be an abandoned parallel attempt. Towards a unit, two of
     * the same sender; and where very many send one SYN each, two of one sender may be chance, and only a SYN that was sent again counts.
     */
    boolean isSilentForSure() {
        boolean sentAgain = silentSendings > silent;
        return sentAgain || silent - loneSilent - (isFlood() ? severalSilent : 0) >= 2;
    }

    /** More senders than a site has send one SYN each and never again. */
    boolean isFlood() {
        return loneSilent >= FLOOD;
    }

    /** TLS failed in a way that shows in a packet, or silently where silence is believed. */
    boolean tlsFailsFor(String doubt) {
        return doubt == null ? tlsFailed > 0 : tlsFailed > tlsSilent;
    }

    /** Tried with enough evidence to be called a failure, were silence believed. */
    boolean isFailing() {
        return !works() && (isRefused() || isSilentForSure() || tlsFailed > 0 || oneWay > 0);
    }

    static Long orNull(long nanos) {
        return nanos == NEVER ? null : nanos;
    }

    private static long earlier(long a, long b) {
        return a == NEVER ? b : b == NEVER ? a : Math.min(a, b);
    }

    private static long later(long a, long b) {
        return Math.max(a, b);
    }
}
