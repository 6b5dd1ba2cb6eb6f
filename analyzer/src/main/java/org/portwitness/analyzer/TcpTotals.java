package org.portwitness.analyzer;

import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence.HostTraffic;
import org.portwitness.analyzer.evidence.Hosts;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.report.Latency;
import org.portwitness.analyzer.report.Report;

/** What all TCP attempts of a capture amount to. */
final class TcpTotals {
    private final OutcomeCounts<TcpAttempt.Outcome> outcomes = new OutcomeCounts<>(TcpAttempt.Outcome.class);
    private final Latency handshake = new Latency();
    private final Latency near = new Latency();
    private final Hosts hosts;
    private long attempts;
    private long synPackets;
    private long ambiguous;
    private long onlySyns;
    private boolean silentAreHeard;

    TcpTotals(Hosts hosts) {
        this.hosts = hosts;
    }

    /** To be told of each connection once; those without an attempt count for nothing here. */
    void add(TcpConnection connection) {
        TcpAttempt attempt = connection.attempt();
        if (attempt == null) {
            return;
        }
        add(attempt);
        if (connection.serverPackets() == 0
                && connection.clientPackets() <= attempt.synPackets()
                && attempt.outcome() != TcpAttempt.Outcome.PROCEEDED) {
            onlySyns++;
            silentAreHeard = silentAreHeard || isHeard(connection.client().address());
        }
    }

    private boolean isHeard(Address host) {
        HostTraffic seen = hosts.of(host);
        return seen != null && seen.received() > 0;
    }

    private void add(TcpAttempt attempt) {
        attempts++;
        synPackets += attempt.synPackets();
        outcomes.add(attempt.outcome());
        if (attempt.nearNanos() != TcpAttempt.NO_RTT) {
            near.record(attempt.nearNanos());
        }
        if (attempt.outcome() == TcpAttempt.Outcome.ANSWERED) {
            if (attempt.ambiguous()) {
                ambiguous++;
            } else if (attempt.rttNanos() != TcpAttempt.NO_RTT) {
                handshake.record(attempt.rttNanos());
            }
        }
    }

    Report.Tcp inReport() {
        return new Report.Tcp(
                attempts, outcomes.inWords(), synPackets, handshake.histogram(), ambiguous, near.histogram());
    }

    /** Attempts of which there is nothing but SYNs. */
    long onlySyns() {
        return onlySyns;
    }

    /** Whether packets of any kind went to one of those who sent them. */
    boolean silentAreHeard() {
        return silentAreHeard;
    }
}
