package org.portwitness.analyzer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.report.RtpStream;
import org.portwitness.analyzer.report.Transaction;

/**
 * Gives out each transaction once: when its outcome is final, or at the end. Which were given out is remembered only as long as they are in the
 * tables, so it is as bounded as those.
 *
 * <p>Answers and refusals are final. A silence is once the client can be taken to have given up: senders wait twice as long each time, so after a
 * span of s from first to last sending the next comes within s and a little more. An answer after that does not take back a line.
 */
final class DecidedTransactions {
    /** More than the first pause between sendings of any system (Windows: 3 s) and the contract's 3 s. */
    private static final long SMALLEST_PATIENCE_NANOS = 4_000_000_000L;

    /** A stream that has paused for so long is told as it stands; longer than any pause in speech with comfort noise. */
    private static final long STREAM_IS_OVER_NANOS = 15_000_000_000L;

    private Set<Object> givenOut = new HashSet<>();

    /** What tells a transaction from all others, whatever becomes of it. */
    private record Key(Object client, Object server, Object id, long firstNanos) {
        static Key of(Transaction transaction) {
            if (transaction instanceof Transaction.Tcp tcp) {
                TcpAttempt attempt = tcp.attempt();
                return new Key(attempt.client(), attempt.server(), attempt.isn(), attempt.firstNanos());
            }
            if (transaction instanceof Transaction.Stun stun) {
                StunTransaction each = stun.transaction();
                return new Key(each.client(), each.server(), each.id(), each.firstNanos());
            }
            if (transaction instanceof Transaction.Discovery discovery) {
                DiscoveryProbe probe = discovery.probe();
                return new Key(probe.sender(), probe.destination(), probe.unsolicited(), probe.firstNanos());
            }
            if (transaction instanceof Transaction.Stream stream) {
                RtpStream each = stream.stream();
                return new Key(
                        each.source() + ' ' + each.sourcePort(),
                        each.destination() + ' ' + each.destinationPort(),
                        each.ssrc(),
                        each.firstNanos());
            }
            Transaction.Hello hello = (Transaction.Hello) transaction;
            return new Key(hello.hello().client(), hello.hello().server(), "", hello.firstNanos());
        }
    }

    /** Those that became final since the last call. */
    List<Transaction> next(Iterable<Transaction> all, long nowNanos) {
        List<Transaction> news = new ArrayList<>();
        Set<Object> still = new HashSet<>();
        for (Transaction transaction : all) {
            Key key = Key.of(transaction);
            if (givenOut.contains(key)) {
                still.add(key);
            } else if (isFinal(transaction, nowNanos)) {
                still.add(key);
                news.add(transaction);
            }
        }
        givenOut = still;
        return List.copyOf(news);
    }

    /** At the end: all that were not given out. */
    List<Transaction> rest(Iterable<Transaction> all) {
        List<Transaction> news = new ArrayList<>();
        for (Transaction transaction : all) {
            if (!givenOut.contains(Key.of(transaction))) {
                news.add(transaction);
            }
        }
        return List.copyOf(news);
    }

    private static boolean isFinal(Transaction transaction, long nowNanos) {
        if (transaction instanceof Transaction.Tcp tcp) {
            TcpAttempt attempt = tcp.attempt();
            return switch (attempt.outcome()) {
                case ANSWERED, REFUSED, UNREACHABLE, PROCEEDED -> true;
                case UNANSWERED -> isGivenUp(attempt.firstNanos(), attempt.lastNanos(), nowNanos);
                case UNDECIDED -> false;
            };
        }
        if (transaction instanceof Transaction.Stun stun) {
            StunTransaction each = stun.transaction();
            return switch (each.outcome()) {
                case SUCCESS, ERROR, UNREACHABLE -> true;
                case UNANSWERED -> isGivenUp(each.firstNanos(), each.lastNanos(), nowNanos);
                case UNDECIDED -> false;
            };
        }
        if (transaction instanceof Transaction.Discovery discovery) {
            DiscoveryProbe probe = discovery.probe();
            return switch (probe.outcome()) {
                case ANSWERED, UNREACHABLE -> true;
                case UNANSWERED -> isGivenUp(probe.firstNanos(), probe.lastNanos(), nowNanos);
                case UNDECIDED -> false;
            };
        }
        if (transaction instanceof Transaction.Stream stream) {
            return nowNanos - stream.stream().lastNanos() >= STREAM_IS_OVER_NANOS;
        }
        return true;
    }

    private static boolean isGivenUp(long firstNanos, long lastNanos, long nowNanos) {
        return nowNanos - lastNanos >= SMALLEST_PATIENCE_NANOS + (lastNanos - firstNanos) * 3 / 2;
    }
}
