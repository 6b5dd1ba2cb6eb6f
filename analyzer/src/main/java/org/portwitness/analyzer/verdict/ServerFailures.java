package org.portwitness.analyzer.verdict;

import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.TcpContent;

/** The exchanges with one server that did not succeed, or not surely, added up. Apart from those that did, as most servers have none. */
final class ServerFailures {
    /** Of servers that never failed; nothing is added to it. */
    static final ServerFailures NONE = new ServerFailures();

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

    long firstFailed = ServerEvidence.NEVER;
    long lastFailed = ServerEvidence.NEVER;
    long firstSilent = ServerEvidence.NEVER;
    long lastSilent = ServerEvidence.NEVER;
    String silentWhat;
    String tlsFailure;
    TcpContent.Tls tls;
    String refusedHow;
    /** What was refused, see {@link Exchange#what}. */
    String refusedWhat;

    Refusal refusal;
    String oneWayHow;
    String undecidedHow;

    /** An exchange that is not {@link Exchange#isOk}. */
    void add(Exchange exchange) {
        switch (exchange.result()) {
            case OK -> throw new IllegalArgumentException("did not fail");
            case REFUSED -> {
                refused++;
                noteRefusal(exchange);
            }
            case UNREACHABLE -> {
                unreachable++;
                noteRefusal(exchange);
            }
            case SILENT -> {
                silent++;
                silentSendings += exchange.sendings();
                weakSilent += exchange.weak() ? 1 : 0;
                silentWhat = silentWhat == null || silentWhat.equals(exchange.what()) ? exchange.what() : "requests";
                firstSilent = ServerEvidence.earlier(firstSilent, exchange.firstNanos());
                lastSilent = ServerEvidence.later(lastSilent, exchange.lastNanos());
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
            firstFailed = ServerEvidence.earlier(firstFailed, exchange.firstNanos());
            lastFailed = ServerEvidence.later(lastFailed, exchange.lastNanos());
        }
    }

    private void noteRefusal(Exchange exchange) {
        refusedHow = exchange.failure();
        refusedWhat = exchange.what();
        refusal = exchange.refusal();
    }

    /** Adds another server's figures, for sentences about several. */
    void addAll(ServerFailures other) {
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
        firstFailed = ServerEvidence.earlier(firstFailed, other.firstFailed);
        lastFailed = ServerEvidence.later(lastFailed, other.lastFailed);
        firstSilent = ServerEvidence.earlier(firstSilent, other.firstSilent);
        lastSilent = ServerEvidence.later(lastSilent, other.lastSilent);
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
        return refused + unreachable + silent + tlsFailed + oneWay + undecided + noProof;
    }
}
