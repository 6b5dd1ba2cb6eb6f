package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Rtp;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Stun;
import org.portwitness.testdata.Tls;

/** What the whole program makes of STUN, TURN and media, trap by trap. */
class MediaVerdictsTest {
    private static final String UNIT = Scenario.UNIT;
    private static final String RELAY = Scenario.RELAY;
    private static final String EDGE = "10.20.2.20";
    private static final String PUBLIC_PEER = "198.51.100.7";
    private static final String PRIVATE_PEER = "192.168.0.4";

    private static Scenario resolved() {
        return Scenario.start().resolve("portal.kickle.com", Scenario.KICKLE);
    }

    private static MediaTalk talk(Scenario s) {
        return MediaTalk.from(s, 50_016);
    }

    @Test
    void a401IsAnAnswerAlsoFromAnotherAddress() throws IOException {
        Scenario s = resolved();
        talk(s).allocates(RELAY, "52.112.18.6", 3478);
        Analysed it = Analysed.of(s.idle(50)).exits(0).expect("online-udp-3478", "ok");
        assertEquals(List.of(), it.problems());
        assertEquals(1L, it.report().at("/stun/answered_from_other_address"));
    }

    @Test
    void anAllocateThatIsNeverAnsweredIsBlockedAfterItsTenSendings() throws IOException {
        Scenario s = resolved();
        talk(s).allocateBlocked(RELAY, 3478);
        Analysed it = Analysed.of(s.idle(20)).exits(1).expect("online-udp-3478", "blocked");
        assertEquals("No answer to 10 Allocate requests to 52.112.18.5:3478 in 5.9 s.", it.why("online-udp-3478"));
        String advice = it.advice("online-udp-3478");
        assertTrue(advice.startsWith("Allow UDP 3478 from 10.20.30.40 to "), advice);
        assertTrue(advice.contains("52.112.0.0/14"), advice);
        assertFalse(advice.contains("52.120.0.0"), advice);
        JsonTree finding = it.findings("unanswered-stun").get(0);
        assertEquals("problem", finding.text("/severity"));
        assertEquals(1L, finding.at("/attempts"));
        assertEquals(10L, finding.at("/packets"));
    }

