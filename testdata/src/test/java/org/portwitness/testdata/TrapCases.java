package org.portwitness.testdata;

import static org.portwitness.testdata.Scenario.EXCHANGE_ONLINE;
import static org.portwitness.testdata.Scenario.KICKLE;
import static org.portwitness.testdata.Scenario.RELAY;
import static org.portwitness.testdata.Scenario.SIGN_IN;
import static org.portwitness.testdata.Scenario.SKYPE_ONLINE;
import static org.portwitness.testdata.Scenario.UNIT;

import java.util.List;

/** TLS that fails in other ways, and traffic that misleads who looks only once. */
final class TrapCases {
    private TrapCases() {}

    static List<SampleCase> all() {
        return List.of(
                resetAfterHello(),
                silenceAfterHello(),
                inspectedByProxy(),
                privatePeers(),
                duplicates(),
                unpadded401(),
                pseudoTlsWorks(),
                servfail(),
                dnsUnanswered(),
                secondDnsSilent(),
                ipv6Fails(),
                certificateExpired(),
                clockAndRevocation(),
                proxyConnect(),
                proxyRefuses(),
                splitHellos());
    }

    private static Expectation online(int exit, String... okRows) {
        return Expectation.exit(exit, "online").unit(UNIT, "kickle-name").ok(okRows);
    }

    private static SampleCase resetAfterHello() {
        Scenario s = Scenario.start()
                .resolve("portal.kickle.com", KICKLE)
                .tlsReset("portal.kickle.com", KICKLE, 63)
                .pause(1)
                .tlsReset("portal.kickle.com", KICKLE, 63)
                .resolve("api.kickle.com", Stories.KICKLE_API)
                .tlsReset("api.kickle.com", Stories.KICKLE_API, 63);
        return SampleCase.pcap(
                "tls-reset-after-hello",
                "A filter on server names resets every connection to Kickle's cloud",
                Stories.officeSignIn(s).idle(10),
                online(1, "basic-dns-53", "online-https-443")
                        .row("kickle-https-443", "tls-failed")
                        .finding("tls-failed", "TCP", UNIT, KICKLE, 443, 2)
                        .finding("tls-failed", "TCP", UNIT, Stories.KICKLE_API, 443, 1),
                """
                TCP opens, the hello goes out, and a RST comes after a third of a round trip with a TTL of 63, while the server's SYN-ACK had 51:
                made by something nearer than the server. The port is open, so neither blocked nor refused.
                """);
    }

    private static SampleCase silenceAfterHello() {
        Scenario s = Stories.kicklePortal(Scenario.start())
                .resolve("login.microsoftonline.com", SIGN_IN)
                .meanwhile(other -> other.resolve("outlook.office365.com", EXCHANGE_ONLINE)
                        .tlsIgnored("outlook.office365.com", EXCHANGE_ONLINE))
                .meanwhile(other -> other.pause(0.5)
                        .resolve("webdir.online.lync.com", SKYPE_ONLINE)
                        .tlsSwallowed("webdir.online.lync.com", SKYPE_ONLINE))
                .tlsSwallowed("login.microsoftonline.com", SIGN_IN)
                .idle(40);
        return SampleCase.pcap(
                "tls-silence-after-hello",
                "TCP opens to Office 365, but no ClientHello is ever answered",
                s,
                online(1, "basic-dns-53", "kickle-https-443")
                        .row("online-https-443", "tls-failed")
                        .finding("tls-failed", "TCP", UNIT, SIGN_IN, 443, 1)
                        .finding("tls-failed", "TCP", UNIT, EXCHANGE_ONLINE, 443, 1)
                        .finding("tls-failed", "TCP", UNIT, SKYPE_ONLINE, 443, 1),
                """
                Azure AD and Skype: a big hello (post-quantum key share, two segments, the server name in the second) is sent six times and not
                even acknowledged: path MTU, or a filter that lets small packets through. Exchange: the hello is acknowledged, nothing else
                comes, and the unit closes after 20 seconds. Retransmitted hellos count once.
                """);
    }

