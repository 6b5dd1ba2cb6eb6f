package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.analyzer.report.Report.Finding;

/** What a proxy refuses to a client, destination by destination, as one finding: the worst of them speaks, the others are named. */
final class ProxyRefusals {
    private static final int TOLD = 3;

    private final Map<Key, OfProxy> proxies = new LinkedHashMap<>();

    private record Key(String source, String proxy, int port) {}

    private static final class OfProxy {
        Finding sum;
        String worst;
        final List<String> asked = new ArrayList<>();
    }

    void add(Finding finding, String asked) {
        OfProxy proxy = proxies.computeIfAbsent(
                new Key(finding.source(), finding.destination(), finding.destinationPort()), k -> new OfProxy());
        proxy.asked.add(asked);
        Finding together = proxy.sum == null ? finding : Findings.together(proxy.sum, finding);
        if (proxy.sum == null || !together.detail().equals(proxy.sum.detail())) {
            proxy.worst = asked;
        }
        proxy.sum = together;
    }

    List<Finding> findings() {
        return proxies.values().stream().map(ProxyRefusals::told).toList();
    }

    private static Finding told(OfProxy proxy) {
        List<String> others =
                proxy.asked.stream().filter(a -> !a.equals(proxy.worst)).toList();
        return others.isEmpty()
                ? proxy.sum
                : proxy.sum.with(proxy.sum.detail() + " It refuses " + Words.list(others, TOLD) + ", too.");
    }
}
