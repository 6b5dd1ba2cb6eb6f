package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Packets;
import org.portwitness.testdata.Scenario;

/** What the whole program makes of TCP attempts, sentence by sentence of the contract's verdicts. */
class TcpVerdictsTest {
    private static final String UNIT = Scenario.UNIT;
    private static final String KICKLE = Scenario.KICKLE;
    private static final String ROW = "kickle-https-443";

    private static Scenario resolved() {
        return Scenario.start().resolve("portal.kickle.com", KICKLE);
    }

    /** A unit heard in both directions that asked for the vendor's name. */
    private static Frames named() {
        return Frames.of(resolved().idle(60));
    }

    @Test
    void fourSynsWithoutAnswerAreBlockedAndSayHowManyAndHowLong() throws IOException {
        Analysed it =
                Analysed.of(resolved().tcpBlocked(KICKLE, 443).idle(5)).exits(1).expect(ROW, "blocked");
        assertEquals("No answer to 4 SYNs to 203.0.113.10:443 in 7.0 s.", it.why(ROW));
        assertEquals("Allow TCP 443 from 10.20.30.40 to *.kickle.com.", it.advice(ROW));
        JsonTree finding = it.findings("blocked-syn").get(0);
        assertEquals("problem", finding.text("/severity"));
        assertEquals(1L, finding.at("/attempts"));
        assertEquals(4L, finding.at("/packets"));
        assertEquals(ROW, finding.text("/row"));
        assertEquals(List.of("blocked-syn"), it.findingKinds());
    }

    @Test
    void twoAttemptsOfOneSynEachAreEnough() throws IOException {
        Frames two = named().syn(2, UNIT, 5001, KICKLE, 443).syn(3, UNIT, 5002, KICKLE, 443);
        Analysed it = Analysed.of(two.pcap()).exits(1).expect(ROW, "blocked");
        assertEquals("No answer to 2 SYNs to 203.0.113.10:443 in 1.0 s.", it.why(ROW));
    }

    @Test
    void aSingleSynIsInconclusiveAndNoFinding() throws IOException {
        Analysed it = Analysed.of(named().syn(2, UNIT, 5001, KICKLE, 443).pcap())
                .exits(4)
                .expect(ROW, "inconclusive");
        assertEquals(List.of(), it.findingKinds());
        assertFalse(it.why(ROW).contains("null"));
    }

    @Test
    void copiesOfAMirrorAreNoFurtherSendings() throws IOException {
        Packets syn =
                Packets.ethernet().ip(UNIT, KICKLE).id(9).tcpSyn(5001, 443).seq(5);
        Analysed it = Analysed.of(named().at(2, syn).at(2.0001, syn).pcap()).expect(ROW, "inconclusive");
        assertEquals(List.of(), it.findingKinds());
    }

    @Test
    void theCaptureMustRunOnForThreeSecondsAfterTheLastSyn() throws IOException {
        Scenario s = resolved();
        Frames soon = Frames.of(s).syn(1, UNIT, 5001, KICKLE, 443).syn(2, UNIT, 5001, KICKLE, 443);
        Packets end = Packets.ethernet().ip(UNIT, Scenario.GATEWAY).udp(1, 2).payload("x");
        Analysed.of(Frames.none().and(soon).at(4.99, end).pcap()).exits(4).expect(ROW, "inconclusive");
        Analysed.of(Frames.none().and(soon).at(5.01, end).pcap()).exits(1).expect(ROW, "blocked");
    }

    @Test
    void oneFinalAttemptAndOneThatIsNotDoNotMakeItBlocked() throws IOException {
        Frames frames = Frames.of(resolved())
                .syn(1, UNIT, 5001, KICKLE, 443)
                .syn(9, UNIT, 5002, KICKLE, 443)
                .syn(10, UNIT, 5002, KICKLE, 443)
                .at(
                        10.5,
                        Packets.ethernet().ip(UNIT, Scenario.GATEWAY).udp(1, 2).payload("x"));
        Analysed.of(frames.pcap()).exits(4).expect(ROW, "inconclusive");
    }

    @Test
    void aMixtureOfRefusalAndSilenceIsRefused() throws IOException {
        Scenario s = resolved().tcpBlocked(KICKLE, 443).tcpRefused(KICKLE, 443).idle(10);
        Analysed it = Analysed.of(s).exits(1).expect(ROW, "refused");
        assertTrue(it.why(ROW).contains("RST"), it.why(ROW));
    }

