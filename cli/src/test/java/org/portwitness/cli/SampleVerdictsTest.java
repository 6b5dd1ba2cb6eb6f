package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.portwitness.testdata.Samples;

/** The whole program over every sample capture: it must say what the sample's {@code expected.json} says. */
class SampleVerdictsTest {
    static List<Samples.Sample> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsJudgedAsItsExpectationSays(Samples.Sample sample) throws IOException {
        JsonTree expected = JsonTree.read(sample.expectedJson());
        Analysed analysed = Analysed.of(
                sample.capture(),
                expected.list("/options").stream().map(String.class::cast).toArray(String[]::new));
        List<String> differences = new ArrayList<>();
        if (expected.at("/exit") != null && !expected.at("/exit").equals((long) analysed.exit())) {
            differences.add("exit: expected " + expected.at("/exit") + ", was " + analysed.exit());
        }
        units(expected, analysed, differences);
        rows(expected, analysed, differences);
        findings(expected, analysed, differences);
        for (String pointer : expected.keys("/numbers")) {
            Object wanted = expected.at("/numbers/" + pointer.replace("/", "~1"));
            Object found = analysed.report().at(pointer);
            if (!Objects.equals(wanted, found)) {
                differences.add(pointer + ": expected " + wanted + ", was " + found);
            }
        }
        assertEquals(List.of(), differences, () -> "\n" + String.join("\n", differences) + "\n\n" + analysed.text());
    }

    private static void units(JsonTree expected, Analysed analysed, List<String> differences) {
        if (expected.at("/units") == null) {
            return;
        }
        TreeSet<String> wanted = new TreeSet<>();
        expected.each("/units").forEach(u -> wanted.add(u.text("/address") + " " + u.text("/found_by")));
        TreeSet<String> found = new TreeSet<>();
        analysed.report().each("/units").forEach(u -> found.add(u.text("/address") + " " + u.text("/found_by")));
        if (!wanted.equals(found)) {
            differences.add("units: expected " + wanted + ", was " + found);
        }
    }

    private static void rows(JsonTree expected, Analysed analysed, List<String> differences) {
        List<?> open = expected.list("/open/rows");
        for (JsonTree row : analysed.report().each("/rows")) {
            String id = row.text("/id");
            String found = row.text("/verdict");
            String wanted = expected.text("/rows/" + id);
            boolean wrong;
            if (wanted != null) {
                wrong = !wanted.equals(found);
            } else if (open.contains(id)) {
                wrong = expected.list("/must_not/" + id).contains(found);
                wanted = "not one of " + expected.list("/must_not/" + id);
            } else {
                wanted = isOutside(row.text("/table"), expected.text("/deployment")) ? "not-applicable" : "not-seen";
                wrong = !wanted.equals(found)
                        && !(found.equals("not-applicable")
                                && row.text("/requirement").equals("legacy"));
            }
            if (wrong) {
                differences.add(id + ": expected " + wanted + ", was " + found + ": " + row.text("/why"));
            }
        }
    }

    private static boolean isOutside(String table, String deployment) {
        return table.equals("on-premises") && deployment.equals("online")
                || table.equals("online") && deployment.equals("on-premises");
    }

    private static void findings(JsonTree expected, Analysed analysed, List<String> differences) {
        List<JsonTree> wanted = expected.each("/findings");
        List<?> open = expected.list("/open/findings");
        for (JsonTree one : wanted) {
            if (analysed.report().each("/findings").stream().noneMatch(found -> agrees(one, found))) {
                differences.add("finding missing: " + one);
            }
        }
        for (JsonTree found : analysed.report().each("/findings")) {
            if (found.text("/severity").equals("problem")
                    && !open.contains("*")
                    && !open.contains(found.text("/kind"))
                    && wanted.stream().noneMatch(one -> agrees(one, found))) {
                differences.add("finding too many: " + found);
            }
            if (expected.list("/no_findings").contains(found.text("/kind"))) {
                differences.add("finding that must not be: " + found);
            }
        }
    }

    private static boolean agrees(JsonTree wanted, JsonTree found) {
        return wanted.keys("").stream().allMatch(key -> Objects.equals(wanted.at("/" + key), found.at("/" + key)));
    }
}
