package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.portwitness.analyzer.evidence.Endpoint;

/** Explicit proxies that units ask with CONNECT: what stands behind them is known by what they were asked for. */
final class Proxies {
    private static final int MOST = 1000;
    private static final int TOLD = 3;

    private long notFollowed;
    private final Map<Endpoint, long[]> asked = new TreeMap<>();

    /** An exchange that a unit began. */
    void add(Exchange exchange) {
        if (!Exchanges.CONNECT_REQUESTS.equals(exchange.what())) {
            return;
        }
        long[] counts = asked.get(exchange.server());
        if (counts == null) {
            if (asked.size() >= MOST) {
                notFollowed++;
                return;
            }
            counts = new long[2];
            asked.put(exchange.server(), counts);
        }
        counts[0]++;
        counts[1] += exchange.result() == Exchange.Result.REFUSED ? 1 : 0;
    }

    /** CONNECT requests to proxies beyond the bound. */
    long notFollowed() {
        return notFollowed;
    }

    /** One sentence for each, those that refuse most first. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        asked.entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue()[1], a.getValue()[1]))
                .limit(TOLD)
                .forEach(
                        e -> notes.add(
                                "Goes through the proxy " + e.getKey() + ": "
                                        + Words.count(e.getValue()[0], "CONNECT requests")
                                        + (e.getValue()[1] == 0 ? "" : ", " + e.getValue()[1] + " of them refused")
                                        + ". Rows count by the destination that the proxy was asked for; the firewall must let the proxy out, not the unit."));
        return notes;
    }
}
