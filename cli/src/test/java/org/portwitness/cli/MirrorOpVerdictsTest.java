package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.MirrorOp;
import org.portwitness.testdata.MirrorTalk;
import org.portwitness.testdata.Scenario;

/** What the whole program makes of wireless display: rows that others open towards the unit. */
class MirrorOpVerdictsTest {
    private static final String UNIT = Scenario.UNIT;
    private static final String SENDER = Scenario.SENDER;

    private static Scenario working() {
        return Scenario.start()
                .resolve("portal.kickle.com", Scenario.KICKLE)
                .https("portal.kickle.com", Scenario.KICKLE);
    }

    @Test
    void aBroadcastThatTheUnitAnswersIsOkAndANote() throws IOException {
        Scenario s = Scenario.start();
        MirrorTalk.from(s, SENDER).discoveryAnswered().commands(443).pictures(31865);
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect("mirrorop-discovery-1047", "ok");
        it.expect("mirrorop-command-443", "ok")
                .expect("mirrorop-data-31865", "ok")
                .expect("mirrorop-audio-1688", "not-seen");
        assertEquals(List.of("mirrorop-discovery"), it.findingKinds());
        assertEquals("note", it.findings("mirrorop-discovery").get(0).text("/severity"));
        assertEquals("mirrorop", it.report().at("/units/0/found_by"));
        assertEquals(1, it.report().list("/units").size());
    }

    @Test
    void broadcastsWithoutAnswerAreInconclusive() throws IOException {
        Scenario s = working();
        MirrorTalk.from(s, SENDER).discoveryBroadcast(1047, 4);
        Analysed it = Analysed.of(s.idle(10)).exits(4).expect("mirrorop-discovery-1047", "inconclusive");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void unicastProbesWithoutAnswerAreBlocked() throws IOException {
        Scenario s = working();
        MirrorTalk.from(s, SENDER).discoveryUnanswered(1047, 3);
        Analysed it = Analysed.of(s.idle(10)).exits(1).expect("mirrorop-discovery-1047", "blocked");
        assertEquals(
                "No answer to 3 discovery probes to 10.20.30.40:1047 in 4.0 s.", it.why("mirrorop-discovery-1047"));
        assertEquals("Allow UDP 1047 from 10.20.30.77 to 10.20.30.40.", it.advice("mirrorop-discovery-1047"));
        assertEquals(List.of("unanswered-discovery"), it.problems());
    }

    @Test
    void oneUnicastProbeWithoutAnswerIsInconclusive() throws IOException {
        Scenario s = working();
        MirrorTalk.from(s, SENDER).discoveryUnanswered(1047, 1);
        Analysed it = Analysed.of(s.idle(10)).exits(4).expect("mirrorop-discovery-1047", "inconclusive");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void onePortOfAGroupIsEnough() throws IOException {
        Scenario s = working();
        MirrorTalk.from(s, SENDER).discoveryAnswered().commands(3268);
        s.tcpBlocked(UNIT, 443).tcpRefused(UNIT, 389);
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect("mirrorop-command-3268", "ok");
        it.expect("mirrorop-command-443", "partial").expect("mirrorop-command-389", "partial");
        assertEquals(
                List.of(),
                it.findings("blocked-syn").stream()
                        .filter(f -> f.at("/destination_port").equals(389L))
                        .toList());
    }

    @Test
    void aPortThatTheUnitItselfRefusesIsNoFirewall() throws IOException {
        Scenario s = working().as(SENDER).tcpRefused(UNIT, 8080);
        Analysed it = Analysed.of(s.idle(10)).exits(1).expect("mirrorop-data-8080", "refused");
        assertEquals(
                "No firewall rule changes this: the unit itself refuses, nothing listens there.",
                it.advice("mirrorop-data-8080"));
    }

    @Test
    void audioThatIsRefusedWhileIdleIsOptional() throws IOException {
        Scenario s = working().as(SENDER).tcpRefused(UNIT, 1688);
        Analysed.of(s.idle(10)).exits(0).expect("mirrorop-audio-1688", "refused");
    }

    @Test
    void ofAGroupTheOneThatIsOkAnywhereCounts() throws IOException {
        Scenario s = working();
        MirrorTalk.from(s, SENDER)
                .discoveryAnswered()
                .discoveryUnanswered(1048, 3)
                .discoveryUnanswered(1049, 3);
        Analysed it = Analysed.of(s.idle(10)).exits(0).expect("mirrorop-discovery-1047", "ok");
        for (String row : List.of("mirrorop-discovery-1048", "mirrorop-discovery-1049")) {
            assertTrue(List.of("partial", "ok").contains(it.verdict(row)), it.text());
        }
    }

    @Test
    void anAnswerWithoutAProbeProvesDiscovery() throws IOException {
        Frames frames = Frames.of(working().idle(10));
        frames.udp(2, UNIT, 1047, SENDER, 1047, MirrorOp.announcement(UNIT, "Room"));
        Analysed it = Analysed.of(frames.pcap()).exits(0).expect("mirrorop-discovery-1047", "ok");
        assertEquals(0L, it.report().at("/mirrorop/discovery/requests"));
    }

    @Test
    void probesToOtherHostsAreNoRowsBusiness() throws IOException {
        Frames frames = Frames.of(working().idle(30));
        for (int i = 0; i < 4; i++) {
            frames.udp(2 + i, SENDER, 1047, "10.20.30.200", 1047, MirrorOp.probe());
        }
        Analysed it = Analysed.of(frames.pcap()).exits(0);
        assertEquals(List.of(), it.problems());
        assertTrue(List.of("not-seen").contains(it.verdict("mirrorop-discovery-1047")), it.text());
    }

    @Test
    void ldapAndPrintersOfOthersAreNoMirrorOp() throws IOException {
        Scenario s = working()
                .as(SENDER)
                .tcpBlocked("10.20.0.5", 389)
                .tcpBlocked("10.20.0.6", 515)
                .tcpBlocked("10.20.0.7", 8080);
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        it.expect("mirrorop-command-389", "not-seen")
                .expect("mirrorop-data-515", "not-seen")
                .expect("mirrorop-data-8080", "not-seen");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void theUnitsOwnLdapIsNoMirrorOpEither() throws IOException {
        Scenario s = working().tcpBlocked("10.20.0.5", 389);
        Analysed.of(s.idle(10)).exits(0).expect("mirrorop-command-389", "not-seen");
    }

    @Test
    void aSenderSeenInOneDirectionBlamesNobody() throws IOException {
        Scenario s = Scenario.start().as(SENDER).tcpBlocked(UNIT, 443).tcpBlocked(UNIT, 8080);
        Analysed it = Analysed.of(s.idle(0), "--unit", UNIT).expect("mirrorop-command-443", "inconclusive");
        assertEquals(List.of(), it.problems());
        assertEquals(4, it.exit());
    }

    @Test
    void audioThatWorksIsOk() throws IOException {
        Scenario s = working();
        MirrorTalk.from(s, SENDER);
        s.tcp(UNIT, 1688).open().say(MirrorOp.picture(1, 300)).close();
        Analysed.of(s.idle(10)).exits(0).expect("mirrorop-audio-1688", "ok");
    }
}
