package org.portwitness.cli.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.portwitness.analyzer.ports.AddressRange;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Permission;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.Verdict;

/**
 * The permissions that a report shows to be missing, as few rules as say it: rows that differ only in who asks or in the ports share a rule, a rule
 * that another one includes is left out, and of a one-of group one port is asked for.
 *
 * @param rules what to permit, in the order of the tables
 * @param notProven rows that are inconclusive: a rule for them would be a guess
 * @param noRuleHelps rows that fail, but not for want of a permission
 */
record RuleList(List<Rule> rules, List<Row> notProven, List<Row> noRuleHelps) {
    /**
     * @param via the proxy that is to permit it, null for the firewall
     * @param reasons the rows that need it, each once
     * @param remarks what is to be known, each once
     */
    record Rule(
            List<String> protocols,
            Ports ports,
            List<String> sources,
            List<String> destinations,
            String via,
            List<Row> reasons,
            List<String> remarks) {

        private boolean includes(Rule other) {
            return protocols.containsAll(other.protocols)
                    && ports.includes(other.ports)
                    && covers(sources, other.sources)
                    && covers(destinations, other.destinations)
                    && String.valueOf(via).equals(String.valueOf(other.via));
        }

        private static boolean covers(List<String> outer, List<String> inner) {
            return inner.stream().allMatch(text -> outer.stream().anyMatch(o -> o.equals(text) || contains(o, text)));
        }

        private static boolean contains(String outer, String inner) {
            return isRange(outer) && isRange(inner) && AddressRange.parse(outer).contains(AddressRange.parse(inner));
        }

        private Rule and(Rule other) {
            return new Rule(
                    protocols,
                    ports,
                    sources,
                    destinations,
                    via,
                    together(reasons, other.reasons),
                    together(remarks, other.remarks));
        }
    }

    static RuleList of(Report report) {
        List<Rule> rules = new ArrayList<>();
        Set<String> askedGroups = new LinkedHashSet<>();
        for (Row row : report.rows()) {
            boolean another = row.group() != null && askedGroups.contains(row.group());
            if (!row.permissions().isEmpty() && !another) {
                row.permissions().forEach(permission -> rules.add(rule(row, permission, report)));
                if (row.group() != null) {
                    askedGroups.add(row.group());
                }
            }
        }
        List<Row> notProven = report.rows().stream()
                .filter(row -> row.verdict() == Verdict.INCONCLUSIVE)
                .toList();
        List<Row> noRuleHelps = report.rows().stream()
                .filter(row -> row.verdict().isFailure() && row.permissions().isEmpty())
                .toList();
        return new RuleList(withoutIncluded(sharedPorts(sharedSources(rules))), notProven, noRuleHelps);
    }

    private static Rule rule(Row row, Permission permission, Report report) {
        List<String> remarks = new ArrayList<>();
        if (permission.remark() != null) {
            remarks.add(permission.remark());
        }
        if (row.group() != null) {
            String ports = report.rows().stream()
                    .filter(r -> row.group().equals(r.group()))
                    .map(Row::ports)
                    .collect(Collectors.joining(", "));
            remarks.add("one of the ports " + ports + " is enough");
        }
        if (row.requirement().equals("legacy")) {
            remarks.add("only older firmware needs it");
        }
        return new Rule(
                permission.protocols(),
                Ports.parse(permission.ports()),
                permission.sources(),
                merged(permission.destinations()),
                permission.via(),
                List.of(row),
                remarks);
    }

    private static List<Rule> sharedSources(List<Rule> rules) {
        Map<List<Object>, Rule> shared = new LinkedHashMap<>();
        for (Rule rule : rules) {
            List<Object> key = List.of(rule.protocols(), rule.ports(), rule.destinations(), String.valueOf(rule.via()));
            shared.merge(key, rule, (a, b) -> {
                Rule both = a.and(b);
                return new Rule(
                        a.protocols(),
                        a.ports(),
                        merged(together(a.sources(), b.sources())),
                        a.destinations(),
                        a.via(),
                        both.reasons(),
                        both.remarks());
            });
        }
        return List.copyOf(shared.values());
    }

