package org.portwitness.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.evidence.TcpAttempt.Outcome.ANSWERED;
import static org.portwitness.analyzer.evidence.TcpAttempt.Outcome.UNANSWERED;
import static org.portwitness.analyzer.verdict.Seen.EXCHANGE_ONLINE;
import static org.portwitness.analyzer.verdict.Seen.RELAY;
import static org.portwitness.analyzer.verdict.Seen.UNIT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Forgotten;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.report.Report.Verdict;

/** What a flood, and tables that it filled, may do to verdicts: make them less certain, and never wrong. */
final class FloodTest {
    private static final String NAME_SERVER = "10.20.0.53";
    private static final String COMMAND = "mirrorop-command-443";

    private static Seen flooded(int senders) {
        Seen seen = new Seen().everydayTraffic();
        for (int i = 0; i < senders; i++) {
            seen.tcp("198.18." + (i >> 8) + "." + (i & 255), UNIT, 443, UNANSWERED, 1);
        }
        return seen;
    }

    @Test
    void aFloodOfSingleSynsIsNoSenderThatIsBlocked() {
        Seen.Judged judged = flooded(1200).judged();
        assertEquals(Verdict.INCONCLUSIVE, judged.verdict(COMMAND));
        assertEquals(
                "No answer to 1200 senders of one SYN each: a flood or a scan proves nothing.", judged.why(COMMAND));
        assertEquals(List.of(), judged.findingsInBrief());
    }

    @Test
    void twoSynsOfOneSenderInAFloodMayBeChance() {
        Seen.Judged judged = flooded(1200)
                .tcp("198.18.0.1", UNIT, 443, UNANSWERED, 1)
                .tcp("198.18.0.2", UNIT, 443, UNANSWERED, 1)
                .judged();
        assertEquals(Verdict.INCONCLUSIVE, judged.verdict(COMMAND));
        assertEquals(
                "No answer to 1198 senders of one SYN each: a flood or a scan proves nothing.", judged.why(COMMAND));
    }

    @Test
    void aSenderWhoseSynIsSentAgainIsBlockedInAFloodToo() {
        Seen.Judged judged =
                flooded(1200).tcp("10.20.30.9", UNIT, 443, UNANSWERED, 3).judged();
        assertEquals(Verdict.BLOCKED, judged.verdict(COMMAND));
        assertEquals(List.of("blocked-syn 10.20.30.9 10.20.30.40:443 1"), judged.findingsInBrief());
    }

