package org.portwitness.analyzer;

import java.util.HashSet;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.report.Latency;
import org.portwitness.analyzer.report.Report;

/** What all TCP attempts of a capture amount to, from one walk along them. */
final class TcpTotals {
    private final OutcomeCounts<TcpAttempt.Outcome> outcomes = new OutcomeCounts<>(TcpAttempt.Outcome.class);
    private final Latency handshake = new Latency();
    private final Latency near = new Latency();
    private long attempts;
    private long synPackets;
    private long ambiguous;
    private long onlySyns;
    private boolean silentAreHeard;

    TcpTotals(Evidence evidence) {
        Set<Address> heard = new HashSet<>();
        for (Evidence.HostTraffic host : evidence.hosts()) {
            if (host.received() > 0) {
                heard.add(host.address());
            }
        }
        for (TcpConnection connection : evidence.connections()) {
            TcpAttempt attempt = connection.attempt();
            if (attempt == null) {
                continue;
            }
            add(attempt);
            if (connection.serverPackets() == 0
                    && connection.clientPackets() <= attempt.synPackets()
                    && attempt.outcome() != TcpAttempt.Outcome.PROCEEDED) {
                onlySyns++;
                silentAreHeard =
                        silentAreHeard || heard.contains(connection.client().address());
            }
        }
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
