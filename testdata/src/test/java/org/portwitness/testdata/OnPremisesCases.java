package org.portwitness.testdata;

import static org.portwitness.testdata.Scenario.UNIT;
import static org.portwitness.testdata.Stories.EDGE;
import static org.portwitness.testdata.Stories.EXCHANGE;
import static org.portwitness.testdata.Stories.SFB;
import static org.portwitness.testdata.Stories.WEB_CONFERENCING;

import java.util.List;

/** Skype for Business and Exchange on the site's own servers, and both worlds at once. */
final class OnPremisesCases {
    private static final String[] ROLES = {
        "--server", "sfb=" + SFB,
        "--server", "edge=" + EDGE,
        "--server", "webconf=" + WEB_CONFERENCING,
        "--server", "exchange=" + EXCHANGE
    };

    private OnPremisesCases() {}

    static List<SampleCase> all() {
        return List.of(
                everythingWorks(),
                edge3478Blocked(),
                hybrid(),
                unknownCa(),
                internalDiscoveryFails(),
                pseudoTlsKilled());
    }

    private static Scenario skypeSignIn(Scenario s) {
        return Stories.kicklePortal(s)
                .resolve("lyncdiscoverinternal.contoso.example", SFB)
                .https12("lyncdiscoverinternal.contoso.example", SFB, 443);
    }

    private static Expectation expectation(int exit) {
        return Expectation.exit(exit, "on-premises")
                .options(ROLES)
                .unit(UNIT, "kickle-name")
                .ok("basic-dns-53", "kickle-https-443");
    }

    private static SampleCase everythingWorks() {
        Scenario s = skypeSignIn(Scenario.start())
                .resolve("autodiscover.contoso.example", EXCHANGE)
                .http("autodiscover.contoso.example", EXCHANGE, 302, "Found")
                .https12("autodiscover.contoso.example", EXCHANGE, 443)
                .resolve("webconf.contoso.example", WEB_CONFERENCING)
                .https12("webconf.contoso.example", WEB_CONFERENCING, 443);
        Stories.turnOverTcp(s, EDGE);
        MediaTalk.from(s, 50_020)
                .allocates(EDGE, 3478)
                .checkAnswered(SFB, 49_170)
                .mediaBothWays(SFB, 49_170, 104, 4);
        return SampleCase.gzipped(
                "on-premises-everything-works",
                "Everything works with servers of the site's own",
                s.idle(10),
                expectation(0)
                        .ok("onprem-sfb-https-443", "onprem-psom-443", "onprem-turn-tcp-443", "onprem-turn-udp-3478")
                        .ok("onprem-media", "onprem-exchange-http-80", "onprem-exchange-https-443"),
                """
                Autodiscover, Exchange (80 redirects, 443 answers), the web conferencing Edge, TURN over UDP 3478 and over TCP 443 at the Edge,
                a check and media both ways with the conferencing server. TLS is 1.2, so certificates can be read.

                Traps: five rows share TCP 443 and are told apart by --server and by what is said; the 50 bytes of pseudo-TLS are no TLS;
                all servers have private addresses, where unanswered checks would prove nothing but answered ones do.
                """);
    }

    private static SampleCase edge3478Blocked() {
        Scenario s = skypeSignIn(Scenario.start());
        s.meanwhile(binding -> MediaTalk.from(binding, 50_022).bindingBlocked(EDGE, 3478));
        MediaTalk.from(s, 50_020).allocateBlocked(EDGE, 3478).allocateBlocked(EDGE, 3478);
        Stories.turnOverTcp(s, EDGE);
        return SampleCase.pcap(
                "on-premises-3478-blocked",
                "UDP 3478 to the Edge is dropped, TCP 443 takes over",
                s.idle(35),
                expectation(1)
                        .ok("onprem-sfb-https-443", "onprem-turn-tcp-443")
                        .row("onprem-turn-udp-3478", "blocked")
                        .finding("unanswered-stun", "UDP", UNIT, EDGE, 3478, 3),
                """
                Two Allocates, ten sendings each, and a Binding request on the schedule of RFC 5389 (seven sendings in 31.5 s, given up after
                39.5 s) go to the Edge without an answer; TURN over TCP 443 works. The Edge has a private address, but it was named with
                --server and the port is 3478: such a request always counts. That the fallback works does not excuse the required row.
                """);
    }

    private static SampleCase hybrid() {
        Scenario s = skypeSignIn(Scenario.start())
                .resolve("login.microsoftonline.com", Scenario.SIGN_IN)
                .https("login.microsoftonline.com", Scenario.SIGN_IN)
                .resolve("outlook.office365.com", Scenario.EXCHANGE_ONLINE)
                .https("outlook.office365.com", Scenario.EXCHANGE_ONLINE);
        MediaTalk.from(s, 50_020)
                .allocates(EDGE, 3478)
                .checkAnswered(SFB, 49_170)
                .mediaBothWays(SFB, 49_170, 104, 3);
        return SampleCase.pcap(
                "hybrid",
                "Skype for Business on the site, Exchange in Office 365",
                s.idle(10),
                Expectation.exit(0, "hybrid")
                        .options("--server", "sfb=" + SFB, "--server", "edge=" + EDGE)
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443", "onprem-sfb-https-443", "onprem-turn-udp-3478")
                        .ok("onprem-media", "online-https-443"),
                """
                Peers of both deployments are seen, so the tables of both apply, each part by where the peer is: the rows of the other part
                are not seen, which is no fault and no exit 1.
                """);
    }

