package org.portwitness.testdata;

import static org.portwitness.testdata.Scenario.RELAY;
import static org.portwitness.testdata.Scenario.SIGN_IN;
import static org.portwitness.testdata.Scenario.UNIT;

import java.util.List;

/** Captures that do not tell enough for a verdict, and one that is taken elsewhere. */
final class CertaintyCases {
    private CertaintyCases() {}

    static List<SampleCase> all() {
        return List.of(oneDirection(), endsTooSoon(), singleSyn(), drops(), lossyMirror(), cut(), beyondNat());
    }

    private static SampleCase oneDirection() {
        Scenario s = Stories.signIn(Scenario.start().renewLease());
        MediaTalk.from(s, Stories.AUDIO_PORT).allocates(RELAY, 3478).mediaBothWays(Stories.MEDIA_RELAY, 3479, 104, 8);
        return SampleCase.pcap(
                "one-directional-mirror",
                "The mirror shows what the unit sends and nothing that it receives",
                s.idle(15).onlySentBy(UNIT),
                Expectation.exit(4, "online")
                        .unit(UNIT, "kickle-name")
                        .row("basic-dns-53", "inconclusive")
                        .row("basic-dhcp-67", "inconclusive")
                        .row("online-udp-3478", "inconclusive")
                        .row("online-udp-3479", "inconclusive")
                        .openRows("kickle-https-443", "online-https-443")
                        .mustNot("kickle-https-443", "blocked", "refused", "tls-failed", "partial", "not-seen")
                        .mustNot("online-https-443", "blocked", "refused", "tls-failed", "partial", "not-seen")
                        .number("/visibility/two_way", false)
                        .number("/tcp/outcomes/proceeded", 4)
                        .number("/tcp/outcomes/unanswered", 0)
                        .because(
                                "The unit goes on with its connections, which proves the ports open; that TLS completed cannot be seen."),
                """
                A call that works, half of it: queries, Allocates and eight seconds of SRTP without a single answer. Nothing of it is blocked and
                the media is not one-way: the mirror is. TCP goes on, the unit acknowledges data that was not captured: `proceeded`.
                """);
    }

    private static SampleCase endsTooSoon() {
        Scenario s = Stories.kicklePortal(Scenario.start()).resolve("login.microsoftonline.com", SIGN_IN);
        double begin = (s.now() - Scenario.START) / 1e9;
        s.meanwhile(call -> MediaTalk.from(call.pause(0.1), Stories.AUDIO_PORT).allocateBlocked(RELAY, 3478))
                .tcpBlocked(SIGN_IN, 443)
                .stoppedAfter(begin + 1.6);
        return SampleCase.pcap(
                "capture-ends-too-soon",
                "Somebody stopped capturing 1.6 seconds into the trouble",
                s,
                Expectation.exit(4, "online")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443")
                        .row("online-https-443", "inconclusive")
                        .row("online-udp-3478", "inconclusive")
                        .number("/tcp/outcomes/undecided", 1)
                        .number("/stun/outcomes/undecided", 1),
                """
                Two SYNs and three sendings of an Allocate, then the capture ends: the answers may have come later. Pending is never evidence.
                """);
    }

    private static SampleCase singleSyn() {
        Scenario s = Stories.kicklePortal(Scenario.start())
                .resolve("login.microsoftonline.com", SIGN_IN)
                .tcpSingleSyn(SIGN_IN, 443)
                .idle(20);
        return SampleCase.pcap(
                "single-syn",
                "One SYN, never repeated, never answered",
                s,
                Expectation.exit(4, "online")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443")
                        .row("online-https-443", "inconclusive")
                        .number("/tcp/outcomes/unanswered", 1),
                """
                The attempt is unanswered, since the capture runs on for 20 seconds, but one sending with nothing after it can be a parallel
                attempt that was given up: inconclusive, and no finding.
                """);
    }

    private static SampleCase drops() {
        Scenario s = Stories.callWithoutRelay(Stories.signIn(Scenario.start()));
        return SampleCase.of(
                "capture-with-drops",
                "The capturing machine dropped 2 % of the packets",
                "capture.pcapng",
                s.pcapng(s.packets() * 2L / 98 + 1),
                Expectation.exit(4, "online")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443", "online-https-443")
                        .row("online-udp-3478", "inconclusive")
                        .number("/captures/0/format", "pcapng")
                        .number("/captures/0/dropped/kernel", s.packets() * 2L / 98 + 1),
                """
                The packets of `udp-3478-dropped` in a pcapng file whose interface statistics at the end admit kernel drops of 2 %. Answers may be
                among what was dropped: a silence is inconclusive from 1 % on, and there are no findings of silence. What was seen to work still does.
                """);
    }

    private static SampleCase lossyMirror() {
        Scenario s = Scenario.start().resolve("www.example.com", "198.51.100.81");
        TcpTalk download = s.tcp("198.51.100.81", 443)
                .open()
                .say(Tls.clientHello("www.example.com", 9).record())
                .hear(Tls.serverFlight13(4))
                .say(Tls.clientFinish13(4), Tls.applicationData(4, 400));
        for (int i = 0; i < 12; i++) {
            download.hear(Tls.applicationData(20 + i, 15_000));
        }
        download.close();
        s.losingEvery(25);
        return SampleCase.gzipped(
                "mirror-loses-packets",
                "The mirror loses one packet in 25 while a page is fetched, and admits nothing",
                Stories.callWithoutRelay(Stories.signIn(s)),
                Expectation.exit(4, "online")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443", "online-https-443", "internet-https-443")
                        .row("online-udp-3478", "inconclusive")
                        .number("/health/0/kind", "lost-packets")
                        .number("/health/0/severity", "problem"),
                """
                A page of 180 kB, of which every 25th packet is missing although the unit acknowledges all of it: the network delivered what the
                capture does not hold. No statistics admit it. Then the call of `udp-3478-dropped`: its silence proves nothing here, as what loses
                4 % of the page may lose answers too. What was seen to work still does.
                """);
    }

    private static SampleCase cut() {
        Scenario s = Stories.signIn(Scenario.start()).idle(10);
        return SampleCase.of(
                "capture-cut-in-a-packet",
                "The file ends in the middle of its last packet",
                "capture.pcap",
                Damage.cutOff(s.pcap(), 20),
                Expectation.exit(4, "online")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443", "online-https-443")
                        .number("/captures/0/end", "cut")
                        .number("/captures/0/packets", s.packets() - 1),
                """
                Everything works, and the last ARP packet lacks 20 bytes. It is analysed up to there, the report says so, and the exit code is 4.
                """);
    }

    private static SampleCase beyondNat() {
        String outer = "192.0.2.40";
        Scenario s = Stories.callWithoutRelay(Stories.signIn(Scenario.start().beyondNat(outer)));
        return SampleCase.gzipped(
                "udp-3478-dropped-seen-beyond-the-nat",
                "UDP 3478 is dropped, seen on the other side of the site's NAT",
                s,
                Expectation.exit(1, "online")
                        .options("--unit", outer)
                        .unit(outer, "given")
                        .ok("kickle-https-443", "online-https-443")
                        .row("online-udp-3478", "blocked")
                        .finding("unanswered-stun", "UDP", outer, RELAY, 3478, 8),
                """
                The story of `udp-3478-dropped`, captured between the site's router and the Internet: the unit appears as 192.0.2.40 with a TTL of 62,
                its DNS does not appear at all. The requests left the site, so whoever drops them stands further out: the report should say where
                it takes the capture point to be.
                """);
    }
}
