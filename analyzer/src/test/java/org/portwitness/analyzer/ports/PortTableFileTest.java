package org.portwitness.analyzer.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortTableFileTest {
    private static final String ROW = """
            name: Another vendor
            version: 3
            rows:
              - id: lens-443
                table: lens
                scope: always
                from: unit
                to: lens cloud
                servers: [any]
                names: ["*.lens.example.com", lens.example.net]
                protocols: TCP
                ports: [443, 8443-8445, "9000, 9002"]
                services: https
                purpose: Sign-in
                requirement: required
            """;

    @Test
    void anotherVendorsTableNeedsNoJava() throws PortTableException {
        PortTables tables = PortTableFile.read("t.yaml", ROW);

        assertEquals("Another vendor", tables.name());
        assertEquals("3", tables.version());
        PortRow row = tables.row("lens-443");
        assertEquals("443,8443-8445,9000,9002", row.ports().toString());
        assertEquals(Set.of(Protocol.TCP), row.protocols());
        assertEquals(List.of("TCP"), row.protocolNames());
        assertTrue(row.isNamed("a.lens.example.com"));
        assertTrue(row.isNamed("lens.example.net"));
    }

    /** Each line: what is replaced in the good table, by what, and the whole complaint. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "scope: always | `scope: always\n    tabel: lens` | t.yaml:7:5: key \"tabel\" is unknown; the keys are id, table, scope, from, to,"
                        + " servers, names, likely-names, protocols, ports, media-ports, services, endpoints, by-port, catch-all,"
                        + " purpose, requirement, group, below-version, note",
                "TCP | SCTP | t.yaml:11:16: key \"protocols\" has \"SCTP\"; allowed are TCP and UDP",
                "requirement: required | requirement: needed | t.yaml:15:18: key \"requirement\" has \"needed\"; allowed are"
                        + " required, optional, one-of, legacy",
                "servers: [any] | servers: [any, lync] | t.yaml:9:20: key \"servers\" has \"lync\"; allowed are sfb, edge,"
                        + " webconf, exchange, office365, kickle, unit, any",
                "servers: [any] | servers: [any, any] | t.yaml:9:20: key \"servers\" has \"any\" twice; once is enough",
                "servers: [any] | servers: [] | t.yaml:9:14: key \"servers\" has an empty list; leave the key out or give it"
                        + " a value",
                "443, | 0, | t.yaml:12:13: key \"ports\": \"0\" is no port range; write a port of 1 to 65535, or LO-HI such"
                        + " as 50000-59999.",
                "8443-8445 | 8445-8443 | t.yaml:12:18: key \"ports\": \"8445-8443\" is no port range; write a port of 1 to"
                        + " 65535, or LO-HI such as 50000-59999.",
                "9002 | 65536 | t.yaml:12:29: key \"ports\": \"65536\" is no port range; write a port of 1 to 65535, or"
                        + " LO-HI such as 50000-59999.",
                "requirement: required | requirement: one-of | t.yaml:15:18: a one-of row needs the key \"group\", which"
                        + " names the rows it belongs with",
                "requirement: required | requirement: legacy | t.yaml:15:18: a legacy row needs the key \"below-version\","
                        + " the first firmware that does without it",
                "Sign-in | `Sign-in\n    group: cloud` | t.yaml:15:12: only rows with \"requirement: one-of\" have a group;"
                        + " this one is required",
                "Sign-in | ~ | t.yaml:14:14: key \"purpose\" has no value; it takes one word or text",
                "Sign-in | [a, b] | t.yaml:14:14: key \"purpose\" has a list; it takes one word or text",
                "Sign-in | `Sign-in\n    catch-all: yes` | t.yaml:15:16: key \"catch-all\" has \"yes\"; allowed are true and"
                        + " false",
                "Sign-in | `Sign-in\n    purpose: Again` | t.yaml:15:5: key \"purpose\" stands here twice; the first is in"
                        + " line 14",
                "id: lens-443 | id: Lens 443 | t.yaml:4:9: id \"Lens 443\" cannot be used; an id has 1 to 60 lower-case"
                        + " letters, digits, points, _ and -",
                "*.lens.example.com | http://x | t.yaml:10:13: key \"names\": \"http://x\" is no host name; write a name"
                        + " such as sip.example.com or *.example.com.",
                "scope: always | `` | t.yaml:4:5: key \"scope\" is missing; it gives one of on-premises, online, always",
                "to: lens cloud | to: [lens | t.yaml:9:12: this is no YAML: expected ',' or ']', but got : (while"
                        + " parsing a flow sequence)",
                "to: lens cloud | to: *lens | t.yaml:8:9: aliases (*name) are not read; write the value out",
            })
    void aMistakeIsToldWithItsPlaceAndWhatIsAllowed(String good, String bad, String complaint) {
        assertEquals(List.of(complaint), complaints(ROW.replaceFirst(java.util.regex.Pattern.quote(good), bad)));
    }

    @Test
    void anIdThatStandsTwiceNamesTheFirstPlace() {
        String row = ROW.substring(ROW.indexOf("  - id"));
        assertEquals(
                List.of("t.yaml:16:9: id \"lens-443\" stands already in line 4; each row has an id of its own"),
                complaints(ROW + row));
    }

    @Test
    void allMistakesAreToldAtOnceAndAtMostTwenty() {
        List<String> two = complaints(ROW.replace("TCP", "ICMP").replace("required", "wanted"));
        assertEquals(2, two.size());
        assertTrue(two.get(0).startsWith("t.yaml:11:"), two.get(0));
        assertTrue(two.get(1).startsWith("t.yaml:15:"), two.get(1));

        StringBuilder many = new StringBuilder("name: n\nversion: v\nrows:\n");
        many.append("  - wrong\n".repeat(50));
        assertEquals(20, complaints(many.toString()).size());
    }

    @Test
    void theMessageOfTheFailureIsOneLine() {
        PortTableException failure = assertThrows(
                PortTableException.class,
                () -> PortTableFile.read("t.yaml", ROW.replace("TCP", "ICMP").replace("required", "wanted")));
        assertEquals(
                "t.yaml:11:16: key \"protocols\" has \"ICMP\"; allowed are TCP and UDP (and 1 more)",
                failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | t.yaml:1:1: the file is empty; a port table has the keys name, version and rows",
                "`# nothing\n` | t.yaml:1:1: the file is empty; a port table has the keys name, version and rows",
                "- a | t.yaml:1:1: the file is a list; a port table is a mapping with the keys name, version, unit-names, rows",
                "hello | t.yaml:1:1: the file is a text; a port table is a mapping with the keys name, version, unit-names,"
                        + " rows",
                "`name: a\nversion: b` | t.yaml:1:1: key \"rows\" is missing; it gives the list of rows",
                "`name: a\nversion: b\nrows: []` | t.yaml:3:7: key \"rows\" takes a list with at least one row",
                "`name: a\n---\nname: b` | t.yaml:2:1: a second document begins here; a port table is one document",
                "`{[a]: b}` | t.yaml:1:2: a key must be a word, not a list or a mapping",
            })
    void whatIsNoTableAtAllIsToldSo(String text, String complaint) {
        assertEquals(List.of(complaint), complaints(text));
    }

    @Test
    void aFewLinesThatStandForBillionsAreRefused() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [ha, ha, ha]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a");
            laughs.append(i - 1).append("]\n");
        }
        assertEquals(
                List.of("t.yaml:2:10: aliases (*name) are not read; write the value out"),
                complaints(laughs.toString()));
    }

    @Test
    void deepNestingIsRefusedWhereItPassesTheBound() {
        List<String> complaints = complaints("a: " + "[".repeat(100_000));
        assertEquals(List.of("t.yaml:1:19: this lies more than 16 levels deep; a port table is flat"), complaints);
    }

    @Test
    void aHugeFileIsRefusedUnread() {
        assertEquals(
                List.of("t.yaml:1:1: the file has 1000001 characters; at most 1000000 are read"),
                complaints("#".repeat(1_000_001)));
    }

    @Test
    void manyValuesAreRefused() {
        List<String> complaints = complaints("a: [" + "1,".repeat(250_000) + "]");
        assertEquals(1, complaints.size());
        assertTrue(
                complaints.get(0).endsWith("the file has more than 200000 values; a port table is small"),
                complaints.get(0));
    }

    @Test
    void noDamageToAFileEverThrowsAnythingButComplaints() {
        long seed = 20170707;
        SplittableRandom random = new SplittableRandom(seed);
        String good = PortTables.builtIn().text();
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder(good.substring(random.nextInt(4000), good.length()));
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                text.setCharAt(
                        random.nextInt(text.length()),
                        "\u0000\t\n:-[]{}*&!|>'\"%@`#,?a9\ud800é".charAt(random.nextInt(25)));
            }
            try {
                PortTableFile.read("t.yaml", text.toString());
            } catch (PortTableException e) {
                for (String complaint : e.complaints()) {
                    assertTrue(complaint.matches("t\\.yaml:\\d+:\\d+: (?s).+"), "seed " + seed + ": " + complaint);
                }
            }
        }
    }

    private static List<String> complaints(String text) {
        return assertThrows(PortTableException.class, () -> PortTableFile.read("t.yaml", text))
                .complaints();
    }
}
