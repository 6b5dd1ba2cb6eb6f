package org.portwitness.testdata;

import static org.portwitness.testdata.Scenario.EXCHANGE_ONLINE;
import static org.portwitness.testdata.Scenario.RELAY;
import static org.portwitness.testdata.Scenario.SIGN_IN;
import static org.portwitness.testdata.Scenario.SKYPE_ONLINE;
import static org.portwitness.testdata.Scenario.UNIT;

import java.util.List;

/** Skype for Business Online and Kickle's cloud: everything works, and each kind of block. */
final class OnlineCases {
    private OnlineCases() {}

    static List<SampleCase> all() {
        return List.of(
                everythingWorks(),
                udp3478Dropped(),
                udp3478Prohibited(),
                relayRefuses(),
                tcp443Dropped(),
                oneServerDropped(),
                tcp443Refused(),
                tcp443Prohibited(),
                kickleBlocked(),
                legacy(
                        "legacy-8705-blocked-old-firmware",
                        "Old firmware, and TCP 8705 to Kickle's cloud is dropped",
                        legacyExpectation(1).options("--unit-version", "2.0.16200.1"),
                        "The firmware is older than 2.0.17317.02, so the row counts: exit 1."),
                legacy(
                        "legacy-8705-blocked-firmware-unknown",
                        "TCP 8705 is dropped, and nobody says which firmware the unit has",
                        legacyExpectation(0),
                        "Without --unit-version a legacy row is judged all the same but never causes exit 1."),
                legacy(
                        "legacy-8705-blocked-new-firmware",
                        "TCP 8705 is dropped, and the firmware no longer needs it",
                        Expectation.exit(0, "online")
                                .options("--unit-version", "2.0.18000.1")
                                .unit(UNIT, "kickle-name")
                                .ok("basic-dns-53", "kickle-https-443")
                                .row("kickle-auth-8705", "not-applicable")
                                .row("kickle-updates-8432", "not-applicable")
                                .openFindings("blocked-syn")
                                .because(
                                        "The contract does not say whether a row that does not apply may have findings."),
                        "From 2.0.17317.02 on both legacy rows do not apply."),
                oneWay3479());
    }

    private static Expectation signedIn(int exit) {
        return Expectation.exit(exit, "online")
                .unit(UNIT, "kickle-name")
                .ok("basic-dns-53", "kickle-https-443", "online-https-443");
    }

    private static SampleCase everythingWorks() {
        Scenario s = Stories.signIn(Scenario.start().renewLease())
                .resolve("captive.example.net", "198.51.100.80")
                .http("captive.example.net", "198.51.100.80", 204, "No Content")
                .resolve("www.example.com", "198.51.100.81")
                .https("www.example.com", "198.51.100.81")
                .pause(1);
        s.meanwhile(video -> MediaTalk.from(video.pause(0.02), Stories.VIDEO_PORT)
                .allocates(RELAY, 3478)
                .checkedThroughRelay(Stories.MEDIA_RELAY, 3480)
                .mediaThroughRelay(Stories.MEDIA_RELAY, 3480, 122, 4));
        s.meanwhile(sharing -> MediaTalk.from(sharing.pause(0.05), Stories.SHARING_PORT)
                .allocates(RELAY, 3478)
                .checkedThroughRelay(Stories.MEDIA_RELAY, 3481)
                .mediaThroughRelay(Stories.MEDIA_RELAY, 3481, 127, 3));
        MediaTalk.from(s, Stories.AUDIO_PORT)
                .allocates(RELAY, Stories.ALTERNATE_RELAY, 3478)
                .relayedChecks(Stories.ALTERNATE_RELAY, 3478, "198.51.100.7", 50_020)
                .checkedThroughRelay(Stories.MEDIA_RELAY, 3479)
                .mediaThroughRelay(Stories.MEDIA_RELAY, 3479, 104, 6);
        return SampleCase.gzipped(
                "everything-works-online",
                "Everything works: a unit signs in to Office 365 and has a call with audio, video and sharing",
                s.idle(10),
                signedIn(0)
                        .ok("basic-dhcp-67", "internet-http-80", "internet-https-443")
                        .ok("online-udp-3478", "online-udp-3479", "online-udp-3480", "online-udp-3481")
                        .number("/tcp/attempts", 6)
                        .number("/tcp/outcomes/answered", 6)
                        .number("/stun/answered_from_other_address", 1)
                        .number("/visibility/two_way", true),
                """
                The lease is renewed, names are resolved, portal.kickle.com, Azure AD, Exchange and Skype answer on 443, a page is fetched
                over HTTP. Audio, video and sharing allocate at a relay on 3478 and send SRTP over 3479, 3480 and 3481.

                Traps: MS-TURN answers without padding; a 401 is an answer; the alternate relay is asked and the first one answers; Send
                Requests and Data Indications have no answer and need none; the peer checks first, raw, and the unit answers in `ff10`
                frames. TCP 443 of the relay is never used, 50000-59999 neither: not seen is no fault.
                """);
    }

