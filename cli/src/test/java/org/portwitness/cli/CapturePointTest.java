package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.portwitness.cli.ToldCall.room;
import static org.portwitness.cli.ToldCall.theCall;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Dns;
import org.portwitness.testdata.Scenario;

/** On which side of the firewall the capture was taken: by the units' addresses, and where those do not tell, by their hop limits. */
class CapturePointTest {
    private static final String UNIT_V6 = "2001:db8:20:30::40";
    private static final String DNS_V6 = "2001:db8:20::53";
    private static final String LYNC = "webdir.online.lync.com";
    private static final String LYNC_V6 = "2603:1063::10";

    private static final String UNIT_SIDE = "Taken on the unit's side of the site's firewall: its packets come with an"
            + " untouched hop limit, so no router lies between. A silence means that the request was lost beyond this"
            + " point, or the answer on its way back.";

    private static void expect(Analysed it, String place, String meaning) {
        assertEquals(meaning, it.report().text("/visibility/capture_point/meaning"));
        assertEquals(place, it.report().text("/visibility/capture_point/place"));
    }

    private static Frames ofIpv6() {
        Scenario s = Scenario.start()
                .as(UNIT_V6)
                .pause(1)
                .https("portal.kickle.com", "2001:db8:1::10")
                .pause(1)
                .tcpBlocked(LYNC_V6, 443)
                .idle(20);
        return resolved(resolved(Frames.of(s), 0.1, "portal.kickle.com", "2001:db8:1::10"), 0.3, LYNC, LYNC_V6);
    }

    private static Frames resolved(Frames frames, double seconds, String name, String address) {
        int id = (int) (seconds * 10);
        return frames.udp(seconds, UNIT_V6, 40_000 + id, DNS_V6, 53, Dns.query(id, name, Dns.AAAA))
                .udp(
                        seconds + 0.01,
                        DNS_V6,
                        53,
                        UNIT_V6,
                        40_000 + id,
                        Dns.answer(id, name, Dns.AAAA).address(address).bytes());
    }

    @Test
    void aPrivateUnitIsSeenFromItsSide() throws IOException {
        expect(
                Analysed.of(room()),
                "unit-side",
                "Taken on the unit's side of the site's firewall: the unit's own addresses are seen. A silence means that"
                        + " the request was lost beyond this point, or the answer on its way back.");
    }

    @Test
    void aUnitOfIpv6WhoseHopLimitIsUntouchedIsSeenFromItsSideAndTheFirewallIsLookedAt() throws IOException {
        Analysed it = Analysed.of(ofIpv6().pcap());
        expect(it, "unit-side", UNIT_SIDE);
        JsonTree call = theCall(it);
        assertEquals("firewall", call.text("/look_at"));
        assertEquals(
                "No call began: 4 SYNs to [2603:1063::10]:443 (webdir.online.lync.com) without an answer in 7.0 s. Look"
                        + " at the firewall first: what the unit sent, or what came back, was lost beyond this capture"
                        + " point.",
                call.text("/conclusion"));
    }

    @Test
    void behindRoutersTheFirewallMayBeAmongThem() throws IOException {
        Analysed it = Analysed.of(ofIpv6().changed(frame -> {
                    // the sender's hop limit behind the MAC addresses and seven bytes of IPv6
                    if (frame[12] == (byte) 0x86 && frame[21] == 64) {
                        frame[21] = 62;
                    }
                })
                .pcap());
        expect(
                it,
                "unknown",
                "It cannot be told on which side of the site's firewall the capture was taken: packets of the unit passed"
                        + " about 2 routers before it, and whether the firewall is among them does not show.");
        assertEquals("unknown", theCall(it).text("/look_at"));
    }

    @Test
    void aUnitWithAPrivateAddressBesideIpv6IsSeenFromItsSide() throws IOException {
        Scenario s =
                Scenario.start().resolve("portal.kickle.com", Scenario.KICKLE).idle(5);
        expect(
                Analysed.of(resolved(Frames.of(s), 3, LYNC, LYNC_V6).pcap()),
                "unit-side",
                "Taken on the unit's side of the site's firewall: the unit's own addresses are seen. A silence means that"
                        + " the request was lost beyond this point, or the answer on its way back.");
    }

    @Test
    void aPublicUnitOfIpv4IsSeenFromBeyondANat() throws IOException {
        Scenario s = Scenario.start().beyondNat("192.0.2.40").resolve("portal.kickle.com", Scenario.KICKLE);
        s.https("portal.kickle.com", Scenario.KICKLE);
        assertEquals("beyond-nat", Analysed.of(s).report().text("/visibility/capture_point/place"));
    }

    @Test
    void synsInVainTellItToo() throws IOException {
        Frames frames = Frames.none();
        for (int i = 0; i < 3; i++) {
            frames.syn(i, UNIT_V6, 40_000 + i, LYNC_V6, 443);
        }
        expect(Analysed.of(frames.pcap(), "--unit", UNIT_V6), "unit-side", UNIT_SIDE);
    }
}
