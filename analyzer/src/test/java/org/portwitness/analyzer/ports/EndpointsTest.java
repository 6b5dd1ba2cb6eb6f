package org.portwitness.analyzer.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.analyzer.evidence.Address;

class EndpointsTest {
    private static final Endpoints BUILT_IN = Endpoints.builtIn();

    @ParameterizedTest
    @CsvSource({
        "52.114.7.8, 11, SKYPE, true, 2023-07-31",
        "52.123.0.1, 11, SKYPE, true, 2023-07-31",
        "13.107.64.1, 11, SKYPE, true, 2023-07-31",
        "2603:1063::5, 11, SKYPE, true, 2023-07-31",
        "40.97.0.1, 1, EXCHANGE, true, 2023-07-31",
        "20.190.128.1, 56, AZURE_AD, true, 2023-07-31",
    })
    void anAddressBelongsToWhatAUnitWantsOfIt(
            String address, int id, EndpointArea area, boolean needed, String snapshot) {
        assertEquals(new EndpointMatch(id, area, needed, snapshot), BUILT_IN.areaOf(Address.parse(address)));
    }

    @ParameterizedTest
    @CsvSource({
        "webdir.online.lync.com, 12, SKYPE, true",
        "TEAMS.microsoft.com., 12, SKYPE, true",
        "api.flightproxy.teams.microsoft.com, 12, SKYPE, true",
        "contoso.skypeforbusiness.com, 22, SKYPE, true",
        "outlook.office365.com, 1, EXCHANGE, true",
        "autodiscover.contoso.onmicrosoft.com, 8, EXCHANGE, true",
        "login.microsoftonline.com, 56, AZURE_AD, true",
        "contoso.sharepoint.com, 31, SHAREPOINT, false",
    })
    void aNameBelongsToTheEntryThatNamesItBest(String name, int id, EndpointArea area, boolean needed) {
        EndpointMatch match = BUILT_IN.areaOfName(name);
        assertEquals(id, match.id());
        assertEquals(area, match.area());
        assertEquals(needed, match.needed());
    }

    @Test
    void wildcardsOfOptionalEntriesLoseAndCountForNoRow() {
        EndpointMatch match = BUILT_IN.areaOfName("www.microsoft.com");
        assertEquals(EndpointArea.COMMON, match.area());
        assertFalse(match.needed());
        EndpointMatch storage = BUILT_IN.areaOfName("someone.windows.net");
        assertEquals(59, storage.id());
        assertFalse(storage.needed());
        Endpoints own = read("""
                [{"id": 1, "serviceArea": "Common", "urls": ["*.teams.example.com"], "required": false},
                 {"id": 2, "serviceArea": "Skype", "urls": ["*.example.com"], "required": true}]
                """);
        assertEquals(2, own.areaOfName("x.teams.example.com").id());
    }

    @Test
    void whatIsOutsideIsNull() {
        assertNull(BUILT_IN.areaOf(Address.parse("8.8.8.8")));
        assertNull(BUILT_IN.areaOf(Address.parse("52.116.0.0")));
        assertNull(BUILT_IN.areaOf(Address.parse("2001:db8::1")));
        assertNull(BUILT_IN.areaOfName("lync.com.example.org"));
        assertNull(BUILT_IN.areaOfName("api.kickle.com"));
    }

    @Test
    void oldListsRecogniseButAreNeverAdvised() {
        Address onlyIn2018 = Address.parse("13.70.151.216");
        EndpointMatch match = BUILT_IN.areaOf(onlyIn2018);
        assertEquals("2018-10-01", match.snapshot());
        assertNull(BUILT_IN.newestCovering(onlyIn2018));
        for (AddressRange range : BUILT_IN.rangesForAdvice(EndpointKind.WEB)) {
            assertFalse(range.contains(onlyIn2018), range.toString());
        }
    }

    @Test
    void mediaIsWhatTheMediaEntryHas() {
        assertTrue(BUILT_IN.isMedia(Address.parse("52.115.255.255")));
        assertTrue(BUILT_IN.isMedia(Address.parse("13.107.127.255")));
        assertFalse(BUILT_IN.isMedia(Address.parse("52.238.119.141")));
        assertEquals(
                "[13.107.64.0/18, 52.112.0.0/14, 52.122.0.0/15, 2603:1063::/39]",
                BUILT_IN.mediaRanges().toString());
        assertEquals(BUILT_IN.mediaRanges(), BUILT_IN.rangesForAdvice(EndpointKind.MEDIA));
        assertEquals(List.of(), BUILT_IN.namesForAdvice(EndpointKind.MEDIA));
    }

