package org.portwitness.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.capture.LinkType;
import org.portwitness.capture.live.SocketFilter;

class LiveFilterTest {
    private static SocketFilter compile(String expression) throws FilterException {
        return LiveFilter.compile(expression, LinkType.ETHERNET, 200);
    }

    @Test
    void theKernelGetsTheProgramAndCutsToTheSnapLength() throws FilterException {
        SocketFilter filter = compile("udp port 3478");
        assertNull(filter.rest());
        assertEquals("udp port 3478", filter.expression());
        // ldh [12]
        assertEquals(0x0028_0000_0000_000cL, filter.program().get(0));
        assertTrue(filter.program().contains(0x0006_0000_0000_0000L | 200));
    }

    @Test
    void whatAsksForTagsIsAskedAfterTheyAreBack() throws FilterException {
        SocketFilter filter = compile("vlan 5 and udp");
        assertEquals(0, filter.program().size());
        assertNotNull(filter.rest().get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbound", "udp and outbound", "(inbound)", "!inbound", "ifindex 3 or tcp"})
    void directionsAreRefused(String expression) {
        FilterException refusal = assertThrows(FilterException.class, () -> compile(expression));
        assertTrue(refusal.getMessage().contains("cannot be used while capturing"), refusal.getMessage());
    }

    @Test
    void hostsThatAreCalledLikeADirectionAreNoDirections() {
        FilterException refusal =
                assertThrows(FilterException.class, () -> compile("host inbound.invalid and prt outbound-3"));
        assertTrue(refusal.getMessage().contains("cannot be used on EN10MB frames"), refusal.getMessage());
    }
}