    private static SampleCase inspectedByProxy() {
        String gateway = "Contoso Web Gateway CA";
        Scenario s = Stories.kicklePortal(Scenario.start())
                .resolve("login.microsoftonline.com", SIGN_IN)
                .tlsAlert("login.microsoftonline.com", SIGN_IN, gateway, Tls.UNKNOWN_CA)
                .resolve("outlook.office365.com", EXCHANGE_ONLINE)
                .tlsAlert("outlook.office365.com", EXCHANGE_ONLINE, gateway, Tls.CERTIFICATE_UNKNOWN)
                .resolve("webdir.online.lync.com", SKYPE_ONLINE)
                .tlsAlert("webdir.online.lync.com", SKYPE_ONLINE, gateway, Tls.BAD_CERTIFICATE)
                .idle(10);
        return SampleCase.pcap(
                "tls-inspection",
                "A gateway shows certificates of its own for Office 365 and the unit does not trust it",
                s,
                online(1, "basic-dns-53", "kickle-https-443")
                        .row("online-https-443", "tls-failed")
                        .openFindings("tls-failed", "tls-intercepted")
                        .because("Either kind, or both, may tell it."),
                """
                Microsoft's servers seem to have certificates of "Contoso Web Gateway CA"; the unit ends the handshakes with alerts 48, 46 and 42.
                An issuer that does not fit the name is the mark of TLS inspection.
                """);
    }

    private static SampleCase privatePeers() {
        Scenario s = Stories.signIn(Scenario.start());
        MediaTalk audio = MediaTalk.from(s, Stories.AUDIO_PORT).allocates(RELAY, 3478);
        s.meanwhile(other -> MediaTalk.from(other, Stories.AUDIO_PORT + 2).checkUnanswered("192.168.0.4", 50_012));
        s.meanwhile(other -> MediaTalk.from(other, Stories.AUDIO_PORT + 4).checkUnanswered("10.99.1.7", 50_014));
        audio.checkedThroughRelay(Stories.MEDIA_RELAY, 3479).mediaThroughRelay(Stories.MEDIA_RELAY, 3479, 104, 6);
        return SampleCase.pcap(
                "ice-checks-to-private-peers",
                "Checks to the private addresses of a peer stay unanswered, and the call works",
                s.idle(10),
                online(0, "basic-dns-53", "kickle-https-443", "online-https-443", "online-udp-3478", "online-udp-3479")
                        .options("--deployment", "online")
                        .openRows("online-media-50000")
                        .mustNot("online-media-50000", "ok", "partial", "blocked", "refused", "one-way")
                        .because("Checks that prove nothing may leave the optional row not seen or inconclusive."),
                """
                ICE tries every candidate of the peer: 192.168.0.4 and 10.99.1.7, five sendings each, 300 ms apart, are addresses in somebody
                else's network. They carry USERNAME, PRIORITY and ICE-CONTROLLING, and their silence proves nothing: no finding.
                """);
    }

    private static SampleCase duplicates() {
        return SampleCase.gzipped(
                "mirror-duplicates",
                "The mirror delivers every packet twice",
                Stories.callWithoutRelay(Stories.signIn(Scenario.start())).mirroredTwice(),
                online(1, "basic-dns-53", "kickle-https-443", "online-https-443")
                        .row("online-udp-3478", "blocked")
                        .finding("unanswered-stun", "UDP", UNIT, RELAY, 3478, 8)
                        .number("/tcp/attempts", 4)
                        .number("/tcp/outcomes/answered", 4)
                        .number("/tcp/ambiguous_handshakes", 0)
                        .number("/stun/transactions", 8)
                        .number("/stun/outcomes/unanswered", 8),
                """
                The packets of `udp-3478-dropped`, each once more 0.05 to 0.3 ms later, between other packets. The verdicts are those of that
                sample, and no copy is a further sending: not one handshake is ambiguous.
                """);
    }

