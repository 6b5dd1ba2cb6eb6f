package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.testdata.MediaTalk;
import org.portwitness.testdata.MsTurn;
import org.portwitness.testdata.Scenario;

/** Which tables apply, who plays a role, and what the firmware decides. */
class DeploymentVerdictsTest {
    private static final String SFB = "10.20.1.10";
    private static final String EXCHANGE = "10.20.1.30";
    private static final String EDGE = "10.20.2.20";
    private static final List<String> ONLINE = List.of(
            "online-udp-3478",
            "online-udp-3479",
            "online-udp-3480",
            "online-udp-3481",
            "online-media-50000",
            "online-https-443");
    private static final List<String> ON_PREMISES = List.of(
            "onprem-sfb-https-443",
            "onprem-psom-443",
            "onprem-turn-tcp-443",
            "onprem-turn-udp-3478",
            "onprem-media",
            "onprem-exchange-http-80",
            "onprem-exchange-https-443");

    private static Scenario resolved() {
        return Scenario.start()
                .resolve("portal.kickle.com", Scenario.KICKLE)
                .https("portal.kickle.com", Scenario.KICKLE);
    }

    private static void none(Analysed it, List<String> rows) {
        rows.forEach(row -> it.expect(row, "not-applicable"));
    }

    private static void some(Analysed it, List<String> rows) {
        rows.forEach(row -> assertTrue(!it.verdict(row).equals("not-applicable"), row));
    }

    @Test
    void withoutPeersOfEitherTheOnlineTableApplies() throws IOException {
        Analysed it = Analysed.of(resolved().idle(5)).exits(0);
        some(it, ONLINE);
        none(it, ON_PREMISES);
    }

    @ParameterizedTest
    @CsvSource({"online, true, false", "on-premises, false, true", "hybrid, true, true"})
    void theUserSaysWhichTablesApply(String deployment, boolean online, boolean onPremises) throws IOException {
        Scenario s = resolved().resolve("outlook.office365.com", Scenario.EXCHANGE_ONLINE);
        s.https("outlook.office365.com", Scenario.EXCHANGE_ONLINE).https("mail.contoso.example", EXCHANGE);
        Analysed it = Analysed.of(s.idle(5), "--deployment", deployment, "--server", "exchange=" + EXCHANGE);
        if (online) {
            some(it, ONLINE);
            it.expect("online-https-443", "ok");
        } else {
            none(it, ONLINE);
            it.expect("internet-https-443", "ok");
        }
        if (onPremises) {
            some(it, ON_PREMISES);
            it.expect("onprem-exchange-https-443", "ok");
        } else {
            none(it, ON_PREMISES);
        }
        it.exits(0).expect("kickle-https-443", "ok").expect("basic-dns-53", "ok");
    }

    @Test
    void peersOfBothTablesMakeItHybrid() throws IOException {
        Scenario s = resolved().resolve("outlook.office365.com", Scenario.EXCHANGE_ONLINE);
        s.https("outlook.office365.com", Scenario.EXCHANGE_ONLINE).https("sfb.contoso.example", SFB);
        Analysed it = Analysed.of(s.idle(5), "--server", "sfb=" + SFB).exits(0);
        some(it, ONLINE);
        some(it, ON_PREMISES);
        it.expect("online-https-443", "ok").expect("onprem-sfb-https-443", "ok");
    }

    @Test
    void rolesComeByAddressRangeNameAndWildcard() throws IOException {
        for (String role : List.of(SFB, "10.20.1.0/24", "sfb.contoso.example", "*.contoso.example")) {
            Scenario s = resolved().resolve("sfb.contoso.example", SFB).https("sfb.contoso.example", SFB);
            Analysed.of(s.idle(5), "--server", "sfb=" + role).exits(0).expect("onprem-sfb-https-443", "ok");
        }
    }

    @Test
    void aBlockedServerIsKnownByItsNameInDns() throws IOException {
        Scenario s = resolved().resolve("mail.contoso.example", EXCHANGE).tcpBlocked(EXCHANGE, 443);
        Analysed it = Analysed.of(s.idle(5), "--server", "exchange=mail.contoso.example")
                .exits(1);
        it.expect("onprem-exchange-https-443", "blocked");
    }

    @Test
    void twoRolesOfOneAddressAreAmbiguousAndOnlyTheGeneralRowIsProved() throws IOException {
        Scenario s = resolved().https("mail.contoso.example", EXCHANGE);
        Analysed it = Analysed.of(s.idle(5), "--server", "exchange=" + EXCHANGE, "--server", "sfb=" + EXCHANGE);
        it.expect("internet-https-443", "ok").exits(4);
        it.expect("onprem-exchange-https-443", "inconclusive").expect("onprem-sfb-https-443", "inconclusive");
    }