    private static SampleCase udp3478Dropped() {
        return SampleCase.gzipped(
                "udp-3478-dropped",
                "A call that fails because UDP 3478 is dropped",
                Stories.callWithoutRelay(Stories.signIn(Scenario.start())),
                signedIn(1)
                        .row("online-udp-3478", "blocked")
                        .finding("unanswered-stun", "UDP", UNIT, RELAY, 3478, 8)
                        .number("/tcp/attempts", 4)
                        .number("/tcp/outcomes/answered", 4)
                        .number("/stun/transactions", 8)
                        .number("/stun/outcomes/unanswered", 8),
                """
                Signing in works: DNS, portal.kickle.com, Azure AD, Exchange, Skype. Then a call starts: audio and video ask the relay
                52.112.18.5 on UDP 3478 for an allocation, four times each in 40 seconds, each request sent ten times 650 ms apart, as MS-TURN
                has it. Nothing comes back; nobody falls back to TCP 443. The capture runs on for 15 seconds.

                Eight transactions in 80 packets: eight attempts, not eighty. 3479 to 3481 are never reached: not seen, no fault of theirs.
                """);
    }

    private static SampleCase udp3478Prohibited() {
        Scenario s = Stories.signIn(Scenario.start());
        for (int i = 0; i < 3; i++) {
            MediaTalk.from(s, Stories.AUDIO_PORT + 2 * i).allocateProhibited(RELAY, 3478);
            s.pause(2);
        }
        return SampleCase.pcap(
                "udp-3478-prohibited-by-icmp",
                "A firewall says no to UDP 3478 with ICMP",
                s.idle(10),
                signedIn(1).row("online-udp-3478", "refused").finding("unreachable", "UDP", UNIT, RELAY, 3478, 3),
                """
                Three Allocates to 52.112.18.5:3478; each is answered by 10.20.0.1 with ICMP 3/13 (administratively prohibited) that quotes the
                IP header and 8 bytes: no STUN byte is in the quotation, so it is matched by addresses and ports.

                Refused, not blocked: somebody answered. The source of the ICMP packet is the firewall, not the relay.
                """);
    }

    private static SampleCase relayRefuses() {
        Scenario s = Stories.signIn(Scenario.start());
        for (int i = 0; i < 3; i++) {
            MediaTalk.from(s, Stories.AUDIO_PORT + 2 * i).allocateDenied(RELAY, 3478, 486, "Allocation Quota Reached");
            s.pause(2);
        }
        return SampleCase.pcap(
                "relay-out-of-quota",
                "UDP 3478 is open, but the relay refuses every allocation",
                s.idle(10),
                signedIn(0).ok("online-udp-3478").findingOf("stun-refused-by-server", "UDP", UNIT, RELAY, 3478),
                """
                Each Allocate gets its 401, as usual, and then 486 Allocation Quota Reached, three times over. Any error code is an answer, so
                the port is open and the row is ok; the call will fail all the same, and that deserves a finding.
                """);
    }

