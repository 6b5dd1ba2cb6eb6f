package org.portwitness.analyzer.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.portwitness.analyzer.content.Bytes.dnsAnswer;
import static org.portwitness.analyzer.content.Bytes.dnsName;
import static org.portwitness.analyzer.content.Bytes.dnsQuery;
import static org.portwitness.analyzer.content.Bytes.dnsRecord;
import static org.portwitness.analyzer.content.Bytes.hex;
import static org.portwitness.analyzer.content.Bytes.join;
import static org.portwitness.analyzer.content.Bytes.prefixed;
import static org.portwitness.analyzer.content.Scene.part;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsName;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.DnsQuery.Outcome;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Forgotten;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Bound;

class DnsExchangesTest {
    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] QUESTION_POINTER = hex("c00c");

    private static Scene scene() {
        Scene scene = new Scene();
        scene.serverPort = 53;
        return scene;
    }

    private static List<DnsName> names(Scene scene) {
        List<DnsName> names = new ArrayList<>();
        scene.dns.names().forEach(names::add);
        return names;
    }

    private static byte[] a(byte[] owner, String address) {
        return dnsRecord(owner, 1, hex(address));
    }

    @Test
    void anAnsweredQueryHasItsRoundTripAndGivesANameToTheAddress() {
        Scene scene = scene().datagram(true, dnsQuery(7, "Meet.Example", 1), MILLISECOND);
        long asked = scene.facts.timeNanos;
        scene.datagram(false, dnsAnswer(7, 0, "meet.example", 1, a(QUESTION_POINTER, "c6336414")), 5 * MILLISECOND);
        DnsQuery expected = new DnsQuery(
                new Endpoint(Scene.CLIENT, 40000),
                new Endpoint(Scene.SERVER, 53),
                17,
                "meet.example",
                1,
                asked,
                asked,
                1,
                Outcome.ANSWERED,
                0,
                1,
                asked + 5 * MILLISECOND,
                5 * MILLISECOND,
                null);
        assertEquals(List.of(expected), scene.queries());
        assertEquals(
                List.of(new DnsName(
                        Scene.CLIENT, "meet.example", Address.parse("198.51.100.20"), asked + 5 * MILLISECOND)),
                names(scene));
    }

    @Test
    void everyNameOnTheChainOfAliasesIsANameOfTheAddress() {
        byte[] answer = dnsAnswer(
                7,
                0,
                "www.example",
                28,
                dnsRecord(QUESTION_POINTER, 5, dnsName("edge.cdn.example")),
                dnsRecord(dnsName("edge.cdn.example"), 5, dnsName("pop.cdn.example")),
                dnsRecord(dnsName("pop.cdn.example"), 28, hex("20010db8000000000000000000000001")),
                a(dnsName("unrelated.example"), "01020304"));
        Scene scene = scene().datagram(false, answer, MILLISECOND);
        assertEquals(
                List.of(
                        "pop.cdn.example 2001:db8::1",
                        "edge.cdn.example 2001:db8::1",
                        "www.example 2001:db8::1",
                        "unrelated.example 1.2.3.4"),
                names(scene).stream().map(n -> n.name() + " " + n.address()).toList());
        assertEquals(List.of(), scene.queries(), "an answer makes no question");
    }

    @Test
    void aLoopOfAliasesEnds() {
        byte[] answer = dnsAnswer(
                7,
                0,
                "a.example",
                1,
                dnsRecord(QUESTION_POINTER, 5, dnsName("b.example")),
                dnsRecord(dnsName("b.example"), 5, dnsName("a.example")),
                a(dnsName("b.example"), "01020304"));
        assertEquals(
                List.of("b.example", "a.example"),
                names(scene().datagram(false, answer, 1)).stream()
                        .map(DnsName::name)
                        .toList());
    }

    @Test
    void theSameNameAndAddressIsKeptOnceWithItsFirstTime() {
        byte[] answer = dnsAnswer(7, 0, "x.example", 1, a(QUESTION_POINTER, "01020304"));
        Scene scene = scene().datagram(false, answer, SECOND);
        long first = scene.facts.timeNanos;
        scene.datagram(false, answer, SECOND);
        assertEquals(1, names(scene).size());
        assertEquals(first, names(scene).get(0).nanos());
    }

    @Test
    void failuresKeepTheirCode() {
        Scene scene = scene().datagram(true, dnsQuery(8, "no.example", 1), 1);
        scene.datagram(false, dnsAnswer(8, 3, "no.example", 1), MILLISECOND);
        scene.datagram(true, dnsQuery(9, "bad.example", 1), 1);
        scene.datagram(false, hex("0009 8182 0000 0000 0000 0000"), MILLISECOND);
        assertEquals(Outcome.FAILED, scene.queries().get(0).outcome());
        assertEquals(3, scene.queries().get(0).responseCode());
        assertEquals(Outcome.FAILED, scene.queries().get(1).outcome());
        assertEquals(2, scene.queries().get(1).responseCode());
    }

    @Test
    void silenceIsFinalFiveSecondsAfterTheLastSending() {
        Scene scene = scene().datagram(true, dnsQuery(8, "q.example", 1), 1);
        scene.datagram(true, dnsQuery(8, "q.example", 1), 3 * SECOND);
        assertEquals(
                Outcome.UNDECIDED, scene.after(5 * SECOND - 1).queries().get(0).outcome());
        DnsQuery query = scene.after(1).queries().get(0);
        assertEquals(Outcome.UNANSWERED, query.outcome());
        assertEquals(2, query.sendings());
        assertEquals(-1, query.responseCode());
        assertEquals(TcpAttempt.NO_RTT, query.rttNanos());
    }

    @Test
    void copiesWithinTwoMillisecondsAreNoSendings() {
        byte[] query = dnsQuery(8, "q.example", 1);
        Scene scene = scene().datagram(true, query, 1).datagram(true, query, 2 * MILLISECOND);
        assertEquals(1, scene.queries().get(0).sendings());
        scene.datagram(true, query, 1);
        assertEquals(2, scene.queries().get(0).sendings());
    }

    @Test
    void severalSendingsGiveNoRoundTrip() {
        Scene scene = scene().datagram(true, dnsQuery(8, "q.example", 1), 1);
        scene.datagram(true, dnsQuery(8, "q.example", 1), SECOND);
        scene.datagram(false, dnsAnswer(8, 0, "q.example", 1), MILLISECOND);
        assertEquals(Outcome.ANSWERED, scene.queries().get(0).outcome());
        assertEquals(TcpAttempt.NO_RTT, scene.queries().get(0).rttNanos());
    }

    @Test
    void anotherIdNameTypeOrPortIsAnotherQuery() {
        Scene scene = scene().datagram(true, dnsQuery(8, "q.example", 1), 1);
        scene.datagram(true, dnsQuery(9, "q.example", 1), 1);
        scene.datagram(true, dnsQuery(8, "r.example", 1), 1);
        scene.datagram(true, dnsQuery(8, "q.example", 28), 1);
        scene.clientPort++;
        scene.datagram(true, dnsQuery(8, "q.example", 1), 1);
        assertEquals(5, scene.queries().size());
        scene.clientPort--;
        scene.datagram(false, dnsAnswer(8, 0, "q.example", 1), 1);
        assertEquals(
                List.of(Outcome.ANSWERED, Outcome.UNDECIDED, Outcome.UNDECIDED, Outcome.UNDECIDED, Outcome.UNDECIDED),
                scene.queries().stream().map(DnsQuery::outcome).toList());
    }

    @Test
    void anIcmpErrorMakesItUnreachableUnlessAnAnswerComes() {
        byte[] query = dnsQuery(8, "q.example", 1);
        Scene scene = scene().datagram(true, query, 1);
        PacketFacts error = scene.facts;
        error.quotedProtocol = PacketFacts.UDP;
        error.quotedSourceHigh = error.sourceHigh;
        error.quotedSourceLow = error.sourceLow;
        error.quotedSourcePort = error.sourcePort;
        error.quotedDestinationHigh = error.destinationHigh;
        error.quotedDestinationLow = error.destinationLow;
        error.quotedDestinationPort = 53;
        error.quotedPayloadAt = error.payloadAt;
        error.quotedPayloadLength = 2;
        error.protocol = PacketFacts.ICMP;
        error.icmpType = 3;
        error.icmpCode = 13;
        error.ttl = 200;
        error.sourceLow = Address.parse("203.0.113.1").low();
        scene.dns.onIcmpError(error);
        assertEquals(Outcome.UNREACHABLE, scene.queries().get(0).outcome());
        assertEquals(
                new Refusal(Address.parse("203.0.113.1"), 3, 13, 200, false),
                scene.queries().get(0).refusal());
        scene.datagram(false, dnsAnswer(8, 0, "q.example", 1), 1);
        assertEquals(Outcome.ANSWERED, scene.queries().get(0).outcome());
        assertNull(scene.queries().get(0).refusal());
    }

    @Test
    void messagesOverTcpAreReadWhereverSegmentsEnd() {
        byte[] queries = join(prefixed(dnsQuery(1, "t.example", 1)), prefixed(dnsQuery(2, "u.example", 28)));
        byte[] answer = prefixed(dnsAnswer(1, 0, "t.example", 1, a(QUESTION_POINTER, "01020304")));
        for (int split = 1; split < queries.length; split++) {
            Scene scene = scene().handshake();
            scene.client(part(queries, 0, split))
                    .client(part(queries, split, queries.length))
                    .server(answer);
            assertEquals(2, scene.queries().size(), "split at " + split);
            assertEquals(6, scene.queries().get(0).protocol());
            assertEquals(Outcome.ANSWERED, scene.queries().get(0).outcome());
            assertEquals(Outcome.UNDECIDED, scene.queries().get(1).outcome());
        }
    }

    @Test
    void mdnsGivesNamesThatBelongToNoClientAndMakesNoQueries() {
        Scene scene = new Scene();
        scene.serverPort = 5353;
        scene.clientPort = 5353;
        scene.datagram(true, dnsQuery(0, "room.local", 1), 1);
        byte[] answer = join(
                hex("0000 8400 0000 0001 0000 0000"), dnsName("room.local"), hex("0001 8001 0000003c 0004 c0a80105"));
        scene.datagram(false, answer, 1);
        assertEquals(List.of(), scene.queries());
        assertEquals(
                List.of(new DnsName(null, "room.local", Address.parse("192.168.1.5"), scene.facts.timeNanos)),
                names(scene));
    }

    @Test
    void aCutAnswerIsReadAsFarAsItGoes() {
        byte[] answer =
                dnsAnswer(7, 0, "x.example", 1, a(QUESTION_POINTER, "01020304"), a(QUESTION_POINTER, "05060708"));
        Scene scene = scene().datagram(true, dnsQuery(7, "x.example", 1), 1);
        scene.datagram(false, part(answer, 0, answer.length - 3), 1);
        assertEquals(Outcome.ANSWERED, scene.queries().get(0).outcome());
        assertEquals(1, names(scene).size());
    }

    @Test
    void namesThatPointForwardOrToThemselvesAreNotReadable() {
        for (String name : List.of("c00c", "c00e0000", "016103", "40", "c0")) {
            Scene scene =
                    scene().datagram(true, join(hex("0001 0100 0001 0000 0000 0000"), hex(name), hex("00010001")), 1);
            assertEquals(List.of(), scene.queries(), name);
            assertEquals(Map.of("DNS messages that could not be read", 1L), scene.dns.givenUp(), name);
        }
    }

    @Test
    void dotsAndControlBytesInsideLabelsAreTold() {
        byte[] query = join(hex("0001 0100 0001 0000 0000 0000"), hex("03 612e07 01 62 00"), hex("00010001"));
        assertEquals(
                "a\\.\\x07.b", scene().datagram(true, query, 1).queries().get(0).name());
    }

    @Test
    void namesOfMoreThan255BytesAreNotRead() {
        String label = "a".repeat(60);
        String name = label + "." + label + "." + label + "." + label;
        assertEquals(
                1,
                scene().datagram(true, dnsQuery(1, name + ".bbbbbbbb", 1), 1)
                        .queries()
                        .size());
        assertEquals(
                0,
                scene().datagram(true, dnsQuery(1, name + ".bbbbbbbbbbbb", 1), 1)
                        .queries()
                        .size());
    }

    @Test
    void whenFullAFailureGoesOnceItIsAnHourOlderThanTheOthers() {
        Scene scene = new Scene();
        DnsExchanges dns = new DnsExchanges(scene.clock, Bound.of(2), 2);
        scene.serverPort = 53;
        ask(scene, dns, 0, "failed");
        scene.after(3_700_000_000_000L);
        for (int id = 1; id < 3; id++) {
            ask(scene, dns, id, "q" + id);
            scene.datagram(false, dnsAnswer(id, 0, "q" + id, 1, a(QUESTION_POINTER, "01020304")), 1);
            dns.onMessage(scene.facts, scene.facts.bytes, scene.facts.payloadAt, scene.facts.payloadLength);
        }
        List<String> kept = new ArrayList<>();
        dns.queries().forEach(query -> kept.add(query.name()));
        assertEquals(List.of("q2", "q1"), kept);
    }

    @Test
    void whenFullTheOldestGoesAlthoughTheClockWasSetBackMeanwhile() {
        Scene scene = new Scene();
        DnsExchanges dns = new DnsExchanges(scene.clock, Bound.of(3), 2);
        scene.serverPort = 53;
        ask(scene, dns, 0, "first");
        scene.after(60_000_000_000L);
        ask(scene, dns, 1, "second");
        scene.after(-7_200_000_000_000L);
        ask(scene, dns, 2, "third");
        ask(scene, dns, 3, "fourth");
        List<String> kept = new ArrayList<>();
        dns.queries().forEach(query -> kept.add(query.name()));
        assertEquals(List.of("fourth", "second", "third"), kept);
    }

    @Test
    void ofAnsweredQueriesThatWerePushedOutItStaysKnownWhoAnsweredWhom() {
        Scene scene = new Scene();
        DnsExchanges dns = new DnsExchanges(scene.clock, Bound.of(2), 2);
        scene.serverPort = 53;
        ask(scene, dns, 0, "answered");
        long asked = scene.facts.timeNanos;
        scene.datagram(false, dnsAnswer(0, 0, "answered", 1, a(QUESTION_POINTER, "01020304")), 1);
        dns.onMessage(scene.facts, scene.facts.bytes, scene.facts.payloadAt, scene.facts.payloadLength);
        long answered = scene.facts.timeNanos;
        ask(scene, dns, 1, "silent");
        List<Forgotten.Answered> pairs = new ArrayList<>();
        dns.forgottenAnswers().forEach(pairs::add);
        assertEquals(List.of(), pairs);

        ask(scene, dns, 2, "silent too");
        dns.forgottenAnswers().forEach(pairs::add);
        assertEquals(
                List.of(new Forgotten.Answered(Scene.CLIENT, new Endpoint(Scene.SERVER, 53), asked, answered)), pairs);
        assertEquals(0, dns.unkeptAnswers());
    }

    private static void ask(Scene scene, DnsExchanges dns, int id, String name) {
        scene.datagram(true, dnsQuery(id, name, 1), 1);
        dns.onMessage(scene.facts, scene.facts.bytes, scene.facts.payloadAt, scene.facts.payloadLength);
    }

    @Test
    void whenFullAnsweredQueriesGoFirst() {
        Scene scene = new Scene();
        DnsExchanges dns = new DnsExchanges(scene.clock, Bound.of(4), 2);
        scene.serverPort = 53;
        for (int id = 0; id < 6; id++) {
            scene.datagram(true, dnsQuery(id, "q" + id, 1), 1);
            dns.onMessage(scene.facts, scene.facts.bytes, scene.facts.payloadAt, scene.facts.payloadLength);
            if (id == 2) {
                scene.datagram(false, dnsAnswer(2, 0, "q2", 1, a(QUESTION_POINTER, "01020304")), 1);
                dns.onMessage(scene.facts, scene.facts.bytes, scene.facts.payloadAt, scene.facts.payloadLength);
            }
        }
        List<String> kept = new ArrayList<>();
        dns.queries().forEach(query -> kept.add(query.name()));
        assertEquals(List.of("q5", "q1", "q4", "q3"), kept);
        assertEquals(Map.of("DNS queries pushed out because there were too many", 2L), dns.givenUp());
    }
}