    @Test
    void twoRolesOfOneAddressWithNamesAreToldApart() throws IOException {
        Scenario s = resolved()
                .resolve("mail.contoso.example", EXCHANGE)
                .https("mail.contoso.example", EXCHANGE)
                .https("lync.contoso.example", EXCHANGE);
        Analysed it = Analysed.of(
                s.idle(5), "--server", "exchange=mail.contoso.example", "--server", "sfb=lync.contoso.example");
        it.exits(0).expect("onprem-exchange-https-443", "ok").expect("onprem-sfb-https-443", "ok");
    }

    @Test
    void webConferencingAndEdgeHaveRowsOfTheirOwn() throws IOException {
        Scenario s = resolved().https("webconf.contoso.example", "10.20.2.21");
        s.tcp(EDGE, 443)
                .open()
                .say(MsTurn.pseudoTlsHello())
                .hear(MsTurn.pseudoTlsAnswer())
                .close();
        Analysed it = Analysed.of(s.idle(5), "--server", "edge=" + EDGE, "--server", "webconf=10.20.2.21")
                .exits(0);
        it.expect("onprem-psom-443", "ok").expect("onprem-turn-tcp-443", "ok");
    }

    @Test
    void exchangeHasAnHttpRow() throws IOException {
        Scenario s = resolved().http("autodiscover.contoso.example", EXCHANGE, 302, "Found");
        Analysed.of(s.idle(5)).exits(0).expect("onprem-exchange-http-80", "ok");
    }

    @ParameterizedTest
    @CsvSource({
        ", blocked, 0",
        "2.0.17317.01, blocked, 1",
        "2.0.17317.02, not-applicable, 0",
        "2.0.17410.1, not-applicable, 0",
        "1.9.1, blocked, 1"
    })
    void theFirmwareDecidesTheLegacyRows(String version, String verdict, int exit) throws IOException {
        Scenario s = resolved().resolve("cloud.kickle.com", "203.0.113.20").tcpBlocked("203.0.113.20", 8705);
        byte[] file = s.idle(5).pcap();
        Analysed it = version == null ? Analysed.of(file) : Analysed.of(file, "--unit-version", version);
        it.exits(exit).expect("kickle-auth-8705", verdict);
        if (verdict.equals("not-applicable")) {
            assertEquals(List.of(), it.problems());
        }
    }

    @Test
    void officeByAddressWithoutAName() throws IOException {
        Analysed.of(resolved().tcpBlocked(Scenario.SKYPE_ONLINE, 443).idle(5))
                .exits(1)
                .expect("online-https-443", "blocked");
    }

    @Test
    void kickleIsKnownByItsNameNotItsAddress() throws IOException {
        Scenario s = Scenario.start().https("api.kickle.com", Scenario.EXCHANGE_ONLINE);
        Analysed.of(s.idle(5)).exits(0).expect("kickle-https-443", "ok").expect("online-https-443", "not-seen");
    }

    @Test
    void aGivenKickleServerCounts() throws IOException {
        Scenario s = Scenario.start().tcpBlocked("198.51.100.60", 443).resolve("www.example.net", "198.51.100.61");
        Analysed.of(s.idle(5), "--server", "kickle=198.51.100.60", "--unit", Scenario.UNIT)
                .exits(1)
                .expect("kickle-https-443", "blocked");
    }

    @Test
    void someOfficeServersThatWorkAndSomeThatDoNotArePartial() throws IOException {
        Scenario s = resolved().resolve("outlook.office365.com", Scenario.EXCHANGE_ONLINE);
        s.https("outlook.office365.com", Scenario.EXCHANGE_ONLINE).tcpRefused(Scenario.SKYPE_ONLINE, 443);
        Analysed it = Analysed.of(s.idle(5)).exits(1).expect("online-https-443", "partial");
        assertTrue(
                it.why("online-https-443").startsWith("1 server works, but not 52.112.0.10:443: "),
                it.why("online-https-443"));
    }

    @Test
    void oneRelayThatIsSilentAndOneThatWorksArePartial() throws IOException {
        Scenario s = resolved();
        MediaTalk.from(s, 50_016).allocates(Scenario.RELAY, 3478);
        MediaTalk.from(s, 50_018).allocateBlocked("52.112.99.9", 3478);
        Analysed.of(s.idle(30)).exits(1).expect("online-udp-3478", "partial");
    }
}