    private static SampleCase unknownCa() {
        Scenario s = Stories.kicklePortal(Scenario.start())
                .resolve("lyncdiscoverinternal.contoso.example", SFB)
                .tlsAlert("lyncdiscoverinternal.contoso.example", SFB, "Contoso Issuing CA 1", Tls.UNKNOWN_CA)
                .pause(3)
                .tlsAlert("lyncdiscoverinternal.contoso.example", SFB, "Contoso Issuing CA 1", Tls.UNKNOWN_CA)
                .resolve("autodiscover.contoso.example", EXCHANGE)
                .tlsAlert("autodiscover.contoso.example", EXCHANGE, "Contoso Issuing CA 1", Tls.UNKNOWN_CA)
                .idle(10);
        return SampleCase.pcap(
                "tls-unknown-ca",
                "The unit does not trust the site's own certificates",
                s,
                Expectation.exit(1, "on-premises")
                        .options("--server", "sfb=" + SFB, "--server", "exchange=" + EXCHANGE)
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443")
                        .row("onprem-sfb-https-443", "tls-failed")
                        .row("onprem-exchange-https-443", "tls-failed")
                        .finding("tls-failed", "TCP", UNIT, SFB, 443, 2)
                        .finding("tls-failed", "TCP", UNIT, EXCHANGE, 443, 1)
                        .openFindings("tls-intercepted")
                        .because("A private issuer looks like inspection where nobody knows the issuer."),
                """
                The ports are open: TCP is answered, the servers send certificates of "Contoso Issuing CA 1", and the unit ends the handshake
                with alert 48 (unknown_ca) in clear. The vendor's advice: install the root certificate on the unit. The report should name the
                issuer, which TLS 1.2 lets it read.
                """);
    }

    private static SampleCase internalDiscoveryFails() {
        Scenario s = Stories.kicklePortal(Scenario.start())
                .resolve("lyncdiscoverinternal.contoso.example", "198.51.100.29")
                .tcpBlocked("198.51.100.29", 443)
                .resolve("lyncdiscover.contoso.example", "198.51.100.30")
                .https12("lyncdiscover.contoso.example", "198.51.100.30", 443)
                .idle(10);
        return SampleCase.pcap(
                "lyncdiscoverinternal-fails-lyncdiscover-works",
                "The internal Autodiscover name does not answer a unit outside, the external one does",
                s,
                Expectation.exit(0, "on-premises")
                        .options("--server", "sfb=*.contoso.example")
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443", "onprem-sfb-https-443")
                        .openFindings("blocked-syn")
                        .because("The failed first try may be told as a note."),
                """
                Clients ask lyncdiscoverinternal first; outside it fails by design. As lyncdiscover works, the row is ok with a note, though
                one of its two servers never answered four SYNs.
                """);
    }

    private static SampleCase pseudoTlsKilled() {
        String edge = "198.51.100.20";
        Scenario s = Stories.kicklePortal(Scenario.start());
        MediaTalk.from(s, 50_020).allocates(edge, 3478);
        for (int i = 0; i < 3; i++) {
            TcpTalk talk = s.tcp(50_014 + 2 * i, edge, 443).open().sayUnheard(MsTurn.pseudoTlsHello());
            s.advance(4 * Scenario.MILLI);
            talk.reset(63);
            s.pause(1);
        }
        return SampleCase.pcap(
                "pseudo-tls-killed-by-inspection",
                "An inspecting firewall kills TURN over TCP 443 at its fake TLS hello",
                s.idle(10),
                Expectation.exit(0, "on-premises")
                        .options("--server", "edge=" + edge)
                        .unit(UNIT, "kickle-name")
                        .ok("basic-dns-53", "kickle-https-443", "onprem-turn-udp-3478")
                        .openRows("onprem-turn-tcp-443")
                        .mustNot("onprem-turn-tcp-443", "ok", "tls-failed", "not-seen", "not-applicable")
                        .anyFindingBut("tls-failed", "blocked-syn")
                        .because(
                                "The contract has no verdict for a connection that opens and is reset; tls-failed it must not be."),
                """
                The Edge answers on UDP 3478. On TCP 443 the connection opens, 50 bytes of pseudo-TLS go out, and a RST comes after 4 ms with a TTL
                of 63 where the SYN-ACK had 114: something nearer than the Edge. No TURN message was ever answered, so the row fails, but not
                as a TLS failure, because this never was TLS. The row is optional: exit 0.
                """);
    }
}
