package org.portwitness.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.portwitness.analyzer.verdict.Seen.UNIT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.TcpAttempt.Outcome;
import org.portwitness.analyzer.report.Report.Finding;

/** Refusals beside answers of the same server: no row fails by them, and still somebody was turned away. */
final class OccasionalRefusalsTest {
    private static final String SERVER = "52.112.40.50";
    private static final String FIREWALL = "10.20.30.1";

    private static List<String> told(Seen seen) {
        return seen.judged().findings().stream().map(Finding::detail).toList();
    }

    @Test
    void aRefusalOnTheWayIsToldWithAllAnswersBeforeAndAfterIt() {
        Seen seen = new Seen()
                .tcp(UNIT, SERVER, 443, Outcome.ANSWERED, 1)
                .prohibited(SERVER, 443, FIREWALL)
                .tcp(UNIT, SERVER, 443, Outcome.ANSWERED, 1)
                .tcp(UNIT, SERVER, 443, Outcome.ANSWERED, 1);
        assertEquals(
                List.of(
                        "1 attempt of 10.20.30.40 to 52.112.40.50:443 was refused while 3 were answered: ICMP 3/13 administratively prohibited from 10.20.30.1, about 1 hop away."),
                told(seen));
    }

    @Test
    void answersOfOtherPortsAndToOtherClientsDoNotCount() {
        Seen seen = new Seen()
                .prohibited(SERVER, 443, FIREWALL)
                .tcp(UNIT, SERVER, 80, Outcome.ANSWERED, 1)
                .tcp("10.20.30.41", SERVER, 443, Outcome.ANSWERED, 1);
        assertEquals(
                List.of(), told(seen).stream().filter(d -> d.contains("while")).toList());
    }

    @Test
    void aServerThatRefusesOnceOrTwiceMayJustHaveBeenStarted() {
        Seen seen = new Seen().tcp(UNIT, SERVER, 443, Outcome.ANSWERED, 1);
        assertEquals(List.of(), told(seen.refused(SERVER, 443).refused(SERVER, 443)));
        assertEquals(1, told(seen.refused(SERVER, 443)).size());
    }

    @Test
    void pairsThatWorkTakeNoRoomFromThoseThatAreRefused() {
        Seen seen = new Seen();
        for (int i = 0; i < 20_001; i++) {
            seen.tcp(UNIT, "52.113." + (i >> 8) + "." + (i & 255), 443, Outcome.ANSWERED, 1);
        }
        seen.tcp(UNIT, SERVER, 443, Outcome.ANSWERED, 1).prohibited(SERVER, 443, FIREWALL);
        assertEquals(1, told(seen).size());
        assertEquals(0, seen.judged().judgement().findings().leftOut());
    }
}