    @Test
    void lossesBesideAnAnsweredExchangeWithTheSameServerAreNoFault() throws IOException {
        Scenario s = resolved()
                .tcpBlocked(KICKLE, 443)
                .https("portal.kickle.com", KICKLE)
                .idle(10);
        Analysed it = Analysed.of(s).exits(0).expect(ROW, "ok");
        assertEquals(List.of(), it.problems());
        assertEquals(2L, it.row(ROW).at("/attempts"));
        assertEquals(1L, it.row(ROW).at("/answered"));
        assertEquals(1L, it.row(ROW).at("/unanswered"));
    }

    @Test
    void anotherServerThatIsSurelySilentMakesThePartial() throws IOException {
        Scenario s = resolved().resolve("api.kickle.com", "203.0.113.11");
        Analysed it = Analysed.of(s.https("portal.kickle.com", KICKLE)
                        .tcpBlocked("203.0.113.11", 443)
                        .idle(10))
                .exits(1)
                .expect(ROW, "partial");
        assertTrue(it.why(ROW).contains("203.0.113.11:443"), it.why(ROW));
        assertFalse(it.why(ROW).contains(KICKLE + ":"), it.why(ROW));
    }

    @Test
    void anotherServerWithASingleSynLeavesItOk() throws IOException {
        Scenario s = resolved().resolve("api.kickle.com", "203.0.113.11");
        Analysed it = Analysed.of(s.https("portal.kickle.com", KICKLE)
                        .tcpSingleSyn("203.0.113.11", 443)
                        .idle(10))
                .exits(0)
                .expect(ROW, "ok");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void aClientThatAcknowledgesDataProvesThePortOpen() throws IOException {
        Frames frames = named().syn(2, UNIT, 5001, KICKLE, 443);
        frames.at(
                2.1,
                Packets.ethernet()
                        .ip(UNIT, KICKLE)
                        .id(400)
                        .tcp(5001, 443, Packets.ACK)
                        .seq(5001001)
                        .ack(900));
        frames.at(
                2.2,
                Packets.ethernet()
                        .ip(UNIT, KICKLE)
                        .id(401)
                        .tcp(5001, 443, Packets.ACK)
                        .seq(5001001)
                        .ack(2900));
        Analysed it = Analysed.of(frames.pcap()).expect(ROW, "ok");
        assertEquals(1L, it.report().at("/tcp/outcomes/proceeded"));
        assertEquals(List.of(), it.findingKinds());
    }

    @Test
    void prohibitedByIcmpIsRefusedAndTheAdviceNamesTheFirewall() throws IOException {
        Analysed it = Analysed.of(resolved().tcpProhibited(KICKLE, 443).idle(5))
                .exits(1)
                .expect(ROW, "refused");
        assertEquals("Refused: ICMP 3/13 administratively prohibited from 10.20.0.1, about 1 hop away.", it.why(ROW));
        assertTrue(it.advice(ROW).endsWith("the refusal comes from 10.20.0.1."), it.advice(ROW));
        assertEquals(List.of("unreachable"), it.findingKinds());
    }

    @Test
    void dropsOfOnePercentMakeSilenceInconclusiveButNotARefusal() throws IOException {
        Scenario silent = resolved().tcpBlocked(KICKLE, 443).idle(60);
        long one = (silent.packets() + 99L) / 100;
        Analysed it = Analysed.of(silent.pcapng(one)).exits(4).expect(ROW, "inconclusive");
        assertEquals(List.of(), it.findingKinds());
        Analysed.of(resolved().tcpRefused(KICKLE, 443).idle(60).pcapng(one))
                .exits(1)
                .expect(ROW, "refused");
    }

    @Test
    void dropsBelowOnePercentChangeNothing() throws IOException {
        Scenario silent = resolved();
        for (int i = 0; i < 30; i++) {
            silent.resolve("portal.kickle.com", KICKLE).idle(10);
        }
        silent.tcpBlocked(KICKLE, 443).idle(10);
        assertTrue(silent.packets() > 100);
        Analysed.of(silent.pcapng(1)).exits(1).expect(ROW, "blocked");
    }

    @Test
    void aMirrorOfWhatTheUnitSendsBlamesNobody() throws IOException {
        String row = "online-https-443";
        Scenario s = resolved().tcpBlocked(KICKLE, 443).tcpBlocked(Scenario.EXCHANGE_ONLINE, 443);
        Analysed it = Analysed.of(s.idle(10).onlySentBy(UNIT), "--unit", UNIT)
                .exits(4)
                .expect(row, "inconclusive");
        assertEquals(List.of(), it.problems());
        assertEquals(
                "No answer to 4 SYNs in 7.0 s, but the capture holds no packet to 10.20.30.40, so the mirror may show one direction only.",
                it.why(row));
        assertEquals("Mirror both directions of the unit's port and capture again.", it.advice(row));
        assertEquals("Not seen in this capture.", it.why(ROW));
    }

    @Test
    void aMirrorOfWhatTheUnitReceivesBlamesNobody() throws IOException {
        Scenario s = resolved().https("portal.kickle.com", KICKLE).idle(10);
        Frames received = Frames.of(s).only(f -> f[12] == 8 && f[13] == 0 && (f[30] & 0xff) == 10 && f[33] == 40);
        Analysed it = Analysed.of(received.pcap(), "--unit", UNIT);
        assertEquals(List.of(), it.problems());
        assertTrue(it.exit() == 0 || it.exit() == 4, it.text());
        assertFalse(List.of("blocked", "refused", "tls-failed", "partial").contains(it.verdict(ROW)), it.text());
    }

    @Test
    void aHandshakeThatOnlyTheClientShowsIsNoTlsFailure() throws IOException {
        Scenario s = resolved().https("portal.kickle.com", KICKLE).https("portal.kickle.com", KICKLE);
        Analysed it = Analysed.of(s.idle(40).onlySentBy(UNIT), "--unit", UNIT).expect(ROW, "ok");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void aFlowWithoutSynButWithPayloadBothWaysIsOk() throws IOException {
        Frames frames = Frames.of(resolved().https("portal.kickle.com", KICKLE).idle(10));
        frames.only(f -> !(f[12] == 8 && f[13] == 0 && f[23] == 6 && (f[47] & 2) != 0));
        Analysed it = Analysed.of(frames.pcap()).exits(0).expect(ROW, "ok");
        assertEquals(0L, it.report().at("/tcp/attempts"));
    }

    @Test
    void ofSeveralUnitsTheWorstDecidesAndEachHasItsOwnVerdict() throws IOException {
        String second = "10.20.30.41";
        Scenario s = Scenario.start()
                .resolve("portal.kickle.com", KICKLE)
                .https("portal.kickle.com", KICKLE)
                .as(second)
                .resolve("portal.kickle.com", KICKLE)
                .tcpBlocked(KICKLE, 443)
                .idle(5);
        Analysed it = Analysed.of(s).exits(1).expect(ROW, "blocked");
        assertEquals(second + ": No answer to 4 SYNs to 203.0.113.10:443 in 7.0 s.", it.why(ROW));
        assertEquals("Allow TCP 443 from " + second + " to *.kickle.com.", it.advice(ROW));
        List<JsonTree> units = it.row(ROW).each("/units");
        assertEquals(2, units.size());
        assertEquals("ok", units.get(0).text("/verdict"));
        assertEquals(UNIT, units.get(0).text("/address"));
        assertEquals("blocked", units.get(1).text("/verdict"));
        assertEquals(second, units.get(1).text("/address"));
    }

    @Test
    void findingsOfTheSamePairAreOneWithTheAttemptsSummed() throws IOException {
        Scenario s = resolved()
                .tcpBlocked(KICKLE, 443)
                .tcpBlocked(KICKLE, 443)
                .tcpBlocked(KICKLE, 443)
                .idle(5);
        List<JsonTree> findings = Analysed.of(s).findings("blocked-syn");
        assertEquals(1, findings.size());
        assertEquals(3L, findings.get(0).at("/attempts"));
        assertEquals(12L, findings.get(0).at("/packets"));
        assertNull(findings.get(0).at("/source_port"));
    }

    @Test
    void whatFailsForOtherHostsIsANote() throws IOException {
        Scenario s = resolved().https("portal.kickle.com", KICKLE);
        s.as("10.20.30.99")
                .resolve("www.example.net", "198.51.100.99")
                .tcpBlocked("198.51.100.99", 443)
                .idle(5);
        Analysed it = Analysed.of(s).exits(0);
        List<JsonTree> findings = it.findings("blocked-syn");
        assertEquals(1, findings.size());
        assertEquals("note", findings.get(0).text("/severity"));
        assertNull(findings.get(0).at("/row"));
    }

    @Test
    void anOptionalRowThatFailsHasAFindingAndDoesNotDecideTheExitCode() throws IOException {
        Scenario s = resolved().https("portal.kickle.com", KICKLE).resolve("www.example.net", "198.51.100.99");
        Analysed it =
                Analysed.of(s.tcpBlocked("198.51.100.99", 80).idle(5)).exits(0).expect("internet-http-80", "blocked");
        assertEquals(1, it.findings("blocked-syn").size());
    }

    @Test
    void aSynToAnotherPortBelongsToNoRow() throws IOException {
        Analysed it =
                Analysed.of(resolved().tcpBlocked("198.51.100.99", 22).idle(5)).exits(0);
        assertEquals("note", it.findings("blocked-syn").get(0).text("/severity"));
    }

    @Test
    void aCaptureWithoutPacketsIsNotSafe() throws IOException {
        Analysed it = Analysed.of(Frames.none().pcap()).exits(4);
        it.expect(ROW, "not-seen").expect("online-https-443", "not-seen");
        assertEquals(List.of(), it.report().list("/units"));
    }

    @Test
    void timeThatJumpsBackDoesNotMakeSilence() throws IOException {
        Frames frames = Frames.of(resolved().https("portal.kickle.com", KICKLE).idle(5));
        frames.syn(500, UNIT, 5001, KICKLE, 443).syn(1.5, UNIT, 5002, KICKLE, 443);
        Analysed it = Analysed.of(frames.unsorted());
        assertEquals(List.of(), it.problems());
        it.expect(ROW, "ok");
    }

    @Test
    void aTurnHelloThatIsResetIsNoTlsFailureWhereverTheRelayIs() throws IOException {
        Scenario s = resolved().https("portal.kickle.com", KICKLE);
        for (int i = 0; i < 3; i++) {
            s.tcp(Scenario.RELAY, 443).open().say(MsTurn.pseudoTlsHello()).reset(63);
            s.pause(1);
        }
        Analysed it = Analysed.of(s.idle(20)).expect("online-https-443", "refused");
        assertEquals(List.of("turn-killed"), it.problems());
        assertEquals(List.of(), it.report().keys("/tls/failures"));
        assertEquals(1L, it.report().at("/tls/client_hellos"));
    }

    @Test
    void aTurnHelloThatNothingAnswersIsSilenceInside() throws IOException {
        Scenario s = resolved().https("portal.kickle.com", KICKLE);
        for (int i = 0; i < 2; i++) {
            s.tcp(Scenario.RELAY, 443).open().say(MsTurn.pseudoTlsHello()).giveUp();
            s.pause(12);
        }
        Analysed it = Analysed.of(s.idle(20)).expect("online-https-443", "blocked");
        assertEquals("No answer to 2 TURN hellos to 52.112.18.5:443 in 12 s.", it.why("online-https-443"));
        assertEquals(List.of("turn-killed"), it.problems());
        assertEquals(
                "Exempt 52.112.18.5 from TLS inspection for 10.20.30.40: what TURN says first looks like TLS and is not.",
                it.advice("online-https-443"));
    }

    @Test
    void synsWithoutAnswerDoNotMakeTheMirrorHalfBlind() throws IOException {
        Analysed it = Analysed.of(resolved().tcpBlocked(KICKLE, 443).idle(5));
        assertEquals(true, it.report().at("/visibility/two_way"));
        assertNull(it.report().at("/visibility/note"));
        assertEquals(1L, it.report().at("/visibility/tcp_conversations_one_way"));
    }

    @Test
    void aMirrorOfOneDirectionIsSaidToBeHalfBlind() throws IOException {
        Scenario s = resolved()
                .https("portal.kickle.com", KICKLE)
                .tcpBlocked(KICKLE, 443)
                .idle(5);
        Analysed it = Analysed.of(s.onlySentBy(UNIT));
        assertEquals(false, it.report().at("/visibility/two_way"));
        assertTrue(it.report().text("/visibility/note").contains("half blind"), it.text());
    }

    @Test
    void serversThatFailInDifferentWaysAreToldApart() throws IOException {
        Scenario s = resolved().resolve("api.kickle.com", "203.0.113.11").resolve("hub.kickle.com", "203.0.113.12");
        s.https("portal.kickle.com", KICKLE)
                .tcpBlocked("203.0.113.11", 443)
                .tlsIgnored("hub.kickle.com", "203.0.113.12");
        Analysed it = Analysed.of(s.idle(15)).exits(1).expect(ROW, "partial");
        assertEquals(
                "1 server works, but not 203.0.113.11:443: no answer to 4 SYNs in 7.0 s; nor 203.0.113.12:443: "
                        + "the TLS hello was acknowledged but never answered.",
                it.why(ROW));
        assertEquals("Allow TCP 443 from 10.20.30.40 to *.kickle.com.", it.advice(ROW));
    }

    @Test
    void aFindingSaysWhoCannotReachWhom() throws IOException {
        Analysed it = Analysed.of(resolved().tcpBlocked(KICKLE, 443).idle(5));
        assertEquals(
                "No answer to 4 SYNs from 10.20.30.40 to 203.0.113.10:443 in 7.0 s.",
                it.findings("blocked-syn").get(0).text("/detail"));
    }
}
