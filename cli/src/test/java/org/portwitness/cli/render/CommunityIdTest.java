package org.portwitness.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;

class CommunityIdTest {
    private static Endpoint endpoint(String address, int port) {
        return new Endpoint(Address.parse(address), port);
    }

    /** The first three from the specification's own samples; the IPv6 one by hashing the drawn layout apart from this program. */
    @ParameterizedTest
    @CsvSource({
        "6, 10.0.0.1, 10, 10.0.0.2, 20, 1:9j2Dzwrw7T9E+IZi4b4IVT66HBI=",
        "17, 192.168.1.42, 4242, 8.8.8.8, 53, 1:vTdrngJjlP5eZ9mw9JtnKyn99KM=",
        "6, 127.0.0.1, 1234, 10.0.0.1, 80, 1:mgRgpIZSu0KHDp/QrtcWZpkJpMU=",
        "6, 2001:db8::1, 50000, 2001:db8::2, 443, 1:YXqXufkGr4i6TbJJYF83fvyDLZ8="
    })
    void theNameIsTheSpecificationsAndTheSameInBothDirections(
            int protocol, String one, int onePort, String other, int otherPort, String expected) {
        CommunityId id = new CommunityId();
        assertEquals(expected, id.of(protocol, endpoint(one, onePort), endpoint(other, otherPort)));
        assertEquals(expected, id.of(protocol, endpoint(other, otherPort), endpoint(one, onePort)));
    }

    @Test
    void thePortDecidesTheOrderWhereAddressesAreEqual() {
        CommunityId id = new CommunityId();
        assertEquals(
                id.of(6, endpoint("10.0.0.1", 80), endpoint("10.0.0.1", 40000)),
                id.of(6, endpoint("10.0.0.1", 40000), endpoint("10.0.0.1", 80)));
    }
}
