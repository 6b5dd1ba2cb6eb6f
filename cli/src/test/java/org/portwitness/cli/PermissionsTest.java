package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.MirrorTalk;
import org.portwitness.testdata.Scenario;

/** {@code --rules} of whole captures: which permissions a verdict comes to, and which it does not. */
class PermissionsTest {
    private static final String HEAD = "action,protocol,ports,source,destination,via,rows,why,proof,note";

    private static Scenario room() {
        return Scenario.start().resolve("portal.kickle.com", "203.0.113.10");
    }

    private static List<String> rules(Scenario scenario, String... options) throws IOException {
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 2, options.length);
        all[0] = "--rules";
        all[1] = "csv";
        List<String> lines = Analysed.of(scenario, all).text().lines().toList();
        assertEquals(HEAD, lines.get(0));
        return lines.subList(1, lines.size());
    }

    @Test
    void aBlockedServiceIsAskedForByItsName() throws IOException {
        Scenario scenario = room().https("outlook.office365.com", "52.96.1.1")
                .tcpBlocked("203.0.113.10", 443)
                .idle(30);
        assertEquals(
                List.of("allow,TCP,443,10.20.30.40,*.kickle.com,,kickle-https-443,\"Authentication, updates, portal\","
                        + "No answer to 4 SYNs to 203.0.113.10:443 in 7.0 s.,"),
                rules(scenario));
        Analysed analysed = Analysed.of(scenario, "--rules", "text").exits(1);
        assertEquals(
                "{sources=[10.20.30.40], destinations=[*.kickle.com], protocols=[TCP], ports=443, via=null, remark=null}",
                analysed.row("kickle-https-443").at("/permissions/0").toString());
        assertEquals("Allow TCP 443 from 10.20.30.40 to *.kickle.com.", analysed.advice("kickle-https-443"));
    }

    @Test
    void aRefusalSaysWhoElseToAsk() throws IOException {
        assertEquals(
                List.of(
                        "allow,TCP,443,10.20.30.40,*.kickle.com,,kickle-https-443,\"Authentication, updates, portal\","
                                + "Refused: RST in the server's name from about 13 hops away (guessed from its TTL alone).,"
                                + "\"where that is permitted already, ask the owner of 203.0.113.10, whose address the refusal bears\""),
                rules(room().https("outlook.office365.com", "52.96.1.1")
                        .tcpRefused("203.0.113.10", 443)
                        .idle(30)));
    }

    @Test
    void brokenTlsIsNoMatterOfPermission() throws IOException {
        List<String> rules = rules(room().https("outlook.office365.com", "52.96.1.1")
                .tlsAlert("portal.kickle.com", "203.0.113.10", "Example CA", 48)
                .idle(30));
        assertEquals(1, rules.size());
        assertEquals("no-rule-helps,TCP,443,,,,kickle-https-443", rules.get(0).substring(0, 41));
    }

    @Test
    void whatCouldNotBeDecidedIsNotAskedFor() throws IOException {
        List<String> rules = rules(room().https("outlook.office365.com", "52.96.1.1")
                .tcpSingleSyn("203.0.113.10", 443)
                .idle(30));
        assertEquals(1, rules.size());
        assertEquals("not-proven,TCP,443,,,,kickle-https-443", rules.get(0).substring(0, 38));
    }

    @Test
    void sendersAskForTheWayToTheUnit() throws IOException {
        Scenario scenario = room().https("outlook.office365.com", "52.96.1.1");
        MirrorTalk.from(scenario, "10.20.30.77").discoveryAnswered();
        scenario.as("10.20.30.77").tcpBlocked("10.20.30.40", 31865);
        List<String> rules = rules(scenario.idle(30));
        assertEquals(
                List.of("allow,TCP,31865,10.20.30.77,10.20.30.40,,mirrorop-data-31865,MirrorOp data,"
                        + "No answer to 4 SYNs to 10.20.30.40:31865 in 7.0 s.,"
                        + "\"one of the ports 8080, 31865, 515 is enough\""),
                rules);
    }

    @Test
    void whenAllIsWellNothingIsAskedFor() throws IOException {
        assertEquals(
                List.of(),
                rules(room().https("portal.kickle.com", "203.0.113.10").idle(30)));
    }
}