    private static List<Rule> sharedPorts(List<Rule> rules) {
        Map<List<Object>, Rule> shared = new LinkedHashMap<>();
        for (Rule rule : rules) {
            List<Object> key =
                    List.of(rule.protocols(), rule.sources(), rule.destinations(), String.valueOf(rule.via()));
            shared.merge(key, rule, (a, b) -> {
                Rule both = a.and(b);
                return new Rule(
                        a.protocols(),
                        a.ports().and(b.ports()),
                        a.sources(),
                        a.destinations(),
                        a.via(),
                        both.reasons(),
                        both.remarks());
            });
        }
        return List.copyOf(shared.values());
    }

    private static List<Rule> withoutIncluded(List<Rule> rules) {
        List<Rule> kept = new ArrayList<>();
        for (Rule rule : rules) {
            int outer = -1;
            for (int i = 0; i < kept.size() && outer < 0; i++) {
                outer = kept.get(i).includes(rule) ? i : -1;
            }
            if (outer >= 0) {
                kept.set(outer, kept.get(outer).and(rule));
                continue;
            }
            Rule whole = rule;
            for (int i = kept.size() - 1; i >= 0; i--) {
                if (rule.includes(kept.get(i))) {
                    whole = whole.and(kept.remove(i));
                }
            }
            kept.add(whole);
        }
        return kept;
    }

    private static <T> List<T> together(List<T> a, List<T> b) {
        Set<T> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }

    /** Names first, then addresses and blocks, as few as cover the same. */
    private static List<String> merged(List<String> texts) {
        List<String> names =
                texts.stream().filter(text -> !isRange(text)).distinct().toList();
        List<String> ranges =
                AddressRange.merged(texts.stream()
                                .filter(RuleList::isRange)
                                .map(AddressRange::parse)
                                .toList())
                        .stream()
                        .map(AddressRange::toString)
                        .toList();
        return together(names, ranges);
    }

    private static boolean isRange(String text) {
        return text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?|[0-9a-f]*:[0-9a-f:.]*(/[0-9]{1,3})?");
    }

    /** Port numbers as spans, sorted and apart from each other. */
    record Ports(List<Span> spans) {
        record Span(int low, int high) {}

        /** {@code 443}, {@code 1024-65535}, {@code 80, 443}. */
        static Ports parse(String text) {
            List<Span> spans = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                String[] ends = part.strip().split("-", 2);
                int low = Integer.parseInt(ends[0]);
                spans.add(new Span(low, ends.length == 1 ? low : Integer.parseInt(ends[1])));
            }
            return of(spans);
        }

        private static Ports of(List<Span> spans) {
            List<Span> sorted = new ArrayList<>(spans);
            sorted.sort((a, b) -> Integer.compare(a.low, b.low));
            List<Span> joined = new ArrayList<>();
            for (Span next : sorted) {
                Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
                if (last != null && next.low <= last.high + 1) {
                    joined.set(joined.size() - 1, new Span(last.low, Math.max(last.high, next.high)));
                } else {
                    joined.add(next);
                }
            }
            return new Ports(List.copyOf(joined));
        }

        Ports and(Ports other) {
            List<Span> both = new ArrayList<>(spans);
            both.addAll(other.spans);
            return of(both);
        }

        boolean includes(Ports other) {
            return other.spans.stream().allMatch(o -> spans.stream().anyMatch(s -> s.low <= o.low && o.high <= s.high));
        }

        @Override
        public String toString() {
            return spans.stream()
                    .map(s -> s.low == s.high ? String.valueOf(s.low) : s.low + "-" + s.high)
                    .collect(Collectors.joining(", "));
        }
    }
}
