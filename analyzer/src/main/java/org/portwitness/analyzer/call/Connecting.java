package org.portwitness.analyzer.call;

import java.util.List;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.verdict.Assignments.Ending;
import org.portwitness.analyzer.verdict.Assignments.Fate;
import org.portwitness.analyzer.verdict.Words;

/** What steps say of TCP connections to one server that ended alike. */
final class Connecting {
    private Connecting() {}

    /** The connection came about, whatever happened in it. */
    static boolean isOpen(TcpConnection connection) {
        TcpAttempt attempt = connection.attempt();
        return attempt == null
                || attempt.outcome() == TcpAttempt.Outcome.ANSWERED
                || attempt.outcome() == TcpAttempt.Outcome.PROCEEDED;
    }

    static long first(List<TcpConnection> alike) {
        return alike.stream().mapToLong(TcpConnection::firstNanos).min().orElse(0);
    }

    static long lastOfAttempts(List<TcpConnection> alike) {
        return alike.stream()
                .mapToLong(c -> Math.max(c.attempt().lastNanos(), c.attempt().answeredNanos()))
                .max()
                .orElse(0);
    }

    static long openedNanos(TcpConnection connection) {
        TcpAttempt attempt = connection.attempt();
        return attempt == null || attempt.answeredNanos() == 0 ? connection.firstNanos() : attempt.answeredNanos();
    }

    /** {@code 4 SYNs to 52.112.0.10:443 without an answer in 7.0 s.} */
    static String failure(List<TcpConnection> alike, String server, Ending ending) {
        long syns = alike.stream().mapToLong(c -> c.attempt().synSendings()).sum();
        String tried = Words.count(syns, "SYNs") + " to " + server;
        if (ending.fate() == Fate.NO_ANSWER) {
            return tried + " without an answer" + Words.within(lastOfSyns(alike) - first(alike)) + ".";
        }
        if (ending.fate() == Fate.REFUSED) {
            return tried + " refused: " + ending.how() + ".";
        }
        return tried + "; " + ending.how() + ".";
    }

    private static long lastOfSyns(List<TcpConnection> alike) {
        return alike.stream().mapToLong(c -> c.attempt().lastNanos()).max().orElse(0);
    }

    /** {@code Connected to 52.112.0.10:443 in 21.3 ms.} */
    static String success(List<TcpConnection> alike, String server) {
        TcpConnection one = alike.get(0);
        TcpAttempt attempt = one.attempt();
        String again = alike.size() > 1 ? ", " + alike.size() + " times" : "";
        if (attempt == null) {
            return alike.size() > 1
                    ? alike.size() + " connections to " + server + " are already there."
                    : "A connection to " + server + " is already there.";
        }
        if (attempt.rttNanos() == TcpAttempt.NO_RTT || attempt.ambiguous()) {
            return "Connected to " + server
                    + (attempt.synSendings() > 1 ? " after " + attempt.synSendings() + " SYNs" : "") + again + ".";
        }
        return "Connected to " + server + " in " + Words.latency(attempt.rttNanos()) + again + ".";
    }

    /** A snap length left so little of the hello that it may as well be the fake one. */
    static boolean isStub(TcpContent.Tls tls) {
        return tls != null && tls.serverName() == null && tls.version() == null;
    }

    /** {@code TLS 1.3 with webdir.online.lync.com} */
    static String tls(TcpContent.Tls tls) {
        return (tls.version() == null ? "TLS" : tls.version())
                + (tls.serverName() == null ? "" : " with " + tls.serverName());
    }

    static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
