package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.testdata.Packets;
import org.portwitness.testdata.Scenario;
import org.portwitness.testdata.Tls;

/** What the whole program says of the capture itself, and that it blames nobody for what the mirror lost. */
class HealthVerdictsTest {
    private static final String NAME = "portal.kickle.com";
    private static final String GONE = "outlook.office365.com";

    /** A page of 400 kB from the vendor's cloud, and Exchange that does not answer. */
    private static Scenario pageAndSilence() {
        Scenario s = Scenario.start().resolve(NAME, Scenario.KICKLE);
        var talk = s.tcp(Scenario.KICKLE, 443)
                .open()
                .say(Tls.clientHello(NAME, 9).record())
                .hear(Tls.serverFlight13(4))
                .say(Tls.clientFinish13(4), Tls.applicationData(4, 100));
        for (int i = 0; i < 20; i++) {
            talk.hear(Tls.applicationData(20 + i, 15_000));
        }
        talk.close();
        return s.resolve(GONE, Scenario.EXCHANGE_ONLINE)
                .tcpBlocked(Scenario.EXCHANGE_ONLINE, 443)
                .idle(10);
    }

    private static List<String> kinds(Analysed it) {
        return it.report().each("/health").stream()
                .map(h -> h.text("/severity") + " " + h.text("/kind"))
                .toList();
    }

    @Test
    void aCaptureInOrderHasNothingToTellAndItsSilencesCount() throws IOException {
        Analysed it = Analysed.of(pageAndSilence()).exits(1).expect("online-https-443", "blocked");
        assertEquals(List.of(), kinds(it));
        assertFalse(it.text().contains("Beware"), it.text());
    }

    @Test
    void aMirrorThatLosesPacketsProvesNothingByItsSilence() throws IOException {
        Analysed it = Analysed.of(pageAndSilence().losingEvery(30)).exits(4).expect("online-https-443", "inconclusive");
        assertEquals(List.of("problem lost-packets"), kinds(it));
        assertTrue(
                it.why("online-https-443").contains("but the capture lacks packets that were delivered ("),
                it.why("online-https-443"));
        assertEquals(
                "Capture again without drops: a filter, a larger buffer or a faster disk helps.",
                it.advice("online-https-443"));
        assertEquals(List.of(), it.problems());
        String detail = it.report().text("/health/0/detail");
        assertTrue(
                detail.matches(
                        "The capture lacks [0-9.]+ % of the TCP bytes that receivers acknowledged \\([0-9]+ gaps\\): silence proves nothing\\."
                                + " Mirror fewer ports, or give the mirror a faster port and the capture a larger buffer\\."),
                detail);
        assertTrue(it.text().contains("Beware        The capture lacks "), it.text());
    }

    @Test
    void aMirrorOfOneDirectionIsTheFirstThingToldInTheHead() throws IOException {
        Scenario s = Scenario.start().resolve(NAME, Scenario.KICKLE).https(NAME, Scenario.KICKLE);
        Analysed it = Analysed.of(s.idle(10).onlySentBy(Scenario.UNIT));
        assertEquals(List.of("problem one-way"), kinds(it));
        assertEquals(
                "All TCP conversations show one direction only: the mirror is half blind, silence proves nothing."
                        + " Mirror both directions (rx and tx) of the unit's switch port.",
                it.report().text("/health/0/detail"));
    }

    @Test
    void copiesAreANoteAndWeakenNothing() throws IOException {
        Analysed it = Analysed.of(pageAndSilence().mirroredTwice()).exits(1).expect("online-https-443", "blocked");
        assertEquals(List.of("note duplicates"), kinds(it));
        assertFalse(it.text().contains("Beware"), it.text());
        assertTrue(
                it.report()
                        .text("/health/0/detail")
                        .contains("of the packets are copies: the mirror sees them at two ports"),
                it.report().text("/health/0/detail"));
    }

