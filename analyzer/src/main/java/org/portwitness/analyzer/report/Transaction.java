package org.portwitness.analyzer.report;

import java.util.List;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TlsHello;

/** One line of the transactions file: a thing that happened, with the ids of the rows it counts for. */
public sealed interface Transaction {
    /** When it began, nanoseconds since the epoch; the order of the file. */
    long firstNanos();

    /** Ids of the port table rows it counts for; several when it cannot be told which. */
    List<String> rows();

    record Tcp(TcpAttempt attempt, List<String> rows) implements Transaction {
        @Override
        public long firstNanos() {
            return attempt.firstNanos();
        }
    }

    record Stun(StunTransaction transaction, List<String> rows) implements Transaction {
        @Override
        public long firstNanos() {
            return transaction.firstNanos();
        }
    }

    record Discovery(DiscoveryProbe probe, List<String> rows) implements Transaction {
        @Override
        public long firstNanos() {
            return probe.firstNanos();
        }
    }

    record Stream(RtpStream stream, List<String> rows) implements Transaction {
        @Override
        public long firstNanos() {
            return stream.firstNanos();
        }
    }

    record Hello(TlsHello hello, List<String> rows) implements Transaction {
        @Override
        public long firstNanos() {
            return hello.nanos();
        }
    }
}
