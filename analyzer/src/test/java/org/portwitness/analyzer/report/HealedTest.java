package org.portwitness.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.report.Report.Counts;
import org.portwitness.analyzer.report.Report.Healed;
import org.portwitness.analyzer.report.Report.Peer;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.Verdict;

class HealedTest {
    private static final Peer BOTH = new Peer("198.51.100.1", 443, "TCP", null, 5, 2, null, null);

    private static Row row(long unanswered, Long firstOk, Long firstFailed, Long lastFailed, Peer... peers) {
        return new Row(
                "kickle-https-443",
                "table",
                "unit",
                "*.kickle.com",
                List.of("TCP"),
                "443",
                "portal",
                "required",
                null,
                Verdict.OK,
                "",
                null,
                new Counts(unanswered + 2, 2, 0, 0, unanswered, 0),
                null,
                null,
                List.of(),
                firstOk,
                firstOk,
                firstFailed,
                lastFailed,
                List.of(peers),
                0,
                List.of());
    }

    @Test
    void failuresAndThenAnswersOfTheSameServerAreHealed() {
        assertEquals(new Healed(10, 20, 30), row(3, 30L, 10L, 20L, BOTH).healed());
    }

    @Test
    void whatWorksAndFailsInTurnIsNotHealed() {
        assertNull(row(3, 15L, 10L, 20L, BOTH).healed());
    }

    @Test
    void whatFailsNowIsNotHealed() {
        assertNull(row(3, 5L, 10L, 20L, BOTH).healed());
    }

    @Test
    void anotherServerThatWorksHealsNothing() {
        Peer silent = new Peer("198.51.100.1", 443, "TCP", null, 3, 0, null, null);
        Peer answers = new Peer("198.51.100.2", 443, "TCP", null, 2, 2, null, null);
        assertNull(row(3, 30L, 10L, 20L, silent, answers).healed());
    }

    @Test
    void aSingleFailureOrNoneIsNothingToHealFrom() {
        assertNull(row(1, 30L, 10L, 10L, BOTH).healed());
        assertNull(row(0, 30L, null, null, BOTH).healed());
    }
}