    private static SampleCase unpadded401() {
        Scenario s = Scenario.start();
        MediaTalk.from(s, Stories.AUDIO_PORT)
                .allocates(RELAY, Stories.ALTERNATE_RELAY, 3478)
                .relayedChecks(Stories.ALTERNATE_RELAY, 3478, "198.51.100.7", 50_020)
                .relayedChecks(Stories.ALTERNATE_RELAY, 3478, "198.51.100.7", 50_021);
        return SampleCase.pcap(
                "ms-turn-unpadded-401-answered-from-another-address",
                "An allocation as Microsoft's relays do it",
                s.idle(15),
                Expectation.exit(0, "online")
                        .unit(UNIT, "ms-turn")
                        .ok("online-udp-3478")
                        .number("/stun/transactions", 2)
                        .number("/stun/outcomes/error", 1)
                        .number("/stun/outcomes/success", 1)
                        .number("/stun/outcomes/unanswered", 0)
                        .number("/stun/answered_from_other_address", 1),
                """
                Allocate to 52.112.18.5; 401 whose attributes are not padded and whose length is no multiple of four, with an alternate server;
                Allocate to 52.112.18.6; success from 52.112.18.5. Then Send Requests (`0004`, Refresh elsewhere) and Data Indications (`0115`,
                an error response by its class bits, without the cookie): neither is a transaction, and the checks inside them are the peers'.
                Nothing else is in the capture: the unit is found because it speaks MS-TURN.
                """);
    }

    private static SampleCase pseudoTlsWorks() {
        Scenario s = Stories.turnOverTcp(Stories.kicklePortal(Scenario.start()), RELAY);
        return SampleCase.pcap(
                "pseudo-tls-turn-over-443",
                "TURN over TCP 443 behind a fake TLS handshake",
                s.idle(10),
                online(0, "basic-dns-53", "kickle-https-443", "online-https-443")
                        .number("/stun/transactions", 2)
                        .number("/stun/outcomes/success", 1),
                """
                50 bytes that look like a ClientHello, 83 that look like an answer, then `02 00` frames with Allocate, 401, Allocate, success and
                `03 00` frames with media. The handshake is never finished and must not be: no TLS failure. TURN over TCP 443 with Office 365
                counts for its HTTPS row.
                """);
    }

    private static SampleCase servfail() {
        Scenario s = Scenario.start()
                .resolveFails("portal.kickle.com", Dns.SERVFAIL)
                .pause(1)
                .resolveFails("login.microsoftonline.com", Dns.SERVFAIL)
                .pause(1)
                .resolveFails("webdir.online.lync.com", Dns.SERVFAIL)
                .idle(10);
        return SampleCase.pcap(
                "dns-servfail",
                "The DNS server answers, but cannot resolve anything",
                s,
                online(0, "basic-dns-53").finding("dns-failed", "UDP", UNIT, Scenario.DNS, 53, 3),
                """
                Three names, three times SERVFAIL. The port is open, since an answer came; the rows whose names never resolved are not seen,
                and the report should say that DNS is why.
                """);
    }

    private static SampleCase dnsUnanswered() {
        Scenario s = Scenario.start()
                .renewLease()
                .resolveUnanswered(Scenario.DNS, "portal.kickle.com")
                .resolveUnanswered(Scenario.DNS, "login.microsoftonline.com")
                .resolveUnanswered(Scenario.DNS, "webdir.online.lync.com")
                .idle(10);
        return SampleCase.pcap(
                "dns-unanswered",
                "The only DNS server never answers",
                s,
                online(1, "basic-dhcp-67")
                        .row("basic-dns-53", "blocked")
                        .finding("dns-failed", "UDP", UNIT, Scenario.DNS, 53, 3),
                """
                Three names, each asked for twice, five seconds apart, the same query from the same socket. The lease is renewed, so the unit
                is heard in both directions. All other rows are not seen, because of DNS.
                """);
    }

    private static SampleCase secondDnsSilent() {
        Scenario s = Scenario.start()
                .resolveUnanswered("10.20.0.54", "portal.kickle.com")
                .resolveUnanswered("10.20.0.54", "login.microsoftonline.com");
        return SampleCase.pcap(
                "second-dns-server-silent",
                "One DNS server is silent, the other answers",
                Stories.signIn(s).idle(10),
                online(0, "basic-dns-53", "kickle-https-443", "online-https-443")
                        .openFindings("dns-failed")
                        .because("The silent server may be told as a note."),
                """
                10.20.0.54 never answers two queries of two sendings each; 10.20.0.53 answers all. The row is ok with a note, not partial.
                """);
    }