    @Test
    void dropsBelowOnePercentAreANoteAndFromThereOnAProblem() throws IOException {
        Scenario s = pageAndSilence();
        Analysed few = Analysed.of(s.pcapng(2)).exits(1).expect("online-https-443", "blocked");
        assertEquals(List.of("note drops"), kinds(few));
        Analysed many = Analysed.of(s.pcapng(s.packets() / 50)).exits(4).expect("online-https-443", "inconclusive");
        assertEquals(List.of("problem drops"), kinds(many));
    }

    @Test
    void framesLongerThanEthernetsAreExplained() throws IOException {
        Frames frames = Frames.of(pageAndSilence());
        frames.at(
                1,
                Packets.ethernet().ip(Scenario.KICKLE, Scenario.UNIT).udp(9, 9).payload(new byte[6000]));
        Analysed it = Analysed.of(frames.pcap()).exits(1);
        assertEquals(List.of("note super-packets"), kinds(it));
        assertTrue(it.report()
                .text("/health/0/detail")
                .startsWith("1 frame is longer than an Ethernet frame (up to 6042 bytes)"));
    }

    @Test
    void aHelloThatSeemsIgnoredIsNoFailureWhereTheMirrorLosesPackets() throws IOException {
        Scenario s = Scenario.start().resolve(NAME, Scenario.KICKLE);
        var talk = s.tcp(Scenario.KICKLE, 443)
                .open()
                .say(Tls.clientHello(NAME, 9).record())
                .hear(Tls.serverFlight13(4))
                .say(Tls.clientFinish13(4), Tls.applicationData(4, 100));
        for (int i = 0; i < 20; i++) {
            talk.hear(Tls.applicationData(20 + i, 15_000));
        }
        talk.close();
        s.resolve(GONE, Scenario.EXCHANGE_ONLINE).losingEvery(30);
        Analysed it = Analysed.of(s.tlsIgnored(GONE, Scenario.EXCHANGE_ONLINE).idle(10));
        it.exits(4).expect("online-https-443", "inconclusive");
        assertEquals(List.of(), it.problems());
        assertTrue(
                it.why("online-https-443")
                        .startsWith("The TLS hello was acknowledged but never answered, but the capture lacks packets"),
                it.why("online-https-443"));
    }

    /** Three connections whose answers come with a VLAN tag, if asked for. */
    private static Analysed connections(boolean answersTagged) throws IOException {
        Frames frames = Frames.none();
        for (int i = 0; i < 3; i++) {
            double at = 1 + i;
            int port = 41_000 + i;
            Packets answer = answersTagged ? Packets.ethernet().vlan(20) : Packets.ethernet();
            frames.syn(at, Scenario.UNIT, port, Scenario.KICKLE, 443);
            frames.at(
                    at + 0.02,
                    answer.ip(Scenario.KICKLE, Scenario.UNIT)
                            .tcpSynAck(443, port)
                            .seq(77)
                            .ack(port * 1000L + 1));
            frames.at(
                    at + 0.03,
                    Packets.ethernet()
                            .ip(Scenario.UNIT, Scenario.KICKLE)
                            .tcp(port, 443, Packets.ACK)
                            .seq(port * 1000L + 1)
                            .ack(78));
        }
        return Analysed.of(frames.pcap(), "--unit", Scenario.UNIT);
    }

    @Test
    void tagsInOneDirectionOnlyAreNoted() throws IOException {
        Analysed it = connections(true);
        assertEquals(List.of("note vlan-one-way"), kinds(it));
        assertEquals(
                "3 of 3 TCP conversations bear a VLAN tag in one direction only. A capture filter without \"or vlan and"
                        + " ...\" then loses that direction; filter by both forms, or let the mirror strip tags.",
                it.report().text("/health/0/detail"));
    }

    @Test
    void noTagsOrTagsInBothDirectionsAreInOrder() throws IOException {
        assertEquals(List.of(), kinds(connections(false)));
        assertEquals(
                List.of(),
                kinds(Analysed.of(Scenario.start()
                        .onVlan(20)
                        .resolve(NAME, Scenario.KICKLE)
                        .https(NAME, Scenario.KICKLE)
                        .idle(10))));
    }
}
