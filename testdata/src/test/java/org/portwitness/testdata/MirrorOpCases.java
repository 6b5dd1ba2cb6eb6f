package org.portwitness.testdata;

import static org.portwitness.testdata.Scenario.SENDER;
import static org.portwitness.testdata.Scenario.UNIT;

import java.util.List;

/** Wireless display. */
final class MirrorOpCases {
    private MirrorOpCases() {}

    static List<SampleCase> all() {
        return List.of(works(), unicastDiscoveryBlocked(), broadcastUnanswered(), dataBlocked());
    }

    private static SampleCase works() {
        Scenario s = Scenario.start();
        MirrorTalk talk = MirrorTalk.from(s, SENDER).discoveryAnswered();
        s.pause(1).tcpRefused(UNIT, 443);
        talk.commands(3268).pictures(31_865);
        return SampleCase.pcap(
                "mirrorop-works",
                "A PC finds the unit and shows its screen",
                s.idle(10),
                Expectation.exit(0, "online")
                        .unit(UNIT, "mirrorop")
                        .ok("mirrorop-discovery-1047", "mirrorop-command-3268", "mirrorop-data-31865")
                        .row("mirrorop-command-443", "partial")
                        .findingOf("mirrorop-discovery")
                        .finding("refused-syn", "TCP", SENDER, UNIT, 443, 1)
                        .number("/mirrorop/discovery/requests", 1)
                        .number("/mirrorop/discovery/answered", 1),
                """
                The probe goes to the subnet's broadcast address and the answer comes from the unit's own, from port 1047 to port 1047: no
                5-tuple matches. Command on 443 is refused by the unit itself, on 3268 it works; data runs over 31865, where the unit speaks
                first. One port of a group is enough: the refused one is partial at worst, and the exit code is 0.
                """);
    }

    private static SampleCase unicastDiscoveryBlocked() {
        String sender = "10.20.40.77";
        Scenario s = Scenario.start();
        MirrorTalk talk = MirrorTalk.from(s, sender).discoveryUnanswered(1047, 3);
        s.pause(6);
        talk.discoveryUnanswered(1047, 3);
        s.pause(6);
        talk.commands(443).pictures(515);
        return SampleCase.pcap(
                "mirrorop-unicast-discovery-blocked",
                "Probes from another subnet, sent to the unit itself, are never answered",
                s.idle(10),
                Expectation.exit(1, "online")
                        .options("--unit", UNIT)
                        .unit(UNIT, "given")
                        .ok("mirrorop-command-443", "mirrorop-data-515")
                        .row("mirrorop-discovery-1047", "blocked")
                        .findingOf("unanswered-discovery", "UDP", sender, UNIT, 1047),
                """
                A PC in another subnet probes the unit's address six times and hears nothing; its user types the address, and command on 443
                and data on 515 work. The unit speaks and is spoken to, so the silence means something: blocked, and as no other port of
                the discovery group is ok, exit 1. Whether six probes from one socket are one attempt or six is not said anywhere.
                """);
    }

    private static SampleCase broadcastUnanswered() {
        Scenario s = Scenario.start().renewLease();
        MirrorTalk.from(s, SENDER).discoveryBroadcast(1047, 4);
        return SampleCase.pcap(
                "mirrorop-broadcast-unanswered",
                "Probes to the broadcast address find nobody",
                s.idle(10),
                Expectation.exit(4, "online")
                        .options("--unit", UNIT)
                        .unit(UNIT, "given")
                        .ok("basic-dhcp-67")
                        .row("mirrorop-discovery-1047", "inconclusive"),
                """
                A broadcast may never have reached the unit, or the unit may have left this protocol: silence after a broadcast is not a block.
                The group could cause exit 1 and nothing is certain: exit 4.
                """);
    }

    private static SampleCase dataBlocked() {
        Scenario s = Scenario.start();
        MirrorTalk talk = MirrorTalk.from(s, SENDER).discoveryAnswered();
        s.pause(1);
        talk.commands(3268);
        s.meanwhile(other -> other.pause(0.2).tcpBlocked(UNIT, 8080))
                .meanwhile(other -> other.pause(0.4).tcpBlocked(UNIT, 515))
                .tcpBlocked(UNIT, 31_865)
                .idle(10);
        return SampleCase.pcap(
                "mirrorop-data-all-blocked",
                "The unit is found and commanded, but no data port answers",
                s,
                Expectation.exit(1, "online")
                        .unit(UNIT, "mirrorop")
                        .ok("mirrorop-discovery-1047", "mirrorop-command-3268")
                        .row("mirrorop-data-8080", "blocked")
                        .row("mirrorop-data-31865", "blocked")
                        .row("mirrorop-data-515", "blocked")
                        .findingOf("mirrorop-discovery")
                        .finding("blocked-syn", "TCP", SENDER, UNIT, 8080, 1)
                        .finding("blocked-syn", "TCP", SENDER, UNIT, 31_865, 1)
                        .finding("blocked-syn", "TCP", SENDER, UNIT, 515, 1),
                """
                Discovery and command work; 31865, 8080 and 515 are each tried with four SYNs and stay silent. None of the group is ok: exit 1.
                8080, 515 and 443 belong to MirrorOp only because the unit is the destination.
                """);
    }
}
