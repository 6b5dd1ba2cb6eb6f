package org.portwitness.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SideFailuresBoundTest {
    /** One less than are followed. */
    private static final int OTHERS = 19_999;

    private static final String SILENT_CLOCK = "203.0.113.1";
    private static final String CLOCK = "203.0.113.2";

    /** A unit that looked for SIP at ever new servers, and then asked a clock that did not answer. */
    private static Seen manyServers() {
        Seen seen = new Seen().everydayTraffic();
        for (int i = 0; i < OTHERS; i++) {
            seen.silent("198.18." + i / 250 + "." + (1 + i % 250), 5061, 3);
        }
        return seen.media(SILENT_CLOCK, 123, 3, 0, 10);
    }

    private static List<String> clocks(Seen seen) {
        return seen.judged().findingsInBrief().stream()
                .filter(finding -> finding.startsWith("ntp-failed"))
                .toList();
    }

    @Test
    void aServerBeyondTheBoundThatWorksIsEnoughAllTheSame() {
        assertEquals(List.of("ntp-failed 10.20.30.40 203.0.113.1:123 1"), clocks(manyServers()));
        assertEquals(List.of(), clocks(manyServers().media(CLOCK, 123, 3, 3, 10)));
    }
}
