package org.portwitness.analyzer.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.analyzer.evidence.Address;

class ServerRoleTest {
    @Test
    void aBlockGivesItsAddressesARole() {
        ServerRole role = ServerRole.parse("sfb=10.0.0.0/8");
        assertEquals(Role.SFB, role.role());
        assertTrue(role.matches(Address.parse("10.255.255.255")));
        assertFalse(role.matches(Address.parse("11.0.0.0")));
        assertFalse(role.matches("10.0.0.1"));
    }

    @Test
    void aNameMayBeginWithAStar() {
        ServerRole role = ServerRole.parse("Exchange=*.mail.example.com");
        assertEquals(Role.EXCHANGE, role.role());
        assertTrue(role.matches("a.Mail.example.com"));
        assertFalse(role.matches("mail.example.com"));
        assertFalse(role.matches(Address.parse("10.0.0.1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | Server \"10.0.0.1\" has no role; write ROLE=ADDRESS, ROLE=CIDR or ROLE=NAME, such as"
                        + " sfb=10.0.0.0/8.",
                "lync=10.0.0.1 | Server \"lync=10.0.0.1\" has the role \"lync\", which is unknown; the roles are sfb, edge,"
                        + " webconf, exchange, office365, kickle.",
                "any=10.0.0.1 | Server \"any=10.0.0.1\" has the role \"any\", which is unknown; the roles are sfb, edge,"
                        + " webconf, exchange, office365, kickle.",
                "edge= | Server \"edge=\" names neither an address, nor a block such as 10.0.0.0/8, nor a host name such as"
                        + " sip.example.com or *.example.com.",
                "edge=10.0.0.0/33 | Server \"edge=10.0.0.0/33\" names neither an address, nor a block such as 10.0.0.0/8, nor"
                        + " a host name such as sip.example.com or *.example.com.",
            })
    void whatIsNoServerIsToldWithWhatIsAllowed(String text, String sentence) {
        assertEquals(
                sentence,
                assertThrows(IllegalArgumentException.class, () -> ServerRole.parse(text))
                        .getMessage());
    }
}