    private static SampleCase tcp443Dropped() {
        Scenario s = Stories.kicklePortal(Scenario.start())
                .resolve("login.microsoftonline.com", SIGN_IN)
                .resolve("outlook.office365.com", EXCHANGE_ONLINE)
                .resolve("webdir.online.lync.com", SKYPE_ONLINE)
                .meanwhile(other -> other.pause(0.4).tcpBlocked(EXCHANGE_ONLINE, 443))
                .meanwhile(other -> other.pause(0.9).tcpBlocked(SKYPE_ONLINE, 443))
                .tcpBlocked(SIGN_IN, 443)
                .pause(2)
                .tcpBlocked(EXCHANGE_ONLINE, 443)
                .idle(6);
        return SampleCase.pcap(
                "tcp-443-to-office365-silently-dropped",
                "TCP 443 to Office 365 is dropped without a word",
                s,
                Expectation.exit(1, "online")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443")
                        .row("online-https-443", "blocked")
                        .finding("blocked-syn", "TCP", UNIT, SIGN_IN, 443, 1)
                        .finding("blocked-syn", "TCP", UNIT, EXCHANGE_ONLINE, 443, 2)
                        .finding("blocked-syn", "TCP", UNIT, SKYPE_ONLINE, 443, 1)
                        .number("/tcp/attempts", 5)
                        .number("/tcp/outcomes/unanswered", 4)
                        .number("/tcp/syn_packets", 17),
                """
                Kickle's cloud works. SYNs to Azure AD, Exchange and Skype are sent at 0, 1, 3 and 7 seconds and never answered; Exchange is
                tried twice. Names are known from DNS alone, since no hello is ever sent. Four SYNs of one attempt are one attempt.
                """);
    }

    private static SampleCase oneServerDropped() {
        Scenario s = Stories.signIn(Scenario.start())
                .resolve("outlook.office.com", "52.96.30.40")
                .tcpBlocked("52.96.30.40", 443)
                .pause(1)
                .tcpBlocked("52.96.30.40", 443)
                .idle(6);
        return SampleCase.pcap(
                "one-office365-server-dropped",
                "Office 365 works, but one Exchange address is dropped",
                s,
                Expectation.exit(1, "online")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443")
                        .row("online-https-443", "partial")
                        .finding("blocked-syn", "TCP", UNIT, "52.96.30.40", 443, 2),
                """
                Azure AD, 40.96.10.20 and Skype answer; 52.96.30.40, a range that an old list of permitted addresses lacks, does not, in two
                attempts of four SYNs each. Some servers work and another does not: partial, and that is exit 1 for a required row.
                """);
    }

    private static SampleCase tcp443Refused() {
        Scenario s = Stories.kicklePortal(Scenario.start())
                .resolve("login.microsoftonline.com", SIGN_IN)
                .tcpRefused(SIGN_IN, 443, 63)
                .pause(1)
                .tcpRefused(SIGN_IN, 443, 63)
                .resolve("outlook.office365.com", EXCHANGE_ONLINE)
                .tcpRefused(EXCHANGE_ONLINE, 443, 63)
                .resolve("webdir.online.lync.com", SKYPE_ONLINE)
                .tcpRefused(SKYPE_ONLINE, 443, 63)
                .idle(10);
        return SampleCase.pcap(
                "tcp-443-refused-by-rst",
                "TCP 443 to Office 365 is answered with RST",
                s,
                Expectation.exit(1, "online")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443")
                        .row("online-https-443", "refused")
                        .finding("refused-syn", "TCP", UNIT, SIGN_IN, 443, 2)
                        .finding("refused-syn", "TCP", UNIT, EXCHANGE_ONLINE, 443, 1)
                        .finding("refused-syn", "TCP", UNIT, SKYPE_ONLINE, 443, 1)
                        .number("/tcp/outcomes/refused", 4),
                """
                Each SYN gets a RST whose ack is the SYN's number plus one, after a quarter of the way to the cloud and with a TTL of 63, as the
                site's own devices have it: somebody near the unit refuses in the servers' name. One answer is proof, no repetition is needed.
                """);
    }

    private static SampleCase tcp443Prohibited() {
        Scenario s = Stories.kicklePortal(Scenario.start())
                .resolve("login.microsoftonline.com", SIGN_IN)
                .tcpProhibited(SIGN_IN, 443)
                .pause(1)
                .tcpProhibited(SIGN_IN, 443)
                .resolve("webdir.online.lync.com", SKYPE_ONLINE)
                .tcpProhibited(SKYPE_ONLINE, 443)
                .idle(10);
        return SampleCase.pcap(
                "tcp-443-prohibited-by-icmp",
                "A firewall says no to TCP 443 with ICMP",
                s,
                Expectation.exit(1, "online")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443")
                        .row("online-https-443", "refused")
                        .finding("unreachable", "TCP", UNIT, SIGN_IN, 443, 2)
                        .finding("unreachable", "TCP", UNIT, SKYPE_ONLINE, 443, 1)
                        .number("/tcp/outcomes/unreachable", 3),
                """
                10.20.0.1 answers each SYN with ICMP 3/13. The quotation ends after 8 bytes of TCP: ports and sequence number, nothing more.
                """);
    }