    private static SampleCase ipv6Fails() {
        String unit6 = "2001:db8:20:30::40";
        String kickle6 = "2001:db8:203::10";
        Scenario s = Scenario.start()
                .resolveIpv6("portal.kickle.com", kickle6)
                .resolve("portal.kickle.com", KICKLE)
                .meanwhile(six -> six.as(unit6).tcpBlocked(kickle6, 443))
                .as(UNIT)
                .pause(0.3)
                .https("portal.kickle.com", KICKLE);
        return SampleCase.pcap(
                "ipv6-fails-ipv4-works",
                "Kickle's cloud has an IPv6 address that leads nowhere",
                s.idle(20),
                online(0, "basic-dns-53", "kickle-https-443")
                        .anyUnits()
                        .openFindings("blocked-syn")
                        .because(
                                "The failed IPv6 attempt may be told as a note, its source may be listed as a unit or not."),
                """
                The unit tries 2001:db8:203::10 first, four SYNs without an answer, and 300 ms later IPv4, which works. The row is ok with a note.

                The two addresses are one device, as the MAC address shows. Whoever judges them as two units finds one of them silent and the
                row inconclusive, and the rule "IPv6 failing while IPv4 works is ok" could never apply to anything.
                """);
    }

    private static SampleCase certificateExpired() {
        String name = "outlook.office365.com";
        byte[] certificate = Certificates.serverValid(
                name, "DigiCert Cloud Services CA-1", "250101000000Z", "260228235959Z", name, "*.office365.com");
        Scenario s = Stories.kicklePortal(Scenario.start()).resolve(name, EXCHANGE_ONLINE);
        for (int i = 0; i < 2; i++) {
            s.tcp(EXCHANGE_ONLINE, 443)
                    .open()
                    .say(Tls.clientHello(name, 31).record())
                    .hear(Tls.serverFlight12(31, certificate))
                    .say(Tls.alert(2, Tls.CERTIFICATE_EXPIRED))
                    .close();
            s.pause(1);
        }
        return SampleCase.pcap(
                "certificate-expired",
                "A server's certificate expired two days before the capture",
                s.idle(10),
                online(1, "basic-dns-53", "kickle-https-443")
                        .row("online-https-443", "tls-failed")
                        .finding("tls-failed", "TCP", UNIT, EXCHANGE_ONLINE, 443, 2)
                        .finding("certificate-invalid", "TCP", UNIT, EXCHANGE_ONLINE, 443, 2),
                """
                The unit ends the handshake with alert 45 (certificate_expired), and the certificate, in clear in TLS 1.2, was valid until
                2026-02-28. It is judged by the capture's time, 2026-03-02, whenever the file is read. The issuer is a public authority: no
                inspection.
                """);
    }

    private static SampleCase clockAndRevocation() {
        Scenario s = Stories.kicklePortal(Scenario.start());
        for (int i = 0; i < 4; i++) {
            s.udp(s.now(), UNIT, 123, "198.51.100.123", 123, Bytes.hex("e3".repeat(48)));
            s.pause(2);
        }
        s.resolve("crl3.digicert.com", "198.51.100.80").tcpBlocked("198.51.100.80", 80);
        return SampleCase.pcap(
                "clock-and-revocation-blocked",
                "All that the port tables list works; the clock and the revocation lists cannot be reached",
                Stories.officeSignIn(s).idle(10),
                online(0, "basic-dns-53", "kickle-https-443", "online-https-443")
                        .openRows("internet-http-80")
                        .openFindings("blocked-syn")
                        .findingOf("ntp-failed", "UDP", UNIT, "198.51.100.123", 123)
                        .findingOf("revocation-failed", "TCP", UNIT, "198.51.100.80", 80)
                        .because("Port 80 to the list's server is silent, and the row of TCP 80 is optional."),
                """
                NTP on UDP 123 is never answered, and a certificate revocation list is fetched in vain over TCP 80. Neither is in the vendor's tables
                by name, both break calls: certificates look expired, or clients wait for the list. Notes, no reason for exit 1.
                """);
    }

