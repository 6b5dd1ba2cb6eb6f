package org.portwitness.testdata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What an analysis of a sample must say, and how that is written down; the keys are explained in the README of the samples. */
final class Expectation {
    private final Integer exit;
    private final String deployment;
    private List<String> options = List.of();
    private final List<String> units = new ArrayList<>();
    private final Map<String, String> rows = new LinkedHashMap<>();
    private final Map<String, List<String>> mustNot = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();
    private final Map<String, String> numbers = new LinkedHashMap<>();
    private List<String> openRows = List.of();
    private List<String> openFindings = List.of();
    private List<String> noFindings = List.of();
    private boolean unitsOpen;
    private String openBecause;

    private Expectation(Integer exit, String deployment) {
        this.exit = exit;
        this.deployment = deployment;
    }

    static Expectation exit(int exit, String deployment) {
        return new Expectation(exit, deployment);
    }

    /** The specification leaves the exit code to the one who builds it. */
    static Expectation anyExit(String deployment) {
        return new Expectation(null, deployment);
    }

    Expectation options(String... words) {
        options = List.of(words);
        return this;
    }

    Expectation unit(String address, String foundBy) {
        units.add("{\"address\": \"" + address + "\", \"found_by\": \"" + foundBy + "\"}");
        return this;
    }

    Expectation row(String id, String verdict) {
        rows.put(id, verdict);
        return this;
    }

    Expectation ok(String... ids) {
        for (String id : ids) {
            rows.put(id, "ok");
        }
        return this;
    }

    Expectation mustNot(String id, String... verdicts) {
        mustNot.put(id, List.of(verdicts));
        return this;
    }

    Expectation finding(String kind, String protocol, String source, String destination, int port, int attempts) {
        String text = finding(kind, protocol, source, destination, port);
        findings.add(text.substring(0, text.length() - 1) + ", \"attempts\": " + attempts + "}");
        return this;
    }

    /** A finding whose number of attempts is a matter of taste. */
    Expectation findingOf(String kind, String protocol, String source, String destination, int port) {
        findings.add(finding(kind, protocol, source, destination, port));
        return this;
    }

    Expectation findingOf(String kind) {
        findings.add("{\"kind\": \"" + kind + "\"}");
        return this;
    }

    /** A value of the report, by JSON pointer. */
    Expectation number(String pointer, Object value) {
        numbers.put(pointer, value instanceof String ? "\"" + value + "\"" : value.toString());
        return this;
    }

    Expectation openRows(String... ids) {
        openRows = List.of(ids);
        return this;
    }

    Expectation openFindings(String... kinds) {
        openFindings = List.of(kinds);
        return this;
    }

    /** Any finding may stand there, under whatever kind, save these. */
    Expectation anyFindingBut(String... kinds) {
        openFindings = List.of("*");
        noFindings = List.of(kinds);
        return this;
    }

    /** Which addresses are units is a matter of taste. */
    Expectation anyUnits() {
        unitsOpen = true;
        units.clear();
        return this;
    }

    /** The rows that are named, whatever is said of them. */
    Set<String> namedRows() {
        Set<String> named = new TreeSet<>(rows.keySet());
        named.addAll(mustNot.keySet());
        named.addAll(openRows);
        return named;
    }

    Expectation because(String reason) {
        openBecause = reason;
        return this;
    }

    String json() {
        StringBuilder json = new StringBuilder("{\n");
        json.append("  \"options\": ").append(strings(options)).append(",\n");
        json.append("  \"exit\": ").append(exit).append(",\n");
        json.append("  \"deployment\": \"").append(deployment).append("\",\n");
        json.append("  \"units\": ")
                .append(unitsOpen ? "null" : "[" + String.join(", ", units) + "]")
                .append(",\n");
        json.append("  \"rows\": {").append(members(rows, "\"")).append("},\n");
        json.append("  \"must_not\": {").append(mustNotMembers()).append("},\n");
        json.append("  \"findings\": [")
                .append(findings.isEmpty() ? "" : "\n    " + String.join(",\n    ", findings) + "\n  ")
                .append("],\n");
        json.append("  \"no_findings\": ").append(strings(noFindings)).append(",\n");
        json.append("  \"numbers\": {").append(members(numbers, "")).append("},\n");
        json.append("  \"open\": {\"rows\": ")
                .append(strings(openRows))
                .append(", \"findings\": ")
                .append(strings(openFindings))
                .append(", \"why\": ")
                .append(openBecause == null ? "null" : "\"" + openBecause + "\"")
                .append("}\n");
        return json.append("}\n").toString();
    }

    private static String finding(String kind, String protocol, String source, String destination, int port) {
        return "{\"kind\": \"" + kind + "\", \"protocol\": \"" + protocol + "\", \"source\": \"" + source
                + "\", \"destination\": \"" + destination + "\", \"destination_port\": " + port + "}";
    }

    private static String members(Map<String, String> members, String quote) {
        List<String> lines = new ArrayList<>();
        members.forEach((key, value) -> lines.add("\"" + key + "\": " + quote + value + quote));
        return lines.isEmpty() ? "" : "\n    " + String.join(",\n    ", lines) + "\n  ";
    }

    private String mustNotMembers() {
        List<String> lines = new ArrayList<>();
        mustNot.forEach((id, verdicts) -> lines.add("\"" + id + "\": " + strings(verdicts)));
        return lines.isEmpty() ? "" : "\n    " + String.join(",\n    ", lines) + "\n  ";
    }

    private static String strings(List<String> texts) {
        return texts.isEmpty() ? "[]" : "[\"" + String.join("\", \"", texts) + "\"]";
    }
}
