package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.report.Report.Finding;

/**
 * DNS servers that keep a unit waiting. Names are looked up before each connection, so a slow server makes everything slow and some clients
 * give up; the answer comes in the end, so no row fails.
 */
final class SlowNames {
    /** A resolver on the site answers within milliseconds, one that must ask others within some hundred. */
    static final long SLOW_NANOS = 1_000_000_000L;

    /** One slow answer may be a name whose own server is slow. */
    private static final int FEWEST_SLOW = 2;

    private static final int SLOW_SHARE_PERCENT = 5;
    private static final int MOST_PAIRS = 10_000;
    private static final int TCP = 6;

    private final Map<Pair, Waits> pairs = new LinkedHashMap<>();
    private long notFollowed;

    private record Pair(Address client, Endpoint server) {}

    private static final class Waits {
        int protocol;
        long answered;
        long slow;
        long worstNanos;
        long first;
        long last;
    }

    /** Answers of servers beyond the bound. */
    long notFollowed() {
        return notFollowed;
    }

    SlowNames(Evidence evidence, Units units, Certainty certainty) {
        for (DnsQuery query : evidence.dns()) {
            long waited = waited(query, certainty);
            if (waited < 0 || !units.contains(query.client().address())) {
                continue;
            }
            Pair pair = new Pair(query.client().address(), query.server());
            Waits waits = pairs.get(pair);
            if (waits == null) {
                if (pairs.size() >= MOST_PAIRS) {
                    notFollowed++;
                    continue;
                }
                waits = new Waits();
                pairs.put(pair, waits);
            }
            add(waits, query, waited);
        }
    }

    private static void add(Waits waits, DnsQuery query, long waited) {
        waits.answered++;
        if (waited < SLOW_NANOS) {
            return;
        }
        if (waits.slow++ == 0) {
            waits.first = query.firstNanos();
            waits.protocol = query.protocol();
        }
        waits.last = Math.max(waits.last, query.answeredNanos());
        waits.worstNanos = Math.max(waits.worstNanos, waited);
    }

    /** From the first sending to the answer, −1 where that cannot be told: a first answer that the mirror lost looks like a slow second. */
    private static long waited(DnsQuery query, Certainty certainty) {
        boolean answered = query.outcome() == DnsQuery.Outcome.ANSWERED || query.outcome() == DnsQuery.Outcome.FAILED;
        if (!answered) {
            return -1;
        }
        if (query.rttNanos() != TcpAttempt.NO_RTT) {
            return query.rttNanos();
        }
        return certainty.believes(query.client().address()) ? query.answeredNanos() - query.firstNanos() : -1;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        pairs.forEach((pair, waits) -> {
            if (waits.slow < FEWEST_SLOW || waits.slow * 100 < waits.answered * SLOW_SHARE_PERCENT) {
                return;
            }
            findings.add(new Finding(
                    "dns-slow",
                    null,
                    "note",
                    waits.protocol == TCP ? "TCP" : "UDP",
                    pair.client().toString(),
                    null,
                    pair.server().address().toString(),
                    pair.server().port(),
                    waits.first,
                    waits.last,
                    waits.slow,
                    waits.slow,
                    "The DNS server " + pair.server().address() + " kept " + pair.client()
                            + " waiting for 1 s or more with "
                            + waits.slow + " of " + Words.count(waits.answered, "answers") + " (at worst "
                            + Words.duration(waits.worstNanos) + "): each connection begins with such a wait."));
        });
        return findings;
    }
}