    private static SampleCase proxyConnect() {
        Scenario s = Scenario.start().resolve("proxy.contoso.example", Scenario.PROXY);
        Stories.throughProxy(s, "portal.kickle.com", 1);
        Stories.throughProxy(s, "login.microsoftonline.com", 2);
        Stories.throughProxy(s, "outlook.office365.com", 3);
        return SampleCase.pcap(
                "proxy-connect",
                "Everything on 443 goes through a proxy",
                s.idle(10),
                Expectation.exit(0, "online")
                        .options("--unit", UNIT)
                        .unit(UNIT, "given")
                        .ok("basic-dns-53", "kickle-https-443", "online-https-443"),
                """
                All connections go to 10.20.0.80:8080. CONNECT names the real destination, 200 says that it was reached, and the hello behind
                it is a hello like any other. The proxy's port and private address are no media of the on-premises table.
                """);
    }

    private static SampleCase proxyRefuses() {
        Scenario s = Scenario.start().resolve("proxy.contoso.example", Scenario.PROXY);
        Stories.throughProxy(s, "login.microsoftonline.com", 2);
        for (int i = 0; i < 2; i++) {
            s.tcp(Scenario.PROXY, 8080)
                    .open()
                    .say(Http.connect("portal.kickle.com", 443))
                    .hear(Http.response(403, "Forbidden"))
                    .close();
            s.pause(1);
        }
        return SampleCase.pcap(
                "proxy-refuses-kickle",
                "The proxy lets Office 365 through and refuses Kickle's cloud",
                s.idle(10),
                Expectation.anyExit("online")
                        .options("--unit", UNIT)
                        .unit(UNIT, "given")
                        .ok("basic-dns-53", "online-https-443")
                        .openRows("kickle-https-443")
                        .mustNot("kickle-https-443", "ok", "blocked", "not-seen", "not-applicable")
                        .anyFindingBut("blocked-syn")
                        .because("The contract defines refused by RST and ICMP; a proxy's 403 is in spirit the same."),
                """
                CONNECT portal.kickle.com:443 is answered with 403 twice. The TCP connection to the proxy works, which says nothing about
                Kickle's cloud: the row must not be ok.
                """);
    }

    private static SampleCase splitHellos() {
        Scenario s = Scenario.start();
        splitHello(s, "portal.kickle.com", KICKLE, 11, 0, 1);
        splitHello(s, "api.kickle.com", Stories.KICKLE_API, 12, 1, 0);
        splitHello(s, "hub.kickle.com", Stories.KICKLE_HUB, 13, 0, 0, 1);
        return SampleCase.pcap(
                "client-hello-in-two-segments",
                "Hellos of 1.7 kB whose server name is in the second segment",
                s.idle(10),
                online(0, "kickle-https-443")
                        .number("/tls/client_hellos", 3)
                        .number("/tls/without_sni", 0)
                        .number("/tls/sni/portal.kickle.com", 1)
                        .number("/tls/sni/api.kickle.com", 1)
                        .number("/tls/sni/hub.kickle.com", 1),
                """
                Post-quantum key shares make hellos too long for one segment. The first comes in order, the second with its segments swapped,
                the third with its first segment sent twice. No DNS is in the capture: only the reassembled hellos tell that this is
                Kickle's cloud and who the unit is.
                """);
    }

    private static void splitHello(Scenario s, String name, String server, long seed, int... order) {
        s.tcp(server, 443)
                .open()
                .sayInPieces(Tls.bigClientHello(name, seed).record(), 1448, order)
                .hear(Tls.serverFlight13(seed))
                .say(Tls.clientFinish13(seed), Tls.applicationData(seed, 300))
                .hear(Tls.applicationData(seed, 500))
                .close();
        s.settle();
    }
}