    @Test
    void webAdviceHasSkypeExchangeAndSignInOnceEach() {
        List<AddressRange> ranges = BUILT_IN.rangesForAdvice(EndpointKind.WEB);
        assertTrue(ranges.contains(AddressRange.parse("52.112.0.0/14")));
        assertTrue(ranges.contains(AddressRange.parse("40.96.0.0/13")));
        assertTrue(ranges.contains(AddressRange.parse("20.190.128.0/18")));
        for (AddressRange range : ranges) {
            assertEquals(
                    1, ranges.stream().filter(other -> other.contains(range)).count(), range.toString());
        }
        List<String> names = BUILT_IN.namesForAdvice(EndpointKind.WEB).stream()
                .map(NamePattern::toString)
                .toList();
        assertTrue(names.containsAll(List.of("*.lync.com", "outlook.office365.com", "login.microsoftonline.com")));
        assertFalse(names.contains("*.sharepoint.com"));
    }

    @Test
    void thePrefixAroundAPeerComesFromTheNewestList() {
        assertEquals(
                "52.112.0.0/14",
                BUILT_IN.newestCovering(Address.parse("52.114.1.1")).toString());
        assertNull(BUILT_IN.newestCovering(Address.parse("10.0.0.1")));
    }

    @Test
    void theVersionNamesTheDates() {
        assertEquals("2023-07-31 (and 2018-10-01 to recognise)", BUILT_IN.version());
    }

    @Test
    void aListOfTheUsersReplacesTheBuiltInOnes() {
        Endpoints own = read("""
                [{"id": 11, "serviceArea": "Skype", "ips": ["198.51.100.0/24"], "udpPorts": " 3478, 3479 - 3481 ",
                  "something": {"new": [1, {"deep": null}]}, "tcpPorts": null},
                 {"id": 12, "serviceArea": "Skype", "tcpPorts": "443,80", "ips": ["203.0.113.0/25"], "urls": ["<tenant>.x"]}]
                """);
        assertTrue(own.isMedia(Address.parse("198.51.100.7")));
        assertFalse(own.isMedia(Address.parse("52.114.1.1")));
        assertNull(own.areaOf(Address.parse("52.114.1.1")));
        assertEquals("[198.51.100.0/24]", own.mediaRanges().toString());
        assertEquals("[203.0.113.0/25]", own.rangesForAdvice(EndpointKind.WEB).toString());
        assertEquals("own.json", own.version());
        assertEquals("own.json", own.areaOf(Address.parse("203.0.113.1")).snapshot());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | own.json:1:1: the file is no JSON array; a list as Microsoft's endpoint web service gives it is expected",
                "[] | own.json:1:2: the list is empty; at least one entry is expected",
                "[1] | own.json:1:2: an entry is an object with id and serviceArea",
                "`[{\"id\": 1}]` | own.json:1:10: the entry that ends here has no serviceArea",
                "`[{\"serviceArea\": \"Skype\"}]` | own.json:1:25: the entry that ends here has no id",
                "`[{\"id\": \"x\"}]` | own.json:1:9: key \"id\" takes a whole number",
                "`[\n {\"ips\": [\"10.0.0.0/99\"]}]` | own.json:2:11: key \"ips\": \"10.0.0.0/99\" is no address; write one such"
                        + " as 10.1.2.3 or 2001:db8::1, or a block such as 10.0.0.0/8.",
                "`[{\"ips\": \"10.0.0.0/8\"}]` | own.json:1:10: key \"ips\" takes a list of texts",
                "`[{\"tcpPorts\": \"80,99999\"}]` | own.json:1:15: key \"tcpPorts\": \"99999\" is no port range; write a port"
                        + " of 1 to 65535, or LO-HI such as 50000-59999.",
            })
    void aListThatIsNoneIsToldWithItsPlace(String json, String complaint) {
        assertEquals(
                complaint,
                assertThrows(EndpointsException.class, () -> Endpoints.read("own.json", bytes(json)))
                        .getMessage());
    }

    @Test
    void whatIsNoJsonIsToldWithItsPlaceInOneLine() {
        for (String json : List.of("", "[", "[{\"id\": 1,,", "hello", "[{}] []", "[" + "[".repeat(5000), "\u0000")) {
            String message = assertThrows(EndpointsException.class, () -> Endpoints.read("own.json", bytes(json)))
                    .getMessage();
            assertTrue(message.matches("own\\.json:\\d+:\\d+: .+"), message);
        }
    }

    @Test
    void noDamageToAListEverThrowsAnythingElse() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = bytes("""
                [{"id": 11, "serviceArea": "Skype", "ips": ["198.51.100.0/24", "2603:1063::/39"], "udpPorts": "3478",
                  "urls": ["*.lync.com"], "tcpPorts": "80,443", "required": true, "category": "Allow", "notes": "\u00e9"}]
                """);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Endpoints.read("own.json", bytes);
            } catch (EndpointsException e) {
                assertTrue(
                        e.getMessage().matches("(?s)own\\.json:\\d+:\\d+: .+"), "seed " + seed + ": " + e.getMessage());
            }
        }
    }

    private static Endpoints read(String json) {
        try {
            return Endpoints.read("own.json", bytes(json));
        } catch (EndpointsException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