    @Test
    void withoutAFloodTwoAttemptsOfOneSenderAreEnough() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .tcp("10.20.30.9", UNIT, 443, UNANSWERED, 1)
                .tcp("10.20.30.9", UNIT, 443, UNANSWERED, 1)
                .judged();
        assertEquals(Verdict.BLOCKED, judged.verdict(COMMAND));
    }

    @Test
    void oneSynOfEachOfTwoSendersIsTooLittle() {
        Seen.Judged judged = flooded(2).judged();
        assertEquals(Verdict.INCONCLUSIVE, judged.verdict(COMMAND));
        assertEquals(
                "No answer to 2 senders of one SYN each: too little to tell, a sender that wants something tries"
                        + " again.",
                judged.why(COMMAND));
    }

    @Test
    void aFloodBesideASenderThatWorksTakesNothingFromIt() {
        Seen.Judged judged =
                flooded(1200).tcp("10.20.30.9", UNIT, 443, ANSWERED, 1).judged();
        assertEquals(Verdict.OK, judged.verdict(COMMAND));
    }

    @Test
    void whatTheUnitItselfTriesInAFloodIsJudgedAsEver() {
        Seen.Judged judged = flooded(1200).silent(EXCHANGE_ONLINE, 443, 3).judged();
        assertEquals(Verdict.BLOCKED, judged.verdict("online-https-443"));
        assertEquals(List.of("blocked-syn 10.20.30.40 40.96.1.2:443 1"), judged.findingsInBrief());
    }

    @Test
    void aServerWhoseAnswersWereForgottenIsNotBlocked() {
        Forgotten.Answered pair = new Forgotten.Answered(
                Address.parse(UNIT), new Endpoint(Address.parse(EXCHANGE_ONLINE), 443), Seen.SECOND, 2 * Seen.SECOND);
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .silent(EXCHANGE_ONLINE, 443, 3)
                .forgotten(new Forgotten(0, 7, List.of(pair), 0, List.of(), 0))
                .judged();
        assertEquals(Verdict.OK, judged.verdict("online-https-443"));
        assertEquals(List.of(), judged.findingsInBrief());
        assertEquals(
                List.of("7 connection attempts were forgotten, as there were too many: attempts are counted too low,"
                        + " and a row that is not seen may have been tried. Analyse a shorter capture or less of"
                        + " it with --filter."),
                judged.judgement().notes());
    }

    @Test
    void answersForgottenWithoutATraceMakeSilenceDoubtful() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .silent(EXCHANGE_ONLINE, 443, 3)
                .forgotten(new Forgotten(0, 9, List.of(), 9, List.of(), 0))
                .judged();
        assertEquals(Verdict.INCONCLUSIVE, judged.verdict("online-https-443"));
        assertTrue(judged.why("online-https-443")
                .endsWith(", but 9 answered connections were forgotten, as there were too many, and its own may"
                        + " be among them."));
        assertEquals(List.of(), judged.findingsInBrief());
    }

    @Test
    void answersOverUdpThatWereNotKeptMakeSilenceDoubtful() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .stun(UNIT, RELAY, 3478, StunTransaction.Outcome.UNANSWERED, 12)
                .forgotten(new Forgotten(0, 0, List.of(), 0, List.of(), 5))
                .judged();
        assertEquals(Verdict.INCONCLUSIVE, judged.verdict("online-udp-3478"));
        assertTrue(
                judged.why("online-udp-3478")
                        .endsWith(", but 5 answers over UDP were not kept, as there were too many requests, and its own"
                                + " may be among them."),
                judged.why("online-udp-3478"));
        assertEquals(List.of(), judged.findingsInBrief());
    }

    @Test
    void aNameServerWhoseAnswersWereForgottenIsNotBlocked() {
        Seen silent = new Seen().everydayTraffic();
        for (int i = 0; i < 3; i++) {
            silent.query(NAME_SERVER, "name" + i + ".example", DnsQuery.Outcome.UNANSWERED, -1, 2);
        }
        assertEquals(Verdict.BLOCKED, silent.judged().verdict("basic-dns-53"));
        Forgotten.Answered pair = new Forgotten.Answered(
                Address.parse(UNIT), new Endpoint(Address.parse(NAME_SERVER), 53), Seen.SECOND, 2 * Seen.SECOND);
        Seen.Judged judged = silent.forgotten(new Forgotten(0, 0, List.of(), 0, List.of(pair), 0))
                .judged();
        assertEquals(Verdict.OK, judged.verdict("basic-dns-53"));
    }

    @Test
    void singleSynsThatWereForgottenAreToldAndDoubtNothing() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .silent(EXCHANGE_ONLINE, 443, 3)
                .forgotten(new Forgotten(5000, 0, List.of(), 0, List.of(), 0))
                .judged();
        assertEquals(Verdict.BLOCKED, judged.verdict("online-https-443"));
        assertEquals(
                List.of("5000 single SYNs of strangers that nothing answered were not kept, as there were too many: a"
                        + " flood or a scan."),
                judged.judgement().notes());
    }

    @Test
    void fingerprintsAgreeWithAMapOfPairs() {
        Fingerprints set = new Fingerprints();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 50_000; i++) {
                long fingerprint = Fingerprints.of(Address.ofIpv4(i >> 3), Address.ofIpv4(-i), 443 + (i & 7), 6);
                assertEquals(round == 1, set.contains(fingerprint));
                assertEquals(round == 0, set.add(fingerprint));
            }
        }
        Address one = Address.ofIpv4(1);
        Address other = Address.ofIpv4(2);
        set.add(Fingerprints.of(one, other, 443, 6));
        assertFalse(set.contains(Fingerprints.of(other, one, 443, 6)), "a direction is part of it");
        assertFalse(set.contains(Fingerprints.of(one, other, 443, 17)));
    }
}
