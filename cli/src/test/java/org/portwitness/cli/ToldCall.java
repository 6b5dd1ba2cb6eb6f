package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.portwitness.testdata.Scenario;

/** The one call of a scenario, as the JSON report tells it. */
final class ToldCall {
    private ToldCall() {}

    /** Signs in at the vendor's cloud, which makes it the unit, and rests. */
    static Scenario room() {
        return Scenario.start()
                .resolve("portal.kickle.com", Scenario.KICKLE)
                .https("portal.kickle.com", Scenario.KICKLE)
                .idle(40);
    }

    static JsonTree theCall(Analysed it) {
        List<JsonTree> calls = it.report().each("/calls");
        assertEquals(1, calls.size(), () -> it.report().at("/calls").toString());
        return calls.get(0);
    }

    /** Each step as {@code step outcome: detail}, the decisive one with a star. */
    static List<String> steps(JsonTree call) {
        return call.each("/steps").stream()
                .map(s -> (s.at("/decisive").equals(true) ? "* " : "") + s.text("/step") + " " + s.text("/outcome")
                        + ": " + s.text("/detail"))
                .toList();
    }

    static void concludes(JsonTree call, String result, String lookAt, String conclusion) {
        assertEquals(conclusion, call.text("/conclusion"));
        assertEquals(result, call.text("/result"));
        assertEquals(lookAt, call.text("/look_at"));
    }

    static void concludes(Analysed it, String result, String lookAt, String conclusion) {
        concludes(theCall(it), result, lookAt, conclusion);
    }
}
