package org.portwitness.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.portwitness.analyzer.evidence.StunTransaction.Outcome.SUCCESS;
import static org.portwitness.analyzer.evidence.StunTransaction.Outcome.UNANSWERED;
import static org.portwitness.analyzer.evidence.StunTransaction.Outcome.UNDECIDED;
import static org.portwitness.analyzer.verdict.Seen.EXCHANGE_ONLINE;
import static org.portwitness.analyzer.verdict.Seen.RELAY;
import static org.portwitness.analyzer.verdict.Seen.UNIT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.Settings.Deployment;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.report.Report.Verdict;

/** The verdict rules of the contract, one sentence each. */
final class RowVerdictTest {
    @Test
    void aRowThatNobodyTriedIsNotSeen() {
        Seen.Judged judged = new Seen().everydayTraffic().judged();
        assertEquals(Verdict.NOT_SEEN, judged.verdict("online-udp-3478"));
        assertEquals("Not seen in this capture.", judged.why("online-udp-3478"));
    }

    @Test
    void unansweredAllocatesAreBlockedAndTheAdviceNamesTodaysRanges() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .stun(UNIT, RELAY, 3478, UNANSWERED, 12)
                .judged();
        assertEquals(Verdict.BLOCKED, judged.verdict("online-udp-3478"));
        assertEquals("No answer to 12 Allocate requests to 52.112.10.20:3478 in 11 s.", judged.why("online-udp-3478"));
        assertEquals(
                "Allow UDP 3478 from 10.20.30.40 to 52.112.0.0/14, 13.107.64.0/18 and 52.122.0.0/15.",
                judged.advice("online-udp-3478"));
        assertEquals(List.of("unanswered-stun 10.20.30.40 52.112.10.20:3478 1"), judged.findingsInBrief());
        assertEquals("problem", judged.findings().get(0).severity());
    }

    @Test
    void aSingleSendingWithoutAnAnswerIsInconclusive() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .stun(UNIT, RELAY, 3478, UNANSWERED, 1)
                .judged();
        assertEquals(Verdict.INCONCLUSIVE, judged.verdict("online-udp-3478"));
        assertEquals(List.of(), judged.findingsInBrief());
    }

    @Test
    void twoAttemptsOfOneSendingEachAreEnough() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .silent(EXCHANGE_ONLINE, 443, 1)
                .silent(EXCHANGE_ONLINE, 443, 1)
                .judged();
        assertEquals(Verdict.BLOCKED, judged.verdict("online-https-443"));
        assertEquals(List.of("blocked-syn 10.20.30.40 40.96.1.2:443 2"), judged.findingsInBrief());
    }

    @Test
    void silenceInACaptureThatShowsOneDirectionOnlyIsInconclusive() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .onlyWhatTheUnitSends()
                .silent(EXCHANGE_ONLINE, 443, 4)
                .judged();
        assertEquals(Verdict.INCONCLUSIVE, judged.verdict("online-https-443"));
        assertEquals(
                "No answer to 4 SYNs in 3.0 s, but the capture holds no packet to 10.20.30.40, so the mirror may show one"
                        + " direction only.",
                judged.why("online-https-443"));
        assertEquals(List.of(), judged.findingsInBrief());
    }

    @Test
    void silenceIsInconclusiveFromOnePercentOfDropsOn() {
        assertEquals(
                Verdict.INCONCLUSIVE,
                new Seen()
                        .everydayTraffic()
                        .silent(EXCHANGE_ONLINE, 443, 4)
                        .drops(10)
                        .judged()
                        .verdict("online-https-443"));
        assertEquals(
                Verdict.BLOCKED,
                new Seen()
                        .everydayTraffic()
                        .silent(EXCHANGE_ONLINE, 443, 4)
                        .drops(9)
                        .judged()
                        .verdict("online-https-443"));
    }

    @Test
    void aProceededConnectionProvesThePortOpen() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .tcp(UNIT, EXCHANGE_ONLINE, 443, TcpAttempt.Outcome.PROCEEDED, 1)
                .judged();
        assertEquals(Verdict.OK, judged.verdict("online-https-443"));
    }

    @Test
    void lossesBesideAnAnsweredExchangeWithTheSameServerAreNoFault() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .works(EXCHANGE_ONLINE, 443, "outlook.office365.com")
                .silent(EXCHANGE_ONLINE, 443, 4)
                .judged();
        assertEquals(Verdict.OK, judged.verdict("online-https-443"));
        assertEquals(List.of(), judged.findingsInBrief());
    }

    @Test
    void someServersWorkingAndAnotherSilentIsPartial() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .works(EXCHANGE_ONLINE, 443, "outlook.office365.com")
                .silent("52.96.1.1", 443, 4)
                .judged();
        assertEquals(Verdict.PARTIAL, judged.verdict("online-https-443"));
        assertEquals(
                "1 server works, but not 52.96.1.1:443: no answer to 4 SYNs in 3.0 s.", judged.why("online-https-443"));
    }

    @Test
    void refusalsMixedWithSilenceAreRefused() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .refused(EXCHANGE_ONLINE, 443)
                .silent("52.96.1.1", 443, 4)
                .judged();
        assertEquals(Verdict.REFUSED, judged.verdict("online-https-443"));
        assertEquals(
                "Refused: RST in the server's name from about 4 hops away (guessed from its TTL alone).",
                judged.why("online-https-443"));
    }

    @Test
    void aFirewallThatSaysNoIsRefusedAndNamed() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .prohibited(EXCHANGE_ONLINE, 443, "10.20.0.1")
                .judged();
        assertEquals(Verdict.REFUSED, judged.verdict("online-https-443"));
        assertEquals(
                "Refused: ICMP 3/13 administratively prohibited from 10.20.0.1, about 1 hop away.",
                judged.why("online-https-443"));
        assertEquals(List.of("unreachable 10.20.30.40 40.96.1.2:443 1"), judged.findingsInBrief());
    }

    @Test
    void anUntrustedIssuerIsATlsFailureAndTheAdviceIsTheVendors() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .tlsFails(EXCHANGE_ONLINE, 443, "outlook.office365.com", TcpContent.Progress.ALERT_BY_CLIENT, 48)
                .judged();
        assertEquals(Verdict.TLS_FAILED, judged.verdict("online-https-443"));
        assertEquals(
                "The TCP port is open, but TLS fails: the client refused the server with alert 48 (unknown_ca)"
                        + " (40.96.1.2:443).",
                judged.why("online-https-443"));
        assertEquals(
                "Install the root certificate on the unit, as its vendor advises for internal servers, or exempt"
                        + " outlook.office365.com from TLS inspection.",
                judged.advice("online-https-443"));
        assertEquals(List.of("tls-failed 10.20.30.40 40.96.1.2:443 1"), judged.findingsInBrief());
    }

    @Test
    void aPseudoTlsHelloThatIsResetIsNeverATlsFailure() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .tcp(
                        UNIT,
                        RELAY,
                        443,
                        TcpAttempt.Outcome.ANSWERED,
                        1,
                        null,
                        Seen.pseudoTls(true, true),
                        TcpConnection.Ending.OPEN)
                .judged();
        assertEquals(Verdict.OK, judged.verdict("online-https-443"));
    }

    @Test
    void iceChecksToPrivatePeersProveNothing() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .stun(UNIT, RELAY, 3478, SUCCESS, 1)
                .iceCheck(UNIT, "192.168.0.4", 50_010, UNANSWERED, 5)
                .iceCheck(UNIT, "192.168.0.5", 50_010, UNANSWERED, 5)
                .judged();
        assertEquals(Verdict.OK, judged.verdict("online-udp-3478"));
        assertEquals(Verdict.NOT_APPLICABLE, judged.verdict("onprem-media"));
        assertEquals(List.of(), judged.findingsInBrief());
    }

    @Test
    void anIceCheckToAPrivatePeerOnPort3478Counts() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .iceCheck(UNIT, "192.168.0.4", 3478, UNANSWERED, 5)
                .judged();
        assertEquals(Verdict.BLOCKED, judged.verdict("onprem-turn-udp-3478"));
    }

    @Test
    void anIceCheckToAGivenServerCounts() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .server("sfb=192.168.0.4")
                .deployment(Deployment.ON_PREMISES)
                .iceCheck(UNIT, "192.168.0.4", 50_010, UNANSWERED, 5)
                .judged();
        assertEquals(Verdict.BLOCKED, judged.verdict("onprem-media"));
    }

    @Test
    void anAttemptThatIsNotDecidedIsInconclusive() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .stun(UNIT, RELAY, 3478, UNDECIDED, 2)
                .judged();
        assertEquals(Verdict.INCONCLUSIVE, judged.verdict("online-udp-3478"));
        assertEquals(
                "1 attempt is undecided: the capture ends too soon after the last request.",
                judged.why("online-udp-3478"));
    }

    @Test
    void mediaInOneDirectionIsOneWayFromFiveSecondsOn() {
        assertEquals(
                Verdict.ONE_WAY,
                new Seen()
                        .everydayTraffic()
                        .media(RELAY, 3479, 250, 0, 5)
                        .judged()
                        .verdict("online-udp-3479"));
        assertEquals(
                Verdict.INCONCLUSIVE,
                new Seen()
                        .everydayTraffic()
                        .media(RELAY, 3479, 200, 0, 4)
                        .judged()
                        .verdict("online-udp-3479"));
    }

    @Test
    void mediaBothWaysProvesItsRow() {
        Seen.Judged judged =
                new Seen().everydayTraffic().media(RELAY, 3480, 250, 240, 5).judged();
        assertEquals(Verdict.OK, judged.verdict("online-udp-3480"));
        assertEquals(Verdict.NOT_SEEN, judged.verdict("online-udp-3481"));
    }

    @Test
    void ipv6FailingWhileIpv4WorksIsOkWithANote() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .works(EXCHANGE_ONLINE, 443, "outlook.office365.com")
                .resolved("outlook.office365.com", "2603:1036::1")
                .silent("2603:1036::1", 443, 4)
                .judged();
        assertEquals(Verdict.OK, judged.verdict("online-https-443"));
        assertEquals(
                "Works: 1 of 2 exchanges answered, 1 server of 2. IPv6 to 2603:1036::1 fails, IPv4 works.",
                judged.why("online-https-443"));
    }

    @Test
    void aSecondDnsServerThatIsSilentIsOkWithANote() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .query("10.20.0.53", "a.example", DnsQuery.Outcome.ANSWERED, 0, 1)
                .query("10.20.0.54", "a.example", DnsQuery.Outcome.UNANSWERED, -1, 3)
                .judged();
        assertEquals(Verdict.OK, judged.verdict("basic-dns-53"));
    }

    @Test
    void inAOneOfGroupARowThatFailsIsPartialWhileAnotherWorks() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .tcp("10.20.30.77", UNIT, 31_865, TcpAttempt.Outcome.ANSWERED, 1)
                .tcp("10.20.30.77", UNIT, 8080, TcpAttempt.Outcome.UNANSWERED, 4)
                .judged();
        assertEquals(Verdict.OK, judged.verdict("mirrorop-data-31865"));
        assertEquals(Verdict.PARTIAL, judged.verdict("mirrorop-data-8080"));
        assertEquals(Verdict.NOT_SEEN, judged.verdict("mirrorop-data-515"));
    }

    @Test
    void aOneOfGroupWithoutAWorkingRowShowsItsFailures() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .tcp("10.20.30.77", UNIT, 8080, TcpAttempt.Outcome.UNANSWERED, 4)
                .judged();
        assertEquals(Verdict.BLOCKED, judged.verdict("mirrorop-data-8080"));
        assertEquals("Allow TCP 8080 from 10.20.30.77 to 10.20.30.40.", judged.advice("mirrorop-data-8080"));
    }

    @Test
    void unicastDiscoveryCanBeBlockedBroadcastNever() {
        assertEquals(
                Verdict.BLOCKED,
                new Seen()
                        .everydayTraffic()
                        .probe("10.20.30.77", UNIT, false, DiscoveryProbe.Outcome.UNANSWERED, null, 3)
                        .judged()
                        .verdict("mirrorop-discovery-1047"));
        assertEquals(
                Verdict.INCONCLUSIVE,
                new Seen()
                        .everydayTraffic()
                        .probe("10.20.30.77", "10.20.30.255", true, DiscoveryProbe.Outcome.UNANSWERED, null, 3)
                        .judged()
                        .verdict("mirrorop-discovery-1047"));
    }

    @Test
    void discoveryThatWasAnsweredIsOkAndANote() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .probe("10.20.30.77", "10.20.30.255", true, DiscoveryProbe.Outcome.ANSWERED, UNIT, 1)
                .judged();
        assertEquals(Verdict.OK, judged.verdict("mirrorop-discovery-1047"));
        assertEquals(List.of("mirrorop-discovery 10.20.30.77 10.20.30.40:1047 1"), judged.findingsInBrief());
        assertEquals("note", judged.findings().get(0).severity());
    }

    @Test
    void legacyRowsApplyBelowTheirFirmwareOnly() {
        Seen old = new Seen().everydayTraffic().version("2.0.17316.1").silent("203.0.113.9", 8705, 4);
        assertEquals(Verdict.BLOCKED, old.judged().verdict("kickle-auth-8705"));
        Seen current = new Seen().everydayTraffic().version("2.0.17317.02").silent("203.0.113.9", 8705, 4);
        assertEquals(Verdict.NOT_APPLICABLE, current.judged().verdict("kickle-auth-8705"));
        assertEquals(
                "Not needed from firmware 2.0.17317.02 on.", current.judged().why("kickle-auth-8705"));
    }

    @Test
    void aRowWhoseNamesDidNotResolveIsNotSeenBecauseOfDns() {
        Seen.Judged judged = new Seen()
                .everydayTraffic()
                .query("10.20.0.53", "api.kickle.com", DnsQuery.Outcome.FAILED, 2, 1)
                .judged();
        assertEquals(Verdict.NOT_SEEN, judged.verdict("kickle-https-443"));
        assertEquals(
                "Not seen because of DNS: no address for api.kickle.com (SERVFAIL).", judged.why("kickle-https-443"));
        assertEquals(List.of("dns-failed 10.20.30.40 10.20.0.53:53 1"), judged.findingsInBrief());
        assertEquals(Verdict.OK, judged.verdict("basic-dns-53"));
    }

    @Test
    void theOtherDeploymentsRowsAreNotApplicable() {
        Seen.Judged online = new Seen()
                .everydayTraffic()
                .works(EXCHANGE_ONLINE, 443, "outlook.office365.com")
                .judged();
        assertEquals(Verdict.NOT_APPLICABLE, online.verdict("onprem-exchange-https-443"));
        Seen.Judged both = new Seen()
                .everydayTraffic()
                .server("exchange=10.1.1.5")
                .works(EXCHANGE_ONLINE, 443, "outlook.office365.com")
                .works("10.1.1.5", 443, "mail.example.com")
                .judged();
        assertEquals(Verdict.OK, both.verdict("onprem-exchange-https-443"));
        assertEquals(Verdict.OK, both.verdict("online-https-443"));
        assertNull(both.advice("online-https-443"));
    }

    @Test
    void aServerWithTwoRolesIsAmbiguousUntilItsNameTellsWhich() {
        Seen.Judged unnamed = new Seen()
                .everydayTraffic()
                .server("sfb=10.1.1.5")
                .server("exchange=10.1.1.5")
                .works("10.1.1.5", 443, "proxy.example.com")
                .judged();
        assertEquals(Verdict.INCONCLUSIVE, unnamed.verdict("onprem-sfb-https-443"));
        assertEquals(Verdict.INCONCLUSIVE, unnamed.verdict("onprem-exchange-https-443"));
        assertEquals(Verdict.OK, unnamed.verdict("internet-https-443"));
        Seen.Judged named = new Seen()
                .everydayTraffic()
                .server("sfb=10.1.1.5")
                .server("exchange=10.1.1.5")
                .works("10.1.1.5", 443, "autodiscover.example.com")
                .judged();
        assertEquals(Verdict.NOT_SEEN, named.verdict("onprem-sfb-https-443"));
        assertEquals(Verdict.OK, named.verdict("onprem-exchange-https-443"));
    }
}
