package org.portwitness.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.capture.LinkType;

class LiveBasicsTest {
    @ParameterizedTest
    @CsvSource({"1, 131072", "2, 131072", "4, 262144", "8, 262144", "64, 262144", "2047, 262144"})
    void blocksSuitTheBuffer(long mebibytes, int blockBytes) {
        assertEquals(blockBytes, PacketSocket.blockBytes(mebibytes << 20));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "772, 1", "65534, 101", "519, 101", "768, 101", "776, 101", "512, -1", "801, -1", "-1, -1"})
    void hardwareTypesStandForTheLinkTypesThatLibpcapGivesThem(int hardware, int linkType) {
        assertEquals(linkType, Devices.linkType(hardware));
    }

    @ParameterizedTest
    @CsvSource({"0x0, DOWN", "0x40, DOWN", "0x1, NO_CARRIER", "0x1003, NO_CARRIER", "0x41, UP", "-1, DOWN"})
    void flagsTellTheState(String flags, Device.State state) {
        assertEquals(state, Devices.state(Integer.decode(flags)));
    }

    @Test
    void whatIsNotKnownBeforeIsFilteredAsCookedFrames() {
        assertEquals(LinkType.LINUX_SLL, device(Device.UNKNOWN_LINK_TYPE).filterLinkType());
        assertEquals("?", device(Device.UNKNOWN_LINK_TYPE).linkTypeName());
        assertEquals(LinkType.ETHERNET, device(LinkType.ETHERNET).filterLinkType());
        assertEquals("EN10MB", device(LinkType.ETHERNET).linkTypeName());
    }

    private static Device device(int linkType) {
        return new Device(1, "x", List.of(), Device.State.UP, linkType, false);
    }

    @Test
    void eachWayToRunTheProgramHasItsOwnGrant() {
        assertTrue(CapturePermission.hint(true, "/opt/pw/bin/portwitness")
                .endsWith("sudo setcap cap_net_raw=ep /opt/pw/bin/portwitness"));
        String checkout = CapturePermission.hint(true, null);
        assertTrue(checkout.contains("--ambient-caps=+net_raw"));
        // it would no longer start
        assertFalse(checkout.contains("setcap"));
        assertTrue(CapturePermission.hint(false, null).contains("administrator"));
    }

    @Test
    void aCounterOf32BitsGoesOnGrowing() {
        GrowingCount count = new GrowingCount();
        count.set(5);
        count.set(5);
        assertEquals(5, count.value());
        count.set(0xffff_fffeL);
        assertEquals(0xffff_fffeL, count.value());
        count.set(3);
        assertEquals(0x1_0000_0003L, count.value());
    }

    @Test
    void patienceIsWhatTheBufferLastsAtTheRateOfTheLastSecond() {
        long second = 1_000_000_000L;
        Patience patience = new Patience(64, 0);
        assertEquals(Long.MAX_VALUE, patience.nanos(0));
        patience.add(8, second / 2);
        assertEquals(8 * second, patience.nanos(second / 2), "8 blocks in this second, or more");
        patience.add(8, second);
        assertEquals(4 * second, patience.nanos(second), "16 blocks a second");
        patience.add(32, second + second / 2);
        assertEquals(2 * second, patience.nanos(second + second / 2), "it is worse now");
        assertEquals(Long.MAX_VALUE, new Patience(64, 0).nanos(5 * second), "nothing comes");
    }
}