    private static SampleCase kickleBlocked() {
        Scenario s = Scenario.start()
                .onVlan(30)
                .resolveAlias("portal.kickle.com", "portal.cdn.example.net", Scenario.KICKLE)
                .resolve("api.kickle.com", Stories.KICKLE_API)
                .meanwhile(other -> other.pause(0.3).tcpBlocked(Stories.KICKLE_API, 443))
                .tcpBlocked(Scenario.KICKLE, 443);
        return SampleCase.pcap(
                "kickle-cloud-blocked",
                "Kickle's cloud cannot be reached, Office 365 can",
                Stories.officeSignIn(s).idle(10),
                Expectation.exit(1, "online")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "online-https-443")
                        .row("kickle-https-443", "blocked")
                        .finding("blocked-syn", "TCP", UNIT, Scenario.KICKLE, 443, 1)
                        .finding("blocked-syn", "TCP", UNIT, Stories.KICKLE_API, 443, 1),
                """
                The mirror delivers VLAN tags. portal.kickle.com is an alias: the address belongs to the name that was asked for as well as to
                the one at the end of the chain. No hello is ever sent, so only DNS tells that these SYNs are for Kickle's cloud.
                """);
    }

    private static Expectation legacyExpectation(int exit) {
        return Expectation.exit(exit, "online")
                .unit(UNIT, "kickle-name")
                .ok("basic-dns-53", "kickle-https-443", "kickle-updates-8432")
                .row("kickle-auth-8705", "blocked")
                .finding("blocked-syn", "TCP", UNIT, Stories.KICKLE_CLOUD, 8705, 2);
    }

    private static SampleCase legacy(String name, String title, Expectation expected, String point) {
        Scenario s = Stories.kicklePortal(Scenario.start())
                .resolve("cloud.kickle.com", Stories.KICKLE_CLOUD)
                .tcpBlocked(Stories.KICKLE_CLOUD, 8705)
                .https12("cloud.kickle.com", Stories.KICKLE_CLOUD, 8432)
                .tcpBlocked(Stories.KICKLE_CLOUD, 8705)
                .idle(6);
        return SampleCase.pcap(
                name,
                title,
                s,
                expected,
                """
                The unit asks cloud.kickle.com on 8705 twice, four SYNs each, and hears nothing; updates on 8432 and the portal on 443 work.
                """
                        + point
                        + "\nThe three legacy samples have the same packets and differ in what is said about the firmware.\n");
    }

    private static SampleCase oneWay3479() {
        Scenario s = Stories.signIn(Scenario.start());
        s.meanwhile(video -> MediaTalk.from(video.pause(0.02), Stories.VIDEO_PORT)
                .allocates(RELAY, 3478)
                .checkedThroughRelay(Stories.MEDIA_RELAY, 3480)
                .mediaThroughRelay(Stories.MEDIA_RELAY, 3480, 122, 4));
        MediaTalk.from(s, Stories.AUDIO_PORT).allocates(RELAY, 3478).mediaOneWay(Stories.MEDIA_RELAY, 3479, 104, 8);
        return SampleCase.gzipped(
                "media-3479-one-way",
                "Audio leaves on UDP 3479 and nothing comes back",
                s.idle(10),
                signedIn(1)
                        .ok("online-udp-3478", "online-udp-3480")
                        .row("online-udp-3479", "one-way")
                        .findingOf("one-way-media", "UDP", UNIT, Stories.MEDIA_RELAY, 3479),
                """
                Both allocations succeed and video runs both ways over 3480. Audio sends SRTP in `ff10` frames to 52.112.40.9:3479 for eight
                seconds; no media, no RTCP, no STUN comes back on that socket pair. The unit is heard in both directions otherwise, so the
                mirror is not to blame.
                """);
    }
}