    @Test
    void aBindingRequestSentOnceAndNotAnsweredIsInconclusive() throws IOException {
        Scenario s = resolved();
        talk(s).out(RELAY, 3478, Stun.bindingRequest(Stun.id(1)).bytes());
        Analysed it = Analysed.of(s.idle(60)).exits(4).expect("online-udp-3478", "inconclusive");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void aRequestThatTheCaptureEndsTooSoonForIsInconclusive() throws IOException {
        Scenario s = resolved();
        byte[] request = Stun.bindingRequest(Stun.id(1)).bytes();
        talk(s).out(RELAY, 3478, request);
        s.pause(0.5);
        talk(s).out(RELAY, 3478, request);
        Analysed it = Analysed.of(s.idle(1)).exits(4).expect("online-udp-3478", "inconclusive");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void sendRequestsAndDataIndicationsAreNoTransactions() throws IOException {
        Scenario s = resolved();
        MediaTalk media = talk(s).allocates(RELAY, 3478);
        for (int i = 0; i < 6; i++) {
            media.relayedChecks(RELAY, 3478, PUBLIC_PEER, 50_020 + i);
        }
        byte[] inner = Stun.iceCheck(Stun.id(99), "a:b").bytes();
        for (int i = 0; i < 5; i++) {
            media.out(
                    RELAY,
                    3478,
                    MsTurn.sendRequest(Stun.id(500 + i), PUBLIC_PEER, 50_031, inner)
                            .bytes());
        }
        Analysed it = Analysed.of(s.idle(60)).exits(0).expect("online-udp-3478", "ok");
        assertEquals(2L, it.report().at("/stun/transactions"));
        assertEquals(List.of(), it.problems());
        assertEquals(List.of("not-applicable"), List.of(it.verdict("onprem-media")));
    }

    @Test
    void checksToPrivatePeersProveNothing() throws IOException {
        Scenario s = resolved();
        talk(s).checkUnanswered(PRIVATE_PEER, 50_012).checkUnanswered("10.99.1.7", 50_014);
        Analysed it = Analysed.of(s.idle(60)).exits(0);
        assertEquals(List.of(), it.problems());
        assertFalse(List.of("blocked", "partial").contains(it.verdict("onprem-media")), it.text());
    }

    @Test
    void anAnsweredCheckToAPrivatePeerProvesTheMediaRow() throws IOException {
        Scenario s = resolved();
        talk(s).checkAnswered(PRIVATE_PEER, 50_012);
        Analysed.of(s.idle(60), "--deployment", "on-premises").exits(0).expect("onprem-media", "ok");
    }

    @Test
    void checksToANamedPrivateServerCount() throws IOException {
        Scenario s = resolved();
        talk(s).checkUnanswered("10.20.1.10", 50_012).checkUnanswered("10.20.1.10", 50_014);
        Analysed it =
                Analysed.of(s.idle(60), "--server", "sfb=10.20.1.10").exits(1).expect("onprem-media", "blocked");
        assertEquals(List.of("unanswered-stun"), it.problems());
    }

    @Test
    void checksToAPublicPeerThatAllFailAreBlocked() throws IOException {
        Scenario s = resolved();
        talk(s).checkUnanswered(PUBLIC_PEER, 50_012).checkUnanswered(PUBLIC_PEER, 50_014);
        Analysed.of(s.idle(60), "--deployment", "on-premises").exits(1).expect("onprem-media", "blocked");
    }

    @Test
    void aRequestToPort3478OfAPrivatePeerAlwaysCounts() throws IOException {
        Scenario s = resolved();
        talk(s).checkUnanswered(EDGE, 3478).checkUnanswered(EDGE, 3478);
        Analysed.of(s.idle(60))
                .exits(1)
                .expect("onprem-turn-udp-3478", "blocked")
                .expect("online-udp-3478", "not-applicable");
    }

    @Test
    void bindingRequestsToAPrivateEdgeAreBlockedOnPremises() throws IOException {
        Scenario s = resolved();
        talk(s).bindingBlocked(EDGE, 3478);
        Analysed it = Analysed.of(s.idle(10)).exits(1).expect("onprem-turn-udp-3478", "blocked");
        assertEquals("No answer to 7 Binding requests to 10.20.2.20:3478 in 32 s.", it.why("onprem-turn-udp-3478"));
        assertEquals("Allow UDP 3478 from 10.20.30.40 to 10.20.2.20.", it.advice("onprem-turn-udp-3478"));
    }

    @Test
    void theDeploymentForcesTheTable() throws IOException {
        Scenario s = resolved();
        talk(s).bindingBlocked(EDGE, 3478);
        byte[] file = s.idle(10).pcap();
        Analysed.of(file, "--deployment", "online")
                .expect("online-udp-3478", "blocked")
                .expect("onprem-turn-udp-3478", "not-applicable");
        Scenario t = resolved();
        talk(t).bindingBlocked(RELAY, 3478);
        Analysed.of(t.idle(10).pcap(), "--deployment", "on-premises")
                .expect("onprem-turn-udp-3478", "blocked")
                .expect("online-udp-3478", "not-applicable");
    }

    @Test
    void aServerGivenAsOffice365BelongsToTheOnlineRows() throws IOException {
        Scenario s = resolved();
        talk(s).bindingBlocked("198.51.100.40", 3478);
        byte[] file = s.idle(10).pcap();
        Analysed.of(file, "--server", "office365=198.51.100.0/24").expect("online-udp-3478", "blocked");
        Analysed.of(file).expect("onprem-turn-udp-3478", "blocked");
    }

    @Test
    void aFirewallThatSaysNoByIcmpIsRefused() throws IOException {
        Scenario s = resolved();
        talk(s).allocateProhibited(RELAY, 3478).allocateProhibited(RELAY, 3478);
        Analysed it = Analysed.of(s.idle(10)).exits(1).expect("online-udp-3478", "refused");
        assertEquals(List.of("unreachable"), it.problems());
        assertEquals(
                "Refused: ICMP 3/13 administratively prohibited from 10.20.0.1, about 1 hop away.",
                it.why("online-udp-3478"));
    }

    @Test
    void aRelayThatKeepsRefusingIsReachableAndANote() throws IOException {
        Scenario s = resolved();
        talk(s).allocateDenied(RELAY, 3478, 486, "Allocation Quota Reached");
        Analysed it = Analysed.of(s.idle(50)).exits(0).expect("online-udp-3478", "ok");
        assertEquals("note", it.findings("stun-refused-by-server").get(0).text("/severity"));
    }

    @Test
    void mediaThatNothingAnswersForFiveSecondsIsOneWay() throws IOException {
        Scenario s = resolved();
        talk(s).mediaOneWay(RELAY, 3479, 104, 6);
        Analysed it = Analysed.of(s.idle(10)).exits(1).expect("online-udp-3479", "one-way");
        assertEquals(List.of("one-way-media"), it.problems());
        Scenario brief = resolved();
        talk(brief).mediaOneWay(RELAY, 3479, 104, 4);
        Analysed.of(brief.idle(10)).exits(4).expect("online-udp-3479", "inconclusive");
    }

    @Test
    void mediaThatOnlyComesIsOneWayToo() throws IOException {
        Scenario s = resolved();
        MediaTalk media = talk(s);
        for (int i = 0; i < 120; i++) {
            media.in(RELAY, 3480, Rtp.secured(122, 100 + i, 3000L * i, 0x4444, 200));
            s.pause(0.06);
        }
        Analysed it = Analysed.of(s.idle(10)).exits(1).expect("online-udp-3480", "one-way");
        JsonTree finding = it.findings("one-way-media").get(0);
        assertEquals(RELAY, finding.text("/source"));
        assertEquals(UNIT, finding.text("/destination"));
    }

    @Test
    void mediaOneWayWithRtcpBackIsOk() throws IOException {
        Scenario s = resolved();
        MediaTalk media = talk(s);
        for (int i = 0; i < 120; i++) {
            media.out(RELAY, 3480, Rtp.secured(122, 100 + i, 3000L * i, 0x4444, 200));
            s.pause(0.06);
        }
        media.in(RELAY, 3480, Rtp.receiverReport(0x55, 0x4444));
        Analysed.of(s.idle(10)).exits(0).expect("online-udp-3480", "ok");
    }

    @Test
    void mediaBothWaysIsOkOnPremisesToo() throws IOException {
        Scenario s = resolved();
        talk(s).mediaBothWays("10.20.1.10", 51_000, 104, 6);
        Analysed.of(s.idle(10)).exits(0).expect("onprem-media", "ok").expect("online-udp-3479", "not-applicable");
    }

    @Test
    void oneWayMediaInAOneWayMirrorIsInconclusive() throws IOException {
        Scenario s = resolved();
        talk(s).mediaBothWays(RELAY, 3479, 104, 6);
        Analysed it = Analysed.of(s.idle(10).onlySentBy(UNIT), "--unit", UNIT)
                .exits(4)
                .expect("online-udp-3479", "inconclusive");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void aCheckOfThePeerThatTheUnitAnswersInsideAFrameProvesThePort() throws IOException {
        Scenario s = resolved();
        talk(s).checkedThroughRelay(RELAY, 3479);
        Analysed.of(s.idle(10)).exits(0).expect("online-udp-3479", "ok");
    }

    @Test
    void theServersPortDecidesNotTheUnits() throws IOException {
        Scenario s = resolved();
        MediaTalk.from(s, 50_020).allocates(RELAY, 3478);
        Analysed.of(s.idle(10)).expect("online-media-50000", "not-seen").expect("online-udp-3478", "ok");
    }

    @Test
    void theWideRangeIsOptional() throws IOException {
        Scenario s = resolved();
        talk(s).checkUnanswered(RELAY, 52_000).checkUnanswered(RELAY, 52_002);
        Analysed it = Analysed.of(s.idle(60)).exits(0);
        assertTrue(List.of("blocked", "inconclusive").contains(it.verdict("online-media-50000")), it.text());
    }

    @Test
    void theMediaRangeIsTheSites() throws IOException {
        Scenario s = resolved();
        talk(s).checkAnswered(PUBLIC_PEER, 50_012);
        byte[] file = s.idle(60).pcap();
        Analysed.of(file, "--media-ports", "40000-40100", "--deployment", "on-premises")
                .expect("onprem-media", "not-seen");
        Analysed.of(file, "--media-ports", "50000-50100", "--deployment", "on-premises")
                .expect("onprem-media", "ok");
    }

    @Test
    void tlsToARelayByAddressIsTurn() throws IOException {
        Scenario s = resolved().https(RELAY, RELAY);
        Analysed.of(s.idle(10)).exits(0).expect("online-https-443", "ok");
        Scenario onPremises = resolved().https(EDGE, EDGE);
        Analysed.of(onPremises.idle(10)).exits(0).expect("onprem-turn-tcp-443", "ok");
    }

    @Test
    void theSameSourcePortAsForMediaMakesItTurn() throws IOException {
        Scenario s = resolved();
        talk(s).allocates(EDGE, 3478);
        s.tcp(50_016, EDGE, 443)
                .open()
                .say(Tls.bareClientHello(5).record())
                .hear(Tls.serverFlight13(5))
                .say(Tls.clientFinish13(5), Tls.applicationData(5, 100))
                .hear(Tls.applicationData(5, 200))
                .close();
        Analysed.of(s.idle(10)).exits(0).expect("onprem-turn-tcp-443", "ok").expect("onprem-turn-udp-3478", "ok");
    }

    @Test
    void aSourcePortInTheMediaRangeAloneProvesNothing() throws IOException {
        Scenario s = resolved();
        s.tcp(50_018, PUBLIC_PEER, 443)
                .open()
                .say(Tls.clientHello("www.example.net", 5).record())
                .hear(Tls.serverFlight13(5))
                .say(Tls.clientFinish13(5), Tls.applicationData(5, 100))
                .hear(Tls.applicationData(5, 200))
                .close();
        Analysed.of(s.idle(10))
                .exits(0)
                .expect("onprem-turn-tcp-443", "not-applicable")
                .expect("internet-https-443", "ok");
    }

    @Test
    void aUnitThatOnlySpeaksMsTurnIsFound() throws IOException {
        Scenario s = Scenario.start();
        talk(s).allocates(RELAY, 3478);
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        assertEquals("ms-turn", it.report().at("/units/0/found_by"));
        assertEquals(1, it.report().list("/units").size());
    }

    @Test
    void aUnitSeenByAPublicAddressIsBeyondANat() throws IOException {
        Scenario s = Scenario.start().beyondNat("192.0.2.40").https("portal.kickle.com", Scenario.KICKLE);
        talk(s).allocates(RELAY, 3478);
        Analysed it = Analysed.of(s.idle(10)).exits(0);
        assertTrue(it.text().contains("beyond a NAT"), it.text());
        assertEquals("192.0.2.40", it.report().at("/units/0/address"));
    }

    @Test
    void classicRequestsWithoutTheCookieToPort3478Count() throws IOException {
        Scenario s = resolved();
        MediaTalk media = talk(s);
        for (int i = 0; i < 9; i++) {
            media.out(
                    EDGE,
                    3478,
                    Stun.classic(Stun.BINDING_REQUEST, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
                            })
                            .bytes());
            s.pause(1);
        }
        Analysed.of(s.idle(10)).exits(1).expect("onprem-turn-udp-3478", "blocked");
    }

    @Test
    void datagramsOn3478ThatAreNoStunProveNothing() throws IOException {
        Scenario s = resolved();
        MediaTalk media = talk(s);
        for (int i = 0; i < 9; i++) {
            media.out(RELAY, 3478, new byte[] {3, 0, 0, 40, 'a', 'b', '-', 'c'});
            s.pause(1);
        }
        Analysed.of(s.idle(10)).exits(0).expect("online-udp-3478", "not-seen");
    }

    @Test
    void keepalivesWithoutAnswerOnAFlowThatWorksProveNothing() throws IOException {
        Scenario s = resolved();
        MediaTalk media = talk(s).mediaThroughRelay(RELAY, 3479, 104, 6);
        for (int i = 0; i < 3; i++) {
            media.out(RELAY, 3479, Stun.bindingRequest(Stun.id(40 + i)).bytes());
            s.pause(1);
        }
        Analysed it = Analysed.of(s.idle(60)).exits(0).expect("online-udp-3479", "ok");
        assertEquals(List.of(), it.problems());
    }

    @Test
    void mediaOfOtherHostsIsNoRowsBusiness() throws IOException {
        Frames frames =
                Frames.of(resolved().https("portal.kickle.com", Scenario.KICKLE).idle(20));
        for (int i = 0; i < 300; i++) {
            frames.udp(1 + i * 0.02, "10.20.30.99", 6000, "10.20.30.98", 6002, Rtp.packet(0, i, 160L * i, 0x77, 160));
        }
        Analysed it = Analysed.of(frames.pcap()).exits(0);
        assertEquals(List.of(), it.problems());
    }

    @Test
    void theFarSideOfACallIsNoClientOfTheSite() throws IOException {
        Frames frames = Frames.none();
        for (int i = 0; i < 5; i++) {
            byte[] check = Stun.iceCheck(Stun.id(7), "a:b").bytes();
            frames.udp(1 + i * 0.3, PUBLIC_PEER, 50_012, "10.20.30.99", 50_016, check);
        }
        for (int i = 0; i < 100; i++) {
            frames.udp(
                    4 + i * 0.06, PUBLIC_PEER, 50_012, "10.20.30.99", 50_016, Rtp.secured(104, i, 960L * i, 0x77, 60));
            frames.udp(
                    4 + i * 0.06, "10.20.30.99", 50_016, PUBLIC_PEER, 50_012, Rtp.secured(104, i, 960L * i, 0x78, 60));
        }
        Analysed it = Analysed.of(frames.pcap()).exits(0).expect("onprem-media", "ok");
        assertEquals(1, it.report().list("/units").size());
        assertEquals("10.20.30.99", it.report().at("/units/0/address"));
        assertEquals(List.of(), it.problems());
    }
}
